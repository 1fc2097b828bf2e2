package bot

import (
	"context"
	"strconv"
	"time"

	"newsdesk/bot/discord"
	"newsdesk/bot/render"
	"newsdesk/rag"
)

// Verbs of the buttons below an answer. Those of its pager and its forms have
// the ID of the answer's message as an argument.
const (
	verbEvidence = "evidence"
	verbSources  = "sources"
	verbAgain    = "again"
	verbUp       = "up"
	verbDown     = "down"
)

// answerButtons are the buttons below a.
func answerButtons(a rag.Answer) []component {
	var out []component
	if len(a.Citations) > 0 {
		out = append(out, button(buttonPrimary, "Evidence", verbEvidence), button(buttonSecondary, "Sources", verbSources))
	}
	return []component{row(append(out,
		button(buttonSecondary, "Ask again with…", verbAgain),
		face("👍", verbUp), face("👎", verbDown))...)}
}

// pressTime is how long a look for an answer may take, and passageTime one into
// an article: who pressed waits, and after three seconds in vain.
const (
	pressTime   = time.Second
	passageTime = 1500 * time.Millisecond
)

// pressed is the answer that u's button or form belongs to, with the ID that
// it is kept under; args are those of the custom ID. Where there is none that
// u may use, it says so, kindly, and the last result is false.
func (b *Bot) pressed(ctx context.Context, u *use, args []string) (kept, string, bool) {
	id := ""
	switch {
	case len(args) > 0:
		id = args[0]
	case u.Message != nil:
		id = u.Message.ID
	}
	look, cancel := context.WithTimeout(ctx, pressTime)
	defer cancel()
	k, key, ok := b.recall(look, u.origin, id)
	if !ok && len(args) == 0 {
		// An answer's button may be there before Discord has said what the ID
		// of the answer is.
		b.memory.settle(look, u.origin.channel)
		k, key, ok = b.recall(look, u.origin, id)
	}
	switch {
	case ok:
	case look.Err() != nil:
		b.answerAtOnce(ctx, u, sayPressAgain)
	default:
		b.answerAtOnce(ctx, u, sayStale)
	}
	return k, key, ok
}

// formed is pressed for a form, whose custom ID names the answer.
func (b *Bot) formed(ctx context.Context, u *use, args []string) (k kept, id string, ok bool) {
	if len(args) != 1 {
		b.answerAtOnce(ctx, u, sayStale)
		return k, "", false
	}
	return b.pressed(ctx, u, args)
}

// openEvidence shows who presses the citations of an answer in their context,
// a page for each. args are none on the answer itself, and on the pages the
// answer and the page.
func (b *Bot) openEvidence(ctx context.Context, u *use, args, _ []string) {
	b.openPage(ctx, u, verbEvidence, args, func(k *kept) int { return len(k.Answer.Citations) },
		func(k *kept, page int) render.Message {
			c := k.Answer.Citations[page]
			return render.Evidence(c, b.passage(ctx, u.origin, c), page+1, len(k.Answer.Citations))
		})
}

// openSources shows who presses what an answer rests on.
func (b *Bot) openSources(ctx context.Context, u *use, args, _ []string) {
	var pages []render.Message
	b.openPage(ctx, u, verbSources, args, func(k *kept) int {
		pages = render.Sources(*k.Answer)
		return len(pages)
	}, func(_ *kept, page int) render.Message { return pages[page] })
}

// openPage shows who presses one of an answer's pages: in a message of their
// own, or in place of the page that the button is on.
func (b *Bot) openPage(ctx context.Context, u *use, verb string, args []string, count func(*kept) int, show func(*kept, int) render.Message) {
	page := 0
	if len(args) > 0 {
		n, err := strconv.Atoi(args[len(args)-1])
		if len(args) != 2 || err != nil {
			b.answerAtOnce(ctx, u, sayStale)
			return
		}
		page = n
	}
	k, id, ok := b.pressed(ctx, u, args)
	if !ok {
		return
	}
	n := count(&k)
	if page < 0 || page >= n {
		b.answerAtOnce(ctx, u, sayStale)
		return
	}
	m := quiet(show(&k, page))
	if n > 1 {
		m.Components = []component{row(
			turn("Previous", verb, id, page-1, n), turn("Next", verb, id, page+1, n))}
	}
	if len(args) > 0 {
		b.respond(ctx, u, discord.Callback{Type: discord.CallbackEdit, Data: m})
		return
	}
	b.showAtOnce(ctx, u, m)
}

// turn is a button that turns to a page of n, if that is one.
func turn(label, verb, id string, page, n int) component {
	c := button(buttonSecondary, label, customID(verb, id, strconv.Itoa(page)))
	c.Disabled = page < 0 || page >= n
	return c
}

// passage is what stands around c, nil where that cannot be had, or not by o's
// user any more.
func (b *Bot) passage(ctx context.Context, o origin, c rag.Citation) *rag.Passage {
	if b.config.Archive == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, passageTime)
	defer cancel()
	s, g, err := b.book.of(ctx, o.owner())
	var p rag.Passage
	if err == nil {
		p, err = b.config.Archive.Passage(ctx, c, 1, b.readable(s, g, o))
	}
	if err != nil {
		b.log.Debug("a citation's passage cannot be opened", "error", err)
		return nil
	}
	return &p
}
