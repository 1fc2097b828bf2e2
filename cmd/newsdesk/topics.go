package main

import (
	"github.com/spf13/cobra"

	"newsdesk/bot/render"
)

func (a *app) topicsCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "topics",
		Short: "List what the archive is about",
		Long: `List what the archive is about: people, organisations, places and subjects that
its articles have more often than general English does, the most salient of
each kind first, with the number of articles (copies of one text count once)
and the days of the first and the last.`,
		Example: `  newsdesk topics --since 2019-04-01`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			arch, err := a.openArchive(ctx)
			if err != nil {
				return err
			}
			defer arch.close()
			topics, err := arch.engine().Topics(ctx, a.settings.Filter)
			if err != nil {
				return err
			}
			a.flushNotices()
			if len(topics) == 0 {
				why, err := a.narrowed(ctx, arch)
				if why == "" {
					why = "no name or subject stands out in these articles"
				}
				a.complain(why)
				return err
			}
			if asJSON {
				return printLines(a, topics)
			}
			return render.Topics(a.out, topics, a.display().Options)
		},
	}
	a.archiveFlags(cmd, false)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print an object a line")
	return cmd
}
