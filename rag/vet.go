package rag

import (
	"regexp"
	"slices"
	"strings"

	"newsdesk/corpus"
	"newsdesk/rag/draft"
	"newsdesk/rag/terms"
	"newsdesk/rag/verify"
)

// Fault says what is wrong with a sentence that a model wrote.
type Fault string

// The faults. A fabricated quotation stands in no cited article; a
// misattributed remark stands there, as somebody else's.
const (
	Fabricated    Fault = "fabricated"
	Misattributed Fault = "misattributed"
	Altered       Fault = "altered"
	Contradicted  Fault = "contradicted"
	Unverified    Fault = "unverified"
	Uncited       Fault = "uncited"
	Unsafe        Fault = "unsafe"
	Repeated      Fault = "repeated"
)

// repairable reports whether the model is asked to mend such a sentence: one
// that says something else than the evidence, not one that merely cannot be
// verified.
func (f Fault) repairable() bool {
	return f == Fabricated || f == Misattributed || f == Altered || f == Contradicted
}

// vetter holds a model's sentences against the evidence of one question.
type vetter struct {
	checker *verify.Checker
	words   Words
	brief   brief
	sources map[*document]exhibited
}

// exhibited is what was shown of an article, as claims are held against it.
type exhibited struct {
	source *verify.Source
	joint  joint
}

// finding is what became of a sentence.
type finding struct {
	// text is the sentence as it may be shown, its quotations in the source's
	// own characters, where fault is empty.
	text string
	// exhibits are the evidence that bears it out, as indexes of the brief,
	// where fault is empty; else what is nearest to it, if anything.
	exhibits []int
	fault    Fault
	reason   string
}

// unsafe is what no sentence of an answer holds: addresses, markup, mentions.
var unsafe = regexp.MustCompile("(?i)[a-z][a-z0-9+.-]*://|\\bwww\\.|\\bmailto:|\\bjavascript:|\\]\\(|!\\[|<[@#:/!a-z]|@everyone|@here|```|[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")

// vet judges one sentence.
func (v *vetter) vet(s draft.Sentence) finding {
	if unsafe.MatchString(s.Text) {
		return finding{fault: Unsafe, reason: "holds a link, markup or a mention"}
	}
	if fragment(s.Text) {
		return finding{exhibits: v.cited(s.Cites), fault: Unverified, reason: "breaks off"}
	}
	cited := v.cited(s.Cites)
	docs := v.docs(cited)
	best, j := v.check(s.Text, docs)
	if best.Verdict != verify.Supported {
		if other, k := v.check(s.Text, v.rest(docs)); other.Verdict == verify.Supported {
			best, j = other, k // cited wrongly or not at all, and plain all the same
		}
	}
	if best.Verdict == verify.Unverified {
		if kept := v.inClauses(s.Text, cited); len(kept) > 0 {
			return v.restored(s.Text, kept)
		}
	}
	if best.Verdict != verify.Supported {
		return v.faulty(cited, best, j)
	}
	kept := v.bearing(s.Text, cited, best, j)
	if len(kept) == 0 {
		return finding{exhibits: v.nearest(cited, best, j), fault: Unverified, reason: "rests on words outside the evidence for this question"}
	}
	return v.restored(s.Text, kept)
}

// dangling are words that no sentence ends with.
var dangling = terms.Set("that and or but of to in on with for by from as than because if which who whose the a an is are was were his her its their")

// fragment reports whether a sentence breaks off.
func fragment(text string) bool {
	tokens := terms.Tokens(text)
	for i := len(tokens) - 1; i >= 0; i-- {
		if tokens[i].Word {
			return dangling[tokens[i].Lower]
		}
	}
	return true
}

// restored puts the sources' own characters between the quotation marks.
func (v *vetter) restored(text string, kept []int) finding {
	var sources []*verify.Source
	for _, d := range v.docs(kept) {
		sources = append(sources, v.source(d).source)
	}
	shown, exact := verify.Restore(text, sources)
	switch {
	case !exact:
		return finding{exhibits: kept, fault: Fabricated, reason: "a quotation stands in no cited article"}
	case marks(shown)%2 == 1:
		return finding{exhibits: kept, fault: Unverified, reason: "a quotation mark is not closed"}
	}
	return finding{text: shown, exhibits: kept}
}

// cited are the exhibits that the numbers name.
func (v *vetter) cited(numbers []int) []int {
	var out []int
	for _, n := range numbers {
		if n >= 1 && n <= len(v.brief) {
			out = append(out, n-1)
		}
	}
	return out
}

// docs are the different articles of exhibits.
func (v *vetter) docs(exhibits []int) []*document {
	var out []*document
	for _, i := range exhibits {
		if d := v.brief[i].document; !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	return out
}

// rest are the articles of the brief that are not among docs.
func (v *vetter) rest(docs []*document) []*document {
	var out []*document
	for i := range v.brief {
		if d := v.brief[i].document; !slices.Contains(docs, d) && !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	return out
}

// check holds a sentence against articles, each alone and then together: a
// sentence may join what two of them say. The joint is needed to read the
// result's evidence.
func (v *vetter) check(text string, docs []*document) (verify.Result, joint) {
	if len(docs) == 0 {
		return verify.Result{}, nil
	}
	sources := make([]*verify.Source, len(docs))
	for i, d := range docs {
		sources[i] = v.source(d).source
	}
	r := v.checker.Check(text, sources)
	var about joint
	if len(r.Evidence) > 0 {
		about = v.source(docs[r.Evidence[0].Source]).joint
	}
	if r.Verdict == verify.Supported || len(docs) < 2 {
		return r, about
	}
	all, parts := v.join(docs)
	if together := v.checker.Check(text, []*verify.Source{all}); together.Verdict == verify.Supported {
		return together, parts
	}
	return r, about
}

// source is what the model was shown of an article, with the two sentences
// before each part that say who "he" is, and the title.
func (v *vetter) source(d *document) exhibited {
	x, ok := v.sources[d]
	if !ok {
		x.source, x.joint = v.join([]*document{d})
		v.sources[d] = x
	}
	return x
}

// before is how many sentences before an exhibit are read with it.
const before = 2

// sentences are those of a document, by their index, that may bear a sentence
// out.
func (v *vetter) sentences(d *document) []int {
	var out []int
	for i := range d.sentences {
		s := &d.sentences[i]
		shown := slices.ContainsFunc(v.brief, func(x exhibit) bool { return x.document == d && x.from <= i && i < x.to })
		near := !s.tainted && slices.ContainsFunc(v.brief, func(x exhibit) bool { return x.document == d && x.from-before <= i && i < x.from })
		if (shown || near || s.Kind == corpus.Title) && s.Kind != corpus.Furniture && !s.steers {
			out = append(out, i)
		}
	}
	return out
}

// bearing are the exhibits that bear out a supported sentence: of those cited
// the ones that do, and what does most where none of them is among it.
func (v *vetter) bearing(text string, cited []int, r verify.Result, j joint) []int {
	shares := make(map[int]float64)
	v.share(shares, r, j)
	for _, d := range v.docs(cited) {
		if slices.ContainsFunc(j, func(s seam) bool { return s.doc == d }) {
			continue
		}
		if own, k := v.check(text, []*document{d}); own.Verdict == verify.Supported {
			v.share(shares, own, k)
		}
	}
	var out []int
	for _, i := range cited {
		if shares[i] >= bearingShare && !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	if len(out) == 0 {
		out = v.nearest(nil, r, j)
	}
	return out
}

// bearingShare is the share of a sentence's weight that evidence must hold to be
// cited for it.
const bearingShare = .25

// share notes how much of a sentence each exhibit holds.
func (v *vetter) share(shares map[int]float64, r verify.Result, j joint) {
	for _, ev := range r.Evidence {
		d, sp := j.at(ev.Span)
		for i := range v.brief {
			if x := &v.brief[i]; x.document == d && x.span().Overlaps(sp) {
				shares[i] = max(shares[i], ev.Score)
			}
		}
	}
}

// nearest is the exhibit that holds most of a sentence, of those cited if there
// are any, or nothing.
func (v *vetter) nearest(cited []int, r verify.Result, j joint) []int {
	shares := make(map[int]float64)
	v.share(shares, r, j)
	best := -1
	for i := range v.brief {
		if len(cited) > 0 && !slices.Contains(cited, i) {
			continue
		}
		if shares[i] > 0 && (best < 0 || shares[i] > shares[best]) {
			best = i
		}
	}
	switch {
	case best >= 0:
		return []int{best}
	case len(cited) > 0:
		return cited[:1]
	}
	return nil
}

// faulty names the fault of a sentence that is not supported.
func (v *vetter) faulty(cited []int, r verify.Result, j joint) finding {
	f := finding{exhibits: v.nearest(cited, r, j)}
	if len(cited) == 0 {
		f.fault, f.reason = Uncited, "cites no evidence"
		return f
	}
	var reasons []string
	for _, c := range r.Changes {
		if c.Kind == verify.Addition {
			continue
		}
		reasons = append(reasons, c.String())
		switch {
		case c.Kind == verify.Quotation: // other words between the marks, too, are nobody's
			f.fault = Fabricated
		case c.Misattributed() && f.fault != Fabricated:
			f.fault = Misattributed
		}
	}
	if f.fault == "" {
		switch r.Verdict {
		case verify.Contradicted:
			f.fault = Contradicted
		case verify.Altered:
			f.fault = Altered
		default:
			f.fault = Unverified
		}
	}
	if f.fault == Unverified || len(reasons) == 0 {
		reasons = []string{"the evidence does not say so in words that can be compared"}
	}
	f.reason = strings.Join(reasons, "; ")
	return f
}
