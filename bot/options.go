package bot

import (
	"math"

	"github.com/bwmarrin/discordgo"
)

// options are those given to a command, as Discord's JSON has them: any may be
// nil, or have a value of another type than it should.
type options []*discordgo.ApplicationCommandInteractionDataOption

// value is the value of the first option with that name, nil where there is
// none.
func (o options) value(name string) any {
	for _, one := range o {
		if one != nil && one.Name == name {
			return one.Value
		}
	}
	return nil
}

// text is the value of an option that is text, or an ID; "" where it is
// neither given nor that.
func (o options) text(name string) string {
	text, _ := o.value(name).(string)
	return text
}

// number is the value of an option that is a whole number, and whether there
// is one that int can hold.
func (o options) number(name string) (int, bool) {
	n, ok := o.value(name).(float64)
	if !ok || n != math.Trunc(n) || math.Abs(n) > maxWhole {
		return 0, false
	}
	return int(n), true
}

// maxWhole is the greatest number that Discord's clients send exactly.
const maxWhole = 1 << 53

// truth is the value of an option that is true or false, and whether there is
// one.
func (o options) truth(name string) (value, given bool) {
	value, given = o.value(name).(bool)
	return value, given
}

// focused is the option that is being typed, at any depth, or nil.
func (o options) focused() *discordgo.ApplicationCommandInteractionDataOption {
	for _, one := range o {
		if one == nil {
			continue
		}
		if one.Focused {
			return one
		}
		if below := options(one.Options).focused(); below != nil {
			return below
		}
	}
	return nil
}
