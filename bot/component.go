package bot

// component is a part of a message that can be pressed: a row, or a button in
// one.
type component struct {
	Type       int         `json:"type"`
	Components []component `json:"components,omitempty"`
	Style      int         `json:"style,omitempty"`
	Label      string      `json:"label,omitempty"`
	ID         string      `json:"custom_id,omitempty"`
}

// Discord's numbers for components and styles of buttons.
const (
	typeRow    = 1
	typeButton = 2

	buttonDanger = 4
)

func row(buttons ...component) component { return component{Type: typeRow, Components: buttons} }

func button(style int, label, id string) component {
	return component{Type: typeButton, Style: style, Label: label, ID: id}
}
