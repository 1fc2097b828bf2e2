// Package polnear reads the annotated quotations of the PolNeAR news corpus
// and scores predictions against them. It serves the speaker model's trainer
// and tests, not the product.
package polnear

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
)

// Quote is one annotated quotation.
type Quote struct {
	ID      string `json:"id"`
	Doc     string `json:"doc"`
	ParaID  string `json:"para_id"`
	Text    string `json:"quote"`
	Speaker string `json:"speaker"`
	Pronoun bool   `json:"speaker_is_pronoun"`
	// Resolved is what a program, not a person, took the pronoun for. It is
	// often wrong.
	Resolved string `json:"speaker_resolved_auto"`
	Cue      string `json:"cue"`
	// Kind is "direct", of five words and more, or "fragment".
	Kind string `json:"kind"`
}

// Set is one of the data set's parts.
type Set struct {
	// Articles are those with quotations, by ID in order.
	Articles []*corpus.Article
	Quotes   []Quote
	// ByPara are the quotations of each paragraph.
	ByPara map[string][]*Quote
	paras  map[[2]string]string
}

// Load reads the folder dir: quotes.jsonl, paragraphs.jsonl and corpus.
func Load(dir string) (*Set, error) {
	s := &Set{ByPara: map[string][]*Quote{}, paras: map[[2]string]string{}}
	err := lines(filepath.Join(dir, "quotes.jsonl"), func(b []byte) error {
		var q Quote
		err := json.Unmarshal(b, &q)
		s.Quotes = append(s.Quotes, q)
		return err
	})
	if err != nil {
		return nil, err
	}
	docs := map[string]bool{}
	for i := range s.Quotes {
		q := &s.Quotes[i]
		docs[q.Doc] = true
		s.ByPara[q.ParaID] = append(s.ByPara[q.ParaID], q)
	}
	err = lines(filepath.Join(dir, "paragraphs.jsonl"), func(b []byte) error {
		var p struct {
			ID   string `json:"para_id"`
			Doc  string `json:"doc"`
			Para string `json:"para"`
		}
		err := json.Unmarshal(b, &p)
		s.paras[[2]string{p.Doc, strings.TrimSpace(p.Para)}] = p.ID
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, doc := range slices.Sorted(maps.Keys(docs)) {
		a, err := article(filepath.Join(dir, "corpus", doc+".txt"))
		if err != nil {
			return nil, err
		}
		s.Articles = append(s.Articles, a)
	}
	return s, nil
}

// ParaID is the identifier of the paragraph of a around sp, or "" where the
// data set does not annotate it.
func (s *Set) ParaID(a *corpus.Article, sp corpus.Span) string {
	from := strings.LastIndexByte(a.Text[:sp.Start], '\n') + 1
	to := len(a.Text)
	if i := strings.IndexByte(a.Text[sp.End:], '\n'); i >= 0 {
		to = sp.End + i
	}
	return s.paras[[2]string{a.ID, strings.TrimSpace(a.Text[from:to])}]
}

// article reads a text file with its front matter's title.
func article(path string) (*corpus.Article, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	a := &corpus.Article{ID: strings.TrimSuffix(filepath.Base(path), ".txt"), Text: string(b)}
	head, body, ok := strings.Cut(a.Text, "\n---\n")
	if ok && strings.HasPrefix(head, "---\n") {
		a.Text = body
		for line := range strings.Lines(head) {
			if v, found := strings.CutPrefix(line, "title: "); found {
				a.Title = strings.Trim(strings.TrimSpace(v), `"`)
			}
		}
	}
	return a, nil
}

func lines(path string, each func([]byte) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r := bufio.NewScanner(f)
	r.Buffer(nil, 1<<22)
	for n := 1; r.Scan(); n++ {
		if len(r.Bytes()) == 0 {
			continue
		}
		if err := each(r.Bytes()); err != nil {
			return fmt.Errorf("%s, line %d: %w", path, n, err)
		}
	}
	return r.Err()
}

// Gold is the annotation of the quotation at sp of a. It implements
// quote.Judge.
func (s *Set) Gold(a *corpus.Article, sp corpus.Span) (*quote.Gold, bool) {
	id := s.ParaID(a, sp)
	if id == "" {
		return nil, false
	}
	g := s.match(Prediction{ParaID: id, Quote: sp.Of(a.Text)}, nil)
	if g == nil {
		return nil, true
	}
	return g.gold(), true
}

// Same reports whether two names are one speaker's, as the function of that
// name does. It implements quote.Judge.
func (s *Set) Same(predicted, gold string) bool { return Same(predicted, gold) }

// All is the annotations as a trainer wants them.
func (s *Set) All(docs map[string]bool) []quote.Gold {
	var out []quote.Gold
	for i := range s.Quotes {
		if q := &s.Quotes[i]; docs == nil || docs[q.Doc] {
			out = append(out, *q.gold())
		}
	}
	return out
}

func (q *Quote) gold() *quote.Gold {
	return &quote.Gold{Speaker: q.Speaker, Resolved: q.Resolved, Pronoun: q.Pronoun, Cue: q.Cue}
}
