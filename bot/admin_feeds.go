package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"newsdesk/bot/render"
	"newsdesk/corpus"
)

// Feeds brings articles of the web into the archives of servers. owner is the
// server's: see corpus.PrivateCollection. Errors are sentences for people.
type Feeds interface {
	// Follow visits address now and from then on, and says what came of it.
	Follow(ctx context.Context, owner, address string) (note string, err error)
	// Add takes in the article at address, and says what came of it.
	Add(ctx context.Context, owner, address string) (note string, err error)
	// Stop stops visiting address. Its articles stay.
	Stop(ctx context.Context, owner, address string) error
	// Followed is what is visited for owner.
	Followed(ctx context.Context, owner string) ([]corpus.Follow, error)
	// Export writes the owner's articles, an object a line.
	Export(ctx context.Context, owner string, to io.Writer) error
	// Forget stops all visits for owner and takes its articles out of the
	// archive.
	Forget(ctx context.Context, owner string) (articles int, err error)
}

// feedTime bounds the first visit to an address.
const feedTime = 5 * time.Minute

func (b *Bot) followFeed(ctx context.Context, u *use, o options) { b.bring(ctx, u, o, true) }

func (b *Bot) addPage(ctx context.Context, u *use, o options) { b.bring(ctx, u, o, false) }

// bring visits an address for the server, once or from now on.
func (b *Bot) bring(ctx context.Context, u *use, o options, follow bool) {
	if b.config.Feeds == nil {
		b.answerAtOnce(ctx, u, "I read a fixed set of articles, to which nothing can be added from here.")
		return
	}
	address, err := webAddress(o.text("address"))
	if err != nil {
		b.answerAtOnce(ctx, u, sentence(err))
		return
	}
	if !b.deferAnswer(ctx, u, true) {
		return
	}
	timed, cancel := context.WithTimeout(ctx, feedTime)
	defer cancel()
	visit, told := b.config.Feeds.Add, "**Articles** added from "
	if follow {
		visit, told = b.config.Feeds.Follow, "**Feeds** now followed: "
	}
	note, err := visit(timed, u.origin.owner(), address)
	if err != nil {
		b.finishAtOnce(ctx, u, "That did not work: "+render.Line(err.Error(), 400))
		return
	}
	b.finishAtOnce(ctx, u, "Done: "+render.Line(note, 400)+b.tellChange(ctx, u, told+render.Escape(address)))
}

func (b *Bot) stopFeed(ctx context.Context, u *use, o options) {
	if !b.deferAnswer(ctx, u, true) {
		return
	}
	address := o.text("followed")
	followed, err := b.followed(ctx, u.origin)
	known := slices.ContainsFunc(followed, func(f corpus.Follow) bool { return f.Target == address })
	if err == nil && known {
		err = b.config.Feeds.Stop(ctx, u.origin.owner(), address)
	}
	switch {
	case err != nil:
		b.log.Error("an address cannot be let go of", "error", err)
		b.finishAtOnce(ctx, u, sayFailed)
	case !known:
		b.finishAtOnce(ctx, u, "This server does not follow that address. /newsdesk feeds list shows what it follows.")
	default:
		note := b.tellChange(ctx, u, "**Feeds** no longer followed: "+render.Escape(address))
		b.finishAtOnce(ctx, u, "It is no longer followed. Its articles stay; /newsdesk data delete takes all of them away."+note)
	}
}

func (b *Bot) listFeeds(ctx context.Context, u *use, _ options) {
	followed, err := b.followed(ctx, u.origin)
	switch {
	case err != nil:
		b.log.Error("what a server follows cannot be read", "error", err)
		b.answerAtOnce(ctx, u, sayFailed)
		return
	case len(followed) == 0:
		b.answerAtOnce(ctx, u, "This server follows nothing. /newsdesk feeds follow begins to.")
		return
	}
	var text strings.Builder
	text.WriteString("**This server follows**")
	for _, f := range followed {
		state := "not visited yet"
		if !f.Last.IsZero() {
			state = fmt.Sprintf("visited <t:%d:R>: %s", f.Last.Unix(), render.Line(f.Note, 200))
		}
		fmt.Fprintf(&text, "\n%s\n-# %s", render.Line(f.Target, 200), state)
	}
	b.answerAtOnce(ctx, u, clipUnits(text.String()))
}

// followed is what o's server follows.
func (b *Bot) followed(ctx context.Context, o origin) ([]corpus.Follow, error) {
	if b.config.Feeds == nil {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	return b.config.Feeds.Followed(ctx, o.owner())
}

// feedChoices offers what the server follows. There is no room for a longer
// address, which can be typed.
func (b *Bot) feedChoices(ctx context.Context, u *use, typed string) []choice {
	followed, err := b.followed(ctx, u.origin)
	if err != nil {
		b.log.Warn("what a server follows cannot be read", "error", err)
		return nil
	}
	var out []choice
	for _, f := range followed {
		if strings.Contains(strings.ToLower(f.Target), strings.ToLower(typed)) {
			out = appendChoice(out, f.Target)
		}
	}
	return out
}

// webAddress is an address of the web as it is typed. What may be fetched is
// not decided here.
func webAddress(raw string) (string, error) {
	raw = strings.TrimSpace(strings.Trim(strings.TrimSpace(raw), "<>"))
	u, err := url.Parse(raw)
	if err == nil && u.User != nil {
		return "", errors.New("leave the name and the password out of the address: everybody who manages this server could read them")
	}
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || len(raw) > maxAddress {
		return "", errors.New("an address begins with https:// or http:// and names a site, such as https://news.example/feed.xml")
	}
	return raw, nil
}

// tellChange is tell for what is no setting.
func (b *Bot) tellChange(ctx context.Context, u *use, what string) (note string) {
	s, _, err := b.book.of(ctx, u.origin.owner())
	if err != nil {
		b.log.Error("the settings of a server cannot be read", "error", err)
	}
	return b.tell(ctx, u.origin, []string{what}, s.Log)
}
