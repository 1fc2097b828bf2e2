package eval

import (
	"strings"
	"testing"
)

// TestPairsAreSound checks the fixed pairs themselves: enough of each kind,
// and evidence that stands once, byte for byte, in the article it names.
func TestPairsAreSound(t *testing.T) {
	questions := sampleQuestions(t)
	if len(questions) < 45 {
		t.Errorf("%d questions, at least 45 are wanted", len(questions))
	}
	tags := map[string]int{}
	for _, q := range questions {
		tags[q.Tag]++
		if q.Type == "" || q.Tag == "" || q.Answerable != (len(q.Evidence) > 0) || q.Answerable != (len(q.Answer)+len(q.AnswerAll) > 0) {
			t.Errorf("%s: type, tag, answer or evidence is missing, or there is one where none can be", q.ID)
		}
		if q.Tag == "followup" && len(q.History) == 0 {
			t.Errorf("%s: a follow-up without a history", q.ID)
		}
		for _, e := range append(q.Evidence, q.AltEvidence...) {
			if text, ok := sampleText(e.Doc); !ok || strings.Count(text, e.Text) != 1 {
				t.Errorf("%s: %q does not stand once in %q", q.ID, e.Text, e.Doc)
			}
		}
	}
	for tag, least := range map[string]int{"fact": 8, "quote": 8, "conflict": 5, "date": 5, "followup": 4, "paraphrase": 5, "typo": 4, "null": 8, "false-premise": 4} {
		if tags[tag] < least {
			t.Errorf("%d questions tagged %q, at least %d are wanted", tags[tag], tag, least)
		}
	}
}

// TestOracle asks the pairs of an engine that answers with the evidence: each
// acceptable answer must be found there, or no engine could do well.
func TestOracle(t *testing.T) {
	rep := runSample(t, newOracle(sampleQuestions(t)))
	for _, metric := range []string{
		"answer-recall=1", "citation-precision=1", "verbatim-strict=1", "answer-quotes-verbatim=1", "span-hit=1", "speaker-named=1",
		"abstention-f1=1", "false-abstention=0", "trap-rate=0", "mrr@10=1", "recall@10=1", "chunk-hits@4=1",
	} {
		floor, err := ParseFloor(metric)
		if err != nil {
			t.Fatal(err)
		}
		if err := floor.Check(rep.Summary); err != nil {
			t.Error(err)
		}
	}
	if t.Failed() {
		t.Log(rep.Golden())
	}
}
