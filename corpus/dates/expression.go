package dates

// expression is the longest date expression that begins at token i, and the
// token behind it, or 0 where there is none.
func (s *scan) expression(i int) (spec, int) {
	if s.tok(i).class == hedge {
		return s.hedged(i)
	}
	a, j := s.single(i)
	if j == 0 {
		return a, 0
	}
	if to, end := s.rangeEnd(i, j, &a); end != 0 {
		return spec{form: between, unit: a.unit, base: &a, to: &to}, end
	}
	return a, j
}

// deepest is how many expressions lie within one another: "the day before the
// first week of last year" has three. It bounds time and stack on any text.
const deepest = 4

// single is the expression at token i that is no range.
func (s *scan) single(i int) (sp spec, end int) {
	if s.depth == deepest {
		return spec{}, 0
	}
	s.depth++
	defer func() { s.depth-- }()
	t := s.tok(i)
	switch {
	case t.kind == figures:
		return s.figures(i)
	case t.kind == decades:
		return s.decade(i)
	case t.kind == number && t.class == other:
		return s.first(i, s.iso, s.dayFirst, s.counted, s.bareYear)
	}
	switch t.class {
	case month:
		return s.first(i, s.monthFirst, s.monthAlone)
	case weekday:
		return s.weekday(i)
	case near:
		return s.near(i)
	case unit:
		return s.unitFirst(i)
	case season, quarter:
		return s.seasonAlone(i)
	case cardinal, vague:
		return s.counted(i)
	case ordinal:
		return s.first(i, s.dayFirst, s.nth, s.century, s.dayOfMonth)
	case decade:
		return s.decade(i)
	case pointer:
		return s.pointed(i)
	case part:
		return s.partOf(i)
	}
	return spec{}, 0
}

// first is the result of the first rule that fits at token i.
func (s *scan) first(i int, rules ...func(int) (spec, int)) (spec, int) {
	for _, rule := range rules {
		if sp, end := rule(i); end != 0 {
			return sp, end
		}
	}
	return spec{}, 0
}

// hedged is an expression after "around", or a distance after any other word
// that makes it inexact: "nearly two months ago", but not "about Thursday".
func (s *scan) hedged(i int) (spec, int) {
	j := i + 1
	if s.is(i, "more", "less") {
		if !s.is(j, "than") {
			return spec{}, 0
		}
		j++
	}
	if s.tok(j).class == hedge || s.tok(j).class == particle {
		return spec{}, 0
	}
	sp, end := s.single(j)
	if end == 0 {
		return sp, 0
	}
	distance := sp.form == away || sp.form == apart
	if !distance && !s.is(i, "around", "circa") && !(sp.form == dated && s.is(i-1, "in") && !s.is(i, "over", "under", "some")) {
		return sp, 0
	}
	sp.hedge = true
	return sp, end
}

// rangeEnd is the second end of a range whose first end, a, lies between the
// tokens i and j.
func (s *scan) rangeEnd(i, j int, a *spec) (spec, int) {
	opened := s.is(i-1, "from", "between") || s.is(i-1, "the") && s.is(i-2, "from", "between")
	k := j
	switch {
	case s.dash(j):
		k++
	case s.is(j, "to", "until", "till", "through") && (opened || a.form == dated):
		k++
	case s.is(j, "and") && (s.is(i-1, "between") || s.is(i-2, "between")):
		k++
	default:
		return spec{}, 0
	}
	k = s.skip(k, "the")
	if s.tok(k).kind == number && a.form == dated && a.unit == Year && s.dash(j) {
		if b, end := s.yearAfter(a, k); end != 0 {
			return b, end
		}
	}
	var b spec
	var end int
	if b, end = s.single(k); end == 0 && a.form == dated && a.unit == Year {
		b, end = s.year(k)
	}
	if end == 0 || b.form != a.form || b.unit != a.unit {
		return b, 0
	}
	switch a.form {
	case dated:
		if a.year == 0 && b.year != 0 && (a.unit == Month || a.unit == Day) {
			a.year = b.year
			if a.month > b.month {
				a.year--
			}
		}
	case dayOfWeek, units:
		if !opened && !s.dash(j) || s.dash(j) && s.tok(j).spaced {
			return b, 0
		}
	default:
		return b, 0
	}
	return b, end
}

// yearAfter is the second year of "2011–2013" and "2018-19".
func (s *scan) yearAfter(a *spec, k int) (spec, int) {
	t := s.tok(k)
	y := t.num
	if t.digits == 2 && s.tight(k) {
		y += a.year / 100 * 100
		if y < a.year { // "1999-00"
			y += 100
		}
	} else if t.digits != 4 {
		return spec{}, 0
	}
	if y <= a.year || y > a.year+300 || y > maxYear || s.dash(k+1) && s.tight(k+1) {
		return spec{}, 0
	}
	return spec{form: dated, unit: Year, year: y}, k + 1
}
