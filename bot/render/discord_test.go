package render

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"newsdesk/rag"
)

func TestDiscord(t *testing.T) {
	got := Discord(answer())
	if len(got) != 1 || len(got[0].Embeds) != 1 {
		t.Fatalf("got %d messages: %+v", len(got), got)
	}
	const content = `**The mayor on the bridge, in two reports:**
- “The bridge will open in May, and not a day later,” Mayor Ada Brook told reporters at the town hall. **[1]**
- She said it “may yet open in June”. **[2][1]**

**Sources differ on the opening:**
- May, says the Harbour Post. **[1]**
- June, says another. **[2]**
The archive ends in 2021.
-# 1 sentence was left out: the sources do not bear it out.`
	if got[0].Content != content {
		t.Errorf("got:\n%s\nwant:\n%s", got[0].Content, content)
	}
	const foot = `**[1]** Ada Brook · [Bridge to open in spring, mayor promises after a long…](https://harbour.example/bridge?a=1&b=%282%29), Harbour Post (HPA), by Jo March, 4 Mar 2021
**[2]** 000\_b2, untitled, undated`
	if e := got[0].Embeds[0]; e.Title != "Sources" || e.Description != foot {
		t.Errorf("got:\n%s\nwant:\n%s", e.Description, foot)
	}
	if echo := DiscordEcho(answer()); !strings.HasPrefix(echo[0].Content, "> What did the mayor say about the bridge?\n**The mayor") {
		t.Errorf("the question is not quoted: %s", echo[0].Content)
	}
}

func TestDiscordAbstention(t *testing.T) {
	got := Discord(rag.Answer{
		Abstained: true, Text: "Nothing on [1] tunnels.",
		Nearest: []rag.Retrieved{{Doc: "a_1", Text: strings.Repeat("# word ", 400)}, {Text: "x", Title: "*T*", Outlet: "Post", Published: "2021-03-04"}, {Doc: "a_1", Text: "two"}},
	})
	if len(got) != 1 || got[0].Content != `Nothing on \[1\] tunnels.` || len(got[0].Embeds) != 1 {
		t.Fatalf("got %+v", got)
	}
	fields := got[0].Embeds[0].Fields
	if len(fields) != 2 || fields[0].Name != `a\_1` || !strings.HasPrefix(fields[0].Value, `- \# word`) || !strings.HasSuffix(fields[0].Value, "…\n- two") ||
		fields[1] != (Field{`\*T\*, Post, 4 Mar 2021`, "- x"}) {
		t.Errorf("got %+v", fields)
	}
	got = Discord(rag.Answer{Abstained: true, Text: "No.", Nearest: []rag.Retrieved{{Text: ""}, {Text: "x"}}})
	if f := got[0].Embeds[0].Fields; len(f) != 1 || f[0].Name != "untitled" {
		t.Errorf("got %+v", f)
	}
}

// Footnotes without a link say how to open what they cite; the last embed does,
// once.
func TestUnlinked(t *testing.T) {
	a := answer()
	a.Citations[1].URL = "https://harbour.example/b"
	if f := Discord(a)[0].Embeds[0].Footer; f != nil {
		t.Errorf("every footnote has a link, and yet: %q", f.Text)
	}
	a.Citations[0].URL = ""
	compared, cited := DiscordComparison("the toll", a)
	for name, m := range map[string][]Message{"answer": Discord(a), "comparison": compared} {
		if f := m[0].Embeds[0].Footer; f == nil || f.Text != unlinked {
			t.Errorf("%s: nothing says how to open what has no link", name)
		}
	}
	if !reflect.DeepEqual(cited, a.Citations) {
		t.Errorf("the comparison cites %+v", cited)
	}
	events := make([]rag.Event, 40)
	for i := range events {
		events[i] = rag.Event{Date: "May 2021", Text: "It opened.", Citation: rag.Citation{N: i + 1, Doc: fmt.Sprint(i), Title: strings.Repeat("title ", 20), Outlet: "Post", URL: "https://a.example"}}
	}
	events[0].Citation.URL = "javascript:alert(1)"
	dated, cited := DiscordTimeline("the bridge", events)
	footers := 0
	for _, m := range dated {
		for _, e := range m.Embeds {
			if e.Footer != nil {
				footers++
			}
		}
	}
	if last := dated[len(dated)-1].Embeds; len(dated) < 2 || footers != 1 || last[0].Footer == nil || len(cited) != 40 {
		t.Errorf("%d messages, %d footers, %d citations", len(dated), footers, len(cited))
	}
}

// Of an author's own words the name stands once.
func TestAuthorsOwnWords(t *testing.T) {
	a := answer()
	a.Citations[0].Speaker, a.Citations[0].Author = "Ann Jones", "Ann Jones (summary)"
	if d := Discord(a)[0].Embeds[0].Description; strings.Count(d, "Ann Jones") != 1 {
		t.Errorf("an author is named twice: %s", d)
	}
}

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"plain words, (really): yes - 3 + 4 = 7.": "plain words, (really): yes - 3 + 4 = 7.",
		"@everyone and <@123> <@&4> <#5>":         "@\u200beveryone and \\<@\u200b123\\> \\<@\u200b&4\\> \\<#5\\>",
		"[title](https://evil.example)":           `\[title\]\(https\:\/\/evil.example)`,
		"```go\ncode```":                          "\\`\\`\\`go code\\`\\`\\`",
		"# heading":                               `\# heading`,
		"- item":                                  `\- item`,
		"12. item":                                `12\. item`,
		"> quoted || hidden ||":                   `\> quoted \|\| hidden \|\|`,
		"a **bold** _it_ ~~x~~":                   `a \*\*bold\*\* \_it\_ \~\~x\~\~`,
		`\*`:                                      `\\\*`,
		":smile: <:x:1> discord.gg/abc":           `\:smile: \<\:x\:1\> discord.gg\/abc`,
		"[1] forged":                              `\[1\] forged`,
		"Russia\u00a0s":                           "Russia\u00a0s",
	} {
		if got := Escape(in); got != want {
			t.Errorf("Escape(%q)\n got %q\nwant %q", in, got, want)
		}
	}
}

// raw finds what Discord would take for markup: a special character that no
// backslash escapes, or a mention.
var raw = regexp.MustCompile("(?:^|[^\\\\])(?:\\\\\\\\)*[*_~`|<>\\[\\]]|@(?:everyone|here|[!&]?\\d)|https?://")

// FuzzEscape: without the backslashes and the marks that break mentions,
// the escaped text is the text; none of it is markup; cut up it is still
// escaped, and complete.
func FuzzEscape(f *testing.F) {
	f.Add("@everyone [x](https://e.example) `c` **b** \\* 🇳🇴", 10)
	f.Add("1. # <@&1> \\\\\\\\", 2)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		text = strings.ReplaceAll(line(text), noPing, "")
		limit = 2 + limit&31
		got := Escape(text)
		if raw.MatchString(got) {
			t.Errorf("%q is markup", got)
		}
		if back := unescape(got); back != text {
			t.Errorf("got back %q, want %q", back, text)
		}
		var joined strings.Builder
		for _, piece := range split(got, limit) {
			if Units(piece) > limit || !utf8.ValidString(piece) {
				t.Errorf("%q has more than %d units or is cut in a character", piece, limit)
			}
			joined.WriteString(unescape(piece))
		}
		squeeze := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if squeeze(joined.String()) != squeeze(text) {
			t.Errorf("pieces give %q, want %q", joined.String(), text)
		}
	})
}

// unescape is what Discord shows of an escaped text.
func unescape(s string) string {
	var b strings.Builder
	rs := []rune(strings.ReplaceAll(s, noPing, ""))
	for i := 0; i < len(rs); i++ {
		if rs[i] == '\\' && i+1 < len(rs) && (unicode.IsPunct(rs[i+1]) || unicode.IsSymbol(rs[i+1])) {
			i++
		}
		b.WriteRune(rs[i])
	}
	return b.String()
}

// Whatever the size of an answer, every message is within Discord's limits,
// and every paragraph has its citations in its own message.
func TestDiscordLimits(t *testing.T) {
	zalgo := strings.Repeat("e"+strings.Repeat("\u0301", 300)+" ", 40)
	for name, text := range map[string]string{
		"words": strings.Repeat("A long sentence of the paper 🙂. ", 12), "one word": strings.Repeat("@*", 3000),
		"huge": strings.Repeat("words and words ", 600), "accents": zalgo,
	} {
		a := rag.Answer{Question: text, Lead: text, Notes: []string{text}}
		for n := 1; n <= 60; n++ {
			a.Statements = append(a.Statements, rag.Statement{Text: text, Citations: []int{n}})
			a.Citations = append(a.Citations, rag.Citation{N: n, Doc: fmt.Sprint(text, n), Title: text, Outlet: text, Author: text,
				Speaker: text, URL: "https://x.example/" + long(900)})
		}
		a.Disagreements = []rag.Disagreement{{About: text, Positions: []rag.Position{{Text: text, Citations: []int{1}}}}}
		got := DiscordEcho(a)
		if len(got) < 2 {
			t.Fatalf("%s: %d messages", name, len(got))
		}
		footnotes := 0
		for _, m := range got {
			if n := Units(m.Content); n > MaxContent {
				t.Errorf("%s: content of %d units", name, n)
			}
			if m.Content == "" && len(m.Embeds) == 0 {
				t.Errorf("%s: an empty message", name)
			}
			for _, e := range m.Embeds {
				if Units(e.Description) > MaxDescription || Units(e.Title)+Units(e.Description) > MaxEmbeds {
					t.Errorf("%s: an embed of %d units", name, Units(e.Description))
				}
				footnotes += strings.Count("\n"+e.Description, "\n**[")
			}
			for l := range strings.SplitSeq(m.Content, "\n") {
				if strings.HasPrefix(l, "- ") && !strings.HasSuffix(l, "]**") {
					t.Errorf("%s: a paragraph lost its citation: %.60q", name, l)
				}
			}
		}
		if footnotes != 60 {
			t.Errorf("%s: %d footnotes, want 60", name, footnotes)
		}
	}
}

// Footnotes of one article that read alike are one line: on a phone eight of two
// articles hide the answer.
func TestDiscordFootnotesGrouped(t *testing.T) {
	a := rag.Answer{Question: "When?"}
	for n, c := range []rag.Citation{
		{Doc: "a", Title: "Bridge", Speaker: "Ines Brask"}, {Doc: "b", Title: "Bridge"}, {Doc: "a", Title: "Bridge", Speaker: "Ines Brask"},
		{Doc: "a", Title: "Bridge"}, {Doc: "c", Title: "Bridge"},
	} {
		c.N = n + 1
		a.Citations = append(a.Citations, c)
		a.Statements = append(a.Statements, rag.Statement{Text: "In May.", Citations: []int{c.N}})
	}
	m := DiscordEcho(a)
	want := "**[1][3]** Ines Brask · Bridge, undated\n**[2]** Bridge, undated\n**[4]** Bridge, undated\n**[5]** Bridge, undated"
	if got := m[len(m)-1].Embeds[0].Description; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
