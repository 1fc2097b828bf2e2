package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// discordAPI is where Discord itself is asked.
const discordAPI = "https://discord.com/api/v9/"

// discordTimeout bounds one question to Discord.
const discordTimeout = 8 * time.Second

// Flags of an application that say whether it may read messages that do not
// mention it: enabled for an app in many servers, and for one in few. See
// "Application Flags" in Discord's documentation.
const (
	gatewayMessageContent        = 1 << 18
	gatewayMessageContentLimited = 1 << 19
)

var errUnauthorized = errors.New("unauthorized")

// discord checks the token and the intents, if there is a token.
func (d *doctor) discord(ctx context.Context) {
	token := strings.TrimSpace(strings.TrimPrefix(d.settings.DiscordToken, "Bot "))
	if token == "" {
		d.ok("Discord: no token, so that newsdesk bot cannot run; nothing else needs it")
		return
	}
	base := d.settings.DiscordAPIBase
	if base == "" {
		base = discordAPI
	}
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		d.fail("DISCORD_API_BASE is not the address of an API: it must look like http://127.0.0.1:3000/api/v9/")
		return
	}
	var app struct {
		Name  string `json:"name"`
		Flags int    `json:"flags"`
	}
	err = getDiscord(ctx, strings.TrimRight(base, "/")+"/applications/@me", token, &app)
	switch {
	case errors.Is(err, errUnauthorized):
		d.fail("Discord refuses the token: copy it anew from the developer portal (page Bot) into DISCORD_TOKEN")
		return
	case err != nil:
		d.fail("Discord cannot be asked (%v): check the network and DISCORD_API_BASE", err)
		return
	}
	d.ok("Discord knows the token, of the application %q", app.Name)
	if app.Flags&(gatewayMessageContent|gatewayMessageContentLimited) == 0 {
		d.warn("Message Content Intent is off, so that the bot needs a mention in its threads: enable it in the developer portal (page Bot) for newsdesk bot --message-content")
		return
	}
	d.ok("Message Content Intent is on: newsdesk bot --message-content can use it")
}

// getDiscord asks once. Its errors hold neither the address nor the token.
func getDiscord(ctx context.Context, address, token string, out any) error {
	ctx, cancel := context.WithTimeout(ctx, discordTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return errors.New("the address is not valid")
	}
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return errUnauthorized
	}
	req.Header.Set("Authorization", "Bot "+token)
	req.Header.Set("User-Agent", "DiscordBot (newsdesk, 1) doctor")
	// A redirect would carry the token to who knows where.
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		var at *url.Error
		switch {
		case errors.Is(err, context.DeadlineExceeded):
			return fmt.Errorf("no answer in %v", discordTimeout)
		case errors.As(err, &at):
			return at.Err
		}
		return err
	}
	defer res.Body.Close()
	switch {
	case res.StatusCode == http.StatusUnauthorized:
		return errUnauthorized
	case res.StatusCode != http.StatusOK:
		return fmt.Errorf("it answers with status %d", res.StatusCode)
	}
	if err := json.NewDecoder(io.LimitReader(res.Body, 1<<20)).Decode(out); err != nil {
		return errors.New("its answer is not Discord's")
	}
	return nil
}
