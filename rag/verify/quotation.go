package verify

import (
	"strings"

	"newsdesk/corpus"
)

// cited is a stretch of a claim between quotation marks.
type cited struct {
	start, end int      // between the marks
	folded     []string // its parts between ellipses and brackets, as foldText makes them
}

// minQuoted is the shortest quotation, in bytes of folded text, that the
// features look at; the rules look at all.
const minQuoted = 12

// quoted finds what text has between double marks, "`" and "'" pairs, or
// single marks that can be no apostrophes.
func quoted(text string) []cited {
	var out []cited
	for i := 0; i < len(text); {
		closer, width := opener(text, i)
		if width == 0 {
			i++
			continue
		}
		from := i + width
		k, w := closing(text, from, closer)
		if k < 0 {
			i = from
			continue
		}
		out = append(out, newCited(text, from, k))
		i = k + w
	}
	return out
}

// opener is the kind of mark that opens a quotation at i, and its width.
func opener(text string, i int) (kind byte, width int) {
	rest := text[i:]
	for _, m := range [...]string{"“", "„", "«", "''", "``", `"`} {
		if strings.HasPrefix(rest, m) {
			return '"', len(m)
		}
	}
	for _, m := range [...]string{"`", "‘", "'"} {
		if strings.HasPrefix(rest, m) && (i == 0 || strings.ContainsRune(" (\n[—", rune(text[i-1])) || strings.HasSuffix(text[:i], "—")) {
			return '\'', len(m)
		}
	}
	return 0, 0
}

func closing(text string, from int, kind byte) (at, width int) {
	for i := from; i < len(text); i++ {
		rest := text[i:]
		if kind == '"' {
			for _, m := range [...]string{"”", "“", "»", "''", `"`} {
				if strings.HasPrefix(rest, m) {
					return i, len(m)
				}
			}
			continue
		}
		for _, m := range [...]string{"’", "'"} {
			if strings.HasPrefix(rest, m) && closes(rest[len(m):]) && i > from+2 {
				return i, len(m)
			}
		}
	}
	return -1, 0
}

// closes reports whether a single mark before rest can end a quotation.
func closes(rest string) bool {
	return rest == "" || strings.ContainsRune(" ,.;:!?)\n", rune(rest[0]))
}

func newCited(text string, from, to int) cited {
	c := cited{start: from, end: to}
	rest := text[from:to]
	for _, cut := range [...]string{"…", "...", ". . ."} {
		rest = strings.ReplaceAll(rest, cut, "\x00")
	}
	// "[the North]" is the quoter's word for the speaker's.
	for {
		a := strings.IndexByte(rest, '[')
		b := strings.IndexByte(rest, ']')
		if a < 0 || b < a {
			break
		}
		rest = rest[:a] + "\x00" + rest[b+1:]
	}
	for part := range strings.SplitSeq(rest, "\x00") {
		if f := foldText(part).text; strings.TrimSpace(f) != "" {
			c.folded = append(c.folded, f)
		}
	}
	return c
}

// in reports whether the parts of c stand in s in their order, and where.
func (c *cited) in(f foldedText) (start, end int, ok bool) {
	at := 0
	for n, part := range c.folded {
		a, b, found := f.find(part, at)
		if !found {
			return 0, 0, false
		}
		if n == 0 {
			start = a
		}
		at, end = b, b
	}
	return start, end, len(c.folded) > 0
}

// badQuotes counts the longer quotations of the claim that do not stand in
// the source.
func (x *comparison) badQuotes() int {
	n := 0
	for _, q := range quoted(x.text) {
		if q.end-q.start < minQuoted {
			continue
		}
		if _, _, ok := q.in(x.src.folded); !ok {
			n++
		}
	}
	return n
}

// quotations checks the words between marks: they must stand in the source,
// and as that person's.
func (l *layout) quotations() {
	for n := range l.speech.cited {
		q := &l.speech.cited[n]
		if len(q.folded) == 0 {
			continue
		}
		start, end, ok := q.in(l.src.folded)
		if !ok {
			l.found.add(Quotation, l.text[q.start:q.end], l.nearestWords(q), l.within(q.start, q.end)...)
			continue
		}
		speaker := l.speakerOf(corpus.Span{Start: q.start, End: q.end})
		if speaker == "" {
			continue
		}
		l.judge(speaker, l.everywhere(q, corpus.Span{Start: start, End: end}))
	}
	for _, r := range l.speech.quotes {
		if r.Kind == corpus.Indirect && r.SpeakerAsWritten != "" {
			l.indirect(r)
		}
	}
}

// nearestWords is the quotation of the source that has most of q's words, as
// written there, or empty where none has half of them: then q is fabricated.
func (l *layout) nearestWords(q *cited) string {
	want := map[string]bool{}
	n := 0
	for _, i := range l.within(q.start, q.end) {
		want[l.tokens[i].stem] = true
		n++
	}
	// The stretch of the source of about the quotation's length with most of
	// its words.
	best, most, have := -1, 0, 0
	for k := range l.src.flat {
		if want[l.src.flat[k].stem] {
			have++
		}
		if from := k - n - 1; from >= 0 && want[l.src.flat[from].stem] {
			have--
		}
		if from := max(0, k-n); have > most {
			best, most = from, have
		}
	}
	for best >= 0 && !want[l.src.flat[best].stem] {
		best++
	}
	if best < 0 || 2*most < n || n < 2 && most < n {
		return ""
	}
	end := min(len(l.src.flat), best+n+1)
	for _, r := range l.src.quotes {
		if r.Start <= l.src.flat[best].end && l.src.flat[end-1].start < r.End && r.Kind != corpus.Indirect && r.Len() < 4*(q.end-q.start)+40 {
			return r.Of(l.src.article.Text)
		}
	}
	for end > best+1 && !want[l.src.flat[end-1].stem] {
		end--
	}
	return l.src.written(best, end)
}
