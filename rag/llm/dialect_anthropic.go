package llm

import (
	"encoding/json"
	"errors"
)

// anthropicDialect is that of Anthropic's messages: server-sent events of
// types, which open and close blocks. Blocks of other things than text, and
// types that were added since, are passed over.
type anthropicDialect struct {
	texts   map[int]bool // blocks of text, by index
	written bool         // whether langchaingo was given the opening
}

func (d *anthropicDialect) read(line []byte) (ev event, err error) {
	raw, failure, err := sseData(line)
	if failure != nil || err != nil || len(raw) == 0 {
		return event{failure: failure}, err
	}
	type tokens struct {
		Input   int `json:"input_tokens"`
		Created int `json:"cache_creation_input_tokens"`
		Read    int `json:"cache_read_input_tokens"`
		Output  int `json:"output_tokens"`
	}
	var e struct {
		Type    string
		Index   int
		Message struct{ Usage tokens }
		Block   struct{ Type, Text string } `json:"content_block"`
		Delta   struct {
			Type, Text string
			StopReason string `json:"stop_reason"`
		}
		Usage tokens
	}
	if json.Unmarshal(raw, &e) != nil || e.Type == "" {
		return ev, errors.New("it does not parse")
	}
	switch e.Type {
	case "error":
		return event{failure: raw}, nil
	case "content_block_start":
		if e.Block.Type == "text" {
			if d.texts == nil {
				d.texts = make(map[int]bool)
			}
			d.texts[e.Index] = true
			ev.text = e.Block.Text
		}
	case "content_block_delta":
		if e.Delta.Type == "text_delta" && d.texts[e.Index] {
			ev.text = e.Delta.Text
		}
	case "message_delta":
		ev.finish = e.Delta.StopReason
	case "message_stop":
		ev.done = true
	}
	for _, u := range []tokens{e.Message.Usage, e.Usage} {
		ev.usage.input = max(ev.usage.input, u.Input+u.Created+u.Read)
		ev.usage.output = max(ev.usage.output, u.Output)
	}
	return ev, nil
}

func (d *anthropicDialect) text(piece string) []byte {
	return append(d.opening(), sse(map[string]any{"type": "content_block_delta", "index": 0, "delta": map[string]any{"type": "text_delta", "text": piece}})...)
}

func (d *anthropicDialect) end(finish string, u usage) []byte {
	out := append(d.opening(), sse(map[string]any{
		"type": "message_delta", "delta": map[string]any{"stop_reason": finish},
		"usage": map[string]any{"input_tokens": u.input, "output_tokens": u.output},
	})...)
	return append(out, sse(map[string]any{"type": "message_stop"})...)
}

// opening is what langchaingo wants before the first text.
func (d *anthropicDialect) opening() []byte {
	if d.written {
		return nil
	}
	d.written = true
	return append(
		sse(map[string]any{"type": "message_start", "message": map[string]any{"usage": map[string]any{"input_tokens": 0}}}),
		sse(map[string]any{"type": "content_block_start", "index": 0, "content_block": map[string]any{"type": "text"}})...)
}

func (*anthropicDialect) verdict(finish string) Kind {
	switch finish {
	case "end_turn", "stop_sequence":
		return KindUnknown
	case "max_tokens":
		return KindLength
	case "refusal":
		return KindRefusal
	case "model_context_window_exceeded":
		return KindContext
	}
	return KindGarbage
}
