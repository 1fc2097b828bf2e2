package main

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
	"newsdesk/corpus/source"
	"newsdesk/rag/terms"
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
empty where nobody can be named.`,
		Example: `  newsdesk quotes --speaker Putin --about "security guarantees"
  newsdesk quotes --json article.txt`,
		RunE: func(cmd *cobra.Command, args []string) error {
			out := bufio.NewWriter(a.out)
			q := quotesPrinter{app: a, out: out, speaker: strings.TrimSpace(speaker), about: topic(about), asJSON: asJSON}
			each := a.eachArticle
			if len(args) > 0 {
				each = a.eachFile(args)
			}
			err := each(cmd.Context(), q.article)
			if flushed := out.Flush(); err == nil {
				err = flushed
			}
			if err != nil {
				return err
			}
			a.flushNotices()
			if q.n == 0 {
				a.complain("no quotation" + filterHint(a.settings.Filter))
			}
			return nil
		},
	}
	a.archiveFlags(cmd)
	cmd.Flags().StringVar(&speaker, "speaker", "", "only what this person or organisation said, by `name` or surname")
	cmd.Flags().StringVar(&about, "about", "", "only in paragraphs that hold all these `words`, in whatever form")
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

// quotesPrinter prints the quotations of articles that are asked for.
type quotesPrinter struct {
	*app
	out     *bufio.Writer
	speaker string
	about   []string // stems
	asJSON  bool
	n       int // printed
}

// quoteLine is the Quote object of quotes --json.
type quoteLine struct {
	Doc              string  `json:"doc"`
	Quote            string  `json:"quote"`
	Start            int     `json:"start"`
	End              int     `json:"end"`
	Speaker          string  `json:"speaker"`
	SpeakerAsWritten string  `json:"speaker_as_written"`
	Via              string  `json:"via,omitempty"`
	Verb             string  `json:"verb"`
	Kind             string  `json:"kind"`
	Outlet           string  `json:"outlet"`
	Published        string  `json:"published"`
	Confidence       float64 `json:"confidence"`
}

func (p *quotesPrinter) article(art *corpus.Article) error {
	for _, q := range quote.Find(art, nil) {
		if !p.wants(art, &q) {
			continue
		}
		p.n++
		if err := p.print(art, &q); err != nil {
			return err
		}
	}
	return nil
}

func (p *quotesPrinter) wants(art *corpus.Article, q *corpus.Quote) bool {
	if p.speaker != "" && !quote.SamePerson(p.speaker, q.Speaker) {
		return false
	}
	if len(p.about) == 0 {
		return true
	}
	held := map[string]bool{}
	for _, t := range terms.Tokens(paragraph(art, q.Span).Of(art.Text)) {
		held[t.Stem] = true
	}
	for _, stem := range p.about {
		if !held[stem] {
			return false
		}
	}
	return true
}

func (p *quotesPrinter) print(art *corpus.Article, q *corpus.Quote) error {
	text := q.Of(art.Text)
	if p.asJSON {
		b, err := marshal(quoteLine{
			Doc: art.ID, Quote: text, Start: q.Start, End: q.End, Speaker: q.Speaker,
			SpeakerAsWritten: q.SpeakerAsWritten, Via: q.Via, Verb: q.Verb, Kind: q.Kind.String(),
			Outlet: art.Outlet, Published: art.Date(), Confidence: q.Confidence,
		})
		if err != nil {
			return err
		}
		_, err = p.out.Write(b)
		return err
	}
	if p.n > 1 {
		p.out.WriteByte('\n')
	}
	who := plainLine(q.Speaker)
	switch {
	case who == "" && q.SpeakerAsWritten != "":
		who = plainLine(q.SpeakerAsWritten) + " (not named)"
	case who == "":
		who = "somebody"
	}
	if q.Via != "" {
		who += ", by " + plainLine(q.Via)
	}
	open, shut := "“", "”"
	if q.Kind == corpus.Indirect {
		open, shut = "", "" // the reporter's words, not the speaker's
	}
	d := p.display()
	fmt.Fprintf(p.out, "%s (%s)\n", paint(who, "\x1b[1m", d.Color), q.Kind)
	width := d.Width
	if width == 0 {
		width = 80
	}
	for _, l := range wrapped(open+text+shut, width-2) {
		fmt.Fprintf(p.out, "  %s\n", l)
	}
	_, err := fmt.Fprintf(p.out, "  – %s, %s\n", plainLine(art.Label()), credit(art))
	return err
}

// topic is the stems of the words in text that carry meaning.
func topic(text string) []string {
	var out []string
	for _, t := range terms.Tokens(text) {
		if t.Word && !terms.Stop(t.Lower) || t.Number {
			out = append(out, t.Stem)
		}
	}
	return out
}
