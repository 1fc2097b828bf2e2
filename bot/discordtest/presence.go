package discordtest

import "encoding/json"

// Presence is how the bot shows itself.
type Presence struct {
	Status     string `json:"status"`
	Since      *int64 `json:"since"`
	AFK        bool   `json:"afk"`
	Activities []struct {
		Name  string `json:"name"`
		Type  int    `json:"type"`
		State string `json:"state"`
	} `json:"activities"`
}

// maxPresences is how many are kept.
const maxPresences = 1000

// setPresence records a presence. It needs s.mu.
func (s *Server) setPresence(data json.RawMessage) (int, string) {
	var p Presence
	if json.Unmarshal(data, &p) != nil {
		return closeDecode, "Error while decoding payload."
	}
	switch p.Status {
	case "online", "dnd", "idle", "invisible", "offline", "": // empty as some libraries leave it
	default:
		return closeDecode, "Error while decoding payload."
	}
	s.presences = trim(append(s.presences, p), maxPresences, nil)
	s.touch()
	return 0, ""
}

// Presences is how the bot showed itself, first to last.
func (s *Server) Presences() []Presence {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Presence(nil), s.presences...)
}
