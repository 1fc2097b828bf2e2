package llm

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// said is what a server says of a failure, whatever its dialect.
type said struct {
	message string
	// code holds the code, type and status, in small letters.
	code string
	// param is the field of the request that is at fault.
	param string
	// after is how long Google wants to be left alone.
	after time.Duration
}

// readSaid reads an error's body: {"error": {…}}, {"error": "…"}, a list of
// such, or {"message": "…"}. Of anything else it knows nothing.
func readSaid(body []byte) (s said, ok bool) {
	var list []json.RawMessage
	if json.Unmarshal(body, &list) == nil && len(list) > 0 {
		body = list[0]
	}
	var outer struct {
		Error   json.RawMessage `json:"error"`
		Message string          `json:"message"`
	}
	if json.Unmarshal(body, &outer) != nil {
		return s, false
	}
	var inner struct {
		Message, Type, Status, Param string
		Code                         any
		Details                      []struct{ RetryDelay string }
	}
	switch {
	case json.Unmarshal(outer.Error, &s.message) == nil && s.message != "":
		return s, true
	case json.Unmarshal(outer.Error, &inner) == nil:
		s.message, s.param = inner.Message, inner.Param
		code, _ := inner.Code.(string)
		s.code = strings.ToLower(code + " " + inner.Type + " " + inner.Status)
		for _, d := range inner.Details {
			if after, err := time.ParseDuration(d.RetryDelay); err == nil && after > 0 {
				s.after = after
			}
		}
		return s, s.message != "" || strings.TrimSpace(s.code) != ""
	}
	s.message = outer.Message
	return s, s.message != ""
}

// tooLong are how servers say that a prompt does not fit.
var tooLong = []string{
	"context_length_exceeded", "exceed_context_size", "request_too_large",
	"context length", "context size", "context window", "prompt is too long", "prompt too long",
	"input token count", "too many tokens", "maximum number of tokens",
}

// fromStatus is the Error for an answer other than 200.
func (e *endpoint) fromStatus(status int, header http.Header, body []byte, now time.Time) *Error {
	s, known := readSaid(body)
	kind := kindOf(status, s, known)
	err := e.fault(kind, status, s.message)
	err.param = s.refused(kind)
	if kind == KindRateLimit || kind == KindOverloaded {
		if err.RetryAfter = retryAfter(header, now); err.RetryAfter == 0 {
			err.RetryAfter = s.after
		}
		err.text = e.sentence(err)
	}
	return err
}

// fromEvent is the Error for an error in the midst of a stream.
func (e *endpoint) fromEvent(raw []byte) *Error {
	s, known := readSaid(raw)
	if !known {
		return e.fault(KindCut, 0, "the server reports an error")
	}
	kind := kindOf(0, s, known)
	if kind == KindRequest {
		kind = KindCut // the request was good enough to begin with
	}
	return e.fault(kind, 0, s.message)
}

// kindOf tells failures apart by what the server says of them and, where it
// says nothing that is known here, by the status.
func kindOf(status int, s said, known bool) Kind {
	text := strings.ToLower(s.code + " " + s.message)
	has := func(parts ...string) bool {
		for _, part := range parts {
			if strings.Contains(text, part) {
				return true
			}
		}
		return false
	}
	switch {
	case has("insufficient_quota", "billing_error", "credit balance"), status == http.StatusPaymentRequired:
		return KindQuota
	case status == http.StatusUnauthorized, status == http.StatusForbidden, has("authentication_error", "permission_error", "invalid_api_key", "api key not valid"):
		return KindKey
	case status == http.StatusTooManyRequests, has("rate_limit", "resource_exhausted"):
		return KindRateLimit
	case status == http.StatusRequestEntityTooLarge, status < 500 && has(tooLong...):
		return KindContext
	case status >= 500, status == 0 && has("overloaded", "api_error", "server_error", "internal server error", "unavailable"):
		return KindOverloaded
	case has("content_filter", "content_policy", "content management policy"):
		return KindRefusal
	case has("model_not_found", "not_found_error"), has("model") && has("not found", "does not exist"):
		return KindModel
	case status == 0, 400 <= status && status < 500:
		return KindRequest
	}
	return KindGarbage
}

// refused is which field of the request the server does not take. Some name
// it in a field of the error, others in its text.
func (s said) refused(kind Kind) string {
	if kind != KindRequest {
		return ""
	}
	for _, field := range adaptable {
		if s.param == field || strings.Contains(s.message, `"`+field+`"`) || strings.Contains(s.message, "'"+field+"'") || strings.Contains(s.message, "`"+field+"`") {
			return field
		}
	}
	return ""
}

// maxRetryAfter bounds what is believed of a server's Retry-After.
const maxRetryAfter = 24 * time.Hour

// retryAfter reads Retry-After, in seconds or as a date, and the milliseconds
// that some servers send beside it. 0 means that it says nothing of use.
func retryAfter(h http.Header, now time.Time) time.Duration {
	if ms, err := strconv.ParseFloat(h.Get("Retry-After-Ms"), 64); err == nil && ms > 0 && ms < float64(maxRetryAfter.Milliseconds()) {
		return time.Duration(ms * float64(time.Millisecond))
	}
	value := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		if seconds > 0 && seconds <= maxRetryAfter.Seconds() {
			return time.Duration(seconds * float64(time.Second))
		}
		return 0
	}
	if at, err := http.ParseTime(value); err == nil && at.After(now) {
		return min(at.Sub(now), maxRetryAfter)
	}
	return 0
}
