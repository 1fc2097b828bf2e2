package dates

import "strings"

// The words before four digits that make them a year, of any century or of
// the last ones only, and those that make them something else.
var (
	yearCues = set("in since until till before during circa year early late mid around")
	weakCues = set(`of by after from between through for the a an its his her their our my your this that and to
		january february march april may june july august september october november december`)
	noYear = set(`at no nos version v windows office room flight page pages route highway road street article
		resolution rule section chapter channel line model number pin code least most than over under about nearly
		almost some only up just exactly approximately roughly all another additional extra total toward towards`)
)

// bareYear is four digits that are a year by themselves: "in 2018", "the 2002
// meeting", "(1953–2011)", but not "2000 people" or "at 1900 GMT".
func (s *scan) bareYear(i int) (spec, int) {
	t := s.tok(i)
	sp, end := s.year(i)
	if end == 0 || s.tight(i) && s.badBefore(i-1) {
		return sp, 0
	}
	if t.possessive && t.num%10 == 0 && s.is(i-1, "the", "early", "late", "mid") {
		return s.decade(i) // "the 1990's"
	}
	if s.dash(end) && s.tight(end) && s.tight(end+1) {
		// The first of two years, or a number that is joined to something.
		if _, ok := s.yearAfter(&sp, end+1); ok != 0 {
			return sp, end
		}
		if s.marked(end, '-') {
			return sp, 0
		}
	}
	modern := t.num >= 1800 && t.num <= 2099
	round := t.num%100 == 0
	switch {
	case s.marked(i-1, '.') && s.is(i-2, "no", "nos", "pp", "vol"):
		return sp, 0
	case s.in(i-1, noYear) && !(s.in(i-2, yearCues) && s.tok(i-1).class == hedge):
		return sp, 0
	case s.in(i-1, yearCues):
		return s.unless(round && s.plural(end), sp, end)
	case round && s.is(i-1, "of", "to", "by", "from", "and", "for", "a", "after"):
		return s.unless(s.tok(i-2).class != season && s.tok(i-2).class != month && !s.is(i-2, "year", "end", "election", "elections", "summer"), sp, end)
	case s.in(i-1, weakCues), s.tok(i - 1).possessive, s.marked(i-1, '('):
		return s.unless(!modern || round && s.plural(end) && !s.is(i-1, "the"), sp, end)
	}
	return s.unless(t.num < 1900 || t.num > 2099 || round || s.plural(end), sp, end)
}

// unless is sp, or nothing where it is ruled out.
func (s *scan) unless(out bool, sp spec, end int) (spec, int) {
	if out {
		return sp, 0
	}
	return sp, end
}

// badBefore reports whether the mark at token i, written together with the
// number after it, makes that an amount or an identifier.
func (s *scan) badBefore(i int) bool {
	t := s.tok(i)
	if t.kind != mark {
		return true
	}
	switch t.mark {
	case '(', '[', '"', '\'', '~', '-', '/':
		return false
	}
	return true
}

// plural reports whether token i looks like a plural noun, so that a number
// before it counts.
func (s *scan) plural(i int) bool {
	t := s.tok(i)
	if t.kind != word || t.upper || t.end-t.start < 4 {
		return false
	}
	w := s.str(i)
	return strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !s.is(i, "this", "does", "always", "perhaps", "sees", "marks", "brings")
}

// decade is "the 1990s", "the '90s", "the nineties".
func (s *scan) decade(i int) (spec, int) {
	t := s.tok(i)
	sp := spec{form: dated, unit: Decade, year: t.num}
	article := s.is(i-1, "the") || s.is(i-2, "the") && (s.tok(i-1).class == part || s.marked(i-1, '\'')) ||
		s.dash(i-1) && s.tok(i-2).class == part
	switch {
	case t.digits == 4 && t.num >= minYear && t.num <= maxYear:
	case t.kind == decades && t.num >= 30 && (article || s.marked(i-1, '\'') && s.tight(i)):
		sp.year += 1900
	case t.class == decade && article:
		sp.year = 1900 + int(t.val)
	default:
		return sp, 0
	}
	return sp, i + 1
}

// century is "20th century", "nineteenth-century".
func (s *scan) century(i int) (spec, int) {
	j := i + 1
	if s.dash(j) {
		j++
	}
	n := int(s.tok(i).val)
	if t := s.tok(j); t.class != unit || Precision(t.val) != Century || n < 11 || n > 29 {
		return spec{}, 0
	}
	return spec{form: dated, unit: Century, year: (n-1)*100 + 1}, j + 1
}

// seasonAlone is "summer 2018", "the winter of 2018–19", "spring last year",
// "in the spring", and likewise of quarters.
func (s *scan) seasonAlone(i int) (spec, int) {
	t := s.tok(i)
	sp := spec{form: dated, unit: Season, month: int(t.val)}
	if t.class == quarter {
		sp.unit = Quarter
	}
	j := s.skip(i+1, "of")
	if y, end := s.year(j); end != 0 {
		sp.year = y.year
		if two := s.tok(end + 1); s.dash(end) && s.tight(end) && two.kind == number && two.num%100 == (y.year+1)%100 {
			end += 2
		}
		return sp, end
	}
	if rel, end := s.pointedUnit(j, Year); end != 0 {
		sp.base, sp.pointed = &rel, true
		return sp, end
	}
	if t.class == quarter {
		return s.unless(!t.upper, sp, i+1)
	}
	at := i - 1
	if s.is(at, "the") {
		at--
	}
	ok := s.is(at, "in", "during", "since", "until", "by", "over") && (at < i-1 || s.is(at, "in", "since", "until", "by"))
	return s.unless(!ok || t.upper || s.is(i, "fall") && s.is(i+1, "of", "in") || s.is(i-1, "by", "over"), sp, i+1)
}
