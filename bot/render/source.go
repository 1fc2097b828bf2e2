// Package render shows answers: in a terminal, as plain text, and as Discord
// messages.
//
// Article text is data. Wherever it is shown it can neither steer a terminal
// (escape sequences, control characters, direction overrides) nor pass for
// something of ours in Discord (mentions, links, headings, code, footnotes).
// Apart from that the words are shown as they stand in the article, because a
// reader checks them.
package render

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/rivo/uniseg"

	"newsdesk/rag"
)

// titleWidth is how many columns of a title a footnote shows.
const titleWidth = 60

// maxURL is the longest address shown or linked, in bytes.
const maxURL = 1000

// label names the article of c: its title, or its ID where it has none.
func label(c rag.Citation) string {
	if t := line(c.Title); t != "" {
		return shorten(t, titleWidth)
	}
	return line(c.Doc) + ", untitled"
}

// credits is what a footnote says after the label: the outlet and agency, the
// author where that is not the outlet too, and the date.
func credits(c rag.Citation) string {
	outlet, agency, author := line(c.Outlet), line(c.Agency), line(c.Author)
	var parts []string
	switch {
	case outlet != "" && agency != "" && !strings.EqualFold(outlet, agency):
		parts = append(parts, outlet+" ("+agency+")")
	case outlet != "":
		parts = append(parts, outlet)
	case agency != "":
		parts = append(parts, agency)
	}
	if author != "" && !strings.EqualFold(author, outlet) && !strings.EqualFold(author, agency) {
		parts = append(parts, "by "+author)
	}
	return strings.Join(append(parts, date(c.Published)), ", ")
}

// date turns 2019-04-26 into 26 Apr 2019. Anything else is shown as it is.
func date(day string) string {
	day = line(day)
	if day == "" {
		return "undated"
	}
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format("2 Jan 2006")
}

// link is raw as an address that is safe to show and to follow: http or
// https, with a named host, without credentials, blanks or brackets. It is ""
// where raw is anything else.
func link(raw string) string {
	raw = strings.TrimSpace(raw)
	u, err := url.Parse(raw)
	if err != nil || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	if u.Hostname() == "" || strings.ContainsAny(u.Host, "[]") {
		return ""
	}
	// url.Parse lets bytes through that end a masked link or a terminal's
	// hyperlink, or mention somebody; escaped they mean the same address.
	var b strings.Builder
	for _, c := range []byte(u.String()) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte("()<>[]\"'`\\^{|}*@", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
			continue
		}
		b.WriteByte(c)
	}
	if b.Len() > maxURL {
		return ""
	}
	return b.String()
}

// shorten cuts s to at most width columns at the end of a word, with an
// ellipsis where something was left out.
func shorten(s string, width int) string {
	if uniseg.StringWidth(s) <= width {
		return s
	}
	var b strings.Builder
	columns, blank := 0, 0
	for state, rest := -1, s; rest != ""; {
		var g string
		var w int
		g, rest, w, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if columns+w > width-1 {
			break
		}
		if g == " " {
			blank = b.Len()
		}
		columns += w
		b.WriteString(g)
	}
	cut := b.String()
	// A first word longer than half the width is cut inside.
	if blank > len(cut)/2 && !strings.HasPrefix(s[len(cut):], " ") {
		cut = cut[:blank]
	}
	return strings.TrimRight(cut, " ,;:–—-") + "…"
}
