package bot

import (
	"log/slog"
	"testing"

	"newsdesk/bot/render"
	"newsdesk/rag"
)

// What cannot be drawn ends neither the program nor the answer: a kind line
// stands in its place.
func TestPanicWhileDrawing(t *testing.T) {
	b := &Bot{log: slog.New(slog.DiscardHandler)}
	broken := func(rag.Answer) []render.Message { panic("a fault") }
	if m := b.drawn(rag.Answer{}, broken); m != nil {
		t.Errorf("drawn %+v", m)
	}
	if m := b.reply(rag.Answer{}, nil, broken); len(m) != 1 || m[0].Content != sayFailed {
		t.Errorf("replied %+v", m)
	}
}
