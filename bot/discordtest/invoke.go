package discordtest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Ask makes a user call /ask and returns the interaction's token.
func (s *Server) Ask(question string, o InteractionOptions) string {
	return s.Call("ask", []map[string]any{{"name": "question", "type": 3, "value": question}}, o)
}

// Call makes a user call a slash command with options as Discord's JSON has
// them, whether or not there is such a command, and returns the interaction's
// token. Slash is what a user can do.
func (s *Server) Call(name string, options []map[string]any, o InteractionOptions) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, e := s.begin(interactCommand, name, o)
	id := "100000000000000099"
	if c := same(s.commands[""], &command{commandSpec: commandSpec{Name: name}}); c != nil {
		id = c.id
	}
	e["data"] = map[string]any{"id": id, "name": name, "type": 1, "options": options}
	s.hand(i, e)
	return i.Token
}

// Slash makes a user call a registered slash command, its subcommand's names
// after its own with a space between, with values for its options: a string,
// an int, a float64, a bool, or the ID of a user, channel or role. It returns
// the interaction's token, and an error where the client would not let the
// user: no such command, not here, not for this user, a value missing, unknown
// or out of range.
func (s *Server) Slash(name string, values map[string]any, o InteractionOptions) (string, error) {
	return s.slash(interactCommand, name, values, "", o)
}

// Autocomplete makes a user type at the option named focused, which must
// complete what is typed; other values may be missing. Interaction.Choices
// then has what was offered.
func (s *Server) Autocomplete(name string, values map[string]any, focused string, o InteractionOptions) (string, error) {
	return s.slash(interactAutocomplete, name, values, focused, o)
}

func (s *Server) slash(kind int, name string, values map[string]any, focused string, o InteractionOptions) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	words := strings.Fields(name)
	if len(words) == 0 {
		return "", fmt.Errorf("no command is named")
	}
	c, scope, err := s.usable(SlashCommand, words[0], &o)
	if err != nil {
		return "", err
	}
	specs := c.Options
	var nest []*optionSpec
	for _, word := range words[1:] {
		n := slices.IndexFunc(specs, func(in *optionSpec) bool { return in.Name == word && in.Type <= optionGroup })
		if n < 0 {
			return "", fmt.Errorf("/%s: there is no %s", name, word)
		}
		nest = append(nest, specs[n])
		specs = specs[n].Options
	}
	if len(specs) > 0 && specs[0].Type <= optionGroup {
		return "", fmt.Errorf("/%s: a subcommand must be named", name)
	}
	r := s.resolver(o.Channel, o.User)
	options, err := r.options(specs, values, focused)
	if err != nil {
		return "", fmt.Errorf("/%s: %w", name, err)
	}
	i, e := s.begin(kind, name, o)
	for _, in := range slices.Backward(nest) {
		options = []any{map[string]any{"name": in.Name, "type": in.Type, "options": options}}
	}
	data := map[string]any{"id": c.id, "name": c.Name, "type": SlashCommand, "options": options}
	if scope != "" {
		data["guild_id"] = scope
	}
	if kind == interactCommand {
		r.into(data)
	} else {
		for _, spec := range specs {
			if spec.Name == focused {
				i.focused = spec.Type
			}
		}
	}
	e["data"] = data
	s.hand(i, e)
	return i.Token, nil
}

// UserCommand makes a user call a command of another user's menu.
func (s *Server) UserCommand(name, target string, o InteractionOptions) (string, error) {
	return s.menu(UserCommand, name, target, o)
}

// MessageCommand makes a user call a command of a message's menu.
func (s *Server) MessageCommand(name, message string, o InteractionOptions) (string, error) {
	return s.menu(MessageCommand, name, message, o)
}

func (s *Server) menu(kind int, name, target string, o InteractionOptions) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.messages[target]; kind == MessageCommand {
		if err := s.visible(m, o.complete().User); err != nil {
			return "", err
		}
		o.Channel = m.ChannelID
	}
	c, scope, err := s.usable(kind, name, &o)
	if err != nil {
		return "", err
	}
	r := s.resolver(o.Channel, o.User)
	if kind == MessageCommand {
		r.add("messages", target, s.object(s.messages[target], true))
	} else if err := r.user(target); err != nil {
		return "", err
	}
	i, e := s.begin(interactCommand, name, o)
	i.menu = true
	data := map[string]any{"id": c.id, "name": c.Name, "type": kind, "target_id": target}
	if scope != "" {
		data["guild_id"] = scope
	}
	r.into(data)
	e["data"] = data
	s.hand(i, e)
	return i.Token, nil
}

// usable is the command of that kind and name that a user can call in a
// channel, and the guild that it is of, if of one. It completes o.
func (s *Server) usable(kind int, name string, o *InteractionOptions) (*command, string, error) {
	*o = o.complete()
	c := s.channels[o.Channel]
	if c == nil {
		return nil, "", fmt.Errorf("there is no channel %s", o.Channel)
	}
	s.admitUser(c, o.User)
	wanted := &command{commandSpec: commandSpec{Name: name, Type: &kind}}
	for _, scope := range []string{c.Guild, ""} {
		found := same(s.commands[scope], wanted)
		if found == nil {
			continue
		}
		if !s.offered(found, scope, c, o.User) {
			return nil, "", fmt.Errorf("the command %s is not to be used here", name)
		}
		return found, scope, s.allowed(found, c, o.User)
	}
	return nil, "", fmt.Errorf("there is no command %s", name)
}

// offered reports whether a command of a scope is there for a user in c, by
// where the application is installed.
func (s *Server) offered(c *command, scope string, in *channel, user string) bool {
	owners := s.owners(in, user)
	if scope != "" {
		return owners["0"] == scope
	}
	if len(c.Contexts) > 0 && !slices.Contains(c.Contexts, in.context()) {
		return false
	}
	installs := c.Installs
	if len(installs) == 0 {
		installs = []int{0}
	}
	for _, kind := range installs {
		if owners[strconv.Itoa(kind)] != nil {
			return true
		}
	}
	return false
}

// allowed refuses a command that a member has not the permissions for.
func (s *Server) allowed(c *command, in *channel, user string) error {
	if in.Guild == "" {
		return nil
	}
	have := s.permissions(in, user)
	need := UseCommands
	if p, ok := c.Permissions.(string); ok {
		need |= Permission(number(p))
		if number(p) == 0 {
			need = Administrator
		}
	}
	if !have.has(need) {
		return fmt.Errorf("the user may not use the command %s in %s", c.Name, in.ID)
	}
	return nil
}

// visible refuses a message that a user does not see.
func (s *Server) visible(m *Message, user string) error {
	if m == nil || m.Deleted || m.For != "" && m.For != user {
		return fmt.Errorf("the user sees no such message")
	}
	c := s.channels[m.ChannelID]
	if c == nil || c.Guild != "" && !s.permissions(c, user).has(ViewChannel) && s.guilds[c.Guild].members[user] != nil {
		return fmt.Errorf("the user does not see the channel")
	}
	return nil
}
