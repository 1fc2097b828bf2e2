package discordtest

import (
	"encoding/json"
	"fmt"
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

// Styles of a button.
const (
	linkStyle    = 5
	premiumStyle = 6
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

// Limits of components.
const (
	maxRows         = 5
	maxRowButtons   = 5
	maxAll          = 40 // of the newer layout, nested ones included
	maxCustomID     = 100
	maxButtonLabel  = 80
	maxOptions      = 25
	maxOptionText   = 100
	maxPlaceholder  = 150
	maxLinkLength   = 512
	maxDisplay      = 4000 // text of the newer layout in all
	maxSectionTexts = 3
)

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

// checkComponents holds the components of a message to the limits, each by
// itself, and their custom IDs to being different.
func checkComponents(list []*Component) error {
	if err := checkNulls(list); err != nil {
		return err
	}
	seen := map[string]bool{}
	return each("components", list, func(c *Component) error {
		if err := c.check(); err != nil {
			return err
		}
		if c.CustomID != "" && seen[c.CustomID] {
			return badForm("custom_id", c.CustomID+" is duplicated")
		}
		seen[c.CustomID] = true
		return nil
	})
}

// each is the first error that f gives for a component in a field, or for what is
// in that component, from the top down.
func each(field string, list []*Component, f func(*Component) error) error {
	for i, c := range list {
		err := f(c)
		if err == nil {
			err = each("components", c.Components, f)
		}
		if err == nil && c.Accessory != nil {
			err = within("accessory", f(c.Accessory))
		}
		if err != nil {
			return within(fmt.Sprintf("%s.%d", field, i), err)
		}
	}
	return nil
}

// checkNulls refuses null where a component must be.
func checkNulls(list []*Component) error {
	for i, c := range list {
		at := fmt.Sprintf("components.%d", i)
		if c == nil {
			return badForm(at, "is null")
		}
		if err := checkNulls(c.Components); err != nil {
			return within(at, err)
		}
	}
	return nil
}

// check holds one component of a message to the limits.
func (c *Component) check() error {
	switch {
	case c.Type == Button:
		return c.checkButton()
	case c.selects():
		return c.checkSelect()
	case c.Type == ActionRow:
		return c.checkRow()
	case c.Type == Section:
		return c.checkSection()
	case c.Type == Container:
		return c.checkContainer()
	case c.Type == TextDisplay && c.Content == "":
		return badForm("content", "is required")
	case c.Type >= TextDisplay && c.Type <= Separator:
		return nil
	}
	return badForm("type", fmt.Sprintf("%d is no component of a message", c.Type))
}

// checkCustomID holds the custom ID of what must have one to its limits.
func (c *Component) checkCustomID() error {
	if n := units(c.CustomID); n < 1 || n > maxCustomID {
		return badForm("custom_id", "must be between 1 and 100 in length")
	}
	return nil
}

func (c *Component) checkButton() error {
	if units(c.Label) > maxButtonLabel {
		return badForm("label", "must be 80 or fewer in length")
	}
	switch {
	case c.Style < 1 || c.Style > premiumStyle:
		return badForm("style", "must be one of 1 to 6")
	case c.Style == premiumStyle:
		if c.SKU == "" || c.CustomID != "" || c.URL != "" || c.Label != "" || c.Emoji != nil {
			return badForm("style", "a premium button has an SKU and nothing else")
		}
		return nil
	case c.Style == linkStyle:
		if c.CustomID != "" || !isURL(c.URL, "http", "https", "discord") || units(c.URL) > maxLinkLength {
			return badForm("url", "a link button has a well formed URL of at most 512 and no custom ID")
		}
	case c.URL != "":
		return badForm("url", "only link buttons have one")
	default:
		if err := c.checkCustomID(); err != nil {
			return err
		}
	}
	if c.Label == "" && c.Emoji == nil {
		return badForm("label", "a button must have a label or an emoji")
	}
	return nil
}

func (c *Component) checkSelect() error {
	if err := c.checkCustomID(); err != nil {
		return err
	}
	if units(c.Placeholder) > maxPlaceholder {
		return badForm("placeholder", "must be 150 or fewer in length")
	}
	if c.Type != StringSelect {
		if c.Options != nil {
			return badForm("options", "only string selects have them")
		}
		return c.checkCounts(maxOptions)
	}
	if err := checkOptions(c.Options, 1, maxOptions); err != nil {
		return err
	}
	if err := c.checkCounts(maxOptions); err != nil {
		return err
	}
	if c.max() > len(c.Options) {
		return badForm("max_values", "more than there are options")
	}
	n := 0
	for _, o := range c.Options {
		if o.Default {
			n++
		}
	}
	if n > c.max() {
		return badForm("options", "more by default than may be chosen")
	}
	return nil
}

// checkCounts holds how many values may be chosen to the limit.
func (c *Component) checkCounts(most int) error {
	if c.min() < 0 || c.min() > most || c.max() < 1 || c.max() > most || c.min() > c.max() {
		return badForm("", fmt.Sprintf("min_values and max_values: not a range within 0 to %d", most))
	}
	return nil
}

// min and max are how many values may be chosen.
func (c *Component) min() int {
	if c.MinValues == nil {
		return 1
	}
	return *c.MinValues
}

func (c *Component) max() int {
	if c.MaxValues == nil {
		return 1
	}
	return *c.MaxValues
}

// checkOptions holds what can be chosen to the limits.
func checkOptions(options []*SelectOption, least, most int) error {
	if len(options) < least || len(options) > most {
		return badForm("options", fmt.Sprintf("must be between %d and %d in length", least, most))
	}
	seen := map[string]bool{}
	for i, o := range options {
		at := fmt.Sprintf("options.%d", i)
		if o == nil {
			return badForm(at, "is null")
		}
		for name, v := range map[string]string{"label": o.Label, "value": o.Value} {
			if n := units(v); n < 1 || n > maxOptionText {
				return badForm(at+"."+name, "must be between 1 and 100 in length")
			}
		}
		if units(o.Description) > maxOptionText {
			return badForm(at+".description", "must be 100 or fewer in length")
		}
		if seen[o.Value] {
			return badForm(at+".value", o.Value+" is duplicated")
		}
		seen[o.Value] = true
	}
	return nil
}
