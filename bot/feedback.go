package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"strings"
	"time"

	"newsdesk/corpus"
	"newsdesk/rag"
)

// Feedback is what somebody thought of an answer; who they are it does not
// say.
type Feedback struct {
	// Server is the ID of the server that it comes from, or empty for direct
	// messages.
	Server   string `json:"-"`
	Question string `json:"question"`
	// Ruled is the verdict that was shown, where Question is no question but a
	// claim that was checked and Answer is no more than what it cites.
	Ruled string `json:"ruled,omitempty"`
	// History is the conversation before the question, oldest first.
	History []rag.Turn `json:"history,omitempty"`
	// AskedOn is when it was asked; of a claim nothing is said.
	AskedOn time.Time `json:"asked_on,omitzero"`
	// Answer is the answer as it was shown.
	Answer rag.Answer `json:"answer"`
	// Private is true where only the one who asked was shown it.
	Private bool `json:"private,omitempty"`
	// Verdict is "up" or "down".
	Verdict string `json:"verdict"`
	// Reason is what they said was wrong, or empty.
	Reason string `json:"reason,omitempty"`
	// At is when they said so last.
	At time.Time `json:"at"`
}

// FeedbackIn yields the feedback in a store, of one server or, where that is
// empty, of all places, given at since or later. It ends after an error.
func FeedbackIn(ctx context.Context, s Store, server string, since time.Time) iter.Seq2[Feedback, error] {
	records := s.AllRecords(ctx, kindFeedback)
	if server != "" {
		records = s.Records(ctx, kindFeedback, corpus.ServerOwner(server))
	}
	return func(yield func(Feedback, error) bool) {
		if server != "" && !snowflake(server) {
			yield(Feedback{}, errServerID)
			return
		}
		for r, err := range records {
			var f Feedback
			if err == nil {
				f, err = readFeedback(r)
			}
			if err != nil {
				yield(Feedback{}, err)
				return
			}
			if !f.At.Before(since) && !yield(f, nil) {
				return
			}
		}
	}
}

func readFeedback(r corpus.Record) (f Feedback, err error) {
	if err = json.Unmarshal(r.Value, &f); err != nil {
		return f, fmt.Errorf("the feedback %q is not understood: %w", r.Key, err)
	}
	if server, ok := strings.CutPrefix(r.Owner, corpus.ServerOwner("")); ok {
		f.Server = server
	}
	return f, nil
}
