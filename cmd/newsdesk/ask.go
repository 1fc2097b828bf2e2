package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"strings"

	"github.com/spf13/cobra"

	"newsdesk/bot/render"
	"newsdesk/rag"
)

func (a *app) askCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "ask QUESTION…",
		Short: "Answer one question",
		Long: `Answer one question. Exits with 3 where the archive does not answer it, and
says on stdout what was looked for. - reads the question from stdin.`,
		Example: `  newsdesk ask "What did Putin say about security guarantees?"
  newsdesk ask --json --since 2019-04-01 who met whom in Vladivostok`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			question, err := a.question(ctx, args)
			if err != nil {
				return asUsage(err)
			}
			arch, err := a.openArchive(ctx)
			if err != nil {
				return err
			}
			defer arch.close()
			asker, err := a.asker(arch, slog.LevelWarn, terminalPatience)
			if err != nil {
				return err
			}
			a.flushNotices()
			return a.answer(ctx, arch, asker, rag.Question{Text: question, Filter: a.settings.Filter}, asJSON)
		},
	}
	a.archiveFlags(cmd, true)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the Answer object")
	return cmd
}

// answer prints asker's answer, as an object or for a person to read. An answer
// that abstains is printed too, and then the error.
func (a *app) answer(ctx context.Context, arch *archive, asker rag.Asker, q rag.Question, asJSON bool) (err error) {
	var answer rag.Answer
	if asJSON {
		if answer, err = a.ask(ctx, arch, asker, q, nil); err == nil {
			err = a.printJSON(answer)
		}
	} else {
		answer, err = a.show(ctx, arch, asker, q)
	}
	if err != nil {
		return asUsage(err)
	}
	if answer.Abstained {
		return errAbstained
	}
	return nil
}

// streamer is an asker that shows an answer while it is made.
type streamer interface {
	Stream(ctx context.Context, q rag.Question, show func(rag.Answer)) (rag.Answer, error)
}

// show prints asker's answer, on a terminal a sentence as soon as it is
// verified. Who reads it from elsewhere gets nothing that may be taken back.
func (a *app) show(ctx context.Context, arch *archive, asker rag.Asker, q rag.Question) (rag.Answer, error) {
	live := render.NewLive(a.out, a.display().Options)
	var progress func(rag.Answer)
	if a.display().terminal {
		progress = func(part rag.Answer) {
			// The sink keeps the error for the end.
			_ = live.Show(part)
		}
	}
	answer, err := a.ask(ctx, arch, asker, q, progress)
	if err != nil {
		return answer, err
	}
	return answer, live.Finish(answer)
}

// ask is asker's answer, shown as far as it goes by progress if that is not nil
// and the asker streams. Where the filter leaves no article, it says that
// instead of blaming the archive.
func (a *app) ask(ctx context.Context, arch *archive, asker rag.Asker, q rag.Question, progress func(rag.Answer)) (answer rag.Answer, err error) {
	if s, ok := asker.(streamer); ok {
		answer, err = s.Stream(ctx, q, progress)
	} else {
		answer, err = asker.Ask(ctx, q)
	}
	if err != nil || !answer.Abstained {
		return answer, err
	}
	why, err := a.narrowed(ctx, arch)
	if why != "" {
		answer.Text = why + "."
	}
	return answer, err
}

// asUsage makes wrong usage of what is wrong with a question.
func asUsage(err error) error {
	if errors.Is(err, rag.ErrEmptyQuestion) || errors.Is(err, rag.ErrLongQuestion) {
		return usageError{err}
	}
	return err
}

// question is args as one question, checked before anything is opened.
func (a *app) question(ctx context.Context, args []string) (string, error) {
	question := strings.Join(args, " ")
	if question == "-" {
		// One byte more than can be asked tells that it is too long.
		text, err := await(ctx, func() (string, error) {
			b, err := io.ReadAll(io.LimitReader(a.in, rag.MaxQuestion+1))
			return string(b), err
		})
		if err != nil {
			return "", err
		}
		question = text
	}
	switch {
	case !strings.ContainsFunc(question, wordy):
		return "", usagef(`the question is empty: write one, such as newsdesk ask "What did Putin say?"`)
	case len(question) > rag.MaxQuestion:
		return "", rag.ErrLongQuestion
	}
	return question, nil
}

// printJSON prints v: indented for a person, on one line for a program.
func (a *app) printJSON(v any) error {
	b, err := marshal(v)
	if err != nil {
		return err
	}
	if a.display().terminal {
		var indented bytes.Buffer
		if err := json.Indent(&indented, b, "", "  "); err != nil {
			return err
		}
		b = indented.Bytes()
	}
	_, err = a.out.Write(b)
	return err
}

// marshal is v as JSON on one line, with its end, and with <, > and & as they
// stand.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return b.Bytes(), err
}
