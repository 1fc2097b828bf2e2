package bot

import (
	"context"
	"regexp"
	"strings"

	"github.com/bwmarrin/discordgo"

	"newsdesk/bot/render"
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
	claim := o.asked("claim")
	if !wordy(claim) {
		b.answerAtOnce(ctx, u, "Write a claim, a sentence such as: They talked for five hours.")
		return
	}
	claims, more := claimsOf(claim, 0)
	if len(claims) == 0 {
		claims = []string{claim}
	}
	b.lookup(ctx, u, o, "check", claim, func(ctx context.Context, p permit) (finding, error) {
		f, list, err := b.checked(ctx, p, claims, more)
		if err == nil && len(list) == 1 { // which one vote is about
			f.claim, f.ruled = claims[0], list[0].Verdict.String()
		}
		return f, err
	})
}

// checked is what is found of claims, of which there are more than these.
func (b *Bot) checked(ctx context.Context, p permit, claims []string, more int) (finding, []rag.Checked, error) {
	var list []rag.Checked
	for _, claim := range claims {
		c, err := b.config.Archive.Check(ctx, rag.Claim{Text: claim, Filter: p.filter})
		if err != nil {
			return finding{}, nil, err
		}
		list = append(list, c)
	}
	note := ""
	if more > 0 {
		note = "I checked the first " + render.Counted(len(claims), "sentence") + " of it."
	}
	return found(render.DiscordCheck(list, note)), list, nil
}

const (
	// maxClaims is how many sentences are checked at a time.
	maxClaims = 5
	// claimWords is how many words of meaning make a sentence of somebody else's
	// message a claim.
	claimWords = 3
)

func (b *Bot) runCheckMessage(ctx context.Context, u *use, data discordgo.ApplicationCommandInteractionData) {
	var text string
	if r := data.Resolved; r != nil && r.Messages[data.TargetID] != nil {
		text = wording(r.Messages[data.TargetID])
	}
	claims, more := claimsOf(text, claimWords)
	if len(claims) == 0 {
		b.answerAtOnce(ctx, u, "I find no claim in that message: a sentence that says something of the news.")
		return
	}
	// To the one who asks only: who wrote the message did not ask.
	b.lookup(ctx, u, options{{Name: privately.Name, Value: true}}, "check message", data.TargetID, func(ctx context.Context, p permit) (finding, error) {
		f, _, err := b.checked(ctx, p, claims, more)
		return f, err
	})
}

// claimsOf is the first sentences of a text that claim something with that many
// words of meaning, and how many more there are.
func claimsOf(text string, words int) (claims []string, more int) {
	all, _ := rag.Claims(text)
	for _, claim := range all {
		if len(terms.Content(claim)) < words || render.Units(claim) > MaxQuestion {
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

// wording is what a message says, without Discord's markup: its text, and that
// of its embeds, which is all that many bots write.
func wording(m *discordgo.Message) string {
	parts := []string{named(m).Replace(m.Content)}
	for _, e := range m.Embeds {
		if e == nil {
			continue
		}
		parts = append(parts, e.Title, e.Description)
		for _, f := range e.Fields {
			if f != nil {
				parts = append(parts, f.Name, f.Value)
			}
		}
	}
	for i := range parts {
		for _, r := range markup {
			parts[i] = r.ReplaceAllString(parts[i], "$1")
		}
	}
	return strings.TrimSpace(strings.Join(parts, "\n\n"))
}

// markup is what Discord does not show of a text, with what it shows of it as
// the first group.
var markup = []*regexp.Regexp{
	regexp.MustCompile("(?s)```.*?(?:```|$)()"),                   // code
	regexp.MustCompile(`<a?:(\w+):\d+>`),                          // an emoji of a server
	regexp.MustCompile(`<t:\d+(?::\w)?>|<[@#]\S*?>()`),            // a time, somebody or a place without a name
	regexp.MustCompile(`\[([^\]\n]+)\]\(\s*<?https?://[^)\s]+\)`), // a masked link
	regexp.MustCompile(`<?https?://\S+()`),
	regexp.MustCompile(`(?m)^[ \t]*(?:(?:>{1,3}|#{1,3}|-#|[-*•◦])[ \t]+)+()`), // a quotation, heading or list
	regexp.MustCompile(`(?:\*\*)?(?:\[\d{1,3}\])+(?:\*\*)?()`),                // our footnotes
	regexp.MustCompile("\\*{1,3}|~~|\\|\\||`|__()"),
	regexp.MustCompile(`\\([[:punct:]])`),
}
