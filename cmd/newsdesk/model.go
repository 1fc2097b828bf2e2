package main

import (
	"context"
	"errors"
	"fmt"
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

// checked is a model that can be asked for a word.
type checked interface{ Check(context.Context) error }

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
		return generator(llm.Replay(s.LLM, s.Replay))
	}
	m, err := llm.Open(llm.Settings{
		Spec: s.LLM, Named: named("--llm", s.LLMFrom), BaseURL: s.LLMBaseURL, Log: a.logger(slog.LevelWarn),
		OpenAIKey: s.OpenAIKey, AnthropicKey: s.AnthropicKey, GoogleKey: s.GoogleKey,
	})
	if err == nil && s.Record != "" {
		return generator(llm.Record(m, s.Record))
	}
	return generator(m, err)
}

// named is the flag for messages about a setting that it gave; empty where
// something else did.
func named(flag, from string) string {
	if from == fromFlag {
		return flag
	}
	return ""
}

// asker answers from arch: in the words of the language model that the settings
// choose, or in the articles' own where they choose none or the model takes
// longer than patience. level is that of its log where the settings say nothing.
func (a *app) asker(arch *archive, level slog.Level, patience time.Duration) (rag.Asker, error) {
	m, err := a.openModel()
	if err != nil || m == nil {
		return arch.engine(), err
	}
	return rag.NewGenerative(arch.engine(), m, rag.GenerativeOptions{Log: a.logger(level), Timeout: patience}), nil
}

// How long a model may take for an answer. Who sits at a terminal can press
// Ctrl-C, and a model on the machine's own processor takes its minutes; in Discord
// an answer must be there before the bot gives up on it (bot.Config.Timeout).
const (
	terminalPatience = 5 * time.Minute
	discordPatience  = 90 * time.Second
)

// generator is g as a rag.Generator, which is nil after an error: a nil
// pointer in it would not be.
func generator[G rag.Generator](g G, err error) (rag.Generator, error) {
	if err != nil {
		return nil, err
	}
	return g, nil
}

// checkTimeout bounds one question to a model: a local one may have to be
// loaded first.
const checkTimeout = 90 * time.Second

// inTime asks what is to be checked for a word.
func inTime(ctx context.Context, c checked) error {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	err := c.Check(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("no answer in %v: look at the server's own log, or use a smaller model", checkTimeout)
	}
	return err
}

// model asks the language model for a word.
func (d *doctor) model(ctx context.Context) {
	m, err := d.openModel()
	if m == nil && err == nil {
		d.ok("language model: none, so that answers are put together from the articles' own sentences")
		return
	}
	if c, ok := m.(checked); ok {
		err = inTime(ctx, c)
	}
	if err != nil {
		d.fail("language model: %v", err)
		return
	}
	d.ok("language model: %s answers", m.Model())
}
