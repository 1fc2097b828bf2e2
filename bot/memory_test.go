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
	m.keep(nil, rag.Turn{Question: "one", Answer: strings.Repeat("é", maxTurnText)}, "a")
	base, _ := m.at("a")
	if n := len(base[0].Answer); n > maxTurnText || n < maxTurnText-1 || !strings.HasSuffix(base[0].Answer, "é") {
		t.Errorf("an answer of %d bytes is kept", n)
	}
	m.keep(base, rag.Turn{Question: "left"}, "b")
	m.keep(base, rag.Turn{Question: "right"}, "c")
	if b, _ := m.at("b"); b[1].Question != "left" {
		t.Errorf("got %q", b[1].Question)
	}
	for range 2 * maxTurns {
		h, _ := m.at("c")
		m.keep(h, rag.Turn{Question: "on"}, "c")
	}
	if c, _ := m.at("c"); len(c) != maxTurns {
		t.Errorf("%d turns are kept", len(c))
	}
	for i := range 2 * maxConversations {
		m.keep(nil, rag.Turn{}, strings.Repeat("k", i%90)+string(rune(0x4e00+i)))
	}
	if len(m.recent.byKey) != maxConversations || m.recent.order.Len() != maxConversations {
		t.Errorf("%d conversations are kept", len(m.recent.byKey))
	}
	if _, ok := m.at("a"); ok {
		t.Error("the oldest conversation is still there")
	}
}
