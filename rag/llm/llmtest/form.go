package llmtest

// form is how a dialect puts things.
type form struct {
	contentType string
	begin       func(model string, input int) string
	piece       func(text string) string
	failure     func(message string) string
	end         func(reason any, input, output int) string
	whole       func(model, text string, reason any, input, output int) any
	reasons     map[string]any
}

func (f form) reason(stop string) any { return f.reasons[stop] }

type fields = map[string]any

var forms = map[string]form{
	OpenAI: {
		contentType: "text/event-stream",
		begin: func(model string, _ int) string {
			return ": a comment\n\n" + sse("", openaiChunk(fields{"role": "assistant", "content": ""}, nil))
		},
		piece: func(text string) string { return sse("", openaiChunk(fields{"content": text}, nil)) },
		failure: func(message string) string {
			return sse("", fields{"error": fields{"message": message, "type": "server_error", "code": nil}})
		},
		end: func(reason any, input, output int) string {
			return sse("", openaiChunk(fields{}, reason)) +
				sse("", fields{"id": "1", "object": "chat.completion.chunk", "choices": []any{}, "usage": openaiUsage(input, output)}) + "data: [DONE]\n\n"
		},
		whole: func(model, text string, reason any, input, output int) any {
			return fields{"id": "1", "object": "chat.completion", "model": model, "usage": openaiUsage(input, output),
				"choices": []any{fields{"index": 0, "message": fields{"role": "assistant", "content": text}, "finish_reason": reason}}}
		},
		reasons: map[string]any{StopEnd: "stop", StopLength: "length", StopRefusal: "content_filter", StopNone: nil},
	},
	Anthropic: {
		contentType: "text/event-stream",
		begin: func(model string, input int) string {
			return event("message_start", fields{"message": fields{"id": "1", "type": "message", "role": "assistant", "model": model, "content": []any{}, "usage": fields{"input_tokens": input, "output_tokens": 1}}}) +
				event("content_block_start", fields{"index": 0, "content_block": fields{"type": "text", "text": ""}}) +
				event("ping", fields{})
		},
		piece: func(text string) string {
			return event("content_block_delta", fields{"index": 0, "delta": fields{"type": "text_delta", "text": text}})
		},
		failure: func(message string) string {
			return event("error", fields{"error": fields{"type": "overloaded_error", "message": message}})
		},
		end: func(reason any, _, output int) string {
			return event("content_block_stop", fields{"index": 0}) +
				event("message_delta", fields{"delta": fields{"stop_reason": reason, "stop_sequence": nil}, "usage": fields{"output_tokens": output}}) +
				event("message_stop", fields{})
		},
		whole: func(model, text string, reason any, input, output int) any {
			return fields{"id": "1", "type": "message", "role": "assistant", "model": model, "content": []any{fields{"type": "text", "text": text}},
				"stop_reason": reason, "usage": fields{"input_tokens": input, "output_tokens": output}}
		},
		reasons: map[string]any{StopEnd: "end_turn", StopLength: "max_tokens", StopRefusal: "refusal", StopNone: nil},
	},
	Ollama: {
		contentType: "application/x-ndjson",
		begin:       func(string, int) string { return "" },
		piece: func(text string) string {
			return object(fields{"model": "m", "message": fields{"role": "assistant", "content": text}, "done": false}) + "\n"
		},
		failure: func(message string) string { return object(fields{"error": message}) + "\n" },
		end: func(reason any, input, output int) string {
			return object(ollamaWhole("m", "", reason, input, output)) + "\n"
		},
		whole: func(model, text string, reason any, input, output int) any {
			return ollamaWhole(model, text, reason, input, output)
		},
		// Ollama has no refusal.
		reasons: map[string]any{StopEnd: "stop", StopLength: "length", StopRefusal: "stop", StopNone: ""},
	},
}

func openaiChunk(delta fields, reason any) fields {
	return fields{"id": "1", "object": "chat.completion.chunk", "choices": []any{fields{"index": 0, "delta": delta, "finish_reason": reason}}, "usage": nil}
}

func openaiUsage(input, output int) fields {
	return fields{"prompt_tokens": input, "completion_tokens": output, "total_tokens": input + output}
}

func ollamaWhole(model, text string, reason any, input, output int) fields {
	return fields{"model": model, "message": fields{"role": "assistant", "content": text}, "done": true, "done_reason": reason,
		"prompt_eval_count": input, "eval_count": output}
}

// sse is a server-sent event.
func sse(name string, v fields) string {
	if name != "" {
		name = "event: " + name + "\n"
	}
	return name + "data: " + object(v) + "\n\n"
}

// event is an event of Anthropic's, which has its name in it.
func event(name string, v fields) string {
	v["type"] = name
	return sse(name, v)
}
