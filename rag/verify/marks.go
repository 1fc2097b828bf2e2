package verify

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsdesk/corpus"
	"newsdesk/rag/terms"
)

// cited is a stretch of a claim between quotation marks.
type cited struct {
	start, end int      // between the marks
	folded     []string // its parts between ellipses and brackets, as foldText makes them
	// bends is true where the quoter's own words, in brackets, could change
	// what is said.
	bends bool
	words []bool // as apostrophes gives them
}

// minQuoted is the shortest quotation, in bytes of folded text, that the
// features look at; the rules look at all.
const minQuoted = 12

// quoted finds what text has between double marks, "`" and "'" pairs, or
// single marks that can be no apostrophes. A double mark that nothing closes
// quotes the rest of its paragraph, and one that nothing opens the beginning.
func quoted(text string) []cited {
	var out []cited
	begin := 0 // of what an unopened mark would quote
	for i := 0; i < len(text); {
		if strings.HasPrefix(text[i:], "\n\n") {
			begin = i + 2
		}
		closer, width := opener(text, i)
		if width > 0 && ends(text, i, width) {
			if text[i] == '"' && i > begin && !digitBefore(text, i) {
				out = append(out, newCited(text, begin, i))
				begin = i + width
			}
			i += width
			continue
		}
		if width == 0 {
			i++
			continue
		}
		from := i + width
		k, w := closing(text, from, closer)
		if k < 0 && closer == '"' && !digitBefore(text, i) {
			k = from + len(paragraph(text[from:]))
		}
		if k < 0 {
			i = from
			continue
		}
		out = append(out, newCited(text, from, k))
		i = k + w
		begin = i
	}
	return out
}

// ends reports whether the double mark at i, of a kind that can open and
// close, stands where only a closing one can: after a word and before none.
func ends(text string, i, width int) bool {
	if i == 0 || text[i] == '\'' || text[i] == '`' || text[i-1] == ' ' || text[i-1] == '\n' || text[i-1] == '(' {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[i+width:])
	return i+width == len(text) || unicode.IsSpace(r) || strings.ContainsRune(",.;:!?)", r)
}

// paragraph is s up to its first blank line.
func paragraph(s string) string {
	p, _, _ := strings.Cut(s, "\n\n")
	return p
}

// digitBefore tells 6" and 5'10" from quotations.
func digitBefore(text string, i int) bool { return i > 0 && text[i-1] >= '0' && text[i-1] <= '9' }

// Marks that open and close a quotation. "“" closes what "„" opens.
var (
	doubleOpeners = [...]string{"“", "„", "‟", "«", "»", "〝", "「", "❝", "＂", "″", "''", "``", `"`}
	doubleClosers = [...]string{"”", "“", "‟", "»", "«", "〞", "」", "❞", "＂", "″", "''", `"`}
	singleOpeners = [...]string{"`", "‘", "‚", "‹", "'"}
	singleClosers = [...]string{"’", "‘", "›", "'"}
)

// opener is the kind of mark that opens a quotation at i, and its width.
func opener(text string, i int) (kind byte, width int) {
	rest := text[i:]
	for _, m := range doubleOpeners {
		if strings.HasPrefix(rest, m) {
			return '"', len(m)
		}
	}
	for _, m := range singleOpeners {
		if strings.HasPrefix(rest, m) && opens(text[:i]) {
			return '\'', len(m)
		}
	}
	return 0, 0
}

// opens reports whether a single mark after before can open a quotation.
func opens(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	return before == "" || !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// closing is where the quotation that begins at from ends, and the width of
// the mark there; -1 if nowhere in its paragraph.
func closing(text string, from int, kind byte) (at, width int) {
	text = text[:from+len(paragraph(text[from:]))]
	if kind == '"' {
		for i := from; i < len(text); i++ {
			for _, m := range doubleClosers {
				if strings.HasPrefix(text[i:], m) {
					return i, len(m)
				}
			}
		}
		return -1, 0
	}
	at = -1
	for i := from; i < len(text); i++ {
		if _, w := opener(text, i); at >= 0 && w > 0 {
			break // the next quotation
		}
		for _, m := range singleClosers {
			if !strings.HasPrefix(text[i:], m) || i <= from+2 || !closes(text[i+len(m):]) {
				continue
			}
			at, width = i, len(m)
			if text[i-1] != 's' {
				return at, width
			}
			break // perhaps "the workers' pay": look for another
		}
	}
	return at, width
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
		c.bends = c.bends || weighty(rest[a:b])
		rest = rest[:a] + "\x00" + rest[b+1:]
	}
	c.words = apostrophes(rest)
	for part := range strings.SplitSeq(rest, "\x00") {
		if f := foldText(part).text; strings.TrimSpace(f) != "" {
			c.folded = append(c.folded, f)
		}
	}
	return c
}

// words that an apostrophe makes another: "were" and "we're" fold alike.
var withApostrophe = terms.Set("were well ill wed hell shell its id")

// apostrophes are the words of s, in small letters, that an apostrophe could
// have made others, each with whether it has one.
func apostrophes(s string) (out []bool) {
	for w := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' }) {
		plain := strings.NewReplacer("'", "", "’", "").Replace(w)
		if withApostrophe[plain] {
			w = strings.Trim(w, "'’")
			out = append(out, strings.ContainsAny(w, "'’"))
		}
	}
	return out
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

// inRemark is where the parts of c stand, in their order, in one remark of the
// source, from the byte at of it on. Not even an ellipsis may hide a "not".
func (c *cited) inRemark(remark string, f foldedText, at int) (sp corpus.Span, ok bool) {
	if c.bends {
		return sp, false
	}
	for n, part := range c.folded {
		a, b, found := f.find(part, at)
		if !found || n > 0 && weighty(remark[at:a]) {
			return sp, false
		}
		if n == 0 {
			sp.Start = a
		}
		at, sp.End = b, b
	}
	if len(c.folded) == 0 || len(c.folded) == 1 && !slices.Equal(c.words, apostrophes(remark[sp.Start:sp.End])) {
		return sp, false
	}
	return sp, true
}

// weighty reports whether s has a word that turns or hedges what is said, or
// a figure: nothing to leave out or to put into somebody's mouth.
func weighty(s string) bool {
	if strings.ContainsAny(s, "0123456789") {
		return true
	}
	for w := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' }) {
		if negations[w] || strings.HasSuffix(w, "n't") || strings.HasSuffix(w, "n’t") || modals[w] == weak {
			return true
		}
	}
	return false
}
