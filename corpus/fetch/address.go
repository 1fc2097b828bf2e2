package fetch

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"golang.org/x/net/idna"
)

// maxAddress is the longest address that is used, in bytes.
const maxAddress = 4096

// Parse reads an address of a web page: http or https, a host, and no name
// and password, without a fragment. The host comes in lower case and in
// ASCII, and without the scheme's own port.
func Parse(address string) (*url.URL, error) {
	bad := func(sentence string, detail error) (*url.URL, error) {
		return nil, &Error{Kind: ErrAddress, sentence: sentence, detail: detail}
	}
	address = strings.TrimSpace(address)
	if len(address) > maxAddress {
		return bad(fmt.Sprintf("the address is longer than %d bytes", maxAddress), nil)
	}
	u, err := url.Parse(address)
	if err != nil {
		// The parser's own words repeat the address, which may hold a password.
		return bad("it is not an address", nil)
	}
	u.Scheme = strings.ToLower(u.Scheme)
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return bad("only addresses that begin with http:// or https:// are fetched", nil)
	case u.User != nil:
		return bad("addresses with a name or password in them are not used: leave it out", nil)
	case u.Opaque != "" || u.Hostname() == "":
		return bad("the address names no host", nil)
	}
	host, port := u.Hostname(), u.Port()
	if ip, err := netip.ParseAddr(host); err == nil {
		if ip.Zone() != "" {
			return bad("the address names a network of this machine", nil)
		}
		host = ip.String()
	} else {
		// Twice, because what is not UTF-8 comes out as a name that is none.
		if host, err = idna.Lookup.ToASCII(strings.TrimSuffix(host, ".")); err == nil {
			host, err = idna.Lookup.ToASCII(host)
		}
		if err != nil || host == "" {
			return bad("the address's host is not a name", err)
		}
		if endsInNumber(host) {
			// 2130706433, 0x7f.1 and 0177.0.0.1 are 127.0.0.1 to some resolvers.
			return bad("the address's host is a number that is not written as an IP address", nil)
		}
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port != "" && port != map[string]string{"http": "80", "https": "443"}[u.Scheme] {
		host += ":" + port
	}
	u.Host, u.Fragment, u.RawFragment = host, "", ""
	if u.Path == "" {
		u.Path = "/"
	}
	u.RawQuery = normal(u.RawQuery)
	return u, nil
}

// endsInNumber reports whether the last label of a host is a number, decimal,
// octal or hexadecimal, as no name of a host is.
func endsInNumber(host string) bool {
	label := host[strings.LastIndexByte(host, '.')+1:]
	if hex, ok := strings.CutPrefix(strings.ToLower(label), "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(label, "0123456789") == ""
}

// allow reads Options.Allow.
func (c *Client) allow(list []string) error {
	c.names = map[string]bool{}
	for _, entry := range list {
		entry = strings.ToLower(strings.TrimSpace(entry))
		if ip, err := netip.ParseAddr(strings.Trim(entry, "[]")); err == nil {
			ip = ip.Unmap()
			c.networks = append(c.networks, netip.PrefixFrom(ip, ip.BitLen()))
		} else if network, err := netip.ParsePrefix(entry); err == nil {
			c.networks = append(c.networks, network.Masked())
		} else if name, err := idna.Lookup.ToASCII(entry); err == nil && name != "" {
			c.names[name] = true
		} else {
			return &OptionError{"Allow", fmt.Sprintf("%q is neither a host nor an address nor a network: write intranet.example, 10.1.2.3 or 10.1.0.0/16", entry)}
		}
	}
	return nil
}

// dial connects to a host. The address is judged when it is known, before a
// packet is sent: what the name led to a moment ago says nothing.
func (c *Client) dial(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{Timeout: 10 * time.Second, Resolver: c.o.Resolver}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	isProxy := c.o.Proxy != nil && strings.EqualFold(host, c.o.Proxy.Hostname())
	if !isProxy && !c.names[host] {
		d.Control = func(_, address string, _ syscall.RawConn) error { return c.guard(address) }
	}
	return d.DialContext(ctx, network, address)
}

// guard refuses to connect to "address:port" where it is not public.
func (c *Client) guard(address string) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return private("an address of an unknown form")
	}
	return c.judge(at.Addr())
}

func (c *Client) judge(ip netip.Addr) error {
	ip = ip.Unmap()
	for _, n := range c.networks {
		if n.Contains(ip) {
			return nil
		}
	}
	if !public(ip) {
		return private(ip.WithZone("").String())
	}
	return nil
}

func private(what string) error {
	return &Error{Kind: ErrPrivate, sentence: "it leads to " + what + ", which is not on the public internet: only hosts that are allowed by name are fetched from there"}
}

// refuseLiteral judges an address in digits before anything is sent, as a
// proxy would be asked for it without dialling it here.
func (c *Client) refuseLiteral(u *url.URL) error {
	host := u.Hostname()
	if ip, err := netip.ParseAddr(host); err == nil && !c.names[host] {
		return c.judge(ip)
	}
	if c.o.Proxy != nil && !c.names[host] && (host == "localhost" || strings.HasSuffix(host, ".localhost")) {
		return private(host)
	}
	return nil
}

// The networks that are not on the public internet, from the special-purpose
// registries of RFC 6890. Of IPv6 only 2000::/3 is public at all.
var (
	notPublic = prefixes(
		"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
		"192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
		"198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
		"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
	global6 = netip.MustParsePrefix("2000::/3")
	// nat64 holds IPv4 addresses in its last 32 bits; networks without IPv4
	// reach the rest of the internet through it.
	nat64 = netip.MustParsePrefix("64:ff9b::/96")
)

func prefixes(all ...string) (out []netip.Prefix) {
	for _, p := range all {
		out = append(out, netip.MustParsePrefix(p))
	}
	return out
}

// public reports whether ip, not an IPv4 address in IPv6's form, is one of
// the public internet.
func public(ip netip.Addr) bool {
	if nat64.Contains(ip) {
		b := ip.As16()
		ip = netip.AddrFrom4([4]byte(b[12:]))
	}
	if ip.Is6() && !global6.Contains(ip) {
		return false
	}
	for _, p := range notPublic {
		if p.Contains(ip) {
			return false
		}
	}
	return true
}
