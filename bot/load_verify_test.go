package bot_test

import (
	"bytes"
	"net/http"
	"strings"
	"time"

	"newsdesk/bot/discordtest"
	"newsdesk/bot/render"
)

// editPause is the least time between two edits of a message.
const editPause = 1200 * time.Millisecond

func unfinished(m discordtest.Message) bool { return strings.Contains(m.Content, render.Unfinished) }

// verify holds everything that happened to what must hold.
func (l *load) verify() {
	l.verifyInteractions()
	replies := map[string]int{}
	for _, c := range l.Channels() {
		for _, m := range l.Transcript(c.ID, "*") {
			if m.Author == discordtest.BotID {
				l.verifyMessage(m)
				if m.ReplyTo != "" && m.Interaction == "" && !m.Deleted {
					replies[m.ReplyTo]++
				}
			}
		}
	}
	for id, content := range l.messages {
		if n := replies[id]; n != 1 {
			l.t.Errorf("%q has %d replies", content, n)
		}
	}
	l.verifyRequests()
}

// verifyInteractions counts what was said to each.
func (l *load) verifyInteractions() {
	for _, i := range l.Interactions() {
		what, ours := l.tokens[i.Token]
		if !ours {
			what = "an interaction that nobody made"
		}
		switch {
		case i.Callback == 0:
			l.t.Errorf("%s was not acknowledged", what)
		case i.Loading:
			l.t.Errorf("%s: the bot still thinks", what)
		case i.Modal != nil || i.Type == 4:
		case len(i.Messages) == 0:
			l.t.Errorf("%s has no answer", what)
		}
		marked := 0
		for _, m := range i.Messages {
			if len(m.Components) > 0 && m.Find("up") != nil {
				marked++ // the last message of an answer
			}
			if e := excuse(m.Content); e != "" {
				l.said[e]++
			}
		}
		if marked > 1 {
			l.t.Errorf("%s was answered %d times", what, marked)
		}
	}
}

// verifyMessage holds a message of the bot's to what holds for each.
func (l *load) verifyMessage(m discordtest.Message) {
	if len(m.Pings) > 0 {
		l.t.Errorf("a message pings %v: %s", m.Pings, m.Content)
	}
	if unfinished(m) && !m.Deleted {
		l.t.Errorf("a message is still unfinished: %s", m.Content)
	}
	if m.Interaction == "" {
		if e := excuse(m.Content); e != "" {
			l.said[e]++
		}
	}
	var last time.Time // when it was edited before
	shown := ""
	for n, was := range m.History {
		next := m.Content
		if n+1 < len(m.History) {
			next = m.History[n+1].Content
		}
		if was.Content == "" || next == was.Content {
			continue // "is thinking", or an edit sent once more
		}
		if gap := was.At.Sub(last); !last.IsZero() && gap < editPause {
			l.t.Errorf("two edits of a message in %v: %q and %q", gap.Round(time.Millisecond), shown, next)
		}
		last, shown = was.At, next
		l.edits++
	}
}

// verifyRequests holds what was sent to Discord's rules and our own.
func (l *load) verifyRequests() {
	lost := map[string]bool{} // paths of requests whose answer was cut off
	for _, r := range l.Requests() {
		lost[r.Path] = lost[r.Path] || r.Status == 0
		if r.Status == http.StatusBadRequest && !lost[r.Path] {
			l.t.Errorf("the server refused %s: %s", r.Route, r.Body)
		}
		if bytes.Contains(r.Body, []byte(`"content"`)) && !bytes.Contains(r.Body, []byte(`"allowed_mentions":{"parse":[],"replied_user":false}`)) {
			l.t.Errorf("%s may ping: %s", r.Route, r.Body)
		}
	}
	checkDocument(l.t, l.Server)
}
