package quote

import (
	"regexp"
	"strings"

	"newsdesk/corpus"
)

// Gold is how a person annotated a quotation.
type Gold struct {
	// Speaker is the words for the source in its paragraph.
	Speaker string
	// Resolved is the name for a pronoun, or empty.
	Resolved string
	Pronoun  bool
	// Cue is the words that attribute.
	Cue string
}

// Judge knows the annotations of an article.
type Judge interface {
	// Gold is the annotation of the quotation at sp, nil where it is none;
	// annotated is false where nobody looked at its paragraph.
	Gold(a *corpus.Article, sp corpus.Span) (g *Gold, annotated bool)
	// Same reports whether the name predicted is the speaker gold.
	Same(predicted, gold string) bool
}

// Option is one way to decide, by the features that describe it.
type Option struct {
	Features []string
	Right    bool
}

// Choice is the options of one decision. Several can be right.
type Choice []Option

// Lesson is the decisions that annotated articles teach.
type Lesson struct{ Rank, Coref, Speech []Choice }

// Learn adds what the article a teaches under the word lists of m. The
// weights of m are not used: each decision is described as if all before it
// were right.
func (l *Lesson) Learn(m *Model, a *corpus.Article, judge Judge) {
	d := newDocument(a, m)
	var prev previous
	seen := map[*mention]bool{}
	l.learnSalience(d)
	for _, u := range d.units {
		g, annotated := judge.Gold(a, u.Span)
		if !annotated {
			continue
		}
		l.Speech = append(l.Speech, Choice{
			{Features: record(func(f *features) { f.add("bias"); d.speechFeatures(f, u) }), Right: g != nil},
			{Right: g == nil},
		})
		if g == nil {
			continue
		}
		c := d.candidates(u, prev)
		right := d.right(u, c, g, judge)
		var choice Choice
		var source *mention
		for i, x := range c {
			choice = append(choice, Option{record(func(f *features) { d.rankFeatures(f, u, x, prev) }), right[i]})
			if right[i] && source == nil {
				source = x
			}
		}
		if source == nil {
			continue
		}
		if len(c) > 1 {
			l.Rank = append(l.Rank, choice)
		}
		ent := source.ent
		if source.kind == kindPronoun && source.g != 0 && !seen[source] && bareName(g.Resolved) {
			seen[source] = true
			if c, e := d.learnCoref(source, prev, g, judge); e != nil {
				l.Coref = append(l.Coref, c)
				ent = e
			}
		}
		prev = previous{source, ent, u.para}
	}
}

// learnSalience adds the pronouns of d that stand for the only person of
// their gender among several, by titles and given names. Whom they mean is
// certain, so they teach what else but gender tells persons apart.
func (l *Lesson) learnSalience(d *document) {
	for _, m := range d.mentions {
		if m.g == 0 || m.inq {
			continue
		}
		c := d.antecedents(m)
		one, certain := 0, len(c) > 1
		for _, ms := range c {
			e := ms[0].ent
			if max(e.m-e.f, e.f-e.m) < 2 {
				certain = false
			}
			if e.gender() == m.g {
				one++
			}
		}
		if !certain || one != 1 {
			continue
		}
		var choice Choice
		for _, ms := range c {
			choice = append(choice, Option{record(func(f *features) { d.salience(f, m, ms, previous{}) }), ms[0].ent.gender() == m.g})
		}
		l.Coref = append(l.Coref, choice)
	}
}

func (d *document) learnCoref(m *mention, prev previous, g *Gold, judge Judge) (Choice, *entity) {
	var c Choice
	var ent *entity
	for _, ms := range agreeing(m, d.antecedents(m)) {
		e := ms[0].ent
		ok := judge.Same(e.name, g.Resolved)
		if ok && ent == nil {
			ent = e
		}
		c = append(c, Option{record(func(f *features) { d.corefFeatures(f, m, ms, prev) }), ok})
	}
	return c, ent
}

func record(describe func(*features)) []string {
	var names []string
	describe(&features{record: &names})
	return names
}

// right tells which of the mentions c carry the annotated speaker: those
// within its words, else those of the paragraph by that name, else those
// elsewhere.
func (d *document) right(u *unit, c []*mention, g *Gold, judge Judge) []bool {
	para := d.paras[u.para].Span
	text := para.Of(d.text)
	var at []corpus.Span
	for i := 0; g.Speaker != "" && i < len(text); {
		j := strings.Index(text[i:], g.Speaker)
		if j < 0 {
			break
		}
		s := para.Start + i + j
		at = append(at, corpus.Span{Start: s, End: s + len(g.Speaker)})
		i += j + 1
	}
	within := func(m *mention) bool {
		ts := d.paras[m.para].toks
		sp := corpus.Span{Start: ts[m.s].a, End: ts[m.e-1].b}
		for _, o := range at {
			if o.Contains(sp) {
				return true
			}
		}
		return false
	}
	inside := func(m *mention) bool { return m.para == u.para && within(m) }
	named := func(m *mention) bool { return judge.Same(m.text, g.Speaker) }
	for _, test := range []func(*mention) bool{
		func(m *mention) bool { return inside(m) && named(m) },
		func(m *mention) bool { return m.para == u.para && named(m) },
		inside,
		func(m *mention) bool {
			name := d.nameOf(m, m.ent)
			if name == "" {
				name = m.text
			}
			return m.kind != kindPronoun && (judge.Same(name, g.Speaker) || judge.Same(name, g.Resolved))
		},
	} {
		out, some := make([]bool, len(c)), false
		for i, m := range c {
			out[i] = test(m)
			some = some || out[i]
		}
		if some {
			return out
		}
	}
	return make([]bool, len(c))
}

// bareName reports whether s is a personal name and nothing else. What a
// program resolved is often a wrong phrase, which teaches nothing.
func bareName(s string) bool {
	words := strings.Fields(strings.ReplaceAll(s, " 's", ""))
	for _, w := range words {
		if w[0] < 'A' || w[0] > 'Z' || is(bare(strings.ToLower(w)), fPlace|fDate) {
			return false
		}
	}
	return 0 < len(words) && len(words) <= 5
}

var phraseEnd = regexp.MustCompile(`,| who | of | for | from | in | at | to `)

// LearnWords learns the strength of cues and the nouns that speak from the
// annotations gold and the text of arts outside quotations.
func LearnWords(arts []*corpus.Article, gold []Gold) *Model {
	base := &Model{Cues: Weights{}, Nouns: map[string]bool{}}
	known := func(w string) bool { return is(w, fBaseCue) }
	heads, nouns, total := map[string]int{}, map[string]int{}, map[string]int{}
	for _, g := range gold {
		if h := headVerb(g.Cue, known); h != "" {
			heads[h]++
		}
		if g.Pronoun {
			continue
		}
		words := strings.Fields(phraseEnd.Split(g.Speaker, 2)[0])
		if len(words) > 0 && letters(words[len(words)-1]) && len(words[len(words)-1]) > 2 {
			nouns[words[len(words)-1]]++
		}
	}
	for _, a := range arts {
		d := newDocument(a, base)
		for _, p := range d.paras {
			for i := range p.toks {
				if t := &p.toks[i]; !t.quoted() {
					total[lemma(t.low, known)]++
				}
			}
		}
	}
	m := &Model{Ranker: Weights{}, Coref: Weights{}, Speech: Weights{}, Cues: Weights{}, Nouns: map[string]bool{}}
	for w, f := range lexicon {
		if f&fBaseCue != 0 {
			m.Cues[w] = .05
		}
		if f&(fSpeaker|fCollective) != 0 {
			m.Nouns[w] = true
		}
	}
	for h, c := range heads {
		if c >= 2 || known(h) {
			m.Cues[h] = float64(c) / float64(max(total[h], c, 5))
		}
	}
	isCue := func(w string) bool { _, ok := m.Cues[w]; return ok }
	for w, c := range nouns {
		if c >= 2 && !is(w, fFunction) && !isCue(lemma(w, isCue)) && w != "than" && w != "who" && w != "which" {
			m.Nouns[w] = true
		}
	}
	m.index()
	return m
}

// headVerb is the lemma of the verb in the words that attribute, or "".
func headVerb(words string, known func(string) bool) string {
	ws := strings.Fields(strings.ToLower(words))
	first := ""
	for _, w := range ws {
		w = strings.Trim(w, ":,.")
		if w != "according" && (!letters(w) || is(w, fFunction|fAuxiliary|fAdverb|fPreposition)) {
			continue
		}
		l := lemma(w, known)
		if known(l) {
			return l
		}
		if first == "" {
			first = l
		}
	}
	if len(ws) <= 2 {
		return first
	}
	return ""
}

// letters reports whether w is lower-case letters only.
func letters(w string) bool {
	for i := range len(w) {
		if w[i] < 'a' || w[i] > 'z' {
			return false
		}
	}
	return w != ""
}
