package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (a *app) verifyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Account for every article, passage, vector and index entry",
		Long: `Account for every article, passage, vector and index entry. Exits with 1 and
prints a line for each fault where something is wrong.`,
		Example: `  newsdesk verify`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			ix, err := a.openExisting(ctx)
			if err != nil {
				return err
			}
			defer ix.Close()
			faults, err := ix.Verify(ctx)
			if err != nil {
				return err
			}
			for _, f := range faults {
				fmt.Fprintln(a.out, oneLine(f))
			}
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
