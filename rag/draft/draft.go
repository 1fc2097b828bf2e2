// Package draft reads what a language model writes while it arrives: sentences,
// each with the numbers of the evidence that it cites. A sentence is given out
// when it is whole with its markers, so that nothing half written is shown.
//
// Models write markers before the full stop and after it, one by one and in
// lists, and put bullets, numbers and emphasis around sentences; all of that is
// read and taken off. What stands between <think> and </think> is no output.
package draft

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsdesk/corpus"
	"newsdesk/corpus/segment"
)

// Sentence is one sentence of a model.
type Sentence struct {
	// Text is the sentence without its markers, on one line.
	Text string
	// Cites are the numbers in its markers in the order of their first use; of
	// sentences that share one marker, each has it.
	Cites []int
}

// Reader takes a model's output apart. The zero value is ready to use.
type Reader struct {
	pending  string
	thinking bool
	begun    bool // something other than space has arrived
}

// maxPending is how many bytes may wait for their end; more are read as they
// stand, since no sentence is so long.
const maxPending = 16 << 10

// Write takes the next piece of the output and returns the sentences that it
// completes.
func (r *Reader) Write(piece string) []Sentence {
	r.pending += piece
	if !r.think() {
		return nil
	}
	var out []Sentence
	for {
		n := cut(r.pending)
		if n == 0 && len(r.pending) > maxPending {
			n = len(r.pending)
		}
		if n == 0 {
			return out
		}
		out = append(out, sentences(r.pending[:n])...)
		r.pending = r.pending[n:]
	}
}

// Close returns what was left. An output that never ended its thinking has
// nothing.
func (r *Reader) Close() []Sentence {
	rest := r.pending
	if r.pending = ""; r.thinking {
		return nil
	}
	return sentences(rest)
}

// think drops the model's thinking and reports whether there is output to read.
func (r *Reader) think() bool {
	const opening, closing = "<think>", "</think>"
	if !r.begun {
		r.pending = strings.TrimLeftFunc(r.pending, unicode.IsSpace)
		if strings.HasPrefix(opening, r.pending) { // as yet, or nothing at all
			return false
		}
		r.begun = true
		r.thinking = strings.HasPrefix(r.pending, opening)
	}
	if r.thinking {
		_, after, found := strings.Cut(r.pending, closing)
		if !found {
			// A part of the closing tag may have arrived.
			r.pending = r.pending[max(0, len(r.pending)-len(closing)):]
			return false
		}
		r.pending, r.thinking = after, false
	}
	return true
}

// marker is one marker as models write them: [1], [1, 3], [^2], 【4】.
var marker = regexp.MustCompile(`\[\^?\d{1,3}(?:\s*[,;]\s*\^?\d{1,3})*\]|【\d{1,3}[^】\n]{0,12}】`)

// numeral is a number in a marker.
var numeral = regexp.MustCompile(`\d{1,3}`)

// markers is a run of them with the full stop that may follow.
var markers = regexp.MustCompile(`(?:(?:` + marker.String() + `)[ \t]*)+[.!?]?["”’»]?`)

// cut is where the first whole piece of text ends: after a line, or after
// markers at the end of a sentence when what follows shows that they are all
// there. It is 0 where none is whole.
func cut(text string) int {
	line := strings.IndexByte(text, '\n') + 1
	for _, m := range markers.FindAllStringIndex(text, -1) {
		if line > 0 && m[0] >= line {
			break
		}
		rest := strings.TrimLeft(text[m[1]:], " \t")
		stopped := ended(text[:m[0]]) || strings.ContainsAny(text[m[1]-1:m[1]], ".!?") || ended(text[:m[1]])
		if stopped && rest != "" && !strings.HasPrefix(rest, "[") && !strings.HasPrefix(rest, "【") {
			return m[1]
		}
	}
	return line
}

// ended reports whether text ends a sentence.
func ended(text string) bool {
	text = strings.TrimRight(text, " \t\"”’»)")
	r, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune(".!?…。！？", r)
}

// listed is what stands before a sentence in a list or a heading.
var listed = regexp.MustCompile(`^\s*(?:[-*•–#>]+\s+|\d{1,2}[.)]\s+)`)

// sentences are those of one piece of text, which share its markers.
func sentences(text string) []Sentence {
	var cites []int
	for _, m := range marker.FindAllString(text, -1) {
		if strings.HasPrefix(m, "【") { // a number, then its place in a file
			m = numeral.FindString(m)
		}
		for _, d := range numeral.FindAllString(m, -1) {
			if n, err := strconv.Atoi(d); err == nil && !slices.Contains(cites, n) {
				cites = append(cites, n)
			}
		}
	}
	text = listed.ReplaceAllString(marker.ReplaceAllString(text, ""), "")
	text = unspaced.ReplaceAllString(strings.Join(strings.Fields(strings.ReplaceAll(text, "**", "")), " "), "$1$2")
	if !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return nil
	}
	a := corpus.Article{ID: "draft", Text: text}
	var out []Sentence
	for _, s := range segment.Sentences(&a) {
		if t := strings.TrimSpace(s.Of(text)); t != "" {
			out = append(out, Sentence{Text: t, Cites: slices.Clone(cites)})
		}
	}
	return out
}

// unspaced is the space that a marker leaves before a full stop.
var unspaced = regexp.MustCompile(` +([.,;:!?])(\s|$)`)
