package bot

import (
	"context"
	"strings"
	"unicode"

	"github.com/bwmarrin/discordgo"

	"newsdesk/bot/render"
	"newsdesk/corpus"
)

func compareCommand() command {
	return topicCommand("compare", "How outlets differ on something", (*Bot).runCompare)
}

func timelineCommand() command {
	return topicCommand("timeline", "What happened when, with the source of each date", (*Bot).runTimeline)
}

// topicCommand is a command about a topic.
func topicCommand(name, description string, run func(*Bot, context.Context, *use, discordgo.ApplicationCommandInteractionData)) command {
	return command{
		Name: name, Type: typeSlashCommand, Description: description, Contexts: everywhere, Installs: anyInstall,
		Options: []option{
			{Type: typeTextOption, Name: "topic", Description: "What about? Such as: security guarantees", Required: true, MinLength: 1, MaxLength: MaxQuestion},
			since, until, privately,
		},
		run: run,
	}
}

func (b *Bot) runTimeline(ctx context.Context, u *use, data discordgo.ApplicationCommandInteractionData) {
	o := options(data.Options)
	b.onTopic(ctx, u, o, "timeline", func(ctx context.Context, topic string, p permit) (finding, error) {
		events, err := b.config.Archive.Timeline(ctx, topic, p.filter)
		if err != nil {
			return finding{}, err
		}
		if len(events) == 0 {
			return nothing("The articles that I may read date nothing about that."), nil
		}
		return found(render.DiscordTimeline(topic, events)), nil
	})
}

func (b *Bot) runCompare(ctx context.Context, u *use, data discordgo.ApplicationCommandInteractionData) {
	o := options(data.Options)
	b.onTopic(ctx, u, o, "compare", func(ctx context.Context, topic string, p permit) (finding, error) {
		a, err := b.config.Archive.Compare(ctx, topic, p.filter)
		if err != nil {
			return finding{}, err
		}
		return found(render.DiscordComparison(topic, a)), nil
	})
}

// onTopic looks up the option topic.
func (b *Bot) onTopic(ctx context.Context, u *use, o options, by string, find func(ctx context.Context, topic string, p permit) (finding, error)) {
	topic := o.asked("topic")
	if !wordy(topic) {
		b.answerAtOnce(ctx, u, "Name a topic, such as: security guarantees.")
		return
	}
	var f corpus.Filter
	if no := o.span(&f); no != "" {
		b.answerAtOnce(ctx, u, no)
		return
	}
	b.lookup(ctx, u, o, by, topic, func(ctx context.Context, p permit) (finding, error) {
		p.filter = p.narrowed(f)
		return find(ctx, topic, p)
	})
}

// wordy reports whether text has a word in it.
func wordy(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}
