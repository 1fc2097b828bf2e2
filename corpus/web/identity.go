package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"path"
	"strings"

	"newsdesk/corpus"
	"newsdesk/corpus/fetch"
)

// tracking are the parameters of an address that say where a reader came
// from and not what is read; utm_… are too.
var tracking = map[string]bool{
	"fbclid": true, "gclid": true, "dclid": true, "msclkid": true, "yclid": true, "igshid": true,
	"mc_cid": true, "mc_eid": true, "_ga": true, "at_medium": true, "at_campaign": true,
}

// Canonical is the form of an address that two of one page share: without
// its fragment and the parameters that only trace readers.
func Canonical(u *url.URL) string {
	c := *u
	c.Host = strings.ToLower(c.Host)
	c.Fragment, c.RawFragment = "", ""
	if c.RawQuery != "" {
		var kept []string
		for _, pair := range strings.Split(c.RawQuery, "&") {
			name, _, _ := strings.Cut(pair, "=")
			if pair != "" && !tracking[strings.ToLower(name)] && !strings.HasPrefix(strings.ToLower(name), "utm_") {
				kept = append(kept, pair)
			}
		}
		c.RawQuery = strings.Join(kept, "&")
	}
	c.ForceQuery = false
	return c.String()
}

// place settles the address of an article that was fetched from at. What the
// page says of itself is believed only within its own site: otherwise any
// page could pass for another's article, and replace it.
func place(a *corpus.Article, at *url.URL) {
	said, err := fetch.Parse(a.URL)
	// Some sites name their front page on every page.
	if err == nil && sameSite(said, at) && (said.Path != "/" || at.Path == "/") {
		a.URL = Canonical(said)
		return
	}
	a.URL = Canonical(at)
	if a.Provenance == nil {
		a.Provenance = map[string]string{}
	}
	a.Provenance["url"] = "address"
}

// site is a host without the names that one site has for its readers'
// devices.
func site(host string) string {
	host = strings.ToLower(host)
	for _, prefix := range []string{"www.", "m.", "mobile.", "amp."} {
		if rest, ok := strings.CutPrefix(host, prefix); ok && strings.Contains(rest, ".") {
			return rest
		}
	}
	return host
}

func sameSite(a, b *url.URL) bool { return site(a.Host) == site(b.Host) }

// identity is the ID of the article at a canonical address: the site, the
// last part of the path for people, and 40 bits of a hash. Schemes and the
// site's other names do not count.
func identity(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		u = &url.URL{Path: address}
	}
	host := site(u.Host)
	sum := sha256.Sum256([]byte(host + u.EscapedPath() + "?" + u.RawQuery))
	parts := []string{slug(host, 40)}
	name := path.Base(u.Path)
	if ext := path.Ext(name); len(ext) <= 6 {
		name = strings.TrimSuffix(name, ext)
	}
	if s := slug(name, 50); s != "" {
		parts = append(parts, s)
	}
	return strings.Join(append(parts, hex.EncodeToString(sum[:5])), "-")
}

// slug is s in lower-case letters and digits of ASCII, dots and hyphens, of
// at most limit bytes, cut between words if it can be.
func slug(s string, limit int) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9', r == '.':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	out := b.String()
	if len(out) > limit {
		out = out[:limit]
		if i := strings.LastIndexByte(out, '-'); i > limit/2 {
			out = out[:i]
		}
	}
	return strings.Trim(out, "-.")
}
