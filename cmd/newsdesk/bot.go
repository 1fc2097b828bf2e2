package main

import (
	"context"
	"log/slog"
	"sync"

	"github.com/spf13/cobra"

	"newsdesk/bot"
	"newsdesk/corpus"
	"newsdesk/rag"
)

func (a *app) botCommand() *cobra.Command {
	var content bool
	cmd := &cobra.Command{
		Use:   "bot",
		Short: "Answer questions in Discord, until Ctrl-C or SIGTERM",
		Long: `Answer questions in Discord: /ask question:…, mentions, replies to the bot's
answers, and direct messages. It needs DISCORD_TOKEN in the environment or in
.env, and runs until Ctrl-C or SIGTERM; answers under way are finished. What
newsdesk watch add follows is visited meanwhile, unless --corpus is given.

With --message-content it follows its threads without being mentioned. That
needs Message Content Intent, which is enabled in the developer portal (page
Bot); newsdesk doctor says whether it is.`,
		Example: `  newsdesk doctor && newsdesk bot --corpus ./articles`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			arch, err := a.openArchive(ctx)
			if err != nil {
				return err
			}
			defer arch.close()
			asker, err := a.asker(arch, slog.LevelInfo, discordPatience)
			if err != nil {
				return err
			}
			b, err := bot.New(bot.Config{
				Token: a.settings.DiscordToken, APIBase: a.settings.DiscordAPIBase, MessageContent: content,
				Asker: filtered{asker, a.settings.Filter}, Log: a.logger(slog.LevelInfo),
			})
			if err != nil {
				return err
			}
			a.flushNotices()
			stop, err := a.follow(ctx, arch)
			if err != nil {
				return err
			}
			defer stop()
			return b.Run(ctx)
		},
	}
	a.archiveFlags(cmd, true)
	cmd.Flags().BoolVar(&content, "message-content", false, "read messages that do not mention the bot, in its threads")
	return cmd
}

// follow visits what is followed, in the index of the data folder if that is
// what the bot reads, until stop is called, which waits for visits under way.
func (a *app) follow(ctx context.Context, arch *archive) (stop func(), err error) {
	if a.settings.Corpus != "" || !a.hasIndex(ctx) || arch.lib().ReadOnly() {
		return func() {}, nil
	}
	log := a.logger(slog.LevelInfo)
	v, err := a.visitor(arch.ix, log)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { v.runner().Run(ctx) })
	return func() {
		cancel()
		running.Wait()
		v.client.Close()
	}, nil
}

// filtered asks with a filter, for the bot, which knows of none but what its
// readers may see.
type filtered struct {
	rag.Asker
	filter corpus.Filter
}

// Ask implements rag.Asker.
func (f filtered) Ask(ctx context.Context, q rag.Question) (rag.Answer, error) {
	view := q.Filter.View
	q.Filter = f.filter
	q.Filter.View = view
	return f.Asker.Ask(ctx, q)
}
