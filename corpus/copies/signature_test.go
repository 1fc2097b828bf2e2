package copies

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"newsdesk/corpus"
)

// randomText is n words drawn from 20,000, the same for the same seed.
func randomText(seed uint64, n int) string {
	return strings.Join(randomWords(rand.New(rand.NewPCG(seed, 1)), n), " ")
}

func randomWords(r *rand.Rand, n int) []string {
	words := make([]string, n)
	for i := range words {
		words[i] = fmt.Sprintf("w%dx", r.IntN(20000))
	}
	return words
}

// shingles is the set that a signature sketches, the slow way.
func shingles(text string) map[string]bool {
	words := strings.Fields(text)
	all := map[string]bool{}
	for i := 0; i+shingleWords <= len(words); i++ {
		all[strings.Join(words[i:i+shingleWords], " ")] = true
	}
	return all
}

func bothAndEither(a, b map[string]bool) (both, either int) {
	for s := range a {
		if b[s] {
			both++
		}
	}
	return both, len(a) + len(b) - both
}

// TestEstimates holds the estimates against the sets of shingles: without
// bias, and as far off as their standard error says.
func TestEstimates(t *testing.T) {
	for _, size := range []int{60, 150, 400, 2000} {
		t.Run(fmt.Sprint(size, " words"), func(t *testing.T) {
			const trials = 300
			r := rand.New(rand.NewPCG(uint64(size), 7))
			var bias, square, heldBias, heldSquare float64
			for range trials {
				// Two texts with a part in common and a part of their own.
				shared := randomWords(r, size*(1+r.IntN(9))/10)
				a := strings.Join(append(randomWords(r, size-len(shared)), shared...), " ")
				b := strings.Join(append(shared, randomWords(r, r.IntN(size))...), " ")
				x, y := shingles(a), shingles(b)
				both, either := bothAndEither(x, y)
				j, held := float64(both)/float64(either), float64(both)/float64(len(x))
				s, u := Sign(&corpus.Article{Text: a}), Sign(&corpus.Article{Text: b})
				e := (s.Similarity(u) - j) / math.Sqrt(max(j*(1-j), .01)/bins)
				bias += e / trials
				square += e * e / trials
				c := s.Containment(u) - held
				if len(x) <= sampleSize && len(y) <= sampleSize && math.Abs(c) > 1e-9 {
					t.Fatalf("containment of small sets is %v off", c)
				}
				heldBias += c / trials
				heldSquare += c * c / trials
			}
			t.Logf("similarity: mean error %.2f, root mean square %.2f standard errors; containment: %.4f, %.4f", bias, math.Sqrt(square), heldBias, math.Sqrt(heldSquare))
			// Borrowed bins are not independent: short texts err more.
			most := 1.15
			if size < 400 {
				most = 1.6
			}
			if math.Abs(bias) > .25 || math.Sqrt(square) > most {
				t.Errorf("the errors of the similarity are %.2f ± %.2f standard errors", bias, math.Sqrt(square))
			}
			if math.Abs(heldBias) > .01 || math.Sqrt(heldSquare) > .07 {
				t.Errorf("the errors of the containment are %.4f ± %.4f", heldBias, math.Sqrt(heldSquare))
			}
		})
	}
}

func TestSignatureOfLittle(t *testing.T) {
	sign := func(s string) Signature { return Sign(&corpus.Article{Text: s}) }
	for _, s := range []string{"", "\n", " …—“” ", "\xff\xfe"} {
		if e := sign(s); !e.Empty() || e.Similarity(e) != 0 || e.Containment(e) != 0 {
			t.Errorf("%q has words", s)
		}
	}
	tests := []struct {
		a, b string
		same bool
	}{
		{"Yes", "yes!", true},
		{"Yes", "No", false},
		{"one two three", "three two one", false},
		{"Café Zürich, Σίσυφος", "cafe\u0301 ZU\u0308RICH ΣΊΣΥΦΟΣ", true},
		{"Russia's stance on Korea", "Russia’s stance on Korea", true},
		{"Russia's stance on Korea", "Russia\u00a0s stance on\nKorea", true},
		{"soft\u00adware for five people", "software for five people", true},
		{"普京会见金正恩", "普京 会见 金正恩。", true},
		{"普京会见金正恩", "普京未见金正恩", false},
		{"ﬁne weather for ﬂying", "fine weather for flying", true},
	}
	for _, tc := range tests {
		if got := sign(tc.a).Similarity(sign(tc.b)) == 1; got != tc.same {
			t.Errorf("%q and %q: the same is %v", tc.a, tc.b, got)
		}
	}
}

// TestBodyOnly: what is not running text has no part in a signature.
func TestBodyOnly(t *testing.T) {
	text := "A headline of seven words about nothing\nThe body of the report has a few words of its own.\nA caption with words nobody else has written\nAnd the body goes on here."
	a := &corpus.Article{Text: text}
	at := 0
	for i, line := range strings.Split(text, "\n") {
		kind := [...]corpus.Kind{corpus.Title, corpus.Body, corpus.Caption, corpus.Body}[i]
		a.Blocks = append(a.Blocks, corpus.Block{Span: corpus.Span{Start: at, End: at + len(line)}, Kind: kind})
		at += len(line) + 1
	}
	b := &corpus.Article{Text: "The body of the report has a few words of its own. And the body goes on here."}
	if x := Sign(a).Similarity(Sign(b)); x != 1 {
		t.Errorf("similarity is %v", x)
	}
	a.Blocks = append(a.Blocks, corpus.Block{Span: corpus.Span{Start: 3, End: 1 << 30}})
	if x := Sign(a).Similarity(Sign(b)); x != 1 {
		t.Errorf("with a block outside the text similarity is %v", x)
	}
}

func TestDecode(t *testing.T) {
	whole := Sign(&corpus.Article{Text: randomText(3, 1000)}).Encode()
	if len(whole) != encodedHead+4*sampleSize {
		t.Errorf("%d bytes", len(whole))
	}
	swapped := append([]byte{}, whole...)
	copy(swapped[encodedHead:], whole[encodedHead+4:encodedHead+8])
	loose := append([]byte{}, whole...)
	copy(loose[1+2*bins:], []byte{1, 0, 0, 0})
	version := append([]byte{}, whole...)
	version[0]++
	for name, b := range map[string][]byte{
		"nothing": nil, "head alone": whole[:encodedHead], "cut": whole[:len(whole)-3], "one too many": append(whole[:len(whole):len(whole)], 1, 2, 3, 4),
		"out of order": swapped, "a bound too low": loose, "another version": version,
	} {
		if _, err := Decode(b); !errors.Is(err, ErrSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if s, err := Decode((Signature{}).Encode()); err != nil || !s.Empty() {
		t.Errorf("the empty signature: %v", err)
	}
}

// FuzzDecode: what Decode accepts, Encode gives back.
func FuzzDecode(f *testing.F) {
	f.Add(Sign(&corpus.Article{Text: randomText(4, 30)}).Encode())
	f.Add(Sign(&corpus.Article{Text: randomText(5, 400)}).Encode())
	f.Add([]byte{format})
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := Decode(b)
		if err != nil {
			return
		}
		if string(s.Encode()) != string(b) {
			t.Fatal("other bytes come back")
		}
	})
}

// FuzzSign: a signature does not depend on Unicode form, line breaks and
// punctuation, is the same after storage, and resembles itself.
func FuzzSign(f *testing.F) {
	f.Add(first)
	f.Add("Ångström ﬁn가각か\u3099 \u0130 ß Ω \u1fc1 x\u0345")
	f.Add("a a a a a a a a a a")
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, " ")
		sign := func(s string) string { return string(Sign(&corpus.Article{Text: s}).Encode()) }
		want := sign(text)
		for _, other := range []string{norm.NFC.String(text), norm.NFD.String(text), "\n“" + strings.ReplaceAll(text, " ", " …\n") + "”"} {
			if sign(other) != want {
				t.Fatalf("%q and %q have different signatures", text, other)
			}
		}
		s, err := Decode([]byte(want))
		if err != nil {
			t.Fatal(err)
		}
		if !s.Empty() && (s.Similarity(s) != 1 || s.Containment(s) != 1) {
			t.Fatal("it does not resemble itself")
		}
	})
}
