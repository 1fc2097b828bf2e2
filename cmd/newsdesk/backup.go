package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"newsdesk/corpus"
	"newsdesk/rag/index"
)

func (a *app) backupCommand() *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: "Back the index up into one file",
		Long: `Back the index up into one file: the articles with their earlier versions and
the bytes that they came from, passages and vectors, collections, what is
followed and the bot's records. Others may read and add articles meanwhile; the
backup is of the moment when it began. It is compressed and has a checksum, and
is read again and verified before it gets its name. newsdesk restore takes it
back.`,
		Example: `  newsdesk backup archive-2024-05-06.backup
  newsdesk backup --force nightly.backup`,
		Args: exactly(1, "the file to write the backup to"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			if args[0] == "" {
				return usagef("an empty path: name the file to write the backup to")
			}
			return a.withIndex(ctx, a.openExisting, func(ix *index.Index) error {
				b, err := ix.Library().Backup(ctx, args[0], force)
				if err != nil {
					return err
				}
				_, err = fmt.Fprintf(a.out, "backed up %s, %s: verified\n", count(b.Articles, "article"), count(b.Passages, "passage"))
				return err
			})
		},
	}
	a.dataFlag(cmd)
	cmd.Flags().BoolVar(&force, "force", false, "replace the file if there is one")
	return cmd
}

func (a *app) restoreCommand() *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:   "restore FILE",
		Short: "Put a backup in the place of the index",
		Long: `Put a backup in the place of the index. It is verified first, and then restored
whole or not at all. Where there is an index already, --force is needed: what
is in it is then gone. Commands that have it open meanwhile go on with what was
restored; an index that is damaged is left beside it under another name.`,
		Example: `  newsdesk restore archive-2024-05-06.backup
  newsdesk restore --data ./elsewhere archive-2024-05-06.backup`,
		Args: exactly(1, "the file that newsdesk backup wrote"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			if a.settings.Data == "" {
				return errors.New("this user has no home folder: name a data folder with --data or NEWSDESK_DATA")
			}
			b, err := index.Restore(ctx, a.settings.Data, args[0], force)
			if errors.Is(err, corpus.ErrLibraryThere) {
				return fmt.Errorf("there is an index in %s: name another folder with --data, or replace it with --force", a.settings.Data)
			}
			if err != nil {
				return err
			}
			return a.withIndex(ctx, a.openExisting, func(ix *index.Index) error {
				// Now, so that the first question need not wait for it.
				if _, err := ix.Generation(ctx); err != nil {
					return err
				}
				_, err = fmt.Fprintf(a.out, "restored %s, %s, as of %s\n", count(b.Articles, "article"), count(b.Passages, "passage"), clock(b.Made))
				return err
			})
		},
	}
	a.dataFlag(cmd)
	cmd.Flags().BoolVar(&force, "force", false, "replace the index that is there")
	return cmd
}
