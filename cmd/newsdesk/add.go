package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"newsdesk/corpus/follow"
	"newsdesk/corpus/source"
	"newsdesk/corpus/story"
	"newsdesk/rag/index"
)

func (a *app) addCommand() *cobra.Command {
	var from webFlags
	var into []string
	var owner string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "add PATH|ADDRESS…",
		Short: "Add articles to the index, or update them",
		Long: fmt.Sprintf(`Add articles to the index, or update them: files, and folders of them.

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
whatever cannot be read and what a link in a folder leads to outside it, and the
rest goes on.

An address is a page, a feed (RSS, Atom, JSON) or a site map, told by what is
in it; of a feed that only has summaries the pages that it links to are read.
Of a home page, --discover reads the feed that it names. Sites are asked one
page a second, or as rarely as their robots.txt says, and only where it allows
that; addresses in private networks are refused (NEWSDESK_ALLOW_HOSTS names
exceptions). newsdesk watch reads folders and feeds again and again.

With --collection the articles are put into collections too, which --collection
of ask, list and the like then chooses; those that are there already join. With
--owner addresses are added to a Discord server's own archive, as that server
may do itself: the newest %d entries of a feed, from public hosts alone.

Copies of one text are linked, see newsdesk copies.

What is in the index unchanged costs nothing to add again. - reads a list of
paths and addresses from stdin, one a line. Ctrl-C finishes the batch under way
and keeps what is done. --json prints events: "progress", "skipped" with the
reason, and at the end "summary".`, follow.OwnedEntries),
		Example: `  newsdesk add ./articles
  newsdesk add https://example.org/feed.xml
  find . -name '*.txt' -newer last-run | newsdesk add -`,
		Args: atLeastOne("files, folders or addresses to add, or - for a list on stdin"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			if err := checkCollections(into); err != nil {
				return err
			}
			given, err := a.given(ctx, args)
			if err != nil {
				return err
			}
			given.collections = into
			if owner != "" {
				return a.addOwned(ctx, owner, given, from.discover, asJSON)
			}
			return a.add(ctx, given, from, asJSON)
		},
	}
	a.dataFlag(cmd)
	from.offer(cmd)
	collectionsFlag(cmd, &into)
	ownerFlag(cmd, &owner)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print progress, what is skipped and the summary as events, an object a line")
	return cmd
}

// given replaces - by the lines of stdin and parts addresses from paths.
func (a *app) given(ctx context.Context, args []string) (g sources, err error) {
	for _, arg := range args {
		if arg != "-" {
			if err := g.take(arg); err != nil {
				return g, err
			}
			continue
		}
		for in := newLines(a.in); ; {
			text, err := in.next(ctx)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return g, err
			}
			if text = strings.TrimRight(text, "\r\n"); text != "" {
				if err := g.take(text); err != nil {
					return g, err
				}
			}
		}
	}
	if len(g.paths)+len(g.addresses) == 0 {
		return g, errors.New("stdin names nothing to add: write a path or address a line")
	}
	return g, nil
}

// sources are what add was given, and the collections that it goes into.
type sources struct{ paths, addresses, collections []string }

func (g *sources) take(arg string) error {
	switch {
	case arg == "":
		return usagef("an empty path: name a file or a folder")
	case isAddress(arg):
		g.addresses = append(g.addresses, arg)
	default:
		g.paths = append(g.paths, arg)
	}
	return nil
}

// add stores the articles in what was given, a batch at a time, and prints
// what became of them.
func (a *app) add(ctx context.Context, given sources, from webFlags, events bool) (err error) {
	var t tally
	shown := progress{app: a, events: events}
	shown.start()
	var b batcher
	b = batcher{open: a.openIndex, admit: t.admit, cancellable: a.settings.remote(), collections: given.collections, done: func(s index.Summary) {
		t.count(s)
		shown.read = b.stored
		shown.add(len(s.Added) + len(s.Updated) + len(s.Unchanged))
	}}
	defer func() { err = errors.Join(err, b.close()) }()
	if len(given.paths) > 0 {
		// What cannot be measured cannot be read either, and is reported then.
		shown.total, shown.size, _ = source.Measure(given.paths)
		err = addFiles(ctx, given.paths, &b, &t, nil)
	}
	if err == nil && len(given.addresses) > 0 {
		err = a.addAddresses(ctx, given.addresses, from, &b, &t)
	}
	if err == nil && b.ix != nil {
		// Now, so that the first question need not wait for it.
		err = b.ix.Settle(ctx)
	}
	if err == nil && b.ix != nil {
		t.copies, err = story.Link(ctx, b.ix.Library())
	}
	shown.end()
	if events {
		t.events(&shown)
	}
	if err != nil && t.done() == 0 {
		return err // nothing was done: the error says it all
	}
	if ctx.Err() != nil {
		return fmt.Errorf("interrupted; kept what was done: %v; run the same command again for the rest", &t)
	}
	if err != nil {
		return fmt.Errorf("%w (%v)", err, &t)
	}
	if len(given.paths) > 0 {
		if t.other, err = source.PassedOver(given.paths); err != nil {
			return err
		}
	}
	if events {
		a.flushNotices()
		return nil
	}
	a.noticeLines(t.lines)
	a.flushNotices()
	_, err = fmt.Fprintln(a.out, &t)
	return err
}

// addFiles puts the articles in paths into b. see, if not nil, is told of all
// that is read.
func addFiles(ctx context.Context, paths []string, b *batcher, t *tally, see func(source.File)) error {
	err := source.Files(ctx, paths, func(f source.File) error {
		if see != nil {
			see(f)
		}
		b.read = f.Read
		if f.Skipped != nil {
			t.skip(f)
			return nil
		}
		return b.add(ctx, withFile(f))
	})
	if err == nil || ctx.Err() != nil && !b.cancellable {
		err = errors.Join(b.flush(ctx), err)
	}
	return err
}
