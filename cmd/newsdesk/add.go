package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"newsdesk/corpus/source"
	"newsdesk/rag/index"
)

func (a *app) addCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "add PATH…",
		Short: "Add articles to the index, or update them",
		Long: `Add articles to the index, or update them: files, and folders of them.

  text       .txt and .md in UTF-8, with or without a YAML front matter of id,
             title, outlet, author, published and url
  pages      .html, .htm, .xhtml, .mhtml: the main text, and what the page
             says of title, author, outlet, date and address
  documents  .pdf with a text layer, .docx, .epub (a chapter an article), .eml
  records    .jsonl (an object a line) and .csv (a row an article, the first
             row naming the columns), with the fields above and text
  archives   .zip, .tar, .tgz, .warc, and any of these kinds with .gz

An article without an id is named after its file, "archive/folder/page" within
an archive, "list:12" or its address in a list; of two files that give one id
the second is left out, with a line, while the first is still there. So is
whatever cannot be read, and the rest goes on.

What is in the index unchanged costs nothing to add again. - reads a list of
paths from stdin, one a line. Ctrl-C keeps the batches that are done.`,
		Example: `  newsdesk add ./articles
  find . -name '*.txt' -newer last-run | newsdesk add -`,
		Args: atLeastOne("files or folders to add, or - for a list on stdin"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			paths, err := a.paths(ctx, args)
			if err != nil {
				return err
			}
			return a.add(ctx, paths)
		},
	}
	a.dataFlag(cmd)
	return cmd
}

// paths replaces - by the lines of stdin and refuses what is not a path.
func (a *app) paths(ctx context.Context, args []string) ([]string, error) {
	var out []string
	for _, arg := range args {
		if arg != "-" {
			out = append(out, arg)
			continue
		}
		for in := newLines(a.in); ; {
			text, err := in.next(ctx)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return nil, err
			}
			if text = strings.TrimRight(text, "\r\n"); text != "" {
				out = append(out, text)
			}
		}
	}
	for _, p := range out {
		if strings.HasPrefix(p, "http://") || strings.HasPrefix(p, "https://") {
			return nil, fmt.Errorf("%s is an address, and only files and folders can be added: save the page's text to a file first", p)
		}
		if p == "" {
			return nil, usagef("an empty path: name a file or a folder")
		}
	}
	if len(out) == 0 {
		return nil, errors.New("stdin names no paths: write one a line")
	}
	return out, nil
}

// add stores the articles in paths, a batch at a time, and prints what became
// of them.
func (a *app) add(ctx context.Context, paths []string) (err error) {
	var t tally
	shown := progress{app: a}
	b := batcher{open: a.openIndex, admit: t.admit, done: func(s index.Summary) {
		t.added += len(s.Added)
		t.updated += len(s.Updated)
		t.unchanged += len(s.Unchanged)
		shown.add(len(s.Added) + len(s.Updated) + len(s.Unchanged))
	}}
	defer func() {
		if b.ix != nil {
			err = errors.Join(err, b.ix.Close())
		}
	}()
	err = source.Files(ctx, paths, func(f source.File) error {
		if f.Skipped != nil {
			t.skip(f)
			return nil
		}
		return b.add(ctx, withFile(f))
	})
	if err == nil || ctx.Err() != nil {
		err = errors.Join(b.flush(ctx), err)
	}
	if err == nil {
		// Now, so that the first question need not wait for it.
		_, err = b.ix.Generation(ctx)
	}
	shown.end()
	if err != nil && t.done() == 0 {
		return err // nothing was done: the error says it all
	}
	if ctx.Err() != nil {
		return fmt.Errorf("interrupted; kept what was done: %v; run the same command again for the rest", &t)
	}
	if err != nil {
		return fmt.Errorf("%w (%v)", err, &t)
	}
	if t.other, err = source.PassedOver(paths); err != nil {
		return err
	}
	a.noticeLines(t.lines)
	a.flushNotices()
	_, err = fmt.Fprintln(a.out, &t)
	return err
}
