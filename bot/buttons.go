package bot

import (
	"context"
	"errors"
	"strconv"
	"time"

	"newsdesk/bot/discord"
	"newsdesk/bot/render"
	"newsdesk/rag"
)

// Verbs of the buttons below an answer, some of which are below what is looked up
// too. Those of its pager and its forms have
// the ID of the answer's message as an argument.
const (
	verbEvidence = "evidence"
	verbSources  = "sources"
	verbAgain    = "again"
	verbUp       = "up"
	verbDown     = "down"
)

// buttons are those below k: what opens what it cites, if it cites anything, and
// what k has besides. There may be none.
func (k *kept) buttons() []component {
	var out []component
	if k.opens() {
		out = append(out, button(buttonPrimary, "Evidence", verbEvidence), button(buttonSecondary, "Sources", verbSources))
	}
	if k.answers() {
		out = append(out, button(buttonSecondary, "Ask again with…", verbAgain))
	}
	if k.judged() {
		out = append(out, face("👍", verbUp), face("👎", verbDown))
	}
	if len(out) == 0 {
		return nil
	}
	return []component{row(out...)}
}

// pressTime is how long a look for an answer may take, and passageTime one into
// an article: who pressed waits, and after three seconds in vain.
const (
	pressTime   = time.Second
	passageTime = 1500 * time.Millisecond
)

// pressed is what u's button or form belongs to, with the ID that it is kept
// under; args are those of the custom ID. Where there is none that u may use, or
// it has no such button, it says so, kindly, and the last result is false.
func (b *Bot) pressed(ctx context.Context, u *use, args []string, has func(*kept) bool) (kept, string, bool) {
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
	case ok && has(&k):
		return k, key, true
	case !ok && look.Err() != nil:
		b.answerAtOnce(ctx, u, sayPressAgain)
	default:
		b.answerAtOnce(ctx, u, sayStale)
	}
	return kept{}, "", false
}

// formed is pressed for a form, whose custom ID names what it belongs to.
func (b *Bot) formed(ctx context.Context, u *use, args []string, has func(*kept) bool) (k kept, id string, ok bool) {
	if len(args) != 1 {
		b.answerAtOnce(ctx, u, sayStale)
		return k, "", false
	}
	return b.pressed(ctx, u, args, has)
}

// openEvidence shows who presses the citations of an answer, or of what was
// looked up, in their context, a page for each. args are none on the answer
// itself, and on the pages the answer and the page.
func (b *Bot) openEvidence(ctx context.Context, u *use, args, _ []string) {
	b.openPage(ctx, u, verbEvidence, args, func(k *kept) int { return len(k.cited()) },
		func(k *kept, page int) render.Message { return b.evidence(ctx, u.origin, k.cited(), page) })
}

// openSources shows who presses the articles that are cited, as the footnotes
// name them: those that may be read there now.
func (b *Bot) openSources(ctx context.Context, u *use, args, _ []string) {
	var pages []render.Message
	b.openPage(ctx, u, verbSources, args, func(k *kept) int {
		cites := b.standing(ctx, u.origin, k.cited())
		if pages = render.Sources(cites); len(cites) == 0 {
			pages = say(sayAbsent(u.origin))
		}
		return len(pages)
	}, func(_ *kept, page int) render.Message { return pages[page] })
}

// standing is those of cites whose articles o's user may read now.
func (b *Bot) standing(ctx context.Context, o origin, cites []rag.Citation) (out []rag.Citation) {
	if b.config.Archive == nil {
		return cites
	}
	ctx, cancel := context.WithTimeout(ctx, passageTime)
	defer cancel()
	stands := map[string]bool{}
	for _, c := range cites {
		if _, looked := stands[c.Doc]; !looked {
			_, err := b.passage(ctx, o, c)
			stands[c.Doc] = err == nil || errors.Is(err, rag.ErrGone) && !errors.Is(err, rag.ErrAbsent)
		}
		if stands[c.Doc] {
			out = append(out, c)
		}
	}
	return out
}

// openPage shows who presses one of the pages of what is kept: in a message of
// their own, or in place of the page that the button is on.
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
	k, id, ok := b.pressed(ctx, u, args, (*kept).opens)
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

// evidence is the page of one of cites, as o's user may read it now.
func (b *Bot) evidence(ctx context.Context, o origin, cites []rag.Citation, page int) render.Message {
	c, n, of := cites[page], page+1, len(cites)
	if b.config.Archive == nil {
		return render.Evidence(c, nil, n, of)
	}
	p, err := b.passage(ctx, o, c)
	switch {
	case err == nil:
		return render.Evidence(c, &p, n, of)
	case errors.Is(err, rag.ErrAbsent):
		return render.NoEvidence(c, sayAbsent(o), n, of)
	case errors.Is(err, rag.ErrGone):
		return render.Evidence(c, nil, n, of)
	}
	// Not to be able to tell who may read it must not show it.
	b.log.Warn("a citation's passage cannot be opened", "error", err)
	return render.NoEvidence(c, sayUnopened, n, of)
}

// passage is what stands around c, which o's user must be allowed to read now.
func (b *Bot) passage(ctx context.Context, o origin, c rag.Citation) (rag.Passage, error) {
	ctx, cancel := context.WithTimeout(ctx, passageTime)
	defer cancel()
	s, g, err := b.book.of(ctx, o.owner())
	if err != nil {
		return rag.Passage{}, err
	}
	return b.config.Archive.Passage(ctx, c, 1, b.readable(s, g, o))
}

// sayUnopened is for a passage that cannot be had in time.
const sayUnopened = "I could not open that article just now. Please try again in a moment."

// sayAbsent is for an article that was cited and may be read there no longer.
func sayAbsent(o origin) string {
	archive := "this server's archive"
	if o.guild == "" || o.guest {
		archive = "the archive that can be asked here"
	}
	return "That article is no longer in " + archive + ", so I do not show its words any more."
}
