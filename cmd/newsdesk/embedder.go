package main

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"

	"newsdesk/corpus"
	"newsdesk/rag/embed"
	"newsdesk/rag/index"
	"newsdesk/rag/llm"
)

// builtinEmbedder is the embedder that the program carries.
const builtinEmbedder = "builtin"

// embedderSettings say what embeds the articles.
type embedderSettings struct {
	// Embedder is builtin or PROVIDER:MODEL, EmbedderBaseURL another address
	// for it.
	Embedder, EmbedderFrom               string
	EmbedderBaseURL, EmbedderBaseURLFrom string
}

func (s *embedderSettings) load(get func(name string, value, from *string)) {
	get("NEWSDESK_EMBEDDER", &s.Embedder, &s.EmbedderFrom)
	get("NEWSDESK_EMBEDDER_BASE_URL", &s.EmbedderBaseURL, &s.EmbedderBaseURLFrom)
	if s.Embedder == "" {
		s.Embedder = builtinEmbedder
	}
}

// remote reports whether a server embeds.
func (s *embedderSettings) remote() bool { return s.Embedder != builtinEmbedder }

// embedder is what the settings choose to embed the articles, the same for the
// whole run. It is not asked anything yet.
func (a *app) embedder(ctx context.Context) (index.Embedder, error) {
	if a.embeds != nil {
		return a.embeds, nil
	}
	if !a.settings.remote() {
		table, err := embed.Builtin()
		if err != nil {
			return nil, err
		}
		a.embeds = table
		return table, nil
	}
	e, err := a.remoteEmbedder(ctx)
	if err != nil {
		return nil, err
	}
	a.embeds = e
	return e, nil
}

// embedders are the table that words are compared by and what the articles are
// embedded by.
func (a *app) embedders(ctx context.Context) (*embed.Table, index.Embedder, error) {
	table, err := embed.Builtin()
	if err != nil {
		return nil, nil, err
	}
	e, err := a.embedder(ctx)
	return table, e, err
}

// vectorsFile is where embeddings are kept, for all archives: articles that
// are read from a folder get a new index with every change of the folder.
const vectorsFile = "embeddings.db"

func (a *app) remoteEmbedder(ctx context.Context) (*llm.Embedder, error) {
	s := &a.settings
	base := s.EmbedderBaseURL
	// What serves the language model may embed too.
	if provider, _, _ := strings.Cut(s.Embedder, ":"); base == "" && (s.LLM == "" || strings.HasPrefix(s.LLM, provider+":")) {
		base = s.LLMBaseURL
	}
	log := a.logger(slog.LevelWarn)
	var cache llm.VectorCache
	root, err := cacheRoot()
	if err == nil {
		a.vectors, err = corpus.OpenVectors(ctx, filepath.Join(root, vectorsFile))
	}
	if err == nil {
		cache = a.vectors
	} else {
		a.notice("embeddings cannot be kept for the next time (%v): make the cache folder writable, or set XDG_CACHE_HOME", err)
	}
	return llm.OpenEmbedder(llm.Settings{Spec: s.Embedder, Named: named("--embedder", s.EmbedderFrom), BaseURL: base, OpenAIKey: s.OpenAIKey, Log: log}, cache)
}

// closeEmbedder releases the cache at the end of the run. What is in it is
// durable.
func (a *app) closeEmbedder() {
	if a.vectors != nil {
		_ = a.vectors.Close()
	}
}

// embedderAnswers checks the embedder and reports whether it can be used.
func (d *doctor) embedderAnswers(ctx context.Context) (index.Embedder, bool) {
	e, err := d.embedder(ctx)
	if err == nil {
		if remote, ok := e.(*llm.Embedder); ok {
			if err = inTime(ctx, remote); err == nil {
				d.ok("embedder: %s answers", e.ID())
			}
		}
	}
	if err != nil {
		d.fail("embedder: %v", err)
	}
	return e, err == nil
}
