package discordtest

import "fmt"

// Choice is a value that is offered for an option.
type Choice struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
}

// Limits of choices.
const (
	maxChoices    = 25
	maxChoiceText = 100
)

// checkChoices holds the choices of an option, or those offered for it while
// it is typed, to the limits.
func checkChoices(list []*Choice, kind int) error {
	if len(list) > maxChoices {
		return badForm("choices", "must be 25 or fewer in length")
	}
	for i, c := range list {
		at := fmt.Sprintf("choices.%d", i)
		if c == nil {
			return badForm(at, "is null")
		}
		if n := units(c.Name); n < 1 || n > maxChoiceText {
			return badForm(at+".name", "must be between 1 and 100 in length")
		}
		if err := c.checkValue(kind); err != nil {
			return within(at, err)
		}
	}
	return nil
}

// checkValue holds the value of a choice to the type of its option.
func (c *Choice) checkValue(kind int) error {
	switch v := c.Value.(type) {
	case string:
		if kind == optionString && units(v) >= 1 && units(v) <= maxChoiceText {
			return nil
		}
	case float64:
		if kind == optionNumber || kind == optionInteger && v == float64(int64(v)) {
			return nil
		}
	}
	return badForm("value", "must be of the option's type, as a text 1 to 100 in length")
}
