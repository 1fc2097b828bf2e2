package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"newsdesk/bot"
	"newsdesk/bot/discord"
	"newsdesk/bot/metrics"
)

// botFlags say how the bot stands, and which commands it registers.
type botFlags struct {
	content      bool
	shards       string
	interactions listenAddress
	metrics      listenAddress
	devServer    string
	sync         bool
	drain        time.Duration
	parallel     int
}

// Defaults of flags.
const (
	defaultDrain    = 20 * time.Second
	defaultParallel = 8
)

func (f *botFlags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&f.content, "message-content", false, "read messages that do not mention the bot, in its threads")
	flags.StringVar(&f.shards, "shards", "auto", "which `shards` this process holds: auto, 16 for all of 16, or 0-3/16 for four of them")
	flags.Var(&f.interactions, "interactions", "take commands by HTTP at this `address`, such as 127.0.0.1:8080, instead of connecting to Discord; mentions and direct messages do not work then")
	flags.Var(&f.metrics, "metrics", "serve /metrics, /healthz and /readyz at this `address`, such as 127.0.0.1:9464 (default: not at all)")
	flags.StringVar(&f.devServer, "dev-server", "", "register the commands for the server with this `ID` alone, where they are there at once")
	flags.BoolVar(&f.sync, "sync", false, "register the commands even if they seem to be registered")
	flags.DurationVar(&f.drain, "drain", defaultDrain, "how `long` answers under way may take when the bot is told to end")
	flags.IntVar(&f.parallel, "parallel", defaultParallel, "how `many` questions are answered at a time")
}

// apply puts the flags into c.
func (f *botFlags) apply(c *bot.Config) (err error) {
	if c.Shards, err = discord.ParseShards(f.shards); err != nil {
		return usageError{fmt.Errorf("--shards: %w", err)}
	}
	if f.interactions != "" && c.Shards.Count > 0 {
		return usagef("--shards and --interactions exclude each other: without a connection there are no shards")
	}
	if f.devServer != "" {
		if _, err := strconv.ParseUint(f.devServer, 10, 64); err != nil {
			return usagef("--dev-server takes the ID of a server, a number: copy it in Discord with the developer mode on")
		}
	}
	if f.drain <= 0 || f.parallel < 1 {
		return usagef("--drain and --parallel must be more than 0")
	}
	c.MessageContent, c.Interactions, c.DevServer, c.SyncCommands = f.content, string(f.interactions), f.devServer, f.sync
	c.Drain, c.Parallel = f.drain, f.parallel
	return nil
}

// observe makes metrics the bot's observer, if they are wanted.
func (f *botFlags) observe(c *bot.Config) *metrics.Metrics {
	if f.metrics == "" {
		return nil
	}
	m := metrics.New(c.Parallel)
	c.Observer = m
	return m
}

// serveMetrics serves m, which may be nil, until stop is called.
func (a *app) serveMetrics(f *botFlags, m *metrics.Metrics, b *bot.Bot, arch *archive) (stop func(), err error) {
	if m == nil {
		return func() {}, nil
	}
	at, stop, err := metrics.Serve(string(f.metrics), m.Handler(func(ctx context.Context) error {
		if _, err := arch.lib().Empty(ctx); err != nil {
			return fmt.Errorf("the archive: %w", err)
		}
		return b.Ready()
	}))
	if err != nil {
		return nil, fmt.Errorf("%w; choose another address with --metrics", err)
	}
	a.logger(slog.LevelInfo).Info("metrics are at http://" + at + "/metrics")
	return stop, nil
}

// activity is the line below the bot's name.
func activity(ctx context.Context, arch *archive) func() string {
	return func() string {
		articles, _, err := arch.lib().Counts(ctx)
		if err != nil {
			return "/ask"
		}
		return "/ask · " + count(articles, "article")
	}
}

// listenAddress is a flag that takes an address to listen at; a port alone is one of
// this machine only.
type listenAddress string

func (p *listenAddress) String() string { return string(*p) }
func (p *listenAddress) Type() string   { return "address" }
func (p *listenAddress) Set(v string) error {
	if _, err := strconv.ParseUint(v, 10, 16); err == nil {
		v = net.JoinHostPort("127.0.0.1", v)
	}
	if _, port, err := net.SplitHostPort(v); err != nil || port == "" {
		return errors.New("write an address such as 127.0.0.1:8080")
	}
	*p = listenAddress(v)
	return nil
}
