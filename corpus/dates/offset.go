package dates

// quantity is the number at token i, whether it is a vague one, and the token
// behind, or 0 where there is none.
func (s *scan) quantity(i int) (n int, isVague bool, end int) {
	t := s.tok(i)
	switch {
	case t.kind == number && t.class == other && t.digits >= 1 && t.digits <= 3 && !t.possessive:
		return t.num, false, i + 1
	case t.class == vague:
		return 0, true, i + 1
	case t.class != cardinal:
		return 0, false, 0
	}
	n = int(t.val)
	if s.is(i, "a") && s.tok(i+1).class == vague { // "a few"
		return 0, true, i + 2
	}
	if s.is(i, "a", "one") && s.is(i+1, "couple", "dozen") {
		i++
		n = int(s.tok(i).val)
	}
	if s.is(i, "couple") {
		return n, false, s.skip(i+1, "of")
	}
	if d := s.tok(i + 2); n >= 20 && n%10 == 0 && s.dash(i+1) && s.tight(i+2) && d.class == cardinal && d.val < 10 {
		return n + int(d.val), false, i + 3
	}
	return n, false, i + 1
}

// counted is a distance in time: "two weeks ago", "a day later", "three
// months after the vote", "in five years' time".
func (s *scan) counted(i int) (spec, int) {
	n, isVague, j := s.quantity(i)
	if j == 0 {
		return spec{}, 0
	}
	t := s.tok(j)
	if t.class != unit || Precision(t.val) == Weekend {
		return spec{}, 0
	}
	if s.is(i, "a", "an") && (s.is(i-1, "once", "twice") || s.in(i-1, counted) || s.marked(i-1, '%') || s.tok(i-1).kind == number) {
		return spec{}, 0 // a rate: "twice a week"
	}
	if s.is(j, "fortnight", "fortnights") {
		n *= 2
	}
	sp := spec{form: away, unit: Precision(t.val), n: n, vague: isVague, hedge: s.is(i, "couple") || s.is(i+1, "couple")}
	k := j + 1
	if s.marked(k, '\'') && s.tight(k) { // "two weeks' time"
		k++
	}
	switch {
	case s.is(k, "ago"):
		sp.n = -n
		return sp, k + 1
	case s.is(k, "hence"), s.is(k, "from") && s.is(k+1, "now", "today"):
		return sp, s.skip(k, "from") + 1
	case s.is(i-1, "in") && s.is(k, "time") && (t.possessive || k > j+1):
		return sp, k + 1
	case s.is(i-1, "in") && !s.is(i-2, "first", "once", "time", "worst", "best") && s.closes(j+1) &&
		!s.is(j+1, "of", "to") && s.tense(i, j+1) == future:
		return sp, j + 1
	}
	return s.distance(sp, k)
}

// distance completes sp with what follows its unit: "later", "before Friday".
func (s *scan) distance(sp spec, k int) (spec, int) {
	sp.form = apart
	switch {
	case s.is(k+1, "than") && s.is(k+2, "planned", "expected", "scheduled", "intended", "hoped", "usual"):
		return sp, 0 // of which no day is told
	case s.is(k, "earlier", "prior", "beforehand", "previously"):
		sp.n = -sp.n
		return sp, k + 1
	case s.is(k, "later", "afterwards", "afterward"):
		return sp, k + 1
	case s.is(k, "before"):
		sp.n = -sp.n
	case s.is(k, "after", "from"):
	default:
		return sp, 0
	}
	at := s.skip(k+1, "the", "his", "her", "its", "their", "this", "that", "a")
	if s.tok(at).class != cardinal {
		if base, end := s.single(at); end != 0 && base.form != apart {
			sp.base = &base
			return sp, end
		}
	}
	if s.is(k, "from") {
		return sp, 0
	}
	if t := s.tok(k + 1); t.kind != gap && t.kind != mark {
		sp.base = &spec{form: event}
	}
	return sp, k + 1
}

// unitFirst is what begins with the name of a unit: "the day after tomorrow",
// "the week of 22 April", "year-end", "the weekend".
func (s *scan) unitFirst(i int) (spec, int) {
	t := s.tok(i)
	if t.many {
		return spec{}, 0
	}
	u := Precision(t.val)
	switch {
	case u == Year && s.dash(i+1) && s.is(i+2, "end"):
		if y, end := s.year(i + 3); end != 0 {
			y.part = End
			return y, end
		}
		return spec{form: units, unit: Year, part: End}, i + 3
	case u == Week && s.is(i+1, "of", "beginning", "starting", "ending"):
		j := s.skip(s.skip(i+2, "on"), "the")
		if d, end := s.single(j); end != 0 && d.unit == Day && (d.form == dated || d.form == dayOfWeek) {
			return spec{form: weekOf, unit: Week, base: &d}, end
		}
	case u == Weekend && s.is(i-1, "the") && s.is(i-2, "over", "at", "on", "during"):
		return spec{form: units, unit: Weekend, vague: true}, i + 1
	case s.is(i-1, "the") && s.is(i+1, "before", "after") && u != Weekend:
		if d := s.tok(i + 2); d.class == near && u == Day && d.val != 0 {
			n := 1
			if s.is(i+1, "before") {
				n = -1
			}
			return spec{form: units, unit: Day, n: int(d.val) + n}, i + 3
		}
		return s.distance(spec{unit: u, n: 1}, i+1)
	}
	return spec{}, 0
}
