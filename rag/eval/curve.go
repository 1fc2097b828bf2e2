package eval

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"newsdesk/rag"
)

// Point is one of a risk-coverage curve: what comes of giving only the answers
// of at least Confidence.
type Point struct {
	Confidence float64
	// Answers are given, Wrong of them are not right.
	Answers, Wrong int
	// Coverage is the share of all questions that is answered, Risk the share
	// of wrong ones among the answers.
	Coverage, Risk float64
}

// RiskCoverage is a point for each confidence that an answer has, from the
// highest on (El-Yaniv and Wiener, 2010). An abstention gives no answer, so
// the curve ends at the share of questions that were answered. An answer to a
// question that has none is wrong; see right for the others. Questions whose
// answers cannot be judged are left out.
func RiskCoverage(rows []Row) []Point {
	type answer struct{ confidence, wrong float64 }
	var answers []answer
	total := 0
	for _, r := range rows {
		ok, judged := right(r)
		if !judged {
			continue
		}
		total++
		if !r.Abstained {
			answers = append(answers, answer{r.Confidence, 1 - number(ok)})
		}
	}
	slices.SortFunc(answers, func(a, b answer) int { return cmp.Compare(b.confidence, a.confidence) })
	var out []Point
	wrong := 0
	for i, a := range answers {
		wrong += int(a.wrong)
		if i+1 < len(answers) && answers[i+1].confidence == a.confidence {
			continue
		}
		out = append(out, Point{a.confidence, i + 1, wrong, float64(i+1) / float64(total), float64(wrong) / float64(i+1)})
	}
	return out
}

// right says whether an answer is right, by its words where acceptable answers
// are known and else by whether it cites a document of the evidence, and
// whether that can be told. An answer that falls into a trap is wrong.
func right(r Row) (ok, judged bool) {
	if !r.Answerable {
		return r.Abstained, true
	}
	recall, worded := r.Values["answer_recall"]
	if !worded {
		recall, worded = r.Values["cit_recall"]
		recall = math.Ceil(recall)
	}
	return !r.Abstained && recall == 1 && r.Values["trap"] == 0, worded
}

// The lower ends of the bands of a reliability table.
var (
	tenths = []float64{0, .1, .2, .3, .4, .5, .6, .7, .8, .9}
	words  = []float64{0, rag.MediumFrom, rag.HighFrom}
)

// Band is the questions whose answer has a confidence from From to below To;
// the last band includes 1.
type Band struct {
	From, To float64
	// N questions fall into it, with a confidence of Mean on average.
	N    int
	Mean float64
	// Answerable is the share of them that the archive answers, which is what
	// the confidence estimates.
	Answerable float64
	// Answers were given to some of them, and Right is the share of these
	// that are right.
	Answers int
	Right   float64
}

// Reliability is the bands that hold questions, each a tenth wide, from the
// lowest on.
func Reliability(rows []Row) []Band { return reliability(rows, tenths) }

// reliability is the bands that begin at from, which ascends from 0.
func reliability(rows []Row, from []float64) []Band {
	all := make([]Band, len(from))
	for i := range all {
		all[i].From, all[i].To = from[i], 1
		if i+1 < len(from) {
			all[i].To = from[i+1]
		}
	}
	for _, r := range rows {
		i, found := slices.BinarySearch(from, r.Confidence)
		if !found {
			i = max(0, i-1)
		}
		b := &all[i]
		b.N++
		b.Mean += r.Confidence
		b.Answerable += number(r.Answerable)
		if ok, judged := right(r); judged && !r.Abstained {
			b.Answers++
			b.Right += number(ok)
		}
	}
	var out []Band
	for _, b := range all {
		if b.N == 0 {
			continue
		}
		b.Mean /= float64(b.N)
		b.Answerable /= float64(b.N)
		b.Right /= float64(max(1, b.Answers))
		out = append(out, b)
	}
	return out
}

// CalibrationError is the mean distance of the bands' confidence from the
// share of their questions that the archive answers, 0 to 1 (Naeini, Cooper
// and Hauskrecht, 2015).
func CalibrationError(table []Band) float64 {
	var sum, n float64
	for _, b := range table {
		sum += float64(b.N) * math.Abs(b.Mean-b.Answerable)
		n += float64(b.N)
	}
	return sum / max(1, n)
}

// series is rows that make one curve.
type series struct {
	name string
	rows []Row
}

// series are the questions as they are and, if there are pairs, the answerable
// ones with their pairs in the place of the unanswerable.
func (rep *Report) series() []series {
	out := []series{{"as asked", rep.Rows}}
	if len(rep.Pairs) > 0 {
		out = append(out, series{"paired", rep.Pairs})
	}
	return out
}

// WriteCurves prints a risk-coverage curve, at each tenth of the questions and
// at its end, and a reliability table.
func (rep *Report) WriteCurves(w io.Writer) error {
	var b strings.Builder
	for _, s := range rep.series() {
		fmt.Fprintf(&b, "\n--- risk and coverage, %s\n", s.name)
		b.WriteString("coverage  answers  wrong   risk  confidence\n")
		curve := RiskCoverage(s.rows)
		for i, p := range curve {
			last := i+1 == len(curve)
			// The point is the last that does not pass a tenth.
			if !last && math.Floor(curve[i+1].Coverage*10) == math.Floor(p.Coverage*10) {
				continue
			}
			fmt.Fprintf(&b, "%8.3f  %7d  %5d  %.3f  at least %.3f\n", p.Coverage, p.Answers, p.Wrong, p.Risk, p.Confidence)
		}
		table := Reliability(s.rows)
		fmt.Fprintf(&b, "\n--- reliability, %s\n", s.name)
		b.WriteString("confidence    n   mean  answerable  answers  right\n")
		for _, band := range table {
			b.WriteString(band.line())
		}
		fmt.Fprintf(&b, "low, medium and high, from %.1f and %.1f on\n", rag.MediumFrom, rag.HighFrom)
		for _, band := range reliability(s.rows, words) {
			b.WriteString(band.line())
		}
		fmt.Fprintf(&b, "expected calibration error %.3f\n", CalibrationError(table))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (b Band) line() string {
	right := "-"
	if b.Answers > 0 {
		right = fmt.Sprintf("%.3f", b.Right)
	}
	return fmt.Sprintf("%.1f to %.1f %4d  %.3f  %10.3f  %7d  %5s\n", b.From, b.To, b.N, b.Mean, b.Answerable, b.Answers, right)
}
