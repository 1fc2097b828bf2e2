package fetch

import (
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestRobots(t *testing.T) {
	const file = "\uFEFF# a comment\n" +
		"User-agent: other\nDisallow: /\n\n" +
		"user-agent: Newsdesk/2.0\nUser-Agent: another\n" +
		"Disallow: /private # not this\nAllow: /private/press$\nDisallow: /*.pdf$\nDisallow: /a%3cb\nDisallow: /é\nDisallow:\nCrawl-delay: 2.5\n" +
		"Sitemap: http://example.org/sitemap.xml\n\n" +
		"User-agent: *\nDisallow: /all\n\n" +
		"User-agent: newsdesk\nDisallow: /more\n"
	rules, delay := parseRobots([]byte(file), "newsdesk")
	if delay != 2500*time.Millisecond {
		t.Errorf("the delay is %v", delay)
	}
	for path, want := range map[string]bool{
		"/": true, "/all": true, "/private": false, "/privateer": false, "/private/press": true, "/private/press/": false,
		"/a.pdf": false, "/a.pdf?x": true, "/deep/a.pdf": false, "/a%3Cb": false, "/a%3cb": false, "/%C3%A9t": false,
		"/more/1": false, "/robots.txt": true, "/Private": true,
	} {
		u, err := Parse("http://example.org" + path)
		if err != nil {
			t.Fatal(err)
		}
		if got := rules.allows(u); got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
}

func TestRobotsRules(t *testing.T) {
	for _, tt := range []struct {
		name, file, path string
		want             bool
	}{
		{"nothing", "", "/a", true},
		{"no rule", "User-agent: *\nDisallow:", "/a", true},
		{"all", "User-agent: *\nDisallow: /", "/a", false},
		{"carriage returns", "User-agent: *\rDisallow: /\r", "/a", false},
		{"named beats all", "User-agent: *\nDisallow: /\nUser-agent: newsdesk\nAllow: /", "/a", true},
		{"named without rules", "User-agent: *\nDisallow: /\nUser-agent: newsdesk\nDisallow:", "/a", true},
		{"a longer name is another", "User-agent: newsdeskbot\nDisallow: /", "/a", true},
		{"rules of nobody", "Disallow: /", "/a", true},
		{"the longest wins", "User-agent: *\nAllow: /p\nDisallow: /", "/page", true},
		{"of equals allow wins", "User-agent: *\nDisallow: /page\nAllow: /page", "/page", true},
		{"a query", "User-agent: *\nDisallow: /*?print", "/a?print=1", false},
		{"stars", "User-agent: *\nDisallow: /a*b*c$", "/a-b-bc", false},
		{"stars, not at the end", "User-agent: *\nDisallow: /a*b*c$", "/a-b-c-d", true},
		{"html", "<html><body>Not found</body></html>", "/a", true},
		{"a sitemap does not end a group", "User-agent: *\nSitemap: /s\nDisallow: /", "/a", false},
	} {
		rules, _ := parseRobots([]byte(tt.file), "newsdesk")
		u, err := Parse("http://example.org" + tt.path)
		if err != nil {
			t.Fatal(err)
		}
		if got := rules.allows(u); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
}

// TestRobotsHostile holds that a file made to be slow is not.
func TestRobotsHostile(t *testing.T) {
	file := "User-agent: *\n" + strings.Repeat("Disallow: /"+strings.Repeat("*a", 100)+"*b\n", 2300)
	u, err := Parse("http://example.org/" + strings.Repeat("a", 4000))
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	rules, _ := parseRobots([]byte(file), "newsdesk")
	if !rules.allows(u) {
		t.Error("it is disallowed")
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestRobotsObeyed(t *testing.T) {
	var robots, pages atomic.Int32
	base := serve(t, map[string]http.HandlerFunc{
		"/robots.txt": func(w http.ResponseWriter, _ *http.Request) {
			robots.Add(1)
			io.WriteString(w, "User-agent: *\nDisallow: /private\nCrawl-delay: 0.1\n")
		},
		"/page":    func(http.ResponseWriter, *http.Request) { pages.Add(1) },
		"/private": func(http.ResponseWriter, *http.Request) { t.Error("the private page was asked for") },
		"/to":      func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/private", http.StatusFound) },
	})
	c := client(t, nil)
	_, err := get(t, c, base+"/private")
	wantKind(t, err, ErrRobots, "robots.txt")
	if Temporary(err) {
		t.Error("it is tried again")
	}
	start := time.Now()
	for range 3 {
		if _, err := get(t, c, base+"/page"); err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(start); took < 200*time.Millisecond {
		t.Errorf("three pages took %v, and the pause is 100ms", took)
	}
	_, err = get(t, c, base+"/to")
	wantKind(t, err, ErrRobots, "robots.txt")
	if robots.Load() != 1 || pages.Load() != 3 {
		t.Errorf("robots.txt was read %d times, pages %d times", robots.Load(), pages.Load())
	}
}

func TestRobotsUnreadable(t *testing.T) {
	for _, tt := range []struct {
		name   string
		robots http.HandlerFunc
		kind   error // nil where the page is fetched
	}{
		{"missing", http.NotFound, nil},
		{"forbidden", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }, nil},
		{"a circle", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/robots.txt", http.StatusFound) }, nil},
		{"moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/rules", http.StatusFound) }, ErrRobots},
		{"broken", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }, ErrRobots},
		{"too many requests", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) }, ErrRobots},
		{"endless", func(w http.ResponseWriter, _ *http.Request) { w.Write(make([]byte, maxRobots+1)) }, ErrRobots},
		{"private", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://10.0.0.1/robots.txt", http.StatusFound)
		}, ErrPrivate},
	} {
		base := serve(t, map[string]http.HandlerFunc{"/robots.txt": tt.robots, "/page": text("news"), "/rules": text("User-agent: *\nDisallow: /")})
		_, err := get(t, client(t, nil), base+"/page")
		if tt.kind == nil && err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if tt.kind != nil {
			wantKind(t, err, tt.kind, "")
		}
	}
}

// FuzzRobots holds that an allowed path is allowed however it is escaped, and
// that no file forbids its own.
func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /a*b$\nAllow: /%41", "/aXb")
	f.Add("User-agent: newsdesk\nDisallow: /é\nCrawl-delay: 1e300", "/%c3%a9")
	f.Fuzz(func(t *testing.T, file, path string) {
		rules, delay := parseRobots([]byte(file), "newsdesk")
		if delay < 0 || delay > maxCrawlDelay {
			t.Fatalf("the delay is %v", delay)
		}
		u, err := Parse("http://example.org/" + path)
		if err != nil {
			return
		}
		got := rules.allows(u)
		u.RawPath = ""
		if u.Path = "/robots.txt"; u.RawQuery == "" && !rules.allows(u) {
			t.Fatalf("%q forbids robots.txt", file)
		}
		if n := normal(path); normal(n) != n {
			t.Fatalf("%q is normally %q, and that %q", path, n, normal(n))
		}
		if len(rules) == 0 && !got {
			t.Fatalf("no rules in %q forbid %q", file, path)
		}
	})
}
