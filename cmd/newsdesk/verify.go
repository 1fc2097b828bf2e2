package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

func (a *app) verifyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Account for every article, passage, vector and index entry",
		Long: `Account for every article, passage, vector and index entry, for the earlier
versions that citations hold for, the bytes that articles came from,
collections, copies, what is followed and the bot's records. Exits with 1 and
prints a line for each fault where something is wrong, no more than 20.`,
		Example: `  newsdesk verify`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			ix, err := a.openExisting(ctx)
			if err != nil {
				return err
			}
			defer ix.Close()
			faults, err := verified(ctx, ix.Verify, ix.Library().Generation)
			if err != nil {
				return err
			}
			printFaults(a.out, faults)
			if len(faults) > 0 {
				return fmt.Errorf("%s in %s: add the articles named again, or move the folder away and add all of them", count(len(faults), "fault"), a.settings.Data)
			}
			articles, passages, err := ix.Library().Counts(ctx)
			if err != nil {
				return err
			}
			fmt.Fprintf(a.out, "%s, %s: nothing is wrong\n", count(articles, "article"), count(passages, "passage"))
			return nil
		},
	}
	a.dataFlag(cmd)
	return cmd
}

const (
	maxFaultLines = 20
	// verifyTries is how often the archive is looked at before it is called
	// too busy.
	verifyTries = 5
)

// printFaults prints a line a fault, no more than maxFaultLines of them.
func printFaults(w io.Writer, faults []string) {
	for _, f := range faults[:min(len(faults), maxFaultLines)] {
		fmt.Fprintln(w, oneLine(f))
	}
	if more := len(faults) - maxFaultLines; more > 0 {
		fmt.Fprintf(w, "and %s more\n", count(more, "fault"))
	}
}

// verified is the faults that verify finds while nothing is written: what
// another process adds meanwhile may be in the library and not yet in the
// indexes.
func verified(ctx context.Context, verify func(context.Context) ([]string, error), generation func(context.Context) (int64, error)) ([]string, error) {
	for range verifyTries {
		before, err := generation(ctx)
		if err != nil {
			return nil, err
		}
		faults, err := verify(ctx)
		if err != nil || len(faults) == 0 {
			return nil, err
		}
		after, err := generation(ctx)
		if err != nil || before == after {
			return faults, err
		}
	}
	return nil, errors.New("another process keeps changing the archive: verify it again when that has finished")
}
