package bot

import (
	"context"
	"errors"
	"time"

	"github.com/bwmarrin/discordgo"

	"newsdesk/bot/render"
	"newsdesk/corpus"
	"newsdesk/rag"
	"newsdesk/rag/quotes"
)

// admit sees to whether u's command may be answered: by the server's settings,
// the user's allowance and what is under way for them, which subject tells
// apart. It says what is wrong itself. Of what is admitted end must be called.
func (b *Bot) admit(ctx context.Context, u *use, subject string) (p permit, end func(), ok bool) {
	p, no := b.permit(ctx, u.origin)
	if no != "" {
		b.answerAtOnce(ctx, u, no)
		return p, nil, false
	}
	admitted, end := b.desk.begin(u.origin.user, subject)
	switch admitted {
	case occupied:
		no = sayBusy
	case duplicate:
		no = sayDuplicate
	default:
		no = b.allow(u.origin, p)
	}
	if no != "" {
		end()
		b.answerAtOnce(ctx, u, no)
		return p, nil, false
	}
	return p, end, true
}

// finding is what was looked up, as it is shown, and what it cites; of one claim
// the verdict too.
type finding struct {
	messages     []render.Message
	cited        []rag.Citation
	claim, ruled string
}

// found is a finding of messages, with the citations of their footnotes.
func found(messages []render.Message, cited []rag.Citation) finding {
	return finding{messages: messages, cited: cited}
}

// nothing is a finding of one line.
func nothing(text string) finding { return finding{messages: say(text)} }

// lookup answers u with what find finds, with buttons for it.
// by is the command's name and subject what it is asked about.
func (b *Bot) lookup(ctx context.Context, u *use, o options, by, subject string, find func(context.Context, permit) (finding, error)) {
	if b.config.Archive == nil {
		b.answerAtOnce(ctx, u, sayNoArchive)
		return
	}
	p, end, ok := b.admit(ctx, u, by+" "+subject)
	if !ok {
		return
	}
	defer end()
	private := o.private(u, p)
	if !b.deferAnswer(ctx, u, private) {
		return
	}
	start := time.Now()
	b.saw.Asked(by)
	f, err := bounded(ctx, b, func(ctx context.Context) (finding, error) { return find(ctx, p) })
	switch {
	case err == nil && len(f.messages) == 0:
		b.log.Error("nothing is shown of what was looked up", "by", by)
		f = nothing(sayFailed)
	case err == nil:
	case errors.Is(err, quotes.ErrNoTopic), errors.Is(err, rag.ErrEmptyQuestion), errors.Is(err, rag.ErrLongQuestion):
		f, err = nothing(sentence(err)), nil // that is the answer
	default:
		f = nothing(b.failure(err))
	}
	messages := quietly(f.messages)
	k := kept{Question: f.claim, Ruled: f.ruled, Citations: f.cited, Channel: u.origin.channel, User: u.origin.user, Private: private}
	buttons := k.buttons()
	if len(k.encoded()) > maxRecord {
		buttons = nil // they would lead nowhere
	}
	messages[len(messages)-1].Components = buttons
	send, cancel := sending(ctx)
	defer cancel()
	d := deliver(send, b.hookOf(u), nil)
	end()
	defer b.memory.sending(u.origin.channel)()
	ids, failed := d.finish(send, messages)
	u.finished = true
	switch {
	case failed != nil:
		b.undelivered(failed, "of", len(messages))
	case len(buttons) > 0:
		b.shelve(k, landing{u.origin, ids})
	}
	b.saw.Answered(by, rag.Answer{}, outcomeOf(rag.Answer{}, err, failed), time.Since(start))
	b.log.Info("looked up", "by", by, "ok", err == nil && failed == nil, "took", time.Since(start))
	b.log.Debug("looked up", "text", subject)
}

// Options that commands have in common.
var (
	since     = option{Type: typeTextOption, Name: "since", Description: "Only articles from this day, month or year on, such as 2019-04-25", MaxLength: maxDay}
	until     = option{Type: typeTextOption, Name: "until", Description: "Only articles until this day, month or year", MaxLength: maxDay}
	privately = option{Type: typeBooleanOption, Name: "private", Description: "Show the answer to you only"}
)

// private reports whether only the one who asks is to see the answer: as they
// say, or else as the server's administrators do; always where the bot is a
// guest.
func (o options) private(u *use, p permit) bool {
	if given, ok := o.truth(privately.Name); ok {
		return given || u.origin.guest
	}
	return p.private
}

// span reads the options since and until into f, or says what is wrong.
func (o options) span(f *corpus.Filter) (no string) {
	return spanOf(o.text(since.Name), o.text(until.Name), f)
}

// complete offers outlets and speakers for the options of those names.
func (b *Bot) complete(ctx context.Context, u *use, o *discordgo.ApplicationCommandInteractionDataOption) []choice {
	typed, _ := o.Value.(string)
	switch o.Name {
	case "outlet", "speaker":
		p, no := b.permit(ctx, u.origin)
		if no != "" {
			return nil
		}
		if o.Name == "outlet" {
			return b.outletChoices(ctx, p.filter, typed)
		}
		return b.speakerChoices(ctx, p.filter, typed)
	}
	return nil
}

// completionTime bounds a look for what completes a word: who types waits.
const completionTime = 1500 * time.Millisecond

// outletChoices offers the outlets of what f lets pass.
func (b *Bot) outletChoices(ctx context.Context, f corpus.Filter, typed string) []choice {
	if b.config.Archive == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, completionTime)
	defer cancel()
	all, err := b.config.Archive.Outlets(ctx, f)
	if err != nil {
		b.log.Warn("outlets cannot be offered", "error", err)
		return nil
	}
	var out []choice
	for _, o := range rag.CompleteOutlets(all, typed, maxChoices) {
		out = appendChoice(out, o.Name)
	}
	return out
}

// speakerChoices offers who is quoted in what f lets pass.
func (b *Bot) speakerChoices(ctx context.Context, f corpus.Filter, typed string) []choice {
	if b.config.Archive == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, completionTime)
	defer cancel()
	found, err := b.config.Archive.Speakers(ctx, typed, f, maxChoices)
	if err != nil {
		b.log.Warn("speakers cannot be offered", "error", err)
		return nil
	}
	var out []choice
	for _, s := range found.Speakers {
		out = appendChoice(out, s.Name)
	}
	return out
}

// appendChoice offers a name too, if it fits.
func appendChoice(out []choice, name string) []choice {
	if n := render.Units(name); n == 0 || n > maxChoice || len(out) >= maxChoices {
		return out
	}
	return append(out, choice{Name: name, Value: name})
}
