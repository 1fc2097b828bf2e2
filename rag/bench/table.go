package bench

import (
	"fmt"
	"io"
	"math"
	"text/tabwriter"
)

// Table writes the report for a person, what limits each figure below it.
func (rep *Report) Table(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(tw, "articles\tpassages\tarticles/s\tCPU ms each\tpeak MB\tdisk/text\topen s\tanswer p50 ms\tp95\tby date p50\tp95\tby outlet p50\tp95\tCPU ms each\t\n")
	for i := range rep.Sizes {
		s := &rep.Sizes[i]
		fmt.Fprintf(tw, "%d\t%d\t%.0f\t%.2f\t%.0f\t%.2f\t%.2f\t%.0f\t%.0f\t%.0f\t%.0f\t%.0f\t%.0f\t%.0f\t\n", s.Articles, s.Passages,
			s.Rate(), 1000*s.IngestCPU/float64(s.Articles), float64(s.PeakBytes)/1e6, s.DiskRatio(), s.OpenSeconds,
			s.Answer.P50, s.Answer.P95, s.ByDate.P50, s.ByDate.P95, s.ByOutlet.P50, s.ByOutlet.P95, s.AnswerCPU)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(w, "\n%d questions of each size and kind, seed %d, on %d cores; load %.1f before, %.1f after\n", rep.Questions, rep.Seed, rep.Cores, rep.LoadBefore, rep.LoadAfter)
	for _, line := range rep.Limits() {
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

// Limits says in a line each what bounds the figures of the largest size, as
// far as the measurements tell.
func (rep *Report) Limits() []string {
	first, last := &rep.Sizes[0], &rep.Sizes[len(rep.Sizes)-1]
	grow := func(of func(*Size) float64) string {
		a, b := of(first), of(last)
		times := float64(last.Articles) / float64(first.Articles)
		if times <= 1 || a <= 0 || b <= 0 {
			return ""
		}
		return fmt.Sprintf("; over %.0f times the articles it grows %.1f times (power %.2f)", times, b/a, math.Log(b/a)/math.Log(times))
	}
	var out []string
	line := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }

	busy := last.IngestCPU / max(last.IngestSeconds, 1e-9)
	limit := "waiting, for the disk or for others who use the machine"
	if busy > .8*float64(rep.Cores) {
		limit = "the processors"
	}
	line("ingestion: %s; %.1f of %d cores were busy, %.2f ms of CPU an article%s", limit, busy, rep.Cores,
		1000*last.IngestCPU/float64(last.Articles), grow(func(s *Size) float64 { return s.IngestCPU / float64(s.Articles) }))
	line("memory: the batches under way, not the archive, if it stays flat: %.0f MB at most%s", float64(last.PeakBytes)/1e6, grow(func(s *Size) float64 { return float64(s.PeakBytes) }))
	line("disk: %.0f bytes a passage beside %.0f of text%s", float64(last.DiskBytes-last.TextBytes)/float64(max(1, last.Passages)),
		float64(last.TextBytes)/float64(max(1, last.Passages)), grow(func(s *Size) float64 { return float64(s.DiskBytes) }))
	line("opening: reading %d passages with their vectors, %.1f µs each of the clock, %.1f of CPU%s", last.Passages,
		1e6*last.OpenSeconds/float64(max(1, last.Passages)), 1e6*last.OpenCPU/float64(max(1, last.Passages)), grow(func(s *Size) float64 { return s.OpenSeconds }))
	line("an answer: the scan of all vectors takes %.0f of %.0f ms, the rest of finding evidence %.0f, writing the answer %.0f%s",
		last.Nearest.P50, last.Answer.P50, max(0, last.Retrieve.P50-last.Nearest.P50), max(0, last.Answer.P50-last.Retrieve.P50),
		grow(func(s *Size) float64 { return s.Answer.P50 }))
	line("a filtered answer: %.2f (date) and %.2f (outlet) of an unfiltered one", last.ByDate.P50/max(last.Answer.P50, 1e-9), last.ByOutlet.P50/max(last.Answer.P50, 1e-9))
	line("the work was done: %.0f%% of the answerable questions cite their article, %.0f%% of the unanswerable ones get no answer", 100*last.Found, 100*last.Silent)
	return out
}
