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

// Discord's numbers for where commands are offered and installed, and for
// channels that messages can be written in.
const (
	contextServer  = 0
	contextDirect  = 1
	contextPrivate = 2
	installServer  = 0
	installUser    = 1
)

var (
	textChannels   = []int{0, 5}            // text and announcements
	spokenChannels = []int{0, 2, 5, 13, 15} // these, voice, stages, and forums, whose threads are below them
)

const (
	maxChoices = 25   // that are offered for an option
	maxChoice  = 100  // of an option's value that is offered, and of an outlet's name
	maxAddress = 1000 // of an address
)

// Where commands about the archive are offered: everywhere.
var (
	everywhere = []int{contextServer, contextDirect, contextPrivate}
	anyInstall = []int{installServer, installUser}
)

// commandsOf is what a bot offers, as far as it has what they need.
func commandsOf(c Config) []command {
	out := []command{askCommand()}
	if c.Archive != nil {
		out = append(out, quotesCommand(), compareCommand(), checkCommand(), checkMessageCommand(), timelineCommand(), sourcesCommand())
	}
	return append(out, helpCommand(), newCommand(), privacyCommand(), adminCommand())
}
