package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
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
			answer, err := a.ask(ctx, arch, arch.engine(), rag.Question{Text: question, Filter: a.settings.Filter})
			if err != nil {
				return asUsage(err)
			}
			a.flushNotices()
			if asJSON {
				err = a.printJSON(answer)
			} else {
				err = render.Terminal(a.out, answer, a.display().Options)
			}
			if err == nil && answer.Abstained {
				err = errAbstained
			}
			return err
		},
	}
	a.archiveFlags(cmd, true)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the Answer object")
	return cmd
}

// ask is asker's answer. Where the filter leaves no article, it says that
// instead of blaming the archive.
func (a *app) ask(ctx context.Context, arch *archive, asker rag.Asker, q rag.Question) (rag.Answer, error) {
	answer, err := asker.Ask(ctx, q)
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
