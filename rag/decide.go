package rag

import (
	"fmt"
	"slices"
	"strings"

	"newsdesk/rag/terms"
)

// decide returns why the question is not answered, or "" where it is. Three
// things are asked: is the subject here at all, is it as the question takes it
// to be, and did the person whose words are wanted speak of it?
func (e *Engine) decide(f *found) string {
	switch {
	case f.q.courtesy():
		return "Ask something of the archive, such as what somebody said about a subject."
	case f.welcome != "":
		return f.welcome
	case f.q.empty && f.q.reading.context == "":
		return "The question names no subject to look for in the archive. Name who or what it is about."
	case f.beyond != "":
		return f.beyond
	case len(f.ranked) == 0 && !f.q.Filter.Zero():
		return "No article that passes the filter answers this. Looked for: " + f.soughtWords() + "."
	case len(f.ranked) == 0:
		return "The archive holds nothing on " + f.soughtWords() + "."
	case len(f.q.words) > 0 && !f.held():
		return "The words in quotation marks stand in none of the articles found in the archive."
	}
	switch {
	case f.ungiven != "":
		return f.ungiven
	case f.trait != nil:
		return ""
	}
	if f.gate < gateThreshold(f.q.passages) && !f.asksWhatItIs() {
		return strings.TrimSpace("The archive does not answer this. Looked for: " + f.soughtWords() + ". " + f.unknownWords())
	}
	if f.premise.silences() {
		return f.mistaken()
	}
	if f.asks.speaker != "" && !f.asks.compare {
		if who := f.ambiguous(); who != nil {
			return fmt.Sprintf("Several people fit %s: %s. Whom do you mean?", f.asks.shown(), strings.Join(who, ", "))
		}
		return f.unspoken()
	}
	return ""
}

// soughtWords are the question's content words as typed.
func (f *found) soughtWords() string {
	var out []string
	for i := range f.q.terms {
		out = append(out, f.q.terms[i].written)
	}
	return strings.Join(out, ", ")
}

// unknownWords says which of them no article holds, or nothing. What a byline
// or a date of publication holds is no word of a text and still known.
func (f *found) unknownWords() string {
	var out []string
	for i := range f.q.terms {
		t := &f.q.terms[i]
		known := t.known || lightVerbs[t.stem] || durations[t.stem] || len(t.lower) < 4 && !f.q.entities[t.stem]
		if !f.q.period.any() {
			known = known || months[t.lower] || f.q.numbers[t.stem]
		}
		known = known || slices.ContainsFunc(f.ranked, func(ev evidence) bool { return slices.Contains(terms.Stems(ev.doc.Author), t.stem) })
		if !known {
			out = append(out, t.written)
		}
	}
	switch n := len(out); n {
	case 0:
		return ""
	case 1:
		return "No article holds the word " + out[0] + "."
	default:
		return "No article holds the words " + strings.Join(out[:n-1], ", ") + " or " + out[n-1] + "."
	}
}
