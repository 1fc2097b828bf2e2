package main

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"sort"
	"strings"

	"newsdesk/corpus"
	"newsdesk/rag/embed"
	"newsdesk/rag/verify"
	"newsdesk/rag/verify/synth"
)

// pair is a sentence beside a source, true of it or not.
type pair struct {
	article  int
	kind     string
	good     bool
	features []float64
}

// Kinds of corruption that fewer sentences allow are tried more often.
var frequency = map[string]float64{"fusion": .8, "splice": .5, "stranger": .6, "extra": .45, "circumstance": .8, "negation": .8, "antonym": 1,
	"unit": 4, "date": 2.5, "modality": 4, "quantifier": 2.5, "speaker": 3, "number": 1.8, "direction": 1.2, "entity": 1}

var teaser = regexp.MustCompile(`(?i)\?|live|opinion|review|quiz|video|watch|how |why |what `)

func makePairs(texts []text, c *verify.Checker, table *embed.Table, per int) []pair {
	var strangers []string
	for _, t := range texts {
		strangers = append(strangers, t.material.Names[:min(3, len(t.material.Names))]...)
	}
	var out []pair
	for n, t := range texts {
		p := pairMaker{c: c, n: n, text: t, rand: rand.New(rand.NewPCG(7, uint64(n)))}
		p.maker = synth.New(uint64(n), sample(p.rand, strangers, 40))
		p.whole = verify.NewSource(t.article, t.sentences, t.quotes, table)
		p.source = p.whole
		p.words = table
		out = append(out, p.pairs(per)...)
	}
	return out
}

func sample(r *rand.Rand, v []string, n int) (out []string) {
	for range n {
		out = append(out, v[r.IntN(len(v))])
	}
	return out
}

type pairMaker struct {
	c      *verify.Checker
	n      int
	text   text
	rand   *rand.Rand
	maker  *synth.Maker
	words  verify.Words
	whole  *verify.Source // the article without its headline
	source *verify.Source // what the next sentences are laid beside
	out    []pair
}

func (p *pairMaker) add(s, kind string, good bool) {
	if f := p.c.Features(s, p.source); f != nil {
		p.out = append(p.out, pair{article: p.n, kind: kind, good: good, features: f})
	}
}

// pairs takes sentences of the article, rewrites each up to three times, and
// makes one corruption of what came out. The headline is a paraphrase that a person
// wrote.
func (p *pairMaker) pairs(per int) []pair {
	a := p.text.material
	order := p.rand.Perm(len(a.Sentences))
	taken := 0
	for _, i := range order {
		if n := len(strings.Fields(a.Sentences[i])); n < 8 || n > 40 || taken >= per {
			continue
		}
		taken++
		p.source = p.whole
		if p.rand.IntN(10) < cited {
			p.source = p.around(i)
		}
		s, kind := p.rewrite(a.Sentences[i], i)
		p.add(s, kind, true)
		p.corrupt(s, i)
	}
	p.source = p.whole
	if n := len(strings.Fields(a.Title)); n >= 6 && n <= 20 && !teaser.MatchString(a.Title) {
		p.add(a.Title, "headline", true)
		p.corrupt(a.Title, -1)
	}
	return p.out
}

// cited of ten sentences are laid beside a few sentences only, as behind a
// citation.
const cited = 3

// around is the source of sentence i with its neighbours and up to three
// others.
func (p *pairMaker) around(i int) *verify.Source {
	keep := map[int]bool{i - 1: true, i: true, i + 1: true}
	for range p.rand.IntN(4) {
		keep[p.rand.IntN(len(p.text.sentences))] = true
	}
	var ss []corpus.Sentence
	for k, s := range p.text.sentences {
		if keep[k] {
			ss = append(ss, s)
		}
	}
	return verify.NewSource(p.text.article, ss, p.text.quotes, p.words)
}

func (p *pairMaker) rewrite(s string, i int) (string, string) {
	times := [...]int{0, 1, 1, 2, 2, 3}[p.rand.IntN(6)]
	kind := "verbatim"
	for _, k := range p.rand.Perm(len(synth.Rewrites)) {
		if times == 0 {
			break
		}
		if t := p.maker.Rewrite(synth.Rewrites[k], s, p.text.material, i); t != "" {
			s, times = t, times-1
			if kind == "verbatim" {
				kind = synth.Rewrites[k]
			} else {
				kind = "several"
			}
		}
	}
	return s, kind
}

func (p *pairMaker) corrupt(s string, i int) {
	kinds := append([]string(nil), synth.Corruptions...)
	key := map[string]float64{}
	for _, k := range kinds {
		// Weighted order without replacement: the exponential trick.
		key[k] = p.rand.ExpFloat64() / frequency[k]
	}
	sort.Slice(kinds, func(a, b int) bool { return key[kinds[a]] < key[kinds[b]] })
	for _, k := range kinds {
		if t := p.maker.Corrupt(k, s, p.text.material, i); t != "" {
			p.add(t, k, false)
			return
		}
	}
}

func describe(pairs []pair) {
	articles := map[int]bool{}
	good := 0
	for _, p := range pairs {
		articles[p.article] = true
		if p.good {
			good++
		}
	}
	fmt.Printf("%d pairs of %d articles, %d true\n", len(pairs), len(articles), good)
}

// gather makes the pairs that ok accepts into data; both labels weigh the same.
func gather(pairs []pair, ok func(pair) bool) data {
	var d data
	good := 0.
	for _, p := range pairs {
		if !ok(p) {
			continue
		}
		d.x = append(d.x, p.features)
		d.y = append(d.y, p.good)
		if p.good {
			good++
		}
	}
	bad := float64(len(d.y)) - good
	for _, y := range d.y {
		w := 1.
		if y && good > 0 {
			w = bad / good
		}
		d.w = append(d.w, w)
	}
	return d
}

// crossValidate prints, for articles held out, the area under the curve and
// the share of each kind of corruption that scores below 95 and 90 % of the
// true sentences.
func crossValidate(pairs []pair, folds int) {
	scores := make([]float64, len(pairs))
	for k := range folds {
		m := boost(gather(pairs, func(p pair) bool { return p.article%folds != k }), signs())
		for i, p := range pairs {
			if p.article%folds == k {
				scores[i] = m.score(p.features)
			}
		}
	}
	var good []float64
	for i, p := range pairs {
		if p.good {
			good = append(good, scores[i])
		}
	}
	sort.Float64s(good)
	five, ten := good[len(good)/20], good[len(good)/10]
	thresholds(pairs, scores)
	type tally struct{ n, five, ten int }
	kinds := map[string]*tally{}
	below, total := 0., 0.
	for i, p := range pairs {
		t := kinds[p.kind]
		if t == nil {
			t = &tally{}
			kinds[p.kind] = t
		}
		t.n++
		if scores[i] < five {
			t.five++
		}
		if scores[i] < ten {
			t.ten++
		}
		if !p.good {
			below += float64(len(good) - sort.SearchFloat64s(good, scores[i]))
			total += float64(len(good))
		}
	}
	fmt.Printf("held out: AUROC %.3f; share removed where 5 and 10 %% of the true are:\n", below/total)
	names := make([]string, 0, len(kinds))
	for k := range kinds {
		names = append(names, k)
	}
	sort.Strings(names)
	for _, k := range names {
		t := kinds[k]
		fmt.Printf("  %-13s %5d  %.2f %.2f\n", k, t.n, float64(t.five)/float64(t.n), float64(t.ten)/float64(t.n))
	}
}

// thresholds prints where a yes or no is most often right, by how much of the
// wording is the source's: freely worded sentences score lower, true or not.
func thresholds(pairs []pair, scores []float64) {
	const step = .2
	for low := 0.; low < 1; low += step {
		type row struct {
			score float64
			good  bool
		}
		var rows []row
		var good, bad float64
		for i, p := range pairs {
			if c := p.features[0]; c < low || c >= low+step && low+step < 1 {
				continue
			}
			rows = append(rows, row{scores[i], p.good})
			if p.good {
				good++
			} else {
				bad++
			}
		}
		sort.Slice(rows, func(a, b int) bool { return rows[a].score < rows[b].score })
		best, at, g, b := 0., 0., 0., 0.
		for _, r := range rows {
			if acc := (1 - g/good + b/bad) / 2; acc > best {
				best, at = acc, r.score
			}
			if r.good {
				g++
			} else {
				b++
			}
		}
		fmt.Printf("trigrams copied from %.1f: %5.0f true, %5.0f not: best threshold %+.2f, balanced accuracy %.3f\n", low, good, bad, at, best)
	}
}
