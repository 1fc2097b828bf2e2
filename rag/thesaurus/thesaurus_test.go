package thesaurus

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
	"testing"

	"newsdesk/rag/terms"
)

func find(rs []Related, stem string) (Related, bool) {
	i := slices.IndexFunc(rs, func(r Related) bool { return r.Stem == stem })
	if i < 0 {
		return Related{}, false
	}
	return rs[i], true
}

func TestOf(t *testing.T) {
	for _, tc := range []struct {
		word, stem string
		kind       Kind
	}{
		{"gift", "present", Synonym},
		{"gifts", "award", Narrower},
		{"presents", "exhibit", Synonym},
		{"explain", "explan", Derived},
		{"explanation", "explain", Derived},
		{"failed", "failur", Derived},
		{"failure", "fail", Derived},
		{"arrived", "arriv", kinds}, // its own stem
		{"arrived", "come", Synonym},
		{"korean", "korea", Derived},
		{"korea", "korean", Derived},
		{"bought", "purchas", Synonym},
		{"purchases", "buy", Synonym},
		{"attorneys", "lawyer", Synonym},
		{"physician", "doctor", Synonym},
		{"limousine", "car", Broader},
		{"vast", "huge", Synonym},
		{"huge", "larg", Broader},
		{"won", "wine", kinds},    // irregular forms go by their verb,
		{"won", "gain", Synonym},  // not by the noun that looks alike
		{"news", "novel", kinds},  // no plural of "new"
		{"wicked", "wick", kinds}, // nor a form of "wick"
		{"labouring", "grind", Synonym},
		{"demonstrators", "protest", Synonym},
		{"dog", "entiti", kinds}, // too general to say anything
		{"donation", "act", kinds},
		{"large", "small", kinds}, // opposites never stand in
		{"war", "peac", kinds},
	} {
		got, ok := find(Of(tc.word), tc.stem)
		if ok != (tc.kind != kinds) || ok && got.Kind != tc.kind {
			t.Errorf("Of(%q) has %q: %v, as %v, want as %v; all: %v", tc.word, tc.stem, ok, got.Kind, tc.kind, Of(tc.word))
		}
	}
}

func TestUnknown(t *testing.T) {
	for _, w := range []string{"", "the", "would", "who", "qzxv", "'s", "2019", "u.s", "мир", "zürich", "two words", "-"} {
		if rs, as := Of(w), Antonyms(w); len(rs) > 0 || len(as) > 0 {
			t.Errorf("Of(%q) = %v, Antonyms %v, want none", w, rs, as)
		}
	}
}

func TestAntonyms(t *testing.T) {
	for _, tc := range []struct{ word, want string }{
		{"war", "peac"},
		{"bought", "sell"},
		{"failed", "succeed"},
		{"largest", "small"},
		{"summit", ""},
	} {
		if got := strings.Join(Antonyms(tc.word), " "); got != tc.want {
			t.Errorf("Antonyms(%q) = %q, want %q", tc.word, got, tc.want)
		}
	}
}

// What a usual sense leads to counts more than what a rare one does.
func TestStrengthFollowsUse(t *testing.T) {
	for _, tc := range []struct{ word, more, less string }{
		{"purchase", "buy", "bargain"},
		{"car", "automobil", "ambul"},
		{"kids", "child", "fri"},
	} {
		more, _ := find(Of(tc.word), tc.more)
		if less, _ := find(Of(tc.word), tc.less); more.Strength <= less.Strength {
			t.Errorf("Of(%q): %v is no stronger than %v", tc.word, more, less)
		}
	}
}

// promises are what Of says of any word.
func promises(t *testing.T, word string) {
	t.Helper()
	rs, own := Of(word), stem(word)
	if len(rs) > limit {
		t.Errorf("Of(%q) has %d words", word, len(rs))
	}
	seen := map[string]bool{own: true}
	last := float32(1)
	for _, r := range rs {
		if r.Strength <= 0 || r.Strength > last {
			t.Errorf("Of(%q): strength of %v after %v", word, r, last)
		}
		if seen[r.Stem] || r.Kind >= Antonym || r.Stem == "" || slices.Contains(Antonyms(word), r.Stem) {
			t.Errorf("Of(%q): %v is its own, double or an antonym", word, r)
		}
		seen[r.Stem], last = true, r.Strength
	}
	if !slices.Equal(rs, Of(word)) {
		t.Errorf("Of(%q) differs from call to call", word)
	}
}

func TestPromisesHoldForEveryWord(t *testing.T) {
	with := 0
	for _, w := range builtin().words {
		promises(t, w)
		if len(Of(w)) > 0 {
			with++
		}
	}
	if with < 15_000 {
		t.Errorf("only %d words have related ones", with)
	}
}

func FuzzOf(f *testing.F) {
	for _, w := range []string{"gifts", "met", "stopped", "ies", "i", "don't", "ſ", "\xff"} {
		f.Add(w)
	}
	f.Fuzz(func(t *testing.T, s string) { promises(t, terms.Fold(s)) })
}

// The card names this content; a new build must be measured and written down.
func TestContent(t *testing.T) {
	if _, err := parse(related); err != nil {
		t.Fatal(err)
	}
	const want = "d61e9eec656f3be98d258b55fc7e60cb279a75ec1daf6a6ba9b2619015063fe6"
	sum := sha256.Sum256([]byte(related))
	if got := hex.EncodeToString(sum[:]); got != want {
		t.Errorf("related.bin has SHA-256 %s, README.md describes %s", got, want)
	}
	if len(related) > 600_000 {
		t.Errorf("related.bin has %d bytes, the budget is 600,000", len(related))
	}
}

func TestDamagedTables(t *testing.T) {
	change := func(at int, to byte) string { return related[:at] + string([]byte{to}) + related[at+1:] }
	first := headerSize + len(builtin().words) // the first relation
	for name, b := range map[string]string{
		"empty":            "",
		"header alone":     related[:headerSize],
		"cut":              related[:len(related)-1],
		"longer":           related + "\n",
		"other version":    change(len(magic)-1, '2'),
		"more words":       change(len(magic), related[len(magic)]+1),
		"huge count":       change(len(magic)+3, 0xff),
		"huge relations":   change(len(magic)+7, 0xff),
		"count of a word":  change(headerSize, related[headerSize]+1),
		"word out of it":   change(first+1, 0xff),
		"kind out of it":   change(first+2, 0xff),
		"words unsorted":   change(len(related)-2, 0),
		"words run on":     change(len(related)-1, 'x'),
		"words not text":   related[:len(related)-3] + "\n\n\n",
		"only the version": magic,
	} {
		if _, err := parse(b); err == nil {
			t.Errorf("%s: a damaged table was taken", name)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for _, w := range builtin().words[:200] {
				Of(w)
			}
		})
	}
	wg.Wait()
}

func TestKindNames(t *testing.T) {
	if got := Narrower.String() + " " + Kind(9).String(); got != "narrower unknown" {
		t.Error(got)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := parse(related); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOf(b *testing.B) {
	words := []string{"gifts", "labourers", "explanation", "failed", "qzxv"}
	for i := 0; b.Loop(); i++ {
		Of(words[i%len(words)])
	}
}
