package eval

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Texts gives the text of a document, without front matter, by its ID.
type Texts func(doc string) (text string, ok bool)

// Row is what one question scored. Values holds the figures that apply to the
// question under the reference scorer's names ("answer_recall", "cit_ok"); a
// figure that does not apply is absent, which is not the same as 0.
type Row struct {
	ID         string
	Type       string
	Answerable bool
	Abstained  bool
	// Confidence is the answer's own, 0 to 1.
	Confidence float64
	Values     map[string]float64
}

// Scorer scores answers against the documents they cite. It remembers the
// folded documents and is not safe for concurrent use.
type Scorer struct {
	texts  Texts
	folded map[string]string
}

// NewScorer scores against the documents that texts gives.
func NewScorer(texts Texts) *Scorer {
	return &Scorer{texts: texts, folded: map[string]string{}}
}

// ScoreAll scores each question's answer; a missing one counts as an empty
// answer that did not abstain.
func (s *Scorer) ScoreAll(questions []Question, answers map[string]*Line) []Row {
	rows := make([]Row, len(questions))
	for i := range questions {
		rows[i] = s.Score(&questions[i], answers[questions[i].ID])
	}
	return rows
}

// Score scores one answer, which may be nil. It follows score_question of the
// reference scorer figure by figure; Explain defines the
// figures that they add up to.
func (s *Scorer) Score(q *Question, a *Line) Row {
	given := a != nil
	if !given {
		a = &Line{Abstained: new(bool)}
	}
	r := Row{ID: q.ID, Type: q.Type, Answerable: q.Answerable, Abstained: abstained(a), Confidence: a.Confidence, Values: map[string]float64{}}
	if q.FalsePremise && containsAny(a.Answer, q.AcceptableCorrection) {
		r.Abstained = true
	}
	if q.Answerable {
		scoreText(q, a.Answer, &r)
	} else {
		r.Values["f1"], r.Values["em"] = number(r.Abstained), number(r.Abstained)
	}
	if len(q.MustNot) > 0 {
		r.Values["trap"] = number(!r.Abstained && containsAny(a.Answer, q.MustNot))
	}
	docs := documentsOf(q)
	s.scoreCitations(q, a, docs, &r)
	s.scoreQuotations(a, &r)
	if q.Answerable && len(docs.required) > 0 && given && a.Retrieved != nil {
		scoreRetrieval(q, a, docs, &r)
	}
	return r
}

// saysNothing recognises an abstention by its wording, for answer files that
// do not mark it.
var saysNothing = regexp.MustCompile(`(?i)(cannot|can't|could not|couldn't|unable to) (be )?(answer|find|determin|verif)|no (relevant )?(information|article|source|evidence|answer)s? (in|found|about|available|mention)|(do|does|did) not (contain|say|mention|report|state|specify|include)|not (mentioned|stated|reported|specified|found|covered) (in|by)|insufficient information|don't know|do not know|no answer in|не (содерж|упомина|сообща)|no se menciona|keine (information|angabe)`)

func abstained(a *Line) bool {
	if a.Abstained != nil {
		return *a.Abstained
	}
	return saysNothing.MatchString(a.Answer)
}

// scoreText judges the words of the answer to an answerable question.
func scoreText(q *Question, text string, r *Row) {
	silent := r.Abstained
	groups := q.AnswerAll
	if len(groups) == 0 && len(q.Answer) > 0 {
		groups = []texts{q.Answer}
	}
	if len(groups) > 0 {
		hits := 0
		for _, g := range groups {
			if !silent && containsAny(text, g) {
				hits++
			}
		}
		r.Values["answer_recall"] = number(hits == len(groups))
		r.Values["answer_partial"] = float64(hits) / float64(len(groups))
		if len(q.AnswerAll) == 0 {
			r.Values["f1"] = bestF1(text, q.Answer, silent)
			exact := false
			for _, g := range q.Answer {
				exact = exact || normalise(text) == normalise(g)
			}
			r.Values["em"] = number(!silent && exact)
		}
	}
	if len(q.ReferenceAnswer) > 0 {
		r.Values["ref_f1"] = bestF1(text, q.ReferenceAnswer, silent)
	}
	if len(q.Nuggets) > 0 {
		r.Values["nugget_coverage"] = coverage(text, q.Nuggets) * number(!silent)
	}
	if q.WrongAnswers != nil && len(q.AnswerAll) > 0 {
		wrong := containsAny(text, q.WrongAnswers)
		r.Values["wrong_asserted"] = number(wrong)
		r.Values["strict_em"] = number(r.Values["answer_recall"] == 1 && !wrong)
	}
	if names := strings.FieldsFunc(q.Speaker, isSpace); len(names) > 0 && !silent {
		r.Values["speaker_named"] = number(contains(text, names[len(names)-1]))
	}
}

func bestF1(text string, gold []string, silent bool) float64 {
	best := 0.0
	for _, g := range gold {
		best = max(best, f1(text, g))
	}
	return best * number(!silent)
}

// coverage is the share of nuggets of which 60 % of the words longer than two
// letters stand in text.
func coverage(text string, nuggets []Nugget) float64 {
	has := map[string]bool{}
	for _, u := range units(text) {
		has[u] = true
	}
	covered := 0
	for _, n := range nuggets {
		words := map[string]bool{}
		hit := 0
		for _, u := range units(n.Text) {
			if utf8.RuneCountInString(u) > 2 && !words[u] {
				words[u] = true
				hit += int(number(has[u]))
			}
		}
		if float64(hit)/float64(max(1, len(words))) >= 0.6 {
			covered++
		}
	}
	return float64(covered) / float64(len(nuggets))
}

func number(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
