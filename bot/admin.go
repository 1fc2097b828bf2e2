package bot

import (
	"context"
	"fmt"

	"github.com/bwmarrin/discordgo"

	"newsdesk/bot/render"
	"newsdesk/corpus/language"
)

// adminCommand is /newsdesk, by which the administrators of a server say what
// the bot may do there.
func adminCommand() command {
	channel := option{Type: typeChannelOption, Name: "channel", Description: "Which channel?", Required: true, ChannelTypes: spokenChannels}
	role := option{Type: typeRoleOption, Name: "role", Description: "Which role?", Required: true}
	outlet := option{Type: typeTextOption, Name: "outlet", Description: "Which outlet?", Required: true, MaxLength: maxChoice, Autocomplete: true}
	address := option{Type: typeTextOption, Name: "address", Description: "The http(s) address of a feed, a page or a site map", Required: true, MaxLength: maxAddress}
	followed := option{Type: typeTextOption, Name: "followed", Description: "Which one?", Required: true, MaxLength: maxAddress, Autocomplete: true}
	return command{
		Name: "newsdesk", Type: typeSlashCommand, Description: "What I may do in this server (for those who manage it)",
		Permissions: "32", Contexts: []int{contextServer}, Installs: []int{installServer},
		Options: []option{
			{Type: typeSubcommand, Name: "show", Description: "Show the settings of this server"},
			group("channels", "Where I answer", sub("add", "Let me answer in a channel: from the first one on, only in those", channel), sub("remove", "No longer in a channel", channel), sub("all", "In every channel")),
			group("roles", "Who may ask me", sub("add", "Let members with a role ask me: from the first one on, only those", role), sub("remove", "No longer a role", role), sub("all", "Everybody may ask me")),
			group("outlets", "What I read", sub("add", "Let me read an outlet: from the first one on, only those", outlet), sub("remove", "No longer an outlet", outlet), sub("all", "Let me read all outlets")),
			sub("answers", "How I answer",
				option{Type: typeBooleanOption, Name: "private", Description: "Show answers to commands to the one who asked only"},
				option{Type: typeBooleanOption, Name: "threads", Description: "Open a thread for each question"},
				option{Type: typeTextOption, Name: "language", Description: "The language that a language model answers in", Choices: languageChoices()}),
			sub("limits", "How much may be asked in ten minutes (0: as many as usual)",
				count("user", "Questions of one member", maxLimit), count("channel", "Questions in one channel or thread", maxLimit), count("server", "Questions in the whole server", maxLimit),
				option{Type: typeIntegerOption, Name: "tokens", Description: "Tokens of a language model in a day; -1: never use one", MinValue: least(-1), MaxValue: maxTokens}),
			sub("log", "Tell changes of the settings in a channel",
				option{Type: typeChannelOption, Name: "channel", Description: "Which channel? None: tell nobody", ChannelTypes: textChannels}),
			group("feeds", "This server's own articles", sub("follow", "Follow a feed, page or site map", address), sub("add", "Add the article of one page", address),
				sub("stop", "Stop following", followed), sub("list", "Show what is followed")),
			group("data", "What I keep of this server", sub("export", "Send me all of it as a file"), sub("delete", "Delete all of it")),
		},
		run: (*Bot).runAdmin, complete: (*Bot).completeAdmin,
	}
}

func group(name, description string, subs ...option) option {
	return option{Type: typeGroup, Name: name, Description: description, Options: subs}
}

func sub(name, description string, options ...option) option {
	return option{Type: typeSubcommand, Name: name, Description: description, Options: options}
}

func count(name, description string, most int) option {
	return option{Type: typeIntegerOption, Name: name, Description: description, MinValue: least(0), MaxValue: most}
}

func least(n int) *int { return &n }

// languageChoices is the languages that answers can be put into, and none.
func languageChoices() []choice {
	out := []choice{{Name: "that of the question", Value: sameLanguage}}
	for _, code := range language.Codes() {
		if len(out) < maxChoices {
			out = append(out, choice{Name: language.Name(code), Value: code})
		}
	}
	return out
}

const sameLanguage = "question"

// runAdmin does what an administrator asks for.
func (b *Bot) runAdmin(ctx context.Context, u *use, data discordgo.ApplicationCommandInteractionData) {
	if no := unmanaged(u.origin); no != "" {
		b.answerAtOnce(ctx, u, no)
		return
	}
	name, options := path(data.Options)
	for _, does := range administration() {
		if does.name == name {
			does.run(b, ctx, u, options)
			return
		}
	}
	b.answerAtOnce(ctx, u, sayUnknown)
}

// unmanaged says why o's user may not change what the bot does there, or is "".
// Discord asks for the permission too, but a server can take that away.
func unmanaged(o origin) (no string) {
	switch {
	case o.guild == "" || o.guest:
		return "That is for servers that I am in."
	case !o.manager():
		return "Only members with the permission Manage Server can do that."
	}
	return ""
}

// administration is what the subcommands do, by their path.
func administration() []subcommand {
	return []subcommand{
		{"show", (*Bot).showSettings},
		{"channels add", edit(setListed("channel", channelsOf, true))}, {"channels remove", edit(setListed("channel", channelsOf, false))}, {"channels all", edit(setAll(channelsOf))},
		{"roles add", edit(setListed("role", rolesOf, true))}, {"roles remove", edit(setListed("role", rolesOf, false))}, {"roles all", edit(setAll(rolesOf))},
		{"outlets add", (*Bot).addOutlet}, {"outlets remove", edit(setOutlet(false))}, {"outlets all", edit(setAll(outletsOf))},
		{"answers", edit(setAnswers)}, {"limits", edit(setLimits)}, {"log", edit(setLog)},
		{"feeds follow", (*Bot).followFeed}, {"feeds add", (*Bot).addPage}, {"feeds stop", (*Bot).stopFeed}, {"feeds list", (*Bot).listFeeds},
		{"data export", (*Bot).exportData}, {"data delete", (*Bot).askDelete},
	}
}

// subcommand is a command below /newsdesk.
type subcommand struct {
	name string
	run  func(b *Bot, ctx context.Context, u *use, o options)
}

// path is the names of the commands below a command that were chosen, and the
// options given to the last.
func path(given options) (string, options) {
	for _, o := range given {
		switch {
		case o == nil:
		case o.Type == discordgo.ApplicationCommandOptionSubCommand:
			return o.Name, o.Options
		case o.Type == discordgo.ApplicationCommandOptionSubCommandGroup:
			name, rest := path(o.Options)
			return o.Name + " " + name, rest
		}
	}
	return "", nil
}

// completeAdmin offers outlets of the archive, and addresses that are followed.
func (b *Bot) completeAdmin(ctx context.Context, u *use, o *discordgo.ApplicationCommandInteractionDataOption) []choice {
	if !u.origin.manager() {
		return nil
	}
	typed, _ := o.Value.(string)
	switch o.Name {
	case "outlet":
		f, err := b.given(ctx, u.origin)
		if err != nil {
			b.log.Warn("the settings of a server cannot be read", "error", err)
			return nil
		}
		return b.outletChoices(ctx, f, typed)
	case "followed":
		return b.feedChoices(ctx, u, typed)
	}
	return nil
}

// showSettings says what holds in the server.
func (b *Bot) showSettings(ctx context.Context, u *use, _ options) {
	s, g, err := b.book.of(ctx, u.origin.owner())
	if err != nil {
		b.log.Error("the settings of a server cannot be read", "error", err)
		b.answerAtOnce(ctx, u, sayFailed)
		return
	}
	b.answerAtOnce(ctx, u, describe(s, g, b.config.Limits.with(s, g)))
}

// describe is settings as a message.
func describe(s Settings, g Grant, l Limits) string {
	text := "**Settings of this server**"
	for _, line := range describeLines(s, l) {
		text += "\n**" + line.name + "** " + line.value
	}
	if len(g.Collections) > 0 {
		text += "\n-# Of the shared archive this server was given: " + render.Escape(joined(g.Collections))
	}
	return clipUnits(text)
}

// setting is one of a server's as it is shown.
type setting struct{ name, value string }

func describeLines(s Settings, l Limits) []setting {
	channels, roles, outlets := "all channels", "everybody", "all"
	if len(s.Channels) > 0 {
		channels = tagged("#", s.Channels)
	}
	if len(s.Roles) > 0 {
		roles = tagged("@&", s.Roles)
	}
	if len(s.Outlets) > 0 {
		outlets = render.Escape(joined(s.Outlets))
	}
	log, tongue, model := "nowhere", "that of the question", "none"
	if s.Log != "" {
		log = "<#" + s.Log + ">"
	}
	if s.Language != "" {
		tongue = language.Name(s.Language)
	}
	if l.Tokens > 0 {
		model = fmt.Sprintf("%d tokens a day", l.Tokens)
	}
	return []setting{
		{"Channels", channels}, {"Who may ask", roles}, {"Outlets", outlets},
		{"Answers to commands", word(s.Private, "shown to the one who asked", "shown to all")},
		{"A thread for each question", word(s.Threads, "yes", "no")},
		{"Language", tongue},
		{"Questions in ten minutes", fmt.Sprintf("%d a member, %d a channel, %d in all", l.User, l.Channel, l.Server)},
		{"Language model", model},
		{"Changes are told", log},
	}
}

func word(yes bool, one, other string) string {
	if yes {
		return one
	}
	return other
}
