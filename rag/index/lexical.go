package index

import (
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	bindex "github.com/blevesearch/bleve_index_api"

	"newsdesk/rag/terms"
)

// lexicalVersion changes whenever the analysis does, so that an index made by
// an older one is rebuilt rather than misread.
const lexicalVersion = "5"

const (
	textField     = "text"
	articleField  = "article"
	generationKey = "generation"
	versionKey    = "version"
)

// lexical is the inverted index of passages, a bleve index on disk. bleve
// keeps the postings; the scores are computed here, because raw BM25 is what
// the decision to answer rests on and because document frequencies of a small
// archive need a background.
type lexical struct {
	path     string
	ix       bleve.Index
	readOnly bool
	owned    func() ([]string, error)
}

// openLexical opens the index at path. With write it is created where it is
// missing or of another version; without, that is errStale.
func openLexical(path string, write bool) (*lexical, error) {
	config := map[string]any{"bolt_timeout": "3s"}
	if !write {
		config["read_only"] = true
	}
	ix, err := bleve.OpenUsing(path, config)
	switch {
	case err == nil:
		if v, verr := ix.GetInternal([]byte(versionKey)); verr == nil && string(v) == lexicalVersion {
			return newLexical(path, ix, !write), nil
		}
		if err := ix.Close(); err != nil {
			return nil, err
		}
	case strings.Contains(err.Error(), "timeout"):
		return nil, errInUse
	}
	if !write {
		return nil, errStale
	}
	// Missing, damaged or old: the library is the truth, so start afresh.
	if err := os.RemoveAll(path); err != nil {
		return nil, err
	}
	mapping := bleve.NewIndexMapping()
	mapping.StoreDynamic, mapping.DocValuesDynamic = false, false
	if ix, err = bleve.New(path, mapping); err != nil {
		return nil, err
	}
	if err := ix.SetInternal([]byte(versionKey), []byte(lexicalVersion)); err != nil {
		return nil, errors.Join(err, ix.Close())
	}
	return newLexical(path, ix, false), nil
}

func newLexical(path string, ix bleve.Index, readOnly bool) *lexical {
	l := &lexical{path: path, ix: ix, readOnly: readOnly}
	l.owned = sync.OnceValues(l.owners)
	return l
}

func (l *lexical) close() error { return l.ix.Close() }

// generation is that of the library at which l was last in step with it.
func (l *lexical) generation() (int64, error) {
	b, err := l.ix.GetInternal([]byte(generationKey))
	if err != nil || len(b) != 8 {
		return 0, err
	}
	return int64(binary.BigEndian.Uint64(b)), nil
}

// entry is one passage to index.
type entry struct {
	key  string
	text string
}

// passageKey names passage n of an article; articleOf takes it apart.
func passageKey(article string, n int) string { return article + "\x1f" + strconv.Itoa(n) }

func splitKey(key string) (article string, n int) {
	i := strings.LastIndexByte(key, 0x1f)
	n, _ = strconv.Atoi(key[i+1:])
	return key[:i], n
}

// apply drops all passages of the articles named, adds passages, in one batch,
// and notes the generation that the index is then in step with; 0 leaves it.
func (l *lexical) apply(articles []string, add []entry, generation int64) error {
	batch := l.ix.NewBatch()
	if err := l.read(func(r bindex.IndexReader) error {
		for _, article := range articles {
			if err := postings(context.Background(), r, articleField, article, func(d *bindex.TermFieldDoc) error {
				key, err := r.ExternalID(d.ID)
				batch.Delete(key)
				return err
			}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return err
	}
	for _, e := range add {
		doc := document.NewDocument(e.key)
		article, _ := splitKey(e.key)
		doc.AddField(document.NewTextFieldCustom(articleField, nil, []byte(article), bindex.IndexField, whole{}))
		doc.AddField(document.NewTextFieldCustom(textField, nil, []byte(e.text), bindex.IndexField, analyzer{}))
		if err := batch.IndexAdvanced(doc); err != nil {
			return err
		}
	}
	if generation > 0 {
		batch.SetInternal([]byte(generationKey), binary.BigEndian.AppendUint64(nil, uint64(generation)))
	}
	return l.ix.Batch(batch)
}

// keys lists the passages indexed, sorted.
func (l *lexical) keys() ([]string, error) {
	var out []string
	err := l.read(func(r bindex.IndexReader) error {
		ids, err := r.DocIDReaderAll()
		if err != nil {
			return err
		}
		defer ids.Close()
		for {
			id, err := ids.Next()
			if err != nil || id == nil {
				return err
			}
			key, err := r.ExternalID(id)
			if err != nil {
				return err
			}
			out = append(out, key)
		}
	})
	slices.Sort(out)
	return out, err
}

// read runs fn over one consistent snapshot of the index.
func (l *lexical) read(fn func(bindex.IndexReader) error) error {
	adv, err := l.ix.Advanced()
	if err != nil {
		return err
	}
	r, err := adv.Reader()
	if err != nil {
		return err
	}
	return errors.Join(fn(r), r.Close())
}

// analyzer gives bleve the terms of package terms.
type analyzer struct{}

// Analyze implements analysis.Analyzer.
func (analyzer) Analyze(text []byte) analysis.TokenStream {
	tokens := terms.Tokens(string(text))
	out := make(analysis.TokenStream, 0, len(tokens))
	for i, t := range tokens {
		if t.Word {
			out = append(out, &analysis.Token{Term: []byte(t.Stem), Start: t.Start, End: t.End, Position: i + 1})
		}
	}
	return out
}

// whole gives bleve a field as one term.
type whole struct{}

// Analyze implements analysis.Analyzer.
func (whole) Analyze(text []byte) analysis.TokenStream {
	return analysis.TokenStream{{Term: text, End: len(text), Position: 1}}
}

// frequencies are the numbers of passages that hold each stem, of those that
// docs has, if it is not nil.
func (l *lexical) frequencies(ctx context.Context, stems []string, docs []bool) ([]int, error) {
	out := make([]int, len(stems))
	err := l.read(func(r bindex.IndexReader) error {
		for i, stem := range stems {
			var err error
			if out[i], err = frequency(ctx, r, stem, docs); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

func frequency(ctx context.Context, r bindex.IndexReader, stem string, docs []bool) (n int, err error) {
	tfr, err := r.TermFieldReader(ctx, []byte(stem), textField, false, false, false)
	if err != nil {
		return 0, err
	}
	if docs == nil {
		return int(tfr.Count()), tfr.Close()
	}
	var buf bindex.TermFieldDoc
	for {
		d, err := tfr.Next(buf.Reset())
		if err != nil || d == nil {
			return n, errors.Join(err, tfr.Close())
		}
		if docs[docNumber(d.ID)] {
			n++
		}
	}
}

func lexicalPath(dir string) string { return filepath.Join(dir, "lexical") }
