package llm

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"syscall"
	"time"

	"newsdesk/rag"
)

// exchange is one request and what became of it, whatever langchaingo makes of
// it: it loses statuses, headers and most ends of streams.
type exchange struct {
	e *endpoint
	// ctx ends with the caller's and with the watch.
	ctx context.Context
	// rewrite makes a body that langchaingo reads without harm.
	rewrite rewriter
	// watch ends the exchange when the server is silent.
	watch *time.Timer

	mu    sync.Mutex
	fault *Error
	usage usage // as far as the server says
	// asked says that the server has the request and has not refused it, whole
	// that its answer came to its end; received is how many bytes of text came.
	asked, whole bool
	received     int
	// finish is why the model stopped, as the provider puts it.
	finish string
}

// rewriter takes the body of an answer and returns what langchaingo gets.
type rewriter func(*exchange, io.ReadCloser) (io.ReadCloser, *Error)

// usage counts tokens.
type usage struct{ input, output int }

// cost is what the server has, or will, charge for a prompt: what it says, and
// what it does not say by the length of the texts.
func (x *exchange) cost(p rag.Prompt) rag.Usage {
	x.mu.Lock()
	defer x.mu.Unlock()
	if !x.asked {
		return rag.Usage{}
	}
	out := rag.Usage{Input: cmp.Or(x.usage.input, (len(p.System)+len(p.User))/rag.TokenBytes), Output: x.usage.output}
	if out.Output == 0 || !x.whole { // some servers count from the first piece on
		out.Output = max(out.Output, x.received/rag.TokenBytes)
	}
	return out
}

// count adds to what is known of the cost.
func (x *exchange) count(u usage, received int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.usage.input, x.usage.output = max(x.usage.input, u.input), max(x.usage.output, u.output)
	x.received += received
}

// counted is what the server says of the cost.
func (x *exchange) counted() usage {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.usage
}

// setAsked notes whether the server is at work on the request, setWhole that it
// has done it.
func (x *exchange) setAsked(yes bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.asked = yes
}

func (x *exchange) setWhole() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.whole = true
}

// note keeps the first fault.
func (x *exchange) note(err *Error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.fault == nil {
		x.fault = err
	}
}

func (x *exchange) noted() *Error {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.fault
}

// errSilent is the cause of a context that the watch has ended.
var errSilent = errors.New("the server is silent")

// begin makes an exchange and the client that carries it. The client sends
// one request.
func (e *endpoint) begin(ctx context.Context, rewrite rewriter) (x *exchange, client *http.Client, end func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	x = &exchange{e: e, ctx: ctx, rewrite: rewrite, watch: time.AfterFunc(e.silence, func() { cancel(errSilent) })}
	// RoundTrip follows no redirect either: one would carry the key to who
	// knows where.
	return x, &http.Client{Transport: x}, func() {
		x.watch.Stop()
		cancel(nil)
	}
}

// maxFailure is how much of a failure's body is read.
const maxFailure = 64 << 10

// RoundTrip implements http.RoundTripper.
func (x *exchange) RoundTrip(req *http.Request) (*http.Response, error) {
	req, err := x.e.prepare(req)
	if err != nil {
		return nil, err
	}
	sent := &httptrace.ClientTrace{WroteRequest: func(i httptrace.WroteRequestInfo) { x.setAsked(i.Err == nil) }}
	res, err := x.e.http.RoundTrip(req.WithContext(httptrace.WithClientTrace(req.Context(), sent)))
	if err != nil {
		x.lost(err, KindUnreachable)
		return nil, err
	}
	if res.StatusCode != http.StatusOK {
		x.setAsked(false)
		body, _ := io.ReadAll(io.LimitReader(res.Body, maxFailure)) // what there is of it
		res.Body.Close()
		x.note(x.e.fromStatus(res.StatusCode, res.Header, body, time.Now()))
		return nil, x.noted()
	}
	body, fault := x.rewrite(x, res.Body)
	if fault != nil {
		x.note(fault)
		return nil, fault
	}
	res.Body, res.ContentLength = body, -1
	return res, nil
}

// prepare is the request as it is sent.
func (e *endpoint) prepare(req *http.Request) (*http.Request, error) {
	body, err := io.ReadAll(req.Body)
	req.Body.Close()
	if err != nil {
		return nil, err
	}
	req = req.Clone(req.Context())
	if body, err = e.adapt(body); err != nil {
		return nil, err
	}
	req.Body, req.GetBody = io.NopCloser(bytes.NewReader(body)), nil
	req.ContentLength = int64(len(body))
	req.Header.Set("User-Agent", "newsdesk")
	if e.key == "" {
		req.Header.Del("Authorization") // it holds noKey
		if password, ok := req.URL.User.Password(); ok {
			req.SetBasicAuth(req.URL.User.Username(), password)
		}
	}
	return req, nil
}

// lost notes why the connection failed, unless the caller ended it.
func (x *exchange) lost(err error, kind Kind) {
	switch {
	case errors.Is(context.Cause(x.ctx), errSilent):
		x.note(x.e.fault(KindTimeout, 0, ""))
	case x.ctx.Err() != nil:
	default:
		words, lasting := networkWords(err)
		fault := x.e.fault(kind, 0, words)
		fault.final = lasting
		x.note(fault)
	}
}

// networkWords says what failed without the address, which may hold secrets,
// and whether it will be so in a second.
func networkWords(err error) (words string, lasting bool) {
	var dns *net.DNSError
	var errno syscall.Errno
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return "no such host", true
	case errors.As(err, &dns):
		return "its name cannot be looked up", false
	case errors.As(err, &errno):
		return errno.Error(), errno == syscall.ECONNREFUSED
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the server closed the connection", false
	case errors.As(err, &certificate):
		return "its certificate cannot be checked", true
	case errors.As(err, &record), strings.Contains(err.Error(), "HTTP response to HTTPS client"):
		return "it speaks no https", true
	}
	return "", false
}

// Fields of a request that some servers refuse, and otherBound, which stands
// for the choice between two names of one field.
const otherBound = "max_tokens"

var adaptable = []string{"temperature", "seed", "stream_options", otherBound, "max_completion_tokens"}

// quirks are what a server was found to refuse.
type quirks struct {
	mu sync.Mutex
	is map[string]bool
}

func (q *quirks) has(name string) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.is[name]
}

// known is how many things are known: it grows with what is learnt.
func (q *quirks) known() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.is)
}

// learn notes that a field is refused.
func (q *quirks) learn(field string) {
	if field == "max_completion_tokens" {
		field = otherBound
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.is == nil {
		q.is = make(map[string]bool)
	}
	q.is[field] = true
}

// adapt takes the fields out of a request that the server was found to refuse
// and has Ollama refuse a prompt that it would otherwise cut.
func (e *endpoint) adapt(body []byte) ([]byte, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		return nil, err
	}
	for _, field := range adaptable {
		if field != otherBound && e.quirks.has(field) {
			delete(fields, field)
		}
	}
	if _, chat := fields["messages"]; chat && e.provider.name == "ollama" {
		fields["truncate"] = json.RawMessage("false")
	}
	return json.Marshal(fields)
}
