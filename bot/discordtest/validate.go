package discordtest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf16"
)

// form is a message as a bot sends it, as far as this server looks at it.
type form struct {
	Content   *string    `json:"content"`
	Embeds    []*Embed   `json:"embeds"`
	Mentions  *Allowed   `json:"allowed_mentions"`
	Reference *Reference `json:"message_reference"`
	Nonce     any        `json:"nonce"`
	Enforce   bool       `json:"enforce_nonce"`
	Flags     int        `json:"flags"`
	TTS       bool       `json:"tts"`
	Sticker   []string   `json:"sticker_ids"`
	Component []any      `json:"components"`
	Poll      any        `json:"poll"`
	Attach    []any      `json:"attachments"`
}

// Embed is a rich embed.
type Embed struct {
	Title       string        `json:"title,omitempty"`
	Description string        `json:"description,omitempty"`
	URL         string        `json:"url,omitempty"`
	Color       int           `json:"color,omitempty"`
	Fields      []*EmbedField `json:"fields,omitempty"`
	Footer      *struct {
		Text string `json:"text"`
	} `json:"footer,omitempty"`
	Author *struct {
		Name string `json:"name"`
	} `json:"author,omitempty"`
}

// EmbedField is one of an embed's fields.
type EmbedField struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Inline bool   `json:"inline,omitempty"`
}

// Allowed is a message's allowed_mentions.
type Allowed struct {
	Parse       []string `json:"parse"`
	Users       []string `json:"users"`
	Roles       []string `json:"roles"`
	RepliedUser bool     `json:"replied_user"`
}

// Reference is the message that another one replies to.
type Reference struct {
	MessageID string `json:"message_id"`
	ChannelID string `json:"channel_id,omitempty"`
	GuildID   string `json:"guild_id,omitempty"`
	MustExist *bool  `json:"fail_if_not_exists,omitempty"`
}

// Discord's limits.
const (
	maxContent     = 2000
	maxEmbeds      = 10
	maxEmbedTotal  = 6000
	maxTitle       = 256
	maxDescription = 4096
	maxFields      = 25
	maxFieldName   = 256
	maxFieldValue  = 1024
	maxFooter      = 2048
	maxNonce       = 25
)

// Message flags that a bot may set.
const (
	flagSuppressEmbeds = 1 << 2
	flagEphemeral      = 1 << 6
	flagSilent         = 1 << 12
)

var snowflake = regexp.MustCompile(`^\d{15,21}$`)

// units is the length of s in UTF-16 code units.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// parseForm reads and checks a message. Flags beside allowed are refused. An
// edit may leave out what it does not change.
func parseForm(body []byte, allowed int, edit bool) (*form, error) {
	var f *form
	if err := json.Unmarshal(body, &f); err != nil || f == nil {
		return nil, badForm("not a message")
	}
	content := ""
	if f.Content != nil {
		content = *f.Content
	}
	if n := units(content); n > maxContent {
		return nil, badForm(fmt.Sprintf("content: must be %d or fewer in length, is %d", maxContent, n))
	}
	if err := checkEmbeds(f.Embeds); err != nil {
		return nil, err
	}
	if f.Flags&^allowed != 0 {
		return nil, badForm(fmt.Sprintf("flags: %d may not be set here", f.Flags&^allowed))
	}
	if nonce, ok := f.Nonce.(string); ok && units(nonce) > maxNonce {
		return nil, badForm("nonce: too long")
	}
	if r := f.Reference; r != nil && !snowflake.MatchString(r.MessageID) {
		return nil, badForm("message_reference.message_id: not a snowflake")
	}
	if err := checkAllowed(f.Mentions); err != nil {
		return nil, err
	}
	empty := strings.TrimSpace(content) == "" && len(f.Embeds) == 0 && len(f.Sticker) == 0 &&
		len(f.Component) == 0 && len(f.Attach) == 0 && f.Poll == nil
	if empty && (!edit || f.Content != nil) {
		return nil, refuse(400, 50006, "Cannot send an empty message")
	}
	return f, nil
}

// part is a text of an embed and what holds for it.
type part struct {
	name, text string
	max        int
	required   bool
}

// parts is the texts of e that count towards the limits.
func (e *Embed) parts() ([]part, error) {
	out := []part{{"title", e.Title, maxTitle, false}, {"description", e.Description, maxDescription, false}}
	if len(e.Fields) > maxFields {
		return nil, badForm("fields: must be 25 or fewer")
	}
	for _, f := range e.Fields {
		if f == nil {
			return nil, badForm("a field is null")
		}
		out = append(out, part{"field name", f.Name, maxFieldName, true}, part{"field value", f.Value, maxFieldValue, true})
	}
	if e.Footer != nil {
		out = append(out, part{"footer", e.Footer.Text, maxFooter, true})
	}
	if e.Author != nil {
		out = append(out, part{"author", e.Author.Name, maxTitle, true})
	}
	return out, nil
}

// checkEmbeds holds a message's embeds to the limits.
func checkEmbeds(embeds []*Embed) error {
	if len(embeds) > maxEmbeds {
		return badForm("embeds: must be 10 or fewer")
	}
	total := 0
	for i, e := range embeds {
		if e == nil {
			return badForm(fmt.Sprintf("embeds.%d: is null", i))
		}
		parts, err := e.parts()
		if err != nil {
			return err
		}
		sum := 0
		for _, p := range parts {
			n := units(p.text)
			if n > p.max {
				return badForm(fmt.Sprintf("embeds.%d: %s of %d, at most %d", i, p.name, n, p.max))
			}
			if p.required && strings.TrimSpace(p.text) == "" {
				return badForm(fmt.Sprintf("embeds.%d: %s is required", i, p.name))
			}
			sum += n
		}
		if sum == 0 {
			return badForm(fmt.Sprintf("embeds.%d: is empty", i))
		}
		total += sum
	}
	if total > maxEmbedTotal {
		return badForm(fmt.Sprintf("embeds: %d characters in all, at most %d", total, maxEmbedTotal))
	}
	return nil
}

// checkAllowed refuses allowed_mentions that contradict themselves.
func checkAllowed(a *Allowed) error {
	if a == nil {
		return nil
	}
	for _, p := range a.Parse {
		switch {
		case p != "users" && p != "roles" && p != "everyone":
			return badForm("allowed_mentions.parse: unknown type " + p)
		case p == "users" && len(a.Users) > 0, p == "roles" && len(a.Roles) > 0:
			return badForm("allowed_mentions: parse and a list exclude each other")
		}
	}
	return nil
}

var mention = regexp.MustCompile(`<@([!&]?)(\d+)>|@everyone|@here`)

// pings is whom a message's content would notify: user IDs, "&" and role
// IDs, "everyone". Without allowed_mentions that is everybody named.
func pings(content string, a *Allowed, replied string) []string {
	allowed := func(kind, id string) bool {
		if a == nil {
			return true
		}
		list := map[string][]string{"users": a.Users, "roles": a.Roles}[kind]
		for _, p := range a.Parse {
			if p == kind {
				return true
			}
		}
		for _, one := range list {
			if one == id {
				return true
			}
		}
		return false
	}
	var out []string
	for _, m := range mention.FindAllStringSubmatch(content, -1) {
		switch {
		case m[2] == "" && allowed("everyone", ""):
			out = append(out, "everyone")
		case m[2] != "" && m[1] == "&" && allowed("roles", m[2]):
			out = append(out, "&"+m[2])
		case m[2] != "" && m[1] != "&" && allowed("users", m[2]):
			out = append(out, m[2])
		}
	}
	if replied != "" && (a == nil || a.RepliedUser) {
		out = append(out, replied)
	}
	return out
}
