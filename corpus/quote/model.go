package quote

import (
	"bufio"
	_ "embed"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Model is what was learned from annotated articles: weights of named binary
// features, and word lists. Its text form is "[section]" lines, each followed
// by "key<TAB>number" lines. The zero Model knows nothing.
type Model struct {
	// Ranker scores the mentions that could be a quotation's source, in a
	// conditional logit.
	Ranker Weights
	// Coref scores the persons that "he" or "she" could be, likewise.
	Coref Weights
	// Speech tells what was said from scare quotes and titles, in a binary
	// logit; its feature "bias" is always on.
	Speech Weights
	// Cues is how often a verb attributes, by lemma: the share of its
	// occurrences outside quotations.
	Cues Weights
	// Nouns are the nouns that speak: "spokesman", "campaign".
	Nouns map[string]bool

	forms map[string]cueForm
}

// Weights maps a feature, or a word, to its weight.
type Weights map[string]float64

// cueForm is what an inflected form of a cue verb stands for.
type cueForm struct {
	lemma    string
	strength float64
}

//go:embed weights.txt
var shipped string

// Default is the model that ships with the package.
var Default = sync.OnceValue(func() *Model {
	m, err := ReadModel(strings.NewReader(shipped))
	if err != nil {
		// The file is part of the build and a test reads it.
		return new(Model)
	}
	return m
})

// ReadModel reads the text form of a model.
func ReadModel(r io.Reader) (*Model, error) {
	m := &Model{Ranker: Weights{}, Coref: Weights{}, Speech: Weights{}, Cues: Weights{}, Nouns: map[string]bool{}}
	sections := map[string]Weights{"ranker": m.Ranker, "coref": m.Coref, "speech": m.Speech, "cues": m.Cues}
	s, name := bufio.NewScanner(r), ""
	for n := 1; s.Scan(); n++ {
		line := s.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, num, ok := strings.Cut(line, "\t")
		if !ok {
			name = strings.Trim(line, "[]")
			if sections[name] == nil && name != "nouns" {
				return nil, fmt.Errorf("speaker model, line %d: unknown section %q", n, line)
			}
			continue
		}
		v, err := strconv.ParseFloat(num, 64)
		switch {
		case err != nil || math.IsNaN(v) || math.IsInf(v, 0):
			return nil, fmt.Errorf("speaker model, line %d: %q is not a number", n, num)
		case name == "nouns":
			m.Nouns[key] = true
		case sections[name] == nil:
			return nil, fmt.Errorf("speaker model, line %d: a weight before the first section", n)
		default:
			sections[name][key] = v
		}
	}
	if err := s.Err(); err != nil {
		return nil, fmt.Errorf("speaker model: %w", err)
	}
	m.index()
	return m, nil
}

// WriteTo writes the text form of m, sorted. It implements io.WriterTo.
func (m *Model) WriteTo(w io.Writer) (int64, error) {
	var b strings.Builder
	for _, s := range []struct {
		name string
		w    Weights
	}{{"ranker", m.Ranker}, {"coref", m.Coref}, {"speech", m.Speech}, {"cues", m.Cues}} {
		fmt.Fprintf(&b, "[%s]\n", s.name)
		for _, k := range slices.Sorted(maps.Keys(s.w)) {
			fmt.Fprintf(&b, "%s\t%s\n", k, strconv.FormatFloat(s.w[k], 'f', 3, 64))
		}
	}
	b.WriteString("[nouns]\n")
	for _, k := range slices.Sorted(maps.Keys(m.Nouns)) {
		fmt.Fprintf(&b, "%s\t1\n", k)
	}
	n, err := io.WriteString(w, b.String())
	return int64(n), err
}

// index lists the inflected forms of the cues.
func (m *Model) index() {
	m.forms = make(map[string]cueForm, 6*len(m.Cues))
	known := func(w string) bool { _, ok := m.Cues[w]; return ok }
	add := func(w string) {
		if l := lemma(w, known); known(l) {
			m.forms[w] = cueForm{l, m.Cues[l]}
		}
	}
	for c := range m.Cues {
		for _, f := range inflections(c) {
			add(f)
		}
	}
	for f := range irregular {
		add(f)
	}
}

// inflections is the regular forms of a verb, and some that are none.
func inflections(v string) []string {
	last := v[len(v)-1:]
	return []string{
		v, v + "s", v + "es", v + "ed", v + "ing", v + last + "ed", v + last + "ing", v + "d",
		strings.TrimSuffix(v, "e") + "ing", strings.TrimSuffix(v, "y") + "ies", strings.TrimSuffix(v, "y") + "ied",
	}
}

// strength is how often the verb form attributes, 0 for others.
func (m *Model) strength(low string) float64 { return m.forms[low].strength }

// features adds up the weights of features, or records their names where a
// trainer asks for them.
type features struct {
	w      Weights
	buf    []byte
	sum    float64
	record *[]string
}

// add counts the feature whose name is the parts joined.
func (f *features) add(parts ...string) {
	f.buf = f.buf[:0]
	for _, p := range parts {
		f.buf = append(f.buf, p...)
	}
	if f.record != nil {
		*f.record = append(*f.record, string(f.buf))
		return
	}
	f.sum += f.w[string(f.buf)]
}

// small is n in decimal.
func small(n int) string {
	if 0 <= n && n < 10 {
		return "0123456789"[n : n+1]
	}
	return strconv.Itoa(n)
}

// yes is a truth value as features write it.
func yes(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// bucket is the index of the first cut that x does not exceed.
func bucket[N int | float64](x N, cuts ...N) string {
	for i, c := range cuts {
		if x <= c {
			return small(i)
		}
	}
	return small(len(cuts))
}

var classNames = func() (t [128]string) {
	for i := range t {
		t[i] = string(rune(i))
	}
	return t
}()

// letter is the class k as a string.
func letter(k byte) string { return classNames[k&127] }
