package llmtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Reply is an answer and what goes wrong with it. The zero value is an output
// without text that ends well.
type Reply struct {
	// Status other than 0 and 200 fails the request, with Message and Code in
	// the dialect's form, or with Body as it stands.
	Status              int
	Message, Code, Body string
	// Param is the field of the request that is at fault, as OpenAI says it.
	Param string
	// Header is sent besides, such as Retry-After.
	Header http.Header

	// Pieces are the output.
	Pieces []string
	// Stop is why it ends: StopEnd if empty.
	Stop string
	// Input and Output are the tokens counted.
	Input, Output int

	// Late is the time before the headers, Pause that before each piece.
	Late, Pause time.Duration
	// After the pieces, in this order: Raw is sent as it stands; Failure is an
	// error event; Hang says nothing until the client leaves or the server is
	// closed; Cut breaks the connection.
	Raw     string
	Failure string
	Hang    bool
	Cut     bool

	// Vectors are the answer to a request to embed, in the order of its texts;
	// Order, if not nil, is the order in which they are sent.
	Vectors [][]float32
	Order   []int
}

// Reasons to stop, in all dialects.
const (
	StopEnd     = ""
	StopLength  = "length"
	StopRefusal = "refusal"
	// StopNone ends without a reason.
	StopNone = "none"
)

// Say is a Reply of text, a word a piece.
func Say(text string) Reply {
	pieces := strings.SplitAfter(text, " ")
	return Reply{Pieces: pieces, Input: 7, Output: len(pieces)}
}

// answer is a request with where its reply goes.
type answer struct {
	s   *Server
	w   http.ResponseWriter
	r   *http.Request
	req Request
}

// wait waits and reports whether somebody is still there.
func (a *answer) wait(d time.Duration) bool {
	if d <= 0 {
		return true
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-a.r.Context().Done():
	case <-a.s.closed:
	}
	return false
}

// write sends at once.
func (a *answer) write(s string) {
	_, _ = a.w.Write([]byte(s)) // the client may be gone
	if f, ok := a.w.(http.Flusher); ok {
		f.Flush()
	}
}

func (r *Reply) send(a *answer) {
	if !a.wait(r.Late) {
		return
	}
	for key, values := range r.Header {
		a.w.Header()[key] = values
	}
	switch {
	case r.Status != 0 && r.Status != http.StatusOK:
		r.fail(a)
	case a.req.Texts != nil:
		r.embed(a)
	case !a.req.Stream:
		r.whole(a)
	default:
		r.stream(a)
	}
}

func (r *Reply) fail(a *answer) {
	if r.Body == "" {
		a.w.Header().Set("Content-Type", "application/json")
	}
	a.w.WriteHeader(r.Status)
	switch {
	case r.Body != "":
		a.write(r.Body)
	case a.req.Dialect == Anthropic:
		a.write(object(map[string]any{"type": "error", "error": map[string]any{"type": r.Code, "message": r.Message}}))
	case a.req.Dialect == Ollama:
		a.write(object(map[string]any{"error": r.Message}))
	default:
		a.write(object(map[string]any{"error": map[string]any{"message": r.Message, "type": "invalid_request_error", "param": r.Param, "code": r.Code}}))
	}
}

func (r *Reply) stream(a *answer) {
	form := forms[a.req.Dialect]
	a.w.Header().Set("Content-Type", form.contentType)
	a.w.WriteHeader(http.StatusOK)
	a.write(form.begin(a.req.Model, r.Input))
	for _, piece := range r.Pieces {
		if !a.wait(r.Pause) {
			return
		}
		a.write(form.piece(piece))
	}
	a.write(r.Raw)
	if r.Failure != "" {
		a.write(form.failure(r.Failure))
	}
	if r.Hang {
		select {
		case <-a.r.Context().Done():
		case <-a.s.closed:
		}
		return
	}
	if r.Cut {
		panic(http.ErrAbortHandler)
	}
	a.write(form.end(form.reason(r.Stop), r.Input, r.Output))
}

func (r *Reply) whole(a *answer) {
	form := forms[a.req.Dialect]
	a.w.Header().Set("Content-Type", "application/json")
	a.write(object(form.whole(a.req.Model, strings.Join(r.Pieces, ""), form.reason(r.Stop), r.Input, r.Output)))
}

func (r *Reply) embed(a *answer) {
	a.w.Header().Set("Content-Type", "application/json")
	if r.Raw != "" {
		a.write(r.Raw)
		return
	}
	order := r.Order
	if order == nil {
		for i := range r.Vectors {
			order = append(order, i)
		}
	}
	var list []any
	for _, i := range order {
		list = append(list, map[string]any{"object": "embedding", "index": i, "embedding": slices.Clone(r.Vectors[i])})
	}
	text := object(map[string]any{"object": "list", "model": a.req.Model, "data": list, "usage": map[string]any{"prompt_tokens": r.Input, "total_tokens": r.Input}})
	if r.Cut {
		a.w.Header().Set("Content-Length", fmt.Sprint(len(text)))
		a.write(text[:len(text)/2])
		panic(http.ErrAbortHandler)
	}
	a.write(text)
}

// object is v as JSON.
func object(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // maps of what JSON knows
	}
	return string(b)
}
