package discordtest

import "net/http"

// routes fills the mux.
func (s *Server) routes() {
	for pattern, h := range map[string]handler{
		"GET /gateway":                                                         s.getGateway,
		"GET /gateway/bot":                                                     s.getGatewayBot,
		"GET /users/@me":                                                       s.getMe,
		"GET /users/@me/guilds":                                                s.getMyGuilds,
		"POST /users/@me/channels":                                             s.postDM,
		"GET /users/{user}":                                                    s.getUser,
		"GET /applications/@me":                                                s.getApplication,
		"PATCH /applications/@me":                                              s.patchApplication,
		"GET /oauth2/applications/@me":                                         s.getApplication,
		"GET /guilds/{guild}":                                                  s.getGuild,
		"GET /guilds/{guild}/channels":                                         s.getGuildChannels,
		"GET /guilds/{guild}/roles":                                            s.getGuildRoles,
		"GET /guilds/{guild}/members":                                          s.getMembers,
		"GET /guilds/{guild}/members/{user}":                                   s.getMember,
		"GET /guilds/{guild}/threads/active":                                   s.getActiveThreads,
		"GET /applications/{application}/commands":                             s.getCommands,
		"PUT /applications/{application}/commands":                             s.putCommands,
		"POST /applications/{application}/commands":                            s.postCommand,
		"GET /applications/{application}/commands/{command}":                   s.getCommand,
		"PATCH /applications/{application}/commands/{command}":                 s.patchCommand,
		"DELETE /applications/{application}/commands/{command}":                s.deleteCommand,
		"GET /applications/{application}/guilds/{guild}/commands":              s.getCommands,
		"PUT /applications/{application}/guilds/{guild}/commands":              s.putCommands,
		"POST /applications/{application}/guilds/{guild}/commands":             s.postCommand,
		"GET /applications/{application}/guilds/{guild}/commands/{command}":    s.getCommand,
		"PATCH /applications/{application}/guilds/{guild}/commands/{command}":  s.patchCommand,
		"DELETE /applications/{application}/guilds/{guild}/commands/{command}": s.deleteCommand,
		"POST /interactions/{interaction}/{token}/callback":                    s.postCallback,
		"POST /webhooks/{application}/{token}":                                 s.postFollowup,
		"GET /webhooks/{application}/{token}/messages/{message}":               s.getFollowup,
		"PATCH /webhooks/{application}/{token}/messages/{message}":             s.patchFollowup,
		"DELETE /webhooks/{application}/{token}/messages/{message}":            s.deleteFollowup,
		"GET /channels/{channel}":                                              s.getChannel,
		"PATCH /channels/{channel}":                                            s.patchChannel,
		"POST /channels/{channel}/typing":                                      s.postTyping,
		"GET /channels/{channel}/messages":                                     s.getMessages,
		"POST /channels/{channel}/messages":                                    s.postMessage,
		"GET /channels/{channel}/messages/{message}":                           s.getMessage,
		"PATCH /channels/{channel}/messages/{message}":                         s.patchMessage,
		"DELETE /channels/{channel}/messages/{message}":                        s.deleteMessage,
		"POST /channels/{channel}/messages/bulk-delete":                        s.bulkDelete,
		"PUT /channels/{channel}/messages/{message}/reactions/{emoji}/@me":     s.putReaction,
		"DELETE /channels/{channel}/messages/{message}/reactions/{emoji}/@me":  s.deleteReaction,
		"POST /channels/{channel}/messages/{message}/threads":                  s.postThread,
		"POST /channels/{channel}/threads":                                     s.postBareThread,
		"PUT /channels/{channel}/thread-members/{user}":                        s.putThreadMember,
	} {
		s.mux.HandleFunc(pattern, s.wrap(h))
	}
}

// handler answers a request whose body was read; a nil result is a 204, and
// created a 201. It is called with s.mu held.
type handler func(r *http.Request, body []byte) (any, error)

// created is a result that is answered with 201.
type created struct{ object any }
