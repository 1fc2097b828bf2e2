package polnear

import (
	"slices"
	"strings"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
)

// Verdict is what a model makes of one labelled quotation.
type Verdict struct {
	Label
	// Outcome is one of the constants below.
	Outcome string
	// Got is what the model found.
	Got corpus.Quote
}

// The outcomes. Where nobody can be told, naming nobody is Right.
const (
	Right    = "right"
	Wrong    = "another person"
	Nobody   = "nobody named"
	NotFound = "no quotation found"
)

// Judge runs the model over a and compares what it finds at the labels of a.
func Judge(m *quote.Model, a *corpus.Article, labels []Label) []Verdict {
	labels = slices.DeleteFunc(slices.Clone(labels), func(l Label) bool { return l.Article != a.ID })
	if len(labels) == 0 {
		return nil
	}
	found := quote.FindWith(m, a)
	var out []Verdict
	for _, l := range labels {
		v := Verdict{Label: l, Outcome: NotFound}
		for _, q := range found {
			if q.Kind != corpus.Indirect && q.Start <= l.Offset && l.Offset < q.End {
				v.Got, v.Outcome = q, l.outcome(q.Speaker)
				break
			}
		}
		out = append(out, v)
	}
	return out
}

func (l *Label) outcome(speaker string) string {
	for name := range strings.SplitSeq(l.Speaker, "|") {
		if speaker == name || quote.SamePerson(speaker, name) {
			return Right
		}
	}
	if speaker == "" {
		return Nobody
	}
	return Wrong
}

// Tally counts verdicts by kind of label and outcome.
func Tally(vs []Verdict) map[string]map[string]int {
	out := map[string]map[string]int{}
	for _, v := range vs {
		if out[v.Kind] == nil {
			out[v.Kind] = map[string]int{}
		}
		out[v.Kind][v.Outcome]++
	}
	return out
}
