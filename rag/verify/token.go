package verify

import (
	"math"
	"strings"

	"newsdesk/rag/terms"
)

// Words knows about single English words. *embed.Table is one. It must be
// safe for concurrent use.
type Words interface {
	// WordNorm is the vector of a folded word, not to be changed, and its length.
	WordNorm(lower string) (v []float32, norm float32)
	// Rank is the word's place in a list of English words by frequency, or -1.
	Rank(lower string) int
	// Vector is a text's unit vector.
	Vector(text string) []float32
}

// token is one word, number or sign of a claim or a source, as the rules and
// features see it. Punctuation gives none, but marks the token after it.
type token struct {
	start, end int    // bytes of the text
	lower      string // folded
	stem       string // folded, stemmed; of a number "#" and its value
	num        float64
	weight     float32 // about the rarity of the word, .05 to 1
	number     bool
	spelled    bool // a number in letters
	stop       bool
	name       bool // perhaps a name: capital, or no common word
	capital    bool // written with a capital that no sentence start explains
	broken     bool // a comma, stop, dash, bracket or quotation mark stands before it
	class      class
	level      uint8 // the degree of a modal or the class of a quantity
	vec        []float32
	norm       float32
	date       dateKind
}

type dateKind uint8

const (
	noDate dateKind = iota
	year
	month
	weekday
	monthDay
)

// content is true of tokens that carry matter.
func (t *token) content() bool { return !t.stop }

// reader makes tokens.
type reader struct {
	words Words
	the   int // rank of "the", where words begin
}

func newReader(w Words) *reader {
	r := &reader{words: w}
	if w != nil {
		r.the = max(0, w.Rank("the"))
	}
	return r
}

// determiners before "second" make it an ordinal, not a time.
var determiners = terms.Set("a the his her its their this that my our")

// maxRank is where the built-in table's words end, about: rarer ones weigh 1.
const maxRank = 27000

// weigh is an inverse document frequency that needs no corpus: the word's
// place in a list by frequency, on a logarithmic scale from .05 to 1.
func (r *reader) weigh(w string) float32 {
	if r.words == nil {
		return 1
	}
	rank := r.words.Rank(w)
	if rank < 0 {
		return 1
	}
	x := math.Log1p(float64(max(0, rank-r.the))/30) / math.Log1p(maxRank/30.)
	return float32(min(1, max(.05, x)))
}

// tokens reads the part of text from from to to; offsets are of text.
func (r *reader) tokens(text string, from, to int) []token {
	raw := terms.Tokens(text[from:to])
	out := make([]token, 0, len(raw)+2)
	broken, start := false, true
	for i := 0; i < len(raw); i++ {
		t := raw[i]
		t.Start, t.End = t.Start+from, t.End+from
		if !t.Word {
			if strings.Contains("$€£%", t.Lower) && t.Lower != "" {
				out = r.add(out, token{start: t.Start, end: t.End, lower: t.Lower, stem: t.Lower, broken: broken})
				broken = false
				continue
			}
			if t.Lower != "-" || i > 0 && raw[i-1].End+from < t.Start {
				broken = true // a hyphen within a word breaks nothing
			}
			start = start || strings.Contains(".!?:", t.Lower)
			if t.Lower == `"` || t.Lower == "'" || t.Lower == "`" {
				start = true // a quotation begins like a sentence
			}
			continue
		}
		n := len(out)
		switch {
		case t.Number && joins(text, raw, i, from):
			out[len(out)-1].join(text[t.Start:t.End], raw[i-1].Lower, t.End)
		case t.Number:
			out = r.number(out, text, t, broken)
		case strings.HasSuffix(t.Lower, "n't") && len(t.Lower) > 3:
			out = r.contraction(out, t, broken)
		default:
			out = r.word(out, t, broken, start)
		}
		start = start && len(out) == n
		broken = false
	}
	return mergePercent(out)
}

func (r *reader) contraction(out []token, t terms.Token, broken bool) []token {
	base, ok := map[string]string{"can't": "can", "won't": "will", "shan't": "shall"}[t.Lower]
	if !ok {
		base = strings.TrimSuffix(t.Lower, "n't")
	}
	cut := max(t.Start, t.End-3)
	out = r.add(out, token{start: t.Start, end: cut, lower: base, stem: base, broken: broken})
	return r.add(out, token{start: cut, end: t.End, lower: "not", stem: "not"})
}

func (r *reader) word(out []token, t terms.Token, broken, start bool) []token {
	lower, stem := t.Lower, t.Stem
	if i := strings.IndexByte(lower, '\''); i > 0 && len(lower)-i <= 3 {
		// "they'll" is they and will, "he'd" is he: what else would is told by the verb.
		tail := lower[i+1:]
		out = r.word(out, terms.Token{Start: t.Start, End: t.Start + i, Lower: lower[:i], Stem: lower[:i], Capital: t.Capital}, broken, start)
		if tail == "ll" {
			out = r.add(out, token{start: t.Start + i, end: t.End, lower: "will", stem: "will"})
		}
		return out
	}
	if m, ok := shortMonths[lower]; ok && t.Capital {
		lower, stem = m, stemOf(m)
	}
	if k := len(out) - 1; !t.Capital && k >= 0 && out[k].number && !broken && out[k].date != month {
		if m, ok := multipliers[lower]; ok && lower != "dozen" {
			out[k].scale(m, t.End)
			return out
		}
	}
	if k := len(out) - 1; lower == "second" && k >= 0 && determiners[out[k].lower] {
		return r.addNumber(out, token{start: t.Start, end: t.End, lower: lower, num: 2, spelled: true, broken: broken})
	}
	if v, ok := tens[lower]; ok && !t.Capital {
		return r.addNumber(out, token{start: t.Start, end: t.End, lower: lower, num: v, spelled: true, broken: broken})
	}
	return r.add(out, token{start: t.Start, end: t.End, lower: lower, stem: stem, broken: broken,
		capital: t.Capital && !start, name: t.Capital})
}

// add appends a word with all that is known of it.
func (r *reader) add(out []token, t token) []token {
	w := t.lower
	if w == "" {
		return out // an accent without a letter
	}
	if t.weight == 0 {
		t.weight = r.weigh(w)
	}
	capital := t.name
	t.stop = stops[w] || len(w) < 2 && !strings.Contains("$€£%", w)
	t.name = false
	prev := (*token)(nil)
	if k := len(out) - 1; k >= 0 {
		prev = &out[k]
	}
	switch {
	case months[w] > 0 && (w != "may" && w != "march" || (capital || w == "may") && isDateContext(prev)):
		t.date, t.stop = month, false
		if prev != nil && prev.number && prev.num <= 31 && prev.num >= 1 && prev.date == noDate {
			prev.date = monthDay
		}
	case weekdays[w] > 0:
		t.date = weekday
	case negations[w]:
		t.class = negation
	case modals[w] > 0 && !t.capital:
		t.class, t.level = modal, modals[w]
	case quantities[w] > 0:
		t.class, t.level = quantity, quantities[w]
	}
	letter := w[0] >= 'a' && w[0] <= 'z' || w[0] >= 0x80 && !strings.Contains("€£¥", w)
	t.name = !t.stop && letter && len(w) > 1 && (t.date != noDate || t.capital || !words().common[t.stem])
	if t.name {
		t.weight = max(t.weight, .8)
	}
	if !t.stop && !t.name && r.words != nil {
		t.vec, t.norm = r.words.WordNorm(w)
	}
	return append(out, t)
}

// isDateContext tells the month of May, or March, by the word before it.
func isDateContext(prev *token) bool {
	if prev == nil {
		return false
	}
	switch prev.lower {
	case "in", "last", "of", "since", "by", "this", "next", "on", "until", "early", "late", "mid", "and", "from", "to", "during", "before", "after":
		return true
	}
	return prev.number && prev.num <= 31 || prev.date == weekday
}
