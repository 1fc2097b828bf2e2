package discordtest

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// registry is the application's commands, by guild, the global ones under the
// empty ID, in the order of their making.
type registry struct {
	commands map[string][]*command
	creates  map[string][]time.Time // of commands that were new
}

func newRegistry() registry {
	return registry{commands: map[string][]*command{}, creates: map[string][]time.Time{}}
}

// command is a command as it was registered.
type command struct {
	commandSpec
	fields map[string]any
}

// Kinds of command.
const (
	SlashCommand   = 1
	UserCommand    = 2
	MessageCommand = 3
)

// maxCommands is how many there may be of each kind, globally and in each
// guild.
var maxCommands = map[int]int{SlashCommand: 100, UserCommand: 15, MessageCommand: 15}

// Commands is the application's global commands, as JSON objects.
func (s *Server) Commands() []map[string]any { return s.GuildCommands("") }

// GuildCommands is the commands of one guild, as JSON objects.
func (s *Server) GuildCommands(guild string) []map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []map[string]any
	for _, c := range s.commands[guild] {
		out = append(out, maps.Clone(c.fields))
	}
	return out
}

// scope is the guild whose commands r is about, empty for the global ones.
func (s *Server) scope(r *http.Request) (string, error) {
	if r.PathValue("application") != AppID {
		return "", refuse(403, 20012, "You are not authorized to perform this action on this application")
	}
	id := r.PathValue("guild")
	if g := s.guilds[id]; id != "" && (g == nil || g.members[BotID] == nil) {
		return "", refuse(403, 50001, "Missing Access")
	}
	return id, nil
}

func (s *Server) getCommands(r *http.Request, _ []byte) (any, error) {
	scope, err := s.scope(r)
	if err != nil {
		return nil, err
	}
	out := []map[string]any{}
	for _, c := range s.commands[scope] {
		out = append(out, c.fields)
	}
	return out, nil
}

// putCommands replaces all commands; those of a kind and name that was there
// keep their IDs.
func (s *Server) putCommands(r *http.Request, body []byte) (any, error) {
	scope, err := s.scope(r)
	if err != nil {
		return nil, err
	}
	var given []map[string]any
	if err := json.Unmarshal(body, &given); err != nil {
		return nil, badForm("", "not a list of commands")
	}
	var next []*command
	fresh, counts := 0, map[int]int{}
	for n, fields := range given {
		if s.opt.Foreign && !numberPermissions(fields) {
			return nil, refuse(http.StatusUnprocessableEntity, 0, strconv.Itoa(n)+": default_member_permissions: must be a number")
		}
		c, err := parseCommand(fields)
		if err != nil {
			return nil, within(strconv.Itoa(n), err)
		}
		if same(next, c) != nil {
			return nil, badForm("", "the names of commands must be different")
		}
		if counts[c.kind()]++; counts[c.kind()] > maxCommands[c.kind()] {
			return nil, refuse(400, 30032, "Maximum number of application commands reached ("+strconv.Itoa(maxCommands[c.kind()])+").")
		}
		if old := same(s.commands[scope], c); old != nil {
			s.complete(c, scope, old)
		} else {
			fresh++
			s.complete(c, scope, nil)
		}
		next = append(next, c)
	}
	if err := s.create(scope, fresh); err != nil {
		return nil, err
	}
	s.commands[scope] = next
	s.touch()
	return s.getCommands(r, nil)
}

// same is the command of list with the kind and name of c, or nil.
func same(list []*command, c *command) *command {
	for _, one := range list {
		if one.Name == c.Name && one.kind() == c.kind() {
			return one
		}
	}
	return nil
}

// create counts new commands against the daily limit.
func (s *Server) create(scope string, n int) error {
	now := s.now()
	s.creates[scope] = slices.DeleteFunc(s.creates[scope], func(at time.Time) bool { return now.Sub(at) >= 24*time.Hour })
	if len(s.creates[scope])+n > s.opt.DailyCommands {
		return refuse(400, 30034, "Max number of daily application command creates has been reached ("+strconv.Itoa(s.opt.DailyCommands)+")")
	}
	for range n {
		s.creates[scope] = append(s.creates[scope], now)
	}
	return nil
}

// complete adds to c what Discord answers with.
func (s *Server) complete(c *command, scope string, old *command) {
	c.id = s.id()
	if old != nil {
		c.id = old.id
	}
	f := c.fields
	f["id"], f["application_id"], f["version"], f["type"] = c.id, AppID, s.id(), c.kind()
	if scope != "" {
		f["guild_id"] = scope
	} else {
		for name, v := range map[string]any{"contexts": nil, "integration_types": []int{0}} {
			if f[name] == nil {
				f[name] = v
			}
		}
	}
	for name, v := range map[string]any{"default_member_permissions": nil, "name_localizations": nil, "description_localizations": nil,
		"nsfw": false, "description": ""} {
		if f[name] == nil {
			f[name] = v
		}
	}
}

// postCommand makes a command, or replaces the one of its kind and name.
func (s *Server) postCommand(r *http.Request, body []byte) (any, error) {
	scope, err := s.scope(r)
	if err != nil {
		return nil, err
	}
	var fields map[string]any
	if json.Unmarshal(body, &fields) != nil {
		return nil, badForm("", "not a command")
	}
	c, err := parseCommand(fields)
	if err != nil {
		return nil, err
	}
	list := s.commands[scope]
	if old := same(list, c); old != nil {
		s.complete(c, scope, old)
		list[slices.Index(list, old)] = c
		s.touch()
		return c.fields, nil
	}
	n := 0
	for _, one := range list {
		if one.kind() == c.kind() {
			n++
		}
	}
	if n >= maxCommands[c.kind()] {
		return nil, refuse(400, 30032, "Maximum number of application commands reached ("+strconv.Itoa(n)+").")
	}
	if err := s.create(scope, 1); err != nil {
		return nil, err
	}
	s.complete(c, scope, nil)
	s.commands[scope] = append(list, c)
	s.touch()
	return created{c.fields}, nil
}

// namedCommand is the command that r names and its place among its like.
func (s *Server) namedCommand(r *http.Request) (scope string, n int, err error) {
	if scope, err = s.scope(r); err != nil {
		return "", 0, err
	}
	n = slices.IndexFunc(s.commands[scope], func(c *command) bool { return c.id == r.PathValue("command") })
	if n < 0 {
		return "", 0, refuse(404, 10063, "Unknown application command")
	}
	return scope, n, nil
}

func (s *Server) getCommand(r *http.Request, _ []byte) (any, error) {
	scope, n, err := s.namedCommand(r)
	if err != nil {
		return nil, err
	}
	return s.commands[scope][n].fields, nil
}

func (s *Server) patchCommand(r *http.Request, body []byte) (any, error) {
	scope, n, err := s.namedCommand(r)
	if err != nil {
		return nil, err
	}
	old := s.commands[scope][n]
	var change map[string]any
	if json.Unmarshal(body, &change) != nil {
		return nil, badForm("", "not a command")
	}
	fields := maps.Clone(old.fields)
	maps.Copy(fields, change)
	fields["type"] = float64(old.kind())
	c, err := parseCommand(fields)
	if err != nil {
		return nil, err
	}
	if other := same(s.commands[scope], c); other != nil && other != old {
		return nil, refuse(400, 40041, "An application command with that name already exists")
	}
	s.complete(c, scope, old)
	s.commands[scope][n] = c
	s.touch()
	return c.fields, nil
}

func (s *Server) deleteCommand(r *http.Request, _ []byte) (any, error) {
	scope, n, err := s.namedCommand(r)
	if err != nil {
		return nil, err
	}
	s.commands[scope] = slices.Delete(s.commands[scope], n, n+1)
	s.touch()
	return nil, nil
}
