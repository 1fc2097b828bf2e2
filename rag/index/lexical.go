package index

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	bindex "github.com/blevesearch/bleve_index_api"

	"newsdesk/rag/terms"
)

// BM25's parameters (Robertson and Zaragoza, 2009): saturation and length.
const (
	bm25K1 = 1.2
	bm25B  = .75
)

// lexicalVersion changes whenever the analysis does, so that an index made by
// an older one is rebuilt rather than misread.
const lexicalVersion = "3"

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
			return &lexical{path, ix, !write}, nil
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
	return &lexical{path, ix, false}, nil
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

// stats are what scoring needs to know of the whole index.
type stats struct {
	passages int
	avgLen   float64
}

func (l *lexical) stats() (stats, error) {
	var s stats
	err := l.read(func(r bindex.IndexReader) error {
		n, err := r.DocCount()
		if err != nil || n == 0 {
			return err
		}
		s.passages = int(n)
		// Every posting's frequency sums to the total length; reading all of
		// them is dear, so the average comes from a sample of documents.
		s.avgLen, err = sampleLength(r)
		return err
	})
	return s, err
}

// sampleLength is the average field length over the postings of the commonest
// of a few function words, which nearly every passage holds.
func sampleLength(r bindex.IndexReader) (float64, error) {
	var sum float64
	var n int
	for _, word := range [...]string{"the", "a", "in", "of", "to", "and"} {
		tfr, err := r.TermFieldReader(context.Background(), []byte(word), textField, true, true, false)
		if err != nil {
			return 0, err
		}
		for n < 5_000 {
			d, err := tfr.Next(nil)
			if err != nil {
				return 0, errors.Join(err, tfr.Close())
			}
			if d == nil {
				break
			}
			sum += fieldLength(d)
			n++
		}
		if err := tfr.Close(); err != nil {
			return 0, err
		}
	}
	if n == 0 {
		return 150, nil
	}
	return sum / float64(n), nil
}

// fieldLength undoes bleve's norm, 1/√length.
func fieldLength(d *bindex.TermFieldDoc) float64 {
	if d.Norm == 0 {
		return 1
	}
	return 1 / (d.Norm * d.Norm)
}

// frequencies are the numbers of passages that hold each stem.
func (l *lexical) frequencies(stems []string) ([]int, error) {
	out := make([]int, len(stems))
	err := l.read(func(r bindex.IndexReader) error {
		for i, stem := range stems {
			tfr, err := r.TermFieldReader(context.Background(), []byte(stem), textField, false, false, false)
			if err != nil {
				return err
			}
			out[i] = int(tfr.Count())
			if err := tfr.Close(); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// maxSimilar bounds how many indexed words may stand in for an unknown one.
const maxSimilar = 4

// similar are indexed stems that an unknown one may be another form of or, if
// it may be misspelt, a slip of the keyboard for: by distance, then by
// frequency.
func (l *lexical) similar(stem string, misspelt bool) ([]string, error) {
	if len(stem) < 4 || len(stem) > 40 || stem[0] >= '0' && stem[0] <= '9' {
		return nil, nil
	}
	type candidate struct {
		term     string
		distance int
		count    uint64
	}
	var found []candidate
	err := l.read(func(r bindex.IndexReader) error {
		fuzzy, ok := r.(bindex.IndexReaderFuzzy)
		if !ok {
			return fmt.Errorf("lexical index of type %T cannot match fuzzily", r)
		}
		collect := func(dict bindex.FieldDict) error {
			for {
				e, err := dict.Next()
				if err != nil || e == nil {
					return errors.Join(err, dict.Close())
				}
				if (terms.Akin(stem, e.Term) || misspelt && terms.Slip(stem, e.Term)) && !slices.ContainsFunc(found, func(c candidate) bool { return c.term == e.Term }) {
					found = append(found, candidate{e.Term, terms.Distance(stem, e.Term), e.Count})
				}
			}
		}
		fuzziness := 1
		if len(stem) >= 8 {
			fuzziness = 2
		}
		_, first := utf8.DecodeRuneInString(stem)
		dict, err := fuzzy.FieldDictFuzzy(textField, stem, fuzziness, stem[:first])
		if err != nil {
			return err
		}
		if err := collect(dict); err != nil {
			return err
		}
		if len(stem) < 6 {
			return nil
		}
		prefix := []byte(stem[:max(5, len(stem)*7/10)])
		if dict, err = r.FieldDictPrefix(textField, prefix); err != nil {
			return err
		}
		return collect(dict)
	})
	slices.SortFunc(found, func(a, b candidate) int {
		if a.distance != b.distance {
			return a.distance - b.distance
		}
		if a.count != b.count {
			return int(b.count) - int(a.count)
		}
		return strings.Compare(a.term, b.term)
	})
	var out []string
	for i, c := range found {
		// Only the closest: a word two slips away is no reading where one
		// slip explains it.
		if i == maxSimilar || c.distance > found[0].distance {
			break
		}
		out = append(out, c.term)
	}
	return out, err
}

// scored is a passage with its score.
type scored struct {
	key   string
	score float64
}

// search is BM25 over the postings of the query's terms, with the weights
// that the caller gives them instead of an IDF of this index; allowed, if not
// nil, says which articles pass the filter. Best first, ties in the order of
// article and place; at most k, and after them the passages of also that are
// not among them, so that every candidate has a score.
func (l *lexical) search(ctx context.Context, query []Term, avgLen float64, k int, allowed map[string]bool, also []string) ([]scored, error) {
	var out []scored
	err := l.read(func(r bindex.IndexReader) error {
		var acc accumulator
		for _, t := range query {
			if err := ctx.Err(); err != nil {
				return err
			}
			for i, stem := range append([]string{t.Stem}, t.Similar...) {
				weight := t.Weight
				if i > 0 {
					weight *= similarWeight
				}
				if err := postings(ctx, r, textField, stem, func(d *bindex.TermFieldDoc) error {
					tf := float64(d.Freq)
					acc.add(docNumber(d.ID), weight*tf*(bm25K1+1)/(tf+bm25K1*(1-bm25B+bm25B*fieldLength(d)/avgLen)))
					return nil
				}); err != nil {
					return err
				}
			}
			acc.endTerm()
		}
		var err error
		if out, err = acc.top(r, k, allowed); err != nil {
			return err
		}
		for _, key := range also {
			if slices.ContainsFunc(out, func(s scored) bool { return s.key == key }) {
				continue
			}
			id, err := r.InternalID(key)
			if err != nil {
				return err
			}
			s := scored{key: key}
			if id != nil {
				s.score = acc.of(docNumber(id))
			}
			out = append(out, s)
		}
		return nil
	})
	return out, err
}

// similarWeight is how much a word counts that stands in for another.
const similarWeight = .8

// postings calls fn for each passage whose field holds the term.
func postings(ctx context.Context, r bindex.IndexReader, field, term string, fn func(*bindex.TermFieldDoc) error) error {
	tfr, err := r.TermFieldReader(ctx, []byte(term), field, true, true, false)
	if err != nil {
		return err
	}
	var buf bindex.TermFieldDoc
	for {
		d, err := tfr.Next(buf.Reset())
		if err == nil && d != nil {
			err = fn(d)
		}
		if err != nil || d == nil {
			return errors.Join(err, tfr.Close())
		}
	}
}

// docNumber reads scorch's internal identifier, a big-endian number.
func docNumber(id bindex.IndexInternalID) int { return int(binary.BigEndian.Uint64(id)) }

// accumulator sums scores by document number. Of a term's several readings
// the best counts. Terms are added in the query's order, so that equal
// passages get bit-equal sums.
type accumulator struct {
	sum, best []float64
	touched   []int // since the last endTerm
}

func (a *accumulator) add(doc int, score float64) {
	if doc >= len(a.sum) {
		a.sum = append(a.sum, make([]float64, doc+1024-len(a.sum))...)
		a.best = append(a.best, make([]float64, len(a.sum)-len(a.best))...)
	}
	if a.best[doc] == 0 {
		a.touched = append(a.touched, doc)
	}
	a.best[doc] = max(a.best[doc], score)
}

func (a *accumulator) endTerm() {
	for _, doc := range a.touched {
		a.sum[doc] += a.best[doc]
		a.best[doc] = 0
	}
	a.touched = a.touched[:0]
}

func (a *accumulator) of(doc int) float64 {
	if doc < len(a.sum) {
		return a.sum[doc]
	}
	return 0
}

// top takes the best k, naming only as many passages as that needs.
func (a *accumulator) top(r bindex.IndexReader, k int, allowed map[string]bool) ([]scored, error) {
	var docs []int
	for doc, s := range a.sum {
		if s > 0 {
			docs = append(docs, doc)
		}
	}
	slices.SortFunc(docs, func(x, y int) int { return cmpDesc(a.sum[x], a.sum[y]) })
	var out []scored
	for _, doc := range docs {
		if len(out) >= k && a.sum[doc] < out[len(out)-1].score {
			break
		}
		key, err := r.ExternalID(binary.BigEndian.AppendUint64(nil, uint64(doc)))
		if err != nil {
			return nil, err
		}
		if article, _ := splitKey(key); allowed == nil || allowed[article] {
			out = append(out, scored{key, a.sum[doc]})
		}
	}
	slices.SortFunc(out, compareScored)
	return out[:min(k, len(out))], nil
}

// compareScored orders by score, best first, then by article and place.
func compareScored(a, b scored) int {
	if a.score != b.score {
		return cmpDesc(a.score, b.score)
	}
	return compareKeys(a.key, b.key)
}

func cmpDesc(a, b float64) int {
	switch {
	case a > b:
		return -1
	case a < b:
		return 1
	}
	return 0
}

// compareKeys orders passages by article, then by place in it.
func compareKeys(a, b string) int {
	x, m := splitKey(a)
	y, n := splitKey(b)
	if c := strings.Compare(x, y); c != 0 {
		return c
	}
	return m - n
}

func lexicalPath(dir string) string { return filepath.Join(dir, "lexical") }
