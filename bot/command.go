package bot

import (
	"context"

	"github.com/bwmarrin/discordgo"
)

// MaxQuestion is how long a question may be, in UTF-16 code units.
const MaxQuestion = 1000

// command is an application command: as Discord knows it, and what it does.
type command struct {
	Name        string   `json:"name"`
	Type        int      `json:"type"`
	Description string   `json:"description,omitempty"` // none of a message command
	Options     []option `json:"options,omitempty"`
	// Permissions are Discord's bits, in digits, that a member needs who is not
	// told otherwise by the server's administrators; empty means none.
	Permissions string `json:"default_member_permissions,omitempty"`
	// Contexts and Installs say where the command is offered.
	Contexts []int `json:"contexts,omitempty"`
	Installs []int `json:"integration_types,omitempty"`

	run func(b *Bot, ctx context.Context, u *use, data discordgo.ApplicationCommandInteractionData)
	// complete offers values for the option o that is being typed. Nil where no
	// option has any.
	complete func(b *Bot, ctx context.Context, u *use, o *discordgo.ApplicationCommandInteractionDataOption) []choice
}

// option is one of a command's: a value, or a command below it with options of
// its own.
type option struct {
	Type         int      `json:"type"`
	Name         string   `json:"name"`
	Description  string   `json:"description"`
	Required     bool     `json:"required,omitempty"`
	MinLength    int      `json:"min_length,omitempty"`
	MaxLength    int      `json:"max_length,omitempty"`
	MinValue     *int     `json:"min_value,omitempty"`
	MaxValue     int      `json:"max_value,omitempty"`
	Autocomplete bool     `json:"autocomplete,omitempty"`
	Choices      []choice `json:"choices,omitempty"`
	ChannelTypes []int    `json:"channel_types,omitempty"`
	Options      []option `json:"options,omitempty"`
}

// choice is a value that is offered for an option.
type choice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Discord's numbers for commands and the types of options.
const (
	typeSlashCommand   = 1
	typeMessageCommand = 3

	typeSubcommand    = 1
	typeGroup         = 2
	typeTextOption    = 3
	typeIntegerOption = 4
	typeBooleanOption = 5
	typeChannelOption = 7
	typeRoleOption    = 8
)

// commands is what the bot offers, as far as it has what they need.
func (b *Bot) commands() []command {
	out := []command{askCommand()}
	if b.config.Archive != nil {
		out = append(out, quotesCommand(), compareCommand(), checkCommand(), checkMessageCommand(), timelineCommand(), sourcesCommand())
	}
	return append(out, helpCommand(), newCommand(), privacyCommand(), adminCommand())
}
