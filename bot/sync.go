package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"time"

	"newsdesk/bot/discord"
	"newsdesk/corpus"
)

// hashTimeout is how long the store may take to say what Discord has, or to
// take it down: Discord can be asked instead.
const hashTimeout = 2 * time.Second

// syncCommands makes Discord's commands those of the bot, unless they are:
// Discord allows 200 new ones a day. They are if Discord says so, or if it has
// their names and their hash is the one that was kept: servers that speak its
// API need not tell all of a command.
func (b *Bot) syncCommands(ctx context.Context, application string) error {
	if application == "" {
		return errors.New("no application: Discord does not say which the bot is")
	}
	wanted := slices.Clone(b.commands)
	for i := range wanted {
		wanted[i].run, wanted[i].complete = nil, nil
	}
	body, err := json.Marshal(wanted)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:])
	parts := []string{"applications", application, "commands"}
	if b.config.DevServer != "" {
		parts = []string{"applications", application, "guilds", b.config.DevServer, "commands"}
	}
	path := discord.Path(parts...)
	if !b.config.SyncCommands {
		var current []command
		err := b.client.Call(ctx, discord.Request{Method: http.MethodGet, Path: path}, &current)
		if ctx.Err() != nil {
			return err
		}
		if err != nil {
			b.log.Debug("Discord does not tell the commands that it has", "error", err)
		}
		kept := b.keptHash(ctx, application)
		if err == nil && sameCommands(wanted, current, kept == hash) {
			b.log.Info("commands are up to date")
			if kept != hash {
				b.keepHash(ctx, application, hash)
			}
			return nil
		}
	}
	err = b.client.Call(ctx, discord.Request{Method: http.MethodPut, Path: path, Body: wanted}, nil)
	if discord.BadForm(err) {
		b.log.Debug("Discord refuses the commands: trying with permissions as a number", "error", err)
		if again := b.client.Call(ctx, discord.Request{Method: http.MethodPut, Path: path, Body: numbered(wanted)}, nil); !discord.BadForm(again) {
			err = again // else the first says what is wrong
		}
	}
	if err != nil {
		return err
	}
	b.log.Info("commands registered", "count", len(wanted))
	b.keepHash(ctx, application, hash)
	return nil
}

// numberedCommand is a command whose permissions are a number.
type numberedCommand struct {
	command
	Permissions json.Number `json:"default_member_permissions,omitempty"`
}

// numbered is list with permissions as numbers. Discord's reference has them in
// digits, as Discord sends them; its OpenAPI document, which other servers may
// be made of, has a number in what is sent.
func numbered(list []command) []numberedCommand {
	out := make([]numberedCommand, len(list))
	for i, c := range list {
		out[i] = numberedCommand{command: c, Permissions: json.Number(c.Permissions)}
	}
	return out
}

// keptHash is the hash of the commands that Discord was given last, or "".
func (b *Bot) keptHash(ctx context.Context, application string) (hash string) {
	ctx, cancel := context.WithTimeout(ctx, hashTimeout)
	defer cancel()
	r, _, err := b.config.Store.Record(ctx, kindCommands, application, b.config.DevServer)
	if err != nil {
		b.log.Warn("cannot read which commands are registered", "error", err)
		return ""
	}
	_ = json.Unmarshal(r.Value, &hash) // nothing there is no hash
	return hash
}

// keepHash remembers what Discord has.
func (b *Bot) keepHash(ctx context.Context, application, hash string) {
	ctx, cancel := context.WithTimeout(ctx, hashTimeout)
	defer cancel()
	value, err := json.Marshal(hash)
	if err == nil {
		err = b.config.Store.PutRecords(ctx, corpus.Record{Kind: kindCommands, Owner: application, Key: b.config.DevServer, Value: value})
	}
	if err != nil {
		// An archive that cannot be written, say: Discord is asked each time.
		b.log.Debug("cannot keep which commands are registered", "error", err)
	}
}

// sameCommands reports whether Discord has what is wanted, with names whether it
// has commands of these names. It gives its own order, and fills in where a
// command is offered.
func sameCommands(wanted, current []command, names bool) bool {
	if len(wanted) != len(current) {
		return false
	}
	for _, w := range wanted {
		at := slices.IndexFunc(current, func(c command) bool { return c.Name == w.Name && (c.Type == w.Type || c.Type == 0 && names) })
		if at < 0 {
			return false
		}
		c := current[at]
		c.Contexts, w.Contexts = chosen(w.Contexts, c.Contexts), chosen(w.Contexts, w.Contexts)
		c.Installs, w.Installs = chosen(w.Installs, c.Installs), chosen(w.Installs, w.Installs)
		if !names && !reflect.DeepEqual(c, w) {
			return false
		}
	}
	return true
}

// chosen is the numbers in order, where any are wanted.
func chosen(wanted, numbers []int) []int {
	if len(wanted) == 0 {
		return nil
	}
	return slices.Sorted(slices.Values(numbers))
}
