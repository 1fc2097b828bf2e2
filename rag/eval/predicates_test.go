package eval

import (
	"regexp"
	"strings"
	"testing"

	"newsdesk/rag"
	"newsdesk/rag/index/indextest"
)

// newsDeed finds what news says outright that somebody did or had done to them:
// "Ada Holm resigned", "Ada Holm was arrested".
var newsDeed = regexp.MustCompile(`\b(\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+) (?:(resigned|died|retired|married|sued|fled|pleaded|apologized|won|quit|bought|sold|attacked|killed|launched|joined|traveled|escaped|signed|lost)|(was|were) (arrested|charged|sentenced|convicted|fired|killed|elected|appointed|indicted|shot|injured|acquitted|suspended|released|sued|expelled|rescued|attacked|kidnapped))\b`)

// bases are the forms after "did".
var bases = map[string]string{"resigned": "resign", "died": "die", "retired": "retire", "married": "marry", "sued": "sue", "fled": "flee", "pleaded": "plead",
	"apologized": "apologize", "won": "win", "quit": "quit", "bought": "buy", "sold": "sell", "attacked": "attack", "killed": "kill", "launched": "launch",
	"joined": "join", "traveled": "travel", "escaped": "escape", "signed": "sign", "lost": "lose"}

// TestPredicatesInNews asks why and when of what news articles say of somebody,
// and the same of the next person, of whom no article with the name has the
// word. No such question was looked at when the rules were made.
func TestPredicatesInNews(t *testing.T) {
	articles := news(t)
	type deed struct{ name, verb, be string }
	var deeds []deed
	seen := map[string]bool{}
	for _, a := range articles {
		for _, m := range newsDeed.FindAllStringSubmatch(a.Text, -1) {
			if d := (deed{m[1], m[2] + m[4], m[3]}); !seen[d.name+d.verb] && !noPerson.MatchString(d.name) {
				seen[d.name+d.verb] = true
				deeds = append(deeds, d)
			}
		}
	}
	ask := func(name string, d deed) string {
		if d.be != "" {
			return "When " + d.be + " " + name + " " + d.verb + "?"
		}
		return "Why did " + name + " " + bases[d.verb] + "?"
	}
	ix, table := indextest.Open(t, articles)
	engine := rag.New(ix, ix.Library(), table)
	refused := func(question string) bool {
		a, err := engine.Ask(t.Context(), rag.Question{Text: question})
		if err != nil {
			t.Fatal(err)
		}
		return a.Abstained || a.Premise != ""
	}
	sound, doubted, unsound, let := 0, 0, 0, 0
	for i, d := range deeds {
		sound++
		if q := ask(d.name, d); refused(q) {
			doubted++
			t.Log("doubted: ", q)
		}
		other := deeds[(i+1)%len(deeds)].name
		stem := strings.TrimSuffix(bases[d.verb], "e")
		if stem == "" {
			stem = strings.TrimSuffix(d.verb, "ed")
		}
		said := false
		for k := range articles {
			said = said || strings.Contains(articles[k].Text, other) && strings.Contains(articles[k].Text, stem)
		}
		if !said && other != d.name {
			if unsound++; !refused(ask(other, d)) {
				let++
				t.Log("let pass: ", ask(other, d))
			}
		}
	}
	t.Logf("%d of %d sound questions doubted, %d of %d false ones let pass", doubted, sound, let, unsound)
	if share := float64(doubted) / float64(sound); share > .08 {
		t.Errorf("%.3f of the sound questions are doubted, more than .08", share)
	}
	if share := float64(let) / float64(unsound); share > .2 {
		t.Errorf("%.3f of the false ones pass, more than .2", share)
	}
}
