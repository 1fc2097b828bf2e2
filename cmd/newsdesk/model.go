package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"newsdesk/rag"
	"newsdesk/rag/llm"
)

// noModel is how a flag asks for no model where the environment names one.
const noModel = "none"

// modelSettings say which language model words the answers.
type modelSettings struct {
	// LLM is PROVIDER:MODEL or empty, LLMBaseURL another address for it.
	LLM, LLMFrom               string
	LLMBaseURL, LLMBaseURLFrom string
	OpenAIKey, OpenAIKeyFrom   string
	AnthropicKey, AnthropicKeyFrom,
	GoogleKey, GoogleKeyFrom string
	// Record and Replay are files that keep a model's answers.
	Record, Replay string
}

// load takes what no flag has set from where get finds it.
func (s *modelSettings) load(get func(name string, value, from *string)) {
	get("NEWSDESK_LLM", &s.LLM, &s.LLMFrom)
	get("NEWSDESK_LLM_BASE_URL", &s.LLMBaseURL, &s.LLMBaseURLFrom)
	get("OPENAI_API_KEY", &s.OpenAIKey, &s.OpenAIKeyFrom)
	get("ANTHROPIC_API_KEY", &s.AnthropicKey, &s.AnthropicKeyFrom)
	get("GOOGLE_API_KEY", &s.GoogleKey, &s.GoogleKeyFrom)
	if s.LLM == noModel {
		s.LLM = ""
	}
}

// modelFlag offers --llm. Of a command that asks no model it says so.
func (a *app) modelFlag(cmd *cobra.Command, used bool) {
	usage := "the language model that words the answers, `provider:model` (ollama, openai, anthropic or googleai), or none (default: NEWSDESK_LLM, or none)"
	if !used {
		usage = "taken as by ask, `provider:model`; this command asks no model"
	}
	cmd.Flags().StringVar(&a.settings.LLM, "llm", "", usage)
}

// openModel makes the language model that the settings choose, or nil where
// they choose none. It is not asked anything yet.
func (a *app) openModel() (rag.Generator, error) {
	s := &a.settings.modelSettings
	switch {
	case s.Record != "" && s.Replay != "":
		return nil, usagef("choose one of --record and --replay")
	case s.LLM == "" && (s.Record != "" || s.Replay != ""):
		return nil, usagef("--record and --replay are for the answers of a language model: name it with --llm")
	case s.LLM == "":
		return nil, nil
	case s.Replay != "":
		return opened(llm.Replay(s.LLM, s.Replay))
	}
	m, err := a.model()
	if err != nil {
		return nil, err
	}
	if s.Record != "" {
		return opened(llm.Record(m, s.Record))
	}
	return m, nil
}

// opened is a recording as a generator, nil if there is none.
func opened(r *llm.Recording, err error) (rag.Generator, error) {
	if err != nil {
		return nil, err
	}
	return r, nil
}

func (a *app) model() (*llm.Model, error) {
	s := &a.settings
	return llm.Open(llm.Settings{
		Spec: s.LLM, BaseURL: s.LLMBaseURL, Log: a.logger(slog.LevelWarn),
		OpenAIKey: s.OpenAIKey, AnthropicKey: s.AnthropicKey, GoogleKey: s.GoogleKey,
	})
}

// checkTimeout bounds one question to a model: a local one may have to be
// loaded first.
const checkTimeout = 90 * time.Second

// model asks the language model for a word.
func (d *doctor) model(ctx context.Context) {
	if d.settings.LLM == "" {
		d.ok("language model: none, so that answers are put together from the articles' own sentences")
		return
	}
	m, err := d.app.model()
	if err == nil {
		ctx, cancel := context.WithTimeout(ctx, checkTimeout)
		defer cancel()
		err = m.Check(ctx)
	}
	if err != nil {
		d.fail("language model: %v", err)
		return
	}
	d.ok("language model: %s answers", m.Model())
}
