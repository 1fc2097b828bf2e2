// Package fetch gets what lies at an address of the web, politely and safely.
//
// Polite: robots.txt is obeyed (robots.go, policy.go), a host gets one
// request at a time with a pause between them and is left alone as long as it
// asks for (pace.go), and what has not changed is not sent again (Validator).
//
// Safe: an address comes from a feed or a page that anybody may have written,
// so only public addresses are connected to, decided on the address that is
// dialled and so for every redirect and every answer of the name service
// (address.go); size, time, redirects and decompression have limits
// (body.go).
//
// What can go wrong is in errors.go, each with a line for the person.
package fetch

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
	"unicode"
)

// Options say how a Client behaves. The zero value is for the open web.
type Options struct {
	// UserAgent names the program to the servers that it asks. It begins with
	// the name that robots.txt goes by: "newsdesk/1.0 (+https://…)". Empty
	// means "newsdesk".
	UserAgent string
	// Allow lists hosts that may be connected to although their addresses
	// are private: names ("intranet.example"), addresses and networks
	// ("127.0.0.1", "10.1.0.0/16").
	Allow []string
	// Proxy is the HTTP proxy that requests go through, nil for none: the
	// environment is not looked at. Behind a proxy only it can tell whether a
	// name leads to a private address; addresses in digits are still refused.
	Proxy *url.URL
	// Delay is the pause between two requests to a host, at least; the
	// host's robots.txt may ask for more. 0 means a second.
	Delay time.Duration
	// Timeout bounds one request with its answer, not the wait for its turn.
	// 0 means 30 seconds.
	Timeout time.Duration
	// MaxWait is the longest time that a host which asks to be left alone
	// (429, 503 with Retry-After) is waited for; where it asks for more, Get
	// fails. 0 means a minute.
	MaxWait time.Duration
	// MaxBytes bounds an answer after decompression. 0 means 10 MB.
	MaxBytes int64
	// MaxRedirects bounds the redirects of one Get. 0 means 10.
	MaxRedirects int
	// Resolver looks names up; nil means the system's.
	Resolver *net.Resolver
}

// Validator is what a server said to recognise a version of a page by. The
// caller keeps it, once the page's content is safe, and hands it to the next
// Get of the same page.
type Validator struct {
	// URL is the address that sent it, after redirects: it means nothing to
	// another.
	URL string
	// ETag and Modified are the server's headers as they came.
	ETag, Modified string
}

// Page is an answer.
type Page struct {
	// URL is where it came from, after redirects.
	URL string
	// ContentType is the server's header, or "".
	ContentType string
	// Body is the content, decompressed.
	Body []byte
	// Unchanged says that the page is the version of the Validator given;
	// Body is then empty.
	Unchanged bool
	// Validator is for the next Get.
	Validator Validator
	// Fetched is when the answer was complete.
	Fetched time.Time
}

// Client fetches pages. It is safe for concurrent use.
type Client struct {
	o         Options
	agent     string // the name that robots.txt goes by
	transport *http.Transport
	names     map[string]bool // hosts in Options.Allow
	networks  []netip.Prefix  // networks in Options.Allow
	hosts     *hosts
}

// New makes a client. An error is an *OptionError, which says what is wrong
// with o.
func New(o Options) (*Client, error) {
	o.UserAgent = cmp.Or(o.UserAgent, "newsdesk")
	o.Delay = cmp.Or(o.Delay, time.Second)
	o.Timeout = cmp.Or(o.Timeout, 30*time.Second)
	o.MaxWait = cmp.Or(o.MaxWait, time.Minute)
	o.MaxBytes = cmp.Or(o.MaxBytes, 10<<20)
	o.MaxRedirects = cmp.Or(o.MaxRedirects, 10)
	c := &Client{o: o, agent: productToken(o.UserAgent), hosts: &hosts{}}
	if c.agent == "" || strings.ContainsFunc(o.UserAgent, unicode.IsControl) {
		return nil, &OptionError{"UserAgent", fmt.Sprintf("%q is not a line that begins with a name: write one such as newsdesk/1.0", o.UserAgent)}
	}
	if err := c.allow(o.Allow); err != nil {
		return nil, err
	}
	if o.Proxy != nil && (o.Proxy.Scheme != "http" && o.Proxy.Scheme != "https" || o.Proxy.Hostname() == "") {
		return nil, &OptionError{"Proxy", "it does not begin with http:// or https:// and a host: write an address such as http://proxy.example:3128"}
	}
	c.connect()
	return c, nil
}

// connect gives c connections of its own.
func (c *Client) connect() {
	c.transport = &http.Transport{
		DialContext:            c.dial,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // decode does it, within limits
		MaxConnsPerHost:        1,
		MaxIdleConns:           64,
		IdleConnTimeout:        90 * time.Second,
		TLSHandshakeTimeout:    10 * time.Second,
		MaxResponseHeaderBytes: 128 << 10,
	}
	if c.o.Proxy != nil {
		c.transport.Proxy = http.ProxyURL(c.o.Proxy)
	}
}

// Public is a client that keeps c's pace, which is one for both, but to which
// Options.Allow does not apply: what people ask for who are not the operator
// leads to no host of the operator's. limit is its MaxBytes. Close it as well.
func (c *Client) Public(limit int64) *Client {
	p := &Client{o: c.o, agent: c.agent, hosts: c.hosts}
	p.o.Allow, p.o.MaxBytes = nil, limit
	p.connect()
	return p
}

// Close ends idle connections.
func (c *Client) Close() { c.transport.CloseIdleConnections() }

// Get fetches the page at address, of at most limit bytes (0 for
// Options.MaxBytes). known is the Validator that came with the version that
// the caller holds, or zero. Errors are *Error, or the context's.
func (c *Client) Get(ctx context.Context, address string, known Validator, limit int64) (*Page, error) {
	u, err := Parse(address)
	if err != nil {
		return nil, err
	}
	limit = cmp.Or(limit, c.o.MaxBytes)
	seen := map[string]bool{}
	for {
		at := u.String()
		if seen[at] {
			return nil, &Error{Kind: ErrRedirects, sentence: "its redirects go in a circle"}
		}
		if len(seen) > c.o.MaxRedirects {
			return nil, &Error{Kind: ErrRedirects, sentence: fmt.Sprintf("it redirects more than %d times", c.o.MaxRedirects)}
		}
		seen[at] = true
		ask := Validator{}
		if known.URL == at {
			ask = known
		}
		a, err := c.visit(ctx, u, ask, limit)
		if err != nil {
			return nil, err
		}
		if a.location == nil {
			return a.page(at, ask), nil
		}
		u = a.location
	}
}

// page is the answer that at gave, asked whether it differs from ask.
func (a *answer) page(at string, ask Validator) *Page {
	p := &Page{URL: at, ContentType: a.header.Get("Content-Type"), Body: a.body, Unchanged: a.status == http.StatusNotModified, Fetched: time.Now().UTC()}
	p.Validator = Validator{URL: at, ETag: a.header.Get("ETag"), Modified: a.header.Get("Last-Modified")}
	if p.Unchanged {
		// A 304 need not repeat them.
		p.Validator.ETag = cmp.Or(p.Validator.ETag, ask.ETag)
		p.Validator.Modified = cmp.Or(p.Validator.Modified, ask.Modified)
	}
	return p
}

// answer is what one request brought.
type answer struct {
	status   int
	header   http.Header
	body     []byte
	location *url.URL // of a redirect, else nil
}

// exchange makes one request. A status that is no success is an *Error.
func (c *Client) exchange(ctx context.Context, u *url.URL, known Validator, limit int64) (*answer, error) {
	ctx, cancel := context.WithTimeout(ctx, c.o.Timeout)
	defer cancel()
	if err := c.refuseLiteral(u); err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, &Error{Kind: ErrAddress, sentence: "it is not an address", detail: err}
	}
	req.Header.Set("User-Agent", c.o.UserAgent)
	req.Header.Set("Accept", "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5")
	req.Header.Set("Accept-Encoding", "gzip, deflate")
	if known.ETag != "" {
		req.Header.Set("If-None-Match", known.ETag)
	}
	if known.Modified != "" {
		req.Header.Set("If-Modified-Since", known.Modified)
	}
	resp, err := c.transport.RoundTrip(req)
	if err != nil {
		return nil, c.networkError(err)
	}
	defer resp.Body.Close()
	a := &answer{status: resp.StatusCode, header: resp.Header}
	switch {
	case a.status == http.StatusNotModified && (known.ETag != "" || known.Modified != ""):
		return a, nil
	case isRedirect(a.status):
		if a.location, err = follow(u, resp.Header.Get("Location")); err != nil {
			return nil, err
		}
		return a, nil
	case a.status != http.StatusOK && a.status != http.StatusNonAuthoritativeInfo:
		return nil, statusError(resp, time.Now())
	}
	if a.body, err = c.read(resp, limit); err != nil {
		return nil, err
	}
	return a, nil
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// follow is where a redirect from u leads.
func follow(u *url.URL, location string) (*url.URL, error) {
	if location == "" {
		return nil, &Error{Kind: ErrRedirects, sentence: "it redirects without saying where to"}
	}
	to, err := u.Parse(location)
	if err != nil {
		return nil, &Error{Kind: ErrRedirects, sentence: "it redirects to what is not an address", detail: err}
	}
	to, err = Parse(to.String())
	if err != nil {
		return nil, &Error{Kind: ErrRedirects, sentence: "it redirects to an address that is refused: " + err.Error(), detail: err}
	}
	return to, nil
}
