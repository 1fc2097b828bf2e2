package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"newsdesk/bot/render"
	"newsdesk/corpus"
)

// edit makes a subcommand of a change of the settings. An error of fn's says
// to the administrator why it is none.
func edit(fn func(*Settings, options) error) func(*Bot, context.Context, *use, options) {
	return func(b *Bot, ctx context.Context, u *use, o options) {
		// Another process may keep the store busy for longer than Discord waits.
		if !b.deferAnswer(ctx, u, true) {
			return
		}
		var wrong error
		before, after, err := b.book.change(ctx, u.origin.owner(), func(s *Settings) error {
			if wrong = fn(s, o); wrong == nil {
				wrong = s.check()
			}
			return wrong
		})
		switch {
		case wrong != nil:
			b.finishAtOnce(ctx, u, sentence(wrong))
			return
		case err != nil:
			b.log.Error("the settings of a server cannot be changed", "error", err)
			b.finishAtOnce(ctx, u, sayFailed)
			return
		}
		_, g, err := b.book.of(ctx, u.origin.owner())
		if err != nil {
			b.log.Error("the grant of a server cannot be read", "error", err)
		}
		changes := b.changes(before, after, g)
		if len(changes) == 0 {
			b.finishAtOnce(ctx, u, "It is so already.")
			return
		}
		note := b.tell(ctx, u.origin, changes, after.Log, before.Log)
		b.finishAtOnce(ctx, u, "Changed.\n"+strings.Join(changes, "\n")+note)
	}
}

// changes is what differs between two states of the settings of a server with
// that grant, a line each.
func (b *Bot) changes(before, after Settings, g Grant) []string {
	was, is := describeLines(before, b.config.Limits.with(before, g)), describeLines(after, b.config.Limits.with(after, g))
	var out []string
	for i := range is {
		if was[i].value != is[i].value {
			out = append(out, "**"+is[i].name+"** "+was[i].value+" → "+is[i].value)
		}
	}
	return out
}

// sentence is an error, which begins with a Latin letter, as a sentence.
func sentence(err error) string {
	s := err.Error()
	if s = strings.ToUpper(s[:1]) + s[1:]; strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}

// setListed puts the ID of the option of that name into a list, or takes it out.
func setListed(name string, list func(*Settings) *[]string, in bool) func(*Settings, options) error {
	return func(s *Settings, o options) error {
		id := o.text(name)
		if !snowflake(id) {
			return errors.New("name a " + name)
		}
		return choose(name, list(s), id, in)
	}
}

// withNone is what an empty list of a kind means.
var withNone = map[string]string{"channel": "I answer in every channel", "role": "everybody may ask me", "outlet": "I read all outlets"}

// choose puts a name of that kind into a list, or takes it out, without regard
// to case. The last stays: who takes something away does not mean to open all.
func choose(kind string, list *[]string, name string, in bool) error {
	kept := slices.DeleteFunc(slices.Clone(*list), func(have string) bool { return strings.EqualFold(have, name) })
	switch {
	case in:
		kept = append(kept, name)
	case len(kept) == 0 && len(*list) > 0:
		return fmt.Errorf("that is the last %s you have chosen, and without one %s: add another one first, or say so with /newsdesk %ss all", kind, withNone[kind], kind)
	}
	*list = kept
	return nil
}

// setAll empties a list, which then means all.
func setAll(list func(*Settings) *[]string) func(*Settings, options) error {
	return func(s *Settings, _ options) error { *list(s) = nil; return nil }
}

func channelsOf(s *Settings) *[]string { return &s.Channels }
func rolesOf(s *Settings) *[]string    { return &s.Roles }
func outletsOf(s *Settings) *[]string  { return &s.Outlets }

// given is what o's server may read, before its own choice of outlets.
func (b *Bot) given(ctx context.Context, o origin) (corpus.Filter, error) {
	s, g, err := b.book.of(ctx, o.owner())
	s.Outlets = nil
	return b.readable(s, g, o), err
}

// setOutlet puts the outlet of the option of that name into the list, or takes
// it out.
func setOutlet(in bool) func(*Settings, options) error {
	return func(s *Settings, o options) error {
		name := strings.TrimSpace(o.text("outlet"))
		if name == "" || render.Units(name) > maxChoice {
			return errors.New("name an outlet")
		}
		return choose("outlet", &s.Outlets, name, in)
	}
}

// addOutlet lets an outlet be read that there is, by the name that the archive
// has for it: of one that is misspelt there would be no article.
func (b *Bot) addOutlet(ctx context.Context, u *use, o options) {
	known, err := b.outletNamed(ctx, u.origin, strings.TrimSpace(o.text("outlet")))
	switch {
	case err != nil:
		b.log.Warn("an outlet cannot be looked up", "error", err)
	case known == "":
		b.answerAtOnce(ctx, u, "I know no outlet of that name: choose one of those that are offered, or see /sources.")
		return
	default:
		o = options{{Name: "outlet", Value: known}}
	}
	edit(setOutlet(true))(b, ctx, u, o)
}

// outletNamed is an outlet of what o's server may read, "" where there is none
// of that name.
func (b *Bot) outletNamed(ctx context.Context, o origin, name string) (string, error) {
	if b.config.Archive == nil {
		return name, nil
	}
	f, err := b.given(ctx, o)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, completionTime)
	defer cancel()
	all, err := b.config.Archive.Outlets(ctx, f)
	for _, one := range all {
		if strings.EqualFold(one.Name, name) {
			return one.Name, nil
		}
	}
	return "", err
}

func setAnswers(s *Settings, o options) error {
	private, ok1 := o.truth("private")
	threads, ok2 := o.truth("threads")
	tongue := o.text("language")
	if !ok1 && !ok2 && tongue == "" {
		return errors.New("say what to change: private, threads or language")
	}
	if ok1 {
		s.Private = private
	}
	if ok2 {
		s.Threads = threads
	}
	known := func(c choice) bool { return c.Value == tongue }
	switch {
	case tongue == "":
	case tongue == sameLanguage:
		s.Language = ""
	case slices.ContainsFunc(languageChoices(), known):
		s.Language = tongue
	default:
		return errors.New("choose one of the languages that are offered")
	}
	return nil
}

func setLimits(s *Settings, o options) error {
	given := false
	for name, to := range map[string]*int{"user": &s.User, "channel": &s.Channel, "server": &s.Server, "tokens": &s.Tokens} {
		if n, ok := o.number(name); ok {
			*to, given = n, true
		}
	}
	if !given {
		return errors.New("say what to change: user, channel, server or tokens")
	}
	return nil
}

func setLog(s *Settings, o options) error {
	id := o.text("channel")
	if id != "" && !snowflake(id) {
		return errors.New("name a channel")
	}
	s.Log = id
	return nil
}

// tagged is IDs of one kind, by its mark, as Discord shows them.
func tagged(mark string, ids []string) string {
	shown := make([]string, 0, len(ids))
	for _, id := range ids {
		shown = append(shown, "<"+mark+id+">")
	}
	return joined(shown)
}

// joined is items with commas between, no more than ten of them.
func joined(items []string) string {
	const most = 10
	text := strings.Join(items[:min(len(items), most)], ", ")
	if n := len(items) - most; n > 0 {
		text += fmt.Sprintf(" and %d more", n)
	}
	return text
}
