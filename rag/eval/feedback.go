package eval

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"

	"newsdesk/rag"
)

// The verdicts of Feedback.
const (
	Up   = "up"
	Down = "down"
)

// Feedback is what somebody thought of an answer that they were shown. It
// holds nothing about who they are.
type Feedback struct {
	Question string
	// Ruled is the verdict that was shown where Question is no question but a
	// claim that was checked, and Answer what it rests on; or empty.
	Ruled string
	// History is the conversation before the question, oldest first.
	History []rag.Turn
	// AskedOn is the reader's day, At when the verdict was given; where
	// AskedOn is zero, the day of At stands for it.
	AskedOn time.Time
	// Answer is the answer as it was shown.
	Answer rag.Answer
	// Verdict is Up or Down.
	Verdict string
	// Reason is what they said was wrong, or empty.
	Reason string
	At     time.Time
}

// feedbackCase is a line of questions.jsonl that comes of feedback.
type feedbackCase struct {
	ID         string     `json:"id"`
	Question   string     `json:"question"`
	Type       string     `json:"type"`
	Answer     []string   `json:"answer"`
	AnswerAll  [][]string `json:"answer_all,omitempty"`
	Answerable bool       `json:"answerable"`
	Evidence   []Evidence `json:"evidence"`
	History    []message  `json:"history"`
	AskedOn    string     `json:"asked_on"`
	Verdict    string     `json:"verdict"`
	Reason     string     `json:"reason,omitempty"`
	Review     bool       `json:"review,omitempty"`
	// Shown is the answer that is to be reviewed.
	Shown *shownAnswer `json:"shown,omitempty"`
}

type message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

type shownAnswer struct {
	Text      string     `json:"text"`
	Abstained bool       `json:"abstained"`
	Citations []Evidence `json:"citations"`
}

// typeFeedback and typeConflict are the types of the questions written.
const (
	typeFeedback = "feedback"
	typeConflict = "conflict"
)

// WriteFeedback writes a question a line, in the form that ReadQuestions reads,
// in order of the first feedback on each. A question that was asked again on
// the same day after the same conversation is one line, of what was thought of
// it last; and for review where anybody thought ill of it.
//
// An answer that was thought well of becomes what is expected: the names,
// figures and dates that it gave as the answer, or where none is plain, the
// words of its statements or of what they cite; every side of a disagreement;
// and as evidence what it cites. A question that was rightly left unanswered
// is to be left so. One that was thought ill of is marked for review, with the
// answer shown and the reason: what is right nobody knows yet, and Reviewed
// leaves it out until somebody has written it down.
func WriteFeedback(w io.Writer, list []Feedback) error {
	return writeSettled(w, list, func(id string, f *Feedback) any { return f.asCase(id) })
}

// writeSettled writes what line makes of each thing that there is feedback on, a
// line each, in order of the first on it: of the last, but of the last that
// thought ill of it where anybody did.
func writeSettled(w io.Writer, list []Feedback, line func(id string, f *Feedback) any) error {
	var order []string
	last := map[string]Feedback{}
	for _, f := range list {
		id := f.id()
		was, ok := last[id]
		switch {
		case !ok:
			order = append(order, id)
			last[id] = f
		case was.Verdict == Down && f.Verdict != Down:
		case f.Verdict == Down && was.Verdict != Down, !f.At.Before(was.At):
			last[id] = f
		}
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	for _, id := range order {
		f := last[id]
		if err := enc.Encode(line(id, &f)); err != nil {
			return err
		}
	}
	_, err := w.Write(out.Bytes())
	return err
}

// id names the question, its conversation and its day, or the claim, the same in
// every export.
func (f *Feedback) id() string {
	h := sha256.New()
	day := f.day()
	if f.Ruled != "" {
		day = "claim" // which means the same on every day
	}
	for _, s := range []string{f.Question, day} {
		io.WriteString(h, s+"\x00")
	}
	for _, t := range f.History {
		io.WriteString(h, t.Question+"\x00"+t.Answer+"\x00")
	}
	return "feedback-" + hex.EncodeToString(h.Sum(nil)[:6])
}

func (f *Feedback) day() string {
	day := f.AskedOn
	if day.IsZero() {
		day = f.At
	}
	if day.IsZero() {
		return ""
	}
	return day.Format(time.DateOnly)
}

func (f *Feedback) asCase(id string) feedbackCase {
	c := feedbackCase{ID: id, Question: f.Question, Type: typeFeedback, Answer: []string{}, Evidence: []Evidence{}, History: []message{},
		AskedOn: f.day(), Verdict: f.Verdict, Reason: f.Reason}
	for _, t := range f.History {
		c.History = append(c.History, message{"user", t.Question})
		if t.Answer != "" {
			c.History = append(c.History, message{"assistant", t.Answer})
		}
	}
	cited := f.cited()
	if f.Verdict != Up {
		c.Review, c.Shown = true, &shownAnswer{f.Answer.Text, f.Answer.Abstained, cited}
		return c
	}
	if c.Answerable = !f.Answer.Abstained; !c.Answerable {
		return c
	}
	c.Evidence = cited
	c.Answer = expected(&f.Answer)
	if sides := f.Answer.Disagreements; len(sides) > 0 && !slices.ContainsFunc(sides[0].Positions, func(p rag.Position) bool { return !contains(f.Answer.Text, p.Text) }) {
		c.Type = typeConflict
		for _, p := range sides[0].Positions {
			c.AnswerAll = append(c.AnswerAll, []string{p.Text})
		}
	}
	return c
}

// cited is what was shown as evidence.
func (f *Feedback) cited() []Evidence {
	out := []Evidence{}
	for _, cite := range f.Answer.Citations {
		out = append(out, Evidence{Doc: cite.Doc, Text: cite.Quote})
	}
	return out
}

// expected is what an answer like this one holds: one of the names, figures or
// dates that it gives, or where none is plain, one of its statements or of the
// quotations that these rest on. It holds each of them itself.
func expected(a *rag.Answer) []string {
	out := []string{}
	put := func(s string) {
		if s = strings.TrimSpace(s); contains(a.Text, s) && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for _, s := range a.Statements {
		put(s.Key)
	}
	if len(out) > 0 {
		return out
	}
	for _, s := range a.Statements {
		put(s.Text)
	}
	for _, c := range a.Citations {
		put(c.Quote)
	}
	if len(out) == 0 {
		put(a.Text) // what is known of an article itself, which no statement says
	}
	return out
}
