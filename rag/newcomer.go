package rag

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"newsdesk/corpus"
	"newsdesk/rag/terms"
)

// Whoever does not know the archive asks for "the latest news", "what's new?"
// or "help". Its newest articles tell more than that it lacks the word.

var (
	// openings are the words of which one makes such a question …
	openings = terms.Set("news new latest newest headline headlines help everything summary overview update updates topics happening")
	// and asides what may stand beside them.
	asides = terms.Set(`today today's todays now currently current recent recently anything something there here archive articles article topic
stories story start begin use works work know hear all happened going on up lately day week main top commands options`)
)

// newcomer reports whether the question asks for news and names no subject.
func (p *parsed) newcomer() bool {
	opens := false
	for _, t := range p.tokens {
		w := unowned(t.Lower)
		switch {
		case !t.Word:
		case openings[w], w == "you": // "what can you do"
			opens = true
		case terms.Stop(t.Lower), whWords[w], politeness[w], requests[w], asides[w]:
		default:
			return false
		}
	}
	return opens
}

// newestShown is how many articles a newcomer is told of.
const newestShown = 3

// welcome says to a newcomer what can be asked about, or "".
func (e *Engine) welcome(ctx context.Context, q *query) (string, error) {
	if !q.newcomer() || q.reading.context != "" || q.reading.note != "" {
		return "", nil
	}
	listed, err := e.retriever.Passing(ctx, q.Filter)
	if err != nil {
		return "", err
	}
	listed = slices.DeleteFunc(slices.Clone(listed), func(a *corpus.Article) bool { return showable(a.Title) == "" })
	slices.SortStableFunc(listed, func(a, b *corpus.Article) int {
		return cmp.Or(b.Published.Compare(a.Published), strings.Compare(a.ID, b.ID))
	})
	var titles []string
	for _, a := range listed {
		title := "“" + strings.Join(strings.Fields(showable(a.Title)), " ") + "”"
		if len(titles) == newestShown || slices.ContainsFunc(titles, func(t string) bool { return strings.HasPrefix(t, title) }) {
			continue
		}
		if !a.Published.IsZero() {
			title += " (" + longDate(a.Published) + ")"
		}
		titles = append(titles, title)
	}
	ask := "Ask about a person, a place or an event, such as what somebody said about a subject."
	if len(titles) == 0 {
		return ask, nil
	}
	kind := "The newest articles"
	if listed[0].Published.IsZero() {
		kind = "Some of the articles"
	}
	return fmt.Sprintf("%s %s: %s.", ask, kind, strings.Join(titles, "; ")), nil
}
