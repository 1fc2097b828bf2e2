package main

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"newsdesk/bot/discord"
)

// discordTimeout bounds what Discord is asked before the bot runs.
const discordTimeout = 8 * time.Second

// discord checks the token, the intents and how the application is set up, if
// there is a token.
func (d *doctor) discord(ctx context.Context) {
	if strings.TrimSpace(strings.TrimPrefix(d.settings.DiscordToken, "Bot ")) == "" {
		d.ok("Discord: no token, so that newsdesk bot cannot run; nothing else needs it")
		return
	}
	client, err := discord.New(d.settings.DiscordToken, d.settings.DiscordAPIBase, nil, nil)
	if err != nil {
		d.fail("%v", err)
		return
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(ctx, discordTimeout)
	defer cancel()
	app, err := client.Application(ctx)
	var refused *discord.FatalError
	switch {
	case errors.As(err, &refused):
		d.fail("%v", err)
		return
	case errors.Is(err, context.DeadlineExceeded):
		d.fail("Discord cannot be asked (no answer in %v): check the network and DISCORD_API_BASE", discordTimeout)
		return
	case discord.Absent(err):
		s, lost := client.Sessions(ctx)
		if lost != nil { // it is not the address of an API
			d.unasked(client, err)
			return
		}
		d.warn("DISCORD_API_BASE does not tell of the application, so that its settings are not checked")
		d.sessions(client, s, nil)
		return
	case err != nil:
		d.unasked(client, err)
		return
	}
	d.ok("Discord knows the token, of the application %q", app.Name)
	if app.ReadsMessages() {
		d.ok("Message Content Intent is on: newsdesk bot --message-content can use it")
	} else {
		d.warn("Message Content Intent is off, so that the bot needs a mention in its threads: enable it in the developer portal (page Bot) for newsdesk bot --message-content")
	}
	d.endpoint(&app)
	d.install(&app)
	s, lost := client.Sessions(ctx)
	d.sessions(client, s, lost)
}

// unasked says that Discord does not answer.
func (d *doctor) unasked(client *discord.Client, err error) {
	d.fail("Discord cannot be asked (%v): check the network and DISCORD_API_BASE", client.Redact(err))
}

// endpoint checks how interactions come.
func (d *doctor) endpoint(app *discord.Application) {
	if app.Endpoint == "" {
		d.ok("commands come over the gateway, as newsdesk bot expects: there is no Interactions Endpoint URL")
	} else {
		d.warn("commands go to the Interactions Endpoint URL %s: run newsdesk bot --interactions behind it, for without it the bot gets mentions only; or clear it in the developer portal (page General Information)", app.Endpoint)
		if !strings.HasSuffix(app.Endpoint, discord.EndpointPath) {
			d.warn("the Interactions Endpoint URL does not end in %s, where newsdesk bot --interactions takes them: your proxy must see to that", discord.EndpointPath)
		}
	}
	set := d.settings.DiscordPublicKey
	switch {
	case set == "" && app.PublicKey == "":
		d.warn("Discord does not say the application's public key: newsdesk bot --interactions needs it in DISCORD_PUBLIC_KEY")
	case set == "":
	case app.PublicKey != "" && !strings.EqualFold(set, app.PublicKey):
		d.fail("DISCORD_PUBLIC_KEY is not this application's: copy it anew from the developer portal (page General Information), or leave it empty so that Discord is asked")
	default:
		if _, err := discord.ParsePublicKey(set); err != nil {
			d.fail("DISCORD_PUBLIC_KEY: %v", err)
		}
	}
}

// install checks what the application asks for where it is installed.
func (d *doctor) install(app *discord.Application) {
	if app.CodeGrant {
		d.fail("the developer portal has Requires OAuth2 Code Grant on, so that no link brings the bot to a server: switch it off (page Bot)")
	}
	if app.Public != nil && !*app.Public {
		d.ok("the bot is not public: its owner alone can bring it to servers")
	}
	way := app.Installs[discord.InstallServer]
	if way == nil || way.Params == nil {
		d.ok("the application's page installs nothing in servers: newsdesk bot invite prints a link that does")
		return
	}
	asked, _ := strconv.ParseInt(way.Params.Permissions, 10, 64)
	var missing []string
	for _, p := range discord.Permissions {
		if asked&p.Bit == 0 && asked&administrator == 0 {
			missing = append(missing, p.Name)
		}
	}
	switch {
	case len(missing) > 0:
		d.warn("where the bot is added from its own page it lacks %s: choose them in the developer portal (page Installation), or use the link of newsdesk bot invite", strings.Join(missing, ", "))
	case asked&administrator != 0:
		d.warn("where the bot is added from its own page it becomes an administrator, which it has no use for: choose %d in the developer portal (page Installation)", discord.PermissionBits())
	default:
		d.ok("where the bot is added from its own page it gets the permissions that it needs")
	}
}

// administrator is Discord's permission for everything.
const administrator = 1 << 3

// sessions says how the bot may connect.
func (d *doctor) sessions(client *discord.Client, s discord.Sessions, err error) {
	switch {
	case err != nil:
		d.warn("Discord does not say how to connect to its gateway (%v)", client.Redact(err))
	case s.Left == 0:
		d.warn("the bot has connected too often: Discord lets it connect again in %s", s.ResetAfter.Round(time.Minute))
	default:
		d.ok("the gateway: Discord recommends %s, and lets the bot connect %d times more", count(s.Shards, "shard"), s.Left)
	}
}
