package eval

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// The measures of the drawing in pixels: two square panels side by side.
const (
	panelSide   = 340
	panelTop    = 50
	panelLeft   = 70
	panelGap    = 100
	drawnWidth  = 2*panelLeft + 2*panelSide + panelGap - 40
	drawnHeight = panelTop + panelSide + 110
)

// colours of the series: they differ in lightness too.
var colours = []string{"#1b5e9b", "#d9730d"}

// panel draws in one square whose axes run from 0 to top.
type panel struct {
	*strings.Builder
	left     float64
	right    float64 // the greatest value of the horizontal axis
	topValue float64 // of the vertical one
}

func (p panel) x(v float64) float64 { return p.left + v/p.right*panelSide }
func (p panel) y(v float64) float64 { return panelTop + panelSide*(1-v/p.topValue) }

// frame draws axes, grid and labels.
func (p panel) frame(title, across, up string) {
	middle := p.left + panelSide/2
	fmt.Fprintf(p, `<text x="%g" y="%d" text-anchor="middle" font-size="15" font-weight="bold">%s</text>`+"\n", middle, panelTop-20, title)
	for i := range 6 {
		share := float64(i) / 5
		x, y := p.x(share*p.right), p.y(share*p.topValue)
		fmt.Fprintf(p, `<path d="M%.1f %dV%dM%.1f %.1fH%.1f" stroke="#ddd"/>`+"\n", x, panelTop, panelTop+panelSide, p.left, y, p.left+panelSide)
		fmt.Fprintf(p, `<text x="%.1f" y="%d" text-anchor="middle">%.2g</text>`+"\n", x, panelTop+panelSide+18, share*p.right)
		fmt.Fprintf(p, `<text x="%.1f" y="%.1f" text-anchor="end">%.2g</text>`+"\n", p.left-8, y+4, share*p.topValue)
	}
	fmt.Fprintf(p, `<path d="M%.1f %dV%dH%.1f" fill="none" stroke="#333"/>`+"\n", p.left, panelTop, panelTop+panelSide, p.left+panelSide)
	fmt.Fprintf(p, `<text x="%g" y="%d" text-anchor="middle">%s</text>`+"\n", middle, panelTop+panelSide+40, across)
	fmt.Fprintf(p, `<text transform="translate(%g %d) rotate(-90)" text-anchor="middle">%s</text>`+"\n", p.left-44, panelTop+panelSide/2, up)
}

// SVG draws the risk-coverage curve and the reliability of the report, both
// for the questions as asked and, if there are pairs, for the paired test. The
// same report gives the same bytes.
func (rep *Report) SVG() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12" fill="#222">`+"\n",
		drawnWidth, drawnHeight, drawnWidth, drawnHeight)
	fmt.Fprintf(&b, "<title>Risk, coverage and reliability over %d questions</title>\n", len(rep.Rows))
	b.WriteString(`<rect width="100%" height="100%" fill="#fff"/>` + "\n")
	all := rep.series()
	curves := make([][]Point, len(all))
	worst := .2
	for i, s := range all {
		curves[i] = settled(RiskCoverage(s.rows))
		for _, p := range curves[i] {
			worst = max(worst, p.Risk)
		}
	}
	risk := panel{&b, panelLeft, 1, min(1, math.Ceil(worst*5-1e-9)/5)}
	risk.frame("Risk and coverage", "coverage: share of the questions that is answered", "risk: share of the answers that is wrong")
	confidence := panel{&b, panelLeft + panelSide + panelGap, 1, 1}
	confidence.frame("Reliability", "mean confidence of a band", "share of the band")
	fmt.Fprintf(&b, `<path d="M%.1f %.1fL%.1f %.1f" stroke="#999" stroke-dasharray="4 4"/>`+"\n", confidence.x(0), confidence.y(0), confidence.x(1), confidence.y(1))
	for i, s := range all {
		colour := colours[i%len(colours)]
		risk.curve(curves[i], colour)
		confidence.bands(Reliability(s.rows), colour)
		y := panelTop + panelSide + 68 + 20*i
		fmt.Fprintf(&b, `<path d="M%d %dh28" stroke="%s" stroke-width="2"/><text x="%d" y="%d">%s (%d questions)</text>`+"\n",
			panelLeft, y-4, colour, panelLeft+36, y, s.name, len(s.rows))
	}
	x, y := int(confidence.left), panelTop+panelSide+68
	fmt.Fprintf(&b, `<circle cx="%d" cy="%d" r="5" fill="none" stroke="#222" stroke-width="1.5"/><text x="%d" y="%d">questions that the archive answers (area: how many)</text>`+"\n", x+6, y-4, x+20, y)
	fmt.Fprintf(&b, `<path d="%s" fill="#222"/><text x="%d" y="%d">answers given that are right</text>`+"\n", diamond(float64(x+6), float64(y+16)), x+20, y+20)
	b.WriteString("</svg>\n")
	return b.String()
}

// settled is the curve from the twentieth answer on, if it goes that far:
// before, each answer throws it up and down.
func settled(curve []Point) []Point {
	i := slices.IndexFunc(curve, func(p Point) bool { return p.Answers >= 20 })
	return curve[max(0, i):]
}

// curve draws a curve and marks its end.
func (p panel) curve(curve []Point, colour string) {
	if len(curve) == 0 {
		return
	}
	fmt.Fprintf(p, `<path d="M%.1f %.1f`, p.x(curve[0].Coverage), p.y(curve[0].Risk))
	for _, point := range curve[1:] {
		fmt.Fprintf(p, "L%.1f %.1f", p.x(point.Coverage), p.y(point.Risk))
	}
	fmt.Fprintf(p, `" fill="none" stroke="%s" stroke-width="2" stroke-linejoin="round"/>`+"\n", colour)
	last := curve[len(curve)-1]
	fmt.Fprintf(p, `<circle cx="%.1f" cy="%.1f" r="3.5" fill="%s"/>`+"\n", p.x(last.Coverage), p.y(last.Risk), colour)
}

// bands draws a ring for each band, its area by the band's share of the
// questions, and a diamond for the answers given in it.
func (p panel) bands(table []Band, colour string) {
	total := 0
	for _, b := range table {
		total += b.N
	}
	for _, b := range table {
		fmt.Fprintf(p, `<circle cx="%.1f" cy="%.1f" r="%.1f" fill="none" stroke="%s" stroke-width="1.5"><title>%d questions</title></circle>`+"\n",
			p.x(b.Mean), p.y(b.Answerable), max(3, 24*math.Sqrt(float64(b.N)/float64(total))), colour, b.N)
		if b.Answers > 0 {
			fmt.Fprintf(p, `<path d="%s" fill="%s"><title>%d answers</title></path>`+"\n", diamond(p.x(b.Mean), p.y(b.Right)), colour, b.Answers)
		}
	}
}

func diamond(x, y float64) string { return fmt.Sprintf("M%.1f %.1fl5 5l-5 5l-5 -5z", x, y-5) }

// WriteSVG replaces the file at path by the drawing. The file is whole or as
// it was before.
func (rep *Report) WriteSVG(path string) error { return ReplaceFile(path, []byte(rep.SVG())) }
