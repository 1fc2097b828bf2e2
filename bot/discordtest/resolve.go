package discordtest

import (
	"fmt"
	"math"
	"slices"
)

// resolver checks values that a user gives and gathers what the IDs among
// them stand for. It is used with the server's mu held.
type resolver struct {
	s      *Server
	c      *channel
	acting string // who gives the values
	data   map[string]map[string]any
}

func (s *Server) resolver(channel, user string) *resolver {
	return &resolver{s: s, c: s.channels[channel], acting: user, data: map[string]map[string]any{}}
}

func (r *resolver) add(kind, id string, o any) {
	if r.data[kind] == nil {
		r.data[kind] = map[string]any{}
	}
	r.data[kind][id] = o
}

// into adds what was gathered to an interaction's data.
func (r *resolver) into(data map[string]any) {
	if len(r.data) > 0 {
		data["resolved"] = r.data
	}
}

// user resolves a user, and in a guild the member.
func (r *resolver) user(id string) error {
	g := r.s.guilds[r.c.Guild]
	if r.s.users[id] == nil && !r.s.known(id) {
		return fmt.Errorf("there is no user %s", id)
	}
	r.add("users", id, r.s.userObject(id))
	if g != nil && g.members[id] != nil {
		m := r.s.bareMember(g, id)
		m["permissions"] = r.s.permissions(r.c, id).String()
		r.add("members", id, m)
	}
	return nil
}

func (r *resolver) role(id string) error {
	g := r.s.guilds[r.c.Guild]
	if g == nil || g.roles[id] == nil {
		return fmt.Errorf("there is no role %s", id)
	}
	r.add("roles", id, g.roles[id].object())
	return nil
}

func (r *resolver) channel(id string, kinds []int) error {
	c := r.s.channels[id]
	if c == nil || c.Guild != r.c.Guild {
		return fmt.Errorf("there is no channel %s", id)
	}
	if len(kinds) > 0 && !slices.Contains(kinds, c.Type) {
		return fmt.Errorf("the channel %s is not of a kind to choose", id)
	}
	o := r.s.channelObject(c)
	o["permissions"] = r.s.permissions(c, r.acting).String()
	r.add("channels", id, o)
	return nil
}

// options is the values for a command's options as Discord's JSON has them,
// in the order of the options. With one of them focused they are those typed
// so far.
func (r *resolver) options(specs []*optionSpec, values map[string]any, focused string) ([]any, error) {
	out, used := []any{}, 0
	for _, spec := range specs {
		v, given := values[spec.Name]
		if given {
			used++
		}
		if spec.Name == focused {
			if !spec.Autocomplete {
				return nil, fmt.Errorf("%s does not complete what is typed", focused)
			}
			out = append(out, map[string]any{"name": spec.Name, "type": spec.Type, "value": fmt.Sprint(v), "focused": true})
			continue
		}
		if !given {
			if spec.Required && focused == "" {
				return nil, fmt.Errorf("%s is missing", spec.Name)
			}
			continue
		}
		value, err := r.value(spec, v)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", spec.Name, err)
		}
		out = append(out, map[string]any{"name": spec.Name, "type": spec.Type, "value": value})
	}
	if used < len(values) {
		return nil, fmt.Errorf("there are values for options that it does not have")
	}
	return out, nil
}

// value checks a value for an option.
func (r *resolver) value(spec *optionSpec, v any) (any, error) {
	text, isText := v.(string)
	switch spec.Type {
	case optionString:
		return v, spec.checkText(text, isText)
	case optionInteger, optionNumber:
		f, ok := v.(float64)
		if n, whole := v.(int); whole {
			f, ok = float64(n), true
		}
		if !ok || spec.Type == optionInteger && f != math.Trunc(f) {
			return nil, fmt.Errorf("%v is not of its type", v)
		}
		return v, spec.checkNumber(f)
	case optionBoolean:
		if _, ok := v.(bool); !ok {
			return nil, fmt.Errorf("%v is neither true nor false", v)
		}
		return v, nil
	}
	if !isText {
		return nil, fmt.Errorf("%v is not an ID", v)
	}
	switch spec.Type {
	case optionUser:
		return v, r.user(text)
	case optionChannel:
		return v, r.channel(text, spec.ChannelTypes)
	case optionRole:
		return v, r.role(text)
	case optionMentionable:
		if r.user(text) == nil {
			return v, nil
		}
		return v, r.role(text)
	}
	return nil, fmt.Errorf("a user of this server has no files to attach")
}

func (o *optionSpec) checkText(text string, ok bool) error {
	least, most := 1, maxGivenText
	if o.MinLength != nil {
		least = max(least, *o.MinLength)
	}
	if o.MaxLength != nil {
		most = *o.MaxLength
	}
	if n := units(text); !ok || n < least || n > most {
		return fmt.Errorf("must be a text of %d to %d in length", least, most)
	}
	return o.checkChosen(text)
}

// maxWhole is the greatest number that a client sends exactly.
const maxWhole = 1 << 53

func (o *optionSpec) checkNumber(f float64) error {
	if math.Abs(f) > maxWhole || o.MinValue != nil && f < *o.MinValue || o.MaxValue != nil && f > *o.MaxValue {
		return fmt.Errorf("%v is out of range", f)
	}
	return o.checkChosen(f)
}

// checkChosen holds a value to the choices, where there are any.
func (o *optionSpec) checkChosen(v any) error {
	if len(o.Choices) > 0 && !slices.ContainsFunc(o.Choices, func(c *Choice) bool { return c.Value == v }) {
		return fmt.Errorf("%v is none of the choices", v)
	}
	return nil
}
