package metrics

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"newsdesk/bot"
	"newsdesk/rag"
)

// get asks a server for a path.
func get(t *testing.T, at, path string) (int, string) {
	t.Helper()
	resp, err := http.Get("http://" + at + path)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func TestMetrics(t *testing.T) {
	m := New(8)
	var missing error
	at, stop, err := Serve("127.0.0.1:0", m.Handler(func(context.Context) error { return missing }))
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	m.Asked("command")
	m.Waiting(1)
	m.Answering(2)
	m.Acknowledged(70 * time.Millisecond)
	m.Answered("command", rag.Answer{Removed: make([]rag.Removed, 3), Model: &rag.ModelUse{Calls: 2, Usage: rag.Usage{Input: 40, Output: 5}}}, bot.OutcomeAnswered, 3*time.Second)
	m.Answered("message", rag.Answer{Abstained: true}, bot.OutcomeAbstained, time.Millisecond)
	m.Connected(3, true)
	m.Beat(3, 40*time.Millisecond)
	m.Servers(3, 17)
	m.Lost(4)
	m.Called("PATCH webhooks/{id}/{id}/messages/@original", 429, time.Millisecond)
	m.Limited("user")
	_, text := get(t, at, "/metrics")
	for _, line := range []string{
		`newsdesk_questions_total{by="command"} 1`, `newsdesk_questions_waiting 1`, `newsdesk_slots_in_use 2`, `newsdesk_slots 8`,
		`newsdesk_acknowledge_seconds_bucket{le="0.1"} 1`, `newsdesk_answers_total{by="message",outcome="abstained"} 1`,
		`newsdesk_answer_seconds_bucket{by="command",le="5"} 1`, `newsdesk_removed_sentences_total 3`, `newsdesk_model_calls_total 2`,
		`newsdesk_model_tokens_total{direction="input"} 40`, `newsdesk_gateway_shard_ready{shard="3"} 1`, `newsdesk_gateway_shard_ready{shard="4"} 0`,
		`newsdesk_gateway_sessions_total{kind="resumed",shard="3"} 1`, `newsdesk_gateway_heartbeat_seconds{shard="3"} 0.04`,
		`newsdesk_servers{shard="3"} 17`, `newsdesk_gateway_lost_total{shard="4"} 1`, `newsdesk_rate_limits_total{scope="user"} 1`,
		`newsdesk_rest_calls_total{route="PATCH webhooks/{id}/{id}/messages/@original",status="429"} 1`, "go_goroutines ",
	} {
		if !strings.Contains(text, "\n"+line) {
			t.Errorf("no line %s", line)
		}
	}
	if status, body := get(t, at, "/healthz"); status != 200 || body != "ok\n" {
		t.Errorf("healthz: %d %s", status, body)
	}
	if status, _ := get(t, at, "/readyz"); status != 200 {
		t.Errorf("readyz: %d", status)
	}
	missing = errors.New("1 of 2 shards are not connected")
	if status, body := get(t, at, "/readyz"); status != 503 || !strings.Contains(body, "1 of 2") {
		t.Errorf("readyz: %d %s", status, body)
	}
	if _, _, err := Serve(at, nil); err == nil || !strings.Contains(err.Error(), "address already in use") {
		t.Errorf("an address in use: %v", err)
	}
}
