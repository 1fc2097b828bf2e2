package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"github.com/spf13/cobra"

	"newsdesk/corpus/story"
	"newsdesk/rag"
	"newsdesk/rag/bench"
	"newsdesk/rag/embed"
	"newsdesk/rag/eval"
	"newsdesk/rag/index"
)

func (a *app) benchCommand() *cobra.Command {
	o := bench.Options{}
	var svg string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Measure how the program grows with its archive",
		Long: `Measure how the program grows with its archive: invented articles, the same
for the same seed, are taken into a new index in the temporary folder, which is
then opened and asked. Printed for each size are the articles taken in a second,
the most memory resident meanwhile, the bytes on disk for a byte of text, the
time of opening, and of answers without and with a filter; below, what limits
each. Nothing of an index of yours is read or written.

The times are those of the clock: what else the machine does is in them. Compare
the sizes of one run, and the CPU times.`,
		Example: `  newsdesk bench --sizes 1000,5000
  newsdesk bench --svg growth.svg --json > growth.json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			for _, n := range o.Sizes {
				if n < 10 || n > 1_000_000 {
					return usagef("--sizes %d: measure between 10 and 1,000,000 articles", n)
				}
			}
			if len(o.Sizes) == 0 || o.Questions < 1 {
				return usagef("name at least one size and ask at least one question")
			}
			return a.bench(cmd.Context(), o, svg, asJSON)
		},
	}
	f := cmd.Flags()
	f.IntSliceVar(&o.Sizes, "sizes", []int{1000, 5000, 10000, 20000}, "measure with these `numbers` of articles")
	f.IntVar(&o.Questions, "questions", 100, "ask this `number` of questions of each size and kind")
	f.Uint64Var(&o.Seed, "seed", 1, "invent the articles from this `number`")
	f.StringVar(&svg, "svg", "", "draw the growth into this `file`")
	f.BoolVar(&asJSON, "json", false, "print the figures as one JSON object")
	return cmd
}

func (a *app) bench(ctx context.Context, o bench.Options, svg string, asJSON bool) error {
	dir, err := os.MkdirTemp("", "newsdesk-bench-")
	if err != nil {
		return fmt.Errorf("cannot make a folder for the articles: %w; free some space or set TMPDIR", cause(err))
	}
	defer os.RemoveAll(dir)
	o.Dir = dir
	o.Step = func(what string) { fmt.Fprintln(a.err, what) }
	table, err := embed.Builtin()
	if err != nil {
		return err
	}
	open := func(ctx context.Context, data string) (*index.Index, error) {
		return index.Open(ctx, data, table, a.logger(slog.LevelWarn))
	}
	rep, err := bench.Run(ctx, bench.Program{
		Ingest: func(ctx context.Context, from, to string) (err error) {
			var t tally
			b := batcher{open: func(ctx context.Context) (*index.Index, error) { return open(ctx, to) }, admit: t.admit, done: t.count}
			defer func() { err = errors.Join(err, b.close()) }()
			if err := addFiles(ctx, []string{from}, &b, &t, nil); err != nil {
				return err
			}
			if err := b.ix.Settle(ctx); err != nil {
				return err
			}
			_, err = story.Link(ctx, b.ix.Library())
			return err
		},
		Open: func(ctx context.Context, data string) (*bench.Archive, error) {
			ix, err := open(ctx, data)
			if err != nil {
				return nil, err
			}
			return &bench.Archive{
				Asker: rag.New(ix, ix.Library(), table),
				Ready: func(ctx context.Context) error {
					_, err := ix.Generation(ctx)
					return err
				},
				Nearest: func(ctx context.Context, text string) error {
					_, err := ix.Search(ctx, index.Query{Vector: table.Vector(text), K: 10})
					return err
				},
				Counts: ix.Library().Counts,
				Close:  ix.Close,
			}, nil
		},
	}, o)
	if err != nil {
		return err
	}
	if svg != "" {
		if err := eval.ReplaceFile(svg, rep.SVG()); err != nil {
			return err
		}
	}
	if asJSON {
		return a.printJSON(rep)
	}
	return rep.Table(a.out)
}
