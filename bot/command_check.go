package bot

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"newsdesk/bot/render"
	"newsdesk/corpus"
	"newsdesk/corpus/segment"
	"newsdesk/rag"
	"newsdesk/rag/terms"
)

func checkCommand() command {
	return command{
		Name: "check", Type: typeSlashCommand, Description: "Hold a claim against the archive",
		Contexts: everywhere, Installs: anyInstall,
		Options: []option{
			{Type: typeTextOption, Name: "claim", Description: "A sentence, such as: They talked for five hours.", Required: true, MinLength: 1, MaxLength: MaxQuestion},
			privately,
		},
		run: (*Bot).runCheck,
	}
}

// checkMessageCommand checks what somebody has written.
func checkMessageCommand() command {
	return command{
		Name: "Check against the archive", Type: typeMessageCommand,
		Contexts: everywhere, Installs: anyInstall, run: (*Bot).runCheckMessage,
	}
}

func (b *Bot) runCheck(ctx context.Context, u *use, data discordgo.ApplicationCommandInteractionData) {
	o := options(data.Options)
	claim := o.text("claim")
	if !wordy(claim) {
		b.answerAtOnce(ctx, u, "Write a claim, a sentence such as: They talked for five hours.")
		return
	}
	b.lookup(ctx, u, o, "check", claim, func(ctx context.Context, p permit) ([]render.Message, error) {
		c, err := b.config.Archive.Check(ctx, rag.Claim{Text: claim, Filter: p.filter})
		if err != nil {
			return nil, err
		}
		return render.DiscordCheck(c), nil
	})
}

const (
	// maxClaims is how many sentences of a message are checked.
	maxClaims = 5
	// claimWords is how many words of meaning make a sentence a claim.
	claimWords = 3
)

func (b *Bot) runCheckMessage(ctx context.Context, u *use, data discordgo.ApplicationCommandInteractionData) {
	var text string
	if r := data.Resolved; r != nil && r.Messages[data.TargetID] != nil {
		text = r.Messages[data.TargetID].Content
	}
	claims, more := claimsOf(text)
	if len(claims) == 0 {
		b.answerAtOnce(ctx, u, "I find no claim in that message: a sentence that says something of the news.")
		return
	}
	// To the one who asks only: who wrote the message did not ask.
	b.lookup(ctx, u, options{{Name: privately.Name, Value: true}}, "check message", data.TargetID, func(ctx context.Context, p permit) ([]render.Message, error) {
		var out []render.Message
		for _, claim := range claims {
			c, err := b.config.Archive.Check(ctx, rag.Claim{Text: claim, Filter: p.filter})
			if err != nil {
				return nil, err
			}
			out = append(out, render.DiscordCheck(c)...)
		}
		if more > 0 {
			out = append(out, render.Message{Content: "I checked the first " + plural(len(claims), "sentence") + " of that message."})
		}
		return out, nil
	})
}

// claimsOf is the first sentences of a message that claim something, and how
// many more there are.
func claimsOf(text string) (claims []string, more int) {
	a := &corpus.Article{Text: text}
	for _, s := range segment.Sentences(a) {
		claim := s.Of(text)
		if len(terms.Content(claim)) < claimWords || render.Units(claim) > MaxQuestion {
			continue
		}
		if len(claims) == maxClaims {
			more++
			continue
		}
		claims = append(claims, claim)
	}
	return claims, more
}
