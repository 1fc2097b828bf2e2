package quote

import "newsdesk/corpus"

// Person is somebody whom an article names.
type Person struct {
	// Name is the fullest form that the article uses, without titles.
	Name string
	// Forms are the different ways of writing, titles included, in order of
	// first use.
	Forms []string
	// First is the first mention.
	First corpus.Span
	// Mentions counts names, not pronouns.
	Mentions int
}

// People returns the persons of a in order of first mention, those named
// only within quotations included. Who cannot be told from an organisation
// or a place is left out.
func People(a *corpus.Article, _ []corpus.Sentence) []Person {
	d := newDocument(a, Default())
	var out []Person
	for _, e := range d.ents {
		if !e.person() {
			continue
		}
		p := Person{Name: e.name, Mentions: len(e.ms)}
		seen := map[string]bool{}
		for i, m := range e.ms {
			ts := d.paras[m.para].toks
			if i == 0 {
				p.First = corpus.Span{Start: ts[m.s].a, End: ts[m.e-1].b}
			}
			if !seen[m.text] {
				seen[m.text] = true
				p.Forms = append(p.Forms, m.text)
			}
		}
		out = append(out, p)
	}
	return out
}
