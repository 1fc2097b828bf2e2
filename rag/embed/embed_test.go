package embed

import (
	"context"
	"crypto/sha256"
	"errors"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"newsdesk/rag/vector"
)

func table(t testing.TB) *Table {
	t.Helper()
	b, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestContentHash(t *testing.T) {
	if got, want := sha256.Sum256([]byte(builtin[headerLen:])), builtin[88:120]; string(got[:]) != want {
		t.Fatalf("content hash %x, the header says %x: static256.bin is damaged", got, want)
	}
	b := table(t)
	if b.ID() != "static256:489583334225ca19" || b.Dim() != 256 || b.teacher != "all-MiniLM-L6-v2" {
		t.Errorf("ID %q, dim %d, teacher %q", b.ID(), b.Dim(), b.teacher)
	}
}

// The reference reader that came with the table gave these: components 0, 1,
// 100 and 255, and a sum over all components that no permutation preserves.
func TestParity(t *testing.T) {
	b := table(t)
	for _, c := range []struct {
		text string
		at   [4]float64
		sum  float64
	}{
		{"What did Putin say about security guarantees?", [4]float64{0.2299, -5e-05, -0.10898, -0.03968}, 1.1868},
		{"wat did puten call kim? intresting and wat interlocuter", [4]float64{0.11472, -0.01313, -0.14964, 0.01319}, -1.70987},
		{"Café Noël — “naïve” façades; São Paulo’s résumé…", [4]float64{0.08854, -0.04521, -0.13346, 0.03975}, 0.10998},
		{"The U.S. took $1,000.50 (≈ 5%) in 1998-99, AFP said.", [4]float64{0.08684, 0.11884, -0.03615, 0.02249}, 1.44171},
		{"习近平 met Kim in 北京", [4]float64{-0.01313, 0.07889, 0.00141, 0.03963}, 0.98121},
		{"Supercalifragilisticexpialidocious antidisestablishmentarianism", [4]float64{-0.10746, -0.14949, -0.08292, 0.01268}, -0.03112},
		{"İstanbul ÅNGSTRÖM Việt Nam", [4]float64{-0.03774, 0.06981, 0.04121, 0.02717}, -1.60893},
		{strings.Repeat("x", 250) + " too long", [4]float64{0.13073, 0.01537, 0.06698, 0.00756}, -4.01202},
	} {
		v := b.Vector(c.text)
		var sum float64
		for j, x := range v {
			sum += float64(x) * float64(j%7-3)
		}
		for k, j := range []int{0, 1, 100, 255} {
			if math.Abs(float64(v[j])-c.at[k]) > 1e-5 {
				t.Errorf("%q: component %d is %.5f, want %.5f", c.text, j, v[j], c.at[k])
			}
		}
		if math.Abs(sum-c.sum) > 2e-5 {
			t.Errorf("%q: weighted sum %.5f, want %.5f", c.text, sum, c.sum)
		}
	}
}

func TestTokens(t *testing.T) {
	b := table(t)
	// Which pieces a word falls into is the vocabulary's affair: the promise is
	// where words begin and end, and that their pieces spell them.
	for _, c := range []struct{ text, want string }{
		{"Summits", "summits"},
		{"Denuclearization", "denuclearization"},
		{"it's", "it ' s"},
		{"a\u00a0b\u200bc\td\x00e", "a bc de"},
		{"cafe\u0301 CAFÉ", "cafe cafe"},
		{"[UNK] ##ing", "[ unk ] # # ing"},
		{"\xff\xfe", ""},
		{"", ""},
		{strings.Repeat("a", 101), ""},
	} {
		var got []string
		for _, row := range b.appendRows(nil, c.text) {
			got = append(got, b.piece(row))
		}
		if spelled := strings.ReplaceAll(strings.Join(got, " "), " ##", ""); spelled != c.want {
			t.Errorf("%q: pieces %q spell %q, want %q", c.text, got, spelled, c.want)
		}
	}
	// Hangul syllables are decomposed, as the teacher's tokeniser does.
	if !slices.Equal(b.Vector("한국"), b.Vector("\u1112\u1161\u11ab\u1100\u116e\u11a8")) || b.Rank("한국") == 0 {
		t.Error("composed and decomposed Hangul differ")
	}
}

func TestEveryPieceIsFound(t *testing.T) {
	b := table(t)
	seen := map[string]bool{}
	for row := 1; row < b.n; row++ {
		p := b.piece(uint32(row))
		if seen[p] {
			t.Fatalf("piece %q stands twice in the vocabulary", p)
		}
		seen[p] = true
		prefix, h, rest := "", uint32(hashSeed), p
		if strings.HasPrefix(p, continuation) && p != continuation {
			prefix, h, rest = continuation, continuationHash, p[2:]
		}
		for i := range len(rest) {
			h = hashByte(h, rest[i])
		}
		if got, ok := b.lookup(h, prefix, []byte(rest)); !ok || got != uint32(row) {
			t.Fatalf("piece %q: row %d, %t, want %d", p, got, ok, row)
		}
	}
}

func TestRankFollowsFrequency(t *testing.T) {
	b := table(t)
	last := -1
	for _, w := range []string{"the", "government", "president", "sanctions", "aquarium"} {
		r := b.Rank(w)
		if r <= last {
			t.Errorf("rank of %q is %d, not after %d", w, r, last)
		}
		last = r
	}
	for _, w := range []string{"", "interlocuter", "two words", "##ing"} {
		if r := b.Rank(w); r != -1 {
			t.Errorf("rank of %q is %d, want -1", w, r)
		}
	}
}

func TestSimilarity(t *testing.T) {
	b := table(t)
	near := vector.Dot(b.Vector("the two leaders ate lunch"), b.Vector("what did they have for dinner"))
	far := vector.Dot(b.Vector("the two leaders ate lunch"), b.Vector("interest rates rose in March"))
	if near <= far {
		t.Errorf("lunch and dinner %.3f, lunch and interest rates %.3f", near, far)
	}
}

func TestEmbed(t *testing.T) {
	b := table(t)
	texts := []string{"one", "", "two"}
	got, err := b.Embed(context.Background(), texts)
	if err != nil || len(got) != 3 || !slices.Equal(got[2], b.Vector("two")) || vector.Length(got[1]) != 0 {
		t.Errorf("Embed gave %d vectors, %v", len(got), err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := b.Embed(ctx, texts); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	var none *Table
	if none.Vector("x") != nil || none.Dim() != 0 || none.ID() != "" || none.Rank("x") != -1 || none.Word("x") != nil {
		t.Error("a nil table answered")
	}
}

func TestWordIsSafeForConcurrentUse(t *testing.T) {
	b := table(t)
	words := strings.Fields("kim putin summit denuclearization 习近平 o'brien zzzzqx " + strings.Repeat("y", 80))
	want := map[string][]float32{}
	for _, w := range words {
		want[w] = slices.Clone(b.Word(w))
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 500 {
				w := words[i%len(words)]
				if v, n := b.WordNorm(w); !slices.Equal(v, want[w]) || n != float32(vector.Length(v)) {
					t.Errorf("%q: another vector than before", w)
				}
				b.Word(string(rune('a'+i%26)) + w) // crowd the cache
			}
		})
	}
	wg.Wait()
}

func TestDamagedHeaders(t *testing.T) {
	good := builtin
	put := func(at int, v string) string { return good[:at] + v + good[at+len(v):] }
	lines := strings.LastIndexByte(good[:len(good)-1], '\n')
	for name, b := range map[string]string{
		"empty":         "",
		"short":         good[:100],
		"magic":         put(0, "X"),
		"version":       put(8, "\x02"),
		"no dimensions": put(12, "\x00\x00\x00\x00"),
		"huge":          put(12, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"),
		"no rows":       put(16, "\x00\x00\x00\x00"),
		"cut":           good[:len(good)-1],
		"a byte more":   good + "\n",
		"a line fewer":  put(lines, "x"),
		"a line more":   put(lines-1, "\n"),
		"a long line":   put(len(good)-301, strings.Repeat("x", 300)),
	} {
		if tab, err := parse(b); err == nil || tab != nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: table %v, error %v", name, tab != nil, err)
		}
	}
}

// FuzzVector holds the promises of Vector: unit length or zero, the same each
// time, equal to the scaled sum of its words, blind to case and white space.
func FuzzVector(f *testing.F) {
	b := table(f)
	for _, s := range []string{"", "Kim met Putin.", "İİ ǅ ß ﬁ", "\xf0\x28", "\xf3ά", "a\u0301\u0301", "한국 習", "İ\u0307", "U.S.-led “talks”", "0\f0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v := b.Vector(s)
		if n := vector.Length(v); n != 0 && math.Abs(n-1) > 1e-4 {
			t.Fatalf("%q: length %g", s, n)
		}
		if !slices.Equal(v, b.Vector(s)) || !slices.Equal(v, b.Vector("  "+s+"\n")) {
			t.Fatalf("%q: not the same each time", s)
		}
		sum := make([]float32, b.Dim())
		for _, w := range strings.Split(s, " ") {
			for j, x := range b.Word(w) {
				sum[j] += x
			}
		}
		if n := vector.Length(sum); n > 1e-3 && vector.Length(v) != 0 && math.Abs(float64(vector.Dot(sum, v))/n-1) > 1e-3 {
			t.Fatalf("%q: not the sum of its words", s)
		}
	})
}

const passage = "Officials of the port said on Monday that the two ferries had been moored for most of the winter, " +
	"that no crew could be found for them and that the ministry's plan to sell both by the end of the year had failed."

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := parse(builtin); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkQuery(b *testing.B) {
	t := table(b)
	b.ReportAllocs()
	for b.Loop() {
		t.Vector("What did Putin say about security guarantees?")
	}
}

func BenchmarkPassage(b *testing.B) {
	t := table(b)
	text := strings.Repeat(passage+" ", 5) // about 200 words
	b.ReportAllocs()
	for b.Loop() {
		t.Vector(text)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "texts/s")
}

func BenchmarkWord(b *testing.B) {
	t := table(b)
	words := strings.Fields(strings.ToLower(passage))
	for i := 0; b.Loop(); i++ {
		t.Word(words[i%len(words)])
	}
}

// Going round the whole vocabulary, more words than the cache has places.
func BenchmarkWordUncached(b *testing.B) {
	t := table(b)
	words := strings.Split(t.vocab, "\n")
	for i := 0; b.Loop(); i++ {
		t.Word(words[i%len(words)])
	}
}
