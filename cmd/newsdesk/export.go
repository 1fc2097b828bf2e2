package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"newsdesk/corpus"
)

func (a *app) exportCommand() *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:   "export [FILE]",
		Short: "Write the articles out, an object a line",
		Long: `Write the articles out, an object a line: id, title, outlet, author, published,
url and text, and what else is known. Without a file they go to stdout. The
filters choose among them.`,
		Example: `  newsdesk export articles.jsonl
  newsdesk export --outlet Reuters | wc -l`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 || len(args) == 1 && args[0] == "" {
				return usagef("give one file to write to, or none for stdout")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			arch, err := a.openArchive(ctx)
			if err != nil {
				return err
			}
			defer arch.close()
			if len(args) == 0 {
				a.flushNotices()
				_, err := a.export(ctx, arch.lib(), a.out)
				return err
			}
			n, err := a.exportFile(ctx, arch.lib(), args[0], force)
			if err != nil {
				return err
			}
			a.flushNotices()
			_, err = fmt.Fprintf(a.out, "wrote %s\n", count(n, "article"))
			return err
		},
	}
	a.archiveFlags(cmd, false)
	cmd.Flags().BoolVar(&force, "force", false, "replace the file if there is one")
	return cmd
}

// exportFile writes the articles into a file, which appears when it is whole.
func (a *app) exportFile(ctx context.Context, lib *corpus.Library, path string, force bool) (n int, err error) {
	if _, err := os.Lstat(path); err == nil && !force {
		return 0, fmt.Errorf("there is a file %s: name another, or replace it with --force", path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".newsdesk-export-")
	if err != nil {
		return 0, fmt.Errorf("cannot write beside %s: %w", path, cause(err))
	}
	defer os.Remove(f.Name())
	n, err = a.export(ctx, lib, f)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return 0, err
	}
	return n, os.Rename(f.Name(), path)
}

// export writes the articles that pass the filter, and counts them.
func (a *app) export(ctx context.Context, lib *corpus.Library, to io.Writer) (n int, err error) {
	out := bufio.NewWriterSize(to, 1<<16)
	n, err = writeArticles(ctx, lib, a.settings.Filter, out)
	return n, errors.Join(err, out.Flush())
}

// writeArticles writes the articles that pass f, an object a line, and counts
// them.
func writeArticles(ctx context.Context, lib *corpus.Library, f corpus.Filter, out *bufio.Writer) (n int, err error) {
	err = lib.Walk(ctx, f, func(art *corpus.Article) error {
		b, err := marshal(struct {
			metadata
			Text string `json:"text"`
		}{described(art), art.Text})
		if err != nil {
			return err
		}
		n++
		_, err = out.Write(b)
		return err
	})
	return n, err
}
