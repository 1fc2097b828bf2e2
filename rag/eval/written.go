package eval

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"newsdesk/rag"
)

// Written is what a language model did over a set of questions, and what was
// kept of it.
type Written struct {
	// Model is its name.
	Model string
	// Questions is how many were asked; of these Generative got the model's
	// answer, Silent were abstained from, and Own got the engine's own answer, because too little
	// of the model's held, or it failed, or it was not asked at all.
	Questions, Generative, Silent, Own int
	// Failed is how many of these got it because the model failed, FirstFailure
	// why it did so first.
	Failed       int
	FirstFailure string
	// Calls and Usage are what it cost.
	Calls int
	rag.Usage
	// Sentences is how many it wrote, Verified, Repaired and Quoted how many of
	// them are shown as they were, after a repair, and as their source's own
	// sentence; Removed counts the others by their fault.
	Sentences, Verified, Repaired, Quoted int
	Removed                               map[rag.Fault]int
	// WrongBefore of Quotations quoted words or speakers that the evidence does
	// not have, in the model's sentences; WrongAfter of Shown quotations in the
	// statements shown stand in no article that the statement cites.
	Quotations, WrongBefore, Shown, WrongAfter int
}

// NewWritten counts over results, whose articles texts gives.
func NewWritten(results []Result, texts Texts) Written {
	w := Written{Removed: map[rag.Fault]int{}}
	for _, r := range results {
		w.Questions++
		switch {
		case r.Err != nil:
		case r.Answer.Abstained:
			w.Silent++
		case r.Answer.Mode == "generative":
			w.Generative++
		default:
			w.Own++
		}
		use := r.Answer.Model
		if use == nil {
			continue
		}
		w.Model = use.Name
		if use.Failed != "" {
			if w.Failed++; w.Failed == 1 {
				w.FirstFailure = use.Failed
			}
		}
		w.Calls, w.Input, w.Output = w.Calls+use.Calls, w.Input+use.Input, w.Output+use.Output
		w.Sentences, w.Verified, w.Repaired, w.Quoted = w.Sentences+use.Sentences, w.Verified+use.Verified, w.Repaired+use.Repaired, w.Quoted+use.Quoted
		w.Quotations, w.WrongBefore = w.Quotations+use.Quotations, w.WrongBefore+use.WrongQuotations
		for _, gone := range r.Answer.Removed {
			w.Removed[gone.Fault]++
		}
		w.countShown(r.Answer, texts)
	}
	return w
}

// countShown counts the quotations that a reader sees.
func (w *Written) countShown(a rag.Answer, texts Texts) {
	for _, s := range a.Statements {
		text := s.Text
		if s.Original != "" {
			text = s.Original
		}
		for _, q := range quotations(text) {
			w.Shown++
			if !slices.ContainsFunc(s.Citations, func(n int) bool {
				article, ok := texts(a.Citations[n-1].Doc)
				return ok && holdsParts(article, q)
			}) {
				w.WrongAfter++
			}
		}
	}
}

// quotations is what stands between double marks.
func quotations(text string) []string {
	var out []string
	from := -1
	for i, r := range text {
		switch {
		case r == '“' || r == '"' && from < 0:
			from = i + len(string(r))
		case (r == '”' || r == '"') && from >= 0:
			out = append(out, text[from:i])
			from = -1
		}
	}
	return out
}

// holdsParts reports whether the parts of a quotation, between what it leaves
// out, stand in an article byte for byte and in their order.
func holdsParts(article, quotation string) bool {
	rest := strings.ReplaceAll(article, "...", "…")
	for part := range strings.SplitSeq(strings.ReplaceAll(quotation, "...", "…"), "…") {
		_, after, found := strings.Cut(rest, strings.TrimSpace(part))
		if !found {
			return false
		}
		rest = after
	}
	return true
}

// sideBySide are the figures that are held against each other.
var sideBySide = []string{"answer-recall", "answer-recall-partial", "citation-precision", "citation-recall", "span-hit", "abstention-f1",
	"false-abstention", "trap-rate", "speaker-named", "answer-quotes-verbatim", "verbatim-strict"}

// WriteSideBySide prints the engine's own figures beside those of the answers
// that a model wrote over the same questions, and what became of its sentences.
func WriteSideBySide(out io.Writer, own, model Summary, w Written) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%-34s %10s %10s\n", "", "extractive", "generative")
	for _, name := range sideBySide {
		x, _ := own.Get(name)
		y, _ := model.Get(name)
		if x.Known || y.Known {
			fmt.Fprintf(&b, "%-34s %10s %10s\n", x.Name, shown(x), shown(y))
		}
	}
	fmt.Fprintf(&b, "\n%s: %d questions, %d calls, %d tokens in, %d out\n", w.Model, w.Questions, w.Calls, w.Input, w.Output)
	fmt.Fprintf(&b, "%-34s %d\n%-34s %d\n%-34s %d\n", "answered in the model's words", w.Generative, "abstained", w.Silent, "answered in the articles' own", w.Own)
	if w.Failed > 0 {
		fmt.Fprintf(&b, "  %-32s %d, first: %s\n", "since the model failed", w.Failed, w.FirstFailure)
	}
	fmt.Fprintf(&b, "%-34s %d\n", "sentences written", w.Sentences)
	part := func(name string, n int) {
		if w.Sentences > 0 {
			fmt.Fprintf(&b, "  %-32s %d  %.3f\n", name, n, float64(n)/float64(w.Sentences))
		}
	}
	part("verified", w.Verified)
	part("repaired", w.Repaired)
	part("replaced by their source", w.Quoted)
	var faults []rag.Fault
	for f := range w.Removed {
		faults = append(faults, f)
	}
	slices.Sort(faults)
	for _, f := range faults {
		part("removed: "+string(f), w.Removed[f])
	}
	fmt.Fprintf(&b, "%-34s %d of %d\n", "quotations wrong as written", w.WrongBefore, w.Quotations)
	fmt.Fprintf(&b, "%-34s %d of %d\n", "quotations wrong as shown", w.WrongAfter, w.Shown)
	_, err := io.WriteString(out, b.String())
	return err
}

func shown(f Figure) string {
	if !f.Known {
		return "–"
	}
	return fmt.Sprintf("%.4f", f.Value)
}
