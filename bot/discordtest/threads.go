package discordtest

import (
	"encoding/json"
	"net/http"
	"slices"
)

// Thread makes owner start a thread: on a message in a channel, whose ID the
// thread then has, or where that is empty on none, in General.
func (s *Server) Thread(owner, message string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	in, name := s.channels[General], "thread"
	if m := s.messages[message]; m != nil {
		in = s.channels[m.ChannelID]
	}
	if message == "" {
		message = s.id()
	}
	return s.startThread(Channel{ID: message, Name: name, Type: PublicThread, Owner: owner}, in).ID
}

// SetThread archives or opens a thread, and locks or unlocks it.
func (s *Server) SetThread(id string, archived, locked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.channels[id]; c != nil && c.thread() {
		c.Archived, c.Locked = archived, locked
		s.threadChanged(c)
	}
}

func (s *Server) threadChanged(c *channel) {
	if s.sees(c) {
		s.send("THREAD_UPDATE", c.Guild, intentGuilds, s.channelObject(c))
	}
	s.touch()
}

// startThread starts a thread in a channel. It needs s.mu.
func (s *Server) startThread(o Channel, in *channel) *channel {
	o.Guild, o.Parent = in.Guild, in.ID
	if in.Type == AnnouncementChannel && o.Type == PublicThread {
		o.Type = AnnouncementThread
	}
	t := s.place(o)
	s.announce(t)
	m := s.messages[o.ID]
	if m == nil {
		if o.Type != PrivateThread && in.Type != ForumChannel {
			s.post(in, &Message{Author: o.Owner, Type: typeThreadCreated, Content: o.Name})
		}
		return t
	}
	m.Thread = t.ID
	m.Flags |= flagHasThread
	s.post(t, &Message{Author: o.Owner, Type: typeThreadStarter, ReplyTo: m.ID})
	s.updated(m)
	return t
}

// threadForm is what starts a thread.
type threadForm struct {
	Name    string          `json:"name"`
	Type    *int            `json:"type"`
	Archive *int            `json:"auto_archive_duration"`
	Message json.RawMessage `json:"message"`
	Slow    int             `json:"rate_limit_per_user"`
}

func parseThread(body []byte) (*threadForm, error) {
	var f threadForm
	if json.Unmarshal(body, &f) != nil {
		return nil, badForm("", "not a thread")
	}
	if err := checkThreadName(f.Name); err != nil {
		return nil, err
	}
	if f.Archive != nil && !slices.Contains([]int{60, 1440, 4320, 10080}, *f.Archive) {
		return nil, badForm("auto_archive_duration", "must be one of 60, 1440, 4320, 10080")
	}
	if f.Slow < 0 || f.Slow > 21600 {
		return nil, badForm("rate_limit_per_user", "must be between 0 and 21600")
	}
	return &f, nil
}

func checkThreadName(name string) error {
	if n := units(name); n < 1 || n > 100 {
		return badForm("name", "must be between 1 and 100 in length")
	}
	return nil
}

// postThread starts a thread on a message; it has the message's ID.
func (s *Server) postThread(r *http.Request, body []byte) (any, error) {
	m, err := s.message(r)
	if err != nil {
		return nil, err
	}
	c := s.channels[m.ChannelID]
	if c.Type != TextChannel && c.Type != AnnouncementChannel {
		return nil, refuse(400, 50024, "Cannot execute action on this channel type")
	}
	if err := s.demand(c, PublicThreads); err != nil {
		return nil, err
	}
	f, err := parseThread(body)
	if err != nil {
		return nil, err
	}
	if s.channels[m.ID] != nil {
		return nil, refuse(400, 160004, "A thread has already been created for this message")
	}
	if m.system() {
		return nil, refuse(400, 50021, "Cannot execute action on a system message")
	}
	t := s.startThread(Channel{ID: m.ID, Name: f.Name, Type: PublicThread, Owner: BotID}, c)
	return created{s.channelObject(t)}, nil
}

// postBareThread starts a thread without a message, private unless it says
// otherwise, or a post in a forum.
func (s *Server) postBareThread(r *http.Request, body []byte) (any, error) {
	c, err := s.channel(r, 0)
	if err != nil {
		return nil, err
	}
	f, err := parseThread(body)
	if err != nil {
		return nil, err
	}
	if c.Type == ForumChannel {
		return s.postForum(c, f)
	}
	if c.Type != TextChannel && c.Type != AnnouncementChannel {
		return nil, refuse(400, 50024, "Cannot execute action on this channel type")
	}
	kind := PrivateThread
	if f.Type != nil {
		kind = *f.Type
	}
	switch {
	case kind == PrivateThread && c.Type == TextChannel:
		err = s.demand(c, PrivateThreads)
	case kind == PublicThread && c.Type == TextChannel, kind == AnnouncementThread && c.Type == AnnouncementChannel:
		err = s.demand(c, PublicThreads)
	default:
		err = badForm("type", "not a kind of thread for this channel")
	}
	if err != nil {
		return nil, err
	}
	t := s.startThread(Channel{ID: s.id(), Name: f.Name, Type: kind, Owner: BotID}, c)
	return created{s.channelObject(t)}, nil
}

// postForum starts a post: a thread with a first message of the same ID.
func (s *Server) postForum(c *channel, f *threadForm) (any, error) {
	if err := s.demand(c, SendMessages); err != nil {
		return nil, err
	}
	if len(f.Message) == 0 {
		return nil, badForm("message", "is required")
	}
	form, err := parseForm(f.Message, postFlags, false)
	if err != nil {
		return nil, within("message", err)
	}
	t := s.startThread(Channel{ID: s.id(), Name: f.Name, Type: PublicThread, Owner: BotID}, c)
	m := s.newMessage(t, BotID, form)
	m.ID = t.ID
	s.post(t, m)
	o := s.channelObject(t)
	o["message"] = s.object(m, true)
	return created{o}, nil
}

// putThreadMember joins the bot to a thread, or adds a user.
func (s *Server) putThreadMember(r *http.Request, _ []byte) (any, error) {
	c := s.channels[r.PathValue("channel")]
	if c == nil {
		return nil, refuse(404, 10003, "Unknown Channel")
	}
	if !c.thread() {
		return nil, refuse(400, 50024, "Cannot execute action on this channel type")
	}
	if err := s.demand(c, 0); err != nil {
		return nil, err
	}
	if c.Archived {
		return nil, refuse(400, 50083, "Thread is archived")
	}
	user := r.PathValue("user")
	if user == "@me" {
		user = BotID
	} else if err := s.demand(c, SendInThreads); err != nil {
		return nil, err
	}
	c.members[user] = true
	s.touch()
	return nil, nil
}

// patchChannel changes a thread's name and whether it is archived or locked;
// other channels are not for the bot to change.
func (s *Server) patchChannel(r *http.Request, body []byte) (any, error) {
	c, err := s.channel(r, 0)
	if err != nil {
		return nil, err
	}
	var f struct {
		Name     *string `json:"name"`
		Archived *bool   `json:"archived"`
		Locked   *bool   `json:"locked"`
	}
	if json.Unmarshal(body, &f) != nil {
		return nil, badForm("", "not a thread")
	}
	if f.Name != nil {
		if err := checkThreadName(*f.Name); err != nil {
			return nil, err
		}
	}
	if !c.thread() || c.Owner != BotID || f.Locked != nil {
		if !s.permissions(c, BotID).has(ManageThreads) || !c.thread() {
			return nil, refuse(403, 50013, "Missing Permissions")
		}
	}
	if f.Name != nil {
		c.Name = *f.Name
	}
	if f.Archived != nil {
		c.Archived = *f.Archived
	}
	if f.Locked != nil {
		c.Locked = *f.Locked
	}
	s.threadChanged(c)
	return s.channelObject(c), nil
}

func (s *Server) getActiveThreads(r *http.Request, _ []byte) (any, error) {
	g, err := s.guild(r)
	if err != nil {
		return nil, err
	}
	threads, members := []any{}, []any{}
	for _, c := range sorted(s.channels) {
		if c.Guild == g.ID && c.thread() && !c.Archived && s.sees(c) {
			o := s.channelObject(c)
			threads = append(threads, o)
			if m := o["member"]; m != nil {
				members = append(members, m)
			}
		}
	}
	return map[string]any{"threads": threads, "members": members}, nil
}
