package bench

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"newsdesk/rag"
)

// fake is a program that answers every question with the article that its
// words name, and nothing else.
type fake struct{ files []string }

func (f *fake) Ask(_ context.Context, q rag.Question) (rag.Answer, error) {
	for _, file := range f.files {
		raw, err := os.ReadFile(file)
		if err != nil {
			return rag.Answer{}, err
		}
		words := strings.Fields(q.Text)
		if strings.Contains(string(raw), strings.Trim(words[len(words)-1], "?")) {
			return rag.Answer{Citations: []rag.Citation{{Doc: strings.TrimSuffix(filepath.Base(file), ".txt")}}}, nil
		}
	}
	return rag.Answer{Abstained: true}, nil
}

func program(t *testing.T) Program {
	f := &fake{}
	none := func(context.Context) error { return nil }
	return Program{
		Ingest: func(_ context.Context, from, to string) error {
			f.files = nil
			err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
				if err == nil && !d.IsDir() {
					f.files = append(f.files, path)
				}
				return err
			})
			return errors.Join(err, os.CopyFS(to, os.DirFS(from)))
		},
		Open: func(context.Context, string) (*Archive, error) {
			return &Archive{Asker: f, Ready: none, Nearest: func(context.Context, string) error { return nil },
				Counts: func(context.Context) (int, int, error) { return len(f.files), 5 * len(f.files), nil },
				Close:  func() error { return nil }}, nil
		},
	}
}

func TestRunMeasuresEverySize(t *testing.T) {
	dir := t.TempDir()
	rep, err := Run(t.Context(), program(t), Options{Sizes: []int{12, 24}, Questions: 10, Seed: 3, Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	for i, n := range []int{12, 24} {
		s := rep.Sizes[i]
		if s.Articles != n || s.Passages != 5*n || s.TextBytes < int64(n)*500 || s.IngestSeconds <= 0 || s.OpenSeconds <= 0 || s.Answer.P50 <= 0 || s.Answer.P95 < s.Answer.P50 {
			t.Errorf("size %d: %+v", n, s)
		}
		if r := s.DiskRatio(); r < 1 || r > 1.5 {
			t.Errorf("size %d: %.2f times the text on disk, the files are copied once", n, r)
		}
		if s.Silent != 1 {
			t.Errorf("size %d: %.2f of the unanswerable questions got no answer", n, s.Silent)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
	var table strings.Builder
	if err := rep.Table(&table); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"articles/s", "ingestion:", "memory:", "disk:", "opening:", "an answer:", "a filtered answer:"} {
		if !strings.Contains(table.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, &table)
		}
	}
	d := xml.NewDecoder(strings.NewReader(string(rep.SVG())))
	for {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("the drawing is no XML: %v", err)
		}
	}
}

func TestRunRefusesNothing(t *testing.T) {
	for _, o := range []Options{{Questions: 1}, {Sizes: []int{9}, Questions: 1}, {Sizes: []int{20}}} {
		if _, err := Run(t.Context(), program(t), o); err == nil {
			t.Errorf("%+v was measured", o)
		}
	}
}

func TestSpread(t *testing.T) {
	var ms []float64
	for i := 100; i > 0; i-- {
		ms = append(ms, float64(i))
	}
	if s := spread(ms); s.P50 != 50 || s.P95 != 95 {
		t.Errorf("%+v", s)
	}
	if s := spread([]float64{7}); s.P50 != 7 || s.P95 != 7 {
		t.Errorf("one time: %+v", s)
	}
}
