package main

import (
	"bufio"
	"context"
	"errors"

	"github.com/spf13/cobra"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
	"newsdesk/corpus/source"
	"newsdesk/rag/quotes"
)

func (a *app) quotesCommand() *cobra.Command {
	var speaker, about string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "quotes [PATH…]",
		Short: "Who said what, verbatim",
		Long: `Print who said what, verbatim: in the files and folders named, or else in the
archive. A quotation is printed as it stands in the article; the speaker is the
name that the article gives ("Vladimir Putin" for "he told reporters"), or
empty where nobody can be named. What one person said stands together, and one
remark that articles word differently is shown as one, each wording with its
article. In the objects of --json a remark has one number.`,
		Example: `  newsdesk quotes --speaker Putin --about "security guarantees"
  newsdesk quotes --json article.txt`,
		RunE: func(cmd *cobra.Command, args []string) error {
			asked, err := quotes.NewQuery(speaker, about)
			if errors.Is(err, quotes.ErrNoTopic) {
				return usagef("--about %q has no word with a meaning of its own: name a topic", about)
			}
			if err != nil {
				return err
			}
			var found quotations
			each := a.eachArticle
			if len(args) > 0 {
				each = a.eachFile(args)
			}
			if err := each(cmd.Context(), func(art *corpus.Article) error {
				found.List = append(found.List, asked.In(art, art.Version(), quote.Find(art, nil))...)
				return nil
			}); err != nil {
				return err
			}
			a.flushNotices()
			if len(found.List) == 0 {
				a.complain("no quotation" + filterHint(a.settings.Filter))
			}
			out := bufio.NewWriter(a.out)
			if asJSON {
				return errors.Join(found.printJSON(out), out.Flush())
			}
			found.print(out, a.display())
			return out.Flush()
		},
	}
	a.archiveFlags(cmd, false)
	cmd.Flags().StringVar(&speaker, "speaker", "", "only what this person or organisation said, by `name` or surname")
	cmd.Flags().StringVar(&about, "about", "", "only where the quotation and its sentence hold these `words`, in whatever form; of many, most")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print an object a line")
	return cmd
}

// eachArticle calls fn with the articles of the archive that pass the filter.
func (a *app) eachArticle(ctx context.Context, fn func(*corpus.Article) error) error {
	arch, err := a.openArchive(ctx)
	if err != nil {
		return err
	}
	defer arch.close()
	list, err := arch.lib().List(ctx, a.settings.Filter)
	if err != nil {
		return err
	}
	for i := range list {
		art, err := arch.lib().Article(ctx, list[i].ID)
		if err != nil {
			return err
		}
		if err := fn(art); err != nil {
			return err
		}
	}
	return nil
}

// eachFile is eachArticle for files, which need not be in any archive.
func (a *app) eachFile(paths []string) func(context.Context, func(*corpus.Article) error) error {
	return func(ctx context.Context, fn func(*corpus.Article) error) error {
		var skipped []string
		err := source.Files(ctx, paths, func(f source.File) error {
			if f.Skipped != nil {
				skipped = append(skipped, skipLine(".", f))
				return nil
			}
			if !a.settings.Filter.Match(&f.Article) {
				return nil
			}
			return fn(&f.Article)
		})
		if err == nil {
			a.noticeLines(skipped)
		}
		return err
	}
}
