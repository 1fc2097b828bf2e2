package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"newsdesk/rag"
)

// maxTurns is how much of a conversation a follow-up is understood by.
const maxTurns = 10

func (a *app) chatCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "chat",
		Short: "Hold a conversation: follow-ups, sources, citations in their context",
		Long: `Hold a conversation. A follow-up ("And what did Trump say to that?") is
understood from the questions and answers before it.

  /topics    what the archive is about
  /sources   what the last answer cites, in full
  /open N    citation N in its context
  /help      this list
  /quit      leave (as Ctrl-D does)

Without a terminal it reads a question a line from stdin, and parts the
answers by a blank line.`,
		Example: `  newsdesk chat
  printf 'Who met Kim?\nWhere?\n' | newsdesk chat`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			arch, err := a.openArchive(ctx)
			if err != nil {
				return err
			}
			defer arch.close()
			asker, err := a.asker(arch, slog.LevelWarn, terminalPatience)
			if err != nil {
				return err
			}
			c := &chat{app: a, arch: arch, asker: asker}
			if isTerminal(a.in) && a.display().terminal {
				return c.converse(ctx)
			}
			return c.read(ctx)
		},
	}
	a.archiveFlags(cmd, true)
	return cmd
}

// chat is one conversation.
type chat struct {
	*app
	arch    *archive
	asker   rag.Asker
	history []rag.Turn
	last    rag.Answer
}

// errQuit ends a conversation.
var errQuit = errors.New("quit")

const greeting = "Ask a question; /topics says what about, /help the rest; /quit or Ctrl-D leaves."

// converse talks to a person at a terminal.
func (c *chat) converse(root context.Context) error {
	// Ctrl-C gives up one answer, not the conversation.
	ctx, stop := signal.NotifyContext(context.WithoutCancel(root), syscall.SIGTERM)
	defer stop()
	in, err := c.newPrompter()
	if err != nil {
		return err
	}
	defer in.close()
	c.flushNotices()
	fmt.Fprintln(c.out, greeting)
	aborted := false
	for {
		text, err := in.next(ctx)
		switch {
		case errors.Is(err, errAborted) && aborted, errors.Is(err, io.EOF), ctx.Err() != nil:
			fmt.Fprintln(c.out)
			return nil
		case errors.Is(err, errAborted):
			aborted = true
			fmt.Fprintln(c.out, "(Ctrl-C once more, Ctrl-D or /quit leaves)")
			continue
		case err != nil:
			return err
		}
		aborted = false
		answering, done := signal.NotifyContext(ctx, os.Interrupt)
		err = c.turn(answering, text)
		interrupted := answering.Err() != nil && ctx.Err() == nil
		done()
		switch {
		case errors.Is(err, errQuit):
			return nil
		case interrupted:
			fmt.Fprintln(c.out, "(given up)")
		case err != nil:
			fmt.Fprintln(c.out, oneLine(err.Error()))
		}
		fmt.Fprintln(c.out)
	}
}

// read takes a question a line from stdin. A question that fails is reported
// and does not keep the next from being answered.
func (c *chat) read(ctx context.Context) error {
	in := newLines(c.in)
	failed, first := false, true
	for {
		text, err := in.next(ctx)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if strings.TrimSpace(text) == "" {
			continue
		}
		if !first {
			fmt.Fprintln(c.out)
		}
		first = false
		err = c.turn(ctx, text)
		switch {
		case errors.Is(err, errQuit):
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			failed = true
			c.complain(oneLine(err.Error()))
		}
		if c.out.(*sink).err != nil {
			return nil // run says why
		}
	}
	if failed {
		return errReported
	}
	return nil
}

// turn answers one line.
func (c *chat) turn(ctx context.Context, text string) error {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	if strings.HasPrefix(text, "/") {
		return c.command(ctx, text)
	}
	if name, ok := bareCommands[strings.ToLower(strings.TrimRight(text, "!."))]; ok {
		return c.command(ctx, name)
	}
	c.flushNotices()
	answer, err := c.show(ctx, c.arch, c.asker, rag.Question{Text: text, History: c.history, Filter: c.settings.Filter})
	if err != nil {
		return err
	}
	c.last = answer
	c.history = append(c.history, answer.Turn(text))
	c.history = c.history[max(0, len(c.history)-maxTurns):]
	return nil
}

// bareCommands are the words that mean a command where they are all that is
// said: no question is as short.
var bareCommands = map[string]string{
	"help": "/help", "?": "/help", "topics": "/topics", "sources": "/sources", "quit": "/quit", "exit": "/quit", "bye": "/quit",
}

const chatHelp = `/topics    what the archive is about
/sources   what the last answer cites, in full
/open N    citation N in its context
/help      this list
/quit      leave (as Ctrl-D does)
Anything else is a question.`

// command does what a line that begins with a slash says.
func (c *chat) command(ctx context.Context, text string) error {
	fields := strings.Fields(text)
	switch name, args := fields[0], fields[1:]; name {
	case "/quit", "/exit", "/q":
		return errQuit
	case "/help", "/?":
		fmt.Fprintln(c.out, chatHelp)
		return nil
	case "/topics":
		return c.topics(ctx)
	case "/sources":
		return c.sources()
	case "/open":
		return c.open(ctx, args)
	}
	return fmt.Errorf("there is no %s: /help lists what there is", fields[0])
}
