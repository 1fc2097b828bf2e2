package eval

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"newsdesk/rag"
)

// Question is one line of questions.jsonl: what is asked and what a right
// answer holds. Only ID and Text are needed; a question with nothing else
// still counts for the share that is answered.
type Question struct {
	ID   string `json:"id"`
	Text string `json:"question"`
	// Type and Tag sort questions into groups; the type "conflict" means that
	// every document of Evidence must be cited.
	Type string `json:"type"`
	Tag  string `json:"tag"`
	// LabelKind, NullKind and Lang are further groups.
	LabelKind string `json:"label_kind"`
	NullKind  string `json:"null_kind"`
	Lang      string `json:"lang"`
	// Answerable is true where the line does not say.
	Answerable bool `json:"answerable"`
	// Answer lists acceptable answers: one of them must occur.
	Answer texts `json:"answer"`
	// AnswerAll lists groups: of each group one member must occur.
	AnswerAll []texts `json:"answer_all"`
	// WrongAnswers must not occur beside the right ones.
	WrongAnswers []string `json:"wrong_answers"`
	// MustNot are strings that show that a trap was fallen into.
	MustNot []string `json:"must_not"`
	// FalsePremise marks a question that assumes what is not so; an answer
	// that holds an AcceptableCorrection counts as an abstention.
	FalsePremise         bool     `json:"false_premise"`
	AcceptableCorrection []string `json:"acceptable_correction"`
	// Speaker must be named by last name.
	Speaker string `json:"speaker"`
	// ReferenceAnswer and Nuggets judge long answers.
	ReferenceAnswer texts    `json:"reference_answer"`
	Nuggets         []Nugget `json:"nuggets"`
	// Evidence is what the answer rests on; AltEvidence and RelevantDocs are
	// further documents that may be cited.
	Evidence     []Evidence `json:"evidence"`
	AltEvidence  []Evidence `json:"alt_evidence"`
	RelevantDocs []string   `json:"relevant_docs"`
	// History is the conversation before the question.
	History turns `json:"history"`
	// AskedOn is today for this question, or zero.
	AskedOn day `json:"asked_on"`
	// Review marks a question whose right answer nobody has written down yet:
	// it says nothing of any answer until somebody has, and has taken the mark
	// out. Reviewed leaves such questions out.
	Review bool `json:"review"`
}

// Reviewed is the questions without those that are marked for review, and how
// many these are.
func Reviewed(questions []Question) (ready []Question, waiting int) {
	for _, q := range questions {
		if q.Review {
			waiting++
		} else {
			ready = append(ready, q)
		}
	}
	return ready, waiting
}

// Evidence is a passage of a document. An empty Text stands for the whole.
type Evidence struct {
	Doc  string `json:"doc"`
	Text string `json:"text"`
}

// Nugget is one point that a long answer should make.
type Nugget struct {
	Text string `json:"nugget"`
}

// Group is the question's value for key, one of "type", "tag", "label_kind",
// "null_kind" and "lang"; ok is false for any other key.
func (q *Question) Group(key string) (value string, ok bool) {
	switch key {
	case "type":
		return q.Type, true
	case "tag":
		return q.Tag, true
	case "label_kind":
		return q.LabelKind, true
	case "null_kind":
		return q.NullKind, true
	case "lang":
		return q.Lang, true
	}
	return "", false
}

// Ask is the question as an engine takes it.
func (q *Question) Ask() rag.Question {
	return rag.Question{Text: q.Text, History: q.History, AskedOn: time.Time(q.AskedOn)}
}

// ReadQuestions reads JSON lines; blank lines and unknown fields are passed
// over. The error names the first bad line.
func ReadQuestions(r io.Reader) ([]Question, error) {
	var out []Question
	first := map[string]int{}
	err := eachLine(r, func(n int, line []byte) error {
		q := Question{Answerable: true}
		if err := json.Unmarshal(line, &q); err != nil {
			return err
		}
		switch before := first[q.ID]; {
		case q.ID == "":
			return errors.New(`"id" is missing`)
		case strings.TrimSpace(q.Text) == "":
			return fmt.Errorf(`question %q: "question" is missing`, q.ID)
		case before > 0:
			return fmt.Errorf("question %q stands on line %d already", q.ID, before)
		}
		first[q.ID] = n
		out = append(out, q)
		return nil
	})
	if err == nil && len(out) == 0 {
		err = errors.New("no questions: write one JSON object a line, with id and question")
	}
	return out, err
}

// eachLine calls f for each non-blank line, numbered from 1, and puts the
// number before f's error.
func eachLine(r io.Reader, f func(n int, line []byte) error) error {
	b, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	n := 0
	for line := range bytes.Lines(b) {
		n++
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		if err := f(n, line); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	return nil
}

// texts is a list of strings, for which a single string may stand.
type texts []string

func (t *texts) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		var s string
		err := json.Unmarshal(b, &s)
		*t = texts{s}
		return err
	}
	return json.Unmarshal(b, (*[]string)(t))
}

// day is a date of the form 2006-01-02, or "".
type day time.Time

func (d *day) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	if s == "" {
		return nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return fmt.Errorf(`"asked_on": %q is not a date like 2006-01-02`, s)
	}
	*d = day(t)
	return nil
}

// turns reads a conversation written as strings, question and answer in
// turn, or as objects with "role" and "content".
type turns []rag.Turn

func (t *turns) UnmarshalJSON(b []byte) error {
	var list []json.RawMessage
	if err := json.Unmarshal(b, &list); err != nil {
		return errors.New(`"history" is not a list`)
	}
	*t = nil
	for i, raw := range list {
		m := struct{ Role, Content string }{Role: "user"}
		if i%2 == 1 {
			m.Role = "assistant"
		}
		if json.Unmarshal(raw, &m.Content) != nil {
			if err := json.Unmarshal(raw, &m); err != nil {
				return fmt.Errorf(`"history": item %d is neither a string nor {"role", "content"}`, i+1)
			}
		}
		if err := t.add(m.Role, m.Content); err != nil {
			return err
		}
	}
	return nil
}

// add puts one message where it belongs: a question begins a turn, an answer
// completes the last, and a second answer in a row is joined to the first.
func (t *turns) add(role, content string) error {
	last := len(*t) - 1
	switch {
	case role == "user":
		*t = append(*t, rag.Turn{Question: content})
	case role != "assistant":
		return fmt.Errorf(`"history": role %q is neither "user" nor "assistant"`, role)
	case last < 0:
		*t = append(*t, rag.Turn{Answer: content})
	case (*t)[last].Answer == "":
		(*t)[last].Answer = content
	default:
		(*t)[last].Answer += "\n" + content
	}
	return nil
}
