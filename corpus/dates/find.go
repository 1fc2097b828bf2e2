package dates

import (
	"strings"
	"time"

	"newsdesk/corpus"
)

// Find is the date expressions of an English news text in order, none within
// another. The anchor is its day of publication; the zero time means that it
// is unknown, and relative expressions then stay unresolved.
//
// A weekday is the last one on or before the anchor, a month without a year
// the nearest that has begun, unless the sentence speaks of the future. Times
// of day are ignored, and so are habits ("every Thursday", "Sundays"). An
// expression does not run over a line break. Two numbers that can be read
// as day and month either way ("04/05/2019") are left unresolved.
func Find(text string, anchor time.Time) []Mention {
	return newScan(text, anchor, false).find()
}

// scan is one text being read.
type scan struct {
	text string
	// toks are those of the line being read.
	toks   []token
	anchor time.Time
	// known: there is an anchor.
	known bool
	// loose: a question, typed without much care for capitals.
	loose bool
	out   []Mention
	// line is the number of mentions found before this line, done the token
	// behind the last one in it.
	line, done int
	depth      int
}

func newScan(text string, anchor time.Time, loose bool) *scan {
	s := &scan{text: text, loose: loose}
	if y := anchor.Year(); !anchor.IsZero() && y >= minYear && y <= maxYear {
		s.anchor, s.known = midnight(anchor), true
	}
	return s
}

// find reads the text line by line, which bounds the memory for its tokens:
// neither an expression nor what it depends on runs over a line break.
func (s *scan) find() []Mention {
	for from := 0; from < len(s.text); {
		to := len(s.text)
		if n := strings.IndexByte(s.text[from:], '\n'); n >= 0 {
			to = from + n
		}
		s.toks = lex(s.toks[:0], s.text[:to], from)
		s.line, s.done = len(s.out), 0
		s.findLine()
		from = to + 1
	}
	return s.out
}

func (s *scan) findLine() {
	for i := 0; i < len(s.toks); {
		t := &s.toks[i]
		if t.class == other && t.kind != number && t.kind != figures && t.kind != decades || t.class == particle {
			i++
			continue
		}
		sp, end := s.expression(i)
		if end == 0 || s.inName(i, end) {
			i++
			continue
		}
		s.emit(sp, i, end)
		i = end
	}
}

// tok is the i-th token; outside of the line there are gaps.
func (s *scan) tok(i int) *token {
	if i < 0 || i >= len(s.toks) {
		return &s.toks[len(s.toks)-1]
	}
	return &s.toks[i]
}

func (s *scan) str(i int) string {
	t := s.tok(i)
	return s.text[t.start:t.end]
}

// is reports whether token i is one of the words, in any case of letters.
func (s *scan) is(i int, words ...string) bool {
	if s.tok(i).kind != word {
		return false
	}
	w := s.str(i)
	for _, x := range words {
		if len(w) == len(x) && strings.EqualFold(w, x) {
			return true
		}
	}
	return false
}

// in reports whether token i is a word of the set.
func (s *scan) in(i int, set map[string]bool) bool {
	t := s.tok(i)
	return t.kind == word && t.end-t.start <= 2*longest && set[strings.ToLower(s.str(i))]
}

// skip is the index after token i where it is one of the words, else i.
func (s *scan) skip(i int, words ...string) int {
	if s.is(i, words...) {
		return i + 1
	}
	return i
}

func (s *scan) marked(i int, m byte) bool {
	t := s.tok(i)
	return t.kind == mark && t.mark == m
}

func (s *scan) dash(i int) bool { return s.marked(i, '-') || s.marked(i, '~') }

// tight reports whether token i follows the one before without a space.
func (s *scan) tight(i int) bool { t := s.tok(i); return t.kind != gap && !t.spaced }

// inName reports whether the tokens from i to end are part of an address, an
// identifier or a compound ("Covid-2019", "/april-2019/") and so no date.
func (s *scan) inName(i, end int) bool {
	if (s.tok(i).class == near || s.tok(i).class == pointer) && s.isTitle(i, end) {
		return true
	}
	if i > 0 && s.tight(i) {
		p := s.tok(i - 1)
		if p.kind == mark && p.mark != 0 && strings.IndexByte(`/@_=&#\+$`, p.mark) >= 0 {
			return true
		}
		if p.kind == mark && p.mark == '-' && s.tight(i-1) && !s.marked(i-2, '-') &&
			!s.is(i-2, "pre", "post", "mid", "early", "late", "since", "until") && s.tok(i-2).class != part {
			return true
		}
	}
	n := s.tok(end)
	return s.tight(end) && n.kind == mark && n.mark != 0 && strings.IndexByte(`@_=&\`, n.mark) >= 0
}

// isTitle reports whether the words from i to end are a whole title between
// quotation marks: the programme "This Week".
func (s *scan) isTitle(i, end int) bool {
	if s.marked(end, ',') {
		end++
	}
	q := func(k int) bool { return s.marked(k, '"') || s.marked(k, '\'') }
	return s.tok(i).upper && i > 0 && s.tight(i) && q(i-1) && q(end)
}

// emit appends the mention that the tokens from i to end spell.
func (s *scan) emit(sp spec, i, end int) {
	span := corpus.Span{Start: s.tok(i).start, End: s.tok(end - 1).end}
	m := Mention{Span: span, Text: span.Of(s.text), Relative: sp.relative(), Part: sp.part, Offset: sp.offset()}
	m.Year, m.Month, m.Day = sp.written()
	if sp.weekday != 0 {
		m.Weekday = time.Weekday(sp.weekday % 7).String()
	}
	m.Date, m.Resolved = s.resolve(&sp, i, end)
	m.Bound = s.bound(i, end, sp.form == between)
	s.out = append(s.out, m)
	s.done = end
}

// bound reads the preposition before the tokens from i to end.
func (s *scan) bound(i, end int, isRange bool) Bound {
	if s.is(i-1, "the") {
		i--
	}
	if s.is(i-1, "in", "on", "at", "about") && s.is(i-2, "since", "until", "till", "before", "after", "starting", "beginning") {
		i--
	}
	switch {
	case isRange:
		return Between
	case s.is(i-1, "since", "starting", "beginning"), s.is(i-1, "from") && s.is(end, "on", "onward", "onwards"):
		return Since
	case s.is(i-1, "until", "till", "through", "by"), s.is(i-1, "to") && s.is(i-2, "up"), s.is(i-1, "than") && s.is(i-2, "later") && s.is(i-3, "no"):
		return Until
	case s.is(i-1, "before"), s.is(i-1, "to") && s.is(i-2, "prior"), s.is(i-1, "of") && s.is(i-2, "ahead"), s.is(i-1, "than") && s.is(i-2, "earlier"):
		return Before
	case s.is(i-1, "after", "following"), s.is(i-1, "than") && s.is(i-2, "later"):
		return After
	}
	return On
}
