package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"newsdesk/corpus"
	"newsdesk/rag"
	"newsdesk/rag/eval"
)

// evalOptions are the flags of eval.
type evalOptions struct {
	questions, answers, by, svg string
	min                         []string
	golden, paired, curves      bool
}

func (a *app) evalCommand() *cobra.Command {
	var o evalOptions
	cmd := &cobra.Command{
		Use:   "eval",
		Short: "Answer fixed questions and measure the answers",
		Long: `Answer fixed questions and measure the answers. Without --questions the pairs
that come with the program are asked about its sample articles.

A file of questions has an object a line: {"id": "q1", "question": "Who
resigned?", "answer": ["Smith"], "answerable": true, "evidence": [{"doc":
"article id", "text": "the sentence"}]}. One with "review": true, as feedback
leaves them, is left out until somebody has written the answer and taken the
mark out.

--paired asks each answerable question again where its evidence, and every
article that holds an acceptable answer, is hidden: how often is it rightly
left unanswered? --curves and --svg show how much the confidence of an answer
is worth.

With --llm every question is answered twice, in the articles' own words and in
the model's, and the figures stand side by side; --answers, --min and the rest
are of the model's. --record keeps what the model says, --replay answers from
that without a key.

--min takes these figures:

` + explained(),
		Example: `  newsdesk eval
  newsdesk eval --corpus ./articles --questions pairs.jsonl --min answer-recall=0.6
  newsdesk eval --corpus ./articles --questions pairs.jsonl --paired --curves --svg silence.svg`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.eval(cmd.Context(), o) },
	}
	a.archiveFlags(cmd, true)
	f := cmd.Flags()
	f.StringVar(&o.questions, "questions", "", "read the questions from this `file`, - for stdin")
	f.StringVar(&o.answers, "answers", "", "write the answers to this `file`, a line a question")
	f.StringArrayVar(&o.min, "min", nil, "fail if a figure falls short of a floor, `metric=value` (a ceiling where less is better)")
	f.StringVar(&o.by, "by", "", "figures for each value of this `field` too: type, tag, label_kind, null_kind or lang")
	f.BoolVar(&o.paired, "paired", false, "ask each answerable question again without its evidence, and measure the silence")
	f.BoolVar(&o.curves, "curves", false, "print how risk and coverage, and confidence and truth, go together")
	f.StringVar(&o.svg, "svg", "", "draw these curves into this `file`")
	f.StringVar(&a.settings.Record, "record", "", "keep what the language model answers in this `file`, to be repeated with --replay")
	f.StringVar(&a.settings.Replay, "replay", "", "take the language model's answers from this `file`, without asking it")
	f.BoolVar(&o.golden, "golden", false, "print the report that is kept under version control, with each question that went wrong")
	return cmd
}

func explained() string {
	var b strings.Builder
	// A strings.Builder returns no errors.
	_ = eval.Explain(&b)
	return "  " + strings.ReplaceAll(strings.TrimSpace(b.String()), "\n", "\n  ")
}

// eval asks every question, prints the figures and holds them to the floors.
func (a *app) eval(ctx context.Context, o evalOptions) error {
	floors := make([]eval.Floor, len(o.min))
	for i, spec := range o.min {
		var err error
		if floors[i], err = eval.ParseFloor(spec); err != nil {
			return usageError{fmt.Errorf("--min %w", err)}
		}
	}
	if _, ok := new(eval.Question).Group(o.by); o.by != "" && !ok {
		return usagef("--by %q: use type, tag, label_kind, null_kind or lang", o.by)
	}
	if o.golden && (o.paired || o.curves) {
		return usagef("--golden prints a report of its own: leave out --paired and --curves")
	}
	questions, err := a.questions(o.questions)
	if err != nil {
		return err
	}
	model, err := a.openModel()
	if err != nil {
		return err
	}
	arch, err := a.evalArchive(ctx, o)
	if err != nil {
		return err
	}
	defer arch.close()
	a.flushNotices()
	format := fmt.Sprintf("answered %%d of %d", len(questions))
	results, err := eval.Run(ctx, arch.engine(), questions, a.evalRun(format))
	a.endEvalRun()
	if err != nil {
		return err
	}
	own := results
	if model != nil {
		results, err = eval.Run(ctx, rag.NewGenerative(arch.engine(), model, rag.GenerativeOptions{Log: a.logger(slog.LevelError), Timeout: terminalPatience}), questions, a.evalRun("with the model: "+format))
		a.endEvalRun()
		if err != nil {
			return err
		}
	}
	if o.answers != "" {
		if err := eval.WriteAnswers(o.answers, results); err != nil {
			return err
		}
	}
	texts := func(doc string) (string, bool) {
		art, err := arch.lib().Article(ctx, doc)
		if err != nil {
			return "", false
		}
		return art.Text, true
	}
	report := eval.Evaluate(results, texts)
	if model != nil && !o.golden {
		if err := eval.WriteSideBySide(a.out, eval.Evaluate(own, texts).Summary, report.Summary, eval.NewWritten(results, texts)); err != nil {
			return err
		}
		fmt.Fprintln(a.out)
	}
	if o.paired {
		pairs, err := a.evalPairs(ctx, arch, questions)
		if err != nil {
			return err
		}
		report.AddPairs(pairs, texts)
	}
	if o.svg != "" {
		if err := report.WriteSVG(o.svg); err != nil {
			return err
		}
	}
	if err := a.printReport(report, o); err != nil {
		return err
	}
	return short(report, floors)
}

// evalRun is how questions are asked; on a terminal, they are counted in the
// words of format.
func (a *app) evalRun(format string) eval.Options {
	opt := eval.Options{Filter: a.settings.Filter}
	if isTerminal(a.err) {
		opt.Done = func(n int) { fmt.Fprintf(a.err, "\r"+format, n) }
	}
	return opt
}

// endEvalRun clears the line of the count.
func (a *app) endEvalRun() {
	if isTerminal(a.err) {
		fmt.Fprint(a.err, "\r\x1b[K")
	}
}

// evalPairs asks the answerable questions again without their evidence.
func (a *app) evalPairs(ctx context.Context, arch *archive, questions []eval.Question) (*eval.Pairing, error) {
	hiding := func(hidden func(string) bool) rag.Asker {
		return rag.New(rag.Hide(arch.ix, hidden), arch.lib(), arch.table)
	}
	each := func(fn func(article, text string) error) error {
		list, err := arch.lib().List(ctx, corpus.Filter{})
		if err != nil {
			return err
		}
		for _, listed := range list {
			art, err := arch.lib().Article(ctx, listed.ID)
			if err != nil {
				return err
			}
			if err := fn(art.ID, art.Title+"\n"+art.Text); err != nil {
				return err
			}
		}
		return nil
	}
	pairs, err := eval.Paired(ctx, hiding, each, questions, a.evalRun("asked again: %d"))
	a.endEvalRun()
	return pairs, err
}

// questions reads the file of that name, stdin for "-", or the pairs that
// come with the program.
func (a *app) questions(name string) ([]eval.Question, error) {
	in := a.in
	switch name {
	case "":
		return eval.Pairs()
	case "-":
		name = "stdin"
	default:
		f, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("cannot read the questions in %s: %w; check --questions", name, cause(err))
		}
		defer f.Close()
		in = f
	}
	questions, err := eval.ReadQuestions(in)
	if err != nil {
		return nil, fmt.Errorf("the questions in %s: %w", name, err)
	}
	questions, waiting := eval.Reviewed(questions)
	switch {
	case waiting > 0 && len(questions) == 0:
		return nil, fmt.Errorf("the questions in %s are all marked for review: write the right answer into each and take its \"review\" out", name)
	case waiting > 0:
		a.notice("left out %s marked for review", count(waiting, "question"))
	}
	return questions, nil
}

// evalArchive is the archive that the questions are about: the program's own
// pairs are about the articles that it carries.
func (a *app) evalArchive(ctx context.Context, o evalOptions) (*archive, error) {
	if o.questions == "" && a.settings.Corpus == "" && a.settings.DataFrom != fromFlag {
		return a.openSample(ctx, "the program's own questions are about its %d sample articles; --questions FILE asks yours of your index")
	}
	return a.openArchive(ctx)
}

func (a *app) printReport(report *eval.Report, o evalOptions) error {
	if o.golden {
		_, err := io.WriteString(a.out, report.Golden())
		return err
	}
	if err := report.Write(a.out); err != nil {
		return err
	}
	if o.curves {
		if err := report.WriteCurves(a.out); err != nil {
			return err
		}
	}
	if o.by == "" {
		return nil
	}
	return report.WriteBy(a.out, o.by)
}

// short is the error for figures that miss their floors, for quotations that
// are not in their article, and for questions that failed.
func short(report *eval.Report, floors []eval.Floor) error {
	var faults []string
	for _, f := range floors {
		if err := f.Check(report.Figures()); err != nil {
			faults = append(faults, err.Error())
		}
	}
	if n := len(report.Inexact); n > 0 {
		faults = append(faults, fmt.Sprintf("%s not exact", count(n, "quotation")))
	}
	if n := len(report.Failed); n > 0 {
		faults = append(faults, fmt.Sprintf("%s failed", count(n, "question")))
	}
	if len(faults) == 0 {
		return nil
	}
	return errors.New("not good enough: " + strings.Join(faults, "; "))
}
