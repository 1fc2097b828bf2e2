package eval

import (
	"slices"
	"strings"
	"testing"

	"newsdesk/corpus"
)

// TestArchivesAreSound checks the archives themselves: evidence stands once,
// byte for byte; an acceptable answer can be found in it; no trap lies in what
// would be right; and every feature has its cases.
func TestArchivesAreSound(t *testing.T) {
	var all []archive
	for _, set := range archiveSets {
		all = append(all, archives(t, set)...)
	}
	texts := archiveTexts(t, all)
	tags, ids := map[string]int{}, map[string]bool{}
	for _, a := range all {
		if len(a.articles) < 3 {
			t.Errorf("%s: %d articles, at least 3 are wanted", a.name, len(a.articles))
		}
		for words := range a.said {
			if !slices.ContainsFunc(a.articles, func(x corpus.Article) bool { return strings.Contains(x.Text, words) }) {
				t.Errorf("%s: nobody says %q", a.name, words)
			}
		}
		for i := range a.questions {
			q := &a.questions[i]
			if ids[q.ID] {
				t.Errorf("%s: another archive has a question of this id", q.ID)
			}
			ids[q.ID] = true
			tags[q.Tag]++
			checkSound(t, q, texts)
			if first := a.expect[q.ID].First; first != "" && !slices.Contains(documentsOf(q).required, first) {
				t.Errorf("%s: %q is to come first but is no evidence", q.ID, first)
			}
		}
	}
	if len(ids) < 70 {
		t.Errorf("%d questions, at least 70 are wanted", len(ids))
	}
	for _, tag := range strings.Fields("absent agent attribute author caption comparison conflict count date event false-premise followup fringe headline hostile language list more namesakes negation no-outlet number office on-topic one-surname outlet paraphrase patient period quote record relay same-form scope speaker-trap superseded title translation typo underspecified undated unsaid weekday who wire yesno") {
		if tags[tag] == 0 {
			t.Errorf("no question is tagged %q", tag)
		}
		delete(tags, tag)
	}
	for tag := range tags {
		t.Errorf("the tag %q is not in the list of features", tag)
	}
}

// worked are the tags whose answers are worked out, not read: a weekday's
// date, an article's record, a date that is nowhere.
var worked = []string{"weekday", "undated", "record", "headline"}

func checkSound(t *testing.T, q *Question, texts Texts) {
	t.Helper()
	if q.Type == "" || q.Tag == "" || q.Answerable != (len(q.Evidence) > 0) || q.Answerable != (len(q.Answer)+len(q.AnswerAll) > 0) {
		t.Errorf("%s: type, tag, answer or evidence is missing, or there is one where none can be", q.ID)
	}
	if (q.Tag == "followup" || q.Tag == "more") != (len(q.History) > 0) {
		t.Errorf("%s: a follow-up has a history, nothing else has", q.ID)
	}
	var evidence strings.Builder
	for _, e := range slices.Concat(q.Evidence, q.AltEvidence) {
		text, ok := texts(e.Doc)
		if !ok || e.Text != "" && strings.Count(text, e.Text) != 1 {
			t.Errorf("%s: %q does not stand once in %q", q.ID, e.Text, e.Doc)
		}
		evidence.WriteString(e.Text + "\n")
	}
	groups := append(slices.Clone(q.AnswerAll), q.Answer)
	for _, g := range groups {
		if len(g) > 0 && !slices.Contains(worked, q.Tag) && !containsAny(evidence.String(), g) {
			t.Errorf("%s: none of %q is in the evidence", q.ID, g)
		}
		for _, trap := range q.MustNot {
			if contains(strings.Join(g, "\n")+"\n"+evidence.String(), trap) {
				t.Errorf("%s: the trap %q is part of a right answer", q.ID, trap)
			}
		}
	}
}
