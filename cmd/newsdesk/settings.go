package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/joho/godotenv"
	"github.com/spf13/cobra"

	"newsdesk/corpus"
	"newsdesk/corpus/dates"
	"newsdesk/corpus/language"
)

// lookup finds an environment variable.
type lookup func(name string) (value string, ok bool)

// settings are what a run goes by. A flag beats the environment, the
// environment beats .env in the working folder, and that beats the default.
type settings struct {
	// Corpus is a folder whose articles are read in place of the index.
	Corpus string
	// Data is the folder of the index, or "" where nobody named one and the
	// user has none; DataFrom says who named it.
	Data, DataFrom string
	Filter         corpus.Filter
	// DiscordToken, DiscordAPIBase and DiscordPublicKey are as in bot.Config.
	DiscordToken, DiscordTokenFrom         string
	DiscordAPIBase, DiscordAPIBaseFrom     string
	DiscordPublicKey, DiscordPublicKeyFrom string
	modelSettings
	embedderSettings
	// UserAgent, AllowHosts and Proxy are as in fetch.Options, AllowHosts with
	// commas between them.
	UserAgent, UserAgentFrom   string
	AllowHosts, AllowHostsFrom string
	Proxy, ProxyFrom           string
	// Log is "LEVEL" or "json:LEVEL"; empty means the command's default.
	Log, LogFrom string
	log          logFormat
}

// Where a setting came from.
const (
	fromFlag        = "flag"
	fromEnvironment = "environment"
	fromFile        = ".env"
	fromDefault     = "default"
)

// load fills in what no flag has set. It is the only place that reads the
// environment and .env.
func (s *settings) load(env lookup) error {
	file, err := readEnvFile(".env")
	if err != nil {
		return err
	}
	get := func(name string, value, from *string) {
		if *value != "" {
			*from = fromFlag
			return
		}
		*from = fromDefault
		if v, _ := env(name); strings.TrimSpace(v) != "" {
			*value, *from = strings.TrimSpace(v), fromEnvironment
		} else if v := strings.TrimSpace(file[name]); v != "" {
			*value, *from = v, fromFile
		}
	}
	get("NEWSDESK_DATA", &s.Data, &s.DataFrom)
	get("DISCORD_TOKEN", &s.DiscordToken, &s.DiscordTokenFrom)
	get("DISCORD_API_BASE", &s.DiscordAPIBase, &s.DiscordAPIBaseFrom)
	get("DISCORD_PUBLIC_KEY", &s.DiscordPublicKey, &s.DiscordPublicKeyFrom)
	s.modelSettings.load(get)
	s.embedderSettings.load(get)
	get("NEWSDESK_USER_AGENT", &s.UserAgent, &s.UserAgentFrom)
	get("NEWSDESK_ALLOW_HOSTS", &s.AllowHosts, &s.AllowHostsFrom)
	get("NEWSDESK_PROXY", &s.Proxy, &s.ProxyFrom)
	get("NEWSDESK_LOG", &s.Log, &s.LogFrom)
	if s.Data == "" {
		s.Data = dataFolder(env)
	}
	if s.log, err = parseLog(s.Log); err != nil {
		return err
	}
	if f := s.Filter; !f.Until.IsZero() && f.Since.After(f.Until) {
		return usagef("--since %s is later than --until %s: nothing can be published between them", f.Since.Format(time.DateOnly), f.Until.Format(time.DateOnly))
	}
	return nil
}

// readEnvFile is the settings in the file of that name, none where there is no
// file. The error names the line that cannot be read, but not what stands
// there, which may be a token.
func readEnvFile(name string) (map[string]string, error) {
	raw, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("cannot read %s in this folder: %w; correct or move it", name, cause(err))
	}
	set, err := godotenv.UnmarshalBytes(raw)
	if err == nil {
		return set, nil
	}
	// The fault begins after the longest beginning that can be read; a value in
	// quotation marks may go on over lines.
	good, begun, line := 0, "", 0
	for text := range strings.Lines(string(raw)) {
		line++
		begun += text
		if _, err := godotenv.Unmarshal(begun); err == nil {
			good = line
		}
	}
	return nil, fmt.Errorf("cannot read %s in this folder: line %d is not NAME=value; correct it", name, good+1)
}

// dataFolder is where programs keep a user's data on this system, or "" for a
// user without a home.
func dataFolder(env lookup) string {
	if dir, _ := env("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "newsdesk")
	}
	if runtime.GOOS == "darwin" || runtime.GOOS == "windows" {
		if dir, err := os.UserConfigDir(); err == nil {
			return filepath.Join(dir, "newsdesk")
		}
		return ""
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, ".local", "share", "newsdesk")
}

// dataFlag offers --data, and the embedder that its index is made by.
func (a *app) dataFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.settings.Embedder, "embedder", "", "what the articles are embedded by: the `embedder` builtin, ollama:MODEL or openai:MODEL (default: NEWSDESK_EMBEDDER, or builtin)")
	cmd.Flags().Var((*folder)(&a.settings.Data), "data", "the `folder` of the index (default: NEWSDESK_DATA or the user's data folder)")
}

// archiveFlags offers what every command that reads articles takes; asksModel
// says whether it has a use for a language model.
func (a *app) archiveFlags(cmd *cobra.Command, asksModel bool) {
	s := &a.settings
	cmd.Flags().Var((*folder)(&s.Corpus), "corpus", "read the articles in this `folder` instead of the index")
	a.dataFlag(cmd)
	cmd.Flags().Var((*since)(&s.Filter.Since), "since", "only articles published on or after this `date`: a day, month or year (2019-04-26, 2019-04, 2019)")
	cmd.Flags().Var((*until)(&s.Filter.Until), "until", "only articles published on or before this `date`")
	cmd.Flags().StringVar(&s.Filter.Outlet, "outlet", "", "only articles of this outlet or agency, by its full `name` (newsdesk list shows them)")
	cmd.Flags().StringVar(&s.Filter.Collection, "collection", "", "only articles of this collection, by its full `name` (newsdesk collections lists them)")
	cmd.Flags().StringVar(&s.Filter.Author, "author", "", "only articles whose byline has this `name`, case and accents apart (a surname will do)")
	cmd.Flags().Var((*tongue)(&s.Filter.Language), "language", "only articles in this `language` (en, fr, German)")
	a.modelFlag(cmd, asksModel)
}

// tongue is a flag that takes a language.
type tongue string

func (l *tongue) String() string { return string(*l) }
func (l *tongue) Type() string   { return "language" }
func (l *tongue) Set(v string) error {
	code := language.Code(v)
	if code == "" {
		return errors.New("name a language by its ISO 639-1 code or in English, such as fr or French")
	}
	*l = tongue(code)
	return nil
}

// folder is a flag that must not be empty: an unset shell variable would
// choose another archive than was meant.
type folder string

func (f *folder) String() string { return string(*f) }
func (f *folder) Type() string   { return "folder" }
func (f *folder) Set(v string) error {
	if strings.TrimSpace(v) == "" {
		return errors.New("name a folder")
	}
	*f = folder(v)
	return nil
}

// since and until are flags that take the first and the last day of a date:
// of a day, a month or a year.
type (
	since time.Time
	until time.Time
)

func (d *since) Type() string   { return "date" }
func (d *since) String() string { return day(time.Time(*d)) }
func (d *since) Set(v string) error {
	t, err := dates.Parse(v)
	*d = since(t.From)
	return err
}

func (d *until) Type() string   { return "date" }
func (d *until) String() string { return day(time.Time(*d)) }
func (d *until) Set(v string) error {
	t, err := dates.Parse(v)
	*d = until(t.To)
	return err
}

// day is t as it is written, or nothing for no day.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// logFormat is what NEWSDESK_LOG says.
type logFormat struct {
	json  bool
	level *slog.Level // nil for the command's default
}

func parseLog(s string) (f logFormat, err error) {
	if s == "" {
		return f, nil
	}
	level, ok := strings.CutPrefix(s, "json:")
	f.json = ok
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		return f, errors.New("NEWSDESK_LOG is not a level: use debug, info, warn or error, or json:info and the like")
	}
	f.level = &l
	return f, nil
}
