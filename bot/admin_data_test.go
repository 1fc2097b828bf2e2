package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"newsdesk/bot"
	"newsdesk/bot/discordtest"
	"newsdesk/corpus"
	"newsdesk/rag"
)

// feeds are bot.Feeds of which nothing is fetched.
type feeds struct {
	mu       sync.Mutex
	follows  []corpus.Follow
	articles map[string]int
	large    bool
}

func (f *feeds) Follow(_ context.Context, owner, address string) (string, error) {
	if strings.Contains(address, "10.0.0.1") {
		return "", errors.New("the address 10.0.0.1 is private, @everyone")
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.follows = append(f.follows, corpus.Follow{Owner: owner, Target: address, Last: time.Now(), Note: "added 1, *not* [this](https://evil.example)"})
	return "feed " + address + ": added 1, *not* @everyone", nil
}

func (f *feeds) Add(_ context.Context, owner, address string) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.articles == nil {
		f.articles = map[string]int{}
	}
	f.articles[owner]++
	return "page " + address + ": added 1", nil
}

func (f *feeds) Stop(_ context.Context, owner, address string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.follows = slices.DeleteFunc(f.follows, func(one corpus.Follow) bool { return one.Owner == owner && one.Target == address })
	return nil
}

func (f *feeds) Followed(_ context.Context, owner string) (out []corpus.Follow, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, one := range f.follows {
		if one.Owner == owner {
			out = append(out, one)
		}
	}
	return out, nil
}

func (f *feeds) Export(_ context.Context, owner string, to io.Writer) error {
	if f.large {
		for range 1 << 10 {
			if _, err := to.Write(make([]byte, 16<<10)); err != nil {
				return err
			}
		}
	}
	_, err := io.WriteString(to, `{"id":"`+owner+`/1"}`+"\n")
	return err
}

func (f *feeds) Forget(_ context.Context, owner string) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.follows = slices.DeleteFunc(f.follows, func(one corpus.Follow) bool { return one.Owner == owner })
	n := f.articles[owner]
	delete(f.articles, owner)
	return n, nil
}

// Feeds are followed, listed, completed and stopped by administrators; what
// they say is shown harmless, and what is no address never gets to them.
func TestFeeds(t *testing.T) {
	f := &feeds{}
	s := start(t, &scribe{}, func(_ *discordtest.Options, c *bot.Config) { c.Feeds = f })
	for address, want := range map[string]string{
		"ftp://a.example/": "An address begins with https://", "a.example": "An address begins with", "https://user:pass@a.example/": "Leave the name and the password out",
		"http://10.0.0.1/feed": "That did not work: the address 10.0.0.1 is private, @\u200beveryone",
	} {
		if got := s.told("newsdesk feeds follow", map[string]any{"address": address}); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q", address, got)
		}
	}
	if got := s.told("newsdesk feeds list", nil); got != "This server follows nothing. /newsdesk feeds follow begins to." {
		t.Errorf("lists %q", got)
	}
	const one, other = "https://news.example/feed.xml", "https://other.example/rss"
	if got := s.told("newsdesk feeds follow", map[string]any{"address": " <" + one + "> "}); !strings.HasPrefix(got, "Done: feed https") || strings.Contains(got, "*not*") || strings.Contains(got, "@everyone") {
		t.Errorf("follows: %q", got)
	}
	s.told("newsdesk feeds follow", map[string]any{"address": other})
	if got := s.told("newsdesk feeds add", map[string]any{"address": "https://news.example/a"}); !strings.Contains(got, "added 1") {
		t.Errorf("adds: %q", got)
	}
	list := s.told("newsdesk feeds list", nil)
	if strings.Count(list, "\n-# visited <t:") != 2 || strings.Contains(list, "](https") || strings.Contains(list, "*not*") {
		t.Errorf("lists %q", list)
	}
	token, err := s.Autocomplete("newsdesk feeds stop", map[string]any{"followed": "NEWS"}, "followed", discordtest.InteractionOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if c := s.acknowledged(token).Choices; len(c) != 1 || c[0].Value != one {
		t.Errorf("offered %v", c)
	}
	if got := s.told("newsdesk feeds stop", map[string]any{"followed": "https://none.example"}); !strings.Contains(got, "does not follow that") {
		t.Errorf("stops what is not followed: %q", got)
	}
	s.told("newsdesk feeds stop", map[string]any{"followed": one})
	if left, _ := f.Followed(t.Context(), corpus.ServerOwner(discordtest.GuildID)); len(left) != 1 || left[0].Target != other {
		t.Errorf("follows %v", left)
	}
}

// An export has the records of the server and its articles, but nothing that
// only one person was shown, and nothing of others.
func TestExport(t *testing.T) {
	store := &bot.MemoryStore{}
	f := &feeds{}
	s := start(t, &scribe{}, func(_ *discordtest.Options, c *bot.Config) { c.Store, c.Feeds = store, f })
	s.told("newsdesk answers", map[string]any{"language": "de"})
	public := s.finished(s.Ask("a public question", discordtest.InteractionOptions{}), 1).Messages[0]
	private := s.called("ask", map[string]any{"question": "a private question", "private": true}, discordtest.InteractionOptions{}).Messages[0]
	s.finished(s.Ask("a direct question", discordtest.InteractionOptions{Channel: discordtest.DMID}), 1)
	s.press(public.ID, "up", discordtest.UserID)
	s.press(private.ID, "up", discordtest.UserID)
	owner := corpus.ServerOwner(discordtest.GuildID)
	s.eventually("all kept", func() bool {
		return recordsOf(t, store, "answer", owner) == 2 && recordsOf(t, store, "feedback", owner) == 2 && recordsOf(t, store, "change", owner) == 1
	})
	m := s.only(s.called("newsdesk data export", nil, discordtest.InteractionOptions{}))
	if len(m.Files) != 2 || m.Files[0].Name != "records.jsonl" || m.Files[1].Name != "articles.jsonl" {
		t.Fatalf("sent %+v", m)
	}
	kinds := map[string]int{}
	for line := range strings.Lines(string(m.Files[0].Data)) {
		var r struct{ Kind string }
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		kinds[r.Kind]++
	}
	if kinds["settings"] != 1 || kinds["answer"] != 1 || kinds["feedback"] != 1 || kinds["change"] != 1 {
		t.Errorf("exported %v", kinds)
	}
	if all := string(m.Files[0].Data); !strings.Contains(all, "a public question") || strings.Contains(all, "a private question") || strings.Contains(all, "direct") {
		t.Errorf("exported %s", all)
	}
	if got := string(m.Files[1].Data); got != `{"id":"`+owner+`/1"}`+"\n" {
		t.Errorf("exported %q", got)
	}
	f.large = true
	if got := s.told("newsdesk data export", nil); got != "That is more than a message can hold: ask whoever runs me for it." {
		t.Errorf("too much says %q", got)
	}
}

// Of a private answer in several messages an export has none, not even that
// there was one.
func TestExportOfLongPrivateAnswer(t *testing.T) {
	store := &bot.MemoryStore{}
	long := strings.Repeat("The bridge opens in May. ", 60)
	s := start(t, askerFunc(func(context.Context, rag.Question) (rag.Answer, error) { return cited(long, long), nil }),
		func(_ *discordtest.Options, c *bot.Config) { c.Store = store })
	s.finished(s.slash("ask", map[string]any{"question": "When?", "private": true}, discordtest.InteractionOptions{User: discordtest.OtherID}), 2)
	owner := corpus.ServerOwner(discordtest.GuildID)
	s.eventually("both parts kept", func() bool { return recordsOf(t, store, "answer", owner) == 2 })
	m := s.only(s.called("newsdesk data export", nil, discordtest.InteractionOptions{}))
	if all := string(m.Files[0].Data); strings.Contains(all, discordtest.OtherID) {
		t.Errorf("exported %s", all)
	}
}

// Who manages a server can have everything of it deleted that is its own: of
// every kind, from the store and from memory. The operator's grant stays, and
// so does what is of other servers.
func TestDeletion(t *testing.T) {
	store := &bot.MemoryStore{}
	f := &feeds{}
	asker := &scribe{}
	s := start(t, asker, func(o *discordtest.Options, c *bot.Config) { content(o, c); c.Store, c.Feeds = store, f })
	other := s.AddGuild(discordtest.Guild{Name: "other"})
	elsewhere := s.AddChannel(discordtest.Channel{Name: "x", Guild: other})
	if err := bot.Give(t.Context(), store, discordtest.GuildID, &bot.Grant{Collections: []string{"City"}}); err != nil {
		t.Fatal(err)
	}
	s.told("newsdesk answers", map[string]any{"language": "de"})
	s.told("newsdesk feeds follow", map[string]any{"address": "https://news.example/feed"})
	s.told("newsdesk feeds add", map[string]any{"address": "https://news.example/a"})
	first := s.finished(s.Ask("first", discordtest.InteractionOptions{}), 1).Messages[0]
	s.finished(s.Ask("there", discordtest.InteractionOptions{Channel: elsewhere}), 1)
	s.press(first.ID, "up", discordtest.OtherID)
	owner := corpus.ServerOwner(discordtest.GuildID)
	s.eventually("all kept", func() bool {
		return recordsOf(t, store, "feedback", owner) == 1 && recordsOf(t, store, "change", owner) == 3 && recordsOf(t, store, "answer", corpus.ServerOwner(other)) == 1
	})
	question := s.called("newsdesk data delete", nil, discordtest.InteractionOptions{})
	m := s.only(question)
	if !strings.Contains(m.Content, "cannot be undone") || settings(t, store).Language == "" {
		t.Errorf("asks %q", m.Content)
	}
	i := s.finished(s.press(m.ID, "forget", discordtest.UserID).Token, 1)
	if got := s.only(i).Content; !strings.Contains(got, "and 1 article. All settings") {
		t.Errorf("says %q", got)
	}
	for _, kind := range []string{"settings", "change", "answer", "conversation", "feedback"} {
		if n := recordsOf(t, store, kind, owner); n > 0 {
			t.Errorf("%d records of the kind %s are left", n, kind)
		}
	}
	if recordsOf(t, store, "grant", owner) != 1 || recordsOf(t, store, "answer", corpus.ServerOwner(other)) != 1 {
		t.Error("what is not the server's is gone")
	}
	if left, _ := f.Followed(t.Context(), owner); len(left) > 0 {
		t.Errorf("follows %v", left)
	}
	// The answer is forgotten: its buttons are stale, a reply goes on from nothing.
	if got := s.only(s.press(first.ID, "evidence", discordtest.UserID)).Content; !strings.Contains(got, "no longer have") {
		t.Errorf("its button says %q", got)
	}
	s.Say(discordtest.Post{Content: "second", ReplyTo: first.ID})
	s.answered(discordtest.General, 2)
	if q := asker.questions(); len(q[len(q)-1].History) > 0 || q[len(q)-1].Language != "" {
		t.Errorf("asked %+v", q[len(q)-1])
	}
}

// Who presses the button of /privacy has what is kept of them deleted: of every
// kind, in servers and in direct messages, from the store and from memory.
func TestPrivacy(t *testing.T) {
	store := &bot.MemoryStore{}
	asker := &scribe{}
	s := start(t, asker, func(o *discordtest.Options, c *bot.Config) {
		content(o, c)
		c.Store, c.PrivacyNote = store, "Write to *desk* at desk.example"
	})
	s.told("newsdesk answers", map[string]any{"language": "de"})
	mine := s.finished(s.Ask("mine", discordtest.InteractionOptions{}), 1).Messages[0]
	others := s.finished(s.Ask("other's", discordtest.InteractionOptions{User: discordtest.OtherID}), 1).Messages[0]
	s.press(others.ID, "up", discordtest.UserID)
	s.Say(discordtest.Post{Channel: discordtest.DMID, Content: "direct"})
	s.answered(discordtest.DMID, 1)
	s.called("new", nil, discordtest.InteractionOptions{})
	owner := corpus.ServerOwner(discordtest.GuildID)
	s.eventually("all kept", func() bool {
		return recordsOf(t, store, "feedback", owner) == 1 && recordsOf(t, store, "answer", owner) == 2 &&
			recordsOf(t, store, "conversation", "user:"+discordtest.UserID) == 1 && recordsOf(t, store, "change", owner) == 1
	})
	asked := s.called("privacy", nil, discordtest.InteractionOptions{})
	m := s.only(asked)
	if !strings.Contains(m.Content, "30 days") || !strings.Contains(m.Content, `\*desk\* at desk.example`) {
		t.Errorf("says %q", m.Content)
	}
	i := s.finished(s.press(m.ID, "forgetme", discordtest.UserID).Token, 1)
	if got := s.only(i).Content; !strings.HasPrefix(got, "Deleted: ") {
		t.Errorf("says %q", got)
	}
	for _, kind := range []string{"settings", "grant", "change", "budget", "answer", "conversation", "feedback"} {
		for r, err := range store.AllRecords(t.Context(), kind) {
			if err != nil {
				t.Fatal(err)
			}
			if r.Person == discordtest.UserID || strings.Contains(r.Owner+r.Key+string(r.Value), discordtest.UserID) {
				t.Errorf("kept: %+v %s", r, r.Value)
			}
		}
	}
	if recordsOf(t, store, "answer", owner) != 1 || settings(t, store).Language != "de" {
		t.Error("what is another's is gone")
	}
	if got := s.only(s.press(mine.ID, "evidence", discordtest.OtherID)).Content; !strings.Contains(got, "no longer have") {
		t.Errorf("the answer's button says %q", got)
	}
	s.Say(discordtest.Post{Channel: discordtest.DMID, Content: "again"})
	s.answered(discordtest.DMID, 2)
	if q := asker.questions(); len(q[len(q)-1].History) > 0 {
		t.Errorf("the conversation goes on from %+v", q[len(q)-1].History)
	}
}
