package discordtest

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"net/http"
)

// Application is what the developer portal has of the bot.
type Application struct {
	Name, Description string
	Flags             int
	// Scopes and Permissions are asked for when it is installed in a guild;
	// users install it with the scope for commands.
	Scopes      []string
	Permissions Permission
	// UserInstall says that users may have it for themselves.
	UserInstall bool
	// Terms and Privacy are addresses, empty for none.
	Terms, Privacy string
}

// Application flags that tell of privileged intents allowed to bots in few
// guilds.
const (
	flagMembersLimited = 1 << 15
	flagContentLimited = 1 << 19
	flagPresence       = 1 << 13
)

func newApplication() Application {
	return Application{Name: "newsdesk", Scopes: []string{"applications.commands", "bot"}, UserInstall: true,
		Permissions: ViewChannel | SendMessages | EmbedLinks | ReadHistory | SendInThreads | PublicThreads}
}

// SetApplication changes what the developer portal has.
func (s *Server) SetApplication(a Application) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.application = a
}

// PublicKey is the key, in hex, that interactions by HTTP are signed with.
func (s *Server) PublicKey() string { return hex.EncodeToString(s.key.Public().(ed25519.PublicKey)) }

// flags is the application's flags, those of its intents included.
func (s *Server) flags() int {
	flags := s.application.Flags
	for intent, flag := range map[int64]int{intentContent: flagContentLimited, intentGuildMembers: flagMembersLimited, intentPresences: flagPresence} {
		if s.opt.Privileged&intent != 0 {
			flags |= flag
		}
	}
	return flags
}

func (s *Server) getApplication(*http.Request, []byte) (any, error) {
	a := s.application
	params := map[string]any{"scopes": list(a.Scopes), "permissions": a.Permissions.String()}
	kinds := map[string]any{"0": map[string]any{"oauth2_install_params": params}}
	if a.UserInstall {
		kinds["1"] = map[string]any{"oauth2_install_params": map[string]any{"scopes": []string{"applications.commands"}, "permissions": "0"}}
	}
	guilds, users := 0, 0
	for _, g := range s.guilds {
		if g.members[BotID] != nil {
			guilds++
		}
	}
	for _, has := range s.installed {
		if has {
			users++
		}
	}
	o := map[string]any{"id": AppID, "name": a.Name, "description": a.Description, "icon": nil, "type": nil, "flags": s.flags(),
		"bot": s.userObject(BotID), "bot_public": true, "bot_require_code_grant": false, "verify_key": s.PublicKey(),
		"install_params": params, "integration_types_config": kinds, "approximate_guild_count": guilds,
		"approximate_user_install_count": users, "interactions_endpoint_url": nil, "owner": s.userObject(UserID), "team": nil,
		"redirect_uris": []any{}, "tags": []any{}}
	if s.endpoint != "" {
		o["interactions_endpoint_url"] = s.endpoint
	}
	for name, v := range map[string]string{"terms_of_service_url": a.Terms, "privacy_policy_url": a.Privacy} {
		if v != "" {
			o[name] = v
		}
	}
	return o, nil
}

// patchApplication changes what a bot may change of itself here: its
// description. The address for interactions is set with SetEndpoint.
func (s *Server) patchApplication(r *http.Request, body []byte) (any, error) {
	var f struct {
		Description *string `json:"description"`
	}
	if json.Unmarshal(body, &f) != nil || f.Description != nil && units(*f.Description) > 400 {
		return nil, badForm("description", "must be 400 or fewer in length")
	}
	if f.Description != nil {
		s.application.Description = *f.Description
	}
	return s.getApplication(r, nil)
}

// sessionTotal is how many sessions may be begun in a day.
const sessionTotal = 1000

func (s *Server) getGateway(*http.Request, []byte) (any, error) {
	return map[string]any{"url": s.gatewayURL()}, nil
}

func (s *Server) getGatewayBot(*http.Request, []byte) (any, error) {
	return map[string]any{
		"url": s.gatewayURL(), "shards": s.opt.Shards,
		"session_start_limit": map[string]any{"total": sessionTotal, "remaining": max(0, sessionTotal-s.identified),
			"reset_after": 14400000, "max_concurrency": s.opt.MaxConcurrency},
	}, nil
}

func (s *Server) getMe(*http.Request, []byte) (any, error) { return s.userObject(BotID), nil }

func (s *Server) getUser(r *http.Request, _ []byte) (any, error) {
	id := r.PathValue("user")
	if s.users[id] == nil && !s.known(id) {
		return nil, refuse(404, 10013, "Unknown User")
	}
	return s.userObject(id), nil
}

func (s *Server) getMyGuilds(*http.Request, []byte) (any, error) {
	out := []any{}
	for _, g := range sorted(s.guilds) {
		if g.members[BotID] != nil {
			out = append(out, map[string]any{"id": g.ID, "name": g.Name, "owner": g.Owner == BotID, "icon": nil,
				"permissions": g.permissions(BotID).String(), "features": []any{}})
		}
	}
	return out, nil
}
