package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"newsdesk/bot/render"
	"newsdesk/corpus"
)

// permit is how a question may be answered.
type permit struct {
	settings Settings
	limits   Limits
	// filter is what may be read for it. It has a View.
	filter corpus.Filter
	// private shows the answer to the one who asked only, where they do not say
	// otherwise.
	private bool
}

// narrowed is what may be read, of that what f lets pass.
func (p *permit) narrowed(f corpus.Filter) corpus.Filter {
	out := p.filter
	if f.Since.After(out.Since) {
		out.Since = f.Since
	}
	if !f.Until.IsZero() && (out.Until.IsZero() || f.Until.Before(out.Until)) {
		out.Until = f.Until
	}
	out.Outlet = f.Outlet // the bot's own is in the View
	out.Author, out.Language = cmp.Or(out.Author, f.Author), cmp.Or(out.Language, f.Language)
	return out
}

// permit says how o's questions may be answered, or in no what to say instead.
// It takes a second at most, for a command is not acknowledged before.
func (b *Bot) permit(ctx context.Context, o origin) (p permit, no string) {
	look, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	s, g, err := b.book.of(look, o.owner())
	if err != nil {
		// Not to be able to read the settings must not open what they close.
		b.log.Error("the settings of a server cannot be read", "error", err)
		return permit{}, sayFailed
	}
	p = permit{settings: s, limits: b.config.Limits.with(s, g), private: s.Private || o.guest, filter: b.readable(s, g, o)}
	switch {
	case o.guild == "" || o.guest:
	case len(s.Roles) > 0 && !slices.ContainsFunc(o.roles, func(r string) bool { return slices.Contains(s.Roles, r) }) && !o.manager():
		return p, "In this server only members with certain roles may ask me, and you have none of those."
	case len(s.Channels) > 0 && !slices.Contains(s.Channels, o.channel) && !slices.Contains(s.Channels, b.place(look, o.channel).parent):
		if look.Err() != nil { // it may be a thread below one of them
			return p, sayFailed
		}
		return p, "In this server I answer in other channels only: " + tagged("#", s.Channels) + "."
	}
	return p, ""
}

// readable is what o's user may read: the bot's own filter, as far as a View can
// say it in that View.
func (b *Bot) readable(s Settings, g Grant, o origin) corpus.Filter {
	f := b.config.Filter
	f.View, f.Outlet, f.Collection = s.view(o.owner(), g, f), "", ""
	return f
}

// allow counts a question of o's, or says why it must wait.
func (b *Bot) allow(o origin, p permit) (no string) {
	wait, who := b.allowances.take(o, p.limits, time.Now())
	if wait <= 0 {
		return ""
	}
	return fmt.Sprintf("That was a lot of questions: %s none left just now. The next one is possible in %s.", who, lasting(wait))
}

// lasting is a time to wait, in words, rounded up.
func lasting(d time.Duration) string {
	if d <= time.Minute {
		return render.Counted(int((d+time.Second-1)/time.Second), "second")
	}
	return render.Counted(int((d+time.Minute-1)/time.Minute), "minute")
}
