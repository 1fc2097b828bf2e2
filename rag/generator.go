package rag

import "context"

// Generator is a language model that continues a prompt. It must be safe for
// concurrent use. Package llm has those that answer over a network.
type Generator interface {
	// Model names the model with its provider, such as "openai:gpt-4o".
	Model() string
	// Generate asks the model and hands each piece of its output to each as it
	// arrives, in order, from one goroutine; an error of each ends the call and
	// is returned. The Generation holds the whole output, and its text only where
	// the model itself brought that to its end: one that was cut short, refused
	// or empty is an error, beside which the Generation says what it cost. Cancelling ctx ends the call within a
	// second with an error that wraps ctx.Err(). A nil each means that nobody
	// reads along. An error with a method Down() bool that says no is about this
	// prompt alone; after any other the model is left alone for a while.
	Generate(ctx context.Context, p Prompt, each func(piece string) error) (Generation, error)
}

// Prompt is what a Generator is asked.
type Prompt struct {
	// System says what is wanted of the model, User what it is wanted for.
	System, User string
	// MaxTokens is how long the output may become, in the model's tokens; 0
	// means the provider's own limit.
	MaxTokens int
}

// Generation is a whole output and what it cost.
type Generation struct {
	Text  string
	Usage Usage
}

// Usage counts the tokens of calls to a model, in the model's own tokens, as it
// says or, where it does not, estimated.
type Usage struct {
	Input  int `json:"input"`
	Output int `json:"output"`
}
