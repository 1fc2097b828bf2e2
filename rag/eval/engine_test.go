package eval

import (
	"context"
	"io/fs"
	"strings"
	"testing"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
	"newsdesk/corpus/sample"
	"newsdesk/rag"
	"newsdesk/rag/embed"
	"newsdesk/rag/index"
	"newsdesk/rag/index/indextest"
)

// newSampleEngine is the real engine over the embedded articles.
func newSampleEngine(t *testing.T) *rag.Engine {
	t.Helper()
	ix, table := newSampleIndex(t)
	return rag.New(ix, ix.Library(), table)
}

// eachSample calls fn with each embedded article.
func eachSample(fn func(article, text string) error) error {
	names, err := fs.Glob(sample.FS, "*.md")
	if err != nil {
		return err
	}
	for _, name := range names {
		raw, err := sample.FS.ReadFile(name)
		if err != nil {
			return err
		}
		if err := fn(strings.TrimSuffix(name, ".md"), string(raw)); err != nil {
			return err
		}
	}
	return nil
}

func newSampleIndex(t *testing.T) (*index.Index, *embed.Table) {
	t.Helper()
	var articles []corpus.Article
	if err := eachSample(func(id, text string) error {
		a, err := clean.Text(id, []byte(text))
		articles = append(articles, a)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return indextest.Open(t, articles)
}

// TestEngine asks the fixed pairs of the real engine: the golden report shows
// what a change does to each figure.
func TestEngine(t *testing.T) {
	rep := runSample(t, newSampleEngine(t))
	for _, floor := range []string{"verbatim-strict=1", "answer-quotes-verbatim=1"} {
		f, err := ParseFloor(floor)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Check(rep.Summary); err != nil {
			t.Error(err)
		}
	}
	checkGolden(t, "sample.golden", rep.Golden())
}

// TestEngineIsDeterministic: the same question, the same bytes.
func TestEngineIsDeterministic(t *testing.T) {
	ask := func() string {
		a, err := newSampleEngine(t).Ask(context.Background(), rag.Question{Text: "What did Putin say about security guarantees?"})
		if err != nil {
			t.Fatal(err)
		}
		return a.Text
	}
	if a, b := ask(), ask(); a != b {
		t.Errorf("two answers:\n%s\n%s", a, b)
	}
}
