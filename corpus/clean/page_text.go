package clean

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newsdesk/corpus"
)

// invisible characters tell a browser where it may break a word; they are no
// part of what is written.
var invisible = strings.NewReplacer("\u00AD", "", "\u200B", "", "\u2060", "", "\uFEFF", "", "\r", " ")

// A writer makes the text of a page, and the lines in it.
type writer struct {
	text  strings.Builder
	lines []line
	// line is the current line, kind what it is; gap is what parts it from
	// the line before.
	line strings.Builder
	kind corpus.Kind
	gap  string
	// pre counts the elements around in which white space counts.
	pre int
}

// render is the text of n as a browser shows it, and its lines with those
// kinds that the elements tell.
func render(n *html.Node) (string, []line) {
	var w writer
	if n != nil {
		w.children(n, corpus.Body)
	}
	w.end("")
	return w.text.String(), w.lines
}

// end ends the current line; gap is what will part it from the next.
func (w *writer) end(gap string) {
	s := strings.TrimFunc(w.line.String(), isSpace)
	w.line.Reset()
	if s != "" {
		if w.text.Len() > 0 {
			w.text.WriteString(w.gap)
		}
		start := w.text.Len()
		w.text.WriteString(s)
		l := line{Block: corpus.Block{Span: corpus.Span{Start: start, End: w.text.Len()}}, text: s}
		if w.kind != corpus.Body {
			l.is(w.kind)
		}
		w.lines = append(w.lines, l)
		w.gap = gap
	} else if len(gap) > len(w.gap) {
		w.gap = gap
	}
}

// write adds text, its white space made single.
func (w *writer) write(s string) {
	s = invisible.Replace(s)
	if w.pre > 0 {
		for i, part := range strings.Split(s, "\n") {
			if i > 0 {
				w.end("\n")
			}
			w.line.WriteString(strings.TrimRight(part, " \t"))
		}
		return
	}
	for _, r := range s {
		if r == ' ' || r == '\t' || r == '\n' || r == '\f' {
			if t := w.line.String(); t != "" && t[len(t)-1] != ' ' && t[len(t)-1] != '\t' {
				w.line.WriteByte(' ')
			}
			continue
		}
		if unicode.IsControl(r) {
			continue
		}
		w.line.WriteRune(r)
	}
}

func (w *writer) children(n *html.Node, kind corpus.Kind) {
	for c := range n.ChildNodes() {
		w.node(c, kind)
	}
}

// node writes n, whose text is of that kind.
func (w *writer) node(n *html.Node, kind corpus.Kind) {
	if n.Type == html.TextNode {
		if w.line.Len() == 0 {
			w.kind = kind
		}
		w.write(n.Data)
		return
	}
	if n.Type != html.ElementNode && n.Type != html.DocumentNode || hidden(n) {
		return
	}
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Head, atom.Button, atom.Input, atom.Img, atom.Audio, atom.Video, atom.Form, atom.Nav:
		return
	case atom.Br:
		w.end("\n")
	case atom.Hr:
		w.end("\n\n")
	case atom.Q:
		w.write("“")
		w.children(n, kind)
		w.write("”")
	case atom.Td, atom.Th:
		if n.PrevSibling != nil && strings.TrimSpace(w.line.String()) != "" {
			w.line.WriteByte('\t')
		}
		w.cell(n, kind)
	case atom.Tr, atom.Li, atom.Dt, atom.Dd:
		w.block(n, kind, "\n")
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		w.block(n, corpus.Heading, "\n\n")
	case atom.Figcaption, atom.Caption:
		w.block(n, corpus.Caption, "\n\n")
	case atom.Pre:
		w.pre++
		w.block(n, kind, "\n\n")
		w.pre--
	case atom.A, atom.Span, atom.Abbr, atom.Cite, atom.Mark, atom.Sub, atom.Sup, atom.Time, atom.Ins, atom.Del, atom.Dfn, atom.Label,
		atom.Kbd, atom.Var, atom.Samp, atom.Bdi, atom.Bdo, atom.Data, atom.Ruby, atom.Wbr, atom.Em, atom.Strong, atom.B, atom.I, atom.U, atom.Small, atom.Font, atom.Code:
		w.children(n, kind)
	case atom.Div, atom.Section, atom.Article, atom.Main, atom.Ul, atom.Ol, atom.Table, atom.Blockquote:
		w.block(n, w.named(n, kind), "\n\n")
	default:
		w.block(n, kind, "\n\n")
	}
}

// named is the kind of an element that says by its name what it is.
func (w *writer) named(n *html.Node, kind corpus.Kind) corpus.Kind {
	if t := tokens(n); kind == corpus.Body && (t["caption"] || t["credit"]) {
		return corpus.Caption
	}
	return kind
}

func (w *writer) block(n *html.Node, kind corpus.Kind, gap string) {
	w.end(gap)
	w.children(n, kind)
	w.end(gap)
}

// cell writes a cell of a table: one with blocks in it, as pages have them
// that use tables for their layout, has lines of its own.
func (w *writer) cell(n *html.Node, kind corpus.Kind) {
	for d := range n.Descendants() {
		switch d.DataAtom {
		case atom.P, atom.Div, atom.Table, atom.H1, atom.H2, atom.H3, atom.Ul:
			w.block(n, kind, "\n\n")
			return
		}
	}
	w.children(n, kind)
}
