package bot_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"newsdesk/bot"
	"newsdesk/bot/discordtest"
	"newsdesk/corpus"
	"newsdesk/rag"
)

// shut is an Archive whose passages cannot be opened for a while.
type shut struct{ bot.Archive }

func (shut) Passage(context.Context, rag.Citation, int, corpus.Filter) (rag.Passage, error) {
	return rag.Passage{}, errors.New("the disk is busy")
}

// Where it cannot be told whether an article may be read, none of it is shown.
func TestEvidenceThatCannotBeOpened(t *testing.T) {
	e := library(t)
	s := start(t, e, func(_ *discordtest.Options, c *bot.Config) { c.Archive = shut{e} })
	m := s.finished(s.Ask("How high is the toll at Ostrel?", discordtest.InteractionOptions{}), 1).Messages[0]
	for _, p := range append(s.pages(m.ID, discordtest.UserID), s.pages(s.called("quotes", map[string]any{"speaker": "Fendrik"}, discordtest.InteractionOptions{}).Messages[0].ID, discordtest.UserID)...) {
		if !strings.Contains(p, "could not open that article just now") || strings.Contains(p, "3,829") || strings.Contains(p, "Fendrik") {
			t.Errorf("the page is %q", p)
		}
	}
}

// What was cited is opened only by who may read it now: neither its words nor
// who said them nor where are shown of an article that is hidden since, in
// answers and in what was looked up, in a server and in direct messages; and of
// one that is removed. What may be read again is shown again.
func TestEvidenceOfWhatIsHiddenSince(t *testing.T) {
	e, ix := opened(t, articles(t)...)
	store := &bot.MemoryStore{}
	s := start(t, e, func(o *discordtest.Options, c *bot.Config) {
		o.Document = "" // other tests hold all of this to it, which takes time
		c.Archive, c.Store = e, store
		c.Limits = bot.Limits{User: 1000, Channel: 1000, Server: 1000}
	})
	hidden := reports()[1] // c2
	all := append(lookups(), aLookup{name: "ask", values: map[string]any{"question": "How high is the toll at Ostrel?"}})
	type place struct {
		name string
		o    discordtest.InteractionOptions
		says string
	}
	places := []place{
		{"server", discordtest.InteractionOptions{}, "no longer in this server's archive"},
		{"direct", discordtest.InteractionOptions{Channel: discordtest.DMID}, "no longer in the archive that can be asked here"},
	}
	made := map[string]map[string]string{}
	for _, at := range places {
		made[at.name] = map[string]string{}
		for _, l := range all {
			i := s.called(l.name, l.values, at.o)
			made[at.name][l.name] = i.Messages[len(i.Messages)-1].ID
		}
	}
	// look reports what of the article is shown.
	look := func(when string, at place, want bool) {
		t.Helper()
		for _, l := range all {
			id := made[at.name][l.name]
			shown := strings.Join(s.pages(id, discordtest.UserID), "\n")
			if want != (strings.Contains(shown, hidden.workers) && strings.Contains(shown, hidden.toll)) || want == strings.Contains(shown, at.says) {
				t.Errorf("%s, %s: the evidence of /%s is %s", when, at.name, l.name, shown)
			}
			listed := s.only(s.press(id, "sources", discordtest.UserID)).Content
			if want != strings.Contains(listed, hidden.outlet) || listed == "" {
				t.Errorf("%s, %s: the sources of /%s are %s", when, at.name, l.name, listed)
			}
			shown += listed
			for _, token := range hidden.tokens() {
				if !want && strings.Contains(shown, token) {
					t.Errorf("%s, %s: the evidence of /%s has %q: %s", when, at.name, l.name, token, shown)
				}
			}
		}
	}
	// give waits until what the operator gives is heeded, which takes seconds.
	give := func(g *bot.Grant, want bool) {
		t.Helper()
		for _, id := range []string{guildA, ""} {
			if err := bot.Give(t.Context(), store, id, g); err != nil {
				t.Fatal(err)
			}
		}
		for _, at := range places {
			s.eventually("the grant heeded", func() bool {
				return strings.Contains(strings.Join(s.pages(made[at.name]["ask"], discordtest.UserID), "\n"), at.says) != want
			})
			look("by the operator", at, want)
		}
	}
	server, direct := places[0], places[1]
	look("at first", server, true)
	look("at first", direct, true)

	s.told("newsdesk outlets add", map[string]any{"outlet": "Mirelo Herald"})
	look("its outlet hidden", server, false)
	look("hidden elsewhere", direct, true)
	s.told("newsdesk outlets all", nil)
	look("its outlet shown again", server, true)

	// Changed and hidden, its old version is hidden too.
	a := hidden.article(t)
	a.Text += "\n\nThe vote was put off."
	if _, err := ix.Add(t.Context(), []corpus.Article{a}); err != nil {
		t.Fatal(err)
	}
	look("changed", server, true)
	for name, id := range made["server"] {
		if shown := strings.Join(s.pages(id, discordtest.UserID), "\n"); !strings.Contains(shown, "has changed since") {
			t.Errorf("/%s: of the article that has changed is shown %s", name, shown)
		}
	}
	s.told("newsdesk outlets add", map[string]any{"outlet": "Mirelo Herald"})
	look("changed and hidden", server, false)
	s.told("newsdesk outlets all", nil)

	give(&bot.Grant{Collections: []string{"Sport"}}, false)
	give(nil, true)

	if _, err := ix.Remove(t.Context(), hidden.id); err != nil {
		t.Fatal(err)
	}
	look("removed", server, false)
	look("removed", direct, false)
}
