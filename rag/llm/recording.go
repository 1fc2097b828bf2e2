package llm

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"

	"newsdesk/rag"
)

// Recording keeps a model's outputs in a file, so that who has a key can make
// an evaluation that others repeat without one. It implements rag.Generator
// and is safe for concurrent use.
type Recording struct {
	path, model string
	// generator is asked for what is not recorded yet; nil when replaying.
	generator rag.Generator

	mu    sync.Mutex
	known map[recordKey]rag.Generation
}

// recordKey is what an output depends on.
type recordKey struct {
	model string
	rag.Prompt
}

// keyOf is the key of a prompt as a line can hold it: JSON has no bytes that are
// not UTF-8.
func keyOf(model string, p rag.Prompt) recordKey {
	p.System, p.User = strings.ToValidUTF8(p.System, "\ufffd"), strings.ToValidUTF8(p.User, "\ufffd")
	return recordKey{strings.ToValidUTF8(model, "\ufffd"), p}
}

// record is a line of the file.
type record struct {
	Model     string    `json:"model"`
	System    string    `json:"system"`
	User      string    `json:"user"`
	MaxTokens int       `json:"max_tokens,omitempty"`
	Text      string    `json:"text"`
	Usage     rag.Usage `json:"usage"`
}

// Record asks g, and keeps each whole output in the file at path, a line each.
// What the file has already is not asked for again, so that an interrupted
// recording can be continued. Errors are not recorded.
func Record(g rag.Generator, path string) (*Recording, error) {
	r := &Recording{path: path, model: g.Model(), generator: g, known: make(map[recordKey]rag.Generation)}
	whole, err := r.read()
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err == nil {
		// A process killed in the middle of a line leaves a part of it.
		err = os.Truncate(path, int64(whole))
	}
	return r, err
}

// Replay answers for the model from the file at path alone, which Record has
// written: what is not in it is an error.
func Replay(model, path string) (*Recording, error) {
	r := &Recording{path: path, model: model, known: make(map[recordKey]rag.Generation)}
	_, err := r.read()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no recording %s: name one that was made before", path)
	}
	return r, err
}

// read fills known, and returns how many bytes of the file are whole lines.
func (r *Recording) read() (whole int, err error) {
	b, err := os.ReadFile(r.path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return 0, err
		}
		return 0, fmt.Errorf("the recording cannot be read: %w", err)
	}
	whole = bytes.LastIndexByte(b, '\n') + 1
	n := 0
	for line := range bytes.Lines(b[:whole]) {
		n++
		var rec record
		if err := json.Unmarshal(line, &rec); err != nil || rec.Model == "" || rec.Text == "" {
			return 0, fmt.Errorf("line %d of %s is no recorded answer: name another file, or remove the line", n, r.path)
		}
		r.known[recordKey{rec.Model, rag.Prompt{System: rec.System, User: rec.User, MaxTokens: rec.MaxTokens}}] = rag.Generation{Text: rec.Text, Usage: rec.Usage}
	}
	return whole, nil
}

// Model implements rag.Generator.
func (r *Recording) Model() string { return r.model }

// Generate implements rag.Generator. What is recorded comes in one piece.
func (r *Recording) Generate(ctx context.Context, p rag.Prompt, each func(piece string) error) (rag.Generation, error) {
	if err := ctx.Err(); err != nil {
		return rag.Generation{}, err
	}
	key := keyOf(r.model, p)
	r.mu.Lock()
	g, ok := r.known[key]
	r.mu.Unlock()
	if ok {
		if each != nil {
			if err := each(g.Text); err != nil {
				return rag.Generation{}, err
			}
		}
		return g, nil
	}
	if r.generator == nil {
		return rag.Generation{}, fmt.Errorf("the recording %s has no answer of %s to this prompt: record it anew, with the same articles, questions and program", r.path, r.model)
	}
	g, err := r.generator.Generate(ctx, p, each)
	if err != nil {
		return rag.Generation{}, err
	}
	return g, r.keep(key, g)
}

// keep appends a line, whole or not at all.
func (r *Recording) keep(key recordKey, g rag.Generation) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.known[key]; ok {
		return nil
	}
	b, err := json.Marshal(record{key.model, key.System, key.User, key.MaxTokens, g.Text, g.Usage})
	if err != nil {
		return err
	}
	if err := appendLine(r.path, append(b, '\n')); err != nil {
		return fmt.Errorf("the answer cannot be recorded: %w; free some space or record elsewhere", err)
	}
	r.known[key] = g
	return nil
}

func appendLine(path string, line []byte) (err error) {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	n, err := f.Write(line)
	if err == nil || n == 0 {
		return err
	}
	info, statErr := f.Stat()
	if statErr != nil {
		return errors.Join(err, statErr)
	}
	return errors.Join(err, f.Truncate(info.Size()-int64(n)))
}
