package discordtest

import (
	"fmt"
	"regexp"
	"slices"
)

// Allowed is a message's allowed_mentions.
type Allowed struct {
	Parse       []string `json:"parse"`
	Users       []string `json:"users"`
	Roles       []string `json:"roles"`
	RepliedUser bool     `json:"replied_user"`
}

// maxAllowed is how many users and how many roles may be listed.
const maxAllowed = 100

// checkAllowed refuses allowed_mentions that contradict themselves.
func checkAllowed(a *Allowed) error {
	if a == nil {
		return nil
	}
	if len(a.Users) > maxAllowed || len(a.Roles) > maxAllowed {
		return badForm("allowed_mentions", "must be 100 or fewer in length")
	}
	for i, p := range a.Parse {
		switch {
		case p != "users" && p != "roles" && p != "everyone":
			return badForm(fmt.Sprintf("allowed_mentions.parse.%d", i), "unknown type "+p)
		case p == "users" && len(a.Users) > 0, p == "roles" && len(a.Roles) > 0:
			return badForm("allowed_mentions", "parse and a list exclude each other")
		}
	}
	return nil
}

// permits reports whether a lets a mention of a kind with that ID notify.
func (a *Allowed) permits(kind, id string) bool {
	if a == nil {
		return true
	}
	ids := map[string][]string{"users": a.Users, "roles": a.Roles}[kind]
	return slices.Contains(a.Parse, kind) || slices.Contains(ids, id)
}

var mention = regexp.MustCompile(`<@([!&]?)(\d+)>|@everyone|@here`)

// pings is whom a message by author in c would notify: user IDs, "&" and role
// IDs, "everyone". Without allowed_mentions that is everybody named whom the
// author's permissions let it. Mentions in code, which Discord leaves alone,
// count too: a bot should not count on the quoting of what it quotes. It needs
// s.mu.
func (s *Server) pings(c *channel, author, content string, a *Allowed, replied string) []string {
	var out []string
	add := func(id string) {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	may := s.permissions(c, author).has(MentionEveryone) || c != nil && c.Guild == ""
	for _, m := range mention.FindAllStringSubmatch(content, -1) {
		switch {
		case m[2] == "":
			if may && a.permits("everyone", "") {
				add("everyone")
			}
		case m[1] == "&":
			if (may || s.mentionable(c, m[2])) && a.permits("roles", m[2]) {
				add("&" + m[2])
			}
		case a.permits("users", m[2]):
			add(m[2])
		}
	}
	if replied != "" && (a == nil || a.RepliedUser) {
		add(replied)
	}
	return out
}

// mentionable reports whether anybody may ping a role.
func (s *Server) mentionable(c *channel, role string) bool {
	if c == nil || s.guilds[c.Guild] == nil {
		return true
	}
	r := s.guilds[c.Guild].roles[role]
	return r == nil || r.Mentionable
}
