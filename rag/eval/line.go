package eval

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"newsdesk/rag"
)

// Line is one line of answers.jsonl: an answer in the form that is scored.
type Line struct {
	ID     string `json:"id"`
	Answer string `json:"answer"`
	// Abstained is nil where the file does not say: then the wording decides.
	Abstained *bool   `json:"abstained"`
	Citations []Cited `json:"citations"`
	// Retrieved is the documents found, best first, no repeats; nil means
	// that the file does not say, and retrieval is not scored.
	Retrieved []string `json:"retrieved"`
	// RetrievedTexts is the passages found, best first.
	RetrievedTexts []string `json:"retrieved_texts"`
	Confidence     float64  `json:"confidence"`
	// MS is the wall time of the answer in milliseconds.
	MS float64 `json:"ms"`
}

// Cited is a quotation and the document it is said to stand in.
type Cited struct {
	Doc   string `json:"doc"`
	Quote string `json:"quote"`
}

// NewLine is the answer to the question id as a line.
func NewLine(id string, a rag.Answer, ms float64) Line {
	l := Line{
		ID: id, Answer: a.Text, Abstained: &a.Abstained, Confidence: a.Confidence, MS: ms,
		Citations: []Cited{}, Retrieved: []string{}, RetrievedTexts: []string{},
	}
	for _, c := range a.Citations {
		l.Citations = append(l.Citations, Cited{c.Doc, c.Quote})
	}
	seen := map[string]bool{}
	for _, p := range a.Retrieved {
		l.RetrievedTexts = append(l.RetrievedTexts, p.Text)
		if !seen[p.Doc] {
			seen[p.Doc] = true
			l.Retrieved = append(l.Retrieved, p.Doc)
		}
	}
	return l
}

// ReadAnswers reads JSON lines; of two lines with one id the later counts.
// The error names the first bad line.
func ReadAnswers(r io.Reader) (map[string]*Line, error) {
	out := map[string]*Line{}
	err := eachLine(r, func(_ int, line []byte) error {
		var l Line
		if err := json.Unmarshal(line, &l); err != nil {
			return err
		}
		if l.ID == "" {
			return errors.New(`"id" is missing`)
		}
		out[l.ID] = &l
		return nil
	})
	return out, err
}

// WriteAnswers replaces the file at path, as ReplaceFile does, by one line a
// result, in order.
func WriteAnswers(path string, results []Result) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for i := range results {
		if err := enc.Encode(results[i].Line); err != nil {
			return err
		}
	}
	return ReplaceFile(path, b.Bytes())
}
