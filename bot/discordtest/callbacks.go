package discordtest

import (
	"encoding/json"
	"net/http"
	"slices"
)

// Kinds of callback, the first answer to an interaction.
const (
	callbackPong        = 1
	callbackMessage     = 4
	callbackDefer       = 5
	callbackDeferUpdate = 6
	callbackUpdate      = 7
	callbackChoices     = 8
	callbackModal       = 9
)

// answers are the callbacks that each kind of interaction takes.
var answers = map[int][]int{
	interactPing:         {callbackPong},
	interactCommand:      {callbackMessage, callbackDefer, callbackModal},
	interactComponent:    {callbackMessage, callbackDefer, callbackDeferUpdate, callbackUpdate, callbackModal},
	interactAutocomplete: {callbackChoices},
	interactModal:        {callbackMessage, callbackDefer, callbackDeferUpdate, callbackUpdate},
}

// callback is a first answer as it comes.
type callback struct {
	Type int             `json:"type"`
	Data json.RawMessage `json:"data"`
}

func (s *Server) postCallback(r *http.Request, body []byte) (any, error) {
	i := s.interactions[r.PathValue("token")]
	if i == nil || i.ID != r.PathValue("interaction") {
		return nil, refuse(404, 10062, "Unknown interaction")
	}
	if len(filesOf(r)) > 0 {
		return nil, badForm("files", "this server takes them later only, with an edit or a further message")
	}
	if err := s.acknowledge(i, body); err != nil {
		return nil, err
	}
	if v := r.URL.Query().Get("with_response"); v != "true" && v != "1" {
		return nil, nil
	}
	return s.callbackObject(i), nil
}

// acknowledge takes the first answer to i, from either way that it may come.
func (s *Server) acknowledge(i *Interaction, body []byte) error {
	if i.Callback != 0 {
		return refuse(400, 40060, "Interaction has already been acknowledged.")
	}
	age := s.now().Sub(i.made)
	if age > s.opt.Window {
		return refuse(404, 10062, "Unknown interaction")
	}
	var c callback
	if err := json.Unmarshal(body, &c); err != nil {
		return badForm("", "not a callback")
	}
	if !slices.Contains(answers[i.Type], c.Type) {
		return badForm("type", "not an answer to this kind of interaction")
	}
	if err := s.take(i, c); err != nil {
		return err
	}
	i.Callback, i.AckAfter = c.Type, age
	s.moved(i)
	return nil
}

// take does what a callback says.
func (s *Server) take(i *Interaction, c callback) error {
	switch c.Type {
	case callbackMessage:
		f, err := parseForm(c.Data, answerFlags, false)
		if err != nil {
			return within("data", err)
		}
		i.original = s.put(i, f, f.Flags&flagEphemeral != 0)
	case callbackDefer:
		f := &form{}
		if len(c.Data) > 0 && (json.Unmarshal(c.Data, &f) != nil || f == nil || f.Flags&^answerFlags != 0) {
			return badForm("data", "not what a deferred answer may have")
		}
		i.original = s.put(i, &form{Flags: flagLoading}, f.Flags&flagEphemeral != 0)
		i.Loading = true
	case callbackDeferUpdate, callbackUpdate:
		return s.change(i, c)
	case callbackChoices:
		return within("data", i.offer(c.Data))
	case callbackModal:
		m, err := parseModal(c.Data)
		if err != nil {
			return within("data", err)
		}
		i.Modal = m
	}
	return nil
}

// change takes a callback about the message whose component was used, or
// whose component opened the modal.
func (s *Server) change(i *Interaction, c callback) error {
	if i.source == nil {
		return badForm("type", "there is no message to update")
	}
	if c.Type == callbackUpdate && len(c.Data) > 0 {
		f, err := parseForm(c.Data, editFlags|i.source.Flags&flagEphemeral, true)
		if err != nil {
			return within("data", err)
		}
		if i.source.Deleted {
			return refuse(404, 10008, "Unknown Message")
		}
		if err := s.edit(i.source, f); err != nil {
			return within("data", err)
		}
	}
	i.original = i.source
	i.sent = append(i.sent, i.source)
	return nil
}

// offer takes the choices for what a user types.
func (i *Interaction) offer(data json.RawMessage) error {
	var f struct {
		Choices []*Choice `json:"choices"`
	}
	if json.Unmarshal(data, &f) != nil || f.Choices == nil {
		return badForm("choices", "is required")
	}
	if err := checkChoices(f.Choices, i.focused); err != nil {
		return err
	}
	i.Choices = []Choice{}
	for _, c := range f.Choices {
		i.Choices = append(i.Choices, *c)
	}
	return nil
}

// put adds a message to what answers i, for all to see unless ephemeral. It
// needs s.mu.
func (s *Server) put(i *Interaction, f *form, ephemeral bool) *Message {
	c := s.channels[i.ChannelID]
	if c == nil {
		c = &channel{Channel: Channel{ID: i.ChannelID, Type: DirectChannel}}
	}
	m := s.newMessage(c, BotID, f)
	m.Interaction, m.metadata = i.Token, i.metadata
	switch {
	case i.original != nil && !i.original.Deleted:
		m.ReplyTo = i.original.ID
	case i.source != nil && i.source.For == "":
		m.ReplyTo = i.source.ID
	case i.menu:
		m.Type = typeContext
	case i.Type == interactCommand:
		m.Type = typeCommand
	}
	if ephemeral || i.hidden {
		m.Flags |= flagEphemeral
		m.For = i.User
	}
	i.sent = append(i.sent, m)
	s.post(c, m)
	return m
}

// callbackObject is what a callback is answered with where it asks.
func (s *Server) callbackObject(i *Interaction) any {
	about := map[string]any{"id": i.ID, "type": i.Type, "channel_id": i.ChannelID}
	if i.GuildID != "" {
		about["guild_id"] = i.GuildID
	}
	out := map[string]any{"interaction": about}
	m := i.original
	if m == nil {
		return out
	}
	about["response_message_id"], about["response_message_loading"] = m.ID, m.loading()
	about["response_message_ephemeral"] = m.For != ""
	if i.Callback == callbackMessage || i.Callback == callbackUpdate || i.Callback == callbackDefer {
		out["resource"] = map[string]any{"type": i.Callback, "message": s.rest(m)}
	}
	return out
}
