package main

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"newsdesk/bot"
	"newsdesk/bot/discordtest"
	"newsdesk/corpus"
	"newsdesk/rag"
	"newsdesk/rag/embed"
)

// hall is a server for tests with two guilds that a bot is in.
type hall struct {
	*discordtest.Server
	t *testing.T
}

// shown is all that a command shows, once it has answered.
func (h *hall) shown(name string, values map[string]any, o discordtest.InteractionOptions) (string, discordtest.Interaction) {
	h.t.Helper()
	token, err := h.Slash(name, values, o)
	if err != nil {
		h.t.Fatal(err)
	}
	return h.after(token)
}

// after is all that an interaction shows, once it was answered.
func (h *hall) after(token string) (string, discordtest.Interaction) {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), 20*time.Second)
	defer cancel()
	i, err := h.AwaitInteraction(ctx, token, func(i discordtest.Interaction) bool { return len(i.Messages) > 0 })
	if err != nil {
		h.t.Fatal(err)
	}
	var out strings.Builder
	for _, m := range i.Messages {
		embeds, err := json.Marshal(m.Embeds)
		if err != nil {
			h.t.Fatal(err)
		}
		out.WriteString(m.Content + string(embeds))
		for _, f := range m.Files {
			out.Write(f.Data)
		}
	}
	return out.String(), i
}

// TestServerFeeds has the administrators of two servers follow feeds and add
// pages of their own: each server is answered from its own, never from the
// other's, and has its own exported and deleted.
func TestServerFeeds(t *testing.T) {
	site := newSite()
	defer site.Close()
	site.publish("/a/feed", feedOf("<link>SITE/a/bridge</link>"))
	site.publish("/a/bridge", pageOf("The bridge at Karveth was opened on Monday by Mayor Ilsa Fendrik. It cost 2,417 crowns."))
	site.publish("/b/page", pageOf("The bridge at Brimvald was opened on Friday by Mayor Rasmus Ketrin. It cost 6,158 crowns."))
	s := newShelf(t)
	lib := s.ix.Library()
	table, err := embed.Builtin()
	must(t, err)
	engine := rag.New(s.ix, lib, table)
	server, err := discordtest.New(discordtest.Options{Token: "good-token"})
	must(t, err)
	defer server.Close()
	h := &hall{server, t}
	other := h.AddGuild(discordtest.Guild{Name: "other", Owner: discordtest.OtherID})
	there := discordtest.InteractionOptions{User: discordtest.OtherID, Channel: h.AddChannel(discordtest.Channel{Name: "b", Guild: other})}
	var here discordtest.InteractionOptions
	b, err := bot.New(bot.Config{Token: "good-token", APIBase: h.APIBase(), Asker: engine, Archive: engine, Store: lib, Feeds: serverFeeds{s.visitor, lib}})
	must(t, err)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- b.Run(ctx) }()
	defer func() {
		stop()
		must(t, <-done)
	}()
	must(t, h.Await(ctx, func() bool { return h.Connected() == 1 && len(h.Commands()) > 0 }))

	if got, _ := h.shown("newsdesk feeds follow", map[string]any{"address": site.URL + "/a/feed"}, here); !strings.Contains(got, "That did not work: ") || !strings.Contains(got, "not on the public internet") {
		t.Errorf("an address within says %q", got)
	}
	s.public = anywhere(t)
	for _, c := range []struct {
		name, path string
		o          discordtest.InteractionOptions
	}{{"newsdesk feeds follow", "/a/feed", here}, {"newsdesk feeds add", "/b/page", there}} {
		if got, _ := h.shown(c.name, map[string]any{"address": site.URL + c.path}, c.o); !strings.Contains(got, "Done: ") || !strings.Contains(got, "added 1") {
			t.Errorf("%s says %q", c.name, got)
		}
	}
	tokens := map[string][]string{"a": {"Karveth", "Fendrik", "2,417", "/a/"}, "b": {"Brimvald", "Ketrin", "6,158", "/b/"}}
	ask := func(from string, o discordtest.InteractionOptions) {
		t.Helper()
		for _, c := range []struct {
			name   string
			values map[string]any
		}{
			{"ask", map[string]any{"question": "Who opened the bridge?"}}, {"ask", map[string]any{"question": "How much did the bridge cost?"}},
			{"compare", map[string]any{"topic": "the bridge"}}, {"timeline", map[string]any{"topic": "bridge"}}, {"sources", nil},
			{"check", map[string]any{"claim": "The bridge cost 9,999 crowns."}},
		} {
			got, _ := h.shown(c.name, c.values, o)
			for whose, list := range tokens {
				for _, token := range list {
					if whose != from && strings.Contains(got, token) {
						t.Errorf("from %s /%s %v shows %q: %s", from, c.name, c.values, token, got)
					}
				}
			}
			if name := tokens[from]; from != "" && c.name == "ask" && !strings.Contains(got, name[0]) && !strings.Contains(got, name[2]) {
				t.Errorf("from %s /%s %v does not find its own: %s", from, c.name, c.values, got)
			}
		}
	}
	ask("a", here)
	ask("b", there)
	ask("", discordtest.InteractionOptions{Channel: discordtest.DMID})

	got, i := h.shown("newsdesk data export", nil, here)
	if len(i.Messages[0].Files) != 2 || !strings.Contains(got, "Karveth") || strings.Contains(got, "Brimvald") {
		t.Errorf("exported %s", got)
	}
	_, i = h.shown("newsdesk data delete", nil, here)
	token, err := h.Press(i.Messages[0].ID, "forget", discordtest.InteractionOptions{})
	must(t, err)
	if got, _ := h.after(token); !strings.Contains(got, "and 1 article.") {
		t.Errorf("deleted: %s", got)
	}
	if left, err := lib.FollowsOf(ctx, corpus.ServerOwner(discordtest.GuildID)); err != nil || len(left) > 0 {
		t.Errorf("followed: %v, %v", left, err)
	}
	ask("", here)
	ask("b", there)
}
