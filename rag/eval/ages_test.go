package eval

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"newsdesk/rag"
	"newsdesk/rag/index/indextest"
)

// newsAge finds how old news says that somebody is: "Ada Holm, 58, " and
// "58-year-old Ada Holm".
var newsAge = regexp.MustCompile(`\b(\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+), (\d\d), |\b(\d\d)-year-old (\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+)\b`)

// TestAgesInNews asks for the ages that news articles give, as they are and
// with the articles that name the person hidden. No such question was looked at
// when the rules were made.
func TestAgesInNews(t *testing.T) {
	articles := news(t)
	ages, named := map[string]string{}, map[string][]Evidence{}
	var names []string
	for _, a := range articles {
		for _, m := range newsAge.FindAllStringSubmatch(a.Text, -1) {
			name, age := m[1]+m[4], m[2]+m[3]
			if _, known := ages[name]; !known && !noPerson.MatchString(name) {
				ages[name] = age
				names = append(names, name)
			}
		}
	}
	for i := range articles {
		for _, name := range names {
			if strings.Contains(articles[i].Text, name) {
				named[name] = append(named[name], Evidence{Doc: articles[i].ID})
			}
		}
	}
	var questions []Question
	for i, name := range names {
		questions = append(questions, Question{ID: fmt.Sprintf("age%03d", i), Text: "How old is " + name + "?", Answerable: true, Answer: texts{ages[name]}, Evidence: named[name]})
	}
	ix, table := indextest.Open(t, articles)
	results, err := Run(t.Context(), rag.New(ix, ix.Library(), table), questions, Options{})
	if err != nil {
		t.Fatal(err)
	}
	right := 0
	for i := range results {
		if a := &results[i].Answer; !a.Abstained && containsAny(a.Text, questions[i].Answer) {
			right++
		}
	}
	// Evidence alone is hidden: "58" stands in half of all articles.
	for i := range questions {
		questions[i].Answer = nil
	}
	pairs, err := Paired(t.Context(), func(hidden func(string) bool) rag.Asker {
		return rag.New(rag.Hide(ix, hidden), ix.Library(), table)
	}, func(fn func(string, string) error) error {
		for i := range articles {
			if err := fn(articles[i].ID, articles[i].Title+"\n"+articles[i].Text); err != nil {
				return err
			}
		}
		return nil
	}, questions, Options{})
	if err != nil {
		t.Fatal(err)
	}
	silent := 0
	for i := range pairs.Results {
		if pairs.Results[i].Answer.Abstained {
			silent++
		}
	}
	t.Logf("%d of %d ages right, %d of %d silent without them", right, len(results), silent, len(pairs.Results))
	if share := float64(right) / float64(len(results)); share < .88 {
		t.Errorf("%.3f of the ages are right, less than .88", share)
	}
	if share := float64(silent) / float64(len(pairs.Results)); share < .9 {
		t.Errorf("%.3f are left unanswered without their articles, less than .9", share)
	}
}
