package quote

import (
	"reflect"
	"strings"
	"testing"
)

// TestShippedModel sees that the model reads and is written back unchanged.
func TestShippedModel(t *testing.T) {
	m, err := ReadModel(strings.NewReader(shipped))
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Ranker) < 500 || len(m.Coref) < 30 || len(m.Speech) < 100 || len(m.Cues) < 100 || len(m.Nouns) < 50 {
		t.Errorf("the model is small: %d, %d, %d, %d, %d", len(m.Ranker), len(m.Coref), len(m.Speech), len(m.Cues), len(m.Nouns))
	}
	var b strings.Builder
	if _, err := m.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	if b.String() != shipped {
		t.Error("what is written is not what was read")
	}
	again, err := ReadModel(strings.NewReader(b.String()))
	if err != nil || !reflect.DeepEqual(m, again) {
		t.Errorf("the model changes on its way through a file: %v", err)
	}
}

func TestReadModelErrors(t *testing.T) {
	for in, want := range map[string]string{
		"x\t1\n":             "before the first section",
		"[ranker]\nx\ty\n":   "not a number",
		"[ranker]\nx\tNaN\n": "not a number",
		"[rankers]\n":        "unknown section",
	} {
		if _, err := ReadModel(strings.NewReader(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one with %q", in, err, want)
		}
	}
}

// TestWordLists sees that every list is named as the code names it.
func TestWordLists(t *testing.T) {
	var all flags
	for line := range strings.Lines(wordLists) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			f, ok := sections[strings.Trim(line, "[]")]
			if !ok {
				t.Errorf("unknown list %s", line)
			}
			all |= f
		}
	}
	for name, f := range sections {
		if all&f == 0 {
			t.Errorf("no list %q", name)
		}
	}
}

func TestLemma(t *testing.T) {
	known := func(w string) bool { return is(w, fBaseCue) }
	for w, want := range map[string]string{
		"said": "say", "told": "tell", "denied": "deny", "denies": "deny", "argued": "argue", "arguing": "argue",
		"quipped": "quip", "warns": "warn", "pledged": "pledge", "stresses": "stress", "according": "accord",
	} {
		if got := lemma(w, known); got != want {
			t.Errorf("lemma(%q) = %q, want %q", w, got, want)
		}
	}
}
