package clean

import (
	"errors"
	"io"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	// maxElements is how many elements a page may have. The longest live
	// blogs have some 20,000.
	maxElements = 60_000
	// maxPageTime bounds the parsing of a page.
	maxPageTime = 2 * time.Second
)

// dropped are the elements that have no text of an article in them; they are
// left out, with what they hold, before the page is parsed.
var dropped = map[atom.Atom]bool{
	atom.Style: true, atom.Template: true, atom.Noscript: true, atom.Iframe: true, atom.Svg: true, atom.Math: true, atom.Object: true,
	atom.Canvas: true, atom.Select: true, atom.Textarea: true, atom.Noembed: true, atom.Noframes: true, atom.Xmp: true, atom.Plaintext: true,
}

// formatting elements are left out and what they hold is kept. They change
// no text, and the parser copies those that are open into every paragraph
// that follows, which lets a small page grow without bound.
var formatting = map[atom.Atom]bool{
	atom.B: true, atom.Big: true, atom.Code: true, atom.Em: true, atom.Font: true, atom.I: true, atom.Nobr: true, atom.S: true,
	atom.Small: true, atom.Strike: true, atom.Strong: true, atom.Tt: true, atom.U: true,
}

// parsePage is the tree of a page without what has no text in it.
func parsePage(text string) (*html.Node, error) {
	slim, err := sieve(text)
	if err != nil {
		return nil, err
	}
	doc, err := html.Parse(&expiring{strings.NewReader(slim), time.Now().Add(maxPageTime)})
	switch {
	case errors.Is(err, errExpired):
		return nil, ErrPageSlow
	case err != nil:
		return nil, ErrPageShape
	}
	return doc, nil
}

// sieve leaves out of a page what dropped and formatting say, comments, and
// scripts that are no JSON-LD.
func sieve(text string) (string, error) {
	var out strings.Builder
	out.Grow(len(text))
	z := html.NewTokenizer(strings.NewReader(text))
	elements := 0
	var inside atom.Atom // the dropped element that is open
	depth := 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return out.String(), nil
		}
		raw := string(z.Raw())
		switch kind {
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			name, hasAttr := z.TagName()
			tag := atom.Lookup(name)
			if inside != 0 {
				if tag == inside && kind == html.StartTagToken {
					depth++
				} else if tag == inside && kind == html.EndTagToken {
					if depth--; depth == 0 {
						inside = 0
					}
				}
				continue
			}
			if kind != html.EndTagToken {
				if elements++; elements > maxElements {
					return "", ErrPageShape
				}
				drop := dropped[tag] || tag == atom.Script && !isJSONLD(z, hasAttr)
				if drop && kind == html.StartTagToken {
					inside, depth = tag, 1
				}
				if drop {
					continue
				}
			}
			if formatting[tag] || dropped[tag] {
				continue
			}
			out.WriteString(raw)
		case html.TextToken, html.DoctypeToken:
			if inside == 0 {
				out.WriteString(raw)
			}
		}
	}
}

// isJSONLD reports whether the script at z holds data.
func isJSONLD(z *html.Tokenizer, more bool) bool {
	for more {
		var key, val []byte
		key, val, more = z.TagAttr()
		if string(key) == "type" && strings.Contains(strings.ToLower(string(val)), "ld+json") {
			return true
		}
	}
	return false
}

var errExpired = errors.New("the time is up")

// expiring is a reader that fails after a time, which ends who reads it.
type expiring struct {
	r     io.Reader
	until time.Time
}

func (e *expiring) Read(p []byte) (int, error) {
	if time.Now().After(e.until) {
		return 0, errExpired
	}
	return e.r.Read(p[:min(len(p), 4096)])
}

// attr is the value of an attribute of n, or "".
func attr(n *html.Node, key string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// find is the first element below n with that tag, or nil.
func find(n *html.Node, tag string) *html.Node {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == tag {
			return d
		}
	}
	return nil
}

// textOf is the text of n, flat, at most limit bytes of it or a little more.
func textOf(n *html.Node, limit int) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && !isData(d.Parent) {
			b.WriteString(d.Data)
			b.WriteByte(' ')
			if b.Len() > limit {
				break
			}
		} else if d.Type == html.ElementNode && d.DataAtom == atom.Br {
			b.WriteByte(' ')
		}
	}
	return flat(b.String())
}

// isData reports whether the text of n is for programs.
func isData(n *html.Node) bool {
	return n != nil && (n.DataAtom == atom.Script || n.DataAtom == atom.Style)
}

// measure is the bytes of text in each element below n.
func measure(n *html.Node) map[*html.Node]int {
	sizes := map[*html.Node]int{}
	var visit func(*html.Node) int
	visit = func(n *html.Node) int {
		if n.Type == html.TextNode {
			return len(strings.TrimSpace(n.Data))
		}
		total := 0
		if !isData(n) {
			for c := range n.ChildNodes() {
				total += visit(c)
			}
		}
		sizes[n] = total
		return total
	}
	visit(n)
	return sizes
}
