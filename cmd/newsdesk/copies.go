package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"newsdesk/corpus"
	"newsdesk/corpus/story"
	"newsdesk/rag/index"
)

func (a *app) copiesCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "copies",
		Short: "List the articles that are copies of one story",
		Long: `List the stories of which there are copies: articles of which half or more
stands in another, or the other way round. Each is a line with the article that
the others were taken from, where the articles show it (the agency that they
credit, the outlet that they name, the earliest day), and then a line for each
article.`,
		Example: `  newsdesk copies`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			return a.withIndex(ctx, a.openExisting, func(ix *index.Index) error {
				all, err := story.All(ctx, ix.Library())
				if err != nil {
					return err
				}
				if len(all) == 0 {
					a.complain("no article is a copy of another")
				}
				for _, s := range all {
					if err := a.printStory(s, asJSON); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
	a.dataFlag(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print an object a line")
	return cmd
}

func (a *app) printStory(s story.Story, asJSON bool) error {
	if asJSON {
		b, err := marshal(struct {
			Articles []string `json:"articles"`
			Original string   `json:"original"`
			Why      string   `json:"why"`
		}{others(s, ""), s.Original, s.Why})
		if err != nil {
			return err
		}
		_, err = a.out.Write(b)
		return err
	}
	fmt.Fprintf(a.out, "%d articles of one text; %s\n", len(s.Articles), origin(s))
	for _, art := range s.Articles {
		_, err := fmt.Fprintf(a.out, "  %s  %s\n", plainLine(art.ID), credit(art))
		if err != nil {
			return err
		}
	}
	return nil
}

// origin says which of a story is the original, as far as that is known.
func origin(s story.Story) string {
	switch {
	case s.Original != "":
		return "the original is " + plainLine(s.Original) + ": " + plainLine(s.Why)
	case s.Why != "":
		return "the original is not known: " + plainLine(s.Why)
	}
	return "the original is not known"
}

// others are the articles of a story but the one of that ID.
func others(s story.Story, id string) []string {
	var out []string
	for _, art := range s.Articles {
		if art.ID != id {
			out = append(out, art.ID)
		}
	}
	return out
}

// copyLine says of an article which are its copies, "" where none is.
func copyLine(s story.Story, id string) string {
	if len(s.Articles) == 0 {
		return ""
	}
	return plainLine(strings.Join(others(s, id), ", ")) + "; " + origin(s)
}

// copiesByID is the other articles of each one's story.
func copiesByID(links []corpus.CopyLink) map[string][]string {
	out := map[string][]string{}
	for _, ids := range corpus.StoriesOf(links) {
		for i, id := range ids {
			out[id] = slices.Delete(slices.Clone(ids), i, i+1)
		}
	}
	return out
}
