package llm

import (
	"encoding/json"
	"errors"
)

// ollamaDialect is that of Ollama's chat: an object a line.
type ollamaDialect struct{}

func (ollamaDialect) read(line []byte) (ev event, err error) {
	var chunk struct {
		Message struct{ Content string }
		Done    bool
		Reason  string `json:"done_reason"`
		Input   int    `json:"prompt_eval_count"`
		Output  int    `json:"eval_count"`
		Error   json.RawMessage
	}
	if json.Unmarshal(line, &chunk) != nil {
		return ev, errors.New("it does not parse")
	}
	if len(chunk.Error) > 0 && string(chunk.Error) != "null" && string(chunk.Error) != `""` {
		return event{failure: line}, nil
	}
	ev = event{text: chunk.Message.Content, done: chunk.Done, usage: usage{chunk.Input, chunk.Output}}
	if chunk.Done {
		ev.finish = chunk.Reason
	}
	return ev, nil
}

func (ollamaDialect) text(piece string) []byte {
	return ollamaLine(map[string]any{"message": map[string]any{"role": "assistant", "content": piece}, "done": false})
}

func (ollamaDialect) end(_ string, u usage) []byte {
	return ollamaLine(map[string]any{
		"message": map[string]any{"role": "assistant", "content": ""}, "done": true,
		"prompt_eval_count": u.input, "eval_count": u.output,
	})
}

// verdict takes "load" and "unload" for what they are: no answer.
func (ollamaDialect) verdict(finish string) Kind {
	switch finish {
	case "stop":
		return KindUnknown
	case "length":
		return KindLength
	case "load", "unload":
		return KindEmpty
	}
	return KindGarbage
}

func ollamaLine(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // maps of strings, numbers and truth values
	}
	return append(b, '\n')
}
