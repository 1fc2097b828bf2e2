package terms

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTokensFold(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"Russia's far east", "russia far east"},
		{"Russia\u00a0s far east", "russia far east"},
		{"Russia’s far east", "russia far east"},
		{"it doesn\u00a0t work", "it doesn't work"},
		{"it doesn’t work", "it doesn't work"},
		{"three men, 10,000 jobs", "3 men , 10000 jobs"},
		{"the U.S. and the US and us", "the u.s . and the u.s and us"},
		{"WHO MET US", "who met us"},
		{"A D.C. bar", "a dc . bar"},
		{"São Tomé", "sao tome"},
		{"end.Start again", "end . start again"},
		{"$1.5 billion, 80% of 1990s", "$1.5 billion , 80% of 1990s"},
		{"“fist law”", `" fist law "`},
		{"a\u00a0sample of 5", "a sample of 5"},
		{"Ким встретил", "ким встретил"},
	} {
		var got []string
		for _, tok := range Tokens(tc.text) {
			got = append(got, tok.Lower)
		}
		if g := strings.Join(got, " "); g != tc.want {
			t.Errorf("Tokens(%q) = %q, want %q", tc.text, g, tc.want)
		}
	}
}

func TestStems(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"negotiating negotiations", "negoti negoti"},
		{"met meeting Met met", "meet meet met meet"},
		{"labourers laborers organised organized", "labor labor organ organ"},
		{"centre center armoured hours four", "center center armor hour 4"},
		{"$12 12", "12 12"},
		{"80% 80", "80 80"},
	} {
		if got := strings.Join(Stems(tc.text), " "); got != tc.want {
			t.Errorf("Stems(%q) = %q, want %q", tc.text, got, tc.want)
		}
	}
}

func TestPast(t *testing.T) {
	for _, w := range []string{"killed", "died", "spoke", "carried", "spent", "met"} {
		if !Past(w) {
			t.Errorf("%s is no past form", w)
		}
	}
	for _, w := range []string{"need", "red", "women", "lives", "shot", "hundred", "warehouse", "speaks"} {
		if Past(w) {
			t.Errorf("%s is a past form", w)
		}
	}
}

func TestNear(t *testing.T) {
	for _, tc := range []struct {
		a, b string
		want bool
	}{
		{"putin", "puten", true},
		{"interlocut", "interlocutor", true},
		{"intrest", "interest", true},
		{"summit", "summti", true},
		{"korea", "korean", true},
		{"north", "south", false},
		{"2018", "2019", false},
		{"kim", "kin", false},
		{"house", "mouse", false},
	} {
		if got := Near(tc.a, tc.b); got != tc.want {
			t.Errorf("Near(%q, %q) = %v", tc.a, tc.b, got)
		}
	}
}

// FuzzTokens: tokens lie in order, disjoint, on rune borders, and cover every
// letter and digit of valid text.
func FuzzTokens(f *testing.F) {
	f.Add("The U.S. isn’t 10,000 km away\u00a0s. ½ Ⅷ ﬁ")
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			t.Skip()
		}
		at := 0
		for _, tok := range Tokens(s) {
			if tok.Start < at || tok.End <= tok.Start || tok.End > len(s) {
				t.Fatalf("token %+v after byte %d of %q", tok, at, s)
			}
			if strings.ContainsFunc(s[at:tok.Start], isLetter) || !utf8.ValidString(s[tok.Start:tok.End]) {
				t.Fatalf("lost %q before %+v", s[at:tok.Start], tok)
			}
			at = tok.End
		}
		if strings.ContainsFunc(s[at:], isLetter) {
			t.Fatalf("lost %q", s[at:])
		}
	})
}

func BenchmarkTokens(b *testing.B) {
	text := strings.Repeat("The president said on Thursday that negotiations would resume after the summit. ", 100)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Tokens(text)
	}
}
