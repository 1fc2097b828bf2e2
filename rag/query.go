package rag

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"newsdesk/corpus"
	"newsdesk/rag/index"
	"newsdesk/rag/terms"
	"newsdesk/rag/vector"
)

// Retriever finds passages and knows how common words are in the archive.
type Retriever interface {
	// Generation changes whenever the archive does.
	Generation(context.Context) (int64, error)
	Search(context.Context, index.Query) ([]index.Hit, error)
	// Articles is what is known of every article, without texts, by ID. An
	// article that has changed is another pointer.
	Articles(context.Context) ([]*corpus.Article, error)
	// Passing is what is known of those that pass a filter.
	Passing(context.Context, corpus.Filter) ([]*corpus.Article, error)
	// Languages is the ISO 639-1 code of each article's language, by ID, where
	// it is known. The caller must not change it.
	Languages(context.Context) (map[string]string, error)
	// Reach is the first and the last day of publication, zero where no
	// article is dated.
	Reach(context.Context) (oldest, newest time.Time, err error)
	// Frequencies is the number of passages, and of those that hold each stem.
	Frequencies(ctx context.Context, stems []string) (passages int, counts []int, err error)
	// Similar are indexed stems that may stand for an unknown one: other forms
	// of it and, if it may be misspelt, what it may be a slip for.
	Similar(ctx context.Context, stem string, misspelt bool) ([]string, error)
}

// Words is the embedder's word level: what scoring sentences needs of it.
type Words interface {
	// WordNorm is the vector of a folded word, not to be changed, and its length.
	WordNorm(lower string) (v []float32, norm float32)
	// Rank is the word's place in a list of English words by frequency, or -1.
	Rank(lower string) int
	// Vector is a text's unit vector.
	Vector(text string) []float32
}

// term is one content word of a question.
type term struct {
	stem, lower string
	// written is the word as typed.
	written string
	// similar are indexed stems that stand in for a word the archive lacks.
	similar []string
	// weight is the IDF times the share that the term has in the question: 1
	// for its own words, less for those taken from the conversation.
	weight float64
	// known is false where neither the word nor a similar one is indexed.
	known bool
	// surprise is how unlikely it is, in nats, that an archive of this size
	// holds the word by chance; nothing for one that stands all over it.
	surprise float64
	// unit is the word's direction, or nil.
	unit []float32
}

// query is a question held against the archive.
type query struct {
	parsed
	Question
	reading reading
	// prefer lets pass what is to come first of what is as good.
	prefer corpus.Filter
	// period is the time that is asked about.
	period period
	// empty is true where the question names no subject at all.
	empty bool
	// passages is how many the archive holds.
	passages int
	terms    []term
	at       map[string]int // stem → index in terms
	total    float64        // sum of the weights
	rare     []int          // indexes of terms by falling weight
	vector   []float32
	focusV   []float32
}

// contextShare is the weight of words that come from the conversation rather
// than from the question itself.
const contextShare = .4

// lightShare is the weight of verbs that say little of their own, and of "length":
// an answer to "how long did it last" need not hold "last".
const lightShare = .3

// The background frequencies: those of general English, mixed in as if the
// archive held that many more passages, of that many words. In an archive of
// three articles a word's own counts say next to nothing; in one of thousands
// they outweigh the background.
const (
	backgroundPassages = 1000
	backgroundWords    = 170
)

// newQuery weighs a question's words by how rare they are here.
func (e *Engine) newQuery(ctx context.Context, q Question, r reading) (*query, error) {
	out := &query{parsed: parse(r.text), Question: q, reading: r, at: make(map[string]int)}
	out.intent.compare = out.intent.compare || q.topic
	if out.words == "" { // a "today" in quoted words is the speaker's
		out.period = readPeriod(r.text, q.AskedOn)
	}
	for i, t := range out.parsed.tokens {
		if out.intent.speaker != "" && out.period.from <= t.Start && t.Start < out.period.to {
			continue // when something was said is no part of what it was about
		}
		if subject(t) && !out.misspeltWh(i) && !out.meta(i) && !out.functionWord(i) && !out.filler(i) && !out.wantsRecent(i) {
			share := 1.
			if (lightVerbs[t.Stem] || durations[t.Stem]) && !t.Capital {
				share = lightShare
			}
			out.put(t, r.text, share)
		}
	}
	before := parse(r.context)
	for i, t := range before.tokens {
		if subject(t) && !before.filler(i) && !(measures[t.Lower] && before.word(i-1) == "how") {
			out.put(t, r.context, contextShare)
		}
	}
	if out.empty = len(out.terms) == 0; out.empty { // nothing but function words
		for _, t := range out.parsed.tokens {
			if t.Word {
				out.put(t, r.text, 1)
			}
		}
	}
	stems := make([]string, len(out.terms))
	for i := range out.terms {
		if out.language != english {
			out.terms[i].carryOver()
		}
		stems[i] = out.terms[i].stem
	}
	passages, counts, err := e.retriever.Frequencies(ctx, stems)
	if err != nil {
		return nil, err
	}
	out.passages = passages
	for i := range out.terms {
		t := &out.terms[i]
		if counts[i] == 0 {
			if t.similar, err = e.retriever.Similar(ctx, t.stem, e.words.Rank(t.lower) < 0); err != nil {
				return nil, err
			}
		}
		if len(t.similar) == 0 && (counts[i] == 0 || out.counted() != "" && countedThings[t.stem] != nil) {
			if t.similar, err = e.indexed(ctx, out.synonyms(t)); err != nil {
				return nil, err
			}
		}
		t.known = counts[i] > 0 || len(t.similar) > 0
		t.weight *= e.idf(t.lower, counts[i], passages)
		t.surprise = e.surprise(t.lower, counts[i], passages)
		if out.language != english && !t.known {
			t.weight = 0 // a word of another language says nothing here
		}
		out.total += t.weight
		if v, n := e.words.WordNorm(t.lower); n > 0 {
			t.unit = scaled(v, 1/n)
		}
		out.rare = append(out.rare, i)
	}
	out.total = max(out.total, 1e-9)
	slices.SortStableFunc(out.rare, func(a, b int) int { return cmp.Compare(out.terms[b].weight, out.terms[a].weight) })
	out.vector = e.queryVector(out)
	if i, ok := out.at[out.focus]; ok {
		out.focusV = out.terms[i].unit
	}
	return out, nil
}

// indexed are those of the stems that stand in the archive.
func (e *Engine) indexed(ctx context.Context, stems []string) ([]string, error) {
	if len(stems) == 0 {
		return nil, nil
	}
	_, counts, err := e.retriever.Frequencies(ctx, stems)
	var out []string
	for i, n := range counts {
		if n > 0 {
			out = append(out, stems[i])
		}
	}
	return out, err
}

// carryOver spells a foreign word as English would spell the name it may be.
func (t *term) carryOver() {
	if l := latin(t.lower); l != t.lower {
		t.lower = l
		t.stem = strings.Join(terms.Stems(l), " ")
	}
}

// subject reports whether a word can say what a question is about.
func subject(t terms.Token) bool { return t.Word && !terms.Stop(t.Lower) && !whWords[t.Lower] }

func (q *query) put(t terms.Token, text string, share float64) {
	if _, ok := q.at[t.Stem]; ok {
		return
	}
	q.at[t.Stem] = len(q.terms)
	q.terms = append(q.terms, term{stem: t.Stem, lower: t.Lower, written: text[t.Start:t.End], weight: share})
}

// idf weighs a word by its passages here and in general English.
func (e *Engine) idf(word string, count, passages int) float64 {
	n := float64(passages) + backgroundPassages
	df := float64(count) + backgroundPassages*e.inPassage(word)
	return math.Log(1 + (n-df+.5)/(df+.5))
}

// inPassage is the share of passages of general English that hold a word.
func (e *Engine) inPassage(word string) float64 {
	share := 1. / 40_000 // not one piece of the vocabulary: rare
	if rank := e.words.Rank(word); rank >= 0 {
		// Zipf–Mandelbrot; the vocabulary's words begin near row 1,000.
		share = .1 / (max(0, float64(rank)-998) + 2.7)
	}
	return 1 - math.Pow(1-share, backgroundWords)
}

// surprise is the information in finding a word in the archive at all: much in
// a small one, next to nothing in one of thousands, and less the more of its
// passages hold it, since then it is what the archive is about.
func (e *Engine) surprise(word string, count, passages int) float64 {
	if passages == 0 {
		return 0
	}
	byChance := 1 - math.Pow(1-e.inPassage(word), float64(passages))
	return -math.Log(max(byChance, 1e-4)) * (1 - min(1, float64(count)/float64(passages)))
}

// queryVector is the direction of the question's words, with those of the
// conversation at their share.
func (e *Engine) queryVector(q *query) []float32 {
	sum := make([]float32, len(e.words.Vector("")))
	for _, t := range q.tokens {
		if t.Word && !whWords[t.Lower] {
			v, _ := e.words.WordNorm(t.Lower)
			add(sum, v, 1)
		}
	}
	for _, t := range terms.Tokens(q.reading.context) {
		if t.Word {
			v, _ := e.words.WordNorm(t.Lower)
			add(sum, v, contextShare)
		}
	}
	return unit(sum)
}

// search turns the query into one of the index's.
func (q *query) search(k int, f corpus.Filter) index.Query {
	out := index.Query{Vector: q.vector, Text: strings.TrimSpace(q.reading.text + " " + q.reading.context), Filter: f, K: k}
	for _, t := range q.terms {
		out.Terms = append(out.Terms, index.Term{Stem: t.stem, Similar: t.similar, Weight: t.weight})
	}
	return out
}

// matches reports whether a stem of the archive answers to term t: the same,
// one that stands in for it, or a near form.
func (t *term) matches(stem string) bool {
	return t.stem == stem || slices.Contains(t.similar, stem)
}

func scaled(v []float32, by float32) []float32 {
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = x * by
	}
	return out
}

func add(sum, v []float32, by float32) {
	for i, x := range v {
		sum[i] += x * by
	}
}

func unit(v []float32) []float32 {
	n := vector.Length(v)
	if n == 0 {
		return v
	}
	return scaled(v, float32(1/n))
}

// hasWord reports whether words, split at spaces, hold w.
func hasWord(words, w string) bool { return slices.Contains(strings.Fields(words), w) }
