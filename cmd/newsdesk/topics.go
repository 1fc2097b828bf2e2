package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"newsdesk/bot/render"
	"newsdesk/rag"
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
			topics, none, err := a.topics(ctx, arch)
			if err != nil {
				return err
			}
			a.flushNotices()
			switch {
			case len(topics) == 0:
				a.complain(none)
				return nil
			case asJSON:
				return printLines(a, topics)
			}
			return render.Topics(a.out, topics, a.display().Options)
		},
	}
	a.archiveFlags(cmd, false)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print an object a line")
	return cmd
}

// topics is what the articles of arch that pass the settings are about, or says
// why there is nothing.
func (a *app) topics(ctx context.Context, arch *archive) (topics []rag.Topic, none string, err error) {
	topics, err = arch.engine().Topics(ctx, a.settings.Filter)
	if err != nil || len(topics) > 0 {
		return topics, "", err
	}
	if none, err = a.narrowed(ctx, arch); none == "" {
		none = "no name or subject stands out in these articles"
	}
	return nil, none, err
}

// topics prints what the archive is about.
func (c *chat) topics(ctx context.Context) error {
	topics, none, err := c.app.topics(ctx, c.arch)
	switch {
	case err != nil:
		return err
	case len(topics) == 0:
		return errors.New(none)
	}
	c.flushNotices()
	return render.Topics(c.out, topics, c.display().Options)
}
