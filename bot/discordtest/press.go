package discordtest

import (
	"fmt"
	"slices"
)

// Press makes a user press the button with that custom ID on a message, and
// returns the interaction's token. It is an error where the user cannot: there
// is no such button, it is disabled, or the user does not see the message. The
// channel is that of the message.
func (s *Server) Press(message, customID string, o InteractionOptions) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, c, err := s.reach(message, customID, o)
	if err != nil {
		return "", err
	}
	if c.Type != Button {
		return "", fmt.Errorf("%s is not a button", customID)
	}
	return s.use(m, c, nil, s.resolver(m.ChannelID, o.complete().User), o), nil
}

// Select makes a user choose values in the select with that custom ID on a
// message: of those offered, or the IDs of users, roles or channels. It is
// like Press otherwise.
func (s *Server) Select(message, customID string, values []string, o InteractionOptions) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, c, err := s.reach(message, customID, o)
	if err != nil {
		return "", err
	}
	if !c.selects() {
		return "", fmt.Errorf("%s is not a select", customID)
	}
	r := s.resolver(m.ChannelID, o.complete().User)
	if err := r.chosen(c, values); err != nil {
		return "", fmt.Errorf("%s: %w", customID, err)
	}
	return s.use(m, c, list(values), r, o), nil
}

// reach is the component that a user wants to use, and its message.
func (s *Server) reach(message, customID string, o InteractionOptions) (*Message, *Component, error) {
	m := s.messages[message]
	if err := s.visible(m, o.complete().User); err != nil {
		return nil, nil, err
	}
	c := m.Find(customID)
	switch {
	case c == nil:
		return nil, nil, fmt.Errorf("there is no %q on the message", customID)
	case c.Disabled:
		return nil, nil, fmt.Errorf("%s is disabled", customID)
	}
	return m, c, nil
}

// use makes the interaction of using a component.
func (s *Server) use(m *Message, c *Component, values []string, r *resolver, o InteractionOptions) string {
	o.Channel = m.ChannelID
	i, e := s.begin(interactComponent, c.CustomID, o)
	i.source = m
	i.metadata["interacted_message_id"] = m.ID
	data := map[string]any{"component_type": c.Type, "custom_id": c.CustomID, "id": c.ID}
	if values != nil {
		data["values"] = values
		r.into(data)
	}
	e["data"], e["message"] = data, s.object(m, true)
	s.hand(i, e)
	return i.Token
}

// chosen checks what is chosen in a select, and resolves it.
func (r *resolver) chosen(c *Component, values []string) error {
	if len(values) < c.min() || len(values) > c.max() {
		return fmt.Errorf("%d values are chosen, must be %d to %d", len(values), c.min(), c.max())
	}
	for n, v := range values {
		if slices.Contains(values[:n], v) {
			return fmt.Errorf("%s is chosen twice", v)
		}
		if err := r.pick(c, v); err != nil {
			return err
		}
	}
	return nil
}

// pick checks one value.
func (r *resolver) pick(c *Component, v string) error {
	switch c.Type {
	case UserSelect:
		return r.user(v)
	case RoleSelect:
		return r.role(v)
	case ChannelSelect:
		return r.channel(v, c.ChannelTypes)
	case MentionableSelect:
		if r.user(v) == nil {
			return nil
		}
		return r.role(v)
	}
	if !slices.ContainsFunc(c.Options, func(o *SelectOption) bool { return o.Value == v }) {
		return fmt.Errorf("%s is not offered", v)
	}
	return nil
}

// Submit makes the user to whom the interaction with that token showed a
// modal fill it in and send it, and returns the new interaction's token.
// Values are by custom ID: a string for a text and a radio group, a []string
// for what may have several, a bool for a checkbox. It is an error where the
// client would not let the user send it.
func (s *Server) Submit(token string, values map[string]any) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	from := s.interactions[token]
	if from == nil || from.Modal == nil || from.submitted {
		return "", fmt.Errorf("no modal is open")
	}
	r := s.resolver(from.ChannelID, from.User)
	if r.c == nil {
		return "", fmt.Errorf("the channel is gone")
	}
	fields, err := r.fill(from.Modal, values)
	if err != nil {
		return "", err
	}
	from.submitted = true
	i, e := s.begin(interactModal, from.Modal.CustomID, InteractionOptions{User: from.User, Channel: from.ChannelID})
	i.source = from.source
	data := map[string]any{"custom_id": from.Modal.CustomID, "components": fields}
	r.into(data)
	e["data"] = data
	if i.source != nil {
		e["message"] = s.object(i.source, true)
	}
	s.hand(i, e)
	return i.Token, nil
}

// fill is a modal's fields with their values as Discord's JSON has them.
func (r *resolver) fill(m *Modal, values map[string]any) ([]any, error) {
	out, used := []any{}, 0
	for _, c := range m.Components {
		in := c.Component
		if c.Type == ActionRow {
			in = c.Components[0]
		}
		if in == nil {
			out = append(out, map[string]any{"type": c.Type, "id": c.ID})
			continue
		}
		v, given := values[in.CustomID]
		if given {
			used++
		}
		o, err := r.field(in, v)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", in.CustomID, err)
		}
		if c.Type == ActionRow {
			out = append(out, map[string]any{"type": c.Type, "id": c.ID, "components": []any{o}})
		} else {
			out = append(out, map[string]any{"type": c.Type, "id": c.ID, "component": o})
		}
	}
	if used < len(values) {
		return nil, fmt.Errorf("there are values for fields that the modal does not have")
	}
	return out, nil
}

// field is a field of a modal with its value; without one it has what the
// modal came with.
func (r *resolver) field(c *Component, v any) (map[string]any, error) {
	o := map[string]any{"type": c.Type, "id": c.ID, "custom_id": c.CustomID}
	switch c.Type {
	case TextInput:
		text, ok := v.(string)
		if v == nil {
			text, ok = c.Value, true
		}
		least, most := c.lengths()
		n := units(text)
		if !ok || n > most || n < least && (n > 0 || c.required()) || n == 0 && c.required() {
			return nil, fmt.Errorf("must be a text of %d to %d in length", least, most)
		}
		o["value"] = text
	case Checkbox:
		on, ok := v.(bool)
		if v == nil {
			on, ok = c.Default, true
		}
		if !ok {
			return nil, fmt.Errorf("must be true or false")
		}
		o["value"] = on
	case RadioGroup:
		text, _ := v.(string)
		if text == "" && !c.required() {
			o["value"] = nil
			return o, nil
		}
		o["value"] = text
		return o, r.pick(c, text)
	default:
		chosen, ok := v.([]string)
		if v != nil && !ok {
			return nil, fmt.Errorf("must be a list of texts")
		}
		o["values"] = list(chosen)
		if len(chosen) == 0 && !c.required() {
			return o, nil
		}
		if c.Type == FileUpload {
			return nil, fmt.Errorf("a user of this server has no files to upload")
		}
		return o, r.chosen(c, chosen)
	}
	return o, nil
}
