package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"newsdesk/corpus"
)

// Settings is what the administrators of a server have chosen. The zero value
// is what holds where they have chosen nothing.
type Settings struct {
	// Channels are those in which the bot answers, with the threads below them;
	// none means all.
	Channels []string `json:"channels,omitempty"`
	// Roles are those of which a member needs one to ask; none means that
	// everybody may.
	Roles []string `json:"roles,omitempty"`
	// Private shows what a command answers to the one who asked only, where
	// they do not say otherwise.
	Private bool `json:"private,omitempty"`
	// Threads gives each question to /ask and each mention a thread of its own.
	Threads bool `json:"threads,omitempty"`
	// Language is the ISO 639-1 code of the language that a model puts answers
	// into; empty means the question's.
	Language string `json:"language,omitempty"`
	// User, Channel and Server are how many questions each may ask in
	// limitWindow; 0 means the bot's own limit.
	User    int `json:"user,omitempty"`
	Channel int `json:"channel,omitempty"`
	Server  int `json:"server,omitempty"`
	// Tokens is how many a language model may read and write for the server in
	// a day, UTC; 0 means the bot's own limit, less than 0 none at all. After
	// that answers are in the articles' own words.
	Tokens int `json:"tokens,omitempty"`
	// Outlets are those whose articles are read; none means all.
	Outlets []string `json:"outlets,omitempty"`
	// Log is the channel that changes of the settings are told in, or empty.
	Log string `json:"log,omitempty"`
}

// Bounds of settings.
const (
	maxListed = 50 // channels, roles or outlets
	maxLimit  = 10_000
	maxTokens = 1_000_000_000
)

// check says what is wrong with s, if anything is.
func (s *Settings) check() error {
	if max(len(s.Channels), len(s.Roles), len(s.Outlets)) > maxListed {
		return fmt.Errorf("no more than %d can be named", maxListed)
	}
	if max(s.User, s.Channel, s.Server) > maxLimit || min(s.User, s.Channel, s.Server) < 0 || s.Tokens > maxTokens {
		return fmt.Errorf("a limit is a number from 0 to %d, of tokens to %d", maxLimit, maxTokens)
	}
	return nil
}

// settingsLife is how long settings are believed before they are read again:
// another process may have changed them.
const settingsLife = 5 * time.Second

// maxBooks is how many servers' settings are kept at hand.
const maxBooks = 4096

// book is the settings of the servers.
type book struct {
	store Store
	now   func() time.Time

	mu      sync.Mutex
	known   *lru[page]
	changes int // so far, by this process
}

// page is what is known of one server.
type page struct {
	settings Settings
	grant    Grant
	read     time.Time
}

func newBook(s Store) *book { return &book{store: s, now: time.Now, known: newLRU[page](maxBooks)} }

// of is the settings and the grant of an owner of records, or what was known of
// them before where they cannot be read in time. The error says that nothing is
// known.
func (k *book) of(ctx context.Context, owner string) (Settings, Grant, error) {
	k.mu.Lock()
	p, known := k.known.get(owner)
	changes := k.changes
	k.mu.Unlock()
	if known && k.now().Sub(p.read) < settingsLife {
		return p.settings, p.grant, nil
	}
	fresh, err := k.open(ctx, owner)
	switch {
	case err == nil:
	case known:
		// So that a store that does not answer holds up one question, not all.
		fresh, err = page{p.settings, p.grant, k.now()}, nil
	default:
		return Settings{}, Grant{}, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.changes == changes { // else it may be older than what another has read
		k.known.put(owner, fresh)
	}
	return fresh.settings, fresh.grant, nil
}

// open reads what there is of an owner.
func (k *book) open(ctx context.Context, owner string) (page, error) {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	p := page{read: k.now()}
	if _, err := k.read(ctx, kindSettings, owner, &p.settings); err != nil {
		return p, err
	}
	given, err := k.read(ctx, kindGrant, owner, &p.grant)
	if err == nil && !given {
		_, err = k.read(ctx, kindGrant, everybody, &p.grant)
	}
	return p, err
}

// read puts the record of that kind, which has an empty key, into out, and
// reports whether there is one.
func (k *book) read(ctx context.Context, kind, owner string, out any) (bool, error) {
	r, ok, err := k.store.Record(ctx, kind, owner, "")
	if err != nil || !ok {
		return false, err
	}
	return true, json.Unmarshal(r.Value, out)
}

// change makes edit's changes to the settings of an owner, whole or not at
// all, and returns them before and after. Its error is edit's too.
func (k *book) change(ctx context.Context, owner string, edit func(*Settings) error) (before, after Settings, err error) {
	err = k.store.UpdateRecord(ctx, kindSettings, owner, "", func(old []byte) ([]byte, error) {
		before, after = Settings{}, Settings{}
		for _, s := range []*Settings{&before, &after} {
			if len(old) == 0 {
				break
			}
			if err := json.Unmarshal(old, s); err != nil {
				return nil, err
			}
		}
		if err := edit(&after); err != nil {
			return nil, err
		}
		if err := after.check(); err != nil {
			return nil, err
		}
		return json.Marshal(after)
	})
	k.reopen(owner)
	return before, after, err
}

// reopen makes the settings of an owner be read anew.
func (k *book) reopen(owner string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.changes++
	if p, known := k.known.get(owner); known {
		p.read = time.Time{}
		k.known.put(owner, p)
	}
}

// view is what a server may read: of what the bot reads at all, by its filter,
// what the operator has given it, and its own; of that the outlets that its
// administrators have chosen.
func (s *Settings) view(owner string, g Grant, bot corpus.Filter) *corpus.View {
	v := &corpus.View{Shared: g.Collections, All: len(g.Collections) == 0, Outlets: s.Outlets}
	if corpus.PrivateCollection(owner) {
		v.Own = owner
	}
	if bot.Collection != "" {
		v.Shared, v.All = common(v.Shared, bot.Collection), false
	}
	if bot.Outlet != "" {
		v.Outlets = common(v.Outlets, bot.Outlet)
	}
	return v
}

// noName is the name of no collection and no outlet.
const noName = "\x00"

// common is what a list, which means everything where it is empty, has in
// common with one name.
func common(list []string, name string) []string {
	if len(list) == 0 || slices.ContainsFunc(list, func(s string) bool { return strings.EqualFold(s, name) }) {
		return []string{name}
	}
	return []string{noName}
}

// limitWindow is the time over which a limit of questions is counted.
const limitWindow = 10 * time.Minute

// Limits are how many questions a user, a channel and a server may ask in ten
// minutes, and how many tokens a language model may use for a server, or for
// somebody who asks in direct messages, in a day (UTC). A field that is 0 has a
// default; Tokens less than 0 means no model.
type Limits struct{ User, Channel, Server, Tokens int }

// defaults is the limits of a bot that is not told other ones.
var defaults = Limits{User: 20, Channel: 100, Server: 300, Tokens: 500_000}

// with is l where s does not say otherwise.
func (l Limits) with(s Settings, g Grant) Limits {
	l = Limits{
		max(1, cmp.Or(s.User, l.User, defaults.User)), max(1, cmp.Or(s.Channel, l.Channel, defaults.Channel)),
		max(1, cmp.Or(s.Server, l.Server, defaults.Server)), cmp.Or(g.Tokens, l.Tokens, defaults.Tokens),
	}
	if s.Tokens != 0 {
		l.Tokens = min(s.Tokens, l.Tokens)
	}
	l.Tokens = max(l.Tokens, 0)
	return l
}
