package main

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"newsdesk/bot/render"
)

func (a *app) timelineCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "timeline TOPIC…",
		Short: "List dated events on a topic, oldest first",
		Long: `List what the articles date on a topic, oldest first: a sentence for each event,
with the date that it means and the article it stands in. What several articles
tell of one date is one event.`,
		Example: `  newsdesk timeline security guarantees
  newsdesk timeline --json --since 2019-04-01 Vladivostok summit`,
		RunE: func(cmd *cobra.Command, args []string) error {
			topic := strings.Join(args, " ")
			if !strings.ContainsFunc(topic, wordy) {
				return usagef("the topic is empty: name one, such as newsdesk timeline Vladivostok summit")
			}
			ctx := cmd.Context()
			arch, err := a.openArchive(ctx)
			if err != nil {
				return err
			}
			defer arch.close()
			events, err := arch.engine().Timeline(ctx, topic, a.settings.Filter)
			if err != nil {
				return asUsage(err)
			}
			a.flushNotices()
			if len(events) == 0 {
				a.complain(fmt.Sprintf("no dated event on %s%s", plainLine(topic), filterHint(a.settings.Filter)))
				return nil
			}
			if asJSON {
				return printLines(a, events)
			}
			return render.Timeline(a.out, events, a.display().Options)
		},
	}
	a.archiveFlags(cmd, false)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print an object a line")
	return cmd
}

// printLines prints an object a line.
func printLines[T any](a *app, list []T) error {
	out := bufio.NewWriter(a.out)
	for i := range list {
		b, err := marshal(list[i])
		if err != nil {
			return err
		}
		out.Write(b)
	}
	return out.Flush()
}
