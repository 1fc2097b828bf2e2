package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"newsdesk/rag/embed"
	"newsdesk/rag/index"
)

func (a *app) doctorCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check settings, folders, index, model, web and Discord, and say how to fix each fault",
		Long: `Check settings, folders, index, models, what the web is read by, and Discord,
and say how to fix each fault. A language model and an embedder over a network
are asked for a word each. Exits with 1 if something that is needed fails.
Secrets are never printed.`,
		Example: `  newsdesk doctor`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			d := doctor{app: a}
			d.settingsLines()
			d.folders(cmd.Context())
			d.index(cmd.Context())
			d.model(cmd.Context())
			d.web()
			d.discord(cmd.Context())
			if err := cmd.Context().Err(); err != nil {
				return err
			}
			if d.failed > 0 {
				return fmt.Errorf("%s failed: the lines above say what to do", count(d.failed, "check"))
			}
			return nil
		},
	}
	a.dataFlag(cmd)
	a.modelFlag(cmd, true)
	return cmd
}

// doctor prints a line a check.
type doctor struct {
	*app
	failed int
}

func (d *doctor) ok(format string, args ...any)   { d.line("ok  ", format, args...) }
func (d *doctor) warn(format string, args ...any) { d.line("warn", format, args...) }
func (d *doctor) fail(format string, args ...any) {
	d.failed++
	d.line("fail", format, args...)
}

func (d *doctor) line(state, format string, args ...any) {
	fmt.Fprintf(d.out, "%s  %s\n", state, oneLine(fmt.Sprintf(format, args...)))
}

// settingsLines says what is set and by what.
func (d *doctor) settingsLines() {
	s := &d.settings
	for _, v := range []struct {
		name, value, from string
		secret            bool
	}{
		{"NEWSDESK_DATA", s.Data, s.DataFrom, false},
		{"NEWSDESK_LOG", s.Log, s.LogFrom, false},
		{"NEWSDESK_LLM", s.LLM, s.LLMFrom, false},
		{"NEWSDESK_LLM_BASE_URL", s.LLMBaseURL, s.LLMBaseURLFrom, true},
		{"NEWSDESK_EMBEDDER", s.Embedder, s.EmbedderFrom, false},
		{"NEWSDESK_EMBEDDER_BASE_URL", s.EmbedderBaseURL, s.EmbedderBaseURLFrom, true},
		{"OPENAI_API_KEY", s.OpenAIKey, s.OpenAIKeyFrom, true},
		{"ANTHROPIC_API_KEY", s.AnthropicKey, s.AnthropicKeyFrom, true},
		{"GOOGLE_API_KEY", s.GoogleKey, s.GoogleKeyFrom, true},
		{"NEWSDESK_USER_AGENT", s.UserAgent, s.UserAgentFrom, false},
		{"NEWSDESK_ALLOW_HOSTS", s.AllowHosts, s.AllowHostsFrom, false},
		{"NEWSDESK_PROXY", s.Proxy, s.ProxyFrom, true}, // it may hold a password
		{"DISCORD_TOKEN", s.DiscordToken, s.DiscordTokenFrom, true},
		{"DISCORD_API_BASE", s.DiscordAPIBase, s.DiscordAPIBaseFrom, false},
		{"DISCORD_PUBLIC_KEY", s.DiscordPublicKey, s.DiscordPublicKeyFrom, false},
	} {
		switch {
		case v.value == "":
			v.value = "not set"
		case v.secret:
			v.value = "set"
		}
		if v.from == fromDefault {
			d.ok("%s: %s (default)", v.name, v.value)
		} else {
			d.ok("%s: %s (from %s)", v.name, v.value, from(v.from))
		}
	}
}

// from is a setting's source in words.
func from(source string) string {
	if source == fromFile {
		return source
	}
	return "the " + source
}

// folders checks that what must be written can be.
func (d *doctor) folders(ctx context.Context) {
	if d.settings.Data == "" {
		d.fail("this user has no home folder: name a data folder with NEWSDESK_DATA")
	} else if err := writable(d.settings.Data); err != nil && d.hasIndex(ctx) {
		d.warn("the data folder %s cannot be written (%v): its articles can be read, but none added or removed", d.settings.Data, cause(err))
	} else if err != nil {
		d.fail("the data folder %s cannot be written (%v): correct its permissions, or name another with --data or NEWSDESK_DATA", d.settings.Data, cause(err))
	} else {
		d.ok("the data folder %s can be written", d.settings.Data)
	}
	root, err := cacheRoot()
	if err == nil {
		err = writable(root)
	}
	if err != nil {
		d.warn("the cache folder cannot be written (%v): --corpus and the sample articles are indexed anew at each start", cause(err))
		return
	}
	d.ok("the cache folder %s can be written", root)
}

// index checks the embedder and the index.
func (d *doctor) index(ctx context.Context) {
	table, err := embed.Builtin()
	if err != nil {
		d.fail("%v", err)
		return
	}
	if !d.settings.remote() {
		d.ok("embedder: built in, %s", table.ID())
	}
	embedder, ok := d.embedderAnswers(ctx)
	if !ok {
		return // its index cannot be read without it
	}
	if !d.hasIndex(ctx) {
		d.warn("there is no index yet, so that questions are answered from the sample articles: newsdesk add PATH makes one")
		return
	}
	ix, err := index.Open(ctx, d.settings.Data, embedder, d.logger(slog.LevelError))
	if err != nil {
		d.fail("the index: %v", err)
		return
	}
	defer ix.Close()
	faults, err := verified(ctx, ix.Verify, ix.Library().Generation)
	if err != nil {
		d.fail("the index: %v", err)
		return
	}
	if len(faults) > 0 {
		d.fail("the index has %s, the first: %s; newsdesk verify lists them: add the articles named again", count(len(faults), "fault"), strings.TrimSpace(faults[0]))
		return
	}
	articles, passages, err := ix.Library().Counts(ctx)
	if err != nil {
		d.fail("the index: %v", err)
		return
	}
	d.ok("the index has %s in %s, and nothing is wrong with it", count(articles, "article"), count(passages, "passage"))
}

// web checks what addresses are read by. No site is asked anything.
func (d *doctor) web() {
	client, err := d.fetcher()
	if err != nil {
		d.fail("the web: %v", err)
		return
	}
	client.Close()
	d.ok("the web: pages and feeds can be asked for")
}

// writable reports why files cannot be made in dir. It leaves no trace.
func writable(dir string) error {
	_, err := os.Stat(dir)
	missing := errors.Is(err, fs.ErrNotExist)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".probe-*")
	if err != nil {
		return err
	}
	err = errors.Join(f.Close(), os.Remove(f.Name()))
	if missing {
		err = errors.Join(err, os.Remove(dir))
	}
	return err
}
