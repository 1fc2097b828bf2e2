package eval

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Report is what a run measured.
type Report struct {
	Summary Summary
	// Silence is the figures of confidence, and after AddPairs those of the
	// paired test.
	Silence Summary
	// Rows are in the questions' order, as Questions are.
	Rows      []Row
	Questions []Question
	// Pairs, after AddPairs, are the rows of the answerable questions that
	// have a pair, then those of the pairs. LeftOut says which have none.
	Pairs   []Row
	LeftOut []string
	// Citations is how many citations there were, Inexact a line for each
	// that is not the slice of its article that it claims to be.
	Citations int
	Inexact   []string
	// Failed holds the errors of questions that got no answer.
	Failed []error
}

// Evaluate scores results against the articles that texts gives.
func Evaluate(results []Result, texts Texts) *Report {
	rep := &Report{Inexact: Inexact(results, texts)}
	scorer := NewScorer(texts)
	for i := range results {
		r := &results[i]
		rep.Questions = append(rep.Questions, *r.Question)
		rep.Rows = append(rep.Rows, scorer.Score(r.Question, &r.Line))
		rep.Citations += len(r.Answer.Citations)
		if r.Err != nil {
			rep.Failed = append(rep.Failed, r.Err)
		}
	}
	rep.Summary, rep.Silence = Summarise(rep.Rows), summarise(silence, rep.Rows)
	return rep
}

// Figures is every figure of the report.
func (rep *Report) Figures() Summary { return slices.Concat(rep.Summary, rep.Silence) }

// Write prints the figures as a table, then what went wrong.
func (rep *Report) Write(w io.Writer) error {
	if err := rep.Figures().Write(w); err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-34s %d of %d\n", "citations exact", rep.Citations-len(rep.Inexact), rep.Citations)
	for _, why := range rep.LeftOut {
		fmt.Fprintln(&b, "no pair:", why)
	}
	for _, fault := range rep.Inexact {
		fmt.Fprintln(&b, "inexact:", fault)
	}
	for _, err := range rep.Failed {
		fmt.Fprintln(&b, "failed:", err)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// WriteBy prints a table for each value of key (see Question.Group), in the
// values' order.
func (rep *Report) WriteBy(w io.Writer, key string) error {
	groups := map[string][]Row{}
	var names []string
	for i := range rep.Rows {
		name, ok := rep.Questions[i].Group(key)
		if !ok {
			return fmt.Errorf("cannot group by %q: use type, tag, label_kind, null_kind or lang", key)
		}
		if groups[name] == nil {
			names = append(names, name)
		}
		groups[name] = append(groups[name], rep.Rows[i])
	}
	slices.Sort(names)
	for _, name := range names {
		if _, err := fmt.Fprintf(w, "\n--- %s = %s\n", key, name); err != nil {
			return err
		}
		if err := Summarise(groups[name]).Write(w); err != nil {
			return err
		}
	}
	return nil
}

// golden are the figures of the golden report. Latency is not among them: it
// would differ at each run.
var golden = []string{
	"hits@4", "recall@4", "mrr@10", "chunk-hits@4", "chunk-mrr@10",
	"answer-recall", "answer-recall-partial", "speaker-named", "trap-rate",
	"citation-precision", "citation-recall", "span-hit", "verbatim-strict", "answer-quotes-verbatim",
	"abstention-precision", "abstention-recall", "abstention-f1", "false-abstention",
}

// Golden is the report as a file that is kept under version control, so that
// a change of behaviour shows in review: figures to three decimals, recall by
// tag, and each question that went wrong. The same answers give the same bytes.
func (rep *Report) Golden() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d questions, %d citations of which %d exact, %d failed\n\n", len(rep.Rows), rep.Citations, rep.Citations-len(rep.Inexact), len(rep.Failed))
	for _, name := range golden {
		if f, _ := rep.Summary.Get(name); f.Known {
			fmt.Fprintf(&b, "%-24s %.3f  of %d\n", f.Alias, f.Value, f.N)
		}
	}
	tags := map[string][2]int{}
	var names, wrong []string
	for i, r := range rep.Rows {
		tag := rep.Questions[i].Tag
		count, known := tags[tag]
		if !known {
			names = append(names, tag)
		}
		count[1]++
		if why := fault(r); why != "" {
			wrong = append(wrong, fmt.Sprintf("%-8s %-24s %s", r.ID, why, rep.Questions[i].Text))
		} else {
			count[0]++
		}
		tags[tag] = count
	}
	slices.Sort(names)
	b.WriteString("\nright by tag\n")
	for _, name := range names {
		fmt.Fprintf(&b, "%-24s %d of %d\n", name, tags[name][0], tags[name][1])
	}
	b.WriteString("\nwrong\n")
	for _, line := range wrong {
		b.WriteString(line + "\n")
	}
	return b.String()
}

// fault says in two words what is wrong with an answer, or nothing.
func fault(r Row) string {
	recall, judged := r.Values["answer_recall"]
	cited, cites := r.Values["cit_recall"]
	switch {
	case r.Values["trap"] > 0:
		return "fell into the trap"
	case !r.Answerable && !r.Abstained:
		return "should have abstained"
	case r.Answerable && r.Abstained:
		return "abstained"
	case judged && recall < 1 && r.Values["answer_partial"] > 0:
		return "incomplete answer"
	case judged && recall < 1:
		return "no acceptable answer"
	case cites && cited == 0:
		return "evidence not cited"
	case r.Values["verb_str"] < r.Values["n_cit"]:
		return "quotation not verbatim"
	}
	return ""
}
