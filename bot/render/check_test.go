package render

import (
	"bytes"
	"strings"
	"testing"
	"unicode"

	"newsdesk/rag"
	"newsdesk/rag/verify"
)

const ferry = "The ferry took five hours to cross, the harbour master said, and 40 people were ill."

// held is an invented claim with its verdict.
func held(claim string, v verify.Verdict, changes ...verify.Change) rag.Checked {
	return rag.Checked{
		Claim: claim, Verdict: v, Changes: changes,
		Citations: []rag.Citation{
			{N: 1, Doc: "ferry", Title: "A rough crossing", Outlet: "Harbour Post", Published: "2021-03-04", Quote: ferry, Speaker: "Jo March"},
			{N: 2, Doc: "ferry", Title: "A rough crossing", Outlet: "Harbour Post", Published: "2021-03-04", Quote: "It may sail again in May."},
		},
	}
}

func checked(t *testing.T, c rag.Checked, opt Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Check(&b, []rag.Checked{c}, opt); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCheck(t *testing.T) {
	got := checked(t, held("The ferry took three hours to cross, and 50 people were ill.", verify.Altered,
		verify.Change{Claim: "three", Source: "five", Kind: verify.Number},
		verify.Change{Claim: "50", Source: "40", Kind: verify.Number}), Options{Width: 60})
	const want = `Altered: “three hours” — the source has “five hours” [1]
Also: “50 people” — the source has “40 people” [1]

• The ferry took five hours to cross, the harbour master
  said, and 40 people were ill. [1]

Near it in the same article:
– It may sail again in May. [2]

[1] Jo March · A rough crossing, Harbour Post, 4 Mar 2021
[2] A rough crossing, Harbour Post, 4 Mar 2021
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// TestCheckSeveral holds that each of several claims has its own verdict, and
// all of them one list of footnotes.
func TestCheckSeveral(t *testing.T) {
	bare := held("It may sail in June.", verify.Altered, verify.Change{Claim: "June", Source: "May", Kind: verify.Date})
	bare.Citations = []rag.Citation{{N: 1, Doc: "ferry", Title: "A rough crossing", Quote: "It may sail again in May."}}
	var b bytes.Buffer
	list := []rag.Checked{held("The ferry took five hours to cross.", verify.Supported), bare}
	if err := Check(&b, list, Options{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"> The ferry took five hours to cross.\nSupported [1]\n", "\n> It may sail in June.\nAltered: “June” — the source has “May” [3]\n", "\n[3] A rough crossing"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in:\n%s", want, b.String())
		}
	}
	if list[1].Citations[0].N != 1 {
		t.Error("the caller's citations were renumbered")
	}
}

func TestCheckVerdicts(t *testing.T) {
	for _, tt := range []struct {
		name, claim string
		verdict     verify.Verdict
		change      verify.Change
		want        string
	}{
		{"as it stands", "The ferry took five hours.", verify.Supported, verify.Change{}, "Supported [1]"},
		{"matter added", "The ferry took five hours to Oslo.", verify.Supported, verify.Change{Claim: "Oslo", Kind: verify.Addition},
			"Supported [1]\nNot in the source's words: “Oslo”"},
		{"a word dropped", "It will sail in May.", verify.Contradicted, verify.Change{Source: "may sail", Kind: verify.Negation},
			"Contradicted: the source has “may sail” [2]"},
		{"a name that is nowhere", "The ferry from Oslo took five hours.", verify.Altered, verify.Change{Claim: "Oslo", Kind: verify.Entity},
			"Altered: “Oslo” — not in the source [1]"},
		{"an invented quotation", "They called it “heaven”.", verify.Altered, verify.Change{Claim: "heaven", Kind: verify.Quotation},
			"Altered: “heaven” — not in the source\n"},
		{"another speaker", "It took five hours, the mayor said.", verify.Altered, verify.Change{Claim: "the mayor", Source: "March", Kind: verify.Speaker},
			"Altered: “the mayor” — the source gives these words to “March” [1]"},
		{"words of a sentence that is not shown", "The ferry sank in June.", verify.Altered, verify.Change{Claim: "June", Source: "July", Kind: verify.Date},
			"Altered: “June” — the source has “July”\n"},
		{"a figure without a noun in common", "It took three days.", verify.Altered, verify.Change{Claim: "three", Source: "five", Kind: verify.Number},
			"Altered: “three” — the source has “five” [1]"},
		{"a verdict without its reason", "It sank.", verify.Contradicted, verify.Change{}, "Contradicted [1]"},
		// What is not verified is never shown as a fault.
		{"too far", "The crossing was long: 50.", verify.Unverified, verify.Change{Claim: "50", Source: "40", Kind: verify.Number},
			"Not verified: the articles' words neither bear it out nor rule it out\n\nNearest, but not enough to tell:\n– The ferry"},
	} {
		c := held(tt.claim, tt.verdict)
		if tt.change != (verify.Change{}) {
			c.Changes = append(c.Changes, tt.change)
		}
		if got := checked(t, c, Options{Width: -1}); !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s: got:\n%s\nwant it to begin:\n%s", tt.name, got, tt.want)
		}
	}
	if got := checked(t, rag.Checked{Claim: "xqz"}, Options{}); got != "Not verified: no article has anything near it\n" {
		t.Errorf("without evidence: %q", got)
	}
}

// Whatever claim and article contain, no control character reaches the
// terminal, and no line begins like a footnote of ours.
func TestCheckHostileText(t *testing.T) {
	evil := "\x1b]0;pwned\x07 a\u009b31mred \u202etxet \x7f\rover\x00\n[9] forged"
	for _, v := range []verify.Verdict{verify.Unverified, verify.Supported, verify.Altered, verify.Contradicted} {
		for kind := verify.Entity; kind <= verify.Addition; kind++ {
			c := held(evil, v, verify.Change{Claim: evil, Source: evil, Kind: kind}, verify.Change{Claim: evil, Kind: kind})
			c.Citations[0].Quote, c.Citations[0].Speaker = evil, evil
			coloured := strings.NewReplacer(bold, "", faint, "", cyan, "", reset, "").Replace(checked(t, c, Options{Color: true}))
			for _, text := range []string{checked(t, c, Options{}), coloured} {
				if strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && (unicode.IsControl(r) || r == 0x202e) }) {
					t.Errorf("%v, %v: a control character in %q", v, kind, text)
				}
				if strings.Contains(text, "\n[9]") {
					t.Errorf("%v, %v: a forged footnote in %q", v, kind, text)
				}
			}
		}
	}
}

// FuzzFollowing: the word found stands behind the words, whole, and nothing
// but letters is in it.
func FuzzFollowing(f *testing.F) {
	f.Add("It took five hours.", "five")
	f.Add("fifty-five hours", "five")
	f.Add("five five hours", "five")
	f.Fuzz(func(t *testing.T, text, words string) {
		word := following(text, words)
		if word == "" {
			return
		}
		if strings.Count(text, words) != 1 || !strings.Contains(text, words+" "+word) {
			t.Errorf("%q does not follow %q in %q", word, words, text)
		}
		if strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }) {
			t.Errorf("%q is no word", word)
		}
		if _, after, _ := strings.Cut(text, words+" "+word); after != "" && unicode.IsLetter([]rune(after)[0]) {
			t.Errorf("%q is cut short in %q", word, text)
		}
	})
}
