package bench

import (
	"fmt"
	"math"
	"strings"
)

// The measures of the drawing in pixels: panels in rows of three.
const (
	plotWide, plotHigh = 230, 160
	marginX, marginY   = 80, 62
	across             = 3
)

// series is one line of a plot.
type series struct {
	name, colour string
	of           func(*Size) float64
}

// plot is one panel: its title and its lines.
type plot struct {
	title string
	lines []series
}

const blue, orange, green = "#1b5e9b", "#d9730d", "#2e7d4f"

var plots = []plot{
	{"articles taken in a second", []series{{"by the clock", blue, (*Size).Rate}, {"a second of CPU", orange, func(s *Size) float64 { return float64(s.Articles) / max(s.IngestCPU, 1e-9) }}}},
	{"peak memory while taking in, MB", []series{{"resident", blue, func(s *Size) float64 { return float64(s.PeakBytes) / 1e6 }}}},
	{"bytes on disk for a byte of text", []series{{"all files", blue, (*Size).DiskRatio}}},
	{"opening, seconds", []series{{"by the clock", blue, func(s *Size) float64 { return s.OpenSeconds }}, {"CPU", orange, func(s *Size) float64 { return s.OpenCPU }}}},
	{"an answer, milliseconds", []series{{"p50", blue, func(s *Size) float64 { return s.Answer.P50 }}, {"p95", orange, func(s *Size) float64 { return s.Answer.P95 }}, {"vector scan p50", green, func(s *Size) float64 { return s.Nearest.P50 }}}},
	{"a filtered answer, milliseconds", []series{{"date p50", blue, func(s *Size) float64 { return s.ByDate.P50 }}, {"date p95", orange, func(s *Size) float64 { return s.ByDate.P95 }}, {"outlet p50", green, func(s *Size) float64 { return s.ByOutlet.P50 }}}},
}

// SVG draws how each figure grows with the number of articles.
func (rep *Report) SVG() []byte {
	var b strings.Builder
	rows := (len(plots) + across - 1) / across
	wide, high := across*(plotWide+marginX)+20, rows*(plotHigh+marginY+50)+20
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" font-size="11" fill="#222">`+"\n", wide, high, wide, high)
	fmt.Fprintf(&b, "<title>Growth from %d to %d articles</title>\n", rep.Sizes[0].Articles, rep.Sizes[len(rep.Sizes)-1].Articles)
	b.WriteString(`<rect width="100%" height="100%" fill="#fff"/>` + "\n")
	for i, p := range plots {
		rep.draw(&b, p, marginX-20+i%across*(plotWide+marginX), 40+i/across*(plotHigh+marginY+50))
	}
	b.WriteString("</svg>\n")
	return []byte(b.String())
}

// draw puts a panel with its upper left corner at x, y.
func (rep *Report) draw(b *strings.Builder, p plot, x, y int) {
	right, top := 0.0, 0.0
	for i := range rep.Sizes {
		right = max(right, float64(rep.Sizes[i].Articles))
		for _, l := range p.lines {
			top = max(top, l.of(&rep.Sizes[i]))
		}
	}
	top = roundUp(top)
	fmt.Fprintf(b, `<text x="%d" y="%d" font-size="13" font-weight="bold">%s</text>`+"\n", x, y-12, p.title)
	for k := range 5 {
		share := float64(k) / 4
		up, along := float64(y)+plotHigh*(1-share), float64(x)+plotWide*share
		fmt.Fprintf(b, `<path d="M%d %.1fh%d" stroke="#ddd"/><text x="%d" y="%.1f" text-anchor="end">%.4g</text>`+"\n", x, up, plotWide, x-6, up+4, share*top)
		fmt.Fprintf(b, `<text x="%.1f" y="%d" text-anchor="middle">%.0f</text>`+"\n", along, y+plotHigh+16, share*right)
	}
	for k, l := range p.lines {
		fmt.Fprintf(b, `<path d="`)
		for i := range rep.Sizes {
			s := &rep.Sizes[i]
			fmt.Fprintf(b, "%s%.1f %.1f", map[bool]string{true: "M", false: "L"}[i == 0],
				float64(x)+plotWide*float64(s.Articles)/right, float64(y)+plotHigh*(1-l.of(s)/top))
		}
		fmt.Fprintf(b, `" fill="none" stroke="%s" stroke-width="2"/>`+"\n", l.colour)
		for i := range rep.Sizes {
			s := &rep.Sizes[i]
			fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="3" fill="%s"><title>%d articles: %.4g</title></circle>`+"\n",
				float64(x)+plotWide*float64(s.Articles)/right, float64(y)+plotHigh*(1-l.of(s)/top), l.colour, s.Articles, l.of(s))
		}
		fmt.Fprintf(b, `<path d="M%d %dh16" stroke="%s" stroke-width="2"/><text x="%d" y="%d">%s</text>`+"\n",
			x+k*90, y+plotHigh+32, l.colour, x+k*90+20, y+plotHigh+36, l.name)
	}
}

// roundUp is the next of 1, 2, 4, 6 and 10 times a power of ten.
func roundUp(v float64) float64 {
	if v <= 0 {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, step := range []float64{1, 2, 4, 6} {
		if v <= step*power {
			return step * power
		}
	}
	return 10 * power
}
