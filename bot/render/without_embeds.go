package render

import (
	"regexp"
	"strings"
)

// ownLink is the address of a link that this package made: article text has
// no "](" that is not escaped.
var ownLink = regexp.MustCompile(`\]\((https?://[^)\s]+)\)`)

// WithoutEmbeds is messages without embeds, for where none are shown: what these say
// stands below the text, in as many messages as that takes. Links show no
// preview.
func WithoutEmbeds(messages []Message) []Message {
	var out []Message
	for _, m := range messages {
		if len(m.Embeds) == 0 {
			out = append(out, m)
			continue
		}
		p := packer{limit: MaxContent}
		if m.Content != "" {
			p.add("", m.Content)
		}
		for _, e := range m.Embeds {
			gap := "\n\n"
			for _, l := range e.lines() {
				p.add(gap, l)
				gap = "\n"
			}
		}
		for _, text := range p.done() {
			out = append(out, Message{Content: text})
		}
	}
	return out
}

// lines is e as lines of text.
func (e Embed) lines() []string {
	var out []string
	if e.Title != "" {
		out = append(out, "**"+e.Title+"**")
	}
	if e.Description != "" {
		out = append(out, strings.Split(ownLink.ReplaceAllString(e.Description, "](<$1>)"), "\n")...)
	}
	for _, f := range e.Fields {
		out = append(out, "**"+f.Name+"**", f.Value)
	}
	if e.Footer != nil {
		out = append(out, "-# "+e.Footer.Text)
	}
	return out
}
