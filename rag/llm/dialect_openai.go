package llm

import (
	"encoding/json"
	"errors"
)

// openaiDialect is that of OpenAI's chat completions: server-sent events, the
// last of them [DONE].
type openaiDialect struct{}

func (openaiDialect) read(line []byte) (ev event, err error) {
	raw, failure, err := sseData(line)
	switch {
	case failure != nil || err != nil || len(raw) == 0:
		return event{failure: failure}, err
	case string(raw) == "[DONE]":
		return event{done: true}, nil
	}
	var chunk struct {
		Choices []struct {
			Index        int
			Delta        struct{ Content, Refusal string }
			FinishReason string `json:"finish_reason"`
		}
		Usage struct {
			Input  int `json:"prompt_tokens"`
			Output int `json:"completion_tokens"`
		}
		Error json.RawMessage
	}
	if json.Unmarshal(raw, &chunk) != nil {
		return ev, errors.New("it does not parse")
	}
	if len(chunk.Error) > 0 && string(chunk.Error) != "null" {
		return event{failure: raw}, nil
	}
	ev.usage = usage{chunk.Usage.Input, chunk.Usage.Output}
	for _, c := range chunk.Choices {
		if c.Index != 0 {
			continue
		}
		if c.Delta.Refusal != "" {
			return event{refused: true, text: c.Delta.Refusal}, nil
		}
		ev.text += c.Delta.Content
		ev.finish = c.FinishReason
	}
	return ev, nil
}

func (openaiDialect) text(piece string) []byte {
	return sse(map[string]any{"choices": []any{map[string]any{"delta": map[string]any{"content": piece}}}})
}

func (openaiDialect) end(finish string, u usage) []byte {
	out := sse(map[string]any{
		"choices": []any{map[string]any{"delta": map[string]any{}, "finish_reason": finish}},
		"usage":   map[string]any{"prompt_tokens": u.input, "completion_tokens": u.output, "total_tokens": u.input + u.output},
	})
	return append(out, "data: [DONE]\n\n"...)
}

func (openaiDialect) verdict(finish string) Kind {
	switch finish {
	case "stop", "eos_token", "stop_sequence": // some servers tell them apart
		return KindUnknown
	case "length", "model_length":
		return KindLength
	case "content_filter":
		return KindRefusal
	}
	return KindGarbage
}

// sse is v as a server-sent event.
func sse(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // maps of strings and numbers
	}
	return append(append([]byte("data: "), b...), "\n\n"...)
}
