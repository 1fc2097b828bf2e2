package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"newsdesk/bot"
	"newsdesk/corpus"
	"newsdesk/rag/eval"
)

// feedbackChoice chooses among what readers thought of answers.
type feedbackChoice struct {
	server string
	since  since
}

// none says that no feedback is of that choice.
func (c feedbackChoice) none() string {
	if c == (feedbackChoice{}) {
		return "there is no feedback yet: readers give it with 👍 and 👎 below the bot's answers"
	}
	return "there is no feedback of that server or time: leave out --server and --since to see all"
}

func (a *app) feedbackCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "feedback",
		Short: "What readers of the bot's answers thought of them",
		Long: `What readers of the bot's answers thought of them: each 👍 and 👎 is stored in
the data folder with the question, the answer as it was shown and what the
reader wrote. Who they are is kept with it, so that they can have it deleted
(/privacy), and is in nothing that is shown here. export writes it as questions
for newsdesk eval, list shows it.`,
		Example: `  newsdesk feedback list
  newsdesk feedback export --since 2026-01-01 > cases.jsonl && newsdesk eval --questions cases.jsonl`,
	}
	cmd.AddCommand(a.feedbackExportCommand(), a.feedbackListCommand())
	return cmd
}

func (a *app) feedbackExportCommand() *cobra.Command {
	claims := false
	cmd := a.choosing(&cobra.Command{
		Use:   "export",
		Short: "Write feedback as questions for eval, or as claims for check, one a line",
		Long: `Write feedback as questions for newsdesk eval, one a line. An answer that
readers thought well of becomes what is expected from then on. One that they
thought ill of is marked for review, with what was shown and what they wrote:
eval leaves it out until you have written the right answer into it and taken the
mark out.

--claims writes what readers thought of verdicts of /check instead, as claims
for newsdesk check --claims: one that they thought well of is the
"expected_verdict" from then on, and one that they thought ill of has none until
you write it.`,
		Example: `  newsdesk feedback export > cases.jsonl
  newsdesk feedback export --server 123456789012345678 --since 2026-01-01
  newsdesk feedback export --claims > claims.jsonl && newsdesk check --claims claims.jsonl --answers checked.jsonl`,
	}, func(ctx context.Context, lib *corpus.Library, c feedbackChoice) error {
		var list []eval.Feedback
		others := 0
		for f, err := range bot.FeedbackIn(ctx, lib, c.server, time.Time(c.since)) {
			if err != nil {
				return err
			}
			if (f.Ruled != "") != claims {
				others++
				continue
			}
			list = append(list, eval.Feedback{Question: f.Question, Ruled: f.Ruled, History: f.History, AskedOn: f.AskedOn,
				Answer: f.Answer, Verdict: f.Verdict, Reason: f.Reason, At: f.At})
		}
		switch {
		case others > 0 && !claims:
			a.complain("left out: " + count(others, "vote") + " on claims, which --claims writes")
		case others > 0 && len(list) == 0:
			a.complain("there are " + count(others, "vote") + " on answers, which export writes without --claims")
		case len(list) == 0:
			a.complain(c.none())
		}
		if claims {
			return eval.WriteClaims(a.out, list)
		}
		return eval.WriteFeedback(a.out, list)
	})
	cmd.Flags().BoolVar(&claims, "claims", false, "write what was thought of /check, as claims")
	return cmd
}

func (a *app) feedbackListCommand() *cobra.Command {
	return a.choosing(&cobra.Command{
		Use:     "list",
		Short:   "List feedback: the day, the server, the verdict, the question or claim and the reason",
		Example: `  newsdesk feedback list | grep down`,
	}, func(ctx context.Context, lib *corpus.Library, c feedbackChoice) error {
		out, n := bufio.NewWriter(a.out), 0
		for f, err := range bot.FeedbackIn(ctx, lib, c.server, time.Time(c.since)) {
			if err != nil {
				return errors.Join(err, out.Flush())
			}
			n++
			where := f.Server
			if where == "" {
				where = "direct"
			}
			fmt.Fprintf(out, "%s  %s  %-4s  %s", f.At.Format(time.DateOnly), where, f.Verdict, plainLine(f.Question))
			if f.Ruled != "" {
				fmt.Fprintf(out, " (%s)", f.Ruled)
			}
			if f.Reason != "" {
				fmt.Fprintf(out, "  — %s", plainLine(f.Reason))
			}
			fmt.Fprintln(out)
		}
		if n == 0 {
			a.complain(c.none())
		}
		return out.Flush()
	})
}

// choosing completes a command that reads feedback.
func (a *app) choosing(cmd *cobra.Command, run func(context.Context, *corpus.Library, feedbackChoice) error) *cobra.Command {
	var c feedbackChoice
	cmd.Args = cobra.NoArgs
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		c.server = strings.TrimSpace(c.server)
		return a.withRecords(cmd.Context(), func(lib *corpus.Library) error { return run(cmd.Context(), lib, c) })
	}
	a.dataFlag(cmd)
	cmd.Flags().StringVar(&c.server, "server", "", "only of the server with this `ID`")
	cmd.Flags().Var(&c.since, "since", "only what was said on or after this `date` (2019-04-26)")
	return cmd
}
