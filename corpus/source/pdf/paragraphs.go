package pdf

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// paragraphs joins the lines of all pages to paragraphs.
func paragraphs(pages [][]line) []Paragraph {
	margins := repeated(pages)
	body := bodySize(pages)
	largest := 0.0
	if len(pages) > 0 {
		for _, l := range pages[0] {
			largest = max(largest, l.size)
		}
	}
	var out []Paragraph
	open := -1 // the paragraph that may go on after a break
	for n, page := range pages {
		for _, run := range runs(page) {
			var lines []line
			for _, l := range run {
				if (l.top || l.bottom) && (margins[pattern(l.text)] || pattern(l.text) == "#") {
					out = append(out, Paragraph{Margin, l.text})
					continue
				}
				lines = append(lines, l)
			}
			for _, p := range split(lines) {
				text := join(p)
				kind := Body
				if p[0].size > 1.15*body && utf8.RuneCountInString(text) < 250 {
					kind = Heading
					if n == 0 && p[0].size >= .95*largest && !slices.ContainsFunc(out, func(p Paragraph) bool { return p.Kind == Title }) {
						kind = Title
					}
				}
				if kind == Body && open >= 0 && len(out[open].Text) < maxLine && goesOn(out[open].Text, text) {
					out[open].Text = before(out[open].Text, text) + text
					continue
				}
				out = append(out, Paragraph{kind, text})
				open = -1
				if kind == Body {
					open = len(out) - 1
				}
			}
		}
	}
	return out
}

// runs parts the lines of a page where the next is not right below: at the
// end of a column, between paragraphs, where the size changes.
func runs(page []line) [][]line {
	var out [][]line
	for i, l := range page {
		if i > 0 {
			p := page[i-1]
			step := p.y - l.y
			if math.Abs(l.size-p.size) <= .1*p.size && step > .3*l.size && step < 1.75*l.size && l.x0 < p.x1 && p.x0 < l.x1 {
				out[len(out)-1] = append(out[len(out)-1], l)
				continue
			}
		}
		out = append(out, []line{l})
	}
	return out
}

// split parts a run where a line is set in, or the one before ends short with
// a sentence.
func split(run []line) [][]line {
	var out [][]line
	left, right := math.Inf(1), math.Inf(-1)
	for _, l := range run {
		left, right = min(left, l.x0), max(right, l.x1)
	}
	for i, l := range run {
		if i > 0 {
			p := run[i-1]
			set := l.x0-left > .8*l.size && p.x0-left < .4*l.size && l.x0-left < 6*l.size
			short := right-p.x1 > .12*(right-left) && ends(p.text)
			if !set && !short {
				out[len(out)-1] = append(out[len(out)-1], l)
				continue
			}
		}
		out = append(out, []line{l})
	}
	return out
}

// join joins lines, the words that were broken at their ends made whole.
func join(lines []line) string {
	var b strings.Builder
	for i, l := range lines {
		next := ""
		if i+1 < len(lines) {
			next = lines[i+1].text
		}
		b.WriteString(before(l.text, next))
	}
	return b.String()
}

// before is a line as it stands before the next: with a space at its end, or
// without the hyphen of a broken word.
func before(a, next string) string {
	if next == "" {
		return a
	}
	first, _ := utf8.DecodeRuneInString(next)
	if head, ok := strings.CutSuffix(a, "-"); ok && unicode.IsLower(first) {
		if last, _ := utf8.DecodeLastRuneInString(head); unicode.IsLetter(last) {
			return head
		}
	}
	if head, ok := strings.CutSuffix(a, "\u00AD"); ok {
		return head
	}
	return a + " "
}

func ends(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, "\"'”’)]»"))
	return strings.ContainsRune(".!?…:", last)
}

// goesOn reports whether b continues the sentence of a, over a page's or
// column's end.
func goesOn(a, b string) bool {
	first, _ := utf8.DecodeRuneInString(b)
	return !ends(a) && unicode.IsLower(first) && len(a) > 40
}

// pattern is a line with its numbers made alike.
func pattern(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			if !strings.HasSuffix(b.String(), "#") {
				b.WriteByte('#')
			}
		case !unicode.IsSpace(r):
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return strings.Trim(b.String(), "-–—|.")
}

// repeated are the patterns of lines at the top or foot of half the pages.
func repeated(pages [][]line) map[string]bool {
	counts := map[string]int{}
	for _, page := range pages {
		for _, l := range page {
			if (l.top || l.bottom) && len(l.text) < 200 {
				counts[pattern(l.text)]++
			}
		}
	}
	out := map[string]bool{}
	for p, n := range counts {
		out[p] = n >= 2 && 2*n >= len(pages)
	}
	return out
}

// bodySize is the size in which most of the letters are set.
func bodySize(pages [][]line) float64 {
	counts := map[float64]int{}
	for _, page := range pages {
		for _, l := range page {
			counts[math.Round(l.size*2)/2] += len(l.text)
		}
	}
	sizes := slices.Sorted(maps.Keys(counts))
	return slices.MaxFunc(append(sizes, 0), func(a, b float64) int { return cmp.Compare(counts[a], counts[b]) })
}
