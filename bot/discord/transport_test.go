package discord

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
)

func TestRouteOf(t *testing.T) {
	for path, want := range map[string]route{
		"users/@me":                            {name: "GET users/@me"},
		"channels/12/messages/34?limit=1":      {name: "GET channels/{id}/messages/{id}", major: "/12"},
		"webhooks/1/aT0ken/messages/@original": {name: "GET webhooks/{id}/{id}/messages/@original", major: "/1/aT0ken"},
		"interactions/1/aT0ken/callback":       {name: "GET interactions/{id}/{id}/callback", major: "/aT0ken"},
		"applications/1/commands":              {name: "GET applications/{id}/commands"},
	} {
		want.key = want.name + want.major
		if got := routeOf("GET", path); got != want {
			t.Errorf("%s: got %+v, want %+v", path, got, want)
		}
	}
}

// answerWith is a response with rate-limit headers.
func answerWith(status int, body string, headers ...string) *http.Response {
	h := http.Header{}
	for i := 0; i < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body))}
}

func TestLimits(t *testing.T) {
	l := newLimits()
	now := time.Now()
	a, b := routeOf("POST", "channels/1/messages"), routeOf("POST", "channels/2/messages")
	if d := l.take(a, now); d != 0 {
		t.Errorf("an unknown route waits %v", d)
	}
	resp := answerWith(200, "", "X-RateLimit-Bucket", "h", "X-RateLimit-Remaining", "1", "X-RateLimit-Reset-After", "2.5")
	l.note(a, resp)
	if len(resp.Header) != 0 {
		t.Errorf("discordgo would see %v", resp.Header)
	}
	if d := l.take(a, now); d != 0 {
		t.Errorf("one was left, but the call waits %v", d)
	}
	if d := l.take(a, now); d < 2*time.Second || d > 3*time.Second {
		t.Errorf("none was left, the call waits %v", d)
	}
	if d := l.take(b, now); d != 0 {
		t.Errorf("another channel waits %v", d)
	}
	if d := l.take(a, now.Add(3*time.Second)); d != 0 {
		t.Errorf("after the window the call waits %v", d)
	}
	l.note(b, answerWith(429, `{"retry_after":4.5,"global":true}`, "X-RateLimit-Global", "true", "Retry-After", "5"))
	if d := l.take(routeOf("GET", "users/@me"), now); d < 4*time.Second {
		t.Errorf("the global limit makes wait %v", d)
	}
	if d := l.take(routeOf("POST", "interactions/1/t/callback"), now); d != 0 {
		t.Errorf("interactions are free of the global limit, but wait %v", d)
	}
	for i := range 3 * maxBuckets {
		r := routeOf("POST", "webhooks/1/t"+strings.Repeat("x", i))
		l.note(r, answerWith(200, "", "X-RateLimit-Bucket", "w", "X-RateLimit-Remaining", "4", "X-RateLimit-Reset-After", "0"))
	}
	if len(l.buckets) > maxBuckets+1 {
		t.Errorf("%d buckets are kept", len(l.buckets))
	}
}

func TestRetryAfter(t *testing.T) {
	for want, resp := range map[time.Duration]*http.Response{
		1500 * time.Millisecond: answerWith(429, `{"retry_after":1.5}`, "Retry-After", "2"),
		7 * time.Second:         answerWith(429, `<html>`, "Retry-After", "7"),
		time.Second:             answerWith(429, ``, "Retry-After", "soon"),
		24 * time.Hour:          answerWith(429, `{"retry_after":1e300}`),
	} {
		if got := retryAfter(resp); got != want {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

// FuzzInspect: what the relay passes on is one object that discordgo can
// use, of an event that the bot has a use for or without any content, with
// the number that it came with.
func FuzzInspect(f *testing.F) {
	for _, s := range []string{
		`{"op":0,"s":3,"t":"READY","d":{"user":{"id":"1"},"guilds":[null]}}`, `{"op":0,"t":"GUILD_CREATE","d":{}}`,
		`{"op":10,"d":{"heartbeat_interval":0}}`, `null`, `{"op":11}`, `{"op":0,"s":9,"t":"MESSAGE_CREATE","d":null}`,
		`{"op":0,"t":"GUILD_DELETE","d":{"id":"1"}}`, `{"op":9,"d":false}`, `{"op":0,"t":"READY","d":{"resume_gateway_url":"ws://x","guilds":{}}}`,
		`{"op":0,"t":"MESSAGE_CREATE","d":{"id":7,"type":0,"components":[{"type":99}],"timestamp":"x","member":{"roles":[1],"permissions":8},"embeds":[{"fields":[{"name":"a"}]}],"referenced_message":{"id":"3"}}}`,
		`{"op":0,"t":"INTERACTION_CREATE","d":{"type":2,"authorizing_integration_owners":{"0":1},"app_permissions":8,"context":1,"data":{"name":"ask","type":1,"options":[{"type":3,"value":[1],"options":[{"focused":true}]}],"resolved":{"messages":{"5":{"id":"5"}},"roles":{"6":{"id":"6"}}}}}}`,
		`{"op":0,"t":"INTERACTION_CREATE","d":{"type":3,"message":{"id":"5"},"data":{"component_type":2,"values":["x"]}}}`,
		`{"op":0,"t":"INTERACTION_CREATE","d":{"type":5,"data":{"components":[{"type":18,"component":{"type":4,"custom_id":"q","value":"w"}}]}}}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var in envelope
		_ = json.Unmarshal(data, &in) // what is no object is dropped
		log := slog.New(slog.DiscardHandler)
		g := &Gateway{Client: &Client{log: log, observer: Unobserved{}}, ready: map[int]bool{}}
		r := &relay{log: log, ctx: t.Context(), shard: &shard{gateway: g, address: "ws://127.0.0.1"}}
		r.begin(nil)
		out, err := r.inspect(data, &link{})
		if err != nil || out == nil {
			return
		}
		var e *envelope
		if json.Unmarshal(out, &e) != nil || e == nil || e.Seq != in.Seq || e.Op != in.Op {
			t.Fatalf("%s became %s", data, out)
		}
		switch {
		case e.Op != 0:
		case e.Type == "READY":
			var ready map[string]any
			if json.Unmarshal(e.Data, &ready) != nil || ready["guilds"] != nil {
				t.Errorf("%s became %s", data, out)
			}
		case e.Type == "MESSAGE_CREATE":
			var m *discordgo.Message
			if err := json.Unmarshal(e.Data, &m); err != nil {
				t.Errorf("%s became %s: %v", data, out, err)
			}
		case e.Type == "INTERACTION_CREATE":
			var given struct {
				Type int             `json:"type"`
				Data json.RawMessage `json:"data"`
			}
			var i *discordgo.Interaction
			if json.Unmarshal(e.Data, &given) != nil || given.Data == nil {
				return // of a kind without data, or of none
			}
			if err := decode(e.Data, &i); err != nil {
				t.Errorf("%s became %s: %v", data, out, err)
			}
		case e.Type == "RESUMED":
		case e.Type != "IGNORED" || string(e.Data) != "null":
			t.Errorf("%s became %s", data, out)
		}
	})
}

// A refusal of a form says which field is at fault, and none of its texts.
func TestRefusalNamesTheField(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		io.WriteString(w, `{"code":50035,"message":"Invalid Form Body","errors":{"options":{"2":{"name":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"a secret text"}]}}},"z":7}}`)
	}))
	defer s.Close()
	c, err := New("token", s.URL, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	err = c.Call(t.Context(), Request{Method: http.MethodPut, Path: "applications/1/commands", Body: []string{}}, nil)
	if err == nil || !strings.HasSuffix(err.Error(), "code 50035 Invalid Form Body: options.2.name BASE_TYPE_MAX_LENGTH") {
		t.Errorf("got %v", err)
	}
}
