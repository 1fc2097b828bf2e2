// Package verify checks a sentence against articles: is what it says there,
// is it there otherwise, or can that not be told.
//
// A claim is laid beside the sentences of a source that hold most of it
// (compare.go) and aligned with them word by word (align.go). Rules look at
// what the alignment leaves over: names and whom a pronoun means (names.go,
// referent.go), who does what to whom (roles.go, fronted.go) and whom it is told (addressee.go), what two
// sentences say together (joined.go), figures, places in a row and dates (figures.go, order.go, listed.go, dates.go), negations and contraries (polarity.go), roles of the past (formerly.go), degrees of
// certainty and quantity (degree.go, amount.go), accusations and conditions told as facts
// (flat.go, condition.go), claims too short to tell (fragment.go), quotations and speakers
// (marks.go, quotation.go, speech.go), what the source itself takes back
// (correction.go). Each difference is a Change. A small learned model (feature.go, trees.go;
// MODEL.md is its card) scores how well the source supports the whole.
//
// Rules and model see words, not meanings. They catch what was altered in a
// sentence that stays close to its source; a free paraphrase is called
// Unverified, never false.
package verify

import (
	_ "embed" // for the model
	"math"
	"slices"
	"strings"
	"sync"

	"newsdesk/corpus"
)

// Verdict is what can be said of a claim.
type Verdict uint8

// The verdicts. Unverified is the zero value: nothing is known.
const (
	Unverified   Verdict = iota // the sources neither show it nor show otherwise
	Supported                   // the sources say it
	Altered                     // the sources say it with another name, figure, word or speaker
	Contradicted                // the sources say the contrary
)

// String is the verdict in lower case.
func (v Verdict) String() string {
	return [...]string{"unverified", "supported", "altered", "contradicted"}[v]
}

// MarshalText gives the verdict's name to encodings such as JSON.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// Evidence is a sentence of a source that bears on a claim.
type Evidence struct {
	// Source is the index in the sources checked against.
	Source int `json:"source"`
	// Article is the ID of the source's article, Span the sentence in it.
	Article string `json:"article"`
	corpus.Span
	// Score is the share of the claim's weight that the sentence holds, a name
	// that a pronoun stands for counting half, 0 to 1.
	Score float64 `json:"score"`
}

// Result is what Check found.
type Result struct {
	Verdict Verdict `json:"verdict"`
	// Score orders claims by how likely they are supported, 0 to 1.
	Score float64 `json:"score"`
	// Supported is the best yes or no where one must be given; Verdict is
	// more cautious.
	Supported bool `json:"supported"`
	// Evidence is up to three sentences, best first; empty only where no source has
	// a word of the claim.
	Evidence []Evidence `json:"evidence"`
	// Changes are the differences to the best source. Additions do not alter
	// the verdict: they may be paraphrase.
	Changes []Change `json:"changes"`
}

// Checker checks claims. It is safe for concurrent use.
type Checker struct {
	read  *reader
	trees *Trees
}

//go:embed model.txt
var shipped string

var builtin = sync.OnceValues(func() (*Trees, error) { return ReadTrees(shipped) })

// New makes a Checker that compares words with w, which should be that of the
// sources; nil is allowed. The error can only mean that the program was built
// from a damaged model.
func New(w Words) (*Checker, error) {
	t, err := builtin()
	if err != nil {
		return nil, err
	}
	return &Checker{read: newReader(w), trees: t}, nil
}

// MaxClaim is how many bytes a claim may have; what is longer, or has over 200
// words, is Unverified. A sentence has a few hundred bytes.
const MaxClaim = 4000

// minWords is the fewest words that say something of something.
const minWords = 2

// What the verdicts ask for. They were set on invented articles (testdata),
// not on any evaluation set.
const (
	// closeEnough is the share of the claim, changes aside, that must stand
	// in the window for a change to be called one.
	closeEnough = .66
	// contrary is the same for calling the claim contradicted.
	contrary = .72
	// copied is the share from which an unchanged claim is supported whatever
	// the model thinks.
	copied = .92
)

// Check says whether the sources support the claim, one sentence. Each source
// is judged by itself and the one that fits best decides. Equal arguments
// give equal results.
func (c *Checker) Check(text string, sources []*Source) Result {
	var best *judgement
	if len(text) <= MaxClaim && len(strings.Fields(text)) >= minWords {
		claim := c.read.claim(text)
		for n, s := range sources {
			if len(claim.tokens) == 0 || len(claim.tokens) > maxWords || len(s.flat) == 0 {
				continue
			}
			j := c.judge(claim, s)
			j.source = n
			if best == nil || j.better(best) {
				best = j
			}
		}
	}
	if best == nil {
		return Result{Evidence: []Evidence{}, Changes: []Change{}}
	}
	return best.result()
}

// judgement is one source's word on a claim.
type judgement struct {
	*layout
	source  int
	raw     float64 // log-odds
	close   float64
	verdict Verdict
}

func (c *Checker) judge(cl *claim, s *Source) *judgement {
	x := compare(cl, s)
	l := x.layout()
	f := x.features()
	l.quotations()
	l.names()
	l.described()
	l.listed()
	l.order()
	l.figures()
	l.exchanged()
	l.misgoverned()
	l.addressed()
	if l.closeness() >= closeEnough {
		l.amounts()
		l.polarity()
		l.modality()
		l.flattened()
	}
	l.corrected()
	j := &judgement{layout: l, raw: c.trees.Score(f[:]), close: l.closeness()}
	j.decide()
	if j.verdict == Supported && (l.scattered() || l.hadBeen() || l.formerly()) {
		j.verdict = Unverified
	}
	return j
}

// What each sure change takes from the log-odds.
const penalty = .5

// threshold is the log-odds from which yes is about as often right as it can
// be of sentences that keep most of their source's wording, as newsdesk's own
// do. Freely worded ones would want a lower one (MODEL.md).
const threshold = .3

func (j *judgement) decide() {
	hard, added, spoken, opposed := 0, false, false, false
	for _, c := range j.found.list {
		switch c.Kind {
		case Addition:
			added = true
			continue
		case Speaker, Quotation:
			spoken = true
		case Negation, Antonym:
			opposed = true
		}
		hard++
	}
	switch {
	case spoken:
		j.verdict = Altered
	case hard == 0 && !j.doubtful && (j.raw >= threshold || j.close >= copied && !added && j.oneSentence()):
		j.verdict = Supported
	case opposed && j.close >= contrary:
		j.verdict = Contradicted
	case hard > 0 && j.close >= closeEnough:
		j.verdict = Altered
	}
	if j.close >= closeEnough || spoken {
		j.raw -= penalty * float64(hard)
	}
}

// better orders judgements: support first, then what is closest.
func (j *judgement) better(o *judgement) bool {
	if (j.verdict == Supported) != (o.verdict == Supported) {
		return j.verdict == Supported
	}
	if j.verdict == Supported {
		return j.raw > o.raw
	}
	return j.covered2 > o.covered2
}

// maxEvidence is how many sentences a result shows.
const maxEvidence = 3

func (j *judgement) result() Result {
	r := Result{Verdict: j.verdict, Score: 1 / (1 + math.Exp(-j.raw)), Supported: j.raw >= threshold, Changes: j.found.list}
	if r.Changes == nil {
		r.Changes = []Change{}
	}
	r.Evidence = j.evidence()
	return r
}

// What a sentence beside the best must hold to be shown: of the claim's weight,
// or of what the best leaves out.
const (
	holdsMuch = .5
	addsSome  = .05
)

func (j *judgement) evidence() []Evidence {
	out := []Evidence{}
	for s, sent := range j.src.sentences {
		var have float32
		for k, i := range j.content {
			// A name that only a pronoun stands for counts half.
			have += j.tokens[i].weight * (j.peak[k][s] + j.carried[k][s]) / 2
		}
		adds := s == j.second && j.covered2-j.covered > addsSome
		if share := float64(have / j.weight); share > 0 && (s == j.best || adds || share > holdsMuch) {
			out = append(out, Evidence{Source: j.source, Article: j.src.article.ID, Span: sent.Span, Score: share})
		}
	}
	slices.SortStableFunc(out, func(a, b Evidence) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return a.Start - b.Start
	})
	return out[:min(len(out), maxEvidence)]
}
