package discordtest

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"
)

// Kinds of channel.
const (
	TextChannel         = 0
	DirectChannel       = 1
	GroupChannel        = 3
	AnnouncementChannel = 5
	AnnouncementThread  = 10
	PublicThread        = 11
	PrivateThread       = 12
	ForumChannel        = 15
)

// Channel is a place for messages.
type Channel struct {
	// ID is chosen where it is empty.
	ID, Name string
	Type     int
	// Guild is empty for direct and group messages.
	Guild string
	// Parent and Owner are a thread's.
	Parent, Owner string
	// Users are those that talk in direct or group messages. With one the
	// other is the bot; with more the bot is not there, and hears of it only
	// through who has installed it.
	Users []string
	// Archived threads are opened again by a message, locked ones are not.
	Archived, Locked bool
}

// channel is a Channel and what is in it, messages oldest first.
type channel struct {
	Channel
	overwrites map[string]overwrite
	members    map[string]bool // of a thread
	made       time.Time
	messages   []*Message
}

// thread reports whether c is a thread.
func (c *channel) thread() bool {
	return c.Type == AnnouncementThread || c.Type == PublicThread || c.Type == PrivateThread
}

// foreign reports whether c is a conversation without the bot.
func (c *channel) foreign() bool { return c.Guild == "" && len(c.Users) > 1 }

// place adds a channel.
func (w *world) place(o Channel) *channel {
	c := &channel{Channel: o, overwrites: map[string]overwrite{}, members: map[string]bool{}}
	w.channels[c.ID] = c
	return c
}

// AddChannel adds a channel, or a thread as if its owner had started it, and
// returns its ID. Sessions hear of it.
func (s *Server) AddChannel(c Channel) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.ID == "" {
		c.ID = s.id()
	}
	if c.Name == "" {
		c.Name = "channel-" + c.ID[max(0, len(c.ID)-3):]
	}
	s.announce(s.place(c))
	return c.ID
}

// announce tells sessions of a new channel.
func (s *Server) announce(c *channel) {
	c.made = s.now()
	if c.thread() {
		c.members[c.Owner] = true
	}
	switch o := s.channelObject(c); {
	case c.Guild == "" && !c.foreign():
		s.send("CHANNEL_CREATE", "", intentDirectMessages, o)
	case c.thread() && s.sees(c):
		o["newly_created"] = true
		s.send("THREAD_CREATE", c.Guild, intentGuilds, o)
	case c.Guild != "" && !c.thread() && s.sees(c):
		s.send("CHANNEL_CREATE", c.Guild, intentGuilds, o)
	}
	s.touch()
}

// RemoveChannel deletes a channel or thread, as a user would.
func (s *Server) RemoveChannel(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[id]
	if c == nil {
		return
	}
	event := "CHANNEL_DELETE"
	if c.thread() {
		event = "THREAD_DELETE"
	}
	if s.sees(c) {
		s.send(event, c.Guild, intentGuilds, s.channelObject(c))
	}
	for _, m := range c.messages {
		delete(s.messages, m.ID)
	}
	delete(s.channels, id)
	s.touch()
}

// channelObject is c as Discord's JSON has it. It needs s.mu.
func (s *Server) channelObject(c *channel) map[string]any {
	o := map[string]any{"id": c.ID, "type": c.Type, "flags": 0, "last_message_id": nil}
	if n := len(c.messages); n > 0 {
		o["last_message_id"] = c.messages[n-1].ID
	}
	for name, v := range map[string]string{"guild_id": c.Guild, "owner_id": c.Owner, "parent_id": c.Parent, "name": c.Name} {
		if v != "" {
			o[name] = v
		}
	}
	switch {
	case c.thread():
		o["thread_metadata"] = map[string]any{"archived": c.Archived, "locked": c.Locked, "auto_archive_duration": 1440,
			"archive_timestamp": stamp(c.made), "create_timestamp": stamp(c.made)}
		o["message_count"], o["total_message_sent"], o["member_count"], o["rate_limit_per_user"] = len(c.messages), len(c.messages), len(c.members), 0
		if c.members[BotID] {
			o["member"] = map[string]any{"id": c.ID, "user_id": BotID, "join_timestamp": stamp(c.made), "flags": 0}
		}
	case c.Guild != "":
		over := []any{}
		for _, id := range sortedKeys(c.overwrites) {
			kind := 0
			if g := s.guilds[c.Guild]; g == nil || g.roles[id] == nil {
				kind = 1 // a user's
			}
			over = append(over, map[string]any{"id": id, "type": kind, "allow": c.overwrites[id].allow.String(), "deny": c.overwrites[id].deny.String()})
		}
		o["permission_overwrites"], o["position"], o["nsfw"], o["topic"], o["rate_limit_per_user"] = over, 0, false, nil, 0
	default:
		users := []any{}
		for _, id := range c.Users {
			users = append(users, s.userObject(id))
		}
		o["recipients"] = users
	}
	return o
}

// channel is the channel that r names, if the bot may see it and do p there.
func (s *Server) channel(r *http.Request, p Permission) (*channel, error) {
	c := s.channels[r.PathValue("channel")]
	if c == nil {
		return nil, refuse(404, 10003, "Unknown Channel")
	}
	return c, s.demand(c, p)
}

func (s *Server) getChannel(r *http.Request, _ []byte) (any, error) {
	c, err := s.channel(r, 0)
	if err != nil {
		return nil, err
	}
	return s.channelObject(c), nil
}

func (s *Server) postTyping(r *http.Request, _ []byte) (any, error) {
	c, err := s.channel(r, 0)
	if err != nil {
		return nil, err
	}
	if err := s.demand(c, c.speaking()); err != nil {
		return nil, err
	}
	s.typing[c.ID]++
	s.touch()
	return nil, nil
}

// speaking is what must be permitted to write in c.
func (c *channel) speaking() Permission {
	if c.thread() {
		return SendInThreads
	}
	return SendMessages
}

// postDM opens the direct messages with a user, the same ones each time.
func (s *Server) postDM(_ *http.Request, body []byte) (any, error) {
	var f struct {
		User string `json:"recipient_id"`
	}
	if json.Unmarshal(body, &f) != nil || f.User == "" {
		return nil, badForm("recipient_id", "is required")
	}
	if !snowflake.MatchString(f.User) {
		return nil, badForm("recipient_id", "is not a snowflake")
	}
	if f.User == BotID || s.users[f.User] == nil && !s.known(f.User) {
		return nil, refuse(400, 50033, "Invalid Recipient(s)")
	}
	return s.channelObject(s.direct(f.User)), nil
}

// known reports whether a user that has not acted yet is there: as the member
// of a guild, or as who is always there.
func (s *Server) known(user string) bool {
	for _, g := range s.guilds {
		if g.members[user] != nil {
			return true
		}
	}
	return false
}

// direct is the direct messages of the bot with a user. It needs s.mu.
func (s *Server) direct(user string) *channel {
	for _, c := range s.channels {
		if c.Type == DirectChannel && slices.Equal(c.Users, []string{user}) {
			return c
		}
	}
	c := s.place(Channel{ID: s.id(), Type: DirectChannel, Users: []string{user}})
	s.announce(c)
	return c
}

// Direct is the ID of the direct messages of the bot with a user.
func (s *Server) Direct(user string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.direct(user).ID
}
