package polnear

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
)

// Score is how predictions fare, by the rules of the evaluation set's own
// scorer: a quotation counts as found where its words overlap the annotated
// ones with F1 of at least .8; only "direct" ones are counted.
type Score struct {
	Gold, Found, False             int
	Right, Named, NamedRight       int
	Pronouns, PronounsRight        int
	SpanF1, Speaker                float64
	NamedAccuracy, PronounsToNames float64
	EndToEndF1                     float64
}

// Prediction is one quotation found.
type Prediction struct {
	ParaID  string `json:"para_id"`
	Quote   string `json:"quote"`
	Speaker string `json:"speaker"`
	// Confidence is the model's, where it names somebody.
	Confidence float64 `json:"-"`
}

// Predict runs the model over a. Speakers are given as written where that is
// a name, and by name where it is a pronoun: "he" is never echoed.
func (s *Set) Predict(m *quote.Model, a *corpus.Article) []Prediction {
	var out []Prediction
	for _, q := range quote.FindWith(m, a) {
		id := s.ParaID(a, q.Span)
		if q.Kind == corpus.Indirect || id == "" {
			continue
		}
		p := Prediction{ParaID: id, Quote: q.Of(a.Text), Speaker: q.SpeakerAsWritten}
		if q.Speaker != "" {
			p.Confidence = q.Confidence
		}
		if IsPronoun(q.SpeakerAsWritten) {
			p.Speaker = q.Speaker
		}
		out = append(out, p)
	}
	return out
}

// IsPronoun reports whether the speaker is written as a pronoun.
func IsPronoun(s string) bool {
	switch strings.ToLower(s) {
	case "he", "she", "it", "they", "i", "we", "you", "who":
		return true
	}
	return false
}

// Score compares predictions with the annotations of the documents in docs,
// of all where docs is nil.
func (s *Set) Score(preds []Prediction, docs map[string]bool) Score {
	var r Score
	for _, q := range s.Quotes {
		if q.Kind == "direct" && (docs == nil || docs[q.Doc]) {
			r.Gold++
		}
	}
	used := map[*Quote]bool{}
	for _, p := range preds {
		g := s.match(p, used)
		if g == nil {
			r.False++
			continue
		}
		used[g] = true
		if g.Kind != "direct" {
			continue
		}
		r.Found++
		ok := Same(p.Speaker, g.Speaker) || Same(p.Speaker, g.Resolved)
		if g.Pronoun {
			r.Pronouns++
		} else {
			r.Named++
		}
		if ok {
			r.Right++
			if g.Pronoun {
				r.PronounsRight++
			} else {
				r.NamedRight++
			}
		}
	}
	r.SpanF1 = f1(r.Found, r.Found+r.False, r.Gold)
	r.EndToEndF1 = f1(r.Right, r.Found+r.False, r.Gold)
	r.Speaker = share(r.Right, r.Found)
	r.NamedAccuracy = share(r.NamedRight, r.Named)
	r.PronounsToNames = share(r.PronounsRight, r.Pronouns)
	return r
}

func (s *Set) match(p Prediction, used map[*Quote]bool) *Quote {
	var best *Quote
	score := 0.0
	for _, g := range s.ByPara[p.ParaID] {
		if used[g] {
			continue
		}
		if f := Overlap(p.Quote, g.Text); best == nil || f > score {
			best, score = g, f
		}
	}
	if score < .8 {
		return nil
	}
	return best
}

func f1(right, predicted, gold int) float64 { return share(2*right, predicted+gold) }

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// Overlap is the F1 of the words that a and b share.
func Overlap(a, b string) float64 {
	x, y := words(a), words(b)
	count := map[string]int{}
	for _, w := range x {
		count[w]++
	}
	n := 0
	for _, w := range y {
		if count[w] > 0 {
			count[w]--
			n++
		}
	}
	return f1(n, len(x), len(y))
}

var ignored = map[string]bool{}

func init() {
	for w := range strings.FieldsSeq("mr mrs ms dr sen rep gov president senator secretary the of former and said spokesman spokeswoman") {
		ignored[w] = true
	}
}

// Same reports whether the speaker predicted is the annotated one: the same
// words but for titles, or a part that ends in a word of it, or more.
func Same(predicted, gold string) bool {
	p, g := nameWords(predicted), nameWords(gold)
	if len(p) == 0 || len(g) == 0 {
		return false
	}
	last := p[len(p)-1]
	return subset(g, p) || subset(p, g) && len(last) > 2
}

func nameWords(s string) []string {
	var out []string
	for _, w := range words(s) {
		if !ignored[w] {
			out = append(out, w)
		}
	}
	return out
}

func subset(a, b []string) bool {
	in := map[string]bool{}
	for _, w := range b {
		in[w] = true
	}
	for _, w := range a {
		if !in[w] {
			return false
		}
	}
	return true
}

var (
	fold     = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "‘", "'", "’", "'", "‚", "'", "′", "'", "–", "-", "—", "-", "−", "-", "‐", "-", "‑", "-", "…", "...", "\u200b", "")
	grouped  = regexp.MustCompile(`(\d),(\d{3})\b`)
	marks    = regexp.MustCompile(`[^\pL\pN_\s%$€£.]`)
	fullStop = regexp.MustCompile(`(^|\D)\.|\.($|\D)`)
)

var numerals = func() map[string]string {
	m := map[string]string{}
	for i, w := range strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty") {
		m[w] = strings.Fields("0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20")[i]
	}
	return m
}()

// words is s as the scorer compares it: folded, without marks and articles.
func words(s string) []string {
	s = strings.ToLower(fold.Replace(norm.NFKC.String(s)))
	s = grouped.ReplaceAllString(s, "$1$2")
	s = marks.ReplaceAllString(s, " ")
	for range 2 { // the matches of "a.b." overlap
		s = fullStop.ReplaceAllString(s, "$1 $2")
	}
	var out []string
	for w := range strings.FieldsSeq(strings.ReplaceAll(s, "_", " ")) {
		if w == "a" || w == "an" || w == "the" {
			continue
		}
		if n, ok := numerals[w]; ok {
			w = n
		}
		out = append(out, w)
	}
	return out
}

// Reliability is, for each tenth of confidence, how many annotated direct
// quotations whose speaker is named in their paragraph got a name with it, and
// how many of these are right: what pronouns mean is annotated too badly to
// tell.
func (s *Set) Reliability(preds []Prediction) (named, right [10]int) {
	used := map[*Quote]bool{}
	for _, p := range preds {
		g := s.match(p, used)
		if g == nil {
			continue
		}
		used[g] = true
		if g.Kind != "direct" || g.Pronoun || p.Confidence == 0 {
			continue
		}
		tenth := min(9, int(10*p.Confidence))
		named[tenth]++
		if Same(p.Speaker, g.Speaker) || Same(p.Speaker, g.Resolved) {
			right[tenth]++
		}
	}
	return named, right
}

// Errors writes a line for every prediction of an annotated direct quotation
// whose speaker is wrong, with what is right.
func (s *Set) Errors(w io.Writer, preds []Prediction) {
	used := map[*Quote]bool{}
	for _, p := range preds {
		g := s.match(p, used)
		if g == nil {
			continue
		}
		used[g] = true
		if g.Kind == "direct" && !Same(p.Speaker, g.Speaker) && !Same(p.Speaker, g.Resolved) {
			fmt.Fprintf(w, "%q for %q (%s), cue %q\t%s\t%s\n", p.Speaker, g.Speaker, g.Resolved, g.Cue, g.ID, p.Quote)
		}
	}
}
