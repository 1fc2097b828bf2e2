package main

import (
	"context"
	"log/slog"
	"sync"

	"github.com/spf13/cobra"

	"newsdesk/bot"
)

func (a *app) botCommand() *cobra.Command {
	var f botFlags
	var limits bot.Limits
	var note string
	cmd := &cobra.Command{
		Use:   "bot",
		Short: "Answer questions in Discord, until Ctrl-C or SIGTERM",
		Long: `Answer questions in Discord: /ask question:…, mentions, replies to the bot's
answers, and direct messages. It needs DISCORD_TOKEN in the environment or in
.env, and runs until Ctrl-C or SIGTERM; answers under way are finished, and what
--drain does not suffice for says that it is not. What newsdesk watch add
follows is visited meanwhile, unless --corpus is given. newsdesk bot invite
prints the link that brings the bot to a server.

With --message-content it follows its threads without being mentioned. That
needs Message Content Intent, which is enabled in the developer portal (page
Bot); newsdesk doctor says whether it is.

A bot in many servers needs several connections. By default one process holds as
many as Discord recommends; with --shards several share them, as in --shards
0-3/8 and --shards 4-7/8.

With --interactions there is no connection to Discord. Commands, buttons and
forms come by HTTP, signed by Discord, to /interactions at that address, so that
any number of processes can share them behind a proxy that speaks TLS. The
address of the proxy, with /interactions, is entered in the developer portal
(page General Information, Interactions Endpoint URL). Mentions, replies and
direct messages do not come this way.

--metrics serves /metrics in Prometheus's format, /healthz and /readyz.`,
		Example: `  newsdesk doctor && newsdesk bot --corpus ./articles
  newsdesk bot invite
  newsdesk bot --interactions 127.0.0.1:8080 --metrics 127.0.0.1:9464`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			a.logs = true
			arch, err := a.openArchive(ctx)
			if err != nil {
				return err
			}
			defer arch.close()
			why, err := a.narrowed(ctx, arch)
			if err != nil {
				return err
			}
			if why != "" {
				a.logger(slog.LevelWarn).Warn("the bot has nothing to answer from: " + why)
			}
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
				Token: a.settings.DiscordToken, APIBase: a.settings.DiscordAPIBase, PublicKey: a.settings.DiscordPublicKey,
				Asker: asker, Archive: arch.engine(), Filter: a.settings.Filter, Store: store, Feeds: feeds, Limits: limits, PrivacyNote: note,
				Log: a.logger(slog.LevelInfo), Activity: activity(ctx, arch),
			}
			if a.settings.LLM != "" {
				c.Plain = arch.engine()
			}
			if err := f.apply(&c); err != nil {
				return err
			}
			m := f.observe(&c)
			b, err := bot.New(c)
			if err != nil {
				return err
			}
			a.flushNotices()
			unobserve, err := a.serveMetrics(&f, m, b, arch)
			if err != nil {
				return err
			}
			defer unobserve()
			return b.Run(ctx)
		},
	}
	a.archiveFlags(cmd, true)
	f.add(cmd)
	cmd.AddCommand(a.inviteCommand())
	flags := cmd.Flags()
	flags.Var((*questionLimit)(&limits.User), "user-limit", "how many `questions` a user may ask in ten minutes (default 20)")
	flags.Var((*questionLimit)(&limits.Channel), "channel-limit", "how many `questions` may be asked in a channel in ten minutes (default 100)")
	flags.Var((*questionLimit)(&limits.Server), "server-limit", "how many `questions` may be asked in a server in ten minutes (default 300)")
	flags.Var((*tokenLimit)(&limits.Tokens), "tokens", "how many `tokens` a language model may use in a day for a server, or for somebody in direct messages; -1: none (default 500000)")
	flags.StringVar(&note, "privacy-note", "", "a `sentence` that /privacy ends with, such as where to write to")
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
