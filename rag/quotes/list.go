package quotes

import (
	"strings"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
	"newsdesk/rag/terms"
)

// List is quotations; those of one article stand together, in order. Its
// methods number them by their place in it.
type List []Quotation

// Speaker is somebody and the quotations that are theirs.
type Speaker struct {
	// Name is the longest name of theirs, "" for all whom nobody names.
	Name   string
	Quotes []int
}

// All numbers the quotations, without those within a report of the same
// article and speaker where nested is false: the report shows them.
func (l List) All(nested bool) []int {
	var out []int
	last := -1 // the report that reaches furthest
	for i := range l {
		q := &l[i]
		if !nested && last >= 0 {
			if r := &l[last]; r.Article == q.Article && r.Contains(q.Span) && r.Speaker == q.Speaker {
				continue
			}
		}
		if q.Kind == corpus.Indirect {
			last = i
		}
		out = append(out, i)
	}
	return out
}

// Remarks groups the quotations numbered by which: the wordings of one remark
// by one person are together, as quote.Group has it.
func (l List) Remarks(which []int) []quote.Remark {
	spoken := make([]quote.Spoken, len(which))
	for i, n := range which {
		q := &l[n]
		spoken[i] = quote.Spoken{Text: q.Text, Speaker: q.Speaker, Article: q.Article}
	}
	out := quote.Group(spoken, terms.Content)
	for _, r := range out {
		for _, w := range r.Wordings {
			for i := range w.Quotes {
				w.Quotes[i] = which[w.Quotes[i]]
			}
		}
	}
	return out
}

// BySpeaker parts the quotations which by who said them, in order of the
// first, nobody last.
func (l List) BySpeaker(which []int) []Speaker {
	var out []Speaker
	var nobody []int
	families := make(map[string][]int) // indices in out
	for _, n := range which {
		name := l[n].Speaker
		if name == "" {
			nobody = append(nobody, n)
			continue
		}
		family := strings.ToLower(quote.Surname(name))
		at := -1
		for _, i := range families[family] {
			if quote.SamePerson(out[i].Name, name) {
				at = i
				break
			}
		}
		if at < 0 {
			at = len(out)
			families[family] = append(families[family], at)
			out = append(out, Speaker{Name: name})
		}
		s := &out[at]
		s.Quotes = append(s.Quotes, n)
		if len(name) > len(s.Name) {
			s.Name = name
		}
	}
	if nobody != nil {
		out = append(out, Speaker{Quotes: nobody})
	}
	return out
}
