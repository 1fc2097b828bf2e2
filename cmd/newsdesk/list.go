package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"newsdesk/corpus"
)

func (a *app) listCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the articles",
		Long: `List the articles, a line each: the ID that show and remove take, the day of
publication, the title, and the outlet and agency that --outlet takes.`,
		Example: `  newsdesk list --outlet Reuters --since 2024-01-01`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			arch, err := a.openAny(ctx)
			if err != nil {
				return err
			}
			defer arch.close()
			articles, err := arch.lib().List(ctx, a.settings.Filter)
			if err != nil {
				return err
			}
			if len(articles) == 0 {
				return a.nothingListed(ctx, arch)
			}
			links, err := arch.lib().CopyLinks(ctx, "")
			if err != nil {
				return err
			}
			copied := copiesByID(links)
			a.flushNotices()
			out := bufio.NewWriter(a.out)
			if asJSON {
				err = printKnown(out, articles, copied)
			} else {
				a.printList(out, articles, copied)
			}
			return errors.Join(err, out.Flush())
		},
	}
	a.archiveFlags(cmd, false)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print an object a line")
	return cmd
}

// metadata is what is known of an article, in the names of its front matter.
type metadata struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Outlet    string `json:"outlet"`
	Agency    string `json:"agency,omitempty"`
	Author    string `json:"author"`
	Dateline  string `json:"dateline,omitempty"`
	Published string `json:"published"`
	URL       string `json:"url"`
	// Copies are the other articles of one story, in a list.
	Copies []string `json:"copies,omitempty"`
	// Version is as in a Citation, with the text only.
	Version     string            `json:"version,omitempty"`
	Collections []string          `json:"collections,omitempty"`
	Provenance  map[string]string `json:"provenance,omitempty"`
}

func known(art *corpus.Article) metadata {
	return metadata{
		ID: art.ID, Title: art.Title, Outlet: art.Outlet, Agency: art.Agency, Author: art.Author,
		Dateline: art.Dateline, Published: art.Date(), URL: art.URL, Collections: art.Collections, Provenance: art.Provenance,
	}
}

// maxIDColumn is how wide the column of IDs may grow; a longer ID pushes its
// own line out.
const maxIDColumn = 40

// printKnown prints an object a line.
func printKnown(out *bufio.Writer, articles []corpus.Article, copied map[string][]string) error {
	for i := range articles {
		m := known(&articles[i])
		m.Copies = copied[m.ID]
		b, err := marshal(m)
		if err != nil {
			return err
		}
		out.Write(b)
	}
	return nil
}

func (a *app) printList(out *bufio.Writer, articles []corpus.Article, copied map[string][]string) {
	width := 0
	for i := range articles {
		width = max(width, min(maxIDColumn, len(articles[i].ID)))
	}
	for i := range articles {
		art := &articles[i]
		title := plainLine(art.Title)
		if title == "" {
			title = "untitled"
		}
		day := art.Date()
		if day == "" {
			day = "undated"
		}
		if from := plainLine(art.Source()); from != "" {
			title += " · " + from
		}
		if ids := copied[art.ID]; len(ids) > 0 {
			title += " · the text of " + plainLine(ids[0])
			if len(ids) > 1 {
				title += fmt.Sprintf(" and %d more", len(ids)-1)
			}
		}
		fmt.Fprintf(out, "%-*s  %-10s  %s\n", width, plainLine(art.ID), day, title)
	}
}

// nothingListed says on stderr why the list is empty, which is no error.
func (a *app) nothingListed(ctx context.Context, arch *archive) error {
	why, err := a.narrowed(ctx, arch)
	if err != nil {
		return err
	}
	if why == "" {
		why = "the archive holds no article: add some with newsdesk add PATH"
	}
	a.complain(why)
	return nil
}

// filterHint reminds of a filter that may be why nothing was found.
func filterHint(f corpus.Filter) string {
	if f.Zero() {
		return ""
	}
	return " pass --since, --until, --outlet, --author, --language and --collection (an undated article passes neither date)"
}
