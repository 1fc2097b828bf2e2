package rag

import (
	"context"
	"testing"
	"time"

	"newsdesk/corpus"
	"newsdesk/rag/index"
	"newsdesk/rag/terms"
)

// byNames is an archive of which only the names are known, and how many
// passages hold some words.
type byNames struct {
	articles []*corpus.Article
	held     map[string]int
}

func (n byNames) Generation(context.Context) (int64, error)                         { return 1, nil }
func (n byNames) Search(context.Context, index.Query) ([]index.Hit, error)          { return nil, nil }
func (n byNames) Articles(context.Context) ([]*corpus.Article, error)               { return n.articles, nil }
func (n byNames) Passing(context.Context, corpus.Filter) ([]*corpus.Article, error) { return nil, nil }
func (n byNames) Languages(context.Context) (map[string]string, error)              { return nil, nil }
func (n byNames) Reach(context.Context) (a, b time.Time, err error)                 { return a, b, nil }
func (n byNames) Similar(context.Context, string, bool) ([]string, error)           { return nil, nil }
func (n byNames) Frequencies(_ context.Context, stems []string) (int, []int, error) {
	counts := make([]int, len(stems))
	for i, s := range stems {
		counts[i] = n.held[s]
	}
	return 100, counts, nil
}

func TestNarrow(t *testing.T) {
	archive := byNames{held: map[string]int{terms.Stems("Holt")[0]: 9}, articles: []*corpus.Article{
		{Outlet: "Dunya News", Agency: "AFP", Author: "Vusala Abbasova"},
		{Outlet: "Dunya News (summary)"},
		{Outlet: "The Evening Courier", Author: "Léa Dupont and Omar Holt"},
		{Outlet: "Kestrel Gazette"},
		{Outlet: "The White House"},
		{Outlet: "Riverton"},
		{Outlet: "Times of Riverton"},
	}}
	e := New(archive, nil, nil)
	for _, tt := range []struct {
		question string
		outlet   string
		author   string
		sure     bool
		text     string
	}{
		{"What did Putin say, according to Dunya News?", "Dunya News", "", true, "What did Putin say?"},
		{"According to Dunya News (summary), who met whom?", "Dunya News (summary)", "", true, "Who met whom?"},
		{"According to the Evening Courier, what burnt down?", "The Evening Courier", "", true, "What burnt down?"},
		{"What burnt down in the Courier's report?", "The Evening Courier", "", true, "What burnt down?"},
		{"What does the Courier's report say about the fire?", "The Evening Courier", "", true, "What does the report say about the fire?"},
		{"What does AFP report on the floods?", "AFP", "", true, "What is there on the floods?"},
		{"How many people does AFP say died?", "AFP", "", true, "How many people died?"},
		{"What was said of the bridge in the Gazette?", "Kestrel Gazette", "", true, "What was said of the bridge?"},
		{"Who resigned, in the report by AFP?", "AFP", "", true, "Who resigned, in the report?"},
		{"Who drowned in Vusala Abbasova's article?", "", "Vusala Abbasova", true, "Who drowned?"},
		{"What did Abbasova write about Putin?", "", "Vusala Abbasova", true, "What is there about Putin?"},
		{"What did Lea Dupont write about Putin?", "", "Léa Dupont", true, "What is there about Putin?"},
		{"What did Holt write about Putin?", "", "Omar Holt", false, "What is there about Putin?"},
		{"According to Vusala Abbasova, who won?", "", "Vusala Abbasova", false, "Who won?"},
		{"What happened in Riverton?", "Riverton", "", false, "What happened?"},

		{question: "According to Putin, who won?"},
		{question: "According to the Kremlin, who won?"},
		{question: "What was found in the house?"},
		{question: "What was said in the House?"},
		{question: "What was said in the White House?", outlet: "The White House", sure: false, text: "What was said?"},
		{question: "Who works in the Gazette Building?"},
		{question: "Who bought the Kestrel Gazette?"},
		{question: "What did the dunya report?"},
		{question: "What is AFP?"},
		{question: "What did Putin write to AFP?"},
		{question: "What did Dupont say about Putin?"},
		{question: "In Holt, who won?"},
		{question: "Who is Vusala Abbasova's brother?"},
	} {
		n, err := e.narrow(t.Context(), tt.question, corpus.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		if n.filter.Outlet != tt.outlet || n.filter.Author != tt.author || n.sure != tt.sure || tt.text != "" && n.text != tt.text {
			t.Errorf("%s\ngot %q %q sure %t: %s", tt.question, n.filter.Outlet, n.filter.Author, n.sure, n.text)
		}
	}
	flagged, err := e.narrow(t.Context(), "According to AFP, who won?", corpus.Filter{Outlet: "Dunya News"})
	if err != nil || flagged.said != "" || flagged.filter.Outlet != "Dunya News" {
		t.Errorf("words beat the flag: %+v, %v", flagged, err)
	}
}
