package bot

import (
	"context"
	"net/http"
	"net/url"
	"reflect"
)

// MaxQuestion is how long a question may be, in UTF-16 code units.
const MaxQuestion = 1000

// command is an application command as far as the bot uses them.
type command struct {
	Name        string   `json:"name"`
	Type        int      `json:"type"`
	Description string   `json:"description"`
	Options     []option `json:"options,omitempty"`
}

// option is one of a command's.
type option struct {
	Type        int    `json:"type"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Required    bool   `json:"required,omitempty"`
	MinLength   int    `json:"min_length,omitempty"`
	MaxLength   int    `json:"max_length,omitempty"`
}

// Discord's numbers for a slash command and an option that is text.
const (
	typeSlashCommand = 1
	typeTextOption   = 3
)

// commands is what the bot registers.
var commands = []command{{
	Name:        "ask",
	Type:        typeSlashCommand,
	Description: "Ask the news archive: every sentence of the answer cites its source",
	Options: []option{{
		Type:        typeTextOption,
		Name:        "question",
		Description: "What do you want to know?",
		Required:    true,
		MinLength:   1,
		MaxLength:   MaxQuestion,
	}},
}}

// registerCommands makes the application's commands those of the bot, unless
// they are: Discord allows 200 such changes a day.
func (b *Bot) registerCommands(ctx context.Context, application string) error {
	path := "applications/" + url.PathEscape(application) + "/commands"
	var current []command
	if err := b.call(ctx, request{method: http.MethodGet, path: path}, &current); err != nil {
		return err
	}
	if reflect.DeepEqual(current, commands) {
		b.log.Info("commands are up to date")
		return nil
	}
	if err := b.call(ctx, request{method: http.MethodPut, path: path, body: commands}, nil); err != nil {
		return err
	}
	b.log.Info("commands registered", "count", len(commands))
	return nil
}
