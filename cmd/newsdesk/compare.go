package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"newsdesk/rag"
)

func (a *app) compareCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "compare TOPIC…",
		Short: "Show how outlets differ on a topic",
		Long: `Set side by side what each outlet has on a topic, and say in what they differ:
figures, dates, persons, places, causes, or whether something is so. An article
that names no outlet stands for itself; copies of one text are one source. The
topic may say what is to be compared: "the length of the talks", "where they
met", "what Putin said about sanctions". Exits with 3 where the archive has
nothing on it.`,
		Example: `  newsdesk compare the length of the talks
  newsdesk compare --json --since 2019-04-01 security guarantees`,
		RunE: func(cmd *cobra.Command, args []string) error {
			topic := strings.Join(args, " ")
			if !strings.ContainsFunc(topic, wordy) {
				return usagef("the topic is empty: name one, such as newsdesk compare the length of the talks")
			}
			ctx := cmd.Context()
			arch, err := a.openArchive(ctx)
			if err != nil {
				return err
			}
			defer arch.close()
			a.flushNotices()
			return a.answer(ctx, arch, comparer{arch.engine()}, rag.Question{Text: topic, Filter: a.settings.Filter}, asJSON)
		},
	}
	a.archiveFlags(cmd, false)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the Answer object")
	return cmd
}

// comparer answers with what the sources have on a topic.
type comparer struct{ engine *rag.Engine }

func (c comparer) Ask(ctx context.Context, q rag.Question) (rag.Answer, error) {
	return c.engine.Compare(ctx, q.Text, q.Filter)
}
