package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// following is what stands after a stop and its white space.
type following struct {
	// mark is the opening mark before the word, 0 for none.
	mark   rune
	opened bool
	// word is the run of letters there; empty before a digit or sign.
	word string
	// upper: the word begins with a capital, or as "iPhone" does, or in a
	// script without case. digit: a digit comes first.
	upper, lower, digit bool
	// dotted: a full stop follows the word at once ("www.Example.com").
	dotted bool
}

func follow(text string, at, end int) following {
	var f following
	for at < end {
		r, n := utf8.DecodeRuneInString(text[at:end])
		switch r {
		case '"', '“', '„', '‘', '\'', '«', '(', '[', '「', '¿', '¡', '*', '_':
			if !f.opened {
				f.mark, f.opened = r, true
			}
			at += n
			continue
		case '-', '–', '—':
			// "... – he said" goes on, "– Putin, on Thursday" begins: the
			// dash itself says nothing.
			at = skipSpace(text, at+n, end)
			continue
		}
		break
	}
	if at >= end {
		return f
	}
	f.word = word(text, at, end)
	r, n := utf8.DecodeRuneInString(text[at:end])
	switch {
	case r == '/':
		// The credit after a caption goes with it.
		f.lower = true
	case unicode.IsDigit(r):
		f.digit = true
	case unicode.IsLower(r):
		second, _ := utf8.DecodeRuneInString(text[min(at+n, end):end])
		f.upper = unicode.IsUpper(second)
		f.lower = !f.upper
	case unicode.IsLetter(r):
		f.upper = true
	}
	w := at + len(f.word)
	f.dotted = f.word != "" && w+1 < end && text[w] == '.' && !isSpace(rune(text[w+1]))
	return f
}

// starts reports whether a sentence could begin so: with anything but a
// small letter and the marks that go on with a sentence.
func (f following) starts() bool { return f.upper || f.digit || !f.lower && f.word == "" }

// starter reports whether the word is one that begins sentences but does not
// go on with a name.
func (f following) starter() bool { return starters[f.word] }

// word is the run of letters and inner apostrophes at at.
func word(text string, at, end int) string {
	for i, r := range text[at:end] {
		if !unicode.IsLetter(r) && (i == 0 || r != '\'' && r != '’') {
			return text[at : at+i]
		}
	}
	return text[at:end]
}

// token is what stands before the stop at stop, back to white space or an
// opening mark, but not before start and not further than any abbreviation
// reaches, so that a text of full stops alone costs no more than another.
func token(text string, start, stop int) string {
	for at := stop; at > start && stop-at < 40; {
		r, n := utf8.DecodeLastRuneInString(text[start:at])
		switch r {
		case '"', '“', '‘', '(', '[', '—', '–':
			return text[at:stop]
		}
		if isSpace(r) {
			return text[at:stop]
		}
		at -= n
		if at == start {
			return text[at:stop]
		}
	}
	return text[max(start, stop-40):stop]
}

func pronounI(w string) bool {
	return w == "I" || strings.HasPrefix(w, "I'") || strings.HasPrefix(w, "I’")
}

// A verdict says whether a token with its full stop is an abbreviation.
type verdict int

const (
	no    verdict = iota // a word, a number: the full stop is one
	maybe                // an abbreviation that may stand last in a sentence
	never                // an abbreviation that something always follows
)

// abbreviation judges the token before the full stop at stop in a sentence
// begun at start, in the light of what follows.
func abbreviation(text string, start int, tok string, stop int, f following) verdict {
	first := stop-len(tok) == start
	switch {
	case tok == "":
		return no
	case first && len(tok) <= 3 && digits(tok) && !f.lower:
		// "1. Ukraine": a number in a list belongs to what it numbers.
		return never
	case utf8.RuneCountInString(tok) == 1:
		r, _ := utf8.DecodeRuneInString(tok)
		if unicode.IsLower(r) || !unicode.IsLetter(r) || tok == "I" && f.starter() {
			return no
		}
		if first && !f.starter() {
			return never
		}
		return maybe
	case strings.Contains(tok, "."):
		return acronym(tok, f)
	}
	switch v := abbreviations[strings.ToLower(tok)]; {
	case v == 0:
		return no
	case v == titled && unicode.IsUpper(rune(tok[0])):
		return never
	case v == counted && f.digit:
		return never
	case v == spoken:
		return maybe
	case v == dated && unicode.IsUpper(rune(tok[0])):
		if f.digit {
			return never
		}
		return maybe
	case v == open:
		return never
	}
	return no
}

// acronym judges a token that holds full stops: "U.S", "a.m", "e.g", "J.K",
// or an address such as "example.com".
func acronym(tok string, f following) verdict {
	low := strings.ToLower(tok)
	switch low {
	case "e.g", "i.e":
		return never
	case "a.m", "p.m":
		// A time ends a sentence unless a day or a zone goes on with it.
		if f.upper && !zones[f.word] && !(len(f.word) <= 4 && len(f.word) >= 2 && strings.ToUpper(f.word) == f.word) {
			return no
		}
		return maybe
	case "ph.d", "m.d", "b.a", "m.a", "d.phil":
		return maybe
	}
	for part := range strings.SplitSeq(tok, ".") {
		// "p.5", "example.com", "2.5": not an acronym.
		if utf8.RuneCountInString(strings.Trim(part, "-'’")) > 1 {
			return no
		}
		if r, _ := utf8.DecodeRuneInString(part); !unicode.IsLetter(r) && part != "" {
			return no
		}
	}
	return maybe
}

func digits(s string) bool {
	return strings.Trim(s, "0123456789") == "" && s != ""
}
