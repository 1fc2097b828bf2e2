package render

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/rivo/uniseg"

	"newsdesk/rag"
)

// answer is an invented answer with everything that can be shown.
func answer() rag.Answer {
	return rag.Answer{
		Question: "What did the mayor say about the bridge?",
		Text:     "The mayor on the bridge, in two reports:",
		Mode:     "extractive",
		Lead:     "The mayor on the bridge, in two reports:",
		Statements: []rag.Statement{
			{Text: "“The bridge will open in May, and not a day later,” Mayor Ada Brook told reporters at the town hall.", Citations: []int{1}},
			{Text: "She said it “may yet open in June”.", Citations: []int{2, 1}},
		},
		Citations: []rag.Citation{
			{N: 1, Doc: "a1", Title: "Bridge to open in spring, mayor promises after a long meeting of the council that lasted all night",
				Outlet: "Harbour Post", Agency: "HPA", Author: "Jo March", Published: "2021-03-04",
				URL: "https://harbour.example/bridge?a=1&b=(2)", Speaker: "Ada Brook", Quote: "“The bridge…"},
			{N: 2, Doc: "000_b2"},
		},
		Disagreements: []rag.Disagreement{{
			About: "the opening",
			Positions: []rag.Position{
				{Text: "May, says the Harbour Post.", Citations: []int{1}},
				{Text: "June, says another.", Citations: []int{2}},
			},
		}},
		Notes:   []string{"The archive ends in 2021."},
		Removed: []rag.Removed{{Text: "It cost a million.", Reason: "no source"}},
	}
}

const atFifty = `The mayor on the bridge, in two reports:
• “The bridge will open in May, and not a day
  later,” Mayor Ada Brook told reporters at the
  town hall. [1]
• She said it “may yet open in June”. [2][1]

Sources differ on the opening:
– May, says the Harbour Post. [1]
– June, says another. [2]
The archive ends in 2021.
1 sentence was left out: the sources do not bear
it out.

[1] Ada Brook · Bridge to open in spring, mayor
    promises after a long meeting of the council…,
    Harbour Post (HPA), by Jo March, 4 Mar 2021
    https://harbour.example/bridge?a=1&b=%282%29
[2] 000_b2, untitled, undated
`

// TestOmissions holds that a reader is told the reason that a sentence was
// left out for, and nothing of one that only repeated another.
func TestOmissions(t *testing.T) {
	for _, c := range []struct {
		faults []rag.Fault
		want   []string
	}{
		{nil, nil},
		{[]rag.Fault{rag.Repeated}, nil},
		{[]rag.Fault{rag.Repeated, rag.Altered}, []string{"1 sentence was left out: the sources do not bear it out."}},
		{[]rag.Fault{rag.Fabricated, rag.Uncited, rag.Unsafe}, []string{
			"2 sentences were left out: the sources do not bear them out.",
			"1 sentence was left out: it holds a link, markup or a mention.",
		}},
	} {
		var removed []rag.Removed
		for _, f := range c.faults {
			removed = append(removed, rag.Removed{Text: "It cost a million.", Fault: f})
		}
		if got := omissions(removed); !slices.Equal(got, c.want) {
			t.Errorf("%v: %q, want %q", c.faults, got, c.want)
		}
	}
}

func TestTerminal(t *testing.T) {
	var b bytes.Buffer
	if err := Terminal(&b, answer(), Options{Width: 50}); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); got != atFifty {
		t.Errorf("got:\n%s\nwant:\n%s", got, atFifty)
	}
}

func TestFootnoteTitle(t *testing.T) {
	title := strings.TrimSpace(strings.Repeat("Harbour ", 40))
	for _, width := range []int{20, 33, 50, 80, 120} {
		for _, tt := range []struct {
			title string
			whole bool
		}{{"A bridge", true}, {title[:width-10], true}, {title, false}} {
			a := rag.Answer{Citations: []rag.Citation{{N: 1, Title: tt.title, Outlet: "Post"}}}
			var b bytes.Buffer
			if err := Terminal(&b, a, Options{Width: width}); err != nil {
				t.Fatal(err)
			}
			rows := strings.Split(b.String(), "\n")
			shown := strings.Join(strings.Fields(b.String()), " ")
			if got := strings.HasPrefix(shown, "[1] "+strings.TrimSpace(tt.title)+", Post"); got != tt.whole {
				t.Errorf("%d columns: %q whole: %v", width, tt.title, got)
			}
			if !tt.whole && (!strings.Contains(rows[1], "…,") || uniseg.StringWidth(rows[0]) < width/2) {
				t.Errorf("%d columns: the title does not end on the second line: %q", width, rows)
			}
		}
	}
}

// Colour adds escape sequences and links, and changes no word.
func TestTerminalColor(t *testing.T) {
	var b bytes.Buffer
	if err := Terminal(&b, answer(), Options{Width: 50, Color: true}); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	for _, want := range []string{
		"\x1b]8;;https://harbour.example/bridge?a=1&b=%282%29\x1b\\Ada Brook",
		"\x1b[36m [2][1]\x1b[0m\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
	if strings.Count(got, "\x1b]8;;")%2 != 0 {
		t.Error("a hyperlink is left open")
	}
}

func TestAbstention(t *testing.T) {
	got := Plain(rag.Answer{
		Abstained: true,
		Text:      "The archive does not say what the tunnel costs.",
		Nearest: []rag.Retrieved{
			{Doc: "a1", Text: strings.Repeat("The bridge costs money. ", 30)},
			{Doc: "a2", Text: "Two."}, {Doc: "a3", Text: "Three."}, {Doc: "a4", Text: "Four."},
		},
	})
	if !strings.HasPrefix(got, "The archive does not say what the tunnel costs.\n\nNearest, but not an answer:\n– a1: The bridge") {
		t.Errorf("got %s", got)
	}
	if strings.Contains(got, "a4") || !strings.Contains(got, "…\n") {
		t.Errorf("want three passages, the long one shortened; got %s", got)
	}
}

// Whatever an article contains, without colour no control character reaches
// the terminal, and with colour only our own sequences do.
func TestHostileText(t *testing.T) {
	evil := "\x1b]0;pwned\x07 a\u009b31mred \u202etxet\u2066 \x7f\rover\x00 [9] \xff\n[1] forged"
	a := answer()
	a.Lead, a.Notes[0], a.Statements[0].Text = evil, evil, evil
	a.Citations[0] = rag.Citation{N: 1, Doc: evil, Title: evil, Outlet: evil, Author: evil, Published: evil,
		URL: "https://x.example/\x1b\\", Speaker: evil, Agency: evil}
	a.Disagreements[0].About = evil
	for _, text := range []string{Plain(a), strip(t, a)} {
		for _, r := range text {
			if r != '\n' && (unicode.IsControl(r) || r == 0x202e || r == 0x2066) {
				t.Errorf("%U in %q", r, text)
			}
		}
		if strings.Contains(text, "\n[1] forged") {
			t.Errorf("an article's text begins a line like a footnote: %q", text)
		}
	}
}

// strip is the coloured form of a without the sequences that it may hold.
func strip(t *testing.T, a rag.Answer) string {
	t.Helper()
	var b bytes.Buffer
	if err := Terminal(&b, a, Options{Color: true}); err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer(bold, "", faint, "", cyan, "", reset, "").Replace(b.String())
}

func TestLink(t *testing.T) {
	for in, want := range map[string]string{
		"https://a.example/x":             "https://a.example/x",
		" http://a.example/x ":            "http://a.example/x",
		"https://a.example/(x)>":          "https://a.example/%28x%29%3E",
		"javascript:alert(1)":             "",
		"https://good.example@bad.test/":  "",
		"//a.example":                     "",
		"https://":                        "",
		"https://[::1]/":                  "",
		"https://a.example/\x1b":          "",
		"https://a.example/" + long(1000): "",
	} {
		if got := link(in); got != want {
			t.Errorf("link(%q) = %q, want %q", in, got, want)
		}
	}
}

func long(n int) string { return strings.Repeat("x", n) }

// FuzzWrap: every line fits, and joined again the lines are the text.
func FuzzWrap(f *testing.F) {
	f.Add("The bridge will open in May, she said.", 12)
	f.Add("Donaudampfschifffahrtsgesellschaft no-break\u00a0space 東京都庁舎 👩‍👩‍👧 flags 🇳🇴🇸🇪", 7)
	f.Fuzz(func(t *testing.T, text string, width int) {
		text, width = line(text), 4+width&63
		if text == "" {
			t.Skip("nothing to wrap")
		}
		tail := " [1][2]"
		rows := wrap(text, tail, width)
		for _, row := range rows {
			if uniseg.StringWidth(row) > width && uniseg.GraphemeClusterCount(row) > 1 {
				t.Errorf("%q is wider than %d", row, width)
			}
		}
		squeeze := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if got := squeeze(strings.Join(rows, "")); got != squeeze(text+tail) {
			t.Errorf("got %q, want %q", got, squeeze(text+tail))
		}
	})
}
