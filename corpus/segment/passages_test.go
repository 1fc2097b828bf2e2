package segment

import (
	"strings"
	"testing"

	"newsdesk/corpus"
)

// checkPassages checks what Passages promises of any sentences.
func checkPassages(t *testing.T, text string, ss []corpus.Sentence) {
	t.Helper()
	in := make([]int, len(ss))
	for n, p := range Passages("id", text, ss) {
		if p.N != n || p.Article != "id" || p.First >= p.Last || p.Start != ss[p.First].Start || p.End != ss[p.Last-1].End {
			t.Fatalf("passage %d is %+v", n, p)
		}
		sum := 0
		for i := p.First; i < p.Last; i++ {
			in[i]++
			sum += Tokens(ss[i].Of(text))
		}
		if sum > MaxTokens && p.Last-p.First > 1 {
			t.Fatalf("passage %d holds %d tokens", n, sum)
		}
	}
	for i, n := range in {
		if furniture := ss[i].Kind == corpus.Furniture; furniture && n != 0 || !furniture && n != 1 {
			t.Fatalf("sentence %d, %v, is in %d passages", i, ss[i].Kind, n)
		}
	}
}

// article is paragraphs of as many sentences of ten tokens as n says, of
// kind k.
func article(paragraphs ...struct {
	n int
	k corpus.Kind
}) *corpus.Article {
	a := &corpus.Article{ID: "a"}
	for _, p := range paragraphs {
		s := strings.Repeat("One two three four five six seven eight nine. ", p.n)
		a.Blocks = append(a.Blocks, corpus.Block{Span: corpus.Span{Start: len(a.Text), End: len(a.Text) + len(s) - 1}, Kind: p.k})
		a.Text += s + "\n"
	}
	return a
}

func TestPassages(t *testing.T) {
	type para = struct {
		n int
		k corpus.Kind
	}
	for _, tt := range []struct {
		name string
		a    *corpus.Article
		want []int // the sentences of each passage
	}{
		{"one paragraph is cut where it is full", article(para{60, corpus.Body}), []int{25, 25, 10}},
		{"a paragraph's end near the limit is kept", article(para{10, 0}, para{8, 0}, para{10, 0}), []int{18, 10}},
		{"a paragraph's end far from the limit is not", article(para{10, 0}, para{30, 0}), []int{25, 15}},
		{"furniture closes and is left out", article(para{3, 0}, para{2, corpus.Furniture}, para{4, 0}), []int{3, 4}},
		{"a heading goes with its text", article(para{24, 0}, para{1, corpus.Heading}, para{9, 0}), []int{24, 10}},
		{"nothing", &corpus.Article{}, nil},
		{"furniture alone", article(para{3, corpus.Furniture}), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ss := Sentences(tt.a)
			checkPassages(t, tt.a.Text, ss)
			var got []int
			for _, p := range Passages("a", tt.a.Text, ss) {
				got = append(got, p.Last-p.First)
			}
			if len(got) != len(tt.want) {
				t.Fatalf("got %v, want %v", got, tt.want)
			}
			for i := range got {
				if got[i] != tt.want[i] {
					t.Fatalf("got %v, want %v", got, tt.want)
				}
			}
		})
	}
}

func TestLongSentence(t *testing.T) {
	a := &corpus.Article{Text: "Short one. A" + strings.Repeat(" word", 400) + " end. Short two."}
	ss := Sentences(a)
	checkPassages(t, a.Text, ss)
	if ps := Passages("a", a.Text, ss); len(ps) != 3 {
		t.Errorf("%d passages, want the long sentence to be one of 3", len(ps))
	}
}

func TestTokens(t *testing.T) {
	for s, want := range map[string]int{
		"": 0, " \u00a0\n": 0, "one": 1, "one two": 2, "don't": 3, "3.5 %": 4, "“Why?”": 4, "naïve café": 2,
	} {
		if got := Tokens(s); got != want {
			t.Errorf("Tokens(%q) = %d, want %d", s, got, want)
		}
	}
}
