// Newsdesk answers questions from an archive of news articles, each sentence
// with the sentence it rests on.
//
// This package is the command line. It only wires: a file a command, and
// settings.go for where settings come from, archive.go for which articles are
// read, cache.go for the indexes of folders, exit.go for exit statuses.
//
// To read the program, start at Engine in newsdesk/rag. From the bottom up:
// corpus holds articles and the Library; corpus/source and corpus/clean turn
// files into articles, corpus/fetch and corpus/web what lies at addresses,
// corpus/follow again and again; corpus/segment cuts them, corpus/quote finds
// who said what; rag/index finds passages with the vectors of rag/embed; rag/llm
// asks models on servers; rag decides and composes; rag/eval measures it; bot
// and bot/render carry answers out.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

func main() { os.Exit(realMain()) }

func realMain() int {
	// A reader that went away (newsdesk list | head) is an error of a write,
	// so that files are closed and temporary folders removed.
	signal.Ignore(syscall.SIGPIPE)
	// A panic in a goroutine that nobody watches prints its message only;
	// GOTRACEBACK brings the stacks back.
	debug.SetTraceback("none")
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The second Ctrl-C ends a process that does not stop at the first.
	context.AfterFunc(ctx, stop)
	return run(ctx, os.Args[1:], &streams{in: os.Stdin, out: os.Stdout, err: os.Stderr}, os.LookupEnv)
}

// run is the whole program: it executes args and returns the exit status.
func run(ctx context.Context, args []string, std *streams, lookup lookup) (status int) {
	out := &sink{w: std.out}
	app := &app{streams: *std, lookup: lookup}
	app.out = out
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintf(std.err, "newsdesk: this is a fault of the program, please report it with the command you gave: %.200s\n", oneLine(fmt.Sprint(r)))
			status = exitError
		}
	}()
	err := app.execute(ctx, args)
	app.closeEmbedder()
	switch {
	case errors.Is(out.err, syscall.EPIPE) || errors.Is(out.err, fs.ErrClosed):
		// Whoever read the output has seen enough.
		return exitOK
	case out.err != nil:
		err = fmt.Errorf("cannot write the output: %w; free some space or write elsewhere", cause(out.err))
	}
	return app.report(ctx, err)
}

// streams are the three files of a process.
type streams struct {
	in  io.Reader
	out io.Writer
	err io.Writer
}

// sink remembers the first error of its writer, which so few callers look at.
type sink struct {
	w   io.Writer
	err error
}

func (s *sink) Write(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.w.Write(p)
	s.err = err
	return n, err
}

// cause is err without the operation and the name of the file.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}
