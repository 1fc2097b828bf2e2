package discord

import (
	"errors"
	"log/slog"
	"strings"
	"testing"
)

func TestRedacting(t *testing.T) {
	const token, interaction = "MTA.secret.bot", "aW50ZXJhY3Rpb246MTIzOmFiYw"
	var out strings.Builder
	log := Redacting(slog.New(slog.NewJSONHandler(&out, nil)), token).With("at", "webhooks/12/"+interaction+"x/messages").WithGroup("g")
	log.Error("sent Bot "+token+" away", "error", errors.New(`Post "https://discord.com/api/v9/interactions/99/`+interaction+`/callback": EOF`),
		"path", "webhooks/12/opaque-token?wait=true", "n", 7, slog.Group("h", "t", token))
	got := out.String()
	for _, secret := range []string{token, interaction, "aW50", "opaque"} {
		if strings.Contains(got, secret) {
			t.Errorf("%q stands in %s", secret, got)
		}
	}
	for _, kept := range []string{"/callback", `"n":7`, "EOF", "interactions/99/[token]", "?wait=true"} {
		if !strings.Contains(got, kept) {
			t.Errorf("%q does not stand in %s", kept, got)
		}
	}
}
