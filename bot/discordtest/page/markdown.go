package page

import (
	"html/template"
	"regexp"
	"strings"
)

// text shows Discord's markdown. It knows the names of who and what is
// mentioned.
type text struct{ user, channel func(id string) string }

// html is s as Discord shows it, a line or block an element.
func (t text) html(s string) template.HTML {
	var b strings.Builder
	lines := strings.Split(s, "\n")
	for i := 0; i < len(lines); {
		i += t.block(&b, lines[i:])
	}
	return template.HTML(b.String())
}

// blocks are what the beginning of a line makes of it.
var blocks = []struct{ mark, open, shut string }{
	{"-# ", "<small>", "</small>"}, {"# ", "<h1>", "</h1>"}, {"## ", "<h2>", "</h2>"}, {"### ", "<h3>", "</h3>"},
}

// block writes what lines begin with, and returns how many it took.
func (t text) block(b *strings.Builder, lines []string) int {
	first := lines[0]
	if rest, ok := strings.CutPrefix(first, ">>> "); ok {
		b.WriteString("<blockquote>" + string(t.html(strings.Join(append([]string{rest}, lines[1:]...), "\n"))) + "</blockquote>\n")
		return len(lines)
	}
	if quoted := taken(lines, "> "); len(quoted) > 0 {
		b.WriteString("<blockquote>" + string(t.html(strings.Join(quoted, "\n"))) + "</blockquote>\n")
		return len(quoted)
	}
	if strings.HasPrefix(first, "```") {
		all := strings.Join(lines, "\n")[3:]
		if code, _, ok := strings.Cut(all, "```"); ok {
			b.WriteString("<pre>" + escaped(strings.TrimPrefix(code, "\n")) + "</pre>\n")
			return strings.Count(code, "\n") + 1
		}
	}
	if n := t.list(b, lines); n > 0 {
		return n
	}
	for _, k := range blocks {
		if rest, ok := strings.CutPrefix(first, k.mark); ok && strings.TrimSpace(rest) != "" {
			b.WriteString(k.open + t.inline(rest) + k.shut + "\n")
			return 1
		}
	}
	b.WriteString(`<div class="line">` + t.inline(first) + "</div>\n")
	return 1
}

var listItem = regexp.MustCompile(`^( *)[-*] (.*\S.*)$`)

// list writes the list that lines begin with, and returns how many it took: an
// item of more blanks than the one before belongs to that.
func (t text) list(b *strings.Builder, lines []string) int {
	n := 0
	var open []int // the blanks of the lists that are open
	for ; n < len(lines); n++ {
		m := listItem.FindStringSubmatch(lines[n])
		if m == nil {
			break
		}
		in := len(m[1])
		for len(open) > 1 && in < open[len(open)-1] {
			b.WriteString("</li></ul>")
			open = open[:len(open)-1]
		}
		if len(open) == 0 || in > open[len(open)-1] {
			b.WriteString("<ul>")
			open = append(open, in)
		} else {
			b.WriteString("</li>\n")
		}
		b.WriteString("<li>" + t.inline(m[2]))
	}
	b.WriteString(strings.Repeat("</li></ul>", len(open)))
	if n > 0 {
		b.WriteByte('\n')
	}
	return n
}

// taken is the lines with that mark, without it, that lines begin with.
func taken(lines []string, mark string) []string {
	var out []string
	for _, l := range lines {
		rest, ok := strings.CutPrefix(l, mark)
		if !ok {
			break
		}
		out = append(out, rest)
	}
	return out
}

// Marks around a piece of a line, the longer before those they begin with.
var pairs = []struct{ mark, open, shut string }{
	{"**", "<strong>", "</strong>"}, {"__", "<u>", "</u>"}, {"~~", "<s>", "</s>"},
	{"||", `<span class="spoiler">`, "</span>"}, {"*", "<em>", "</em>"}, {"_", "<em>", "</em>"},
}

var (
	maskedLink = regexp.MustCompile(`^\[((?:\\.|[^\[\]\\]|\[[^\]]*\])+)\]\(<?(https?://[^\s()<>]+)>?\)`)
	bareLink   = regexp.MustCompile(`^<?(https?://[^\s<>]+)>?`)
	mention    = regexp.MustCompile(`^<(@!?|@&|#)(\d+)>|^@(everyone|here)`)
)

// inline is one line's text.
func (t text) inline(s string) string {
	var b strings.Builder
	for s != "" {
		n, shown := t.piece(s)
		b.WriteString(shown)
		s = s[n:]
	}
	return b.String()
}

// piece is what s begins with, and how many bytes of s that takes.
func (t text) piece(s string) (int, string) {
	if s[0] == '\\' && len(s) > 1 && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", s[1]) >= 0 {
		return 2, escaped(s[1:2])
	}
	if m := maskedLink.FindStringSubmatch(s); m != nil {
		return len(m[0]), `<a href="` + escaped(m[2]) + `">` + t.inline(m[1]) + "</a>"
	}
	if m := mention.FindStringSubmatch(s); m != nil {
		return len(m[0]), `<span class="mention">` + escaped(t.mentioned(m)) + "</span>"
	}
	if m := bareLink.FindStringSubmatch(s); m != nil {
		return len(m[0]), `<a href="` + escaped(m[1]) + `">` + escaped(m[1]) + "</a>"
	}
	if s[0] == '`' {
		if code, _, ok := strings.Cut(s[1:], "`"); ok && code != "" {
			return len(code) + 2, "<code>" + escaped(code) + "</code>"
		}
	}
	for _, p := range pairs {
		if rest, ok := strings.CutPrefix(s, p.mark); ok {
			if n := closing(rest, p.mark); n > 0 {
				return 2*len(p.mark) + n, p.open + t.inline(rest[:n]) + p.shut
			}
		}
	}
	// A letter's bytes stay together, and letters that mean nothing too.
	n := 1
	for n < len(s) && !strings.ContainsRune("\\[<@h`*_~|", rune(s[n])) {
		n++
	}
	return n, escaped(s[:n])
}

// closing is where mark ends what stands before it in s, or less than 1.
func closing(s, mark string) int {
	for i := 0; i+len(mark) <= len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case strings.HasPrefix(s[i:], mark):
			return i
		}
	}
	return -1
}

// mentioned is who or what a mention names.
func (t text) mentioned(m []string) string {
	switch m[1] {
	case "#":
		return "#" + t.channel(m[2])
	case "@", "@!":
		return "@" + t.user(m[2])
	case "@&":
		return "@role"
	}
	return m[0]
}

var tags = regexp.MustCompile(`<[^>]*>`)

// plain is s on one line, without what marks it up, as a reply quotes it.
func (t text) plain(s string) string {
	shown := strings.Join(strings.Fields(tags.ReplaceAllString(string(t.html(s)), " ")), " ")
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&#34;", `"`, "&#39;", "'", "&amp;", "&").Replace(shown)
}
