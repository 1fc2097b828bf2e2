package discordtest

import (
	"encoding/json"
	"fmt"
)

// Modal is a dialog that was shown to a user.
type Modal struct {
	CustomID   string       `json:"custom_id"`
	Title      string       `json:"title"`
	Components []*Component `json:"components"`
}

// Limits of modals.
const (
	maxModalTitle    = 45
	maxModalLabel    = 45
	maxModalNote     = 100
	maxInput         = 4000
	maxInputHint     = 100
	maxModalRows     = 5
	maxGroup         = 10
	shortStyle       = 1
	longStyle        = 2
	leastRadioChoice = 2
)

// parseModal reads and checks the data of a callback that shows a modal.
func parseModal(data json.RawMessage) (*Modal, error) {
	var m *Modal
	if json.Unmarshal(data, &m) != nil || m == nil {
		return nil, badForm("", "not a modal")
	}
	if n := units(m.CustomID); n < 1 || n > maxCustomID {
		return nil, badForm("custom_id", "must be between 1 and 100 in length")
	}
	if n := units(m.Title); n < 1 || n > maxModalTitle {
		return nil, badForm("title", "must be between 1 and 45 in length")
	}
	if len(m.Components) < 1 || len(m.Components) > maxModalRows {
		return nil, badForm("components", "must be between 1 and 5 in length")
	}
	if err := checkNulls(m.Components); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for i, c := range m.Components {
		at := fmt.Sprintf("components.%d", i)
		in, err := c.field()
		if err != nil {
			return nil, within(at, err)
		}
		if in == nil {
			continue
		}
		if seen[in.CustomID] {
			return nil, badForm(at, "the custom_id "+in.CustomID+" is duplicated")
		}
		seen[in.CustomID] = true
	}
	enumerate(m.Components)
	return m, nil
}

// field checks what stands at the top of a modal and returns the field in it,
// nil for a text.
func (c *Component) field() (*Component, error) {
	switch c.Type {
	case TextDisplay:
		return nil, c.checkText()
	case ActionRow:
		if len(c.Components) != 1 || c.Components[0].Type != TextInput {
			return nil, badForm("components", "a row of a modal holds one text input")
		}
		in := c.Components[0]
		err := in.checkLabel()
		if err == nil {
			err = in.checkField()
		}
		return in, within("components.0", err)
	case Label:
		if err := c.checkLabel(); err != nil {
			return nil, err
		}
		if units(c.Description) > maxModalNote {
			return nil, badForm("description", "must be 100 or fewer in length")
		}
		if c.Component == nil {
			return nil, badForm("component", "is required")
		}
		if c.Component.Label != "" {
			return nil, badForm("component.label", "the label around a field has it")
		}
		return c.Component, within("component", c.Component.checkField())
	}
	return nil, badForm("type", fmt.Sprintf("%d may not stand in a modal", c.Type))
}

// checkLabel holds the label of a field of a modal to the limits.
func (c *Component) checkLabel() error {
	if n := units(c.Label); n < 1 || n > maxModalLabel {
		return badForm("label", "must be between 1 and 45 in length")
	}
	return nil
}

// checkField holds a field of a modal to the limits.
func (c *Component) checkField() error {
	if err := c.checkCustomID(); err != nil {
		return err
	}
	switch {
	case c.Type == TextInput:
		return c.checkInput()
	case c.selects():
		if c.Disabled {
			return badForm("disabled", "not in a modal")
		}
		if c.required() && c.min() == 0 {
			return badForm("min_values", "must be at least 1 where a value is required")
		}
		return c.checkSelect()
	case c.Type == RadioGroup:
		return checkOptions(c.Options, leastRadioChoice, maxGroup)
	case c.Type == CheckboxGroup:
		if err := checkOptions(c.Options, 1, maxGroup); err != nil {
			return err
		}
		return c.checkCounts(maxGroup)
	case c.Type == FileUpload:
		return c.checkCounts(maxGroup)
	case c.Type == Checkbox:
		return nil
	}
	return badForm("type", fmt.Sprintf("%d is no field of a modal", c.Type))
}

func (c *Component) checkInput() error {
	least, most := c.lengths()
	switch {
	case c.Style != shortStyle && c.Style != longStyle:
		return badForm("style", "must be one of 1, 2")
	case least < 0 || least > maxInput || most < 1 || most > maxInput || least > most:
		return badForm("", "min_length and max_length: not a range within 0 to 4000")
	case units(c.Placeholder) > maxInputHint:
		return badForm("placeholder", "must be 100 or fewer in length")
	case units(c.Value) > most || c.Value != "" && units(c.Value) < least:
		return badForm("value", "not of the length that is demanded")
	}
	return nil
}

// lengths are how short and how long a text may be.
func (c *Component) lengths() (least, most int) {
	most = maxInput
	if c.MinLength != nil {
		least = *c.MinLength
	}
	if c.MaxLength != nil {
		most = *c.MaxLength
	}
	return least, most
}

// required reports whether a field must be filled, which is the default.
func (c *Component) required() bool { return c.Required == nil || *c.Required }
