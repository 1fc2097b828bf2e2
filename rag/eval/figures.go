package eval

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Figure is one number of a report.
type Figure struct {
	// Name is the reference scorer's ("answer recall"), Alias the short form
	// for command lines ("answer-recall").
	Name, Alias string
	Value       float64
	// N is what Value is a share or a mean of: questions, citations or
	// quotations.
	N int
	// Known is false where nothing in the set could be measured.
	Known bool
	// Fault marks a rate of which less is better.
	Fault bool
	count bool
}

// Summary is the figures of a set of questions, in the reference scorer's
// order; Explain says what each means.
type Summary []Figure

// metric defines one figure over rows.
type metric struct {
	name, alias, doc string
	fault            bool
	// count: the value is a number of questions.
	count bool
	of    func(all, answerable, null []Row) (value float64, n int, known bool)
}

// metrics is in the reference scorer's order.
var metrics = []metric{
	{name: "questions", alias: "questions", count: true, doc: "questions in the set", of: func(all, _, _ []Row) (float64, int, bool) { return float64(len(all)), len(all), true }},
	{name: "answerable", alias: "answerable", count: true, doc: "of these, answerable", of: func(all, a, _ []Row) (float64, int, bool) { return float64(len(a)), len(all), true }},
	{name: "null", alias: "null", count: true, doc: "of these, not answerable", of: func(all, _, n []Row) (float64, int, bool) { return float64(len(n)), len(all), true }},
	{name: "answer recall", alias: "answer-recall", doc: "an acceptable answer stands in the text; an abstention scores 0", of: meanAnswerable("answer_recall")},
	{name: "answer recall, partial", alias: "answer-recall-partial", doc: "share of the groups of acceptable answers that stand in the text", of: meanAnswerable("answer_partial")},
	{name: "token F1 (answerable)", alias: "token-f1", doc: "words shared with the best acceptable answer", of: meanAnswerable("f1")},
	{name: "EM (answerable)", alias: "em", doc: "the answer is an acceptable answer and nothing else", of: meanAnswerable("em")},
	{name: "F1 (SQuAD convention, all)", alias: "squad-f1", doc: "token F1, and 1 for each right abstention", of: meanAll("f1")},
	{name: "EM (SQuAD convention, all)", alias: "squad-em", doc: "EM, and 1 for each right abstention", of: meanAll("em")},
	{name: "F1 vs reference answer", alias: "reference-f1", doc: "words shared with a reference answer", of: meanAnswerable("ref_f1")},
	{name: "nugget coverage (token proxy)", alias: "nugget-coverage", doc: "share of the points made, by 60 % of their words", of: meanAnswerable("nugget_coverage")},
	{name: "wrong answer present", alias: "wrong-answer", doc: "a wrong answer stands in the text", fault: true, of: meanAnswerable("wrong_asserted")},
	{name: "strict EM (all gold, no wrong)", alias: "strict-em", doc: "every right answer and no wrong one", of: meanAnswerable("strict_em")},
	{name: "trap rate (must_not)", alias: "trap-rate", doc: "a forbidden string stands in the text", fault: true, of: meanAll("trap")},
	{name: "speaker named", alias: "speaker-named", doc: "the speaker's last name stands in the text", of: meanAnswerable("speaker_named")},
	{name: "abstention precision", alias: "abstention-precision", doc: "share of abstentions that are right", of: func(_, a, n []Row) (float64, int, bool) {
		right, wrong := silent(n), silent(a)
		return share(right, right+wrong, len(n) > 0)
	}},
	{name: "abstention recall", alias: "abstention-recall", doc: "share of the unanswerable that is abstained from", of: func(_, _, n []Row) (float64, int, bool) { return share(silent(n), len(n), true) }},
	{name: "abstention F1", alias: "abstention-f1", doc: "harmonic mean of the two", of: abstentionF1},
	{name: "false abstention rate", alias: "false-abstention", doc: "share of the answerable that is abstained from", fault: true, of: func(_, a, _ []Row) (float64, int, bool) { return share(silent(a), len(a), true) }},
	{name: "citation precision", alias: "citation-precision", doc: "share of citations that are verbatim and of an accepted document", of: ratioAnswerable("cit_ok", "n_cit")},
	{name: "citation doc precision", alias: "citation-doc-precision", doc: "share of citations of an accepted document", of: ratioAnswerable("cit_doc_ok", "n_cit")},
	{name: "citation recall", alias: "citation-recall", doc: "share of the required documents that are rightly cited", of: meanAnswerable("cit_recall")},
	{name: "evidence span hit", alias: "span-hit", doc: "a citation overlaps the evidence by half", of: meanAnswerable("span_hit")},
	{name: "quote-verbatim rate (lenient)", alias: "verbatim-lenient", doc: "share of citations found in their document, spelling folded", of: ratioAll("verb_len", "n_cit")},
	{name: "quote-verbatim rate (strict)", alias: "verbatim-strict", doc: "share of citations found in their document, byte for byte", of: ratioAll("verb_str", "n_cit")},
	{name: "in-answer quotes verbatim", alias: "answer-quotes-verbatim", doc: "share of quotations within answers found in a cited document", of: ratioAll("aq_ok", "aq_n")},
	{name: "answered with >=1 citation", alias: "answered-with-citation", doc: "share of answers that cite", of: citing},
	{name: "Hits@4", alias: "hits@4", doc: "a relevant document among the first 4", of: meanAnswerable("hits4")},
	{name: "Hits@10", alias: "hits@10", doc: "a relevant document among the first 10", of: meanAnswerable("hits10")},
	{name: "MAP@10", alias: "map@10", doc: "mean average precision of documents", of: meanAnswerable("map10")},
	{name: "MRR@10", alias: "mrr@10", doc: "mean reciprocal rank of the first relevant document", of: meanAnswerable("mrr10")},
	{name: "EvRecall@4", alias: "recall@4", doc: "share of the required documents among the first 4", of: meanAnswerable("evrec4")},
	{name: "EvRecall@10", alias: "recall@10", doc: "share of the required documents among the first 10", of: meanAnswerable("evrec10")},
	{name: "chunk Hits@4", alias: "chunk-hits@4", doc: "a passage with a whole evidence text among the first 4", of: meanAnswerable("c_hits4")},
	{name: "chunk Hits@10", alias: "chunk-hits@10", doc: "a passage with a whole evidence text among the first 10", of: meanAnswerable("c_hits10")},
	{name: "chunk MAP@10", alias: "chunk-map@10", doc: "mean average precision of passages", of: meanAnswerable("c_map10")},
	{name: "chunk MRR@10", alias: "chunk-mrr@10", doc: "mean reciprocal rank of the first passage with an evidence text", of: meanAnswerable("c_mrr10")},
}

// Summarise computes every figure over rows as the reference scorer does.
func Summarise(rows []Row) Summary { return summarise(metrics, rows) }

func summarise(metrics []metric, rows []Row) Summary {
	var answerable, null []Row
	for _, r := range rows {
		if r.Answerable {
			answerable = append(answerable, r)
		} else {
			null = append(null, r)
		}
	}
	out := make(Summary, len(metrics))
	for i, m := range metrics {
		out[i] = Figure{Name: m.name, Alias: m.alias, Fault: m.fault, count: m.count}
		out[i].Value, out[i].N, out[i].Known = m.of(rows, answerable, null)
	}
	return out
}

// known is every figure that a floor can name.
func known() []metric { return slices.Concat(metrics, silence, paired) }

// Get finds a figure by name or alias, without regard to case.
func (s Summary) Get(name string) (Figure, bool) {
	i := slices.IndexFunc(s, func(f Figure) bool {
		return strings.EqualFold(f.Name, name) || strings.EqualFold(f.Alias, name)
	})
	if i < 0 {
		return Figure{}, false
	}
	return s[i], true
}

// Write prints the known figures, one a line: name, value, and what it is a
// share of.
func (s Summary) Write(w io.Writer) error {
	for _, f := range s {
		if !f.Known {
			continue
		}
		line := fmt.Sprintf("%-34s %.4f  (n=%d)\n", f.Name, f.Value, f.N)
		if f.count {
			line = fmt.Sprintf("%-34s %.0f\n", f.Name, f.Value)
		}
		if _, err := io.WriteString(w, line); err != nil {
			return err
		}
	}
	return nil
}

// Explain says in a line each what the figures mean and what --min calls them.
func Explain(w io.Writer) error {
	for _, m := range known() {
		less := ""
		if m.fault {
			less = "; less is better"
		}
		if _, err := fmt.Fprintf(w, "%-24s %s%s\n", m.alias, m.doc, less); err != nil {
			return err
		}
	}
	return nil
}

// Floor is what a figure must reach: at least Value, or at most Value where
// the figure is a rate of faults.
type Floor struct {
	Metric string
	Value  float64
}

// ParseFloor reads "metric=value", where metric is a figure's name or alias.
func ParseFloor(spec string) (Floor, error) {
	i := strings.LastIndexByte(spec, '=')
	if i < 0 {
		return Floor{}, fmt.Errorf("%q: write metric=value, such as answer-recall=0.6", spec)
	}
	name := strings.TrimSpace(spec[:i])
	if _, ok := summarise(known(), nil).Get(name); !ok {
		var aliases []string
		for _, m := range known() {
			aliases = append(aliases, m.alias)
		}
		return Floor{}, fmt.Errorf("unknown metric %q; known are %s", name, strings.Join(aliases, ", "))
	}
	v, err := strconv.ParseFloat(strings.TrimSpace(spec[i+1:]), 64)
	if err != nil || v != v {
		return Floor{}, fmt.Errorf("%q: %q is not a number", spec, spec[i+1:])
	}
	return Floor{name, v}, nil
}

// Check is an error that names the shortfall if s does not reach the floor. A
// figure that could not be measured reaches none.
func (f Floor) Check(s Summary) error {
	got, ok := s.Get(f.Metric)
	switch {
	case !ok || !got.Known:
		return fmt.Errorf("%s: nothing in these questions measures it", f.Metric)
	case got.Fault && got.Value > f.Value:
		return fmt.Errorf("%s is %.4f, above %g", got.Name, got.Value, f.Value)
	case !got.Fault && got.Value < f.Value:
		return fmt.Errorf("%s is %.4f, below %g", got.Name, got.Value, f.Value)
	}
	return nil
}
