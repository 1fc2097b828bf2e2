package fetch

import (
	"bytes"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// rule is one Allow or Disallow line. The pattern is a path in which * stands
// for anything and a $ at the end for the end.
type rule struct {
	pattern string
	allow   bool
}

// rules are those of one robots.txt for one program.
type rules []rule

// maxRules bounds the rules that are kept of a file.
const maxRules = 20000

// parseRobots reads a robots.txt (RFC 9309): the rules of all groups that
// name agent, or else of those for "*", and the pause that they ask for.
func parseRobots(data []byte, agent string) (rules, time.Duration) {
	var ours, all group
	named, inRules := false, true
	var current []*group // the groups that lines now belong to
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	for line := range bytes.FieldsFuncSeq(data, func(r rune) bool { return r == '\n' || r == '\r' }) {
		text, _, _ := strings.Cut(string(line), "#")
		key, value, ok := strings.Cut(text, ":")
		if !ok {
			continue
		}
		value = strings.TrimSpace(value)
		switch strings.ToLower(strings.TrimSpace(key)) {
		case "user-agent":
			if inRules {
				// A line after rules begins a new group; lines before them
				// share the group.
				current, inRules = nil, false
			}
			switch name := productToken(value); {
			case strings.EqualFold(name, agent):
				named = true
				current = append(current, &ours)
			case value == "*":
				current = append(current, &all)
			}
		case "allow", "disallow":
			inRules = true
			allow := strings.EqualFold(strings.TrimSpace(key), "allow")
			for _, g := range current {
				g.add(value, allow)
			}
		case "crawl-delay":
			inRules = true
			for _, g := range current {
				g.wait(value)
			}
		}
	}
	if named {
		return ours.rules, ours.delay
	}
	return all.rules, all.delay
}

type group struct {
	rules rules
	delay time.Duration
}

// add takes a line. An empty one, "Disallow:", disallows nothing.
func (g *group) add(path string, allow bool) {
	if path != "" && (path[0] == '/' || path[0] == '*') && len(g.rules) < maxRules {
		g.rules = append(g.rules, rule{pattern: normal(path), allow: allow})
	}
}

func (g *group) wait(value string) {
	seconds, err := strconv.ParseFloat(value, 64)
	if err == nil && seconds > 0 {
		g.delay = max(g.delay, time.Duration(min(seconds, maxCrawlDelay.Seconds())*float64(time.Second)))
	}
}

// productToken is the name at the beginning of a user agent: letters, - and _.
func productToken(s string) string {
	end := strings.IndexFunc(s, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '-' || r == '_')
	})
	if end < 0 {
		return s
	}
	return s[:end]
}

// allows reports whether u may be fetched: the longest pattern that matches
// decides, of equally long ones an Allow. robots.txt itself always may.
func (rs rules) allows(u *url.URL) bool {
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if path == "/robots.txt" {
		return true
	}
	if u.RawQuery != "" || u.ForceQuery {
		path += "?" + u.RawQuery
	}
	path = normal(path)
	longest, allowed := -1, true
	for _, r := range rs {
		if len(r.pattern) < longest || len(r.pattern) == longest && (allowed || !r.allow) {
			continue
		}
		if matches(r.pattern, path) {
			longest, allowed = len(r.pattern), r.allow
		}
	}
	return allowed
}

// matches reports whether path begins with what pattern describes. Each piece
// between stars is looked for once, from the left, so it takes no longer than
// the lengths multiplied.
func matches(pattern, path string) bool {
	pattern, anchored := strings.CutSuffix(pattern, "$")
	pieces := strings.Split(pattern, "*")
	rest, ok := strings.CutPrefix(path, pieces[0])
	if !ok {
		return false
	}
	if len(pieces) == 1 {
		return !anchored || rest == ""
	}
	final := pieces[len(pieces)-1]
	for _, piece := range pieces[1 : len(pieces)-1] {
		_, after, ok := strings.Cut(rest, piece)
		if !ok {
			return false
		}
		rest = after
	}
	if anchored {
		return strings.HasSuffix(rest, final)
	}
	return strings.Contains(rest, final)
}

// normal writes the characters of a path or query in one way: what need not be
// escaped is not, what must be is, and escapes are in capitals.
func normal(path string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		c := path[i]
		if c == '%' && i+2 < len(path) {
			if n, err := strconv.ParseUint(path[i+1:i+3], 16, 8); err == nil {
				i += 2
				if c = byte(n); unreserved(c) {
					b.WriteByte(c)
				} else {
					b.Write([]byte{'%', hex[c>>4], hex[c&15]})
				}
				continue
			}
		}
		if c <= ' ' || c >= 0x7f {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
}
