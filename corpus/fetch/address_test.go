package fetch

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

func TestParse(t *testing.T) {
	for in, want := range map[string]string{
		"http://Example.ORG":            "http://example.org/",
		" https://example.org:443/a#b ": "https://example.org/a",
		"HTTP://example.org:80/?q=1":    "http://example.org/?q=1",
		"http://example.org:8080/a%20b": "http://example.org:8080/a%20b",
		"http://bücher.example/ü":       "http://xn--bcher-kva.example/%C3%BC",
		"http://example.org./":          "http://example.org/",
		"http://example.org/?q=ü b%3d":  "http://example.org/?q=%C3%BC%20b%3D",
		"http://[2001:DB8::1]:80/":      "http://[2001:db8::1]/",
		"http://192.0.2.1/":             "http://192.0.2.1/",
	} {
		u, err := Parse(in)
		if err != nil || u.String() != want {
			t.Errorf("%q is %v, %v, want %q", in, u, err, want)
		}
	}
	for _, in := range []string{
		"", "example.org", "/a", "ftp://example.org/", "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x",
		"http://", "http:///a", "http:example.org", "https://user@example.org/", "https://user:hunter2@example.org/",
		"http://[fe80::1%25eth0]/", "http://exa mple.org/", "http://a\nb/", "http://example.org:port/",
		"http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/", "http://127.0.0.1.2/", "http://0x/",
		"http://example.org/" + strings.Repeat("a", maxAddress),
	} {
		u, err := Parse(in)
		if err == nil {
			t.Errorf("%.60q is taken, as %v", in, u)
			continue
		}
		wantKind(t, err, ErrAddress, "")
		if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%v shows a password", err)
		}
	}
}

func TestPublic(t *testing.T) {
	for _, ip := range []string{
		"8.8.8.8", "1.1.1.1", "172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0", "192.167.255.255", "223.255.255.255",
		"2606:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808",
	} {
		if !public(netip.MustParseAddr(ip).Unmap()) {
			t.Errorf("%s is not public", ip)
		}
	}
	for _, ip := range privateAddresses {
		if public(netip.MustParseAddr(ip).Unmap()) {
			t.Errorf("%s is public", ip)
		}
	}
}

var privateAddresses = []string{
	"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.8.8.8", "169.254.169.254",
	"172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
	"::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1",
	"64:ff9b::a00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:a00:1::", "3fff::1",
}

// TestPrivate holds that none of these is connected to, with nothing allowed.
func TestPrivate(t *testing.T) {
	c, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, ip := range privateAddresses {
		at := netip.MustParseAddr(ip)
		if err := c.guard(netip.AddrPortFrom(at, 80).String()); !errors.Is(err, ErrPrivate) {
			t.Errorf("the dialer's hook on %s: %v", ip, err)
		}
		host := ip
		if at.Is6() {
			host = "[" + ip + "]"
		}
		_, err := get(t, c, "http://"+host+"/")
		wantKind(t, err, ErrPrivate, "public internet")
		if Temporary(err) {
			t.Errorf("%s is tried again", ip)
		}
	}
}

// TestPrivateServer holds that a server which is there is not connected to,
// by address or by name.
func TestPrivateServer(t *testing.T) {
	var asked atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer s.Close()
	_, port, err := net.SplitHostPort(s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(Options{Resolver: names(t, func(string) string { return "127.0.0.1" })})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, host := range []string{"127.0.0.1", "[::ffff:127.0.0.1]", "localhost", "news.example"} {
		_, err := get(t, c, "http://"+host+":"+port+"/")
		wantKind(t, err, ErrPrivate, "127.0.0.1")
	}
	if asked.Load() != 0 {
		t.Errorf("the server was asked %d times", asked.Load())
	}
	// The same name, allowed.
	c, err = New(Options{Allow: []string{"News.example"}, Delay: 1, Resolver: names(t, func(string) string { return "127.0.0.1" })})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := get(t, c, "http://news.example:"+port+"/"); err != nil {
		t.Error(err)
	}
	if _, err := get(t, c, "http://other.example:"+port+"/"); !errors.Is(err, ErrPrivate) {
		t.Errorf("another name: %v", err)
	}
	// What is allowed is the operator's: not to whoever else asks.
	p := c.Public(1 << 20)
	defer p.Close()
	if _, err := get(t, p, "http://news.example:"+port+"/"); !errors.Is(err, ErrPrivate) || p.hosts != c.hosts {
		t.Errorf("of the public client: %v", err)
	}
}

// TestRebinding holds that an address is judged each time it is dialled, not
// when its name is first looked up.
func TestRebinding(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Connection", "close") // so that the next request looks the name up again
		io.WriteString(w, "news")
	}))
	defer s.Close()
	_, port, err := net.SplitHostPort(s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	var private atomic.Bool
	c, err := New(Options{
		// The one address stands for a public one.
		Allow: []string{"127.0.0.1/32"}, Delay: 1,
		Resolver: names(t, func(string) string {
			if private.Load() {
				return "127.0.0.2"
			}
			return "127.0.0.1"
		}),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := get(t, c, "http://news.example:"+port+"/"); err != nil {
		t.Fatal(err)
	}
	private.Store(true)
	_, err = get(t, c, "http://news.example:"+port+"/")
	wantKind(t, err, ErrPrivate, "127.0.0.2")
}

func TestProxy(t *testing.T) {
	var asked atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		io.WriteString(w, r.URL.String())
	}))
	defer s.Close()
	at, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(Options{Proxy: at, Delay: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	p, err := get(t, c, "http://news.example/a")
	if err != nil || string(p.Body) != "http://news.example/a" {
		t.Errorf("%+v, %v", p, err)
	}
	asked.Store(0)
	for _, address := range []string{"http://127.0.0.1/", "http://[::1]/", "http://localhost/", "http://a.localhost/"} {
		_, err := get(t, c, address)
		wantKind(t, err, ErrPrivate, "")
	}
	if asked.Load() != 0 {
		t.Errorf("the proxy was asked for %d private addresses", asked.Load())
	}
	// The environment is not looked at.
	t.Setenv("HTTP_PROXY", s.URL)
	c = client(t, func(o *Options) {
		o.Resolver = names(t, func(string) string { return "10.0.0.1" })
	})
	if _, err := get(t, c, "http://news.example/"); !errors.Is(err, ErrPrivate) || asked.Load() != 0 {
		t.Errorf("with a proxy in the environment: %v", err)
	}
}

// names is a resolver that answers every question by itself.
func names(t *testing.T, address func(name string) string) *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go func() {
			defer theirs.Close()
			// A stream carries messages with their length in two bytes.
			for {
				head := make([]byte, 2)
				if _, err := io.ReadFull(theirs, head); err != nil {
					return
				}
				msg := make([]byte, int(head[0])<<8|int(head[1]))
				if _, err := io.ReadFull(theirs, msg); err != nil {
					return
				}
				var m dnsmessage.Message
				if err := m.Unpack(msg); err != nil {
					t.Error(err)
					return
				}
				m.Response, m.Authoritative, m.Additionals = true, true, nil
				q := m.Questions[0]
				if q.Type == dnsmessage.TypeA {
					ip := netip.MustParseAddr(address(q.Name.String())).As4()
					m.Answers = append(m.Answers, dnsmessage.Resource{
						Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class},
						Body:   &dnsmessage.AResource{A: ip},
					})
				}
				out, err := m.Pack()
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := theirs.Write(append([]byte{byte(len(out) >> 8), byte(len(out))}, out...)); err != nil {
					return
				}
			}
		}()
		return ours, nil
	}}
}

// FuzzParse holds that what is taken is an address of the web that reads the
// same again.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"http://example.org/a?b#c", "https://[::1]:8443/", "http://bücher.example", "http://0x7f.1/", "HTTP://u:p@h/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := Parse(s)
		if err != nil {
			return
		}
		if u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Hostname() == "" || u.Fragment != "" {
			t.Fatalf("%q is taken, as %#v", s, u)
		}
		again, err := Parse(u.String())
		if err != nil && len(u.String()) <= maxAddress || err == nil && again.String() != u.String() {
			t.Fatalf("%q is %q, and that is %v, %v", s, u, again, err)
		}
	})
}
