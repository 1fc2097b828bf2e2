package bot

import (
	"context"
	"sync"

	"newsdesk/rag"
)

// Bounds of what is remembered.
const (
	maxConversations = 1024 // answers and channels, the least recently used go first
	maxTurns         = 6    // of one conversation
	maxTurnText      = 2000 // bytes of a question or an answer
)

// memory is the latest conversations, by the message that ends them or by the
// channel they are held in. It is lost when the bot ends; what was kept of the
// answers then brings conversations back, see Bot.after and Bot.within.
type memory struct {
	mu      sync.Mutex
	recent  *lru[conversation]
	pending map[string]*pending // by channel
}

// conversation is questions and answers, oldest first.
type conversation struct {
	turns []rag.Turn
	// end is the ID of the message that ends it, or of what made an end of the
	// one before where there are no turns.
	end string
}

// pending is answers being sent in a channel.
type pending struct {
	n    int
	done chan struct{}
}

func newMemory() *memory {
	return &memory{recent: newLRU[conversation](maxConversations), pending: map[string]*pending{}}
}

// sending says that an answer is being sent in a channel, until the function
// returned is called. A follow-up can arrive before Discord has said which ID
// the answer got.
func (m *memory) sending(channel string) (sent func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	p := m.pending[channel]
	if p == nil {
		p = &pending{done: make(chan struct{})}
		m.pending[channel] = p
	}
	p.n++
	return func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		if p.n--; p.n == 0 {
			delete(m.pending, channel)
			close(p.done)
		}
	}
}

// settle waits until the answers being sent in a channel are remembered.
func (m *memory) settle(ctx context.Context, channel string) {
	m.mu.Lock()
	p := m.pending[channel]
	m.mu.Unlock()
	if p == nil {
		return
	}
	select {
	case <-p.done:
	case <-ctx.Done():
	}
}

// at is the conversation under key, whose turns must not be changed.
func (m *memory) at(key string) (conversation, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.recent.get(key)
}

// keep stores c under every key.
func (m *memory) keep(c conversation, keys ...string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, k := range keys {
		m.recent.put(k, c)
	}
}

// goOn stores c as the conversation in a channel and calls then, unless what is
// stored there ended later: an answer may be sent before and stored after what
// made an end of the conversation.
func (m *memory) goOn(channel string, c conversation, then func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if was, ok := m.recent.get(inChannel(channel)); ok && later(was.end, c.end) {
		return
	}
	m.recent.put(inChannel(channel), c)
	then()
}

// forget makes an end of every conversation that is remembered.
func (m *memory) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.recent.dropFunc(func(conversation) bool { return true })
}

// continued is history with one turn more, within the bounds of what is
// remembered. Several conversations may go on from one.
func continued(history []rag.Turn, turn rag.Turn) []rag.Turn {
	turn.Question, turn.Answer = clip(turn.Question), clip(turn.Answer)
	history = history[max(0, len(history)-maxTurns+1):]
	return append(append(make([]rag.Turn, 0, len(history)+1), history...), turn)
}

// clip cuts s to maxTurnText bytes, at the start of a character.
func clip(s string) string {
	if len(s) <= maxTurnText {
		return s
	}
	end := maxTurnText
	for end > 0 && s[end]&0xc0 == 0x80 {
		end--
	}
	return s[:end]
}
