package rag

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsdesk/corpus/quote"
)

// lead writes the line above the statements.
func (w *writer) lead() {
	if len(w.f.relayed) > 0 && len(w.statements) > 0 {
		w.leadText = "The archive has no words of " + w.f.asks.shown() + " on this. What it reports:"
		return
	}
	if len(w.statements) < 2 || w.f.asks.speaker == "" || len(w.f.speaking) == 0 || len(w.f.relayed) > 0 {
		return
	}
	name := capital(w.f.asks.shown())
	if who := w.speakers(); len(who) == 1 {
		name = who[0]
	}
	w.leadText = name
	if who := w.speakers(); w.shared && len(who) > 1 {
		w.leadText = fmt.Sprintf("%s may be %s or %s. What they said", name, strings.Join(who[:len(who)-1], ", "), who[len(who)-1])
	}
	if w.f.asks.topic != "" && w.onTopic() {
		w.leadText += " on " + w.f.asks.topic
	}
	if n := w.articles(); n > 1 {
		w.leadText += fmt.Sprintf(", in %s reports", count(n))
	}
	w.leadText += ":"
}

// capital begins a text with a capital letter.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// speakers are the different persons asked about whose words are cited.
func (w *writer) speakers() []string {
	var out []string
	for _, c := range w.citations {
		if (w.f.q.isSpeaker(c.Speaker) || !w.f.asks.proper && c.Speaker != "") && !slices.ContainsFunc(out, func(o string) bool { return quote.SamePerson(o, c.Speaker) }) {
			out = append(out, c.Speaker)
		}
	}
	return out
}

// onTopic reports whether every statement holds half of the topic, near enough
// for the heading to say so.
func (w *writer) onTopic() bool {
	topic, total := w.f.topic()
	for _, s := range w.shown {
		var held float64
		for _, i := range topic {
			held += w.f.q.terms[i].weight * w.f.scorer.around(s.evidence, i)
		}
		if held < total/2 {
			return false
		}
	}
	return true
}

// articles counts the different articles cited, copies of one text once.
func (w *writer) articles() int {
	seen := make(map[string]bool)
	for _, c := range w.citations {
		seen[c.Doc] = true
	}
	n := len(seen)
	for _, group := range w.groups {
		n -= len(group) - 1
	}
	return max(1, n)
}

// count is a small number as a word.
func count(n int) string {
	words := [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
	if n < len(words) {
		return words[n]
	}
	return fmt.Sprint(n)
}
