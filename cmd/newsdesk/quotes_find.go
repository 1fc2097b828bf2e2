package main

import (
	"sort"
	"strings"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
	"newsdesk/corpus/segment"
	"newsdesk/rag/terms"
)

// quotations are those of articles that are asked for.
type quotations struct {
	speaker string
	about   []string // stems
	list    []quotation
}

// quotation is one of them, with what is to be said of its article. It keeps
// no more of the article than that.
type quotation struct {
	corpus.Quote
	text        string
	outlet, day string
	credited    string // outlet or title, and date
}

// article adds the quotations of art that are asked for.
func (qs *quotations) article(art *corpus.Article) error {
	var sentences []corpus.Sentence
	for _, q := range quote.Find(art, nil) {
		if qs.speaker != "" && !quote.SamePerson(qs.speaker, q.Speaker) {
			continue
		}
		if len(qs.about) > 0 {
			if sentences == nil {
				sentences = segment.Sentences(art)
			}
			if !qs.isAbout(aroundSentence(sentences, q.Span).Of(art.Text)) {
				continue
			}
		}
		credited := credit(art)
		if art.Source() == "" {
			credited = plainLine(art.Label()) + ", " + credited
		}
		qs.list = append(qs.list, quotation{
			Quote: q, text: strings.Clone(q.Of(art.Text)), outlet: art.Outlet, day: art.Date(), credited: credited,
		})
	}
	return nil
}

// isAbout reports whether text holds the topic's words: all of one or two,
// two thirds of more.
func (qs *quotations) isAbout(text string) bool {
	held := make(map[string]bool)
	for _, t := range terms.Tokens(text) {
		held[t.Stem] = true
	}
	n := 0
	for _, stem := range qs.about {
		if held[stem] {
			n++
		}
	}
	if len(qs.about) <= 2 {
		return n == len(qs.about)
	}
	return 3*n >= 2*len(qs.about)
}

// aroundSentence is sp, widened to whole sentences.
func aroundSentence(sentences []corpus.Sentence, sp corpus.Span) corpus.Span {
	i := sort.Search(len(sentences), func(i int) bool { return sentences[i].End > sp.Start })
	for ; i < len(sentences) && sentences[i].Start < sp.End; i++ {
		sp.Start, sp.End = min(sp.Start, sentences[i].Start), max(sp.End, sentences[i].End)
	}
	return sp
}

// remarks groups the quotations numbered by which.
func (qs *quotations) remarks(which []int) []quote.Remark {
	spoken := make([]quote.Spoken, len(which))
	for i, n := range which {
		q := &qs.list[n]
		spoken[i] = quote.Spoken{Text: q.text, Speaker: q.Speaker, Article: q.Article}
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

// all numbers the quotations, without those within a report of the same
// article and speaker where nested is false: the report shows them.
func (qs *quotations) all(nested bool) []int {
	var out []int
	last := -1 // the report that reaches furthest
	for i := range qs.list {
		q := &qs.list[i]
		if !nested && last >= 0 {
			if r := &qs.list[last]; r.Article == q.Article && r.Contains(q.Span) && r.Speaker == q.Speaker {
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

// speaker is somebody and the quotations that are theirs.
type speaker struct {
	name   string // the longest name, "" for all whom nobody names
	quotes []int
}

// bySpeaker parts the quotations which by who said them, in order of the
// first, nobody last.
func (qs *quotations) bySpeaker(which []int) []speaker {
	var out []speaker
	var nobody []int
	families := make(map[string][]int) // indices in out
	for _, n := range which {
		name := qs.list[n].Speaker
		if name == "" {
			nobody = append(nobody, n)
			continue
		}
		family := strings.ToLower(quote.Surname(name))
		at := -1
		for _, i := range families[family] {
			if quote.SamePerson(out[i].name, name) {
				at = i
				break
			}
		}
		if at < 0 {
			at = len(out)
			families[family] = append(families[family], at)
			out = append(out, speaker{name: name})
		}
		s := &out[at]
		s.quotes = append(s.quotes, n)
		if len(name) > len(s.name) {
			s.name = name
		}
	}
	if nobody != nil {
		out = append(out, speaker{quotes: nobody})
	}
	return out
}
