package bot

// component is a part of a message that can be pressed, or of a form that can
// be filled in: a row, or a button or text field in one.
type component struct {
	Type        int         `json:"type"`
	Components  []component `json:"components,omitempty"`
	Style       int         `json:"style,omitempty"`
	Label       string      `json:"label,omitempty"`
	Emoji       *emoji      `json:"emoji,omitempty"`
	ID          string      `json:"custom_id,omitempty"`
	Disabled    bool        `json:"disabled,omitempty"`
	Value       string      `json:"value,omitempty"`
	Placeholder string      `json:"placeholder,omitempty"`
	MaxLength   int         `json:"max_length,omitempty"`
	Required    *bool       `json:"required,omitempty"`
}

// emoji is one of Unicode's.
type emoji struct {
	Name string `json:"name"`
}

// Discord's numbers for components, and styles of buttons and text fields.
const (
	typeRow    = 1
	typeButton = 2
	typeField  = 4

	buttonPrimary   = 1
	buttonSecondary = 2
	buttonDanger    = 4

	fieldShort = 1
	fieldLong  = 2
)

func row(buttons ...component) component { return component{Type: typeRow, Components: buttons} }

func button(style int, label, id string) component {
	return component{Type: typeButton, Style: style, Label: label, ID: id}
}

// face is a button that shows an emoji only.
func face(name, id string) component {
	return component{Type: typeButton, Style: buttonSecondary, Emoji: &emoji{name}, ID: id}
}

// form is a dialog, as Discord's JSON has it. Each row of it has one field.
type form struct {
	ID         string      `json:"custom_id"`
	Title      string      `json:"title"`
	Components []component `json:"components"`
}

// field is a text field for a form, under a label, with what stands in it.
func field(style int, id, label, value string, required bool, max int) component {
	return component{Type: typeField, Style: style, ID: id, Label: label, Value: value, MaxLength: max, Required: &required}
}

// hinted is f with a hint, shown while it is empty.
func (f component) hinted(hint string) component {
	f.Placeholder = hint
	return f
}
