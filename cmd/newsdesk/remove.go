package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

func (a *app) removeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "remove ID…",
		Aliases: []string{"rm"},
		Short:   "Remove articles from the index",
		Long: `Remove articles from the index, with their passages and vectors. The files that
they came from stay, and newsdesk add takes them in again; newsdesk watch does
once their text has changed.`,
		Example: `  newsdesk remove 001_8f0599a9 003_ba96ceda`,
		Args:    atLeastOne("the IDs of the articles to remove (newsdesk list names them)"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			ix, err := a.openExisting(ctx)
			if err != nil {
				return err
			}
			defer ix.Close()
			removed, err := ix.Remove(ctx, args...)
			if err != nil {
				return err
			}
			var missing []string
			for _, id := range args {
				if !slices.Contains(removed, id) {
					missing = append(missing, id)
				}
			}
			fmt.Fprintf(a.out, "removed %d\n", len(removed))
			if len(missing) > 0 {
				return fmt.Errorf("there is no article %s; newsdesk list shows what there is", strings.Join(missing, ", "))
			}
			return nil
		},
	}
	a.dataFlag(cmd)
	return cmd
}
