package bot

import (
	"strings"
	"testing"

	"newsdesk/rag"
)

// The memory keeps a bounded number of conversations of bounded length, and
// one conversation's going on does not change another's.
func TestMemory(t *testing.T) {
	m := newMemory()
	base := continued(nil, rag.Turn{Question: "one", Answer: strings.Repeat("é", maxTurnText)})
	if n := len(base[0].Answer); n > maxTurnText || n < maxTurnText-1 || !strings.HasSuffix(base[0].Answer, "é") {
		t.Errorf("an answer of %d bytes is kept", n)
	}
	m.keep(conversation{turns: base}, "a")
	left, right := continued(base, rag.Turn{Question: "left"}), continued(base, rag.Turn{Question: "right"})
	if left[1].Question != "left" || right[1].Question != "right" {
		t.Errorf("got %q and %q", left[1].Question, right[1].Question)
	}
	on := base
	for range 2 * maxTurns {
		on = continued(on, rag.Turn{Question: "on"})
	}
	if len(on) != maxTurns {
		t.Errorf("%d turns are kept", len(on))
	}
	for i := range 2 * maxConversations {
		m.keep(conversation{}, strings.Repeat("k", i%90)+string(rune(0x4e00+i)))
	}
	if len(m.recent.byKey) != maxConversations || m.recent.order.Len() != maxConversations {
		t.Errorf("%d conversations are kept", len(m.recent.byKey))
	}
	if _, ok := m.at("a"); ok {
		t.Error("the oldest conversation is still there")
	}
}

// What ended a conversation later stands, whenever it is stored.
func TestMemoryGoesOnFromTheLatest(t *testing.T) {
	m := newMemory()
	stored := ""
	for _, end := range []string{"100000000000000002", "99999999999999999", "100000000000000001", "100000000000000003"} {
		m.goOn("c", conversation{end: end}, func() { stored += end[len(end)-1:] })
	}
	if c, _ := m.at(inChannel("c")); stored != "23" || c.end != "100000000000000003" {
		t.Errorf("stored %s, and goes on from %s", stored, c.end)
	}
}
