package llm

import (
	"fmt"
	"strings"
	"time"
)

// Kind is what went wrong with a call.
type Kind int

// The kinds.
const (
	// KindUnknown is no kind: the zero value.
	KindUnknown Kind = iota
	// KindKey: the server refuses the key.
	KindKey
	// KindQuota: the account has no credit left.
	KindQuota
	// KindRateLimit: too many requests; RetryAfter says when, if the server did.
	KindRateLimit
	// KindOverloaded: the server has a fault of its own or too much to do.
	KindOverloaded
	// KindTimeout: the server said nothing for too long.
	KindTimeout
	// KindUnreachable: there is no connection.
	KindUnreachable
	// KindContext: the prompt is longer than the model can read.
	KindContext
	// KindCut: the output ended before its end.
	KindCut
	// KindLength: the output reached its bound before its end.
	KindLength
	// KindRefusal: the model or a filter refuses to answer.
	KindRefusal
	// KindEmpty: the output has no text.
	KindEmpty
	// KindModel: the server does not have the model.
	KindModel
	// KindRequest: the server refuses the request for another reason.
	KindRequest
	// KindGarbage: what the server says is not what its API is.
	KindGarbage
)

var kindNames = [...]string{"unknown", "key", "quota", "rate limit", "overloaded", "timeout", "unreachable", "context", "cut", "length", "refusal", "empty", "model", "request", "garbage"}

// String names the kind in a word or two, for logs.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(kindNames) {
		k = KindUnknown
	}
	return kindNames[k]
}

// passing reports whether the same call may succeed a little later.
func (k Kind) passing() bool {
	return k == KindRateLimit || k == KindOverloaded || k == KindUnreachable || k == KindCut
}

// Error is why a call to a model failed. Its text is one line that says what
// to do; it holds neither the key nor the address's userinfo.
type Error struct {
	Kind Kind
	// Provider and Model are what was asked, "openai" and "gpt-4o".
	Provider, Model string
	// Status is the HTTP status, 0 where none came.
	Status int
	// RetryAfter is how long the server wants to be left alone, 0 where it did
	// not say.
	RetryAfter time.Duration
	// Detail is what the server said of it, on one line, shortened; it may be
	// empty.
	Detail string

	text string
	// final is set where trying again is of no use although the kind passes.
	final bool
	// param is the field of the request that the server refuses, or empty.
	param string
}

// Down reports whether another prompt would fail too: it is not so where the
// failure is about this one, or about what the model made of it.
func (e *Error) Down() bool {
	switch e.Kind {
	case KindContext, KindCut, KindLength, KindRefusal, KindEmpty:
		return false
	}
	return true
}

// Error implements error.
func (e *Error) Error() string { return e.text }

// fault makes an Error: detail is the server's or the network's words.
func (e *endpoint) fault(kind Kind, status int, detail string) *Error {
	err := &Error{Kind: kind, Provider: e.provider.name, Model: e.model, Status: status, Detail: e.clean(detail)}
	err.text = e.sentence(err)
	return err
}

// sentence says what happened and what to do.
func (e *endpoint) sentence(err *Error) string {
	who, with := e.who(), err.suffix()
	switch err.Kind {
	case KindKey:
		if e.provider.key == nil {
			return fmt.Sprintf("%s refuses to answer%s: correct %s", e.where(), with, e.base)
		}
		// The server's own words may repeat a part of the key.
		return fmt.Sprintf("%s refuses the key (status %d): correct %s", who, err.Status, e.provider.keySetting)
	case KindQuota:
		return fmt.Sprintf("%s says that the account has no credit left%s: add some, or use another key", who, with)
	case KindRateLimit:
		return fmt.Sprintf("%s gets too many requests%s: try again %s", who, with, later(err.RetryAfter))
	case KindOverloaded:
		return fmt.Sprintf("%s cannot answer now%s: try again %s", who, with, later(err.RetryAfter))
	case KindTimeout:
		return fmt.Sprintf("%s said nothing for %v: try again, or use a smaller model with %s", e.where(), e.silence, e.spec)
	case KindUnreachable:
		start := "check the network and " + e.base
		if e.provider.name == "ollama" && !e.custom {
			start = "start it with ollama serve, or set " + e.base
		}
		return fmt.Sprintf("%s cannot be reached%s: %s", e.where(), with, start)
	case KindContext:
		return fmt.Sprintf("the text is longer than %s can read%s: ask something narrower, or use another model with %s", e.model, with, e.spec)
	case KindCut:
		return fmt.Sprintf("the answer of %s broke off in the middle%s: try again", who, with)
	case KindLength:
		return fmt.Sprintf("the answer of %s was longer than it may be and is not whole: ask something narrower, or use another model with %s", e.model, e.spec)
	case KindRefusal:
		return fmt.Sprintf("%s refuses to answer this%s: ask otherwise, or use another model with %s", e.model, with, e.spec)
	case KindEmpty:
		return fmt.Sprintf("%s answered with nothing: try again, or use another model with %s", e.model, e.spec)
	case KindModel:
		if e.provider.name == "ollama" {
			return fmt.Sprintf("Ollama has no model %s: run ollama pull %s, or name another with %s", e.model, e.model, e.spec)
		}
		return fmt.Sprintf("%s has no model %s%s: name another with %s", who, e.model, with, e.spec)
	case KindRequest:
		if err.Status == 404 && e.custom {
			return fmt.Sprintf("%s speaks no such API%s: correct %s, which must end as %s does", e.host, with, e.base, e.provider.base)
		}
		return fmt.Sprintf("%s refuses the request%s: use another model with %s", who, with, e.spec)
	}
	return fmt.Sprintf("the answer from %s is not as %s answers%s: correct %s", e.host, e.provider.title, with, e.base)
}

// who is the provider, or the server that only speaks as OpenAI does.
func (e *endpoint) who() string {
	if e.custom && e.provider.name == "openai" {
		return e.host
	}
	return e.provider.title
}

// where is the provider with the server.
func (e *endpoint) where() string {
	if who := e.who(); who != e.host {
		return who + " at " + e.host
	}
	return e.host
}

// suffix is what is known besides, in parentheses.
func (e *Error) suffix() string {
	switch {
	case e.Status > 0 && e.Detail != "":
		return fmt.Sprintf(" (status %d, %s)", e.Status, e.Detail)
	case e.Status > 0:
		return fmt.Sprintf(" (status %d)", e.Status)
	case e.Detail != "":
		return " (" + e.Detail + ")"
	}
	return ""
}

func later(after time.Duration) string {
	if after <= 0 {
		return "later"
	}
	return "in " + after.Round(time.Second).String()
}

// maxDetail is how many bytes of a server's words stand in an error.
const maxDetail = 200

// clean makes one short line of s, without secrets and control characters.
func (e *endpoint) clean(s string) string {
	for _, secret := range e.secrets {
		s = strings.ReplaceAll(s, secret, "…")
	}
	s = strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r < ' ' || 0x7f <= r && r < 0xa0 {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))), " ")
	if len(s) > maxDetail {
		s = strings.ToValidUTF8(s[:maxDetail], "") + "…"
	}
	return strings.TrimRight(s, ".:;")
}
