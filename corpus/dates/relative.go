package dates

// weekday is "Thursday", "Thursday, April 25", "Thursday last week".
func (s *scan) weekday(i int) (spec, int) {
	t := s.tok(i)
	j := i + 1
	if t.short && s.marked(j, '.') {
		j++
	}
	if s.marked(j, ',') {
		j++
	}
	j = s.skip(j, "the")
	if k := s.tok(j).kind; k == number || k == figures || s.tok(j).class == month || s.tok(j).class == ordinal {
		if sp, end := s.first(j, s.figures, s.iso, s.dayFirst, s.monthFirst, s.dayOfMonth); end != 0 && sp.unit == Day && sp.form == dated {
			sp.weekday = int(t.val)
			return sp, end
		}
	}
	if t.short || s.partOfName(i) {
		return spec{}, 0
	}
	sp := spec{form: dayOfWeek, unit: Day, weekday: int(t.val)}
	if rel, end := s.pointedUnit(s.skip(i+1, "of"), Week); end != 0 {
		sp.base = &rel
		return sp, end
	}
	return sp, i + 1
}

// partOfName reports whether the weekday at token i belongs to a name or a
// habit: "Black Friday", "the Sunday Times", "every Thursday".
func (s *scan) partOfName(i int) bool {
	upper := s.tok(i).upper
	switch {
	case s.is(i-1, "every", "each", "any", "alternate"):
		return true
	case upper && s.tok(i-1).upper && s.in(i-1, named):
		return true
	case upper && s.tok(i+1).upper && s.in(i+1, titles):
		return true
	case upper && s.tok(i+1).upper && s.is(i+1, "night", "morning", "evening") && s.tok(i+2).upper && s.tok(i+2).kind == word:
		return true
	}
	return s.is(i-1, "on") && s.is(i-2, "mail") && s.tok(i-2).upper
}

// near is "today", "yesterday", not the "Today" of a name.
func (s *scan) near(i int) (spec, int) {
	t, p := s.tok(i), s.tok(i-1)
	if t.upper && p.kind == word && p.upper && i > 0 {
		return spec{}, 0
	}
	return spec{form: units, unit: Day, n: int(t.val)}, i + 1
}

// pointedUnit is "last year", "this week", "next month" of the wanted unit.
func (s *scan) pointedUnit(i int, want Precision) (spec, int) {
	p, u := s.tok(i), s.tok(i+1)
	if p.class != pointer || p.val > next || u.class != unit || Precision(u.val) != want || u.many {
		return spec{}, 0
	}
	return spec{form: units, unit: want, n: int(p.val - this)}, i + 2
}

// pointed is what follows "last", "this", "next" and their like.
func (s *scan) pointed(i int) (spec, int) {
	p, j := s.tok(i).val, i+1
	if p == last && s.is(i-1, "will", "would", "could", "can", "may", "might", "must", "should", "to", "did", "does", "do", "not", "only") {
		return spec{}, 0 // "would last three days"
	}
	if q := s.tok(j); p == this && q.class == pointer && (q.val == past || q.val == coming || q.val == last || q.val == next) {
		p, j = q.val, j+1 // "this past week"
		if u := s.tok(j); u.class != unit || Precision(u.val) == Weekend {
			p = min(p, next) // of a single day or season both are the nearest
			if q.val == past {
				p = last
			} else if q.val == coming {
				p = next
			}
		}
	}
	t := s.tok(j)
	switch t.class {
	case unit:
		return s.pointedTo(i, j, p)
	case weekday:
		if t.short || p == past || p == coming && s.tok(j).many {
			return spec{}, 0
		}
		if p == coming {
			p = next
		}
		return spec{form: dayOfWeek, unit: Day, weekday: int(t.val), point: p, pointed: true}, j + 1
	case month, season:
		if p > next || t.short || t.class == month && !t.upper && s.isVerb(j) && !(s.loose && s.closes(j+1)) {
			return spec{}, 0
		}
		sp := spec{form: dated, unit: Month, month: int(t.val), point: p, pointed: true}
		if t.class == season {
			sp.unit = Season
		} else if _, end := s.monthFirst(j); end != 0 || s.isYear(j+1) {
			return spec{}, 0
		}
		return sp, j + 1
	case cardinal, vague:
		return s.manyPointed(j, p)
	}
	if t.kind == number {
		return s.manyPointed(j, p)
	}
	switch { // the parts of a day count as that day
	case p == last && s.is(j, "night", "evening"):
		return spec{form: units, unit: Day, n: -1}, j + 1
	case p == this && s.is(j, "morning", "afternoon", "evening"):
		return spec{form: units, unit: Day}, j + 1
	}
	return spec{}, 0
}

// pointedTo is a pointer p at token i with the single unit at token j.
func (s *scan) pointedTo(i, j int, p int8) (spec, int) {
	t := s.tok(j)
	u := Precision(t.val)
	if t.many {
		return spec{}, 0
	}
	if p == last && s.is(j+1, "of") && u <= Month {
		if sp, end := s.within(j, -1); end != 0 {
			return sp, end
		}
	}
	n := 1
	if s.is(j, "fortnight") {
		n = 2
	}
	definite := s.is(i-1, "the")
	sp := spec{form: units, unit: u}
	switch {
	case p == past || p == last && definite && u != Weekend && u != Quarter || n == 2 && p == last:
		sp.form, sp.n = running, -n
	case p == coming || n == 2 && p == next, p == next && definite && u >= Week && s.is(i-2, "over", "within", "during", "for", "in"):
		sp.form, sp.n = running, n
	case p == following || p == next && (definite || u == Day):
		sp.form, sp.n = apart, n
	case p == previous:
		sp.form, sp.n = apart, -n
	case p == same:
		sp.form = apart
	default:
		sp.n = int(p - this)
	}
	if u == Day && sp.form != apart {
		return sp, 0
	}
	return sp, j + 1
}

// manyPointed is "last two weeks", "next 30 days", "past few months".
func (s *scan) manyPointed(j int, p int8) (spec, int) {
	n, isVague, j := s.quantity(j)
	if t := s.tok(j); j == 0 || t.class != unit || Precision(t.val) == Weekend {
		return spec{}, 0
	}
	if s.is(j, "fortnights") {
		n *= 2
	}
	if p == last || p == past || p == previous {
		n = -n
	} else if p != next && p != coming {
		return spec{}, 0
	}
	return spec{form: running, unit: Precision(s.tok(j).val), n: n, vague: isVague}, j + 1
}
