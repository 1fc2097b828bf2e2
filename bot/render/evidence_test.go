package render_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"newsdesk/bot/render"
	"newsdesk/corpus"
	"newsdesk/rag"
)

// hostile is what an article may try to pass for something of ours.
const hostile = "@everyone <@100000000000000007> <#5> [free](https://evil.example) ```rm``` **[99]** > quote || -# writing… 🙂 "

var escapes = regexp.MustCompile(`\\.`)

// tame reports what a message must not hold, whoever wrote the article.
func tame(t *testing.T, m render.Message) {
	t.Helper()
	if n := render.Units(m.Content); n > render.MaxContent || n == 0 || !utf8.ValidString(m.Content) {
		t.Errorf("a message of %d units", n)
	}
	bare := escapes.ReplaceAllString(m.Content, "")
	for _, bad := range []string{"@everyone", "<@", "<#", "`", "|", "(https://evil", "](https", "[99]"} {
		if strings.Contains(bare, bad) {
			t.Errorf("%q in %q", bad, m.Content)
		}
	}
	for l := range strings.SplitSeq(m.Content, "\n") {
		if strings.HasPrefix(l, "-# writing") || strings.HasPrefix(l, "#") {
			t.Errorf("a line begins as none of an article may: %q", l)
		}
	}
}

// The cited words are shown in bold with as much around them as fits, on lines
// of the quotation alone.
func TestEvidencePages(t *testing.T) {
	cite := rag.Citation{N: 2, Doc: "d", Title: hostile, Outlet: hostile, Author: hostile, Published: "2021-03-04", URL: "javascript:alert(1)", Speaker: hostile}
	for name, c := range map[string]struct {
		before, cited, after string
		want                 string
	}{
		"short":      {"Rain fell. ", "It opens in May.", " Nobody came.", "\n> Rain fell. **It opens in May.** Nobody came.\n"},
		"lines":      {"One.\n\n", "Two.", "\nThree.", "\n> One.\n> \n> **Two.**\n> Three.\n"},
		"over lines": {"", "It opens\nin May.", "", "\n> **It opens**\n> **in May.**\n"},
		"marks":      {"# 1. ", "- no list", "", "\n> \\# 1. **\\- no list**\n"},
		"long before": {strings.Repeat("rain fell ", 400), "It opens in May.", " The end.",
			" fell **It opens in May.** The end.\n"},
		"long after": {"The start. ", "It opens in May.", strings.Repeat(" rain fell", 400),
			"\n> The start. **It opens in May.** rain fell"},
		"long itself": {"before ", strings.Repeat("word ", 900), " after", "\n> … **word word"},
		"one word":    {"", strings.Repeat("é", 1400), strings.Repeat("x", 100), "\n> **é"},
		"hostile":     {strings.Repeat(hostile+"\n", 8), hostile, strings.Repeat(hostile, 8), ""},
	} {
		p := rag.Passage{Text: c.before + c.cited + c.after, Quote: corpus.Span{Start: len(c.before), End: len(c.before + c.cited)}}
		m := render.Evidence(cite, &p, 1, 3)
		tame(t, m)
		if !strings.Contains(m.Content, c.want) {
			t.Errorf("%s: %q, want %q in it", name, m.Content, c.want)
		}
		if n := strings.Count(m.Content, "**") - strings.Count(m.Content, `\*\*`); n%2 != 0 {
			t.Errorf("%s: %d marks of bold", name, n)
		}
	}
	p := rag.Passage{Text: "It opens in May.", Quote: corpus.Span{End: 16}, Before: true, After: true, Changed: true}
	if m := render.Evidence(cite, &p, 1, 3); !strings.Contains(m.Content, "> … **It opens in May.** …\n") || !strings.Contains(m.Content, "has changed since") {
		t.Errorf("got %q", m.Content)
	}
}

// Sources is pages of whole entries, each within a message.
func TestSourcesPages(t *testing.T) {
	var a rag.Answer
	for i := range 30 {
		a.Citations = append(a.Citations, rag.Citation{N: i + 1, Doc: strings.Repeat("d", i/2+1), Version: "<@1>0123456789", Title: hostile + hostile, Outlet: hostile, Author: hostile, URL: "https://harbour.example/" + strings.Repeat("a", 600)})
	}
	pages := render.Sources(a.Citations)
	whole := ""
	for _, m := range pages {
		tame(t, m)
		if !strings.HasPrefix(m.Content, "**[") {
			t.Errorf("a page begins with %q", m.Content)
		}
		whole += m.Content
	}
	if len(pages) < 2 || !strings.Contains(whole, "**[1][2]** [") || !strings.Contains(whole, "**[29][30]** [") {
		t.Errorf("%d pages: %q", len(pages), whole)
	}
}

// Without embeds nothing of what they say is lost, nor is anything split that
// belongs together.
func TestWithoutEmbeds(t *testing.T) {
	a := rag.Answer{Question: "When?"}
	for i := range 24 {
		a.Statements = append(a.Statements, rag.Statement{Text: strings.Repeat(hostile, 3), Citations: []int{i + 1}})
		a.Citations = append(a.Citations, rag.Citation{N: i + 1, Doc: fmt.Sprint("d", i), Title: hostile, Outlet: hostile, URL: "https://harbour.example/bridge_(new)", Published: "2021-03-04"})
	}
	a.Citations[3].URL = ""
	with := render.DiscordEcho(a)
	footnote := regexp.MustCompile(`(?m)^\*\*\[\d+\]\*\* \[?.* 4 Mar 2021$`)
	footnotes := 0
	for _, m := range render.WithoutEmbeds(with) {
		tame(t, m)
		if len(m.Embeds) > 0 {
			t.Error("an embed is left")
		}
		footnotes += len(footnote.FindAllString(m.Content, -1))
		for _, l := range regexp.MustCompile(`\]\([^)]*\)`).FindAllString(m.Content, -1) {
			if l != "](<https://harbour.example/bridge_%28new%29>)" {
				t.Errorf("a link %s", l)
			}
		}
	}
	if footnotes != len(a.Citations) {
		t.Errorf("%d footnotes of %d", footnotes, len(a.Citations))
	}
	plain := render.WithoutEmbeds([]render.Message{{Embeds: []render.Embed{{Title: "T", Fields: []render.Field{{Name: "N", Value: "V"}}, Footer: &render.Footer{Text: "F"}}}}})
	if len(plain) != 1 || plain[0].Content != "**T**\n**N**\nV\n-# F" {
		t.Errorf("got %+v", plain)
	}
}

// A draft says that it is one, on its last line alone, and is within the
// limits however its paragraphs fall.
func TestDraft(t *testing.T) {
	for n := 1900; n < 2100; n++ {
		a := rag.Answer{Question: strings.Repeat("q", n), Statements: []rag.Statement{{Text: strings.Repeat("w", n), Citations: []int{1}}}, Citations: []rag.Citation{{N: 1, Doc: "d"}}}
		for _, draft := range [][]render.Message{render.DiscordDraft(a), render.DiscordEchoDraft(a)} {
			for i, m := range draft {
				tails := strings.Count(m.Content, render.Unfinished)
				if u := render.Units(m.Content); u > render.MaxContent || len(m.Embeds) > 0 || (tails == 1) != (i == len(draft)-1) {
					t.Fatalf("%d: message %d of %d has %d units and says %d times that it is unfinished", n, i, len(draft), u, tails)
				}
			}
		}
	}
	if m := render.DiscordDraft(rag.Answer{}); len(m) > 0 {
		t.Errorf("of nothing there is %+v", m)
	}
}
