package discordtest

import (
	"encoding/json"
)

// Kinds of component.
const (
	ActionRow         = 1
	Button            = 2
	StringSelect      = 3
	TextInput         = 4
	UserSelect        = 5
	RoleSelect        = 6
	MentionableSelect = 7
	ChannelSelect     = 8
	Section           = 9
	TextDisplay       = 10
	Thumbnail         = 11
	MediaGallery      = 12
	File              = 13
	Separator         = 14
	Container         = 17
	Label             = 18
	FileUpload        = 19
	RadioGroup        = 21
	CheckboxGroup     = 22
	Checkbox          = 23
)

// Component is a component of a message or a modal, of any kind.
type Component struct {
	Type         int             `json:"type"`
	ID           int             `json:"id,omitempty"`
	CustomID     string          `json:"custom_id,omitempty"`
	Style        int             `json:"style,omitempty"`
	Label        string          `json:"label,omitempty"`
	Description  string          `json:"description,omitempty"`
	Emoji        json.RawMessage `json:"emoji,omitempty"`
	URL          string          `json:"url,omitempty"`
	SKU          string          `json:"sku_id,omitempty"`
	Disabled     bool            `json:"disabled,omitempty"`
	Placeholder  string          `json:"placeholder,omitempty"`
	MinValues    *int            `json:"min_values,omitempty"`
	MaxValues    *int            `json:"max_values,omitempty"`
	Options      []*SelectOption `json:"options,omitempty"`
	Defaults     json.RawMessage `json:"default_values,omitempty"`
	ChannelTypes []int           `json:"channel_types,omitempty"`
	Components   []*Component    `json:"components,omitempty"`
	Component    *Component      `json:"component,omitempty"`
	Accessory    *Component      `json:"accessory,omitempty"`
	Content      string          `json:"content,omitempty"`
	Value        string          `json:"value,omitempty"`
	MinLength    *int            `json:"min_length,omitempty"`
	MaxLength    *int            `json:"max_length,omitempty"`
	Required     *bool           `json:"required,omitempty"`
	Media        json.RawMessage `json:"media,omitempty"`
	File         json.RawMessage `json:"file,omitempty"`
	Items        json.RawMessage `json:"items,omitempty"`
	Accent       json.RawMessage `json:"accent_color,omitempty"`
	Spoiler      bool            `json:"spoiler,omitempty"`
	Divider      *bool           `json:"divider,omitempty"`
	Spacing      int             `json:"spacing,omitempty"`
	Default      bool            `json:"default,omitempty"`
}

// SelectOption is what can be chosen in a string select, a radio group or a
// group of checkboxes.
type SelectOption struct {
	Label       string          `json:"label"`
	Value       string          `json:"value"`
	Description string          `json:"description,omitempty"`
	Emoji       json.RawMessage `json:"emoji,omitempty"`
	Default     bool            `json:"default,omitempty"`
}

// children is the components directly in c.
func (c *Component) children() []*Component {
	out := c.Components
	for _, one := range []*Component{c.Component, c.Accessory} {
		if one != nil {
			out = append(out[:len(out):len(out)], one)
		}
	}
	return out
}

// walk calls f for each component and what is in it, from the top down.
func walk(list []*Component, f func(*Component)) {
	for _, c := range list {
		if c != nil {
			f(c)
			walk(c.children(), f)
		}
	}
}

// enumerate gives the components of a message the numbers that they lack.
func enumerate(list []*Component) {
	n, used := 0, map[int]bool{}
	walk(list, func(c *Component) { used[c.ID] = true })
	walk(list, func(c *Component) {
		if c.ID != 0 {
			return
		}
		for n++; used[n]; n++ {
		}
		c.ID = n
	})
}

// selects reports whether c is a select menu.
func (c *Component) selects() bool {
	return c.Type == StringSelect || c.Type >= UserSelect && c.Type <= ChannelSelect
}

// Find is the component with that custom ID in m, or nil.
func (m *Message) Find(customID string) *Component {
	var found *Component
	walk(m.Components, func(c *Component) {
		if c.CustomID == customID && customID != "" {
			found = c
		}
	})
	return found
}
