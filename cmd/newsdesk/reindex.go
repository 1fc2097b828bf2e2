package main

import (
	"context"
	"fmt"
	"maps"

	"github.com/spf13/cobra"

	"newsdesk/corpus"
	"newsdesk/corpus/source"
	"newsdesk/corpus/story"
	"newsdesk/corpus/web"
	"newsdesk/rag/index"
)

func (a *app) reindexCommand() *cobra.Command {
	var anew bool
	cmd := &cobra.Command{
		Use:   "reindex",
		Short: "Make passages, vectors and index entries anew",
		Long: `Make all passages, vectors and index entries anew, out of the articles that are
in the index: nothing is fetched. --embedder chooses another embedder. With
--clean the articles themselves are read again, as this version of newsdesk
reads them, out of the bytes that they came from, which the index keeps; what
then reads differently is a new version of its article, and citations of the
old one still open.

The index answers all the while. Ctrl-C keeps what is done: the same command
goes on from there.`,
		Example: `  newsdesk reindex --embedder ollama:nomic-embed-text
  newsdesk reindex --clean`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			return a.withIndex(ctx, a.openExisting, func(ix *index.Index) error {
				return a.reindex(ctx, ix, anew)
			})
		},
	}
	a.dataFlag(cmd)
	cmd.Flags().BoolVar(&anew, "clean", false, "read the articles again, out of the bytes that they came from")
	return cmd
}

func (a *app) reindex(ctx context.Context, ix *index.Index, anew bool) error {
	if ix.Library().ReadOnly() {
		return fmt.Errorf("%w: the index in %s may only be read", corpus.ErrReadOnly, a.settings.Data)
	}
	var read index.Reread
	if anew {
		read = reread
	}
	shown := progress{app: a}
	r, err := ix.Reindex(ctx, read, func(done, _ int) { shown.add(done - shown.n) })
	shown.end()
	if err == nil {
		_, err = story.Link(ctx, ix.Library())
	}
	if ctx.Err() != nil {
		return fmt.Errorf("interrupted; %s done: run the same command again for the rest", count(r.Articles, "article"))
	}
	if err != nil {
		return err
	}
	for _, line := range r.Failed {
		a.notice("kept as it is: %s", line)
	}
	a.flushNotices()
	line := "indexed " + count(r.Articles, "article") + " anew"
	if r.Resumed > 0 {
		line += fmt.Sprintf(", after %d by an earlier run", r.Resumed)
	}
	if anew {
		line += fmt.Sprintf("; %d read differently, %d kept as they are, of %d there are no bytes to read", len(r.Changed), len(r.Failed), r.Without)
	}
	_, err = fmt.Fprintln(a.out, line)
	return err
}

// reread makes an article of the bytes that old was read from.
func reread(ctx context.Context, old *corpus.Article, raw *corpus.Raw) (corpus.Article, error) {
	if raw.URL == "" {
		art, err := source.Parse(ctx, raw.Name, raw.Bytes)
		if err != nil {
			return art, err
		}
		return inherit(art, old, nil), nil
	}
	art, err := readPage(ctx, web.Document{URL: raw.URL, MediaType: raw.MediaType, Fetched: raw.Fetched, Whole: raw.Whole, Raw: raw.Bytes})
	if err != nil {
		return art, err
	}
	// What the feed or site map said is not in the page.
	return inherit(art, old, func(field, from string, empty bool) bool {
		return field == "url" || (from == "feed" || from == "site map") && (empty || raw.Whole)
	}), nil
}

// inherit is art with what old has from elsewhere than its bytes: the file that
// it came from, and the fields that keep says.
func inherit(art corpus.Article, old *corpus.Article, keep func(field, from string, empty bool) bool) corpus.Article {
	art.Provenance = maps.Clone(art.Provenance)
	if art.Provenance == nil {
		art.Provenance = map[string]string{}
	}
	for _, key := range []string{fileKey, "id"} {
		if from, ok := old.Provenance[key]; ok {
			art.Provenance[key] = from
		}
	}
	if keep == nil {
		return art
	}
	for _, f := range []struct {
		name     string
		new, old *string
	}{{"url", &art.URL, &old.URL}, {"title", &art.Title, &old.Title}, {"author", &art.Author, &old.Author}, {"outlet", &art.Outlet, &old.Outlet}} {
		if from := old.Provenance[f.name]; keep(f.name, from, *f.new == "") {
			*f.new = *f.old
			provide(&art, old, f.name)
		}
	}
	if from := old.Provenance["published"]; keep("published", from, art.Published.IsZero()) {
		art.Published = old.Published
		provide(&art, old, "published")
	}
	return art
}

// provide takes over where a field came from.
func provide(art, old *corpus.Article, field string) {
	delete(art.Provenance, field)
	if from, ok := old.Provenance[field]; ok {
		art.Provenance[field] = from
	}
}
