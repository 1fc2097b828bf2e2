package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// What can go wrong. The Kind of an *Error is one of these.
var (
	ErrAddress   = errors.New("the address cannot be used")
	ErrPrivate   = errors.New("the address is private")
	ErrRobots    = errors.New("robots.txt does not allow it")
	ErrStatus    = errors.New("the server refuses")
	ErrRedirects = errors.New("the redirects lead nowhere")
	ErrTooLarge  = errors.New("the answer is too large")
	ErrEncoding  = errors.New("the answer cannot be decompressed")
	ErrTimeout   = errors.New("the answer takes too long")
	ErrNetwork   = errors.New("the server cannot be reached")
)

// OptionError says which of the Options is no good, by the field's name, and
// why.
type OptionError struct{ Option, Reason string }

// Error is the reason.
func (e *OptionError) Error() string { return e.Reason }

// Error says why a page could not be fetched, in words that follow its
// address.
type Error struct {
	// Kind is the sentinel for the program.
	Kind error
	// Status is the server's, where Kind is ErrStatus.
	Status int
	// RetryAfter is how long the server asks to be left alone, or 0.
	RetryAfter time.Duration
	// Temporary says that the same request may succeed later.
	Temporary bool

	sentence string
	detail   error
}

func (e *Error) Error() string { return e.sentence }

// Unwrap is the kind and the cause.
func (e *Error) Unwrap() []error {
	if e.detail == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.detail}
}

// Temporary reports whether what failed with err may succeed later: it is
// worth asking again. What is no *Error of this package is not.
func Temporary(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Temporary
}

// RetryAfter is how long the server that err speaks of asks to be left alone,
// or 0.
func RetryAfter(err error) time.Duration {
	var e *Error
	if errors.As(err, &e) {
		return e.RetryAfter
	}
	return 0
}

// networkError makes an *Error of what the transport says. The end of the
// caller's own context stays what it is.
func (c *Client) networkError(err error) error {
	var known *Error
	if errors.As(err, &known) {
		return known
	}
	if errors.Is(err, context.Canceled) {
		return err
	}
	e := &Error{Kind: ErrNetwork, Temporary: true, detail: err}
	var (
		dns     *net.DNSError
		timeout net.Error
		cert    *tls.CertificateVerificationError
		header  tls.RecordHeaderError
		unknown x509.UnknownAuthorityError
	)
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		e.sentence = "there is no host of that name: check the address"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		e.Kind, e.sentence = ErrTimeout, fmt.Sprintf("the server does not answer in full within %v: try again later", c.o.Timeout)
	case errors.As(err, &cert), errors.As(err, &unknown):
		e.sentence = "the server's certificate is not valid for it: " + last(err)
	case errors.As(err, &header):
		e.sentence = "the server does not speak https there: check the address"
	default:
		e.sentence = "the server cannot be reached, or breaks off: " + last(err)
	}
	return e
}

// last is what is at the bottom of err, without the addresses above it.
func last(err error) string {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return strings.TrimSpace(err.Error())
		}
		err = next
	}
}

// statusError is the *Error of an answer that is no success.
func statusError(resp *http.Response, now time.Time) *Error {
	e := &Error{Kind: ErrStatus, Status: resp.StatusCode, RetryAfter: retryAfter(resp.Header.Get("Retry-After"), now)}
	text := strings.TrimSpace(strconv.Itoa(e.Status) + " " + http.StatusText(e.Status))
	switch s := e.Status; {
	case s == http.StatusTooManyRequests:
		e.Temporary = true
		e.sentence = "the server asks for fewer requests (" + text + ")"
	case s == http.StatusNotFound, s == http.StatusGone:
		e.sentence = "there is no such page (" + text + ")"
	case s == http.StatusUnauthorized, s == http.StatusForbidden, s == http.StatusPaymentRequired, s == http.StatusUnavailableForLegalReasons:
		e.sentence = "the server does not give the page to everybody (" + text + ")"
	case s >= 500, s == http.StatusRequestTimeout, s == http.StatusTooEarly, s == http.StatusAccepted:
		e.Temporary = true
		e.sentence = "the server cannot answer now (" + text + ")"
	default:
		e.sentence = "the server does not send the page (" + text + ")"
	}
	return e
}

// maxRetryAfter bounds what a server can ask for.
const maxRetryAfter = 24 * time.Hour

// retryAfter is what the header asks for: seconds or a date.
func retryAfter(header string, now time.Time) time.Duration {
	header = strings.TrimSpace(header)
	if seconds, err := strconv.ParseUint(header, 10, 32); err == nil {
		return min(time.Duration(seconds)*time.Second, maxRetryAfter)
	}
	if at, err := http.ParseTime(header); err == nil {
		return min(max(at.Sub(now), 0), maxRetryAfter)
	}
	return 0
}
