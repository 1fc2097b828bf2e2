package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"newsdesk/corpus"
	"newsdesk/corpus/fetch"
	"newsdesk/rag/index"
)

func (a *app) watchRemoveCommand() *cobra.Command {
	var owner string
	var articles bool
	cmd := &cobra.Command{
		Use:     "remove FOLDER|ADDRESS…",
		Aliases: []string{"rm"},
		Short:   "Follow it no longer; its articles stay",
		Long: `Follow it no longer; its articles stay. With --owner it is what is followed for
a Discord server, all of it where none is named; --articles then removes all
articles of that server too.`,
		Example: `  newsdesk watch remove https://example.org/feed.xml
  newsdesk watch remove --owner server:123 --articles`,
		Args: func(cmd *cobra.Command, args []string) error {
			if owner != "" {
				return nil
			}
			return atLeastOne("what is to be followed no longer (newsdesk watch list names it)")(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if articles && (owner == "" || len(args) > 0) {
				return usagef("--articles removes all of an owner: it goes with --owner and without addresses")
			}
			ctx := cmd.Context()
			return a.withIndex(ctx, a.openExisting, func(ix *index.Index) error {
				if owner != "" && len(args) == 0 {
					return a.unfollowAll(ctx, ix.Library(), owner, articles)
				}
				var missing []string
				for _, arg := range args {
					ok, err := a.unfollow(ctx, ix.Library(), owner, arg)
					if err != nil {
						return err
					}
					if !ok {
						missing = append(missing, arg)
						continue
					}
					fmt.Fprintf(a.out, "no longer following %s\n", plainLine(arg))
				}
				if len(missing) > 0 {
					return fmt.Errorf("%s is not followed; newsdesk watch list shows what is", strings.Join(missing, ", "))
				}
				return nil
			})
		},
	}
	a.dataFlag(cmd)
	ownerFlag(cmd, &owner)
	cmd.Flags().BoolVar(&articles, "articles", false, "remove all articles of the owner too")
	return cmd
}

// unfollow ends following arg for an owner, as it is written or as watch add
// reads it. A folder need not be there any more.
func (a *app) unfollow(ctx context.Context, lib *corpus.Library, owner, arg string) (bool, error) {
	names := []string{arg}
	if u, err := fetch.Parse(arg); err == nil {
		names = append(names, u.String())
	} else if path, err := filepath.Abs(arg); err == nil {
		names = append(names, path)
	}
	for _, name := range names {
		if ok, err := lib.RemoveFollowOf(ctx, owner, name); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

// unfollowAll ends all that an owner follows.
func (a *app) unfollowAll(ctx context.Context, lib *corpus.Library, owner string, articles bool) error {
	all, err := lib.FollowsOf(ctx, owner)
	if err != nil {
		return err
	}
	removed, err := lib.RemoveOwner(ctx, owner, articles)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "no longer following %s; removed %s\n", plainLine(fmt.Sprintf("%d of %s", len(all), owner)), count(len(removed), "article"))
	return err
}
