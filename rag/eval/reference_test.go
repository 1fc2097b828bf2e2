package eval

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestAgreesWithReferenceScorer scores made-up answers, drawn so that every
// figure and every branch is exercised, with the reference scorer and with
// ours, and compares each figure of each question.
func TestAgreesWithReferenceScorer(t *testing.T) {
	python, err := exec.LookPath("python3")
	script := filepath.Join("..", "..", "..", "shared", "eval", "score.py")
	if _, missing := os.Stat(script); err != nil || missing != nil {
		t.Skip("the reference scorer is not here: it needs python3 and ../shared/eval/score.py")
	}
	dir := t.TempDir()
	m := maker{rand.New(rand.NewPCG(1, 2))}
	docs := m.write(t, dir, 400)
	rows := filepath.Join(dir, "rows.jsonl")
	all := filepath.Join(dir, "all.json")
	cmd := exec.Command(python, script, "--set", dir, "--answers", filepath.Join(dir, "answers.jsonl"), "--no-ci", "--json", all, "--per-question", rows)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}

	questions, err := ReadQuestions(open(t, dir, "questions.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	answers, err := ReadAnswers(open(t, dir, "answers.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	got := NewScorer(func(doc string) (string, bool) { s, ok := docs[doc]; return s, ok }).ScoreAll(questions, answers)
	compareRows(t, got, rows)
	compareSummary(t, Summarise(got), all)
}

func compareRows(t *testing.T, got []Row, path string) {
	i := 0
	err := eachLine(open(t, path), func(_ int, line []byte) error {
		var want map[string]any
		if err := json.Unmarshal(line, &want); err != nil {
			return err
		}
		r := got[i]
		i++
		if r.ID != want["id"] || r.Answerable != want["answerable"] || r.Abstained != want["abstained"] {
			t.Errorf("%s: answerable %t, abstained %t, want %v, %v, %v", r.ID, r.Answerable, r.Abstained, want["id"], want["answerable"], want["abstained"])
		}
		for key, v := range want {
			if w, ok := v.(float64); ok {
				if g, ok := r.Values[key]; !ok || math.Abs(g-w) > 1e-9 {
					t.Errorf("%s: %s is %g (%t), the reference has %g", r.ID, key, g, ok, w)
				}
			}
		}
		for key, g := range r.Values {
			if _, ok := want[key].(float64); !ok {
				t.Errorf("%s: %s is %g, the reference has none", r.ID, key, g)
			}
		}
		return nil
	})
	if err != nil || i != len(got) {
		t.Errorf("%d rows, the reference has %d: %v", len(got), i, err)
	}
}

func compareSummary(t *testing.T, got Summary, path string) {
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var want struct {
		All map[string]struct {
			Value *float64
			N     int
		}
	}
	if err := json.Unmarshal(b, &want); err != nil {
		t.Fatal(err)
	}
	if len(want.All) != len(got) {
		t.Errorf("%d figures, the reference has %d", len(got), len(want.All))
	}
	for _, f := range got {
		w, ok := want.All[f.Name]
		switch {
		case !ok || (w.Value != nil) != f.Known:
			t.Errorf("%s: known %t, the reference says %v", f.Name, f.Known, w.Value)
		case !f.Known:
			t.Errorf("%s: the made-up answers do not exercise it", f.Name)
		case math.Abs(*w.Value-f.Value) > 1e-9 || w.N != f.N:
			t.Errorf("%s is %g of %d, the reference has %g of %d", f.Name, f.Value, f.N, *w.Value, w.N)
		}
	}
}

func open(t *testing.T, path ...string) *os.File {
	t.Helper()
	f, err := os.Open(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// maker draws questions and answers from a few words that are hard to compare.
type maker struct{ *rand.Rand }

var hard = strings.Fields(`three 3 The a twenty 1,000 1000 2.5% $7 €9.10 U.S. Kim’s “peace” "peace" talks—broke well-known semi_colon İzmir ΟΔΟΣ Straße café
	cafe\u0301 北京会谈 회담 переговоры मन्त्री ﬁve ½ ² Ⅷ ௰ … ... x’ 10,000,000 1,23 'quoted' naïve\u00a0space zero\u200bwidth no\u001eseparator Putin Kim Moon`)

func (m maker) words(least, most int) string {
	var w []string
	for range least + m.IntN(most-least+1) {
		w = append(w, strings.NewReplacer(`\u0301`, "\u0301", `\u00a0`, "\u00a0", `\u200b`, "\u200b", `\u001e`, "\u001e").Replace(hard[m.IntN(len(hard))]))
	}
	return strings.Join(w, " ")
}

func (m maker) chance(p float64) bool { return m.Float64() < p }

// list is n to most texts, sometimes none.
func (m maker) list(most int) []string {
	out := []string{}
	for range m.IntN(most + 1) {
		out = append(out, m.words(1, 2))
	}
	return out
}

// part is a run of words of s, sometimes spoiled.
func (m maker) part(s string) string {
	w := strings.Split(s, " ")
	from := m.IntN(len(w))
	p := strings.Join(w[from:from+1+m.IntN(len(w)-from)], " ")
	switch m.IntN(6) {
	case 0:
		p = "“..." + p + "…”"
	case 1:
		p = strings.ReplaceAll(p, "’", "'")
	case 2:
		p += " spoiled"
	}
	return p
}

func (m maker) write(t *testing.T, dir string, n int) map[string]string {
	docs := map[string]string{}
	var ids []string
	if err := os.Mkdir(filepath.Join(dir, "corpus"), 0o755); err != nil {
		t.Fatal(err)
	}
	for i := range 12 {
		id := fmt.Sprintf("d%02d", i)
		ids = append(ids, id)
		docs[id] = m.words(30, 60) + "\n"
		save(t, filepath.Join(dir, "corpus", id+".txt"), "---\nid: "+id+"\n---\n"+docs[id])
	}
	doc := func() string { return ids[m.IntN(len(ids))] }
	evidence := func(most int) []map[string]string {
		out := []map[string]string{}
		for range m.IntN(most + 1) {
			d := doc()
			e := map[string]string{"doc": d}
			if m.chance(.8) {
				e["text"] = m.part(docs[d])
			}
			out = append(out, e)
		}
		return out
	}
	var questions, answers bytes.Buffer
	for i := range n {
		q := map[string]any{
			"id": fmt.Sprintf("q%03d", i), "question": "?", "type": []string{"factoid", "conflict", "null"}[m.IntN(3)],
			"answer": m.list(3), "evidence": evidence(3),
		}
		m.maybe(q, .8, "answerable", m.chance(.7))
		m.maybe(q, .3, "answer_all", [][]string{m.list(2), m.list(2)})
		m.maybe(q, .4, "wrong_answers", m.list(2))
		m.maybe(q, .3, "must_not", m.list(2))
		m.maybe(q, .3, "false_premise", true)
		m.maybe(q, .5, "acceptable_correction", m.list(2))
		m.maybe(q, .3, "speaker", m.words(1, 2))
		m.maybe(q, .3, "reference_answer", append(m.list(1), m.words(3, 9)))
		m.maybe(q, .3, "nuggets", []map[string]string{{"nugget": m.words(1, 6)}, {"nugget": m.words(1, 3)}})
		m.maybe(q, .4, "alt_evidence", evidence(2))
		m.maybe(q, .2, "relevant_docs", []string{doc(), doc()})
		encode(t, &questions, q)
		if m.chance(.05) {
			continue // no answer to this one
		}
		cited := []map[string]string{}
		text := m.words(1, 12)
		for range m.IntN(4) {
			d := doc()
			quote := m.part(docs[d])
			cited = append(cited, map[string]string{"doc": []string{d, d, "gone"}[m.IntN(3)], "quote": quote})
			if m.chance(.5) {
				text += ` "` + strings.Trim(quote, `"“”`) + `" said`
			}
		}
		if answer := q["answer"].([]string); len(answer) > 0 && m.chance(.5) {
			text = answer[0]
		}
		a := map[string]any{"id": q["id"], "answer": text, "citations": cited}
		m.maybe(a, .6, "abstained", m.chance(.3))
		m.maybe(a, .1, "answer", "The article does not mention it")
		m.maybe(a, .8, "retrieved", []string{doc(), doc(), doc(), doc(), doc(), doc(), doc(), doc()})
		m.maybe(a, .7, "retrieved_texts", []string{docs[doc()], docs[doc()], docs[doc()], docs[doc()], docs[doc()], docs[doc()]})
		encode(t, &answers, a)
	}
	save(t, filepath.Join(dir, "questions.jsonl"), questions.String())
	save(t, filepath.Join(dir, "answers.jsonl"), answers.String())
	return docs
}

func (m maker) maybe(o map[string]any, p float64, key string, v any) {
	if m.chance(p) {
		o[key] = v
	}
}

func encode(t *testing.T, b *bytes.Buffer, v any) {
	t.Helper()
	if err := json.NewEncoder(b).Encode(v); err != nil {
		t.Fatal(err)
	}
}

func save(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
