package discordtest_test

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"newsdesk/bot/discordtest"
)

// endpoint is a bot behind HTTP: it checks signatures with key, unless that is
// empty, and answers what is not a PING with what answer gives.
func endpoint(t *testing.T, key string, answer func(w http.ResponseWriter, event map[string]any)) string {
	public, err := hex.DecodeString(key)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		signature, err := hex.DecodeString(r.Header.Get("X-Signature-Ed25519"))
		signed := append([]byte(r.Header.Get("X-Signature-Timestamp")), body...)
		if key != "" && (err != nil || !ed25519.Verify(public, signed, signature)) {
			w.WriteHeader(401)
			return
		}
		var e map[string]any
		_ = json.Unmarshal(body, &e)
		if e["type"] == 1.0 {
			_, _ = io.WriteString(w, `{"type":1}`)
			return
		}
		answer(w, e)
	}))
	t.Cleanup(srv.Close)
	return srv.URL
}

func say(body string) func(http.ResponseWriter, map[string]any) {
	return func(w http.ResponseWriter, _ map[string]any) { _, _ = io.WriteString(w, body) }
}

// An endpoint must answer a PING and refuse bad signatures before it is used.
func TestProbe(t *testing.T) {
	c := serve(t, discordtest.Options{})
	if err := c.SetEndpoint(t.Context(), endpoint(t, c.PublicKey(), say(""))); err != nil {
		t.Errorf("a good one: %v", err)
	}
	if got := c.get("GET", "applications/@me", ""); got["verify_key"] != c.PublicKey() || got["interactions_endpoint_url"] == nil {
		t.Errorf("got %v", got)
	}
	if err := c.SetEndpoint(t.Context(), ""); err != nil {
		t.Error(err)
	}
	for name, url := range map[string]string{
		"takes any signature": endpoint(t, "", say("")),
		"takes none":          endpoint(t, strings.Repeat("00", 32), say("")),
		"is not there":        "http://127.0.0.1:1/",
	} {
		if err := c.SetEndpoint(t.Context(), url); err == nil {
			t.Errorf("one that %s is taken", name)
		}
	}
}

// What the endpoint answers is the callback, held to the same rules.
func TestEndpointAnswers(t *testing.T) {
	c := serve(t, discordtest.Options{Window: 300 * time.Millisecond})
	for name, tc := range map[string]struct {
		answer   func(http.ResponseWriter, map[string]any)
		callback int
		fails    string
	}{
		"message":    {say(`{"type":4,"data":{"content":"x"}}`), 4, ""},
		"deferred":   {say(`{"type":5}`), 5, ""},
		"wrong type": {say(`{"type":7}`), 0, "type"},
		"too long":   {say(`{"type":4,"data":{"content":"` + strings.Repeat("x", 2001) + `"}}`), 0, "2000"},
		"no JSON":    {say(`hello`), 0, "callback"},
		"error":      {func(w http.ResponseWriter, _ map[string]any) { w.WriteHeader(500) }, 0, "500"},
		"slow":       {func(http.ResponseWriter, map[string]any) { time.Sleep(400 * time.Millisecond) }, 0, "deadline"},
		"by REST": {func(w http.ResponseWriter, e map[string]any) {
			w.WriteHeader(202)
			go c.do("POST", "interactions/"+e["id"].(string)+"/"+e["token"].(string)+"/callback", `{"type":5}`)
		}, 5, ""},
	} {
		if err := c.SetEndpoint(t.Context(), endpoint(t, c.PublicKey(), tc.answer)); err != nil {
			t.Fatal(err)
		}
		token := c.Ask("q", discordtest.InteractionOptions{})
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		i, err := c.AwaitInteraction(ctx, token, func(i discordtest.Interaction) bool { return i.Callback != 0 || i.Failure != "" })
		cancel()
		if err != nil || i.Callback != tc.callback || !strings.Contains(i.Failure, tc.fails) || (i.Failure == "") != (tc.fails == "") {
			t.Errorf("%s: %v, callback %d, failure %q", name, err, i.Callback, i.Failure)
		}
	}
}
