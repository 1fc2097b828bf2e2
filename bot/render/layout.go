package render

import (
	"fmt"
	"strconv"
	"strings"

	"newsdesk/rag"
)

// role says what a block is, for the colours of a terminal and the markup of
// a Discord message.
type role uint8

const (
	plainText role = iota // the answer's own scaffolding
	lead                  // the line above the statements
	statement
	heading  // above the positions of a disagreement, or the nearest passages
	position // one side of a disagreement
	note
	aside // about the answer: how the question was read, what was left out
	passage
	footnote
)

// block is one paragraph of a rendered answer, every text in it cleaned.
type block struct {
	role  role
	mark  string // what it begins with: "• ", "[1] "
	text  string
	title string // of an article, between text and after; the part that may be cut
	after string
	cites []int  // the markers it ends with
	key   string // the words of text that answer the question, or empty
	link  string
	gap   bool // a blank line stands above it
}

// markers is "[1][2]" for the citations of b.
func (b block) markers() string {
	var s strings.Builder
	for _, n := range b.cites {
		s.WriteString("[" + strconv.Itoa(n) + "]")
	}
	return s.String()
}

// body is the answer without its footnotes, the same for every way of
// showing it.
func body(a rag.Answer) []block {
	var out []block
	add := func(r role, mark, text string, cites []int) {
		if text = line(text); text != "" {
			out = append(out, block{role: r, mark: mark, text: text, cites: cites})
		}
	}
	if a.Reading != "" {
		add(aside, "", "Understood as: "+a.Reading, nil)
	}
	if a.Abstained || len(a.Statements) == 0 {
		for _, l := range lines(a.Text) {
			add(plainText, "", l, nil)
		}
		return append(out, differences(a.Disagreements)...)
	}
	add(lead, "", a.Lead, nil)
	for _, s := range a.Statements {
		n := len(out)
		add(statement, "• ", s.Text, s.Citations)
		if len(out) > n {
			out[n].key = line(s.Key)
			add(aside, "  ", s.Original, nil)
		}
	}
	out = append(out, differences(a.Disagreements)...)
	for _, n := range a.Notes {
		add(note, "", n, nil)
	}
	for _, text := range omissions(a.Removed) {
		add(aside, "", text, nil)
	}
	return out
}

// omissions says how many of a model's sentences were left out, and why. What
// only says again what another says is none.
func omissions(removed []rag.Removed) []string {
	var unborne, unsafe int
	for _, r := range removed {
		switch r.Fault {
		case rag.Repeated:
		case rag.Unsafe:
			unsafe++
		default:
			unborne++
		}
	}
	var out []string
	say := func(n int, one, several string) {
		switch n {
		case 0:
		case 1:
			out = append(out, "1 sentence was left out: "+one)
		default:
			out = append(out, fmt.Sprintf("%d sentences were left out: %s", n, several))
		}
	}
	say(unborne, "the sources do not bear it out.", "the sources do not bear them out.")
	say(unsafe, "it holds a link, markup or a mention.", "they hold links, markup or mentions.")
	return out
}

// differences is the block of disagreements.
func differences(list []rag.Disagreement) []block {
	var out []block
	for i, d := range list {
		if text := line(d.Text); text != "" { // the statements show the positions
			out = append(out, block{role: note, text: text, gap: i == 0})
			continue
		}
		head := "Sources differ:"
		if about := strings.TrimRight(line(d.About), ".:"); about != "" {
			head = "Sources differ on " + about + ":"
		}
		out = append(out, block{role: heading, text: head, gap: true})
		for _, p := range d.Positions {
			if text := line(p.Text); text != "" {
				out = append(out, block{role: position, mark: "– ", text: text, cites: p.Citations})
			}
		}
	}
	return out
}

// passageWidth is how many columns of a nearest passage are shown.
const passageWidth = 220

// nearest is the passages that came close to an answer, at most three.
func nearest(a rag.Answer) []block {
	if !a.Abstained || len(a.Nearest) == 0 {
		return nil
	}
	out := []block{{role: heading, text: "Nearest, but not an answer:", gap: true}}
	for _, p := range a.Nearest[:min(3, len(a.Nearest))] {
		out = append(out, block{role: passage, mark: "– ", text: line(p.Doc) + ": " + shorten(line(p.Text), passageWidth)})
	}
	return out
}

// footnotes is one block a citation.
func footnotes(cites []rag.Citation) []block {
	out := make([]block, 0, len(cites))
	for i, c := range cites {
		b := block{role: footnote, mark: "[" + strconv.Itoa(c.N) + "] ", title: line(c.Title), link: link(c.URL), gap: i == 0}
		if b.title == "" {
			b.title = label(c)
		}
		if who := line(c.Speaker); who != "" {
			b.text = who + " · "
		}
		b.after = ", " + credits(c)
		out = append(out, b)
	}
	return out
}
