package verify

import (
	"strconv"
	"strings"

	"newsdesk/rag/terms"
)

var multipliers = map[string]float64{"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
	"m": 1e6, "mn": 1e6, "bn": 1e9, "k": 1e3, "tn": 1e12, "dozen": 12}

var tens = map[string]float64{"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
	"third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
	"twice": 2, "dozen": 12, "hundred": 100}

// scale makes "1.5" and "million" one number.
func (t *token) scale(by float64, end int) {
	t.num *= by
	t.end = end
	t.stem = numberStem(t.num)
	t.date = noDate
}

// joins reports whether the number i goes on after a mark that only a careless
// feed puts a space behind: "3, 800", "1. 3".
func joins(text string, raw []terms.Token, i, from int) bool {
	if i < 2 || raw[i-1].Start != raw[i-2].End || raw[i].Start != raw[i-1].End+1 || !raw[i-2].Number {
		return false
	}
	a, b := text[raw[i-2].Start+from:raw[i-2].End+from], text[raw[i].Start+from:raw[i].End+from]
	if !digits(b) || !digits(a[max(0, len(a)-3):]) {
		return false
	}
	switch raw[i-1].Lower {
	case ",":
		dayBefore := i > 2 && months[raw[i-3].Lower] > 0
		return len(b) == 3 && !dayBefore && !(len(a) > 3 && digits(a[len(a)-4:]))
	case ".":
		return len(b) <= 2 && len(a) <= 3
	}
	return false
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// join appends the digits of a number that a space had cut off.
func (t *token) join(more, mark string, end int) {
	if !t.number {
		return
	}
	s := strconv.FormatFloat(t.num, 'f', -1, 64)
	if mark == "." {
		s += "."
	}
	if v, err := strconv.ParseFloat(s+more, 64); err == nil {
		t.num, t.end, t.date, t.weight = v, end, noDate, 1
		t.lower, t.stem = s+more, numberStem(v)
	}
}

func numberStem(v float64) string { return "#" + strconv.FormatFloat(v, 'g', 9, 64) }

// number reads "10,000", "$1.5bn", "80%", "25th" and "three"; "1990s" and
// "5G" stay words.
func (r *reader) number(out []token, text string, t terms.Token, broken bool) []token {
	s := t.Lower
	start := t.Start
	if i := strings.IndexAny(s, "0123456789."); i > 0 {
		sign := s[:i]
		n := len(text[t.Start:t.End]) - len(strings.TrimLeft(text[t.Start:t.End], "$€£¥"))
		out = r.add(out, token{start: t.Start, end: t.Start + n, lower: sign, stem: sign, broken: broken})
		s, start, broken = s[i:], t.Start+n, false
	}
	end := len(s)
	for end > 0 && (s[end-1] < '0' || s[end-1] > '9') {
		end--
	}
	v, err := strconv.ParseFloat(s[:end], 64)
	tail := s[end:]
	scale, scaled := multipliers[tail]
	ordinal := tail == "st" || tail == "nd" || tail == "rd" || tail == "th"
	if err != nil || tail != "" && tail != "%" && !scaled && !ordinal {
		return r.add(out, token{start: start, end: t.End, lower: s, stem: s, broken: broken, name: true})
	}
	first := text[t.Start] | 0x20
	tok := token{start: start, end: t.End, lower: s, num: v, spelled: first >= 'a' && first <= 'z', broken: broken}
	if scaled {
		tok.num *= scale
	}
	digits := end == 4 && tail == "" && !strings.Contains(text[start:t.End], ",")
	if digits && v >= 1000 && v < 2100 && !strings.Contains(s, ".") {
		tok.date = year
	}
	if tail == "%" {
		tok.end = t.End - 1
		out = r.addNumber(out, tok)
		return r.add(out, token{start: t.End - 1, end: t.End, lower: "%", stem: "%"})
	}
	return r.addNumber(out, tok)
}

// addNumber appends a number; "twenty-five" is one.
func (r *reader) addNumber(out []token, t token) []token {
	t.number = true
	if k := len(out) - 1; k >= 0 && out[k].spelled && t.spelled && !t.broken &&
		out[k].num >= 20 && out[k].num < 100 && t.num < 10 {
		out[k].num += t.num
		out[k].end, out[k].stem = t.end, numberStem(out[k].num)
		return out
	}
	t.stem = numberStem(t.num)
	t.weight = 1
	if t.num == 1 || t.num == 2 {
		t.weight = .35
	}
	if k := len(out) - 1; t.num >= 1 && t.num <= 31 && k >= 0 && out[k].date == month {
		t.date = monthDay
	}
	return append(out, t)
}

// mergePercent writes "per cent" and "percent" as "%".
func mergePercent(ts []token) []token {
	out := ts[:0]
	for _, t := range ts {
		if t.lower == "percent" || t.lower == "pct" || t.lower == "cent" && len(out) > 0 && out[len(out)-1].lower == "per" {
			if t.lower == "cent" {
				t.start = out[len(out)-1].start
				out = out[:len(out)-1]
			}
			t.lower, t.stem, t.stop, t.name, t.vec, t.norm = "%", "%", false, false, nil, 0
		}
		out = append(out, t)
	}
	return out
}
