package eval

import (
	"fmt"
	"slices"
	"strings"
)

// beyondText counts what an answer shows beyond its text: whether sources
// that differ are said to differ, which report comes first, whether a wire
// copy is shown twice, whether a wrong assumption is pointed out and a sound
// one is not, what is marked as the answer and whether it comes first.
type beyondText struct {
	lines []string
	count [len(beyondNames)][2]int // met, of
}

var beyondNames = [...]string{"disagreement shown", "none invented", "expected report first", "no sentence twice", "false premise noted", "sound premise let be",
	"key of the kind asked for", "answer first"}

// check judges one answer. An abstention is judged by the other figures: it
// invents no disagreement, but it shows none either.
func (x *beyondText) check(r *Result, e expectation) {
	a := &r.Answer
	switch {
	case e.Disagree == nil:
	case *e.Disagree:
		x.judge(0, showsAll(r), r, "disagreement not shown")
	default:
		x.judge(1, len(a.Disagreements) == 0, r, "disagreement invented")
	}
	if e.First != "" {
		x.judge(2, len(a.Citations) > 0 && a.Citations[0].Doc == e.First, r, e.First+" not first")
	}
	if len(a.Statements) > 1 {
		x.judge(3, !repeats(r), r, "a sentence twice")
	}
	if r.Question.FalsePremise && !a.Abstained {
		x.judge(4, a.Premise != "", r, "premise passed over")
	}
	if r.Question.Answerable && !a.Abstained {
		x.judge(5, a.Premise == "", r, "sound premise doubted")
	}
	if e.Key != "" && len(a.Statements) > 0 {
		x.judge(6, a.Statements[0].Key == "" || a.Statements[0].Key == e.Key, r, "marked "+a.Statements[0].Key)
	}
	if e.Leads {
		x.judge(7, len(a.Statements) > 0 && containsAny(a.Statements[0].Text, r.Question.Answer), r, "answer not first")
	}
}

// showsAll reports whether one disagreement has a position for each answer.
func showsAll(r *Result) bool {
	for _, d := range r.Answer.Disagreements {
		var positions strings.Builder
		for _, p := range d.Positions {
			positions.WriteString(p.Text + "\n")
		}
		missing := func(g texts) bool { return !containsAny(positions.String(), g) }
		if !slices.ContainsFunc(r.Question.AnswerAll, missing) {
			return true
		}
	}
	return false
}

// repeats reports whether one statement holds the whole of another, as those
// of a wire report and its copy do.
func repeats(r *Result) bool {
	for i, s := range r.Answer.Statements {
		for j, other := range r.Answer.Statements {
			if i != j && contains(s.Text, other.Text) {
				return true
			}
		}
	}
	return false
}

func (x *beyondText) judge(kind int, met bool, r *Result, why string) {
	x.count[kind][1]++
	if met {
		x.count[kind][0]++
		return
	}
	x.lines = append(x.lines, fmt.Sprintf("%-8s %-24s %s\n", r.Question.ID, why, r.Question.Text))
}

func (x *beyondText) String() string {
	var b strings.Builder
	b.WriteString("\nbeyond the text\n")
	for i, name := range beyondNames {
		if i >= 6 && x.count[i][1] == 0 {
			continue // no archive of the set says what it would be
		}
		fmt.Fprintf(&b, "%-24s %d of %d\n", name, x.count[i][0], x.count[i][1])
	}
	return b.String() + "\n" + strings.Join(x.lines, "")
}
