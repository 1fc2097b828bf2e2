package llm

import (
	"bytes"
	"strings"
	"testing"

	"newsdesk/rag/llm/llmtest"
)

// TestEnvironment holds that nothing is taken from the environment.
func TestEnvironment(t *testing.T) {
	for _, name := range []string{"OPENAI_API_KEY", "OPENAI_MODEL", "OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_ORGANIZATION", "ANTHROPIC_API_KEY", "OLLAMA_HOST"} {
		t.Setenv(name, "http://127.0.0.1:1/from-the-environment")
	}
	eachProvider(t, func(t *testing.T, c providerCase) {
		s := newServer(t, func(llmtest.Request) llmtest.Reply { return llmtest.Say("Yes.") })
		if _, _, err := ask(t, c.open(t, s), prompt); err != nil {
			t.Fatal(err)
		}
		r := s.Requests()[0]
		var all bytes.Buffer
		if err := r.Header.Write(&all); err != nil {
			t.Fatal(err)
		}
		if all.Write(r.Body); strings.Contains(all.String(), "from-the-environment") {
			t.Errorf("sent %s", &all)
		}
		if sent := strings.Contains(all.String(), testKey); sent != (c.name != "ollama") {
			t.Errorf("the key was sent: %v", sent)
		}
	})
	if _, err := Open(Settings{Spec: "anthropic:claude"}); err == nil || !strings.Contains(err.Error(), "ANTHROPIC_API_KEY") {
		t.Errorf("without a key in the settings: %v", err)
	}
}

func TestOpenErrors(t *testing.T) {
	for _, tt := range []struct {
		s    Settings
		want string
	}{
		{Settings{Spec: ""}, "NEWSDESK_LLM is not a model"},
		{Settings{Spec: "gpt-4o"}, "openai:MODEL"},
		{Settings{Spec: "openai:"}, "NEWSDESK_LLM is not a model"},
		{Settings{Spec: "mistral:large"}, "NEWSDESK_LLM is not a model"},
		{Settings{Spec: "mistral:large", Named: "--llm"}, "--llm is not a model: write ollama:MODEL, openai:MODEL, anthropic:MODEL, googleai:MODEL or none"},
		{Settings{Spec: "openai:gpt"}, "OPENAI_API_KEY"},
		{Settings{Spec: "googleai:gemini"}, "GOOGLE_API_KEY"},
		{Settings{Spec: "openai:gpt", OpenAIKey: "sk 1\x00"}, "copy it anew"},
		{Settings{Spec: "ollama:x", BaseURL: "localhost:11434"}, "NEWSDESK_LLM_BASE_URL is not the address"},
		{Settings{Spec: "ollama:x", BaseURL: "http://user:hunter2@host:port"}, "NEWSDESK_LLM_BASE_URL is not the address"},
		{Settings{Spec: "ollama:x", BaseURL: "http://h/?key=hunter2"}, "NEWSDESK_LLM_BASE_URL is not the address"},
	} {
		_, err := Open(tt.s)
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "sk 1") {
			t.Errorf("%+v: %v, want %q", tt.s, err, tt.want)
		}
	}
	// A compatible server may need no key; then none is sent.
	s := newServer(t, func(llmtest.Request) llmtest.Reply { return llmtest.Say("Yes.") })
	m := everyProvider[0].open(t, s, func(set *Settings) { set.OpenAIKey = "" })
	if _, _, err := ask(t, m, prompt); err != nil {
		t.Fatal(err)
	}
	if sent := s.Requests()[0].Header.Get("Authorization"); sent != "" {
		t.Errorf("sent the key %q", sent)
	}
}
