package rag

import (
	"context"
	"time"

	"newsdesk/corpus"
)

// Question is what somebody asks, with what is needed to understand it.
type Question struct {
	// Text is the question as typed. It must not be blank.
	Text string
	// History is the conversation so far, oldest first.
	History []Turn
	// AskedOn is the reader's day; the zero time means today.
	AskedOn time.Time
	// Filter narrows the archive for this question.
	Filter corpus.Filter
	// Language is the ISO 639-1 code of the language that a language model puts
	// the answer into; empty means that of the question. Without a model answers
	// are in the articles' own words.
	Language string

	// topic is true of what is no question but the topic of a comparison.
	topic bool
}

// Turn is one question and the answer it got.
type Turn struct{ Question, Answer string }

// Asker answers questions. It must be safe for concurrent use. An error means
// that no answer could be made; a question that the archive does not answer
// is an Answer with Abstained set.
type Asker interface {
	Ask(context.Context, Question) (Answer, error)
}

// Answer is an answer that can be checked. Its JSON is a contract: fields may
// be added, never renamed or removed.
type Answer struct {
	Question string `json:"question"`
	// Reading is how the question was understood where that was not plain
	// ("about Moon Jae-in"), or empty.
	Reading   string `json:"reading,omitempty"`
	Abstained bool   `json:"abstained"`
	// Text is the whole answer with markers [n]; where Abstained, what was
	// looked for.
	Text string `json:"text"`
	// Mode is "extractive" or "generative".
	Mode string `json:"mode"`
	// Lead is the scaffolding above the statements ("Putin on security
	// guarantees, in three reports:"), or empty.
	Lead string `json:"lead,omitempty"`
	// Premise is the part of Lead that says what the question takes for granted
	// and the archive does not bear out, or empty.
	Premise    string      `json:"premise,omitempty"`
	Statements []Statement `json:"statements"`
	// Citations are exactly those that Text cites, numbered from 1 in order
	// of first use. Empty where Abstained.
	Citations     []Citation     `json:"citations"`
	Disagreements []Disagreement `json:"disagreements"`
	// Notes are closing remarks, a line each, such as how two citations
	// relate or how far the archive reaches; part of Text.
	Notes   []string  `json:"notes,omitempty"`
	Removed []Removed `json:"removed"`
	// Retrieved is the passages found, best first.
	Retrieved []Retrieved `json:"retrieved"`
	// Nearest is up to three passages that came close, where Abstained.
	Nearest []Retrieved `json:"nearest,omitempty"`
	// Confidence is the estimated probability that the archive answers, 0 to 1.
	Confidence float64 `json:"confidence"`
	// Band is Confidence in a word: high, medium or low. Of questions asked
	// again without their evidence and as they are, the archive held the
	// answer to .9 of the high, .6 of the medium and .2 of the low ones.
	Band      string  `json:"band"`
	TimingsMS Timings `json:"timings_ms"`
	// Model is what a language model had to do with the answer; nil where
	// none was asked.
	Model *ModelUse `json:"model,omitempty"`
}

// ModelUse is what a language model did for an answer, and what it cost.
type ModelUse struct {
	// Name is the model with its provider, "openai:gpt-4o".
	Name string `json:"name"`
	// Calls is how often it was asked; 0 where the answer was kept from before.
	Calls int `json:"calls"`
	Usage
	// Cached is true where the answer had been written before.
	Cached bool `json:"cached"`
	// Failed is why the model wrote nothing, or empty.
	Failed string `json:"failed,omitempty"`
	// Sentences is how many the model wrote for the answer. Of these Verified
	// stood as they were, Repaired after the fault was named, Quoted were replaced by their source's own
	// sentence, and Removed failed.
	Sentences int `json:"sentences"`
	Verified  int `json:"verified"`
	Repaired  int `json:"repaired"`
	Quoted    int `json:"quoted"`
	Removed   int `json:"removed"`
	// Quotations is how many sentences quoted, WrongQuotations how many of them
	// words or speakers that the evidence does not have.
	Quotations      int `json:"quotations"`
	WrongQuotations int `json:"wrong_quotations"`
}

// Statement is one assertion of the answer.
type Statement struct {
	// Text is the statement without its markers.
	Text string `json:"text"`
	// Citations are the numbers n of the citations that it rests on.
	Citations []int `json:"citations"`
	// Key is the part of Text that gives the name, number, date or place asked
	// for, or empty where none is plain.
	Key string `json:"key,omitempty"`
	// Original is the sentence that was verified, in the archive's language,
	// where Text is the model's translation of it.
	Original string `json:"original,omitempty"`
}

// Turn is the answer as part of a conversation. A refusal says nothing that a
// follow-up could be about.
func (a *Answer) Turn(question string) Turn {
	if a.Abstained {
		return Turn{Question: question}
	}
	return Turn{Question: question, Answer: a.Text}
}

// Citation is the sentence that a statement rests on:
// Quote == Article.Text[Start:End], always, in the version of the article that
// it names.
type Citation struct {
	N   int    `json:"n"`
	Doc string `json:"doc"`
	// Version is as Article.Version has it: the Library still opens that one
	// after the article has changed.
	Version   string `json:"version,omitempty"`
	Title     string `json:"title"`
	Outlet    string `json:"outlet"`
	Author    string `json:"author"`
	Published string `json:"published"`
	URL       string `json:"url"`
	Quote     string `json:"quote"`
	Start     int    `json:"start"`
	End       int    `json:"end"`
	Speaker   string `json:"speaker"`
	// Agency is the wire service credited with the text, or empty.
	Agency string `json:"agency,omitempty"`
}

// Disagreement is sources that differ on one thing.
type Disagreement struct {
	About string `json:"about"`
	// Text says it in one line with markers, as Answer.Text does.
	Text      string     `json:"text,omitempty"`
	Positions []Position `json:"positions"`
}

// Position is one side of a disagreement and who holds it.
type Position struct {
	Text      string `json:"text"`
	Citations []int  `json:"citations"`
}

// Removed is a sentence that failed verification, and why.
type Removed struct {
	Text   string `json:"text"`
	Reason string `json:"reason"`
	// Fault is the kind of the reason.
	Fault Fault `json:"fault"`
}

// Retrieved is a passage that was found.
type Retrieved struct {
	Doc   string  `json:"doc"`
	Start int     `json:"start"`
	End   int     `json:"end"`
	Text  string  `json:"text"`
	Score float64 `json:"score"`
	// Title, Outlet and Published are the article's, in Answer.Nearest only.
	Title     string `json:"title,omitempty"`
	Outlet    string `json:"outlet,omitempty"`
	Published string `json:"published,omitempty"`
}

// Timings are wall times in milliseconds.
type Timings struct {
	Retrieve float64 `json:"retrieve"`
	Compose  float64 `json:"compose"`
	Total    float64 `json:"total"`
}

// HighFrom and MediumFrom are where the bands of confidence begin.
const (
	HighFrom   = .9
	MediumFrom = .6
)

// band is a confidence in a word. An abstention is never more than low: the
// subject may be here and still not the answer.
func band(confidence float64, abstained bool) string {
	switch {
	case abstained || confidence < MediumFrom:
		return "low"
	case confidence < HighFrom:
		return "medium"
	}
	return "high"
}
