package discordtest

import "fmt"

// Styles of a button.
const (
	linkStyle    = 5
	premiumStyle = 6
)

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
	switch c.Type {
	case Button:
		return c.checkButton()
	case StringSelect, UserSelect, RoleSelect, MentionableSelect, ChannelSelect:
		return c.checkSelect()
	case ActionRow:
		return c.checkRow()
	case Section:
		return c.checkSection()
	case Container:
		return c.checkContainer()
	case TextDisplay:
		return c.checkText()
	case Thumbnail, MediaGallery, File, Separator:
		return nil
	}
	return badForm("type", fmt.Sprintf("%d is no component of a message", c.Type))
}

func (c *Component) checkText() error {
	if c.Content == "" {
		return badForm("content", "is required")
	}
	return nil
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
