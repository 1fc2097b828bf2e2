package discordtest

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"time"
)

// Kinds of interaction.
const (
	interactPing         = 1
	interactCommand      = 2
	interactComponent    = 3
	interactAutocomplete = 4
	interactModal        = 5
)

const (
	// tokenLife is how long an interaction's token is good.
	tokenLife   = 15 * time.Minute
	tokenPrefix = "secret-"
	// maxExternal is how many follow-ups an application may send where only
	// the user has installed it.
	maxExternal = 5
)

// Interaction is what a user did with the bot: a command called, a component
// pressed, a modal submitted. Read it through Server.Interaction.
type Interaction struct {
	ID, Token string
	// Type is 2 for a command, 3 for a component, 4 for a text to complete, 5
	// for a modal.
	Type int
	// Name is the command's, with its subcommands, or the custom ID.
	Name      string
	ChannelID string
	GuildID   string
	User      string
	// Callback is the type of the first answer, 0 while there is none.
	Callback int
	// AckAfter is how long that took.
	AckAfter time.Duration
	// Loading says that "is thinking" is shown.
	Loading bool
	// Messages are the answer, or the message that was changed, and what
	// followed it, without those deleted since.
	Messages []Message
	// Modal is the dialog that was shown.
	Modal *Modal
	// Choices are those offered to complete a text.
	Choices []Choice
	// Failure says why an answer of the interactions endpoint does not count.
	Failure string
	// Event is what the bot got.
	Event json.RawMessage

	made      time.Time
	original  *Message // the first answer; gone when deleted
	sent      []*Message
	source    *Message // what was pressed
	focused   int      // type of the option to complete
	direct    bool     // only the user brought the application here
	hidden    bool     // every answer is ephemeral
	followups int
	submitted bool
	menu      bool // a command of a user's or message's menu
	metadata  map[string]any
	changed   chan struct{}
}

// InteractionOptions say who acts, and where. The zero value is UserID in
// General. Who is not a member there yet becomes one.
type InteractionOptions struct{ User, Channel string }

// complete is o with its defaults.
func (o InteractionOptions) complete() InteractionOptions {
	return InteractionOptions{cmp.Or(o.User, UserID), cmp.Or(o.Channel, General)}
}

// Interaction is the state of the interaction with that token.
func (s *Server) Interaction(token string) Interaction {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.interactions[token]
	if i == nil {
		return Interaction{}
	}
	return i.copy()
}

// Interactions is all interactions that are remembered, oldest first.
func (s *Server) Interactions() []Interaction {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Interaction
	for _, i := range s.recent {
		out = append(out, i.copy())
	}
	return out
}

func (i *Interaction) copy() Interaction {
	out := *i
	for _, m := range i.sent {
		if !m.loading() && !m.Deleted {
			out.Messages = append(out.Messages, m.copy())
		}
	}
	return out
}

// AwaitInteraction returns when ok reports true of the interaction with that
// token, and with ctx's error if that is done first. Unlike Await it looks
// only when that interaction changed, so that many may wait.
func (s *Server) AwaitInteraction(ctx context.Context, token string, ok func(Interaction) bool) (Interaction, error) {
	var seen Interaction
	err := await(ctx, func() bool {
		seen = s.Interaction(token)
		return ok(seen)
	}, func() <-chan struct{} {
		s.mu.Lock()
		defer s.mu.Unlock()
		if i := s.interactions[token]; i != nil {
			return i.changed
		}
		return nil
	})
	return seen, err
}

// moved tells who awaits i that it changed.
func (s *Server) moved(i *Interaction) {
	close(i.changed)
	i.changed = make(chan struct{})
	s.touch()
}

// begin makes an interaction and what all events about one have. It needs
// s.mu.
func (s *Server) begin(kind int, name string, o InteractionOptions) (*Interaction, map[string]any) {
	o = o.complete()
	c := s.channels[o.Channel]
	if c == nil {
		c = &channel{Channel: Channel{ID: o.Channel, Type: DirectChannel, Users: []string{o.User}}}
	}
	s.admitUser(c, o.User)
	id := s.id()
	i := &Interaction{ID: id, Token: tokenPrefix + id, Type: kind, Name: name, ChannelID: c.ID, GuildID: c.Guild, User: o.User,
		made: s.now(), changed: make(chan struct{})}
	s.interactions[i.Token] = i
	s.recent = trim(append(s.recent, i), s.opt.Keep, func(old *Interaction) { delete(s.interactions, old.Token) })
	owners := s.owners(c, o.User)
	_, here := owners["0"]
	i.direct = !here
	permissions := s.permissions(c, o.User)
	i.hidden = i.direct && c.Guild != "" && !permissions.has(UseExternalApps)
	i.metadata = map[string]any{"id": i.ID, "type": kind, "user": s.userObject(o.User), "authorizing_integration_owners": owners}
	place := s.channelObject(c)
	place["permissions"] = permissions.String()
	e := map[string]any{
		"id": i.ID, "application_id": AppID, "type": kind, "token": i.Token, "version": 1, "channel_id": c.ID, "channel": place,
		"app_permissions": s.appPermissions(c).String(), "locale": s.account(o.User).locale(), "entitlements": []any{},
		"attachment_size_limit": 10485760, "authorizing_integration_owners": owners, "context": c.context(),
	}
	if g := s.guilds[c.Guild]; g != nil {
		member := s.memberObject(g, o.User)
		member["permissions"] = permissions.String()
		maps.Copy(e, map[string]any{"guild_id": g.ID, "guild_locale": g.Locale, "member": member,
			"guild": map[string]any{"id": g.ID, "locale": g.Locale, "features": []any{}}})
	} else {
		e["user"] = s.userObject(o.User)
	}
	return i, e
}

// Where an interaction comes from.
const (
	contextGuild  = 0
	contextBotDM  = 1
	contextOthers = 2
)

func (c *channel) context() int {
	switch {
	case c.Guild != "":
		return contextGuild
	case c.foreign():
		return contextOthers
	}
	return contextBotDM
}

// owners is who brought the application to c, by the kind of installation.
func (s *Server) owners(c *channel, user string) map[string]any {
	out := map[string]any{}
	g := s.guilds[c.Guild]
	switch {
	case g != nil && g.members[BotID] != nil:
		out["0"] = g.ID
	case c.context() == contextBotDM:
		out["0"] = "0"
	}
	if s.installed[user] {
		out["1"] = user
	}
	return out
}

// appPermissions is what the application may do in c: as the bot where it is
// a member, else what may be done with an application that a user brings.
func (s *Server) appPermissions(c *channel) Permission {
	const brought = EmbedLinks | AttachFiles | MentionEveryone
	g := s.guilds[c.Guild]
	switch {
	case g == nil && c.foreign():
		return brought
	case g == nil:
		return brought | ExternalEmojis
	case g.members[BotID] == nil:
		return g.roles[g.ID].Permissions & (brought | ExternalEmojis)
	}
	return s.permissions(c, BotID)
}

// hand gives an interaction to the bot, on the gateway or by HTTP.
func (s *Server) hand(i *Interaction, e map[string]any) {
	i.Event = encode(e)
	if s.opt.Keep > 0 {
		defer func() { i.Event = nil }()
	}
	if s.endpoint != "" {
		s.posts.Add(1)
		go s.postInteraction(i, s.endpoint, i.Event)
		return
	}
	guild := i.GuildID
	if g := s.guilds[guild]; g != nil && g.members[BotID] == nil {
		guild = ""
	}
	s.send("INTERACTION_CREATE", guild, 0, i.Event)
	s.touch()
}
