package eval

import (
	"regexp"
	"slices"
	"strings"
)

// documents of a question: those it requires, and further acceptable ones.
type documents struct {
	required, others []string
	// anyOf: the documents are alternatives, one of them is enough.
	anyOf bool
}

func documentsOf(q *Question) documents {
	var d documents
	for _, e := range q.Evidence {
		if !slices.Contains(d.required, e.Doc) {
			d.required = append(d.required, e.Doc)
		}
	}
	other := func(doc string) {
		if !slices.Contains(d.required, doc) && !slices.Contains(d.others, doc) {
			d.others = append(d.others, doc)
		}
	}
	for _, e := range q.AltEvidence {
		other(e.Doc)
	}
	for _, doc := range q.RelevantDocs {
		other(doc)
	}
	d.anyOf = len(d.others) > 0 && q.Type != "conflict" && len(q.RelevantDocs) == 0
	return d
}

func (d documents) accepts(doc string) bool {
	return slices.Contains(d.required, doc) || slices.Contains(d.others, doc)
}

// scoreCitations counts citations that are verbatim, of an accepted document,
// and both, and looks for one that overlaps the evidence.
func (s *Scorer) scoreCitations(q *Question, a *Line, docs documents, r *Row) {
	r.Values["n_cit"] = float64(len(a.Citations))
	evidence := append(slices.Clone(q.Evidence), q.AltEvidence...)
	var good []string
	var ok, accepted, lenient, strict int
	hit := false
	for _, c := range a.Citations {
		verbatim := s.lenient(c.Doc, c.Quote)
		lenient += int(number(verbatim))
		strict += int(number(s.strict(c.Doc, c.Quote)))
		accepted += int(number(docs.accepts(c.Doc)))
		if !verbatim {
			continue
		}
		if docs.accepts(c.Doc) {
			ok++
			if !slices.Contains(good, c.Doc) {
				good = append(good, c.Doc)
			}
		}
		hit = hit || overlapsEvidence(c, evidence)
	}
	r.Values["cit_ok"], r.Values["cit_doc_ok"] = float64(ok), float64(accepted)
	r.Values["verb_len"], r.Values["verb_str"] = float64(lenient), float64(strict)
	if !q.Answerable || len(docs.required) == 0 {
		return
	}
	if docs.anyOf {
		r.Values["cit_recall"] = number(len(good) > 0)
	} else {
		r.Values["cit_recall"] = float64(common(good, docs.required)) / float64(len(docs.required))
	}
	if slices.ContainsFunc(q.Evidence, func(e Evidence) bool { return e.Text != "" }) {
		r.Values["span_hit"] = number(hit)
	}
}

// overlapsEvidence reports whether a quotation shares half the words of the
// shorter of the two with an evidence text of its document.
func overlapsEvidence(c Cited, evidence []Evidence) bool {
	words := units(c.Quote)
	for _, e := range evidence {
		if e.Doc != c.Doc || e.Text == "" {
			continue
		}
		want := units(e.Text)
		if len(words) > 0 && len(want) > 0 && 2*shared(words, want) >= min(len(words), len(want)) {
			return true
		}
	}
	return false
}

var quotation = regexp.MustCompile(`[“"]([^“”"]+)[”"]`)

// scoreQuotations checks quotations of at least four words within the answer
// against the documents it cites.
func (s *Scorer) scoreQuotations(a *Line, r *Row) {
	if r.Abstained {
		return
	}
	var n, ok int
	for _, m := range quotation.FindAllStringSubmatch(a.Answer, -1) {
		if len(strings.FieldsFunc(m[1], isSpace)) < 4 {
			continue
		}
		n++
		ok += int(number(slices.ContainsFunc(a.Citations, func(c Cited) bool { return s.lenient(c.Doc, m[1]) })))
	}
	if n > 0 {
		r.Values["aq_n"], r.Values["aq_ok"] = float64(n), float64(ok)
	}
}

// strict reports whether quote is a byte-exact part of the document.
func (s *Scorer) strict(doc, quote string) bool {
	text, ok := s.texts(doc)
	return ok && quote != "" && strings.Contains(text, quote)
}

// lenient is strict once both are folded and quotation marks and ellipses
// around the quotation are dropped.
func (s *Scorer) lenient(doc, quote string) bool {
	text, ok := s.folded[doc]
	if !ok {
		raw, found := s.texts(doc)
		if !found {
			return false
		}
		text = fold(raw)
		s.folded[doc] = text
	}
	q := strings.TrimFunc(strings.Trim(fold(quote), `"'`), isSpace)
	q = strings.TrimFunc(strings.TrimPrefix(q, "..."), isSpace)
	q = strings.TrimFunc(strings.TrimSuffix(q, "..."), isSpace)
	return q != "" && strings.Contains(text, q)
}

// scoreRetrieval computes the retrieval figures over documents, and over
// passages where the answer lists them.
func scoreRetrieval(q *Question, a *Line, docs documents, r *Row) {
	found := unique(a.Retrieved)
	relevant := docs.required
	if q.Type != "conflict" {
		relevant = append(slices.Clone(docs.required), docs.others...)
	}
	hits := rank(found, relevant, func(doc, gold string) bool { return doc == gold })
	required := rank(found, docs.required, func(doc, gold string) bool { return doc == gold })
	r.Values["hits4"], r.Values["hits10"], r.Values["mrr10"] = hits.at4, hits.at10, hits.reciprocal
	r.Values["map10"] = required.precision
	for name, k := range map[string]int{"evrec4": 4, "evrec10": 10} {
		r.Values[name] = float64(common(found[:min(k, len(found))], docs.required)) / float64(len(docs.required))
	}
	if docs.anyOf {
		r.Values["evrec4"], r.Values["evrec10"] = hits.at4, hits.at10
	}
	facts := factsOf(q)
	if len(a.RetrievedTexts) == 0 || len(facts) == 0 {
		return
	}
	passages := make([]string, len(a.RetrievedTexts))
	for i, t := range a.RetrievedTexts {
		passages[i] = withoutSpace(t)
	}
	chunks := rank(passages, facts, strings.Contains)
	r.Values["c_hits4"], r.Values["c_hits10"] = chunks.at4, chunks.at10
	r.Values["c_map10"], r.Values["c_mrr10"] = chunks.precision, chunks.reciprocal
}

// factsOf is the evidence texts, each once, without white space.
func factsOf(q *Question) []string {
	evidence := slices.Clone(q.Evidence)
	if q.Type != "conflict" {
		evidence = append(evidence, q.AltEvidence...)
	}
	var facts []string
	for _, e := range evidence {
		if e.Text != "" {
			facts = append(facts, withoutSpace(e.Text))
		}
	}
	return unique(facts)
}

type ranking struct{ at4, at10, precision, reciprocal float64 }

// rank computes hits, average precision and reciprocal rank over the first
// ten items as the evaluation code of MultiHop-RAG does (Tang and Yang, 2024):
// precision adds the number of new gold items at a rank over the rank.
func rank(items, gold []string, holds func(item, gold string) bool) (r ranking) {
	found := map[string]bool{}
	for i, item := range items[:min(10, len(items))] {
		before, hit := len(found), false
		for _, g := range gold {
			if holds(item, g) {
				found[g], hit = true, true
			}
		}
		if !hit {
			continue
		}
		if r.reciprocal == 0 {
			r.reciprocal = 1 / float64(i+1)
		}
		if i < 4 {
			r.at4 = 1
		}
		r.at10 = 1
		r.precision += float64(len(found)-before) / float64(i+1)
	}
	r.precision /= float64(max(1, min(len(gold), 10)))
	return r
}

func unique(in []string) []string {
	var out []string
	for _, s := range in {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// common counts the members of want that stand in have.
func common(have, want []string) int {
	n := 0
	for _, w := range want {
		n += int(number(slices.Contains(have, w)))
	}
	return n
}
