package discordtest

import (
	"net/http"
	"net/url"
	"strconv"
)

// guild is the guild that r names, if the bot is a member.
func (s *Server) guild(r *http.Request) (*guild, error) {
	g := s.guilds[r.PathValue("guild")]
	switch {
	case g == nil:
		return nil, refuse(404, 10004, "Unknown Guild")
	case g.members[BotID] == nil:
		return nil, refuse(403, 50001, "Missing Access")
	}
	return g, nil
}

func (s *Server) getGuild(r *http.Request, _ []byte) (any, error) {
	g, err := s.guild(r)
	if err != nil {
		return nil, err
	}
	return s.guildObject(g), nil
}

func (s *Server) getGuildRoles(r *http.Request, _ []byte) (any, error) {
	g, err := s.guild(r)
	if err != nil {
		return nil, err
	}
	return s.guildObject(g)["roles"], nil
}

func (s *Server) getGuildChannels(r *http.Request, _ []byte) (any, error) {
	g, err := s.guild(r)
	if err != nil {
		return nil, err
	}
	out := []any{}
	for _, c := range sorted(s.channels) {
		if c.Guild == g.ID && !c.thread() {
			out = append(out, s.channelObject(c))
		}
	}
	return out, nil
}

func (s *Server) getMember(r *http.Request, _ []byte) (any, error) {
	g, err := s.guild(r)
	if err != nil {
		return nil, err
	}
	user := r.PathValue("user")
	if user == "@me" {
		user = BotID
	}
	if g.members[user] == nil {
		return nil, refuse(404, 10007, "Unknown Member")
	}
	return s.memberObject(g, user), nil
}

// getMembers lists members, which takes the privileged intent.
func (s *Server) getMembers(r *http.Request, _ []byte) (any, error) {
	g, err := s.guild(r)
	if err != nil {
		return nil, err
	}
	if s.opt.Privileged&intentGuildMembers == 0 {
		return nil, refuse(403, 50001, "Missing Access")
	}
	q := r.URL.Query()
	limit, err := limitOf(q, 1, 1000)
	if err != nil {
		return nil, err
	}
	out := []any{}
	for _, id := range sortedKeys(g.members) {
		if compareIDs(id, q.Get("after")) > 0 && len(out) < limit {
			out = append(out, s.memberObject(g, id))
		}
	}
	return out, nil
}

// limitOf is how many of a list a query asks for: from 1 to most, and def where it
// does not say.
func limitOf(q url.Values, def, most int) (int, error) {
	v := q.Get("limit")
	if v == "" {
		return def, nil
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > most {
		return 0, badForm("limit", "must be between 1 and "+strconv.Itoa(most))
	}
	return n, nil
}
