package rag

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"log/slog"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
	"newsdesk/rag/embed"
	"newsdesk/rag/index"
)

// BenchmarkAsk answers questions on the three articles of ../shared/corpus and
// on the 2,561 of its news set.
func BenchmarkAsk(b *testing.B) {
	for _, tc := range []struct{ name, articles, questions string }{
		{"three", "../../shared/corpus", "../../shared/eval/dev/seeds/questions.jsonl"},
		{"news", "../../shared/eval/dev/realtimeqa/corpus", "../../shared/eval/dev/realtimeqa/questions.jsonl"},
	} {
		b.Run(tc.name, func(b *testing.B) {
			e, questions := benchArchive(b, tc.articles), benchQuestions(b, tc.questions)
			if _, err := e.Ask(b.Context(), questions[0]); err != nil { // reads the archive
				b.Fatal(err)
			}
			i := 0
			for b.Loop() {
				if _, err := e.Ask(b.Context(), questions[i%len(questions)]); err != nil {
					b.Fatal(err)
				}
				i++
			}
		})
	}
}

// BenchmarkView answers questions on the news set, one article of which is
// private and the others in four collections, without a view and under views
// that show more and less; and brings views up to date.
func BenchmarkView(b *testing.B) {
	e, questions := benchArchive(b, "../../shared/eval/dev/realtimeqa/corpus"), benchQuestions(b, "../../shared/eval/dev/realtimeqa/questions.jsonl")
	lib := e.retriever.(*index.Index).Library()
	list, err := lib.List(b.Context(), corpus.Filter{})
	if err != nil {
		b.Fatal(err)
	}
	in := map[string][]string{"server:1": {list[0].ID}}
	for i := range list {
		name := [...]string{"North", "South", "East", "West"}[i%4]
		in[name] = append(in[name], list[i].ID)
	}
	for name, ids := range in {
		if err := lib.JoinCollections(b.Context(), []string{name}, ids...); err != nil {
			b.Fatal(err)
		}
	}
	ask := func(b *testing.B, i int, v *corpus.View) {
		q := questions[i%len(questions)]
		q.Filter.View = v
		if _, err := e.Ask(b.Context(), q); err != nil {
			b.Fatal(err)
		}
	}
	for _, tc := range []struct {
		name string
		view *corpus.View
	}{
		{"none", nil},
		{"all but one", &corpus.View{All: true}},
		{"three quarters", &corpus.View{Shared: []string{"North", "South", "East"}}},
		{"a quarter", &corpus.View{Shared: []string{"North"}}},
	} {
		b.Run(tc.name, func(b *testing.B) {
			ask(b, 0, tc.view) // reads the archive
			i := 0
			for b.Loop() {
				ask(b, i, tc.view)
				i++
			}
		})
	}
	b.Run("new", func(b *testing.B) {
		i := 0
		for b.Loop() {
			i++
			part := e.retriever.(Viewer).Under(corpus.View{All: true, Own: strconv.Itoa(i)})
			if _, _, err := part.Reach(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkIndex makes an index of the news set.
func BenchmarkIndex(b *testing.B) {
	for b.Loop() {
		benchArchive(b, "../../shared/eval/dev/realtimeqa/corpus")
	}
}

func benchArchive(b *testing.B, dir string) *Engine {
	files, _ := filepath.Glob(filepath.Join(dir, "*.txt"))
	if len(files) == 0 {
		b.Skip("no articles in " + dir)
	}
	table, err := embed.Builtin()
	if err != nil {
		b.Fatal(err)
	}
	ix, err := index.Open(b.Context(), b.TempDir(), table, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { ix.Close() })
	var articles []corpus.Article
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		a, err := clean.Text(filepath.Base(f), raw)
		if err != nil {
			b.Fatal(err)
		}
		articles = append(articles, a)
	}
	if _, err := ix.Add(b.Context(), articles); err != nil {
		b.Fatal(err)
	}
	if _, err := ix.Generation(b.Context()); err != nil { // fills both indexes
		b.Fatal(err)
	}
	return New(ix, ix.Library(), table)
}

func benchQuestions(b *testing.B, path string) []Question {
	f, err := os.Open(path)
	if err != nil {
		b.Skip(err)
	}
	defer f.Close()
	var out []Question
	for d := json.NewDecoder(f); d.More(); {
		var q struct {
			Question string
			Asked    string `json:"asked_on"`
		}
		if err := d.Decode(&q); err != nil {
			b.Fatal(err)
		}
		asked, _ := time.Parse(time.DateOnly, q.Asked)
		out = append(out, Question{Text: q.Question, AskedOn: asked})
	}
	return out
}
