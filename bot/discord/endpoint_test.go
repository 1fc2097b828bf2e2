package discord

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
)

// deferrer answers every interaction but those that it is to keep silent on.
type deferrer struct {
	errs chan error
	hold time.Duration
}

func (deferrer) Ready(Identity)             {}
func (deferrer) Message(*discordgo.Message) {}
func (d deferrer) Interaction(i *Interaction) {
	time.Sleep(d.hold)
	d.errs <- i.Respond(context.Background(), Callback{Type: CallbackDeferred})
}

// post is a request that Discord might send.
type post struct {
	method, path, body string
	at                 time.Time
	spoil              func(*http.Request)
}

func endpointOf(t *testing.T, h Handler) (*Endpoint, func(post) *httptest.ResponseRecorder) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	c, err := New("token", "", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	e := &Endpoint{Client: c, Key: public, Handler: h}
	return e, func(p post) *httptest.ResponseRecorder {
		if p.at.IsZero() {
			p.at = time.Now()
		}
		stamp := strconv.FormatInt(p.at.Unix(), 10)
		r := httptest.NewRequest(p.method, p.path, strings.NewReader(p.body))
		r.Header.Set("X-Signature-Timestamp", stamp)
		r.Header.Set("X-Signature-Ed25519", hex.EncodeToString(ed25519.Sign(private, []byte(stamp+p.body))))
		if p.spoil != nil {
			p.spoil(r)
		}
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r)
		return w
	}
}

const ping = `{"id":"1","application_id":"2","type":1,"token":"t","version":1}`

func TestEndpointRefuses(t *testing.T) {
	_, send := endpointOf(t, deferrer{errs: make(chan error, 1)})
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	for name, c := range map[string]struct {
		post
		status int
	}{
		"a ping":            {post{"POST", EndpointPath, ping, time.Time{}, nil}, 200},
		"a ping again":      {post{"POST", EndpointPath, ping, time.Time{}, nil}, 200},
		"another path":      {post{"POST", "/", ping, time.Time{}, nil}, 404},
		"another method":    {post{"GET", EndpointPath, ping, time.Time{}, nil}, 405},
		"too large":         {post{"POST", EndpointPath, strings.Repeat(" ", maxInteraction) + ping, time.Time{}, nil}, 413},
		"no signature":      {post{"POST", EndpointPath, ping, time.Time{}, func(r *http.Request) { r.Header.Del("X-Signature-Ed25519") }}, 401},
		"no timestamp":      {post{"POST", EndpointPath, ping, time.Time{}, func(r *http.Request) { r.Header.Del("X-Signature-Timestamp") }}, 401},
		"bad signature":     {post{"POST", EndpointPath, ping, time.Time{}, header("X-Signature-Ed25519", strings.Repeat("ab", 64))}, 401},
		"short signature":   {post{"POST", EndpointPath, ping, time.Time{}, header("X-Signature-Ed25519", "abcd")}, 401},
		"no hex":            {post{"POST", EndpointPath, ping, time.Time{}, header("X-Signature-Ed25519", "nonsense")}, 401},
		"another body":      {post{"POST", EndpointPath, ping, time.Time{}, func(r *http.Request) { r.Body = http.NoBody }}, 401},
		"another timestamp": {post{"POST", EndpointPath, ping, time.Time{}, header("X-Signature-Timestamp", strconv.FormatInt(time.Now().Unix()+1, 10))}, 401},
		"long ago":          {post{"POST", EndpointPath, ping, time.Now().Add(-clockSkew - time.Minute), nil}, 401},
		"to come":           {post{"POST", EndpointPath, ping, time.Now().Add(clockSkew + time.Minute), nil}, 401},
		"a slow clock":      {post{"POST", EndpointPath, ping, time.Now().Add(-clockSkew / 2), nil}, 200},
		"no JSON":           {post{"POST", EndpointPath, "{", time.Time{}, nil}, 400},
		"null":              {post{"POST", EndpointPath, "null", time.Time{}, nil}, 400},
		"no type":           {post{"POST", EndpointPath, "{}", time.Time{}, nil}, 400},
		"an unknown kind":   {post{"POST", EndpointPath, `{"type":3,"data":7}`, time.Time{}, nil}, 400},
	} {
		w := send(c.post)
		if w.Code != c.status {
			t.Errorf("%s: %d %s, want %d", name, w.Code, w.Body, c.status)
		}
		if w.Code == 200 && w.Body.String() != `{"type":1}` {
			t.Errorf("%s: a ping gets %s", name, w.Body)
		}
	}
}

// The first answer is the response; who sends the same again gets nothing.
func TestEndpointAnswers(t *testing.T) {
	d := deferrer{errs: make(chan error, 2)}
	e, send := endpointOf(t, d)
	command := `{"id":"7","application_id":"2","type":2,"token":"t","version":1,"data":{"id":"1","name":"ask","type":1}}`
	w := send(post{method: "POST", path: EndpointPath, body: command})
	if w.Code != 200 || w.Body.String() != `{"type":5}` || w.Header().Get("Content-Type") != "application/json" {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	if err := <-d.errs; err != nil {
		t.Error(err)
	}
	if w := send(post{method: "POST", path: EndpointPath, body: command}); w.Code != http.StatusConflict {
		t.Errorf("the same again: %d %s", w.Code, w.Body)
	}
	now := time.Now()
	for n := range 3 {
		if e.seen.first("7", now.Add(time.Duration(n)*clockSkew)) {
			t.Errorf("after %v the same interaction comes for the first time", time.Duration(n)*clockSkew)
		}
	}
	e.seen.first("8", now.Add(5*clockSkew))
	e.seen.first("9", now.Add(10*clockSkew))
	if len(e.seen.now)+len(e.seen.old) != 2 {
		t.Error("interactions are remembered for ever")
	}
}

// What came to another process is refused, but for what is only being typed.
func TestEndpointReplayedElsewhere(t *testing.T) {
	d := deferrer{errs: make(chan error, 2)}
	e, send := endpointOf(t, d)
	asked := 0
	e.First = func(context.Context, string) bool { asked++; return false }
	for body, want := range map[string]int{
		`{"id":"7","application_id":"2","type":2,"token":"t","version":1,"data":{"id":"1","name":"ask","type":1}}`: http.StatusConflict,
		`{"id":"8","application_id":"2","type":4,"token":"t","version":1,"data":{"id":"1","name":"ask","type":1}}`: http.StatusOK,
	} {
		if w := send(post{method: "POST", path: EndpointPath, body: body}); w.Code != want {
			t.Errorf("%s: %d, want %d", body, w.Code, want)
		}
	}
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
}

// Where no answer comes in time, the handler learns that its own is too late.
func TestEndpointTooLate(t *testing.T) {
	t.Parallel()
	d := deferrer{errs: make(chan error, 1), hold: acknowledgeTime + 100*time.Millisecond}
	_, send := endpointOf(t, d)
	if w := send(post{method: "POST", path: EndpointPath, body: `{"id":"7","type":2,"token":"t","data":{"name":"ask"}}`}); w.Code != http.StatusServiceUnavailable {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	if err := <-d.errs; !errors.Is(err, ErrTooLate) {
		t.Errorf("got %v", err)
	}
}

// An edit that overtakes the answer by HTTP is tried again; one of an
// interaction that was answered otherwise is not.
func TestEditOvertakesAnswer(t *testing.T) {
	t.Parallel()
	calls := map[string]int{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls[r.URL.Path]++
		if strings.Contains(r.URL.Path, "/early/") && calls[r.URL.Path] == 3 {
			io.WriteString(w, `{"id":"5"}`)
			return
		}
		w.WriteHeader(404)
		io.Copy(w, bytes.NewReader([]byte(`{"message":"Unknown Webhook","code":10015}`)))
	}))
	defer s.Close()
	c, err := New("token", s.URL+"/api/v9/", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	edit := func(token string) error {
		return c.Call(t.Context(), Request{Method: http.MethodPatch, Path: Path("webhooks", "2", token, "messages", "@original"), Body: map[string]string{"content": "x"}}, nil)
	}
	defer c.expect("webhooks/2/early")()
	if err := edit("early"); err != nil {
		t.Error(err)
	}
	if err := edit("other"); !Refused(err, CodeUnknownWebhook) {
		t.Errorf("got %v", err)
	}
	if a, b := calls["/api/v9/webhooks/2/early/messages/@original"], calls["/api/v9/webhooks/2/other/messages/@original"]; a != 3 || b != 1 {
		t.Errorf("%d and %d attempts, want 3 and 1", a, b)
	}
}
