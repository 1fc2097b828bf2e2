package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"newsdesk/corpus"
	"newsdesk/rag/index"
)

// collectionsFlag offers --collection to what adds articles.
func collectionsFlag(cmd *cobra.Command, into *[]string) {
	cmd.Flags().StringArrayVar(into, "collection", nil, "put the articles into the collection of this `name` too; may be given again for more")
}

func checkCollections(names []string) error {
	for _, name := range names {
		if err := corpus.CheckCollection(name); err != nil {
			return usagef("--collection %q: %w", name, err)
		}
	}
	return nil
}

func (a *app) collectionsCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "collections",
		Short: "List the collections, so that one index serves several archives",
		Long: `List the collections and how many articles are in each. newsdesk add and watch
add put articles into collections with --collection; the same flag of ask,
chat, bot, list and the like chooses one. An article may be in several.`,
		Example: `  newsdesk add ./class-a --collection "Class A"
  newsdesk collections
  newsdesk ask --collection "Class A" "Who opened the bridge?"`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			return a.withIndex(ctx, a.openExisting, func(ix *index.Index) error {
				all, err := ix.Library().Collections(ctx)
				if err != nil {
					return err
				}
				if len(all) == 0 {
					a.complain("there is no collection: newsdesk add --collection NAME makes one")
				}
				for _, c := range all {
					if err := a.printCollection(c, asJSON); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
	a.dataFlag(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print an object a line")
	cmd.AddCommand(a.collectionsLeaveCommand())
	return cmd
}

func (a *app) printCollection(c corpus.Collection, asJSON bool) error {
	if !asJSON {
		_, err := fmt.Fprintf(a.out, "%s  %s\n", c.Name, count(c.Articles, "article"))
		return err
	}
	b, err := marshal(struct {
		Name     string `json:"name"`
		Articles int    `json:"articles"`
	}{c.Name, c.Articles})
	if err != nil {
		return err
	}
	_, err = a.out.Write(b)
	return err
}

func (a *app) collectionsLeaveCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "leave NAME [ID…]",
		Short: "Take articles out of a collection, all where none is named; they stay in the index",
		Args:  atLeastOne("the name of a collection (newsdesk collections lists them), and the IDs of the articles to take out"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			return a.withIndex(ctx, a.openExisting, func(ix *index.Index) error {
				n, err := ix.Library().LeaveCollection(ctx, args[0], args[1:]...)
				if err != nil {
					return err
				}
				if n == 0 {
					return fmt.Errorf("none of these is in a collection %q; newsdesk collections lists them", args[0])
				}
				_, err = fmt.Fprintf(a.out, "took %s out of %s\n", count(n, "article"), plainLine(args[0]))
				return err
			})
		},
	}
	a.dataFlag(cmd)
	return cmd
}
