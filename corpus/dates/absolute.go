package dates

import (
	"strconv"
	"strings"
)

// isYear reports whether token i is four digits of a year.
func (s *scan) isYear(i int) bool {
	t := s.tok(i)
	return t.kind == number && t.digits == 4 && t.num >= minYear && t.num <= maxYear
}

// year is the year at token i, where the words before say that one follows.
func (s *scan) year(i int) (spec, int) {
	if !s.isYear(i) || s.counts(i+1) {
		return spec{}, 0
	}
	return spec{form: dated, unit: Year, year: s.tok(i).num}, i + 1
}

// counts reports whether token i makes the number before it a count.
func (s *scan) counts(i int) bool {
	return s.in(i, counted) || s.marked(i, '%') || s.marked(i, '$') && s.tight(i) || s.marked(i, ':') && s.tight(i) && s.tight(i+1)
}

// date is a written date; its day may not exist.
func (s *scan) date(year, month, day, end int) (spec, int) {
	if !isDay(year, month, day) || year != 0 && (year < minYear || year > maxYear) {
		return spec{}, 0
	}
	return spec{form: dated, unit: Day, year: year, month: month, day: day}, end
}

// iso is "2019-04-25" and "2019-04".
func (s *scan) iso(i int) (spec, int) {
	if !s.isYear(i) || !s.marked(i+1, '-') || !s.tight(i+1) || !s.tight(i+2) {
		return spec{}, 0
	}
	y, m, d := s.tok(i), s.tok(i+2), s.tok(i+4)
	if m.kind != number || m.digits != 2 {
		return spec{}, 0
	}
	if s.marked(i+3, '-') && s.tight(i+3) && s.tight(i+4) {
		if d.kind != number || d.digits != 2 || s.dash(i+5) && s.tight(i+5) {
			return spec{}, 0
		}
		return s.date(y.num, m.num, d.num, i+5)
	}
	// "2010-12" is rather two years.
	if m.num > y.num%100 || m.num < 1 || m.num > 12 {
		return spec{}, 0
	}
	return spec{form: dated, unit: Month, year: y.num, month: m.num}, i + 3
}

// figures is "2019/04/25", "25.4.2019", "25/04/2019" and the season "2018/19".
func (s *scan) figures(i int) (spec, int) {
	text := s.str(i)
	if s.tok(i).kind != figures || s.is(i-1, "version", "v", "ip", "build", "release", "section") || s.dash(i+1) && s.tight(i+1) || s.counts(i+1) {
		return spec{}, 0
	}
	sep := "/"
	if strings.Contains(text, ".") {
		sep = "."
	}
	var n [3]int
	fields := strings.Split(text, sep)
	if len(fields) > 3 {
		return spec{}, 0
	}
	for k, f := range fields {
		v, err := strconv.Atoi(f)
		if err != nil || len(f) > 4 {
			return spec{}, 0
		}
		n[k] = v
	}
	switch {
	case len(fields) == 2 && sep == "/" && len(fields[0]) == 4 && len(fields[1]) == 2 && n[1] == (n[0]+1)%100 && n[0] >= minYear && n[0] < maxYear:
		a, b := spec{form: dated, unit: Year, year: n[0]}, spec{form: dated, unit: Year, year: n[0] + 1}
		return spec{form: between, unit: Year, base: &a, to: &b}, i + 1
	case len(fields) != 3:
		return spec{}, 0
	case len(fields[0]) == 4 && sep == "/":
		return s.date(n[0], n[1], n[2], i+1)
	case len(fields[2]) != 4 || len(fields[0]) > 2 || len(fields[1]) > 2:
		return spec{}, 0
	case sep == "." || n[0] > 12 || n[0] == n[1]:
		return s.date(n[2], n[1], n[0], i+1)
	case n[1] > 12:
		return s.date(n[2], n[0], n[1], i+1)
	case n[0] < 1 || n[1] < 1 || n[2] < minYear || n[2] > maxYear:
		return spec{}, 0
	}
	return spec{form: ambiguous, unit: Day, year: n[2]}, i + 1
}

// dayNumber is the day at token i: "25", "25th", or "first" before "of".
func (s *scan) dayNumber(i int) int {
	t := s.tok(i)
	switch {
	case t.kind == number && t.class == ordinal, t.kind == number && (t.digits == 1 || t.digits == 2):
		if t.num <= 31 {
			return t.num
		}
	case t.kind == word && t.class == ordinal && s.is(i+1, "of"):
		return int(t.val)
	}
	return 0
}

// twoDays is the day at token i or the run of days, "24-26", and the token
// behind; last equals first where it is one day.
func (s *scan) twoDays(i int) (first, last, end int) {
	first = s.dayNumber(i)
	if first == 0 {
		return 0, 0, 0
	}
	if s.dash(i+1) || s.is(i+1, "to", "and", "until", "till", "through") {
		d := s.dayNumber(i + 2)
		if d > first && (!s.is(i+1, "and") || d == first+1 || s.is(i-1, "between")) && !s.counts(i+3) {
			return first, d, i + 3
		}
	}
	return first, first, i + 1
}

// days is the day or the run of days of one month.
func (s *scan) days(year, month, first, last, end int) (spec, int) {
	a, ok := s.date(year, month, first, end)
	if ok == 0 {
		return a, 0
	}
	if first == last {
		if rel, behind := s.pointedUnit(s.skip(end, "of"), Year); year == 0 && behind != 0 {
			a.base, a.pointed = &rel, true // "January 20 next year"
			return a, behind
		}
		return a, end
	}
	b, ok := s.date(year, month, last, end)
	return spec{form: between, unit: Day, base: &a, to: &b}, ok
}

// dayFirst is "25 April", "25th of April 2019", "24-26 Apr. 2019".
func (s *scan) dayFirst(i int) (spec, int) {
	first, last, j := s.twoDays(i)
	if first == 0 {
		return spec{}, 0
	}
	j = s.skip(j, "of")
	t := s.tok(j)
	if t.class != month {
		return spec{}, 0
	}
	year, end := s.yearBehind(j)
	if year == 0 && !t.upper && s.isVerb(j) && !s.closes(j+1) {
		return spec{}, 0
	}
	return s.days(year, int(t.val), first, last, end)
}

// monthFirst is "April 25", "April the 25th, 2019", "Apr. 24-26".
func (s *scan) monthFirst(i int) (spec, int) {
	j := i + 1
	if s.tok(i).short && s.marked(j, '.') {
		j++
	}
	j = s.skip(j, "the")
	first, last, j := s.twoDays(j)
	if first == 0 || s.counts(j) || s.tok(j).class == month {
		return spec{}, 0
	}
	year, end := s.yearBehind(j - 1)
	t := s.tok(i)
	if year == 0 && !t.upper && s.isVerb(i) && !s.closes(j) {
		return spec{}, 0
	}
	return s.days(year, int(t.val), first, last, end)
}

// yearBehind is the year after token i, with or without a comma, and the
// token behind it, or 0 and the token after i.
func (s *scan) yearBehind(i int) (year, end int) {
	j := i + 1
	if s.tok(i).short && s.marked(j, '.') {
		j++
	}
	if s.marked(j, ',') {
		j++
	}
	j = s.skip(j, "of")
	if y, end := s.year(j); end != 0 && !(s.marked(end, '-') && s.tight(end) && s.tok(end+1).kind == word) {
		return y.year, end
	}
	return 0, i + 1
}

// closes reports whether a clause ends or goes on with a function word at
// token i, so that what stands before is complete.
func (s *scan) closes(i int) bool {
	t := s.tok(i)
	return t.kind == gap || t.kind == mark || t.class == particle
}
