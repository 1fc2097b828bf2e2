package discordtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
)

func (s *Server) getGateway(*http.Request, []byte) (any, error) {
	return map[string]any{"url": "ws://" + s.listener.Addr().String() + gatewayPath}, nil
}

func (s *Server) getGatewayBot(*http.Request, []byte) (any, error) {
	return map[string]any{
		"url": "ws://" + s.listener.Addr().String() + gatewayPath, "shards": 1,
		"session_start_limit": map[string]any{"total": 1000, "remaining": 999, "reset_after": 14400000, "max_concurrency": 1},
	}, nil
}

func (s *Server) getMe(*http.Request, []byte) (any, error) { return user(BotID), nil }

// Commands is the application's commands, as JSON objects.
func (s *Server) Commands() []map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]map[string]any(nil), s.commands...)
}

func (s *Server) getCommands(r *http.Request, _ []byte) (any, error) {
	if r.PathValue("application") != AppID {
		return nil, refuse(403, 20012, "You are not authorized to perform this action on this application")
	}
	out := []map[string]any{}
	return append(out, s.commands...), nil
}

var commandName = regexp.MustCompile(`^[-_'\p{Ll}\p{Lo}\p{N}]{1,32}$`)

// putCommands replaces all commands.
func (s *Server) putCommands(r *http.Request, body []byte) (any, error) {
	if r.PathValue("application") != AppID {
		return nil, refuse(403, 20012, "You are not authorized to perform this action on this application")
	}
	var list []map[string]any
	if err := json.Unmarshal(body, &list); err != nil || len(list) > 100 {
		return nil, badForm("not a list of at most 100 commands")
	}
	seen := map[string]bool{}
	for n, c := range list {
		if c == nil {
			return nil, badForm(fmt.Sprintf("%d: is null", n))
		}
		name, _ := c["name"].(string)
		if err := checkNamed(c, 1); err != nil {
			return nil, err
		}
		if seen[name] {
			return nil, refuse(400, 50035, "Application command names must be unique")
		}
		seen[name] = true
		c["id"], c["application_id"], c["version"] = s.id(), AppID, s.id()
		c["default_member_permissions"], c["name_localizations"], c["nsfw"] = nil, nil, false
	}
	s.commands = list
	s.touch()
	return list, nil
}

// checkNamed checks a command, at depth 1, or an option below it.
func checkNamed(c map[string]any, depth int) error {
	name, _ := c["name"].(string)
	if !commandName.MatchString(name) {
		return badForm("name: " + name + " is not a name for a command or an option")
	}
	if d, _ := c["description"].(string); units(d) < 1 || units(d) > 100 {
		return badForm("description: must be between 1 and 100 in length")
	}
	if kind, ok := c["type"].(float64); depth > 1 && (!ok || kind < 1 || kind > 11) {
		return badForm("type: is required of an option")
	}
	raw, given := c["options"]
	options, ok := raw.([]any)
	if given && raw != nil && !ok || len(options) > 25 {
		return badForm("options: must be a list of 25 or fewer")
	}
	optional := false
	for _, o := range options {
		option, _ := o.(map[string]any)
		if option == nil {
			return badForm("options: one is not an object")
		}
		if err := checkNamed(option, depth+1); err != nil {
			return err
		}
		required, _ := option["required"].(bool)
		if required && optional {
			return badForm("options: required ones must stand first")
		}
		optional = optional || !required
	}
	return nil
}
