package dates

// partOf is a part of a period: "late February", "mid-2018", "the end of this
// year", "earlier this week".
func (s *scan) partOf(i int) (spec, int) {
	p := Part(s.tok(i).val)
	j := i + 1
	limit := int8(0)
	switch {
	case s.is(i, "earlier"):
		limit = -1
	case s.is(i, "later"):
		limit = 1
	}
	switch {
	case p == Start, p == End, s.is(i, "middle"):
		if !s.is(j, "of") {
			return spec{}, 0
		}
		j++
	case s.dash(j) && s.tight(j):
		j++
	default:
		j = s.skip(j, "in")
	}
	sp, end := s.period(j)
	if end == 0 || sp.part != Whole || sp.unit == Day || sp.unit == Weekend {
		return sp, 0
	}
	if limit != 0 {
		sp.limit = limit
	} else {
		sp.part = p
	}
	return sp, end
}

// period is a week or longer at token i, where the words before say that one
// follows: so "the year" is this one and "May" a month.
func (s *scan) period(i int) (spec, int) {
	if s.depth == deepest {
		return spec{}, 0
	}
	s.depth++
	defer func() { s.depth-- }()
	i = s.skip(i, "the")
	t := s.tok(i)
	switch t.class {
	case unit:
		if u := Precision(t.val); !t.many && u >= Week && !s.is(i+1, "of", "before", "after", "earlier", "later") {
			return spec{form: units, unit: u}, i + 1
		}
		return spec{}, 0
	case month:
		if sp, end := s.monthAlone(i); end != 0 {
			return sp, end
		}
		// Small letters stay a verb: "the end may come".
		return s.unless(t.short || !t.upper && s.isVerb(i), spec{form: dated, unit: Month, month: int(t.val)}, i+1)
	case pointer:
		sp, end := s.pointed(i)
		return s.unless(sp.form != units && sp.form != dated, sp, end)
	case season:
		if sp, end := s.seasonAlone(i); end != 0 {
			return sp, end
		}
		return s.unless(s.is(i, "fall") || t.upper, spec{form: dated, unit: Season, month: int(t.val)}, i+1)
	case ordinal:
		return s.first(i, s.quarterOf, s.century)
	case decade, quarter:
		return s.single(i)
	}
	if t.kind == decades {
		return s.decade(i)
	}
	return s.year(i)
}

// nth is "the first week of April", "the second half of 2018", "the third
// quarter of this year", "the first Tuesday in November".
func (s *scan) nth(i int) (spec, int) {
	n := int(s.tok(i).val)
	j := i + 1
	if s.dash(j) {
		j++
	}
	if s.is(j, "half") && n <= 2 && s.is(j+1, "of") {
		sp, end := s.period(j + 2)
		if end == 0 || sp.unit < Month || sp.part != Whole {
			return sp, 0
		}
		sp.part = FirstHalf
		if n == 2 {
			sp.part = SecondHalf
		}
		return sp, end
	}
	if sp, end := s.quarterOf(i); end != 0 {
		return sp, end
	}
	return s.within(j, n)
}

// quarterOf is "first quarter of 2019", "second-quarter 2018".
func (s *scan) quarterOf(i int) (spec, int) {
	j := i + 1
	if s.dash(j) {
		j++
	}
	n, t := int(s.tok(i).val), s.tok(j)
	if t.class != unit || Precision(t.val) != Quarter || t.many || n > 4 {
		return spec{}, 0
	}
	sp := spec{form: dated, unit: Quarter, month: n}
	if y, end := s.year(j + 1); end != 0 {
		sp.year = y.year
		return sp, end
	}
	if !s.is(j+1, "of") {
		return sp, 0
	}
	base, end := s.period(j + 2)
	switch {
	case end == 0 || base.unit != Year || base.part != Whole:
		return sp, 0
	case base.form == dated:
		sp.year = base.year
	default:
		sp.base, sp.pointed = &base, true
	}
	return sp, end
}

// within is the n-th of the unit or weekday at token j in a longer period.
func (s *scan) within(j, n int) (spec, int) {
	t := s.tok(j)
	sp := spec{form: nth, n: n, unit: Day}
	switch {
	case t.class == weekday && !t.short && s.is(j+1, "of", "in"):
		sp.weekday = int(t.val)
	case t.class == unit && !t.many && Precision(t.val) <= Month && Precision(t.val) != Weekend && s.is(j+1, "of"):
		sp.unit = Precision(t.val)
	default:
		return sp, 0
	}
	base, end := s.period(j + 2)
	if end == 0 || base.unit <= sp.unit || base.unit > Year || base.part != Whole {
		return sp, 0
	}
	sp.base = &base
	return sp, end
}

// dayOfMonth is a day without its month: "the 25th of last month", "on the
// 25th" where nothing follows that it could number.
func (s *scan) dayOfMonth(i int) (spec, int) {
	t := s.tok(i)
	if t.kind != number || t.class != ordinal || t.num < 1 || t.num > 31 {
		return spec{}, 0
	}
	sp := spec{form: dated, unit: Day, day: t.num}
	if s.is(i+1, "of") {
		rel, end := s.pointedUnit(i+2, Month)
		if u := s.tok(i + 3); end == 0 && s.is(i+2, "the") && u.class == unit && Precision(u.val) == Month && !u.many {
			rel, end = spec{form: units, unit: Month}, i+4
		}
		sp.base, sp.pointed = &rel, true
		return sp, end
	}
	n := s.tok(i + 1)
	clear := n.kind == gap || n.kind == mark && n.mark != '-' && n.mark != '\'' && n.mark != 0
	return s.unless(!clear || !s.is(i-1, "the") || !s.is(i-2, "on", "since", "until", "by") && s.tok(i-2).class != weekday &&
		s.tok(i-3).class != weekday, sp, i+1)
}
