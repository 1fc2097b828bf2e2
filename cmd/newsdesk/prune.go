package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"newsdesk/corpus"
	"newsdesk/rag/index"
)

func (a *app) pruneCommand() *cobra.Command {
	var r corpus.Retention
	var older age
	var dry bool
	cmd := &cobra.Command{
		Use:   "prune --older-than AGE | --keep NUMBER",
		Short: "Remove the oldest articles, by age or number",
		Long: `Remove the oldest articles: those published longer ago than --older-than says,
or all but the newest, as many as --keep says. An undated article is as old as
the day when it was added. With --collection only that collection's articles
count, and one that is in another too only leaves this one. --dry-run lists
what would go. What newsdesk watch follows does not bring it back unless it
changes.`,
		Example: `  newsdesk prune --older-than 90d --dry-run
  newsdesk prune --keep 10000 --collection Wire`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case older == 0 && !cmd.Flags().Changed("keep"):
				return usagef("say what is kept: --older-than 90d, or --keep 10000")
			case cmd.Flags().Changed("keep") && r.Keep < 1:
				return usagef("--keep %d: keep one article at least; newsdesk remove removes all", r.Keep)
			}
			if older > 0 {
				r.Since = time.Now().UTC().Truncate(24*time.Hour).AddDate(0, 0, -int(older))
			}
			ctx := cmd.Context()
			return a.withIndex(ctx, a.openExisting, func(ix *index.Index) error {
				return a.prune(ctx, ix, r, dry)
			})
		},
	}
	a.dataFlag(cmd)
	cmd.Flags().Var(&older, "older-than", "remove articles older than this `age`: 90d, 26w or 2y")
	cmd.Flags().IntVar(&r.Keep, "keep", 0, "keep this `number` of articles, the newest")
	cmd.Flags().StringVar(&r.Collection, "collection", "", "look at this collection alone, by its full `name`")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "only list what would be removed")
	return cmd
}

// pruneBatch is how many articles go in one transaction.
const pruneBatch = 500

func (a *app) prune(ctx context.Context, ix *index.Index, r corpus.Retention, dry bool) error {
	lib := ix.Library()
	if r.Collection != "" {
		all, err := lib.Collections(ctx)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(all, func(c corpus.Collection) bool { return strings.EqualFold(c.Name, r.Collection) }) {
			return fmt.Errorf("there is no collection %q; newsdesk collections lists them", r.Collection)
		}
	}
	ids, err := lib.Expired(ctx, r)
	if err != nil {
		return err
	}
	if dry {
		for _, id := range ids {
			fmt.Fprintln(a.out, plainLine(id))
		}
		a.complain("would remove " + count(len(ids), "article"))
		return nil
	}
	removed, left := 0, 0
	for batch := range slices.Chunk(ids, pruneBatch) {
		if ctx.Err() != nil {
			return fmt.Errorf("interrupted; removed %s: run the same command again for the rest", count(removed, "article"))
		}
		gone, n, err := pruneBatchOf(context.WithoutCancel(ctx), ix, r.Collection, batch)
		if removed, left = removed+gone, left+n; err != nil {
			return err
		}
	}
	line := "removed " + count(removed, "article")
	if left > 0 {
		line += fmt.Sprintf("; took %d out of %s that others hold too", left, plainLine(r.Collection))
	}
	_, err = fmt.Fprintln(a.out, line)
	return err
}

// pruneBatchOf removes articles, or takes them out of the collection where
// they are in another too.
func pruneBatchOf(ctx context.Context, ix *index.Index, collection string, ids []string) (removed, left int, err error) {
	var remove, leave []string
	for _, id := range ids {
		art, err := ix.Library().Known(ctx, id)
		if errors.Is(err, corpus.ErrNotFound) {
			continue
		}
		if err != nil {
			return 0, 0, err
		}
		// What an owner added does not stay where the owner's collection is left.
		if collection != "" && len(art.Collections) > 1 && !strings.EqualFold(collection, corpus.OwnerOf(id)) {
			leave = append(leave, id)
		} else {
			remove = append(remove, id)
		}
	}
	if len(leave) > 0 {
		if left, err = ix.Library().LeaveCollection(ctx, collection, leave...); err != nil {
			return 0, 0, err
		}
	}
	gone, err := ix.Remove(ctx, remove...)
	return len(gone), left, err
}

// age is a flag that takes a number of days, weeks or years.
type age int

func (d *age) Type() string { return "age" }
func (d *age) String() string {
	if *d == 0 {
		return ""
	}
	return strconv.Itoa(int(*d)) + "d"
}
func (d *age) Set(v string) error {
	v = strings.TrimSpace(v)
	unit, ok := map[string]int{"d": 1, "w": 7, "y": 365}[v[max(0, len(v)-1):]]
	n, err := strconv.Atoi(v[:max(0, len(v)-1)])
	if !ok || err != nil || n < 1 || n > 100_000 {
		return errors.New("write a number of days, weeks or years such as 90d, 26w or 2y")
	}
	*d = age(n * unit)
	return nil
}
