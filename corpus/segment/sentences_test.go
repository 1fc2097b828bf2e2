package segment

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"newsdesk/corpus"
)

// cut is the sentences of a text of one line, as strings.
func cut(text string) []string {
	a := corpus.Article{Text: text}
	var out []string
	for _, s := range Sentences(&a) {
		out = append(out, s.Of(text))
	}
	return out
}

// TestSentences marks the borders wanted with "|"; the text is what is left
// without " |" and "|".
func TestSentences(t *testing.T) {
	for _, want := range []string{
		"The talks ended. | Nothing was signed.",
		"He met Mr. Lee and Gen. Park on Friday. | They spoke for an hour.",
		"George W. Bush and J.K. Rowling were there. | So was J. Edgar Moss.",
		"The U.S. Senate and U.S. President Ann Brown agreed.",
		"It was made in the U.S. | But nobody bought it.",
		"They came from the U.K. and the U.S. | The trip was long.",
		"It was the U.S.-led force that left.",
		"\"We need to... return to the rule of law,\" he said.",
		"“If we need … more time, we take it,” she said. | It ended there.",
		"\"There are no plots... | The chairman asked us,\" said Moss.",
		"I mean... I do not know.",
		"Growth was 3.5 percent. | In 2019 it was 2.1.",
		"Visit www.example.com or Example.com today.",
		"“We won.” | She smiled.",
		"“We won,” she said. | “Nobody thought so.”",
		"\"We won. | It was hard. | Nobody helped us,\" he said.",
		"“Why now?” he asked. | Nobody knew.",
		"“Why now?” Mr. Alan Moss asked the board. | Nobody knew.",
		"“Why now?” | Moss left the room.",
		"Really?! | Yes!",
		"(The bank denies this.) | Its shares fell.",
		"The bank (see Fig. 3) lost No. 1 rank in Jan. 2020. | It fell in Feb. | The rest is known.",
		"He said no. | The vote was over.",
		"1. Kenya votes again.",
		"Doors open at 9 a.m. Monday and close at 5 p.m. | Police will be there.",
		"They meet at 8 p.m. ET on Friday.",
		"Acme Inc. shares rose. | They fell at Acme Corp. | The others held.",
		"Sales vs. costs, etc., were listed by St. Mary's.",
		"He lives in Albany, N.Y. | She does not.",
		"The Ph.D. student left.",
		"The sea rose.[12] | It fell again.[citation needed] | Nobody saw it.",
		"The coach left the team.|In 2020 it hired another.",
		"Are dogs allowed?|Rules vary by beach.",
		"Russia\u00a0s leader came. | It doesn\u00a0t matter.",
		"He said : “ We go . ” | Then he left .",
		"He was born in 1960. | 25 years later he left.",
		"He paid for an iPad. | iPhones came later.",
		"it is frightening, but exciting. | \"we will be underdogs in every game.\"",
		"He waited . . . and left. | She stayed.",
		"Yahoo! said it would sell. | Jeopardy! fans wept.",
		"他来了。|她走了。",
		"- The first point. | - The second point.",
		"The mayor of Washington, D.C. Mayor Ann Brown said.",
		"On Sat. the sun will be out.",
		"No. 5 won. | No. | He did not win.",
		"Moss at the summit. / Ann Brown / Wire Images",
	} {
		t.Run(want, func(t *testing.T) {
			parts := strings.Split(want, "|")
			for i := range parts {
				parts[i] = strings.TrimSpace(parts[i])
			}
			text := strings.NewReplacer(" |", "", "|", "").Replace(want)
			if got := cut(text); !slices.Equal(got, parts) {
				t.Errorf("got  %q\nwant %q", got, parts)
			}
		})
	}
}

func TestBlocks(t *testing.T) {
	text := "Headline without stop\n\nBy Ann Moss\nOne line that\nis wrapped. Two.\n \nThree\nloose"
	line := func(s string, k corpus.Kind) corpus.Block {
		i := strings.Index(text, s)
		return corpus.Block{Span: corpus.Span{Start: i, End: i + len(s)}, Kind: k}
	}
	a := corpus.Article{Text: text, Blocks: []corpus.Block{
		line("Headline without stop", corpus.Title), line("By Ann Moss", corpus.Byline),
		line("One line that\nis wrapped. Two.", corpus.Body), line("Three", corpus.Furniture),
	}}
	type row struct {
		text  string
		kind  corpus.Kind
		block int
	}
	var got []row
	for _, s := range Sentences(&a) {
		got = append(got, row{s.Of(text), s.Kind, s.Block})
	}
	want := []row{
		{"Headline without stop", corpus.Title, 0}, {"By Ann Moss", corpus.Byline, 1},
		{"One line that\nis wrapped.", corpus.Body, 2}, {"Two.", corpus.Body, 2},
		{"Three", corpus.Furniture, 3}, {"loose", corpus.Body, -1},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

// TestLines: without blocks each line is a paragraph of its own.
func TestLines(t *testing.T) {
	a := corpus.Article{Text: "\n A headline\u00a0\n\n\u00a0\nOne. Two.\nThree"}
	var got []int
	for _, s := range Sentences(&a) {
		got = append(got, s.Block)
	}
	if want := []int{0, 1, 1, 2}; !slices.Equal(got, want) {
		t.Errorf("blocks %v, want %v", got, want)
	}
}

// FuzzSentences checks what Sentences and Passages promise of any text and
// any blocks.
func FuzzSentences(f *testing.F) {
	f.Add("One. Two?\n\n“Three!” he said . . . \u00a0Four…", uint16(3), uint16(9))
	f.Add("a.B.\"c\" d! ' . \" x", uint16(0), uint16(0))
	f.Add("\n \n.\n。x\u200b", uint16(1), uint16(2))
	f.Fuzz(func(t *testing.T, text string, x, y uint16) {
		if !utf8.ValidString(text) {
			t.Skip()
		}
		a := corpus.Article{Text: text}
		if i, j := int(x), int(y); i < j && j <= len(text) && utf8.RuneStart(at(text, i)) && utf8.RuneStart(at(text, j)) {
			a.Blocks = []corpus.Block{{Span: corpus.Span{Start: i, End: j}, Kind: corpus.Furniture}}
		}
		ss := Sentences(&a)
		end := 0
		for _, s := range append(ss, corpus.Sentence{Span: corpus.Span{Start: len(text), End: len(text)}}) {
			if s.Start < end || s.End > len(text) {
				t.Fatalf("%v after %d in %q", s, end, text)
			}
			if strings.TrimFunc(text[end:s.Start], isSpace) != "" {
				t.Fatalf("%q is in no sentence of %q", text[end:s.Start], text)
			}
			if got := s.Of(text); !utf8.ValidString(got) || strings.TrimFunc(got, isSpace) != got {
				t.Fatalf("sentence %q of %q is not trimmed or cuts a rune", got, text)
			}
			end = s.End
		}
		checkPassages(t, text, ss)
	})
}

// at is the byte at i, or a rune start at the end of the text.
func at(text string, i int) byte {
	if i == len(text) {
		return 0
	}
	return text[i]
}

func BenchmarkSentences(b *testing.B) {
	para := "The minister, Mr. J. Moss, told the U.S. Senate on Jan. 5 that growth was 3.5 percent. " +
		"“We need more… time,” he said. “Who doesn’t?” Asked about the budget, he declined to comment; his office did not reply.\n\n"
	a := corpus.Article{Text: strings.Repeat(para, 200)}
	b.SetBytes(int64(len(a.Text)))
	for b.Loop() {
		Sentences(&a)
	}
}
