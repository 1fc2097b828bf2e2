package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"newsdesk/corpus"
	"newsdesk/corpus/story"
)

func (a *app) showCommand() *cobra.Command {
	var textOnly, asJSON, versions bool
	var version string
	cmd := &cobra.Command{
		Use:   "show ID",
		Short: "Show an article",
		Long: `Show an article: what is known of it and from where, and its text.

With --text the text alone, byte for byte: citations count their offsets in it.
A citation names the version of its article that it holds for: of an article
that has changed since, --version shows that one, and --versions lists all.`,
		Example: `  newsdesk show sample-afp
  newsdesk show sample-afp --versions
  newsdesk show sample-afp --text | wc -c`,
		Args: exactly(1, "the ID of an article (newsdesk list names them)"),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case textOnly && asJSON:
				return usagef("choose one of --text and --json")
			case versions && (textOnly || version != ""):
				return usagef("--versions lists the versions: give it without --text and --version")
			}
			ctx := cmd.Context()
			arch, err := a.openArchive(ctx)
			if err != nil {
				return err
			}
			defer arch.close()
			art, err := arch.lib().Article(ctx, args[0])
			if errors.Is(err, corpus.ErrNotFound) || err == nil && !a.settings.Filter.Match(art) {
				return fmt.Errorf("there is no article %q%s; newsdesk list shows what there is", args[0], filterHint(a.settings.Filter))
			}
			if err != nil {
				return err
			}
			if versions {
				return a.printVersions(ctx, arch.lib(), art.ID, asJSON)
			}
			if version != "" {
				if art, err = a.asCited(ctx, arch.lib(), art, version); err != nil {
					return err
				}
			}
			page, err := arch.lib().FetchedFor(ctx, art.ID)
			if err != nil {
				return err
			}
			tale, err := story.Of(ctx, arch.lib(), art.ID)
			if err != nil {
				return err
			}
			a.flushNotices()
			switch {
			case textOnly:
				_, err = io.WriteString(a.out, art.Text)
			case asJSON:
				err = a.printJSON(struct {
					metadata
					Fetched  string   `json:"fetched,omitempty"`
					Copies   []string `json:"copies,omitempty"`
					Original string   `json:"original,omitempty"`
					Text     string   `json:"text"`
				}{described(art), fetchedAt(page), others(tale, art.ID), tale.Original, art.Text})
			default:
				err = a.printArticle(art, page, copyLine(tale, art.ID))
			}
			return err
		},
	}
	a.archiveFlags(cmd, false)
	cmd.Flags().StringVar(&version, "version", "", "show the article as it was in this `version`: a citation's hash, or the number that --versions gives")
	cmd.Flags().BoolVar(&versions, "versions", false, "list the versions, the earliest first")
	cmd.Flags().BoolVar(&textOnly, "text", false, "print the text and nothing else")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print what is known and the text as an object")
	return cmd
}

// fetchedAt is when a page was fetched, or "" where none was.
func fetchedAt(p corpus.FetchedPage) string {
	if p.Fetched.IsZero() {
		return ""
	}
	return p.Fetched.Format(time.RFC3339)
}

func (a *app) printArticle(art *corpus.Article, page corpus.FetchedPage, copied string) error {
	out := bufio.NewWriter(a.out)
	for _, f := range []struct{ name, key, value string }{
		{"id", "id", art.ID}, {"title", "title", art.Title}, {"outlet", "outlet", art.Outlet},
		{"agency", "agency", art.Agency}, {"author", "author", art.Author}, {"dateline", "dateline", art.Dateline},
		{"published", "published", art.Date()}, {"url", "url", art.URL}, {"version", "", art.Version()},
	} {
		value := plainLine(f.value)
		if value == "" {
			value = "unknown"
		} else if from := art.Provenance[f.key]; from != "" {
			value += "  (" + plainLine(from) + ")"
		}
		fmt.Fprintf(out, "%-10s %s\n", f.name, value)
	}
	if len(art.Collections) > 0 {
		fmt.Fprintf(out, "%-10s %s\n", "in", plainLine(strings.Join(art.Collections, ", ")))
	}
	if path := plainLine(art.Provenance[fileKey]); path != "" {
		fmt.Fprintf(out, "%-10s %s\n", "file", path)
	}
	if at := fetchedAt(page); at != "" {
		fmt.Fprintf(out, "%-10s %s\n", "fetched", at)
	}
	if copied != "" {
		fmt.Fprintf(out, "%-10s %s\n", "copies", copied)
	}
	width := a.display().Width
	for _, b := range art.Blocks {
		// What is not running text says what it is.
		mark := ""
		if b.Kind != corpus.Body {
			mark = "[" + b.Kind.String() + "] "
		}
		fmt.Fprintf(out, "\n%s\n", strings.Join(wrapped(mark+b.Of(art.Text), width), "\n"))
	}
	return out.Flush()
}

// exactly asks for n arguments, and says which where they are missing.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) != n {
			return usagef("give %s", what)
		}
		return nil
	}
}

// atLeastOne is exactly for a list.
func atLeastOne(what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usagef("give %s", what)
		}
		return nil
	}
}
