package rag

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"newsdesk/corpus"
)

// Outlet is a name that articles are published or credited by: what
// corpus.Filter.Outlet takes.
type Outlet struct {
	// Name is the commonest spelling; those that differ in case are one.
	Name string `json:"name"`
	// Agency is true where no article has it but as the wire service credited.
	Agency bool `json:"agency,omitempty"`
	// Articles is how many articles a filter for the name lets pass.
	Articles int `json:"articles"`
	// First and Last are the days of publication of the earliest and the
	// latest dated one, YYYY-MM-DD, or empty.
	First string `json:"first"`
	Last  string `json:"last"`
}

// LanguageCount is how many articles are in a language.
type LanguageCount struct {
	// Language is an ISO 639-1 code, "" where none could be told.
	Language string `json:"language"`
	Articles int    `json:"articles"`
}

// Holdings is what an archive consists of.
type Holdings struct {
	Articles int `json:"articles"`
	// Outlets are as Engine.Outlets has them. Unnamed counts the articles that
	// name neither an outlet nor an agency.
	Outlets []Outlet `json:"outlets"`
	Unnamed int      `json:"unnamed"`
	// First and Last are the days of publication of the earliest and the
	// latest dated article, YYYY-MM-DD, or empty; Undated counts the others.
	First   string `json:"first"`
	Last    string `json:"last"`
	Undated int    `json:"undated"`
	// Languages are those of the articles, the commonest first.
	Languages []LanguageCount `json:"languages"`
}

// Sources is what the articles that pass f consist of.
func (e *Engine) Sources(ctx context.Context, f corpus.Filter) (Holdings, error) {
	e, err := e.under(&f)
	if err != nil {
		return Holdings{}, err
	}
	listed, err := e.retriever.Passing(ctx, f)
	if err != nil {
		return Holdings{}, err
	}
	languages, err := e.retriever.Languages(ctx)
	if err != nil {
		return Holdings{}, err
	}
	out := Holdings{Articles: len(listed), Outlets: outletsOf(listed), Languages: []LanguageCount{}}
	in := make(map[string]int)
	for _, a := range listed {
		out.First, out.Last = widened(out.First, out.Last, a)
		if a.Published.IsZero() {
			out.Undated++
		}
		if a.Outlet == "" && a.Agency == "" {
			out.Unnamed++
		}
		in[languages[a.ID]]++
	}
	for code, n := range in {
		out.Languages = append(out.Languages, LanguageCount{code, n})
	}
	slices.SortFunc(out.Languages, func(a, b LanguageCount) int {
		return cmp.Or(b.Articles-a.Articles, strings.Compare(a.Language, b.Language))
	})
	return out, nil
}

// Outlets is the outlets and agencies of the articles that pass f, those with
// the most articles first. A name that is unfit to be shown, such as an
// instruction to a program, is none.
func (e *Engine) Outlets(ctx context.Context, f corpus.Filter) ([]Outlet, error) {
	e, err := e.under(&f)
	if err != nil {
		return nil, err
	}
	listed, err := e.retriever.Passing(ctx, f)
	if err != nil {
		return nil, err
	}
	return outletsOf(listed), nil
}

// CompleteOutlets is those of the outlets whose names complete what was typed,
// as Engine.Speakers has it, at most limit, all where it is 0 or less.
func CompleteOutlets(list []Outlet, typed string, limit int) []Outlet {
	typed = nameKey(typed)
	rank := func(o Outlet) int { return completes(nameKey(o.Name), typed) }
	out := slices.DeleteFunc(slices.Clone(list), func(o Outlet) bool { return rank(o) < 0 })
	slices.SortStableFunc(out, func(a, b Outlet) int { return rank(a) - rank(b) })
	if limit > 0 {
		out = out[:min(limit, len(out))]
	}
	return out
}

func outletsOf(articles []*corpus.Article) []Outlet {
	type counted struct {
		Outlet
		spelt map[string]int
	}
	by := make(map[string]*counted)
	count := func(name string, agency bool, a *corpus.Article) {
		key := strings.ToLower(name)
		o := by[key]
		if o == nil {
			o = &counted{Outlet: Outlet{Agency: true}, spelt: make(map[string]int)}
			by[key] = o
		}
		o.Articles++
		o.spelt[name]++
		o.Agency = o.Agency && agency
		o.First, o.Last = widened(o.First, o.Last, a)
	}
	for _, a := range articles {
		if a.Outlet != "" {
			count(a.Outlet, false, a)
		}
		if a.Agency != "" && !strings.EqualFold(a.Agency, a.Outlet) {
			count(a.Agency, true, a)
		}
	}
	out := make([]Outlet, 0, len(by))
	for _, o := range by {
		if o.Name = commonest(o.spelt); showable(o.Name) == o.Name {
			out = append(out, o.Outlet)
		}
	}
	slices.SortFunc(out, func(a, b Outlet) int { return cmp.Or(b.Articles-a.Articles, strings.Compare(a.Name, b.Name)) })
	return out
}

// widened is the days first to last with the article's among them.
func widened(first, last string, a *corpus.Article) (string, string) {
	if a.Published.IsZero() {
		return first, last
	}
	day := a.Published.Format(time.DateOnly)
	if first == "" || day < first {
		first = day
	}
	return first, max(last, day)
}
