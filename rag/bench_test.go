package rag

import (
	"encoding/json"
	"os"
	"path/filepath"
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

// BenchmarkView answers questions on the news set, of which every fourth article
// is private to one server and every fourth to another, without a view and
// under views that show three quarters, a quarter and nothing.
func BenchmarkView(b *testing.B) {
	e, questions := benchArchive(b, "../../shared/eval/dev/realtimeqa/corpus"), benchQuestions(b, "../../shared/eval/dev/realtimeqa/questions.jsonl")
	lib := e.retriever.(*index.Index).Library()
	list, err := lib.List(b.Context(), corpus.Filter{})
	if err != nil {
		b.Fatal(err)
	}
	var ids [4][]string
	for i := range list {
		ids[i%4] = append(ids[i%4], list[i].ID)
	}
	for i, names := range [][]string{{"server:1"}, {"server:2"}, {"City"}, {"server:1", "City"}} {
		if err := lib.JoinCollections(b.Context(), names, ids[i]...); err != nil {
			b.Fatal(err)
		}
	}
	for _, tc := range []struct {
		name string
		view *corpus.View
	}{
		{"none", nil},
		{"three-quarters", &corpus.View{Own: "server:1", All: true}},
		{"a-quarter", &corpus.View{Own: "server:2"}},
		{"nothing", &corpus.View{Own: "server:3"}},
	} {
		b.Run(tc.name, func(b *testing.B) {
			ask := func(i int) {
				q := questions[i%len(questions)]
				q.Filter.View = tc.view
				if _, err := e.Ask(b.Context(), q); err != nil {
					b.Fatal(err)
				}
			}
			ask(0) // reads the archive
			i := 0
			for b.Loop() {
				ask(i)
				i++
			}
		})
	}
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
