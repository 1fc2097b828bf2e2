package bot_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"newsdesk/bot"
	"newsdesk/bot/discordtest"
	"newsdesk/corpus"
)

// Every Store keeps the same promise.
func TestStores(t *testing.T) {
	lib, err := corpus.OpenLibrary(t.Context(), filepath.Join(t.TempDir(), "library.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	for name, s := range map[string]bot.Store{"library": lib, "memory": &bot.MemoryStore{}} {
		t.Run(name, func(t *testing.T) { testStore(t, s) })
	}
}

func testStore(t *testing.T, s bot.Store) {
	ctx := t.Context()
	check := func(what string, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	keys := func(owner string) string {
		t.Helper()
		var out []string
		for r, err := range s.Records(ctx, "k", owner) {
			check("Records", err)
			out = append(out, r.Key+"="+string(r.Value))
		}
		return strings.Join(out, " ")
	}
	old := time.Now().Add(-time.Hour)
	check("PutRecords", s.PutRecords(ctx,
		corpus.Record{Kind: "k", Owner: "a", Key: "2", Person: "p", Value: []byte("2")},
		corpus.Record{Kind: "k", Owner: "a", Key: "1", Person: "q", Value: []byte("1"), At: old},
		corpus.Record{Kind: "k", Owner: "b", Key: "1", Person: "p", Value: []byte("3")},
		corpus.Record{Kind: "other", Owner: "a", Key: "1", Value: []byte("4")}))
	check("PutRecords", s.PutRecords(ctx, corpus.Record{Kind: "k", Owner: "a", Key: "2", Person: "p", Value: []byte("22")}))
	r, ok, err := s.Record(ctx, "k", "a", "2")
	check("Record", err)
	if !ok || string(r.Value) != "22" || r.Person != "p" || time.Since(r.At) > time.Minute {
		t.Errorf("got %+v, %t", r, ok)
	}
	if _, ok, err := s.Record(ctx, "k", "b", "2"); ok || err != nil {
		t.Errorf("another owner has the record: %t, %v", ok, err)
	}
	if got := keys("a"); got != "1=1 2=22" {
		t.Errorf("Records: %s", got)
	}
	n := 0
	for r, err := range s.AllRecords(ctx, "k") {
		check("AllRecords", err)
		n += len(r.Owner)
	}
	if n != 3 {
		t.Errorf("AllRecords: %d", n)
	}
	check("UpdateRecord", s.UpdateRecord(ctx, "k", "a", "2", func(old []byte) ([]byte, error) { return append([]byte("1"), old...), nil }))
	check("UpdateRecord", s.UpdateRecord(ctx, "k", "b", "1", func([]byte) ([]byte, error) { return nil, nil }))
	no := errors.New("no")
	if err := s.UpdateRecord(ctx, "k", "a", "1", func([]byte) ([]byte, error) { return nil, no }); err != no {
		t.Errorf("UpdateRecord returns %v", err)
	}
	if got := keys("a") + keys("b"); got != "1=1 2=122" {
		t.Errorf("after updates: %s", got)
	}
	if n, err := s.PruneRecords(ctx, "k", time.Now().Add(-time.Minute)); n != 1 || err != nil {
		t.Errorf("PruneRecords: %d, %v", n, err)
	}
	if n, err := s.ForgetPerson(ctx, "p"); n != 1 || err != nil {
		t.Errorf("ForgetPerson: %d, %v", n, err)
	}
	if n, err := s.DeleteRecords(ctx, "k", "a", "1", "2"); n != 0 || err != nil {
		t.Errorf("DeleteRecords: %d, %v", n, err)
	}
	if n, err := s.ForgetOwner(ctx, "a"); n != 1 || err != nil {
		t.Errorf("ForgetOwner: %d, %v", n, err)
	}
}

// eventually waits for what the server does not tell of.
func (s *stage) eventually(what string, ok func() bool) {
	s.t.Helper()
	for end := time.Now().Add(10 * time.Second); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("waited in vain: %s\nthe bot's log:\n%s", what, s.log)
		}
	}
}

// again runs another bot on the server, after the first one has ended.
func (s *stage) again(c bot.Config) {
	s.t.Helper()
	s.stop()
	if err := s.ended(); err != nil {
		s.t.Fatal(err)
	}
	// The server may learn a little later that the first one has left.
	s.await("the first one gone", func() bool { return s.Connected() == 0 })
	c.Token, c.APIBase = token, s.APIBase()
	b, err := bot.New(c)
	if err != nil {
		s.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- b.Run(ctx) }()
	s.t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			s.t.Error(err)
		}
	})
	s.await("connected again", func() bool { return s.Connected() == 1 })
}

// After a restart buttons of answers work, those of every part of a long one,
// and conversations go on: by a reply, in a thread, in direct messages.
func TestRestart(t *testing.T) {
	lib, err := corpus.OpenLibrary(t.Context(), filepath.Join(t.TempDir(), "library.db"))
	if err != nil {
		t.Fatal(err)
	}
	asker := &scribe{}
	s := start(t, asker, func(o *discordtest.Options, c *bot.Config) { content(o, c); c.Store = lib })
	t.Cleanup(func() { lib.Close() })
	i := s.finished(s.Ask("first", discordtest.InteractionOptions{}), 1).Messages[0]
	s.Say(discordtest.Post{Channel: discordtest.DMID, Content: "direct one"})
	s.answered(discordtest.DMID, 1)
	thread := s.Thread(discordtest.UserID, i.ID)

	later := &scribe{}
	s.again(bot.Config{Asker: later, Store: lib, MessageContent: true})
	if m := s.only(s.press(i.ID, "evidence", discordtest.OtherID)); !strings.Contains(m.Content, "Evidence 1 of 1") {
		t.Errorf("evidence shows %q", m.Content)
	}
	s.Say(discordtest.Post{Content: "second", ReplyTo: i.ID})
	s.answered(discordtest.General, 2)
	s.Say(discordtest.Post{Channel: thread, Content: "in thread"})
	s.answered(thread, 1)
	s.Say(discordtest.Post{Channel: discordtest.DMID, Content: "direct two"})
	s.answered(discordtest.DMID, 2)
	want := map[string]string{"second": "first", "in thread": "first", "direct two": "direct one"}
	for _, q := range later.questions() {
		if len(q.History) != 1 || q.History[0].Question != want[q.Text] || q.History[0].Answer == "" {
			t.Errorf("%q was asked after %+v, want %q", q.Text, q.History, want[q.Text])
		}
		delete(want, q.Text)
	}
	if len(want) > 0 {
		t.Errorf("never asked: %v", want)
	}
}

// Every part of a long answer can be replied to after a restart.
func TestRestartOfLongAnswer(t *testing.T) {
	store := &bot.MemoryStore{}
	long := strings.Repeat("The bridge opens in May. ", 60)
	f := &stream{last: cited(long, long, long)}
	s := start(t, f, func(_ *discordtest.Options, c *bot.Config) { c.Store = store; f.steps = closed() })
	parts := s.finished(s.Ask("first", discordtest.InteractionOptions{}), 3).Messages
	for n, p := range parts {
		if got := customIDs(p) != ""; got != (n == len(parts)-1) {
			t.Errorf("part %d has buttons: %t", n, got)
		}
	}
	later := &scribe{}
	s.again(bot.Config{Asker: later, Store: store})
	s.Say(discordtest.Post{Content: "second", ReplyTo: parts[0].ID})
	s.answered(discordtest.General, 4)
	if q := later.questions()[0]; len(q.History) != 1 || q.History[0].Question != "first" {
		t.Errorf("asked %+v", q)
	}
}

// failing is a Store that takes nothing.
type failing struct {
	bot.MemoryStore
	mu    sync.Mutex
	tries int
}

func (f *failing) PutRecords(context.Context, ...corpus.Record) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.tries++
	return errors.New("read-only")
}

// stuck is a Store that does not answer in time about anything but settings,
// without which there is no answer to be had.
type stuck struct{ bot.MemoryStore }

func (*stuck) PutRecords(ctx context.Context, _ ...corpus.Record) error {
	<-ctx.Done()
	return ctx.Err()
}

func (s *stuck) Record(ctx context.Context, kind, owner, key string) (corpus.Record, bool, error) {
	if kind != "answer" && kind != "feedback" && kind != "conversation" {
		return s.MemoryStore.Record(ctx, kind, owner, key)
	}
	<-ctx.Done()
	return corpus.Record{}, false, ctx.Err()
}

// A store that takes nothing, or not in time, holds no answer up; buttons work
// while the bot runs, and the log says once what is lost.
func TestStoreThatFails(t *testing.T) {
	t.Parallel()
	for name, store := range map[string]bot.Store{"refuses": &failing{}, "stuck": &stuck{}} {
		t.Run(name, func(t *testing.T) {
			s := start(t, &scribe{}, func(_ *discordtest.Options, c *bot.Config) { c.Store = store })
			for range 3 {
				i := s.finished(s.Ask("When?", discordtest.InteractionOptions{}), 1)
				if i.AckAfter > time.Second {
					t.Errorf("acknowledged after %v", i.AckAfter)
				}
				s.only(s.press(i.Messages[0].ID, "evidence", discordtest.UserID))
				s.only(s.press(i.Messages[0].ID, "up", discordtest.UserID))
			}
			s.stop()
			if err := s.ended(); err != nil {
				t.Error(err)
			}
			if n := strings.Count(s.log.String(), "stored"); n != 1 {
				t.Errorf("the log tells %d times:\n%s", n, s.log)
			}
		})
	}
}

// What was shown to one person only is theirs: nobody else's buttons open it,
// and a server's answers are opened from no other.
func TestPrivateStaysPrivate(t *testing.T) {
	store := &bot.MemoryStore{}
	s := start(t, &scribe{}, func(_ *discordtest.Options, c *bot.Config) { c.Store = store })
	m := s.finished(s.Ask("When?", discordtest.InteractionOptions{}), 1).Messages[0]
	other := s.finished(s.Ask("Where?", discordtest.InteractionOptions{}), 1).Messages[0]
	// Kept as one that only OtherID was shown.
	owner := "server:" + discordtest.GuildID
	s.eventually("both kept", func() bool {
		n := 0
		for range store.Records(t.Context(), "answer", owner) {
			n++
		}
		return n == 2
	})
	if err := store.UpdateRecord(t.Context(), "answer", owner, other.ID, func(old []byte) ([]byte, error) {
		return []byte(strings.Replace(string(old), `"user":"`+discordtest.UserID+`"`, `"user":"`+discordtest.OtherID+`","private":true`, 1)), nil
	}); err != nil {
		t.Fatal(err)
	}
	pressed := s.press(m.ID, "evidence", discordtest.UserID)
	for n, verb := range []string{"evidence:" + other.ID + ":0", "sources:" + other.ID + ":0"} {
		data := s.forge(pressed, n, func(_, data map[string]any) { data["custom_id"] = verb })
		if !strings.Contains(data["content"].(string), "no longer have") {
			t.Errorf("%s shows %v", verb, data)
		}
	}
	data := s.forge(pressed, 5, func(event, data map[string]any) {
		data["custom_id"] = "evidence:" + other.ID + ":0"
		event["member"].(map[string]any)["user"].(map[string]any)["id"] = discordtest.OtherID
	})
	if !strings.Contains(data["content"].(string), "Evidence 1 of 1") {
		t.Errorf("the one who asked is shown %v", data)
	}
}
