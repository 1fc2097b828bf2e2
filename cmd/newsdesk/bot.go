package main

import (
	"context"
	"log/slog"
	"sync"

	"github.com/spf13/cobra"

	"newsdesk/bot"
)

func (a *app) botCommand() *cobra.Command {
	var content bool
	var limits bot.Limits
	var note string
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
			feeds, stop, err := a.follow(ctx, arch)
			if err != nil {
				return err
			}
			defer stop()
			store, done := a.botStore(ctx, arch)
			defer done()
			c := bot.Config{
				Token: a.settings.DiscordToken, APIBase: a.settings.DiscordAPIBase, MessageContent: content,
				Asker: asker, Archive: arch.engine(), Filter: a.settings.Filter, Store: store, Feeds: feeds, Limits: limits, PrivacyNote: note,
				Log: a.logger(slog.LevelInfo),
			}
			if a.settings.LLM != "" {
				c.Plain = arch.engine()
			}
			b, err := bot.New(c)
			if err != nil {
				return err
			}
			a.flushNotices()
			return b.Run(ctx)
		},
	}
	a.archiveFlags(cmd, true)
	f := cmd.Flags()
	f.IntVar(&limits.User, "user-limit", 0, "how many `questions` a user may ask in ten minutes (default 20)")
	f.IntVar(&limits.Channel, "channel-limit", 0, "the same for a channel (default 100)")
	f.IntVar(&limits.Server, "server-limit", 0, "the same for a server (default 300)")
	f.IntVar(&limits.Tokens, "tokens", 0, "how many `tokens` a language model may use in a day for a server, or for somebody in direct messages; -1: none (default 500000)")
	f.StringVar(&note, "privacy-note", "", "a `sentence` that /privacy ends with, such as where to write to")
	f.BoolVar(&content, "message-content", false, "read messages that do not mention the bot, in its threads")
	return cmd
}

// follow visits what is followed, in the index of the data folder if that is
// what the bot reads, until stop is called, which waits for visits under way.
// Servers follow what they want through feeds, which is nil where nothing can
// be added.
func (a *app) follow(ctx context.Context, arch *archive) (feeds bot.Feeds, stop func(), err error) {
	if a.settings.Corpus != "" || !a.hasIndex(ctx) || arch.lib().ReadOnly() {
		return nil, func() {}, nil
	}
	v, err := a.visitor(arch.ix, a.logger(slog.LevelInfo))
	if err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { v.runner().Run(ctx) })
	return serverFeeds{v, arch.lib()}, func() {
		cancel()
		running.Wait()
		v.close()
	}, nil
}
