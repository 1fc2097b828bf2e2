package discord

import (
	"fmt"

	"github.com/gorilla/websocket"
)

// Close codes of Discord's gateway after which the same identify is always
// refused again. See "Gateway Close Event Codes" in Discord's documentation.
const (
	codeAuthentication    = 4004
	codeInvalidShard      = 4010
	codeShardingRequired  = 4011
	codeInvalidVersion    = 4012
	codeInvalidIntents    = 4013
	codeDisallowedIntents = 4014
)

// FatalError says that Discord will not let the bot in until somebody changes
// something. Its text says what.
type FatalError struct {
	// Code is the gateway's close code, 4004 too where REST refused the token.
	Code int
}

var fatalSentences = map[int]string{
	codeAuthentication:    "Discord refuses the token: copy it anew from the developer portal (page Bot) into DISCORD_TOKEN",
	codeInvalidShard:      "Discord refuses the shard: give every process the same number of shards, such as --shards 0-3/8 and --shards 4-7/8",
	codeShardingRequired:  "Discord demands more shards for the servers that the bot is in: give a larger number with --shards, or none so that Discord is asked",
	codeInvalidVersion:    "Discord no longer speaks this version of its gateway: update newsdesk",
	codeInvalidIntents:    "Discord does not know the intents asked for: update newsdesk",
	codeDisallowedIntents: "Discord refuses an intent: enable Message Content Intent for the bot in the developer portal (page Bot), or run without message content",
}

// Error is one sentence that says what to do.
func (e *FatalError) Error() string {
	if s, ok := fatalSentences[e.Code]; ok {
		return s
	}
	return fmt.Sprintf("Discord refuses the connection for good (close code %d)", e.Code)
}

// fatal is the error for a close code that no reconnecting helps against, or
// nil.
func fatal(code int) error {
	if _, ok := fatalSentences[code]; ok {
		return &FatalError{Code: code}
	}
	return nil
}

// lostSession reports whether, after this close code, the session cannot be
// resumed and a new one is needed.
func lostSession(code int) bool {
	switch code {
	case 4003, 4007, 4009, websocket.CloseNormalClosure, websocket.CloseGoingAway:
		return true
	}
	return false
}
