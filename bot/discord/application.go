package discord

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Flags of an application that say whether it may read messages that do not
// mention it: enabled for an app in many servers, and for one in few. See
// "Application Flags" in Discord's documentation.
const (
	flagMessageContent        = 1 << 18
	flagMessageContentLimited = 1 << 19
)

// Application is what the developer portal says of a bot.
type Application struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Flags int    `json:"flags"`
	// PublicKey is what an Endpoint verifies with; see ParsePublicKey.
	PublicKey string `json:"verify_key"`
	// Endpoint is the address that Discord sends interactions to, "" where they
	// come by the gateway.
	Endpoint string `json:"interactions_endpoint_url"`
	// Public says that others than the owner may invite it, and CodeGrant that an
	// invitation needs a web site behind it.
	Public    *bool `json:"bot_public"`
	CodeGrant bool  `json:"bot_require_code_grant"`
	// Installs are the ways to install it: InstallServer, InstallUser.
	Installs map[string]*struct {
		Params *InstallParams `json:"oauth2_install_params"`
	} `json:"integration_types_config"`
}

// Ways to install an application, as keys of Application.Installs.
const (
	InstallServer = "0"
	InstallUser   = "1"
)

// InstallParams is what an application asks for where it is installed from its
// page.
type InstallParams struct {
	Permissions string `json:"permissions"` // bits, in digits
}

// ReadsMessages reports whether Message Content Intent is on.
func (a *Application) ReadsMessages() bool {
	return a.Flags&(flagMessageContent|flagMessageContentLimited) != 0
}

// Application asks for the bot's own application. The error is a *FatalError
// where the token is refused.
func (c *Client) Application(ctx context.Context) (Application, error) {
	var a Application
	err := c.Call(ctx, Request{Method: http.MethodGet, Path: "applications/@me"}, &a)
	return a, refusedToken(err)
}

// refusedToken is err, or a *FatalError where it says that the token is refused.
func refusedToken(err error) error {
	var api *APIError
	if errors.As(err, &api) && api.Status == http.StatusUnauthorized {
		return &FatalError{Code: codeAuthentication}
	}
	return err
}

// ApplicationOf reads the application's ID out of a token, without asking
// Discord: a token begins with it. It returns "" if the token does not. Of bots
// made before 2017 it is the bot's ID, which is another.
func ApplicationOf(token string) string {
	token = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(token), "Bot "))
	first, _, _ := strings.Cut(token, ".")
	raw, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(first, "="))
	if err != nil {
		return ""
	}
	if _, err := strconv.ParseUint(string(raw), 10, 64); err != nil {
		return ""
	}
	return string(raw)
}

// Permission is one that the bot needs in a server.
type Permission struct {
	Bit  int64
	Name string // as Discord shows it
	Why  string
}

// Permissions are those that the bot needs.
var Permissions = []Permission{
	{permitView, "View Channels", "to see the messages that mention it"},
	{permitSend, "Send Messages", "to answer mentions and replies"},
	{permitEmbeds, "Embed Links", "to show the sources below an answer"},
	{permitHistory, "Read Message History", "to reply to a message, and to see which answer a thread was started on"},
	{permitThreads, "Create Public Threads", "for a thread for each question, where a server wants that"},
	{permitInThreads, "Send Messages in Threads", "to answer in threads"},
}

// Discord's bits.
const (
	permitView      = 1 << 10
	permitSend      = 1 << 11
	permitEmbeds    = 1 << 14
	permitHistory   = 1 << 16
	permitThreads   = 1 << 35
	permitInThreads = 1 << 38
)

// PermissionBits is all of Permissions in one number.
func PermissionBits() int64 {
	var bits int64
	for _, p := range Permissions {
		bits |= p.Bit
	}
	return bits
}

// InviteServer is the address at which an administrator adds the bot to a
// server, and InviteUser the one at which anybody adds it for themselves.
func InviteServer(application string) string {
	return invite(url.Values{
		"client_id": {application}, "integration_type": {InstallServer}, "scope": {"bot applications.commands"},
		"permissions": {strconv.FormatInt(PermissionBits(), 10)},
	})
}

// InviteUser: see InviteServer.
func InviteUser(application string) string {
	return invite(url.Values{"client_id": {application}, "integration_type": {InstallUser}, "scope": {"applications.commands"}})
}

func invite(v url.Values) string { return "https://discord.com/oauth2/authorize?" + v.Encode() }
