package bot_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"newsdesk/bot"
	"newsdesk/bot/discordtest"
	"newsdesk/corpus"
	"newsdesk/rag"
)

// aLookup is a command that looks something up.
type aLookup struct {
	name   string
	values map[string]any
	// buttons are those below it.
	buttons string
}

// lookups look up what the Quorra Times has, and others may.
func lookups() []aLookup {
	return []aLookup{
		{"quotes", map[string]any{"about": "fair price"}, "evidence sources"},
		{"compare", map[string]any{"topic": "the harbour toll"}, "evidence sources"},
		{"check", map[string]any{"claim": "The toll at Ostrel would rise to 9,999 crowns."}, "evidence sources up down"},
		{"timeline", map[string]any{"topic": "strike"}, "evidence sources"},
	}
}

// footnotes is how many of its citations a message lists.
func footnotes(m discordtest.Message) int {
	n := 0
	for _, e := range m.Embeds {
		n += strings.Count("\n"+e.Description, "\n**[")
	}
	return n
}

// footnotesOf is how many of them all messages of i list.
func footnotesOf(i discordtest.Interaction) (n int) {
	for _, m := range i.Messages {
		n += footnotes(m)
	}
	return n
}

// pages is all the evidence of a message, as a user is shown it.
func (s *stage) pages(message, user string) []string {
	s.t.Helper()
	m := s.only(s.press(message, "evidence", user))
	out := []string{m.Content}
	for {
		next := turn(m, "Next")
		if c := m.Find(next); c == nil || c.Disabled {
			return out
		}
		s.press(m.ID, next, user)
		m, _ = s.Message(m.ID)
		out = append(out, m.Content)
	}
}

// Below what is looked up are the buttons that open what it cites, for who
// presses alone: every citation on a page, by the number that its footnote has,
// and every article. What cites nothing has none.
func TestLookupButtons(t *testing.T) {
	e := library(t)
	s := start(t, e, func(_ *discordtest.Options, c *bot.Config) { c.Archive = e })
	for _, l := range lookups() {
		m := s.called(l.name, l.values, discordtest.InteractionOptions{}).Messages[0]
		if got := customIDs(m); got != l.buttons {
			t.Errorf("/%s has the buttons %q", l.name, got)
			continue
		}
		pages := s.pages(m.ID, discordtest.OtherID)
		if n := footnotes(m); n == 0 || len(pages) != n {
			t.Errorf("/%s has %d pages for %d footnotes", l.name, len(pages), n)
		}
		all := strings.Join(pages, "\n")
		for i, p := range pages {
			want := fmt.Sprintf("**Evidence %d of %d** · **[%[1]d]**", i+1, len(pages))
			if !strings.HasPrefix(p, want) || !strings.Contains(p, "\n> ") || strings.Contains(p, "alone") {
				t.Errorf("/%s: page %d is %q", l.name, i+1, p)
			}
		}
		if !strings.Contains(all, "https://ostrel.example/toll") || !strings.Contains(all, "52,611") || !strings.Contains(all, "3,829") {
			t.Errorf("/%s: the evidence is %s", l.name, all)
		}
		list := s.only(s.press(m.ID, "sources", discordtest.OtherID)).Content
		if !strings.Contains(list, "https://ostrel.example/toll") || strings.Count(list, "-# version ") != strings.Count(list, "](<") {
			t.Errorf("/%s: the sources are %q", l.name, list)
		}
	}
	for name, values := range map[string]map[string]any{
		"quotes": {"speaker": "Nobody Atall"}, "timeline": {"topic": "chess championship"}, "sources": nil,
		"compare": {"topic": "chess championship"}, "help": nil,
	} {
		m := s.called(name, values, discordtest.InteractionOptions{}).Messages[0]
		if got := customIDs(m); got != "" {
			t.Errorf("/%s, which cites nothing, has the buttons %q", name, got)
		}
	}
}

// Where a footnote has no link it says what opens the passage, and that does,
// on a page as narrow as a phone's.
func TestLookupWithoutLink(t *testing.T) {
	r := reports()[1]
	a := r.article(t)
	a.URL = ""
	e, _ := opened(t, a)
	s := start(t, e, func(_ *discordtest.Options, c *bot.Config) { c.Archive = e })
	for _, l := range lookups() {
		m := s.called(l.name, l.values, discordtest.InteractionOptions{}).Messages[0]
		if f := m.Embeds[len(m.Embeds)-1].Footer; f == nil || !strings.Contains(f.Text, "Evidence opens the passage") || strings.Contains(text(m), "](http") {
			t.Errorf("/%s does not say how to open what has no link: %s", l.name, text(m))
		}
		for _, p := range s.pages(m.ID, discordtest.UserID) {
			if strings.Contains(p, "](") || !strings.Contains(p, "\nIlsa Fendrik on the harbour toll at Ostrel, Quorra Times, by Tom Bazulik, 9 Mar 2021") || !strings.Contains(p, "**") {
				t.Errorf("/%s: the page is %q", l.name, p)
			}
		}
	}
}

// Where no embeds are shown the buttons are below the last message, and what
// they open is the same.
func TestLookupButtonsWithoutEmbeds(t *testing.T) {
	e, _ := opened(t, reports()[1].article(t))
	s := start(t, e, func(o *discordtest.Options, c *bot.Config) { c.Archive = e })
	s.Permit(discordtest.General, discordtest.BotID, 0, discordtest.EmbedLinks)
	for _, l := range lookups() {
		i := s.called(l.name, l.values, discordtest.InteractionOptions{})
		m := i.Messages[len(i.Messages)-1]
		if len(m.Embeds) > 0 || !strings.Contains(m.Content, "**Sources**") || customIDs(m) != l.buttons {
			t.Errorf("/%s is %q with the buttons %q", l.name, m.Content, customIDs(m))
			continue
		}
		if p := s.pages(m.ID, discordtest.UserID); !strings.Contains(p[0], "Ostrel") {
			t.Errorf("/%s: the evidence is %q", l.name, p)
		}
	}
}

// A message that was checked sentence by sentence has the evidence of all of
// them, numbered as its footnotes are, for who checked it alone.
func TestCheckMessageButtons(t *testing.T) {
	e := library(t)
	store := &bot.MemoryStore{}
	s := start(t, e, func(_ *discordtest.Options, c *bot.Config) { c.Archive, c.Store = e, store })
	claims := s.Say(discordtest.Post{Content: "The toll at Karveth would rise to 9,999 crowns. The toll at Ostrel would rise to 8,888 crowns.", User: discordtest.OtherID})
	token, err := s.MessageCommand("Check against the archive", claims.ID, discordtest.InteractionOptions{})
	if err != nil {
		t.Fatal(err)
	}
	m := s.only(s.finished(token, 1))
	if got := customIDs(m); got != "evidence sources" {
		t.Fatalf("the buttons are %q", got)
	}
	pages := s.pages(m.ID, discordtest.UserID)
	all := strings.Join(pages, "\n")
	if len(pages) != footnotes(m) || !strings.Contains(all, "2,417") || !strings.Contains(all, "3,829") {
		t.Errorf("%d footnotes have the pages %s", footnotes(m), all)
	}
	// Nothing of what somebody else wrote is kept for it.
	for r, err := range store.AllRecords(t.Context(), "answer") {
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(r.Value), "9,999") || strings.Contains(string(r.Value), "8,888") || !strings.Contains(string(r.Value), `"private":true`) {
			t.Errorf("kept: %s", r.Value)
		}
	}
}

// The verdict on a claim has votes, which are kept with the claim and what it
// rests on; where it rests on nothing, votes are all that it has.
func TestVerdictVotes(t *testing.T) {
	e := library(t)
	store := &bot.MemoryStore{}
	s := start(t, e, func(_ *discordtest.Options, c *bot.Config) { c.Archive, c.Store = e, store })
	votes := func() (out []bot.Feedback) {
		for f, err := range bot.FeedbackIn(t.Context(), store, discordtest.GuildID, time.Time{}) {
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, f)
		}
		return out
	}
	const claim = "The toll at Ostrel would rise to 9,999 crowns."
	m := s.called("check", map[string]any{"claim": claim}, discordtest.InteractionOptions{}).Messages[0]
	if got := s.only(s.press(m.ID, "up", discordtest.OtherID)).Content; !strings.Contains(got, "Thank you") {
		t.Errorf("a vote is thanked with %q", got)
	}
	s.eventually("the vote", func() bool { return len(votes()) == 1 })
	f := votes()[0]
	if f.Question != claim || f.Ruled != "altered" || f.Verdict != "up" || f.Private || len(f.Answer.Citations) != footnotes(m) || f.Answer.Citations[0].Quote == "" {
		t.Errorf("stored %+v", f)
	}
	form := s.press(m.ID, "down", discordtest.OtherID)
	s.only(s.submit(form, map[string]any{"reason": "It does."}))
	s.eventually("the reason", func() bool { v := votes(); return len(v) == 1 && v[0].Verdict == "down" && v[0].Reason == "It does." })

	m = s.only(s.called("check", map[string]any{"claim": "Penguins juggle saxophones.", "private": true}, discordtest.InteractionOptions{}))
	if got := customIDs(m); got != "up down" {
		t.Fatalf("the buttons of what rests on nothing are %q: %s", got, text(m))
	}
	pressed := s.press(m.ID, "up", discordtest.UserID)
	s.eventually("both votes", func() bool { return len(votes()) == 2 })
	for _, f := range votes() {
		if f.Ruled == "unverified" != f.Private {
			t.Errorf("stored %+v", f)
		}
	}
	if data := s.forge(pressed, 1, func(_, data map[string]any) { data["custom_id"] = "evidence" }); !strings.Contains(data["content"].(string), "no longer have") {
		t.Errorf("the evidence of what rests on nothing is %v", data)
	}
}

// After a restart the buttons of what was looked up work; once it is deleted
// they say so, and what is private is nobody else's and in no export.
func TestLookupsKept(t *testing.T) {
	lib, err := corpus.OpenLibrary(t.Context(), filepath.Join(t.TempDir(), "library.db"))
	if err != nil {
		t.Fatal(err)
	}
	e := library(t)
	s := start(t, e, func(_ *discordtest.Options, c *bot.Config) { c.Archive, c.Store = e, lib })
	t.Cleanup(func() { lib.Close() })
	var here discordtest.InteractionOptions
	var public, private []discordtest.Message
	for _, l := range lookups() {
		public = append(public, s.called(l.name, l.values, here).Messages[0])
		l.values["private"] = true
		private = append(private, s.only(s.called(l.name, l.values, here)))
	}
	s.again(bot.Config{Asker: e, Archive: e, Store: lib})
	for i := range public {
		for _, m := range []discordtest.Message{public[i], private[i]} {
			if p := s.pages(m.ID, discordtest.UserID); !strings.Contains(p[0], "\n> ") || len(p) != footnotes(m) {
				t.Errorf("/%s: after a restart the evidence is %q", lookups()[i].name, p)
			}
		}
	}
	// Somebody else.
	s.pages(public[0].ID, discordtest.OtherID)
	if _, err := s.Press(private[0].ID, "evidence", discordtest.InteractionOptions{User: discordtest.OtherID}); err == nil {
		t.Error("somebody else sees the buttons of what is private")
	}
	pressed := s.press(public[0].ID, "evidence", discordtest.OtherID)
	n := 0
	for _, id := range []string{"evidence:" + private[0].ID + ":0", "sources:" + private[0].ID + ":0"} {
		n++
		if data := s.forge(pressed, n, func(_, data map[string]any) { data["custom_id"] = id }); !strings.Contains(data["content"].(string), "no longer have") {
			t.Errorf("%s shows %v", id, data)
		}
	}
	// What only answers have is not to be had of anything else.
	for _, id := range []string{"up", "down", "again", "evidence:" + public[0].ID + ":99", "evidence:" + public[0].ID} {
		n++
		if data := s.forge(pressed, n, func(_, data map[string]any) { data["custom_id"] = id }); data["flags"] != 64.0 || !strings.Contains(data["content"].(string), "no longer have") {
			t.Errorf("%s shows %v", id, data)
		}
	}
	for range lib.AllRecords(t.Context(), "feedback") {
		t.Error("a vote is kept of what has no votes")
	}
	export := string(s.called("newsdesk data export", nil, here).Messages[0].Files[0].Data)
	for i := range public {
		if !strings.Contains(export, public[i].ID) || strings.Contains(export, private[i].ID) {
			t.Errorf("/%s in the export: public %t, private %t", lookups()[i].name, strings.Contains(export, public[i].ID), strings.Contains(export, private[i].ID))
		}
	}
	// Deleted by who looked it up.
	note := s.only(s.acknowledged(s.slash("privacy", nil, here)))
	if !strings.Contains(note.Content, "look up") {
		t.Errorf("/privacy says nothing of lookups: %s", note.Content)
	}
	done := s.press(note.ID, customIDs(note), discordtest.UserID)
	s.await("what is kept deleted", func() bool { return len(s.Interaction(done.Token).Messages) == 1 })
	for r := range lib.AllRecords(t.Context(), "answer") {
		t.Errorf("still kept: %+v", r)
	}
	if got := s.only(s.press(public[0].ID, "evidence", discordtest.OtherID)).Content; !strings.Contains(got, "no longer have") {
		t.Errorf("the button of what is forgotten says %q", got)
	}
}

// Nothing goes on from what was looked up: a reply to it is a question of its
// own, after a restart too.
func TestReplyToLookup(t *testing.T) {
	e := library(t)
	asker, store := &scribe{}, &bot.MemoryStore{}
	s := start(t, asker, func(_ *discordtest.Options, c *bot.Config) { c.Archive, c.Store = e, store })
	var list []discordtest.Message
	for _, l := range lookups() {
		list = append(list, s.called(l.name, l.values, discordtest.InteractionOptions{}).Messages[0])
	}
	later := &scribe{}
	for n, m := range list {
		if n == 2 {
			s.again(bot.Config{Asker: later, Archive: e, Store: store})
		}
		s.Say(discordtest.Post{Content: at + "And then?", ReplyTo: m.ID})
		s.answered(discordtest.General, len(list)+n+1)
	}
	asked := append(asker.questions(), later.questions()...)
	if len(asked) != len(list) {
		t.Errorf("asked %d times", len(asked))
	}
	for _, q := range asked {
		if len(q.History) > 0 {
			t.Errorf("%q was asked after %+v", q.Text, q.History)
		}
	}
}

// many is an Archive with as many events as a timeline may have, of a length
// that their alphabet gives them.
type many struct {
	bot.Archive
	quote, address string
}

func (m many) Timeline(context.Context, string, corpus.Filter) ([]rag.Event, error) {
	out := make([]rag.Event, 40)
	for i := range out {
		out[i] = rag.Event{Date: "May 2021", Text: "It opened.", Citation: rag.Citation{N: i + 1, Doc: fmt.Sprint("d", i), Title: "Bridge", Quote: m.quote, URL: m.address}}
	}
	return out, nil
}

func (many) Passage(context.Context, rag.Citation, int, corpus.Filter) (rag.Passage, error) {
	return rag.Passage{}, rag.ErrGone
}

// What is too long to be kept whole is kept without its links, which its
// footnotes have; and where that is too long too there is no button that would
// lead nowhere.
func TestLongLookup(t *testing.T) {
	address := "https://a.example/" + strings.Repeat("%D1%81", 160)
	for name, c := range map[string]struct {
		quote, address, want string
		link                 bool
	}{
		"short":    {"It opened.", "https://a.example/", "evidence sources", true},
		"links":    {strings.Repeat("мост ", 100), address, "evidence sources", false},
		"too long": {strings.Repeat("мост ", 400), address, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, &scribe{}, func(_ *discordtest.Options, b *bot.Config) { b.Archive = many{quote: c.quote, address: c.address} })
			i := s.finished(s.slash("timeline", map[string]any{"topic": "bridge"}, discordtest.InteractionOptions{}), 1)
			s.await("the answer", func() bool { i = s.Interaction(i.Token); return footnotesOf(i) == 40 })
			m := i.Messages[len(i.Messages)-1]
			if got := customIDs(m); got != c.want {
				t.Fatalf("the buttons are %q, want %q", got, c.want)
			}
			if c.want == "" {
				return
			}
			page := s.only(s.press(m.ID, "evidence", discordtest.UserID))
			if !strings.Contains(page.Content, "Evidence 1 of 40") || !strings.Contains(page.Content, strings.TrimSpace(c.quote[:10])) || c.link != strings.Contains(page.Content, "](<") {
				t.Errorf("the page is %q", page.Content)
			}
		})
	}
}

// A button pressed while the record is on its way to the store, or the answer
// to Discord, finds it.
func TestLookupButtonAtOnce(t *testing.T) {
	e := library(t)
	s := start(t, e, func(o *discordtest.Options, c *bot.Config) {
		c.Archive, c.Store = e, &failing{}
		c.Limits = bot.Limits{User: 1000, Channel: 1000, Server: 1000}
	})
	for range 5 {
		for _, l := range lookups() {
			i := s.called(l.name, l.values, discordtest.InteractionOptions{})
			p := s.press(i.Messages[0].ID, "evidence", discordtest.UserID)
			if got := s.only(p).Content; !strings.Contains(got, "Evidence 1 of") || p.AckAfter > time.Second {
				t.Fatalf("/%s: after %v the page is %q", l.name, p.AckAfter, got)
			}
		}
	}
}
