package bot

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"newsdesk/corpus"
)

// Allowances are drawn by user, channel and server, come back evenly, and a
// question that one of them refuses costs the others nothing.
func TestAllowances(t *testing.T) {
	l, now := newAllowances(), time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	most := Limits{User: 2, Channel: 3, Server: 4}
	at := func(user, channel string) origin { return origin{user: user, guild: "g", channel: channel} }
	take := func(o origin, who string, wait time.Duration) {
		t.Helper()
		if w, got := l.take(o, most, now); got != who || w.Round(time.Second) != wait {
			t.Errorf("%+v: %q in %v, want %q in %v", o, got, w, who, wait)
		}
	}
	take(at("a", "1"), "", 0)
	take(at("a", "1"), "", 0)
	take(at("a", "2"), "you have", 5*time.Minute)
	take(at("b", "1"), "", 0)
	take(at("c", "1"), "this channel has", 200*time.Second)
	take(at("c", "2"), "", 0)
	take(at("c", "2"), "this server has", 150*time.Second)
	// In direct messages, and where the bot is a guest, only the user counts.
	for _, o := range []origin{{user: "c", channel: "dm"}, {user: "c", guild: "g", channel: "1", guest: true}} {
		take(o, "", 0)
	}
	take(origin{user: "c", channel: "dm"}, "you have", 5*time.Minute)
	now = now.Add(5 * time.Minute)
	take(at("a", "1"), "", 0)
	take(at("a", "1"), "you have", 5*time.Minute)
	// What administrators change holds at once.
	most.User = 1
	take(at("b", "2"), "", 0)
	take(at("b", "2"), "you have", 10*time.Minute)
	now = now.Add(time.Hour)
	take(at("b", "2"), "", 0)
}

// Whatever is configured, a limit is at least one question.
func TestLimitsWith(t *testing.T) {
	for _, c := range []struct {
		bot  Limits
		s    Settings
		g    Grant
		want Limits
	}{
		{want: defaults},
		{bot: Limits{-1, -1, -1, -1}, want: Limits{1, 1, 1, 0}},
		{bot: Limits{User: 7, Tokens: 50}, s: Settings{Server: 9, Tokens: 100}, want: Limits{7, defaults.Channel, 9, 50}},
		{bot: Limits{Tokens: 50}, s: Settings{Tokens: 20}, g: Grant{Tokens: 30}, want: Limits{defaults.User, defaults.Channel, defaults.Server, 20}},
		{g: Grant{Tokens: -1}, s: Settings{Tokens: 20}, want: Limits{defaults.User, defaults.Channel, defaults.Server, 0}},
		{g: Grant{Tokens: 900_000_000}, want: Limits{defaults.User, defaults.Channel, defaults.Server, 900_000_000}},
	} {
		if got := c.bot.with(c.s, c.g); got != c.want {
			t.Errorf("%+v, %+v, %+v: %+v, want %+v", c.bot, c.s, c.g, got, c.want)
		}
	}
}

// silent is a Store that answers nothing after it was told to be quiet.
type silent struct {
	MemoryStore
	quiet bool
}

func (s *silent) Record(ctx context.Context, kind, owner, key string) (corpus.Record, bool, error) {
	if s.quiet {
		return corpus.Record{}, false, errors.New("no")
	}
	return s.MemoryStore.Record(ctx, kind, owner, key)
}

// Settings that another process changes hold within five seconds. Where they
// cannot be read what was known holds on, and where nothing was nothing is
// allowed.
func TestBook(t *testing.T) {
	store, ctx, now := &silent{}, t.Context(), time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	mine, others := newBook(store), newBook(store)
	mine.now = func() time.Time { return now }
	owner := corpus.ServerOwner("100000000000000001")
	language := func() string {
		t.Helper()
		s, _, err := mine.of(ctx, owner)
		if err != nil {
			t.Fatal(err)
		}
		return s.Language
	}
	set := func(k *book, code string) {
		t.Helper()
		if _, _, err := k.change(ctx, owner, func(s *Settings) error { s.Language = code; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	set(mine, "de")
	if got := language(); got != "de" {
		t.Errorf("after a change of its own: %q", got)
	}
	set(others, "fr")
	if got := language(); got != "de" {
		t.Errorf("at once: %q", got)
	}
	now = now.Add(settingsLife)
	if got := language(); got != "fr" {
		t.Errorf("after %v: %q", settingsLife, got)
	}
	set(mine, "uk")
	store.quiet = true
	if got := language(); got != "fr" {
		t.Errorf("unread, what was known: %q", got)
	}
	if _, _, err := mine.of(ctx, "server:x"); err == nil {
		t.Error("of an unknown server everything is allowed")
	}
	store.quiet = false
	now = now.Add(settingsLife)
	if got := language(); got != "uk" {
		t.Errorf("read again: %q", got)
	}
	no := errors.New("no")
	if _, _, err := mine.change(ctx, owner, func(*Settings) error { return no }); !errors.Is(err, no) || language() != "uk" {
		t.Errorf("a refused change: %v, %q", err, language())
	}
}

// Administrators who are served by two processes at once lose nothing of each
// other's changes.
func TestBookOfTwoProcesses(t *testing.T) {
	file, ctx := filepath.Join(t.TempDir(), "library.db"), t.Context()
	var books []*book
	for range 2 {
		lib, err := corpus.OpenLibrary(ctx, file)
		if err != nil {
			t.Fatal(err)
		}
		defer lib.Close()
		books = append(books, newBook(lib))
	}
	var all sync.WaitGroup
	for n := range 12 {
		all.Go(func() {
			_, _, err := books[n%2].change(ctx, "server:1", func(s *Settings) error {
				return choose("channel", &s.Channels, strconv.Itoa(n), true)
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, k := range books {
		k.reopen("server:1")
		if s, _, err := k.of(ctx, "server:1"); err != nil || len(s.Channels) != 12 {
			t.Errorf("kept %v, %v", s.Channels, err)
		}
	}
}

// A grant to one server comes before that to everybody, which also holds in
// direct messages.
func TestGrants(t *testing.T) {
	store, ctx := &MemoryStore{}, t.Context()
	const one, other = "100000000000000001", "100000000000000002"
	for id, g := range map[string]*Grant{one: {Collections: []string{"City"}}, "": {Collections: []string{"Sport"}, Tokens: 7}} {
		if err := Give(ctx, store, id, g); err != nil {
			t.Fatal(err)
		}
	}
	view := func(o origin, bot corpus.Filter) string {
		t.Helper()
		s, g, err := newBook(store).of(ctx, o.owner())
		if err != nil {
			t.Fatal(err)
		}
		return s.view(o.owner(), g, bot).Key()
	}
	for want, o := range map[corpusKey]origin{
		{own: corpus.ServerOwner(one), shared: "City"}:    {guild: one, user: "u"},
		{own: corpus.ServerOwner(other), shared: "Sport"}: {guild: other, user: "u"},
		{shared: "Sport"}: {guild: one, user: "u", guest: true},
	} {
		v := corpus.View{Own: want.own, Shared: []string{want.shared}}
		if got := view(o, corpus.Filter{}); got != v.Key() {
			t.Errorf("%+v: %s, want %s", o, got, v.Key())
		}
		v.Shared = []string{noName}
		if got := view(o, corpus.Filter{Collection: "Other"}); got != v.Key() {
			t.Errorf("%+v, where the bot reads another collection: %s", o, got)
		}
	}
	if err := Give(ctx, store, one, nil); err != nil {
		t.Fatal(err)
	}
	v := corpus.View{Own: corpus.ServerOwner(one), Shared: []string{"Sport"}}
	if got := view(origin{guild: one}, corpus.Filter{}); got != v.Key() {
		t.Errorf("taken back: %s", got)
	}
	if err := Give(ctx, store, "here", &Grant{}); err == nil {
		t.Error("a server without an ID is given something")
	}
	all, err := Servers(ctx, store)
	if err != nil || len(all) != 1 || all[0].ID != "" || all[0].Grant.Tokens != 7 {
		t.Errorf("servers: %+v, %v", all, err)
	}
}

type corpusKey struct{ own, shared string }

// Tokens are counted by day and owner.
func TestBudgetDays(t *testing.T) {
	b, ctx := newBudget(&MemoryStore{}), t.Context()
	evening := time.Date(2026, 1, 2, 23, 30, 0, 0, time.UTC)
	used := func(owner string, at time.Time) int {
		t.Helper()
		n, err := b.used(ctx, owner, at)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	spend := func(owner string, tokens int) {
		b.spend(owner, tokens, evening, func(err error) {
			if err != nil {
				t.Error(err)
			}
		})
		if used(owner, evening) < tokens {
			t.Errorf("%d tokens are not counted at once", tokens)
		}
		b.writing.Wait()
	}
	spend("server:1", 100)
	spend("server:1", 100)
	if got := used("server:1", evening.In(time.FixedZone("east", 3600))); got != 200 {
		t.Errorf("the same day, elsewhere: %d", got)
	}
	if used("server:1", evening.Add(time.Hour)) != 0 || used("server:2", evening) != 0 {
		t.Error("another day or server has used some")
	}
	b.carry("server:2", 40, evening)
	spend("server:2", 2)
	if used("server:2", evening) != 42 || used("server:2", evening.Add(time.Hour)) != 0 {
		t.Errorf("carried: %d", used("server:2", evening))
	}
}

// What the store does not take is counted all the same, and holds nobody up.
func TestBudgetWithoutStore(t *testing.T) {
	now := time.Now()
	b, told := newBudget(unwritable{&MemoryStore{}}), make(chan error, 1)
	b.spend("server:1", 100, now, func(err error) { told <- err })
	if err := <-told; err == nil {
		t.Error("a failure is not told")
	}
	if n, err := b.used(t.Context(), "server:1", now); n != 100 || err != nil {
		t.Errorf("%d tokens are counted, %v", n, err)
	}
}

// unwritable is a Store that takes no updates.
type unwritable struct{ Store }

func (unwritable) UpdateRecord(context.Context, string, string, string, func([]byte) ([]byte, error)) error {
	return errors.New("full")
}
