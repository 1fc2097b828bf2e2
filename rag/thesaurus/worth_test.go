package thesaurus

import (
	"bufio"
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"newsdesk/corpus"
	"newsdesk/corpus/segment"
	"newsdesk/rag/terms"
)

// tally counts, of one kind of relation, in how many sentences a related word
// stands: those that answer, and their neighbours (a mean for each question).
type tally struct {
	pairs           int
	answers, chance float64
	strength        float64 // summed over answers
}

func (y tally) lift() float64 { return y.answers / max(y.chance, 1e-9) }

// TestWorth asks of every content word of a question that does not stand in
// the sentence that answers whether a related word does, and how often one
// stands in another sentence of the same paragraph, scaled to the length of
// those that answer, which are longer. The table in README.md is what it
// prints with -v.
func TestWorth(t *testing.T) {
	const folder = "../../../shared/eval"
	questions, err := os.ReadFile(folder + "/train/squad2/questions.jsonl")
	if err != nil {
		t.Skip("needs the training questions: ", err)
	}
	byKind := map[string]*tally{}
	at := func(key string) *tally {
		if byKind[key] == nil {
			byKind[key] = new(tally)
		}
		return byKind[key]
	}
	var missing, known, helped, chance, answerLen, otherLen float64
	lines := bufio.NewScanner(bytes.NewReader(questions))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var q struct {
			Question   string
			Answerable bool
			Evidence   []struct{ Doc, Text string }
		}
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			t.Fatal(err)
		}
		if !q.Answerable || len(q.Evidence) == 0 {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(folder, "dev/squad2/corpus", q.Evidence[0].Doc+".txt"))
		if err != nil {
			t.Skip("needs the paragraphs: ", err)
		}
		answer, others := stemSet(q.Evidence[0].Text), neighbours(string(raw), q.Evidence[0].Text)
		if len(others) == 0 {
			continue
		}
		for _, tok := range terms.Tokens(q.Question) {
			if !tok.Word || tok.Number || terms.Stop(tok.Lower) || answer[tok.Stem] {
				continue
			}
			missing++
			answerLen += float64(len(answer))
			rs := Of(tok.Lower)
			if len(rs) > 0 {
				known++
			}
			if slices.ContainsFunc(rs, func(r Related) bool { return answer[r.Stem] }) {
				helped++
			}
			for _, o := range others {
				otherLen += float64(len(o)) / float64(len(others))
				if slices.ContainsFunc(rs, func(r Related) bool { return o[r.Stem] }) {
					chance += 1 / float64(len(others))
				}
			}
			for _, r := range rs {
				keys := []string{r.Kind.String(), "strength " + band(r.Strength)}
				if !terms.Near(r.Stem, tok.Stem) {
					keys = append(keys, r.Kind.String()+" unlike") // what terms.Near cannot see
				}
				for _, key := range keys {
					y := at(key)
					y.pairs++
					if answer[r.Stem] {
						y.answers++
						y.strength += float64(r.Strength)
					}
					for _, o := range others {
						if o[r.Stem] {
							y.chance += 1 / float64(len(others))
						}
					}
				}
			}
			for _, s := range Antonyms(tok.Lower) {
				y := at("antonym")
				y.pairs++
				if answer[s] {
					y.answers++
				}
				for _, o := range others {
					if o[s] {
						y.chance += 1 / float64(len(others))
					}
				}
			}
		}
	}
	longer := answerLen / otherLen
	for _, y := range byKind {
		y.chance *= longer
	}
	t.Logf("%.0f words missing from the answering sentence, %.3f with an entry; a related word stands there for %.3f, in a neighbour for %.3f; "+
		"answering sentences are %.2f times as long, with chance scaled to that lift is %.2f",
		missing, known/missing, helped/missing, chance/missing, longer, helped/chance/longer)
	for _, k := range slices.Sorted(maps.Keys(byKind)) {
		y := byKind[k]
		t.Logf("%-18s %6d pairs, %3.0f in the answering sentence, %5.1f by chance, lift %.2f, 1-1/lift %.2f, mean strength of hits %.2f",
			k, y.pairs, y.answers, y.chance, y.lift(), 1-1/y.lift(), y.strength/max(y.answers, 1))
	}
	for _, k := range []Kind{Synonym, Derived, Broader, Narrower} {
		if y := at(k.String()); y.lift() < 1.1 {
			t.Errorf("%s: lift %.2f: a relation of this kind is worth nothing", k, y.lift())
		}
	}
	if y, z := at(Synonym.String()), at(Broader.String()); y.lift() < z.lift() {
		t.Errorf("synonyms (lift %.2f) are trusted more than broader words (%.2f)", y.lift(), z.lift())
	}
}

func band(strength float32) string {
	switch {
	case strength < .3:
		return "under .3"
	case strength < .45:
		return ".3 to .45"
	case strength < .6:
		return ".45 to .6"
	}
	return "over .6"
}

// neighbours are the stems of the sentences of a file, without front matter,
// that are not the evidence.
func neighbours(file, evidence string) []map[string]bool {
	_, text, _ := strings.Cut(strings.TrimPrefix(file, "---\n"), "\n---\n")
	a := &corpus.Article{ID: "paragraph", Text: text, Blocks: []corpus.Block{{Span: corpus.Span{Start: 0, End: len(text)}}}}
	var out []map[string]bool
	for _, s := range segment.Sentences(a) {
		if written := s.Of(text); !strings.Contains(evidence, written) && !strings.Contains(written, evidence) {
			out = append(out, stemSet(written))
		}
	}
	return out
}

func stemSet(text string) map[string]bool {
	m := map[string]bool{}
	for _, s := range terms.Stems(text) {
		if !terms.Stop(s) {
			m[s] = true
		}
	}
	return m
}
