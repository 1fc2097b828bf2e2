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
	var f botFlags
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
			arch, err := a.openArchive(ctx)
			if err != nil {
				return err
			}
			defer arch.close()
			asker, err := a.asker(arch, slog.LevelInfo, discordPatience)
			if err != nil {
				return err
			}
			c := bot.Config{
				Token: a.settings.DiscordToken, APIBase: a.settings.DiscordAPIBase, PublicKey: a.settings.DiscordPublicKey,
				Asker: filtered{asker, a.settings.Filter}, Log: a.logger(slog.LevelInfo), Activity: activity(ctx, arch),
			}
			if !arch.lib().ReadOnly() && a.settings.Corpus == "" {
				c.Store = arch.lib()
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
			stop, err := a.follow(ctx, arch)
			if err != nil {
				return err
			}
			defer stop()
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

// filtered asks with a filter, for the bot, which knows of none.
type filtered struct {
	rag.Asker
	filter corpus.Filter
}

// Ask implements rag.Asker.
func (f filtered) Ask(ctx context.Context, q rag.Question) (rag.Answer, error) {
	q.Filter = f.filter
	return f.Asker.Ask(ctx, q)
}

// Stream implements bot.Streamer, as far as the Asker does.
func (f filtered) Stream(ctx context.Context, q rag.Question, show func(rag.Answer)) (rag.Answer, error) {
	q.Filter = f.filter
	if s, ok := f.Asker.(bot.Streamer); ok {
		return s.Stream(ctx, q, show)
	}
	return f.Asker.Ask(ctx, q)
}
