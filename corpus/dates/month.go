package dates

import "strings"

// isVerb reports whether the month's name at token i is also a verb or a
// common adjective, so that its capital or a number has to tell.
func (s *scan) isVerb(i int) bool { return s.is(i, "may", "march", "august") }

// monthAlone is a month without a day: "April 2019", "February last year",
// "February".
func (s *scan) monthAlone(i int) (spec, int) {
	t := s.tok(i)
	sp := spec{form: dated, unit: Month, month: int(t.val)}
	if y, end := s.yearBehind(i); y != 0 {
		sp.year = y
		return sp, end
	}
	j := s.skip(i+1, "of")
	if rel, end := s.pointedUnit(j, Year); end != 0 {
		sp.base, sp.pointed = &rel, true
		return sp, end
	}
	if !s.isMonth(i) {
		return sp, 0
	}
	return sp, i + 1
}

// isMonth tells a month that stands alone from a verb ("they may"), a name
// ("Theresa May", "April said") and an event ("the March for Life").
func (s *scan) isMonth(i int) bool {
	t := s.tok(i)
	cue := s.is(i-1, "in", "since", "until", "till", "during", "last", "next", "this", "early", "late", "mid", "throughout") ||
		s.dash(i-1) && s.tight(i) && (s.tok(i-2).class == part || s.tok(i-2).class == month)
	if cue && s.is(i-1, "in") && s.is(i-2, "trust", "confidence", "faith", "belief", "believe") {
		return false
	}
	if cue && s.is(i+1, "and") && s.tok(i+2).upper && s.tok(i+2).class == other && s.isVerb(i) {
		return false
	}
	if n := s.tok(i + 2); t.upper && n.upper && n.class == month && (s.dash(i+1) || s.is(i+1, "to", "and", "or", "through", "until")) {
		return true
	}
	switch {
	case t.short: // "Jan" and "Mar" are names too
		return cue && (t.upper || s.loose) && (s.marked(i+1, '.') || !s.tok(i+1).upper)
	case !t.upper && s.isVerb(i):
		return cue && s.is(i-1, "in", "since", "until", "till") && s.closes(i+1)
	case s.is(i, "may"):
		return cue || s.is(i-1, "by") && !strings.HasSuffix(s.str(i-2), "ed") && s.closes(i+1)
	case s.is(i, "march"):
		return cue || s.before(i) && !s.is(i+1, "for", "on", "of", "to", "in", "through")
	case s.is(i, "april", "june", "august"):
		return cue || s.before(i) && !s.tok(i+1).upper
	}
	return t.upper || cue || s.before(i)
}

// before reports whether a preposition or determiner that goes with a month
// stands before token i.
func (s *scan) before(i int) bool {
	return s.is(i-1, "by", "before", "after", "from", "to", "of", "between", "for", "the", "a", "an", "its",
		"their", "through")
}
