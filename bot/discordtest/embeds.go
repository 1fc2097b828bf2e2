package discordtest

import (
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Embed is a rich embed.
type Embed struct {
	Type        string        `json:"type,omitempty"`
	Title       string        `json:"title,omitempty"`
	Description string        `json:"description,omitempty"`
	URL         string        `json:"url,omitempty"`
	Timestamp   string        `json:"timestamp,omitempty"`
	Color       int           `json:"color,omitempty"`
	Fields      []*EmbedField `json:"fields,omitempty"`
	Footer      *EmbedFooter  `json:"footer,omitempty"`
	Author      *EmbedAuthor  `json:"author,omitempty"`
	Image       *EmbedMedia   `json:"image,omitempty"`
	Thumbnail   *EmbedMedia   `json:"thumbnail,omitempty"`
}

// EmbedField is one of an embed's fields.
type EmbedField struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Inline bool   `json:"inline,omitempty"`
}

// EmbedFooter is the line below an embed.
type EmbedFooter struct {
	Text string `json:"text"`
	Icon string `json:"icon_url,omitempty"`
}

// EmbedAuthor is the line above an embed.
type EmbedAuthor struct {
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
	Icon string `json:"icon_url,omitempty"`
}

// EmbedMedia is a picture of an embed.
type EmbedMedia struct {
	URL string `json:"url"`
}

// Limits of embeds.
const (
	maxEmbeds      = 10
	maxEmbedTotal  = 6000
	maxTitle       = 256
	maxDescription = 4096
	maxFields      = 25
	maxFieldName   = 256
	maxFieldValue  = 1024
	maxFooter      = 2048
	maxColor       = 1<<24 - 1
)

// part is a text of an embed and what holds for it.
type part struct {
	field, text string
	max         int
	required    bool
}

// parts is the texts of e that count towards the limits.
func (e *Embed) parts() ([]part, error) {
	out := []part{{"title", e.Title, maxTitle, false}, {"description", e.Description, maxDescription, false}}
	if len(e.Fields) > maxFields {
		return nil, badForm("fields", "must be 25 or fewer in length")
	}
	for i, f := range e.Fields {
		at := fmt.Sprintf("fields.%d", i)
		if f == nil {
			return nil, badForm(at, "is null")
		}
		out = append(out, part{at + ".name", f.Name, maxFieldName, true}, part{at + ".value", f.Value, maxFieldValue, true})
	}
	if e.Footer != nil {
		out = append(out, part{"footer.text", e.Footer.Text, maxFooter, true})
	}
	if e.Author != nil {
		out = append(out, part{"author.name", e.Author.Name, maxTitle, true})
	}
	return out, nil
}

// links is the addresses in e, by field.
func (e *Embed) links() map[string]string {
	out := map[string]string{"url": e.URL}
	if e.Footer != nil {
		out["footer.icon_url"] = e.Footer.Icon
	}
	if e.Author != nil {
		out["author.url"], out["author.icon_url"] = e.Author.URL, e.Author.Icon
	}
	for field, m := range map[string]*EmbedMedia{"image.url": e.Image, "thumbnail.url": e.Thumbnail} {
		if m != nil {
			out[field] = m.URL
		}
	}
	return out
}

// check holds e to the limits and returns its length.
func (e *Embed) check() (int, error) {
	parts, err := e.parts()
	if err != nil {
		return 0, err
	}
	sum := 0
	for _, p := range parts {
		n := units(p.text)
		if n > p.max {
			return 0, badForm(p.field, fmt.Sprintf("must be %d or fewer in length, is %d", p.max, n))
		}
		if p.required && strings.TrimSpace(p.text) == "" {
			return 0, badForm(p.field, "is required")
		}
		sum += n
	}
	if sum == 0 && e.Image == nil && e.Thumbnail == nil {
		return 0, badForm("", "is empty")
	}
	for field, link := range e.links() {
		if link != "" && !isURL(link, "http", "https", "attachment") {
			return 0, badForm(field, "not a well formed URL: "+link)
		}
	}
	if _, err := time.Parse(time.RFC3339, e.Timestamp); e.Timestamp != "" && err != nil {
		return 0, badForm("timestamp", "not an ISO 8601 time")
	}
	if e.Color < 0 || e.Color > maxColor {
		return 0, badForm("color", "must be between 0 and 16777215")
	}
	return sum, nil
}

// isURL reports whether s is an address of one of these schemes.
func isURL(s string, schemes ...string) bool {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || strings.ContainsAny(s, " \n\t") {
		return false
	}
	for _, scheme := range schemes {
		if u.Scheme == scheme {
			return true
		}
	}
	return false
}

// checkEmbeds holds a message's embeds to the limits.
func checkEmbeds(embeds []*Embed) error {
	if len(embeds) > maxEmbeds {
		return badForm("embeds", "must be 10 or fewer in length")
	}
	total := 0
	for i, e := range embeds {
		if e == nil {
			return badForm(fmt.Sprintf("embeds.%d", i), "is null")
		}
		n, err := e.check()
		if err != nil {
			return within(fmt.Sprintf("embeds.%d", i), err)
		}
		total += n
	}
	if total > maxEmbedTotal {
		return badForm("embeds", fmt.Sprintf("%d characters in all, at most %d", total, maxEmbedTotal))
	}
	return nil
}
