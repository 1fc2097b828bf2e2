package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/peterh/liner"
)

// errAborted is a line given up with Ctrl-C.
var errAborted = errors.New("aborted")

// line is what reading one came to.
type line struct {
	text string
	err  error
}

// await calls read in a goroutine, since reading a terminal or a pipe cannot
// be interrupted. After ctx has ended the reader must not be used again.
func await(ctx context.Context, read func() (string, error)) (string, error) {
	c := make(chan line, 1)
	go func() {
		text, err := read()
		c <- line{text, err}
	}()
	select {
	case l := <-c:
		return l.text, l.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// lines reads a stream.
type lines struct{ r *bufio.Reader }

func newLines(r io.Reader) *lines { return &lines{bufio.NewReader(r)} }

// next is the next line, or io.EOF. A last line without its end counts.
func (l *lines) next(ctx context.Context) (string, error) {
	return await(ctx, func() (string, error) {
		text, err := l.r.ReadString('\n')
		if text != "" {
			err = nil
		}
		return text, err
	})
}

// maxHistory is how many lines are remembered from one conversation to the
// next.
const maxHistory = 1000

// prompter reads a terminal with line editing and a history of its own.
type prompter struct {
	state *liner.State
	path  string // of the history file, or "" where none can be kept
}

// newPrompter puts the terminal into raw mode; close restores it.
func (c *chat) newPrompter() (*prompter, error) {
	p := &prompter{state: liner.NewLiner()}
	p.state.SetCtrlCAborts(true)
	p.state.SetMultiLineMode(true)
	p.state.SetCompleter(func(start string) (out []string) {
		for _, name := range []string{"/help", "/open ", "/quit", "/sources"} {
			if start != "" && len(start) < len(name) && name[:len(start)] == start {
				out = append(out, name)
			}
		}
		return out
	})
	if root, err := cacheRoot(); err == nil && os.MkdirAll(root, 0o700) == nil {
		p.path = filepath.Join(root, "history")
		if b, err := os.ReadFile(p.path); err == nil {
			// A history that does not read is begun anew.
			_, _ = p.state.ReadHistory(bytes.NewReader(b))
		}
	}
	return p, nil
}

func (p *prompter) next(ctx context.Context) (string, error) {
	text, err := await(ctx, func() (string, error) { return p.state.Prompt("> ") })
	if errors.Is(err, liner.ErrPromptAborted) {
		return "", errAborted
	}
	if err == nil && text != "" {
		p.state.AppendHistory(text)
	}
	return text, err
}

// close restores the terminal and keeps the history. Questions are private:
// only their asker can read the file.
func (p *prompter) close() {
	var b bytes.Buffer
	if _, err := p.state.WriteHistory(&b); err == nil && p.path != "" {
		kept := bytes.SplitAfter(b.Bytes(), []byte("\n"))
		kept = kept[max(0, len(kept)-maxHistory):]
		// WriteFile keeps the mode of a file that is there.
		_ = os.Chmod(p.path, 0o600)
		_ = os.WriteFile(p.path, bytes.Join(kept, nil), 0o600)
	}
	p.state.Close()
}
