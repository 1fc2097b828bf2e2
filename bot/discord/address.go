package discord

import (
	"net/url"
	"path"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// gatewayAddress is where a connection is made to the gateway that Discord says
// is there: what the address has of a path and a query stays. It is "" if said
// is no such address.
func gatewayAddress(said, version string) string {
	u, err := url.Parse(said)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "wss" && u.Scheme != "ws" {
		return ""
	}
	q := u.Query()
	for _, ours := range []string{"v", "encoding", "compress"} {
		q.Del(ours)
	}
	u.RawQuery, u.Fragment = strings.TrimSuffix("v="+version+"&encoding=json&"+q.Encode(), "&"), ""
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String()
}

// resumeAddress is the address that Discord wants a session to be resumed at, or
// "" if it is none that may have the token: not one without encryption where
// the usual one has it.
func resumeAddress(said, usual, version string) string {
	if strings.HasPrefix(usual, "wss:") && !strings.HasPrefix(said, "wss:") {
		return ""
	}
	return gatewayAddress(said, version)
}

// gatewayVersion is the version of the gateway that goes with an API base: its
// own, where that is one whose gateway says what the bot reads.
func gatewayVersion(base *url.URL) string {
	switch path.Base(base.Path) {
	case "v10":
		return "10"
	default:
		return discordgo.APIVersion
	}
}
