package discordtest

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"time"
)

// world is who and what there is.
type world struct {
	guilds      map[string]*guild
	channels    map[string]*channel
	users       map[string]*User
	application Application
	installed   map[string]bool // users that have the application
	messages    map[string]*Message
	nonces      map[string]*Message // the bot's, by nonce
	typing      map[string]int      // by channel
	oldHour     time.Time           // since when oldEdits counts
	oldEdits    int
}

// User is an account.
type User struct {
	ID string
	// Name is empty for "user" and the last three digits of ID.
	Name string
	Bot  bool
	// Locale is the language of the client; empty means "en-GB".
	Locale string
	// Deaf refuses direct messages from the bot.
	Deaf bool
}

// Guild is a server. Its creator owns it.
type Guild struct {
	// ID is chosen where it is empty.
	ID, Name string
	// Owner is empty for UserID.
	Owner string
	// Locale is empty for "en-US".
	Locale string
	// Everyone is what all members may do; 0 means Everyday.
	Everyone Permission
	// Foreign is a guild without the bot: it hears of it only from users that
	// brought it with them.
	Foreign bool
}

// Role is a role in a guild.
type Role struct {
	ID, Name    string
	Permissions Permission
	// Mentionable roles may be pinged by everybody.
	Mentionable bool
}

// Member is a user in a guild.
type Member struct {
	Nick   string
	Roles  []string
	Joined time.Time
}

// guild is a Guild and what is in it.
type guild struct {
	Guild
	roles     map[string]*Role // the one of everybody has the guild's ID
	members   map[string]*Member
	available bool
}

func newWorld(now time.Time) world {
	w := world{
		guilds: map[string]*guild{}, channels: map[string]*channel{}, users: map[string]*User{},
		application: newApplication(), installed: map[string]bool{}, messages: map[string]*Message{}, nonces: map[string]*Message{}, typing: map[string]int{},
	}
	w.users[BotID] = &User{ID: BotID, Name: "newsdesk", Bot: true}
	w.found(Guild{ID: GuildID, Name: "guild"}, now)
	w.guilds[GuildID].members[OtherID] = &Member{Joined: now}
	w.place(Channel{ID: General, Name: "general", Guild: GuildID})
	w.place(Channel{ID: DMID, Type: DirectChannel, Users: []string{UserID}})
	return w
}

// found adds a guild.
func (w *world) found(g Guild, now time.Time) *guild {
	if g.Owner == "" {
		g.Owner = UserID
	}
	if g.Locale == "" {
		g.Locale = "en-US"
	}
	if g.Everyone == 0 {
		g.Everyone = Everyday
	}
	if g.ID == "" {
		// Discord makes guilds years apart; made all at once they would fall
		// on one shard.
		g.ID = strconv.FormatUint(number(GuildID)+uint64(len(w.guilds))<<22, 10)
	}
	if g.Name == "" {
		g.Name = "guild " + g.ID
	}
	out := &guild{Guild: g, available: true,
		roles:   map[string]*Role{g.ID: {ID: g.ID, Name: "@everyone", Permissions: g.Everyone}},
		members: map[string]*Member{g.Owner: {Joined: now}}}
	if !g.Foreign {
		out.members[BotID] = &Member{Joined: now}
	}
	w.guilds[g.ID] = out
	return out
}

// AddGuild adds a guild with its owner and, unless it is foreign, the bot as
// members, and returns its ID. Sessions hear of it.
func (s *Server) AddGuild(g Guild) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	made := s.found(g, s.now())
	if !g.Foreign {
		s.send("GUILD_CREATE", made.ID, intentGuilds, s.guildEvent(made))
	}
	s.touch()
	return made.ID
}

// RemoveBot takes the bot out of a guild, which sessions hear of.
func (s *Server) RemoveBot(guild string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g := s.guilds[guild]; g != nil && g.members[BotID] != nil {
		s.send("GUILD_DELETE", guild, intentGuilds, map[string]any{"id": guild})
		delete(g.members, BotID)
		s.touch()
	}
}

// SetAvailable makes a guild unavailable, as in an outage, or available again.
func (s *Server) SetAvailable(guild string, available bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.guilds[guild]
	if g == nil || g.available == available {
		return
	}
	g.available = available
	if available {
		s.send("GUILD_CREATE", guild, intentGuilds, s.guildEvent(g))
	} else {
		s.send("GUILD_DELETE", guild, intentGuilds, map[string]any{"id": guild, "unavailable": true})
	}
	s.touch()
}

// AddUser adds or changes an account and returns its ID. Users who act
// without having been added are made on the way.
func (s *Server) AddUser(u User) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u.ID == "" {
		u.ID = s.id()
	}
	s.users[u.ID] = &u
	return u.ID
}

// AddRole adds a role to a guild, or changes one, and returns its ID.
func (s *Server) AddRole(guild string, r Role) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.guilds[guild]
	if g == nil {
		return ""
	}
	if r.ID == "" {
		r.ID = s.id()
	}
	event := "GUILD_ROLE_UPDATE"
	if g.roles[r.ID] == nil {
		event = "GUILD_ROLE_CREATE"
	}
	g.roles[r.ID] = &r
	s.send(event, guild, intentGuilds, map[string]any{"guild_id": guild, "role": r.object()})
	return r.ID
}

// Join makes a user, the bot too, a member of a guild with these roles and no
// others.
func (s *Server) Join(guild, user string, roles ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.guilds[guild]
	if g == nil {
		return
	}
	m, event := g.members[user], "GUILD_MEMBER_UPDATE"
	if m == nil {
		m, event = &Member{Joined: s.now()}, "GUILD_MEMBER_ADD"
		g.members[user] = m
	}
	m.Roles = slices.Clone(roles)
	o := s.memberObject(g, user)
	o["guild_id"] = guild
	s.send(event, guild, intentGuildMembers, o)
}

// Leave ends a user's membership.
func (s *Server) Leave(guild, user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g := s.guilds[guild]; g != nil && g.members[user] != nil {
		delete(g.members, user)
		s.send("GUILD_MEMBER_REMOVE", guild, intentGuildMembers, map[string]any{"guild_id": guild, "user": s.userObject(user)})
	}
}

// Install gives a user the application for use everywhere, or takes it away.
func (s *Server) Install(user string, installed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.installed[user] = installed
}

// account is a user, made if need be. It needs s.mu.
func (s *Server) account(id string) *User {
	u := s.users[id]
	if u == nil {
		u = &User{ID: id}
		s.users[id] = u
	}
	return u
}

// userName is a user's name.
func (u *User) userName() string {
	if u.Name != "" {
		return u.Name
	}
	return "user" + u.ID[max(0, len(u.ID)-3):]
}

// locale is the language of a user's client.
func (u *User) locale() string {
	if u.Locale != "" {
		return u.Locale
	}
	return "en-GB"
}

// sorted is the values of m in the order of their keys, so that what is listed
// does not depend on chance.
func sorted[T any](m map[string]T) []T {
	out := make([]T, 0, len(m))
	for _, key := range sortedKeys(m) {
		out = append(out, m[key])
	}
	return out
}

// compareIDs orders snowflakes by age.
func compareIDs(a, b string) int {
	return cmp.Compare(number(a), number(b))
}

// sortedKeys is the keys of m, snowflakes, in their order.
func sortedKeys[T any](m map[string]T) []string {
	return slices.SortedFunc(maps.Keys(m), compareIDs)
}
