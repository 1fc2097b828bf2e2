package bot_test

import (
	"strings"
	"testing"
	"time"

	"newsdesk/bot"
	"newsdesk/bot/discordtest"
)

// A connection that has stood for a while is made anew at once, without
// discordgo's second; where the session cannot go on, as before.
func TestResumedAtOnce(t *testing.T) {
	t.Parallel()
	const stood = 5200 * time.Millisecond
	for name, c := range map[string]struct {
		strike func(*stage)
		atOnce bool // the session goes on, and discordgo saw nothing of it
		fatal  bool
	}{
		"cut":       {strike: func(s *stage) { s.Drop(0) }, atOnce: true},
		"restart":   {strike: func(s *stage) { s.Drop(4000) }, atOnce: true},
		"reconnect": {strike: func(s *stage) { s.Reconnect() }, atOnce: true},
		"twice": {strike: func(s *stage) {
			s.Drop(0)
			s.await("the session", func() bool { return s.Connected() == 1 })
			s.Drop(0)
		}},
		"forgotten": {strike: func(s *stage) { s.Forget(); s.Drop(0) }},
		"lost":      {strike: func(s *stage) { s.Drop(4007) }},
		"fatal":     {strike: func(s *stage) { s.Drop(4004) }, fatal: true},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, &scribe{}, func(o *discordtest.Options, _ *bot.Config) { o.Heartbeat = 300 * time.Millisecond })
			time.Sleep(stood)
			before := s.Identified()
			c.strike(s)
			if c.fatal {
				if s.ended() == nil {
					t.Error("a fatal code does not end the bot")
				}
				return
			}
			if c.atOnce {
				s.Say(discordtest.Post{Content: at + "meanwhile"})
			} else {
				s.await("a session", func() bool {
					return s.Connected() == 1 && (s.Identified() > before || strings.Contains(s.log.String(), "session resumed"))
				})
				s.Say(discordtest.Post{Content: at + "now"})
			}
			s.answered(discordtest.General, 1)
			beats := s.Beats()
			s.await("heartbeats", func() bool { return s.Beats() > beats+3 })
			s.Say(discordtest.Post{Content: at + "and later?", User: discordtest.OtherID})
			s.answered(discordtest.General, 2)
			anew := strings.Contains(s.log.String(), "connecting to the gateway anew")
			if c.atOnce && (anew || s.Identified() != before) || !c.atOnce && !anew {
				t.Errorf("connected anew: %t, %d sessions", anew, s.Identified())
			}
		})
	}
}
