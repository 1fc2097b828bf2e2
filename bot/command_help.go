package bot

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"newsdesk/bot/render"
)

func sourcesCommand() command {
	return command{
		Name: "sources", Type: typeSlashCommand, Description: "Which outlets and days I answer from",
		Contexts: everywhere, Installs: anyInstall, Options: []option{privately}, run: (*Bot).runSources,
	}
}

func (b *Bot) runSources(ctx context.Context, u *use, data discordgo.ApplicationCommandInteractionData) {
	b.lookup(ctx, u, data.Options, "sources", "", func(ctx context.Context, p permit) (finding, error) {
		h, err := b.config.Archive.Sources(ctx, p.filter)
		if err != nil {
			return finding{}, err
		}
		if h.Articles == 0 {
			return nothing("There is no article here that I may read."), nil
		}
		return finding{messages: render.DiscordHoldings(h)}, nil
	})
}

func helpCommand() command {
	return command{Name: "help", Type: typeSlashCommand, Description: "What I can do", Contexts: everywhere, Installs: anyInstall, run: (*Bot).runHelp}
}

func (b *Bot) runHelp(ctx context.Context, u *use, _ discordgo.ApplicationCommandInteractionData) {
	b.answerAtOnce(ctx, u, b.help(u.origin))
}

// help names what o's user can do.
func (b *Bot) help(o origin) string {
	var text strings.Builder
	text.WriteString("**I answer from a news archive.** Each sentence cites what it rests on, quotations are word for word, and where the archive has no answer I say so.")
	for _, c := range b.commands {
		if c.Type == typeSlashCommand && (c.Permissions == "" || o.manager()) {
			fmt.Fprintf(&text, "\n- **/%s** %s", c.Name, c.Description)
		}
	}
	if o.guest {
		text.WriteString("\nHere only you see what I answer.")
	} else {
		text.WriteString("\nOr mention me with a question, reply to an answer with a mention of me to go on from it, or write to me directly.")
	}
	if b.config.Archive != nil {
		text.WriteString("\nOn a message: Apps, **" + checkMessageCommand().Name + "**.")
		text.WriteString("\nBelow what I answer or look up, **Evidence** opens each citation in its article, and **Sources** lists the articles: for you alone.")
	}
	return clipUnits(text.String())
}

func newCommand() command {
	return command{Name: "new", Type: typeSlashCommand, Description: "Start afresh: forget what was asked here before", Contexts: everywhere, Installs: anyInstall, run: (*Bot).runNew}
}

func (b *Bot) runNew(ctx context.Context, u *use, _ discordgo.ApplicationCommandInteractionData) {
	b.startAfresh(u.origin, u.ID)
	b.answerAtOnce(ctx, u, "Done: the next question here stands for itself.")
}

func privacyCommand() command {
	return command{Name: "privacy", Type: typeSlashCommand, Description: "What I keep of you, and how to have it deleted", Contexts: everywhere, Installs: anyInstall, run: (*Bot).runPrivacy}
}

func (b *Bot) runPrivacy(ctx context.Context, u *use, _ discordgo.ApplicationCommandInteractionData) {
	text := fmt.Sprintf(`**What I keep**
- of each answer: your user ID, the question, the conversation that it goes on from, the answer and its message, so that its buttons and replies to it work. It goes after %[1]s, or when a server has %[2]d of them.
- of what you look up: your user ID, the citations and the message, and of a claim its words and the verdict, so that its buttons work. It goes likewise.
- of each vote: your user ID, the question or claim, the answer, the vote and what you wrote with it. It stays, to make answers better.
- of each change of a server's settings: your user ID and the change.
- of the tokens that a language model uses: a number for each day and server, or where I am no member of one, each day and user. It goes after %[1]s.
- in memory, until I am restarted: the last questions of a channel, and how much each user asked, so that limits hold.
What else is written I do not keep. My log has no texts, unless whoever runs me looks for a fault. Who manages a server can have what is kept of it sent to them, except what only you were shown.
What is deleted below is all that is kept under your ID. Where others asked on from a question of yours, their record keeps its words, without your ID.`, render.Counted(int(answersLast/(24*time.Hour)), "day"), maxPerOwner)
	if b.config.PrivacyNote != "" {
		text += "\n" + render.Line(b.config.PrivacyNote, 300)
	}
	b.answerAtOnce(ctx, u, clipUnits(text), row(button(buttonDanger, "Delete what you keep of me", verbForgetMe)))
}

// forgetMe deletes what is kept of the user.
func (b *Bot) forgetMe(ctx context.Context, u *use, _, _ []string) {
	if u.origin.unnamed() && u.origin.guild != "" {
		b.answerAtOnce(ctx, u, "I am not told who you are here, so I cannot tell what is yours.")
		return
	}
	if !b.deferAnswer(ctx, u, true) {
		return
	}
	owner, now := userOwner(u.origin.user), time.Now()
	used, err := b.budget.used(ctx, owner, now)
	n := 0
	if err == nil {
		n, err = b.forgetPerson(ctx, u.origin.user)
	}
	if err == nil {
		var more int
		more, err = b.forgetOwner(ctx, owner)
		n += more
		b.budget.carry(owner, used, now)
	}
	if err != nil {
		b.log.Error("what is kept of a user cannot be deleted", "error", err)
		b.finishAtOnce(ctx, u, "Not all of it could be deleted. Please try again in a while.")
		return
	}
	b.finishAtOnce(ctx, u, "Deleted: "+render.Counted(n, "record")+".")
}
