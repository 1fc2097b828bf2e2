package discordtest

import "net/http"

// hook is the interaction whose token r has.
func (s *Server) hook(r *http.Request) (*Interaction, error) {
	i := s.interactions[r.PathValue("token")]
	switch {
	case i == nil || r.PathValue("application") != AppID || i.Callback == 0:
		return nil, refuse(404, 10015, "Unknown Webhook")
	case s.now().Sub(i.made) > tokenLife:
		return nil, refuse(401, 50027, "Invalid Webhook Token")
	}
	return i, nil
}

// followup is the message that r names, and the interaction that it answers.
func (s *Server) followup(r *http.Request) (*Interaction, *Message, error) {
	i, err := s.hook(r)
	if err != nil {
		return nil, nil, err
	}
	id := r.PathValue("message")
	if id == "@original" && i.original != nil {
		id = i.original.ID
	}
	for _, m := range i.sent {
		if m.ID == id && !m.Deleted {
			return i, m, nil
		}
	}
	return nil, nil, refuse(404, 10008, "Unknown Message")
}

func (s *Server) getFollowup(r *http.Request, _ []byte) (any, error) {
	_, m, err := s.followup(r)
	if err != nil {
		return nil, err
	}
	return s.rest(m), nil
}

// patchFollowup changes a message; the first change of a deferred answer is
// the answer.
func (s *Server) patchFollowup(r *http.Request, body []byte) (any, error) {
	i, m, err := s.followup(r)
	if err != nil {
		return nil, err
	}
	f, err := parseForm(body, editFlags, true, filesOf(r)...)
	if err != nil {
		return nil, err
	}
	o, err := s.settle(i, m, f)
	if s.opt.Foreign {
		o = nil // an answer of nothing
	}
	return o, err
}

// settle changes a message of i, which ends "is thinking" on it.
func (s *Server) settle(i *Interaction, m *Message, f *form) (any, error) {
	if err := s.edit(m, f); err != nil {
		return nil, err
	}
	if m == i.original {
		i.Loading = false
	}
	s.moved(i)
	return s.rest(m), nil
}

// postFollowup adds a message. The first after a deferred answer takes the
// place of "is thinking", and is seen by whom that was seen by.
func (s *Server) postFollowup(r *http.Request, body []byte) (any, error) {
	i, err := s.hook(r)
	if err != nil {
		return nil, err
	}
	if i.Callback == callbackChoices {
		return nil, refuse(404, 10015, "Unknown Webhook")
	}
	f, err := parseForm(body, answerFlags, false, filesOf(r)...)
	if err != nil {
		return nil, err
	}
	if i.Loading {
		return s.settle(i, i.original, f)
	}
	if i.direct && i.followups >= maxExternal {
		// The number is published, the code that tells of it is not.
		return nil, refuse(400, 40094, "Maximum number of follow-up messages reached for an app that is not installed here")
	}
	i.followups++
	m := s.put(i, f, f.Flags&flagEphemeral != 0)
	s.moved(i)
	return s.rest(m), nil
}

func (s *Server) deleteFollowup(r *http.Request, _ []byte) (any, error) {
	i, m, err := s.followup(r)
	if err != nil {
		return nil, err
	}
	if m == i.original {
		i.Loading = false
	}
	s.remove(m)
	s.moved(i)
	return nil, nil
}
