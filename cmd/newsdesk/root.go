package main

import (
	"context"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"newsdesk/corpus"
	"newsdesk/rag/index"
)

// app is one run of the program.
type app struct {
	streams
	lookup   lookup
	settings settings
	// logs is true of a command that runs unattended: all that it says on
	// stderr is its log.
	logs bool
	// path is the command that runs, "newsdesk ask".
	path string
	// embeds is the embedder of the run, once it is asked for, and vectors its
	// cache.
	embeds  index.Embedder
	vectors *corpus.Vectors
	// notices wait for the result: an error stands alone on stderr.
	notices []string
}

// execute runs the command that args name.
func (a *app) execute(ctx context.Context, args []string) error {
	a.path = "newsdesk"
	root := a.root()
	root.SetArgs(args)
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	started := false
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		started = true
		a.path = cmd.CommandPath()
		return a.settings.load(a.lookup)
	}
	cmd, err := root.ExecuteContextC(ctx)
	if err != nil && !started {
		// cobra does not tell its errors apart, but it finds all wrong usage
		// before it runs anything. It prints a list of suggestions after the
		// first line.
		a.path = cmd.CommandPath()
		first, _, _ := strings.Cut(err.Error(), "\n")
		return usageError{fmt.Errorf("%s", strings.TrimSuffix(first, ` for "newsdesk"`))}
	}
	return err
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "newsdesk",
		Short: "Ask a news archive a question and get an answer that can be checked",
		Long: `Ask a news archive a question and get an answer that can be checked: every
statement cites the sentence it rests on, and every quotation stands in the
cited article character for character.

Without an archive of your own it answers from three sample articles.`,
		Example: `  newsdesk ask "What did Putin say about security guarantees?"
  newsdesk ask --corpus ./articles "Who resigned, and why?"
  newsdesk add ./articles && newsdesk chat`,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetVersionTemplate("newsdesk {{.Version}}\n")
	root.AddCommand(
		a.askCommand(), a.chatCommand(), a.quotesCommand(), a.compareCommand(), a.checkCommand(), a.topicsCommand(), a.timelineCommand(),
		a.addCommand(), a.listCommand(), a.showCommand(), a.removeCommand(), a.watchCommand(), a.verifyCommand(),
		a.collectionsCommand(), a.copiesCommand(), a.reindexCommand(), a.backupCommand(), a.restoreCommand(), a.exportCommand(), a.pruneCommand(),
		a.evalCommand(), a.benchCommand(), a.botCommand(), a.feedbackCommand(), a.serversCommand(), a.doctorCommand(),
	)
	return root
}

// version is the module's version, or the commit that was built.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "of unknown version"
	}
	revision, modified := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			revision = s.Value[:min(12, len(s.Value))]
		case s.Key == "vcs.modified" && s.Value == "true":
			modified = ", modified"
		}
	}
	v := strings.Trim(info.Main.Version, "()")
	if revision == "" {
		return v
	}
	return fmt.Sprintf("%s (%s%s)", v, revision, modified)
}

// notice keeps a line for stderr until flushNotices.
func (a *app) notice(format string, args ...any) {
	a.notices = append(a.notices, oneLine(fmt.Sprintf(format, args...)))
}

// flushNotices prints what is to be known besides the result.
func (a *app) flushNotices() {
	for _, n := range a.notices {
		a.complain(n)
	}
	a.notices = nil
}
