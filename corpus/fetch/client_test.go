package fetch

import (
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// client is one that may reach test servers, and does not dawdle.
func client(t *testing.T, change func(*Options)) *Client {
	t.Helper()
	o := Options{Allow: []string{"127.0.0.1"}, Delay: time.Millisecond, Timeout: 5 * time.Second}
	if change != nil {
		change(&o)
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// serve answers the paths of pages, and 404 for all others (robots.txt too).
func serve(t *testing.T, pages map[string]http.HandlerFunc) string {
	t.Helper()
	mux := http.NewServeMux()
	for path, h := range pages {
		mux.HandleFunc(path, h)
	}
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL
}

func text(s string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, s) }
}

func get(t *testing.T, c *Client, address string) (*Page, error) {
	t.Helper()
	return c.Get(t.Context(), address, Validator{}, 0)
}

// wantKind checks that err is an *Error of that kind whose line says part.
func wantKind(t *testing.T, err, kind error, part string) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) || !errors.Is(err, kind) || !strings.Contains(err.Error(), part) || strings.Contains(err.Error(), "\n") {
		t.Errorf("the error is %v, want one line of %q with %q", err, kind, part)
	}
}

func TestGet(t *testing.T) {
	base := serve(t, map[string]http.HandlerFunc{
		"/page": func(w http.ResponseWriter, r *http.Request) {
			if got := r.Header.Get("User-Agent"); got != "newsdesk" {
				t.Errorf("the user agent is %q", got)
			}
			for _, name := range []string{"Cookie", "Referer", "Authorization"} {
				if r.Header.Get(name) != "" {
					t.Errorf("%s is sent", name)
				}
			}
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			io.WriteString(w, "news")
		},
		"/moved": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "page#top", http.StatusFound) },
	})
	c := client(t, nil)
	before := time.Now()
	p, err := get(t, c, base+"/moved#part")
	if err != nil {
		t.Fatal(err)
	}
	if p.URL != base+"/page" || string(p.Body) != "news" || p.ContentType != "text/html; charset=utf-8" || p.Unchanged {
		t.Errorf("got %+v", p)
	}
	if p.Fetched.Before(before) || p.Fetched.After(time.Now()) {
		t.Errorf("fetched at %v", p.Fetched)
	}
}

func TestConditional(t *testing.T) {
	base := serve(t, map[string]http.HandlerFunc{
		"/tagged": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", `"1"`)
			if r.Header.Get("If-None-Match") == `"1"` {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			io.WriteString(w, "news")
		},
		"/dated": func(w http.ResponseWriter, r *http.Request) {
			http.ServeContent(w, r, "a.html", time.Date(2024, 5, 6, 0, 0, 0, 0, time.UTC), strings.NewReader("news"))
		},
		"/moved": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/tagged", http.StatusFound) },
		"/odd":   func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) },
	})
	c := client(t, nil)
	for _, path := range []string{"/tagged", "/dated", "/moved"} {
		first, err := get(t, c, base+path)
		if err != nil || first.Unchanged || string(first.Body) != "news" {
			t.Fatalf("%s: %+v, %v", path, first, err)
		}
		again, err := c.Get(t.Context(), base+path, first.Validator, 0)
		if err != nil || !again.Unchanged || len(again.Body) != 0 || again.Validator != first.Validator {
			t.Errorf("%s again: %+v, %v; the validator was %+v", path, again, err, first.Validator)
		}
	}
	// A validator is for the address that gave it only.
	p, err := c.Get(t.Context(), base+"/tagged", Validator{URL: base + "/other", ETag: `"1"`}, 0)
	if err != nil || p.Unchanged {
		t.Errorf("another page's validator: %+v, %v", p, err)
	}
	_, err = get(t, c, base+"/odd")
	wantKind(t, err, ErrStatus, "304")
}

func TestStatus(t *testing.T) {
	for status, temporary := range map[int]bool{401: false, 402: false, 403: false, 404: false, 410: false, 418: false, 202: true, 204: false, 206: false, 300: false, 408: true, 429: true, 451: false, 500: true, 502: true, 503: true} {
		base := serve(t, map[string]http.HandlerFunc{"/page": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }})
		_, err := get(t, client(t, nil), base+"/page")
		wantKind(t, err, ErrStatus, fmt.Sprint(status))
		var e *Error
		if errors.As(err, &e); e.Status != status || Temporary(err) != temporary {
			t.Errorf("%d: %+v", status, e)
		}
	}
}

func TestRedirects(t *testing.T) {
	to := func(address string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", address)
			w.WriteHeader(http.StatusMovedPermanently)
		}
	}
	base := serve(t, map[string]http.HandlerFunc{
		"/loop":    to("/loop"),
		"/ping":    to("/pong"),
		"/pong":    to("/ping"),
		"/nowhere": to(""),
		"/file":    to("file:///etc/passwd"),
		"/gopher":  to("gopher://127.0.0.1/"),
		"/secret":  to("http://name:hunter2@127.0.0.1/"),
		"/private": to("http://10.0.0.1/"),
		"/mapped":  to("http://[::ffff:10.0.0.1]/"),
		"/meta":    to("http://169.254.169.254/latest/meta-data/"),
		"/bad":     to("http://%zz/"),
		"/endless/": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path+"x", http.StatusTemporaryRedirect)
		},
	})
	c := client(t, nil)
	for _, tt := range []struct {
		path string
		kind error
		part string
	}{
		{"/loop", ErrRedirects, "circle"},
		{"/ping", ErrRedirects, "circle"},
		{"/nowhere", ErrRedirects, "where to"},
		{"/file", ErrAddress, "http:// or https://"},
		{"/gopher", ErrRedirects, "http:// or https://"},
		{"/secret", ErrRedirects, "password"},
		{"/private", ErrPrivate, "10.0.0.1"},
		{"/mapped", ErrPrivate, "10.0.0.1"},
		{"/meta", ErrPrivate, "169.254.169.254"},
		{"/bad", ErrRedirects, "not an address"},
		{"/endless/", ErrRedirects, "more than 10 times"},
	} {
		_, err := get(t, c, base+tt.path)
		wantKind(t, err, tt.kind, tt.part)
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: the error %v shows a password", tt.path, err)
		}
	}
}

func TestCompression(t *testing.T) {
	pack := func(encoding string, write func(io.Writer) io.WriteCloser) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", encoding)
			z := write(w)
			if strings.HasPrefix(r.URL.Path, "/bomb") {
				zeros := make([]byte, 1<<16)
				for range 1 << 10 { // 64 MB
					if _, err := z.Write(zeros); err != nil {
						return
					}
				}
			}
			io.WriteString(z, "news")
			z.Close()
		}
	}
	gz := pack("gzip", func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
	zl := pack("deflate", func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) })
	raw := pack("deflate", func(w io.Writer) io.WriteCloser {
		f, _ := flate.NewWriter(w, flate.BestCompression)
		return f
	})
	base := serve(t, map[string]http.HandlerFunc{
		"/gzip": gz, "/zlib": zl, "/raw": raw,
		"/bomb/gzip": gz, "/bomb/zlib": zl, "/bomb/raw": raw,
		"/twice":  pack("gzip, gzip", func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }),
		"/brotli": pack("br", func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }),
		"/broken": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			io.WriteString(w, "\x1f\x8b\x08 this is not gzip")
		},
	})
	c := client(t, func(o *Options) { o.MaxBytes = 1 << 20 })
	for _, path := range []string{"/gzip", "/zlib", "/raw"} {
		p, err := get(t, c, base+path)
		if err != nil || string(p.Body) != "news" {
			t.Errorf("%s: %+v, %v", path, p, err)
		}
		_, err = get(t, c, base+"/bomb"+path)
		wantKind(t, err, ErrTooLarge, "1 MB")
	}
	for _, path := range []string{"/twice", "/brotli", "/broken"} {
		_, err := get(t, c, base+path)
		wantKind(t, err, ErrEncoding, "compression")
	}
}

func TestGunzip(t *testing.T) {
	var b strings.Builder
	z := gzip.NewWriter(&b)
	z.Write(make([]byte, 1000))
	z.Close()
	if out, err := Gunzip([]byte(b.String()), 1000); err != nil || len(out) != 1000 {
		t.Errorf("%d bytes, %v", len(out), err)
	}
	if out, err := Gunzip([]byte("plain"), 3); err != nil || string(out) != "plain" {
		t.Errorf("%q, %v", out, err)
	}
	_, err := Gunzip([]byte(b.String()), 999)
	wantKind(t, err, ErrTooLarge, "999 bytes")
	_, err = Gunzip([]byte(b.String()[:20]), 1000)
	wantKind(t, err, ErrEncoding, "damaged")
}

func TestLimits(t *testing.T) {
	base := serve(t, map[string]http.HandlerFunc{
		"/endless": func(w http.ResponseWriter, _ *http.Request) {
			for b := make([]byte, 1<<16); ; {
				if _, err := w.Write(b); err != nil {
					return
				}
			}
		},
		"/long": text(strings.Repeat("a", 2000)),
		"/slow": func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"/drip": func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				io.WriteString(w, "a")
				w.(http.Flusher).Flush()
				time.Sleep(10 * time.Millisecond)
			}
		},
		"/cut": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, "news")
		},
		"/headers": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Long", strings.Repeat("a", 1<<20))
		},
	})
	c := client(t, func(o *Options) { o.MaxBytes = 1 << 20; o.Timeout = 300 * time.Millisecond })
	_, err := get(t, c, base+"/endless")
	wantKind(t, err, ErrTooLarge, "1 MB")
	_, err = c.Get(t.Context(), base+"/long", Validator{}, 1999)
	wantKind(t, err, ErrTooLarge, "1999 bytes")
	if p, err := c.Get(t.Context(), base+"/long", Validator{}, 2000); err != nil || len(p.Body) != 2000 {
		t.Errorf("%v", err)
	}
	for _, path := range []string{"/slow", "/drip"} {
		start := time.Now()
		_, err = get(t, c, base+path)
		wantKind(t, err, ErrTimeout, "300ms")
		if took := time.Since(start); took > 3*time.Second || !Temporary(err) {
			t.Errorf("%s: %v after %v", path, err, took)
		}
	}
	for _, path := range []string{"/cut", "/headers"} {
		_, err = get(t, c, base+path)
		wantKind(t, err, ErrNetwork, "")
	}
}

func TestCancel(t *testing.T) {
	base := serve(t, map[string]http.HandlerFunc{
		"/slow": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"/page": text("news"),
	})
	c := client(t, func(o *Options) { o.Delay = time.Hour })
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := c.Get(ctx, base+"/slow", Validator{}, 0); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a request under way: %v", err)
	}
	// The next request would have to wait for an hour.
	ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := c.Get(ctx, base+"/page", Validator{}, 0); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a pause: %v", err)
	}
}

func TestPace(t *testing.T) {
	var mu sync.Mutex
	var at []time.Time
	var open, most atomic.Int32
	base := serve(t, map[string]http.HandlerFunc{"/page/": func(http.ResponseWriter, *http.Request) {
		most.Store(max(most.Load(), open.Add(1)))
		defer open.Add(-1)
		mu.Lock()
		at = append(at, time.Now())
		mu.Unlock()
		time.Sleep(5 * time.Millisecond)
	}})
	const delay = 40 * time.Millisecond
	c := client(t, func(o *Options) { o.Delay = delay })
	var wg sync.WaitGroup
	for i := range 5 {
		wg.Go(func() {
			if _, err := get(t, c, fmt.Sprintf("%s/page/%d", base, i)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if most.Load() != 1 {
		t.Errorf("%d requests at once", most.Load())
	}
	for i := 1; i < len(at); i++ {
		if gap := at[i].Sub(at[i-1]); gap < delay {
			t.Errorf("request %d came %v after the one before", i, gap)
		}
	}
	if len(at) != 5 {
		t.Errorf("%d requests", len(at))
	}
}

func TestRetryAfter(t *testing.T) {
	var n atomic.Int32
	base := serve(t, map[string]http.HandlerFunc{
		"/soon": func(w http.ResponseWriter, _ *http.Request) {
			if n.Add(1) == 1 {
				w.Header().Set("Retry-After", "1")
				w.WriteHeader(http.StatusTooManyRequests)
				return
			}
			io.WriteString(w, "news")
		},
		"/later": func(w http.ResponseWriter, _ *http.Request) {
			n.Add(1)
			w.Header().Set("Retry-After", time.Now().Add(time.Hour).UTC().Format(http.TimeFormat))
			w.WriteHeader(http.StatusServiceUnavailable)
		},
	})
	c := client(t, nil)
	start := time.Now()
	p, err := get(t, c, base+"/soon")
	if err != nil || string(p.Body) != "news" || time.Since(start) < time.Second {
		t.Fatalf("%+v, %v after %v", p, err, time.Since(start))
	}
	n.Store(0)
	_, err = get(t, c, base+"/later")
	wantKind(t, err, ErrStatus, "503")
	if got := RetryAfter(err); got < 59*time.Minute || got > time.Hour || !Temporary(err) {
		t.Errorf("retry after %v", got)
	}
	// The whole host is left alone.
	_, err = get(t, c, base+"/soon")
	wantKind(t, err, ErrStatus, "left alone")
	if n.Load() != 1 || RetryAfter(err) < 59*time.Minute {
		t.Errorf("%d requests, then %v", n.Load(), err)
	}
}

func TestRetryAfterHeader(t *testing.T) {
	now := time.Date(2024, 5, 6, 12, 0, 0, 0, time.UTC)
	for header, want := range map[string]time.Duration{
		"": 0, "7": 7 * time.Second, " 7 ": 7 * time.Second, "-7": 0, "soon": 0, "1e9": 0,
		"4294967295": maxRetryAfter, "99999999999999": 0,
		"Mon, 06 May 2024 12:00:30 GMT": 30 * time.Second, "Mon, 06 May 2024 11:00:00 GMT": 0, "Mon, 06 May 2999 11:00:00 GMT": maxRetryAfter,
	} {
		if got := retryAfter(header, now); got != want {
			t.Errorf("%q: %v, want %v", header, got, want)
		}
	}
}

func TestTLS(t *testing.T) {
	s := httptest.NewTLSServer(text("news"))
	defer s.Close()
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	_, err := get(t, client(t, nil), s.URL)
	wantKind(t, err, ErrNetwork, "certificate")
	base := serve(t, nil)
	_, err = get(t, client(t, nil), strings.Replace(base, "http:", "https:", 1))
	wantKind(t, err, ErrNetwork, "https")
	s.Close()
	_, err = get(t, client(t, nil), s.URL)
	wantKind(t, err, ErrNetwork, "cannot be reached")
	c := client(t, func(o *Options) {
		o.Resolver = &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
			return nil, errors.New("no name service")
		}}
	})
	_, err = get(t, c, "http://news.example/")
	wantKind(t, err, ErrNetwork, "")
}

func TestForget(t *testing.T) {
	var hs hosts
	busy, err := Parse("http://busy.example")
	if err != nil {
		t.Fatal(err)
	}
	held, err := hs.acquire(t.Context(), busy)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 2 * maxHosts {
		u, err := Parse(fmt.Sprintf("http://host%d.example", i))
		if err != nil {
			t.Fatal(err)
		}
		h, err := hs.acquire(t.Context(), u)
		if err != nil {
			t.Fatal(err)
		}
		hs.release(h)
	}
	if len(hs.m) > maxHosts || hs.m["http://busy.example"] != held {
		t.Errorf("%d hosts are remembered, the one in use: %v", len(hs.m), hs.m["http://busy.example"])
	}
}

func TestOptions(t *testing.T) {
	for _, o := range []Options{{UserAgent: "1.0"}, {UserAgent: "a\nb"}, {Proxy: &url.URL{Scheme: "socks5", Host: "a"}}, {Allow: []string{"10.0.0.0/99"}}, {Allow: []string{""}}} {
		if _, err := New(o); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
}
