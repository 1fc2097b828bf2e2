package llm

import (
	"net/http"

	"github.com/tmc/langchaingo/llms"
	"github.com/tmc/langchaingo/llms/anthropic"
	"github.com/tmc/langchaingo/llms/ollama"
	"github.com/tmc/langchaingo/llms/openai"

	"newsdesk/rag"
)

// provider is what differs from one provider to the next.
type provider struct {
	name, title string
	// base is the address of its API.
	base string
	// key finds its key in the settings, keySetting is that setting's name;
	// nil where there are no keys. A keyless one does without at another
	// address.
	key        func(Settings) string
	keySetting string
	keyless    bool
	// dialect reads the provider's streams, anew for each.
	dialect func() dialect
	// client is langchaingo's, made anew for each attempt: it costs nothing,
	// and so each attempt has an HTTP client that belongs to it.
	client func(*endpoint, *http.Client, rag.Prompt) (llms.Model, error)
	// options are those of a call besides temperature 0.
	options func(*endpoint, rag.Prompt) []llms.CallOption
}

// seed is any number but 0, which langchaingo does not send.
const seed = 1

// anthropicTokens bounds an output for which the prompt names no bound:
// Anthropic wants one, and no model of theirs refuses this.
const anthropicTokens = 4096

var providers = map[string]*provider{
	"ollama": {
		name: "ollama", title: "Ollama", base: "http://127.0.0.1:11434",
		dialect: func() dialect { return ollamaDialect{} },
		client: func(e *endpoint, c *http.Client, p rag.Prompt) (llms.Model, error) {
			return ollama.New(ollama.WithServerURL(e.baseURL), ollama.WithHTTPClient(c), ollama.WithModel(e.model), ollama.WithRunnerNumCtx(contextFor(p)))
		},
		options: func(_ *endpoint, p rag.Prompt) []llms.CallOption {
			return append(bound(p.MaxTokens), llms.WithSeed(seed))
		},
	},
	"openai": {
		name: "openai", title: "OpenAI", base: "https://api.openai.com/v1",
		key: func(s Settings) string { return s.OpenAIKey }, keySetting: "OPENAI_API_KEY", keyless: true,
		dialect: func() dialect { return openaiDialect{} },
		client:  openaiClient,
		options: func(e *endpoint, p rag.Prompt) []llms.CallOption {
			return append(openaiBound(e, p.MaxTokens), llms.WithSeed(seed))
		},
	},
	"anthropic": {
		name: "anthropic", title: "Anthropic", base: "https://api.anthropic.com/v1",
		key: func(s Settings) string { return s.AnthropicKey }, keySetting: "ANTHROPIC_API_KEY",
		dialect: func() dialect { return &anthropicDialect{} },
		client: func(e *endpoint, c *http.Client, _ rag.Prompt) (llms.Model, error) {
			return anthropic.New(anthropic.WithToken(e.key), anthropic.WithModel(e.model), anthropic.WithBaseURL(e.baseURL), anthropic.WithHTTPClient(c))
		},
		options: func(_ *endpoint, p rag.Prompt) []llms.CallOption {
			if p.MaxTokens == 0 {
				p.MaxTokens = anthropicTokens
			}
			return bound(p.MaxTokens)
		},
	},
	// Its own client would bring 35 modules. The address refuses a seed.
	"googleai": {
		name: "googleai", title: "Google", base: "https://generativelanguage.googleapis.com/v1beta/openai",
		key: func(s Settings) string { return s.GoogleKey }, keySetting: "GOOGLE_API_KEY",
		dialect: func() dialect { return openaiDialect{} },
		client:  openaiClient,
		options: func(e *endpoint, p rag.Prompt) []llms.CallOption { return openaiBound(e, p.MaxTokens) },
	},
}

// openaiClient names key, model, address and organization, all of which
// langchaingo would otherwise read from the environment.
func openaiClient(e *endpoint, c *http.Client, _ rag.Prompt) (llms.Model, error) {
	return newOpenAI(e, c)
}

func newOpenAI(e *endpoint, c *http.Client) (*openai.LLM, error) {
	key := e.key
	if key == "" {
		key = noKey
	}
	base := e.baseURL
	if e.provider.name == "ollama" {
		base += "/v1"
	}
	return openai.New(openai.WithToken(key), openai.WithModel(e.model), openai.WithEmbeddingModel(e.model),
		openai.WithBaseURL(base), openai.WithOrganization(""), openai.WithHTTPClient(c))
}

// noKey stands in for an empty key, which langchaingo refuses. The transport
// takes it out again.
const noKey = "none"

func bound(tokens int) []llms.CallOption {
	if tokens <= 0 {
		return nil
	}
	return []llms.CallOption{llms.WithMaxTokens(tokens)}
}

// openaiBound names the field that bounds an output as the server knows it:
// OpenAI itself has a new one, which most compatible servers ignore.
func openaiBound(e *endpoint, tokens int) []llms.CallOption {
	options := bound(tokens)
	if len(options) > 0 && e.custom != e.quirks.has(otherBound) || e.provider.name == "googleai" {
		options = append(options, openai.WithLegacyMaxTokensField())
	}
	return options
}

// contextFor is how many tokens Ollama must be able to hold: it drops the
// beginning of a prompt that is longer than its context. Few sizes, since it
// loads the model again when the size changes.
func contextFor(p rag.Prompt) int {
	// A token has some four bytes of English; three are on the safe side.
	need := (len(p.System)+len(p.User))/3 + max(p.MaxTokens, 1024)
	size := 4096
	for size < need && size < 1<<17 {
		size *= 2
	}
	return size
}
