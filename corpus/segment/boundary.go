package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// stops marks the first bytes of the runes that can end a sentence.
var stops = [256]bool{'.': true, '!': true, '?': true, 0xE2: true, 0xE3: true, 0xEF: true, 0xE0: true, 0xD8: true}

// sentenceEnd is the end of the sentence that begins at start, at most end.
func sentenceEnd(text string, start, end int) int { return endBy(text, start, end, ends) }

// endBy is sentenceEnd where ends says which stops end a sentence, and where.
func endBy(text string, start, end int, ends func(text string, start, end int, s stop) (int, bool)) int {
	for i := start; i < end; i++ {
		if !stops[text[i]] {
			continue
		}
		s := stopAt(text, i, end)
		if s.end == i {
			continue
		}
		if at, ok := ends(text, start, end, s); ok {
			return at
		}
		i = s.end - 1
	}
	return end
}

// Stop reads the run of marks ("." "?!" "...") that begins at byte at, within
// the sentence that begins at start, in a paragraph of text that ends at end.
// It returns where the run ends, which is at where there is none, and whether
// the sentence ends with it: not at the point of "2.5" or "Mr.", nor before a
// small letter.
func Stop(text string, start, at, end int) (int, bool) {
	s := stopAt(text, at, end)
	if s.end == at {
		return at, false
	}
	_, ok := ends(text, start, end, s)
	return s.end, ok
}

// A stop is a run of marks that may end a sentence: "." "?!" "..." "…".
type stop struct {
	start, end int
	// ellipsis: the run is "..." or "…", which more often marks a pause.
	ellipsis bool
	// wide: a full stop of a script that puts no space after it.
	wide bool
	// point: a single full stop, the one mark that abbreviations share.
	point bool
}

// stopAt reads the run of marks at i; its end is i where there is none.
func stopAt(text string, i, end int) stop {
	s := stop{start: i, end: i}
	dots, others := 0, 0
run:
	for s.end < end {
		r, n := rune(text[s.end]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[s.end:end])
		}
		switch r {
		case '.':
			dots++
		case '…':
			dots += 3
		case '!', '?', '؟', '।':
			others++
		case '。', '！', '？':
			others++
			s.wide = true
		case ' ':
			// ". . ." is an ellipsis too.
			more := text[s.end:end]
			if others > 0 || dots == 0 || digitAt(text, s.end+2) ||
				!strings.HasPrefix(more, " . .") && (dots == 1 || !strings.HasPrefix(more, " .")) {
				break run
			}
			dots++
			n = 2
		default:
			break run
		}
		s.end += n
	}
	s.ellipsis, s.point = dots >= 2 && others == 0, dots == 1 && others == 0
	return s
}

// ends reports whether the stop s ends the sentence that began at start, and
// where that sentence then ends, closing marks included.
func ends(text string, start, end int, s stop) (int, bool) {
	at, quoted := closers(text, s.end, end)
	at = reference(text, at, end)
	next := skipSpace(text, at, end)
	// In text set word by word the closing mark stands after a space.
	for next > at && next < end && lateCloser(text, start, next, end) {
		_, n := utf8.DecodeRuneInString(text[next:])
		at, quoted = next+n, true
		next = skipSpace(text, at, end)
	}
	if next == end || s.wide {
		return at, true
	}
	f := follow(text, next, end)
	if next == at {
		return at, missingSpace(text, start, s, f)
	}
	switch {
	case s.ellipsis:
		// "develop … Security" leaves words out; "conspiracies... Chairman"
		// trails off and begins anew.
		spaced := s.start > start && text[s.start-1] == ' '
		return at, f.upper && !pronounI(f.word) && (!spaced || f.opened || quoted)
	case !s.point:
		if !f.starts() {
			return at, false
		}
		return at, !(quoted && cue(text, next, end))
	}
	return at, pointEnds(text, start, s, f, quoted)
}

// pointEnds decides for a single full stop followed by white space.
func pointEnds(text string, start int, s stop, f following, quoted bool) bool {
	tok := token(text, start, s.start)
	verdict := abbreviation(text, start, tok, s.start, f)
	switch {
	case verdict == never:
		return false
	case f.starts():
		return verdict == no || f.starter() || f.opened
	case f.opened && !quoted && verdict == no:
		// Text that lost its capitals: he said. "we will be underdogs."
		return f.mark == '"' || f.mark == '“'
	}
	return false
}

// closers runs over the quotation marks and brackets at at that close what
// stands before, and reports whether a quotation mark was among them.
func closers(text string, at, end int) (int, bool) {
	quoted := false
	for at < end {
		r, n := utf8.DecodeRuneInString(text[at:end])
		switch r {
		case '”', '»', '〞':
			quoted = true
		case ')', ']', '}', '」', '』', '）':
		case '"', '\'', '’', '“', '‘', '›':
			// A mark that a letter follows opens, or is an apostrophe.
			if at+n < end {
				if nr, _ := utf8.DecodeRuneInString(text[at+n : end]); unicode.IsLetter(nr) || unicode.IsDigit(nr) {
					return at, quoted
				}
			}
			quoted = true
		case '*', '_':
			// Markdown's emphasis closes like a bracket where nothing follows it.
			if m := strings.TrimLeft(text[at:min(at+4, end)], "*_"); m != "" && m[0] != ' ' && m[0] != '\n' {
				return at, quoted
			}
		default:
			return at, quoted
		}
		at += n
	}
	return at, quoted
}

// reference runs over the notes that encyclopedias set right after a stop:
// "[12]", "[citation needed]".
func reference(text string, at, end int) int {
	for at < end && text[at] == '[' {
		limit := min(at+40, end)
		i := strings.IndexAny(text[at:limit], "].!?\n")
		if i < 0 || text[at+i] != ']' {
			break
		}
		at += i + 1
	}
	return at
}

// reach is how many bytes back an opening mark is looked for.
const reach = 4096

// lateCloser reports whether the mark at at, which white space precedes,
// closes a quotation that began in this sentence.
func lateCloser(text string, start, at, end int) bool {
	r, n := utf8.DecodeRuneInString(text[at:end])
	if at+n < end {
		if nr, _ := utf8.DecodeRuneInString(text[at+n : end]); !isSpace(nr) {
			return false
		}
	}
	switch r {
	case '”', '»':
		return true
	case '"':
		return strings.Count(text[max(start, at-reach):at], `"`)%2 == 1
	}
	return false
}

// missingSpace decides for a stop with no white space after it:
// "happened.Then", but not "Booking.com", "3.5" or "U.S.-led".
func missingSpace(text string, start int, s stop, f following) bool {
	if s.ellipsis || !f.upper || f.dotted || len(f.word) < 2 || strings.ToUpper(f.word) == f.word {
		return false
	}
	tok := token(text, start, s.start)
	if len(tok) < 3 || strings.ContainsAny(tok, "./@:\\_") {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(tok)
	return unicode.IsLower(r) || strings.ContainsRune(`")”’`, r)
}

// cue reports whether what follows a quoted question names who asked it:
// `"Why?" Mr Putin asked`.
func cue(text string, at, end int) bool {
	for range 5 {
		w := word(text, at, end)
		if w == "" {
			return false
		}
		if speechVerbs[w] {
			return true
		}
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) {
			return false
		}
		at = skipSpace(text, at+len(w), end)
		if at < end && text[at] == '.' {
			at = skipSpace(text, at+1, end)
		}
	}
	return false
}

func digitAt(text string, i int) bool { return i < len(text) && text[i] >= '0' && text[i] <= '9' }
