// Package bench measures how the program grows with its archive: how fast it
// takes articles in and in how much memory, what they take on disk, and how
// long opening, answers and filtered answers take.
//
// The articles are those of package invent. Every size is measured in one
// process, one after the other, so that the figures of one run can be
// compared; figures of two runs can only be if the machine did nothing else.
package bench

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/invent"
	"newsdesk/rag"
)

// Archive is an open archive, as the program under measurement has it.
type Archive struct {
	rag.Asker
	// Ready brings the indexes in step with the library, as the first
	// question does.
	Ready func(context.Context) error
	// Nearest is a search by vector alone, to part it from the rest.
	Nearest func(ctx context.Context, text string) error
	// Counts is the number of articles and of passages.
	Counts func(context.Context) (articles, passages int, err error)
	Close  func() error
}

// Program is what is measured.
type Program struct {
	// Ingest reads the articles in the folder from, and is done when they
	// are durable and their indexes written in the data folder to.
	Ingest func(ctx context.Context, from, to string) error
	// Open opens a data folder.
	Open func(ctx context.Context, data string) (*Archive, error)
}

// Options say what to measure.
type Options struct {
	Sizes     []int // numbers of articles
	Questions int   // how many are asked of each size and kind
	Seed      uint64
	// Dir is an existing folder for what is made; each size removes its own.
	Dir string
	// Step, if not nil, is told what is being done.
	Step func(string)
}

// Spread is the median and the 95th percentile of times in milliseconds.
type Spread struct {
	P50 float64 `json:"p50"`
	P95 float64 `json:"p95"`
}

// Size is what was measured of one size.
type Size struct {
	Articles  int   `json:"articles"`
	Passages  int   `json:"passages"`
	TextBytes int64 `json:"text_bytes"`
	// DiskBytes is the data folder after it was closed.
	DiskBytes int64 `json:"disk_bytes"`
	// IngestSeconds is the time of the clock from nothing to the index
	// written, IngestCPU that of the processors, 0 where it is unknown.
	IngestSeconds float64 `json:"ingest_s"`
	IngestCPU     float64 `json:"ingest_cpu_s"`
	// PeakBytes is the most memory resident meanwhile, 0 where it is unknown.
	PeakBytes int64 `json:"peak_bytes"`
	// OpenSeconds is from nothing to the first search.
	OpenSeconds float64 `json:"open_s"`
	OpenCPU     float64 `json:"open_cpu_s"`
	// Answer, ByDate and ByOutlet are the times of answers; AnswerCPU and
	// FilteredCPU the mean of the processors' time.
	Answer      Spread  `json:"answer_ms"`
	ByDate      Spread  `json:"by_date_ms"`
	ByOutlet    Spread  `json:"by_outlet_ms"`
	AnswerCPU   float64 `json:"answer_cpu_ms"`
	FilteredCPU float64 `json:"filtered_cpu_ms"`
	// Retrieve is the part of an answer in which passages and sentences are
	// found, Nearest a search by vector alone.
	Retrieve Spread `json:"retrieve_ms"`
	Nearest  Spread `json:"nearest_ms"`
	// Found is the share of the answerable questions whose answer cites the
	// article they were made from, Silent that of the
	// unanswerable ones without an answer: that the program did its work.
	Found  float64 `json:"found"`
	Silent float64 `json:"silent"`
}

// Rate is articles a second.
func (s *Size) Rate() float64 { return float64(s.Articles) / max(s.IngestSeconds, 1e-9) }

// DiskRatio is bytes on disk for each byte of text.
func (s *Size) DiskRatio() float64 { return float64(s.DiskBytes) / float64(max(s.TextBytes, 1)) }

// Report is what one run measured.
type Report struct {
	Cores int `json:"cores"`
	// LoadBefore and LoadAfter are the system's load averages of a minute, 0
	// where they are unknown: with more than none before, others were at work.
	LoadBefore float64 `json:"load_before"`
	LoadAfter  float64 `json:"load_after"`
	Questions  int     `json:"questions"`
	Seed       uint64  `json:"seed"`
	Sizes      []Size  `json:"sizes"`
}

// Run measures p.
func Run(ctx context.Context, p Program, o Options) (*Report, error) {
	if len(o.Sizes) == 0 || slices.Min(o.Sizes) < 10 || o.Questions < 1 {
		return nil, errors.New("measure sizes of at least 10 articles with at least one question")
	}
	if o.Step == nil {
		o.Step = func(string) {}
	}
	rep := &Report{Cores: runtime.NumCPU(), LoadBefore: load(), Questions: o.Questions, Seed: o.Seed}
	room := invent.New(o.Seed)
	for _, n := range o.Sizes {
		s, err := measure(ctx, p, &o, room, n)
		if err != nil {
			return nil, fmt.Errorf("with %d articles: %w", n, err)
		}
		rep.Sizes = append(rep.Sizes, *s)
	}
	rep.LoadAfter = load()
	return rep, nil
}

func measure(ctx context.Context, p Program, o *Options, room *invent.Newsroom, n int) (*Size, error) {
	dir, err := os.MkdirTemp(o.Dir, "bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	from, to := filepath.Join(dir, "articles"), filepath.Join(dir, "data")
	s := &Size{Articles: n}
	o.Step(fmt.Sprintf("%d articles: writing them", n))
	if s.TextBytes, err = write(ctx, room, n, from); err != nil {
		return nil, err
	}
	debug.FreeOSMemory()
	o.Step(fmt.Sprintf("%d articles: taking them in", n))
	peak, clock := watchMemory(), start()
	err = p.Ingest(ctx, from, to)
	s.IngestSeconds, s.IngestCPU = clock.stop()
	s.PeakBytes = peak()
	if err != nil {
		return nil, err
	}
	if s.DiskBytes, err = size(to); err != nil {
		return nil, err
	}
	debug.FreeOSMemory()
	return s, s.ask(ctx, p, o, room, to)
}

// write makes the files and returns the bytes of their texts.
func write(ctx context.Context, room *invent.Newsroom, n int, dir string) (bytes int64, err error) {
	// Folders of a thousand, as people keep theirs.
	for i := range n {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		sub := filepath.Join(dir, fmt.Sprintf("%04d", i/1000))
		if i%1000 == 0 {
			if err := os.MkdirAll(sub, 0o700); err != nil {
				return 0, err
			}
		}
		a := room.Article(i)
		bytes += int64(len(a.Text))
		if err := os.WriteFile(filepath.Join(sub, a.ID+".txt"), invent.File(a), 0o600); err != nil {
			return 0, err
		}
	}
	return bytes, nil
}

// size is the bytes of the files below dir.
func size(dir string) (bytes int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			bytes += info.Size()
		}
		return err
	})
	return bytes, err
}

// ask opens the archive in data and asks it.
func (s *Size) ask(ctx context.Context, p Program, o *Options, room *invent.Newsroom, data string) (err error) {
	o.Step(fmt.Sprintf("%d articles: opening", s.Articles))
	clock := start()
	arch, err := p.Open(ctx, data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, arch.Close()) }()
	if err := arch.Ready(ctx); err != nil {
		return err
	}
	s.OpenSeconds, s.OpenCPU = clock.stop()
	articles, passages, err := arch.Counts(ctx)
	if err != nil {
		return err
	}
	if s.Passages = passages; articles != s.Articles {
		return fmt.Errorf("the archive holds %d", articles)
	}
	o.Step(fmt.Sprintf("%d articles: asking", s.Articles))
	qs := questions(room, s.Articles, o.Questions)
	var filteredCPU [2]float64
	var plain asked
	if plain, err = askAll(ctx, arch, qs, func(question) corpus.Filter { return corpus.Filter{} }); err != nil {
		return err
	}
	s.Answer, s.Retrieve, s.AnswerCPU, s.Found, s.Silent = spread(plain.ms), spread(plain.retrieve), plain.cpu, plain.found, plain.silent
	byDate, err := askAll(ctx, arch, qs, func(q question) corpus.Filter {
		return corpus.Filter{Since: q.published.AddDate(0, 0, -180), Until: q.published.AddDate(0, 0, 180)}
	})
	if err != nil {
		return err
	}
	s.ByDate, filteredCPU[0] = spread(byDate.ms), byDate.cpu
	byOutlet, err := askAll(ctx, arch, qs, func(q question) corpus.Filter { return corpus.Filter{Outlet: q.outlet} })
	if err != nil {
		return err
	}
	s.ByOutlet, filteredCPU[1] = spread(byOutlet.ms), byOutlet.cpu
	s.FilteredCPU = (filteredCPU[0] + filteredCPU[1]) / 2
	var nearest []float64
	for _, q := range qs {
		begun := time.Now()
		if err := arch.Nearest(ctx, q.text); err != nil {
			return err
		}
		nearest = append(nearest, milliseconds(time.Since(begun)))
	}
	s.Nearest = spread(nearest)
	return nil
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// spread sorts times.
func spread(ms []float64) Spread {
	slices.Sort(ms)
	at := func(share float64) float64 {
		// The nearest rank: the least that this share does not exceed.
		return ms[max(0, int(math.Ceil(share*float64(len(ms))))-1)]
	}
	return Spread{P50: at(.5), P95: at(.95)}
}
