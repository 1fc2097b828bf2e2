// Package page shows what stands in a channel of a discordtest.Server as a
// web page, the way Discord's dark theme shows it: so that a person can look
// at what a bot writes, on a phone and on a desktop, without Discord.
//
// page.go is the page and its messages, markdown.go the texts in them. A page
// is one file, without scripts, and fetches nothing.
package page

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"html"
	"html/template"
	"io"
	"strings"

	"newsdesk/bot/discordtest"
)

// Page is a web page.
type Page struct {
	Title string
	// Note says what there is to see, above the messages.
	Note   string
	Server *discordtest.Server
	// Messages are shown in this order, as they are.
	Messages []discordtest.Message
}

//go:embed page.tmpl
var layout string

var page = template.Must(template.New("page").Parse(layout))

// message is a discordtest.Message as the page's template takes it.
type message struct {
	Author, Initial string
	Bot, Edited     bool
	Private         bool // only one person sees it
	Above, AboveBy  string
	Content         template.HTML
	Embeds          []embed
	Rows            [][]button
}

type embed struct {
	Title, Footer string
	Description   template.HTML
	Fields        []field
}

type field struct{ Name, Value template.HTML }

type button struct {
	Label, Emoji, Style string
	Disabled            bool
}

// Write writes p. The error is w's.
func (p Page) Write(w io.Writer) error {
	names := text{user: p.Server.UserName, channel: p.channelName}
	var shown []message
	for i := range p.Messages {
		shown = append(shown, p.message(&p.Messages[i], names))
	}
	return page.Execute(w, map[string]any{"Title": p.Title, "Note": p.Note, "Messages": shown})
}

func (p Page) channelName(id string) string {
	for _, c := range p.Server.Channels() {
		if c.ID == id {
			return c.Name
		}
	}
	return "unknown"
}

func (p Page) message(m *discordtest.Message, names text) message {
	author := p.Server.UserName(m.Author)
	out := message{
		Author: author, Initial: strings.ToUpper(author[:1]), Bot: m.Author == discordtest.BotID,
		Edited: m.Edits > 0 && m.Interaction == "", Private: m.For != "", Content: names.html(m.Content),
	}
	if i := p.Server.Interaction(m.Interaction); i.Type == 2 {
		out.AboveBy, out.Above = p.Server.UserName(i.User), "used /"+i.Name
		if m.Type == 23 { // a message's or user's menu
			out.Above = "used " + i.Name
		}
	}
	if to, ok := p.Server.Message(m.ReplyTo); ok {
		out.AboveBy, out.Above = p.Server.UserName(to.Author), names.plain(to.Content)
	}
	for _, e := range m.Embeds {
		shown := embed{Title: e.Title}
		if e.Description != "" {
			shown.Description = names.html(e.Description)
		}
		if e.Footer != nil {
			shown.Footer = e.Footer.Text
		}
		for _, f := range e.Fields {
			shown.Fields = append(shown.Fields, field{names.html(f.Name), names.html(f.Value)})
		}
		out.Embeds = append(out.Embeds, shown)
	}
	for _, row := range m.Components {
		var buttons []button
		for _, c := range row.Components {
			var face struct{ Name string }
			_ = json.Unmarshal(c.Emoji, &face) // none is no emoji
			buttons = append(buttons, button{Label: c.Label, Emoji: face.Name, Style: fmt.Sprintf("style%d", c.Style), Disabled: c.Disabled})
		}
		out.Rows = append(out.Rows, buttons)
	}
	return out
}

// escaped is s as HTML.
func escaped(s string) string { return html.EscapeString(s) }
