package llm

import (
	"io/fs"
	"strings"
	"testing"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
	"newsdesk/corpus/sample"
	"newsdesk/rag"
	"newsdesk/rag/index/indextest"
	"newsdesk/rag/verify"
)

// TestSmokeAnswer has a real model write answers on the sample articles:
// however badly it writes, nothing unverified gets out.
func TestSmokeAnswer(t *testing.T) {
	m, err := Open(smokeSettings(t))
	if err != nil {
		t.Fatal(err)
	}
	ownConnections(t, m.endpoint)
	names, err := fs.Glob(sample.FS, "*.md")
	if err != nil {
		t.Fatal(err)
	}
	articles := map[string]string{}
	var list []corpus.Article
	for _, name := range names {
		raw, err := fs.ReadFile(sample.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		a, err := clean.Text(strings.TrimSuffix(name, ".md"), raw)
		if err != nil {
			t.Fatal(err)
		}
		list, articles[a.ID] = append(list, a), a.Text
	}
	ix, table := indextest.Open(t, list)
	e := rag.New(ix, ix.Library(), table)
	g := rag.NewGenerative(e, m, rag.GenerativeOptions{})
	for _, question := range []string{"What did Putin say about security guarantees?", "How long did Kim and Putin talk?", "What gifts did the two leaders give each other?"} {
		shown := 0
		a, err := g.Stream(t.Context(), rag.Question{Text: question}, func(a rag.Answer) { shown = len(a.Statements) })
		if err != nil {
			t.Fatal(err)
		}
		if a.Model == nil || a.Model.Calls == 0 && !a.Abstained {
			t.Fatalf("%s: the model did not answer: %+v", question, a.Model)
		}
		t.Logf("%s %s, %d shown as they came, %+v\n%s", question, a.Mode, shown, *a.Model, a.Text)
		for _, c := range a.Citations {
			if articles[c.Doc][c.Start:c.End] != c.Quote {
				t.Errorf("[%d] is not what the article has: %q", c.N, c.Quote)
			}
		}
		for _, s := range a.Statements {
			if len(s.Citations) == 0 {
				t.Errorf("without a source: %s", s.Text)
			}
			if strings.Contains(articles[a.Citations[s.Citations[0]-1].Doc], strings.Trim(s.Text, "“”\"")) || a.Mode == "extractive" {
				continue // the article's own words
			}
			got, err := e.Check(t.Context(), rag.Claim{Text: s.Text, Article: a.Citations[s.Citations[0]-1].Doc})
			if err != nil {
				t.Fatal(err)
			}
			if _, quoted, ok := strings.Cut(s.Text, ": “"); got.Verdict != verify.Supported && !(ok && strings.Contains(articles[a.Citations[s.Citations[0]-1].Doc], strings.TrimSuffix(quoted, "”"))) {
				t.Errorf("%v: %s", got.Verdict, s.Text)
			}
		}
	}
}
