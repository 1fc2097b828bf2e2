package bot_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"newsdesk/bot"
	"newsdesk/bot/discordtest"
	"newsdesk/rag"
)

// stream is an Asker that shows parts of its answer, each when the test says.
type stream struct {
	steps chan rag.Answer // what to show next; closed for the end
	last  rag.Answer
}

func (f *stream) Ask(ctx context.Context, q rag.Question) (rag.Answer, error) {
	return f.Stream(ctx, q, func(rag.Answer) {})
}

func (f *stream) Stream(ctx context.Context, _ rag.Question, show func(rag.Answer)) (rag.Answer, error) {
	for {
		select {
		case a, ok := <-f.steps:
			if !ok {
				return f.last, nil
			}
			show(a)
		case <-ctx.Done():
			return rag.Answer{}, ctx.Err()
		}
	}
}

// An answer is shown while it is made, marked as unfinished, at most every 1.2
// seconds; finished, it is one message with all that belongs to it, and of
// what was shown nothing is left over.
func TestStream(t *testing.T) {
	long := strings.Repeat("The bridge opens in May. ", 60)
	for name, channel := range map[string]bool{"command": false, "mention": true} {
		t.Run(name, func(t *testing.T) {
			f := &stream{steps: make(chan rag.Answer), last: cited("It opens in May.")}
			s := start(t, f, nil)
			if channel {
				s.Say(discordtest.Post{Content: at + "When?"})
			} else {
				s.Ask("When?", discordtest.InteractionOptions{})
			}
			f.steps <- cited("It opens")
			first := s.answered(discordtest.General, 1)[0]
			if !strings.HasSuffix(first.Content, "It opens **[1]**\n-# writing…") || len(first.Embeds) > 0 || len(first.Components) > 0 {
				t.Errorf("begun with %+v", first)
			}
			for range 20 { // most of which are overtaken
				f.steps <- cited(long, long, long)
			}
			shown := s.answered(discordtest.General, 3)
			if strings.Contains(shown[0].Content, "writing…") || !strings.HasSuffix(shown[2].Content, "-# writing…") {
				t.Errorf("unfinished, it is %q and %q", shown[0].Content, shown[2].Content)
			}
			close(f.steps)
			s.await("one message with buttons", func() bool {
				m := s.Messages(discordtest.General)
				return len(m[len(m)-1].Components) > 0
			})
			mine := s.answered(discordtest.General, 1)
			if len(mine) != 1 || mine[0].ID != first.ID || strings.Contains(mine[0].Content, "writing") || len(mine[0].Embeds) != 1 {
				t.Errorf("finished, it is %+v", mine)
			}
			var edits []time.Time
			for _, r := range s.Requests() {
				if r.Method == http.MethodPatch {
					edits = append(edits, r.At)
				}
			}
			if n := len(edits); n > 3 {
				t.Errorf("%d edits", n)
			}
		})
	}
}

// A command's answer that takes longer than Discord takes any goes on in a
// message to the channel; where it may not stand there, in the user's direct
// messages, and where it can go nowhere it says so in time.
func TestLongerThanACommand(t *testing.T) {
	const life = 300 * time.Millisecond
	for name, c := range map[string]struct {
		prepare func(*stage) discordtest.InteractionOptions
		where   func(*stage) string // the channel where it must end up, if anywhere
		begun   bool                // something was shown before
	}{
		"channel": {where: func(*stage) string { return discordtest.General }},
		"begun":   {where: func(*stage) string { return discordtest.General }, begun: true},
		"no leave to write": {
			prepare: func(s *stage) discordtest.InteractionOptions {
				s.Permit(discordtest.General, discordtest.BotID, 0, discordtest.SendMessages)
				return discordtest.InteractionOptions{}
			},
			where: func(s *stage) string { return discordtest.DMID },
		},
		"guest": {
			prepare: func(s *stage) discordtest.InteractionOptions {
				guild := s.AddGuild(discordtest.Guild{Foreign: true})
				s.Install(discordtest.UserID, true)
				return discordtest.InteractionOptions{Channel: s.AddChannel(discordtest.Channel{Guild: guild})}
			},
			where: func(s *stage) string { return discordtest.DMID },
		},
		"nowhere": {
			prepare: func(s *stage) discordtest.InteractionOptions {
				s.Permit(discordtest.General, discordtest.BotID, 0, discordtest.SendMessages)
				s.AddUser(discordtest.User{ID: discordtest.UserID, Deaf: true})
				return discordtest.InteractionOptions{}
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := &stream{steps: make(chan rag.Answer), last: cited("It opens in May.")}
			s := start(t, f, func(_ *discordtest.Options, b *bot.Config) { b.CommandLife = life })
			var o discordtest.InteractionOptions
			if c.prepare != nil {
				o = c.prepare(s)
			}
			token := s.Ask("When?", o)
			if c.begun {
				f.steps <- cited("It opens")
			}
			if c.where == nil {
				i := s.finished(token, 1)
				if !strings.Contains(i.Messages[0].Content, "Please ask again") {
					t.Errorf("the answer says %q", i.Messages[0].Content)
				}
				close(f.steps)
				return
			}
			where := c.where(s)
			begun := s.answered(where, 1)
			s.await("the first message taken away", func() bool {
				i := s.Interaction(token)
				return len(i.Messages) == 0 && !i.Loading
			})
			if m := begun[len(begun)-1]; !strings.HasSuffix(m.Content, "-# writing…") {
				t.Errorf("went on as %q", m.Content)
			}
			s.Advance(20 * time.Minute) // the token is dead
			close(f.steps)
			var m discordtest.Message
			s.await("the answer", func() bool {
				all := s.Messages(where)
				m = all[len(all)-1]
				return len(all) == 1 && len(m.Components) > 0
			})
			if !strings.Contains(m.Content, "It opens in May. **[1]**") || strings.Contains(m.Content, "writing") {
				t.Errorf("the answer is %q", m.Content)
			}
			// Its buttons work where it stands now, and so do replies.
			s.only(s.press(m.ID, "evidence", discordtest.UserID))
			// Discord makes one message of two with a nonce, whatever their channels.
			channels := map[string]string{}
			for _, r := range s.Requests() {
				var sent struct{ Nonce string }
				if r.Route != "POST /channels/{channel}/messages" || json.Unmarshal(r.Body, &sent) != nil || sent.Nonce == "" {
					continue
				}
				if before := channels[sent.Nonce]; before != "" && before != r.Path {
					t.Errorf("%s and %s have the nonce %s", before, r.Path, sent.Nonce)
				}
				channels[sent.Nonce] = r.Path
			}
		})
	}
}

// Where it may not read what it replies to, the bot answers without a reply.
func TestNoHistory(t *testing.T) {
	s := start(t, &scribe{}, nil)
	s.mayRefuse = "/channels/" + discordtest.General + "/messages"
	s.Permit(discordtest.General, discordtest.BotID, 0, discordtest.ReadHistory)
	s.Say(discordtest.Post{Content: at + "When does the bridge open?"})
	m := s.answered(discordtest.General, 1)[0]
	s.await("the answer", func() bool { m = s.answered(discordtest.General, 1)[0]; return len(m.Components) > 0 })
	if m.ReplyTo != "" || !strings.Contains(m.Content, "The bridge opens in May") {
		t.Errorf("answered with %+v", m)
	}
}

// Where no embeds are shown the footnotes are text.
func TestNoEmbeds(t *testing.T) {
	foot := "\n\n**Sources**\n**[1]** [Bridge to open](<https://harbour.example/bridge>), Harbour Post, 4 Mar 2021"
	s := start(t, &scribe{}, nil)
	s.Permit(discordtest.General, discordtest.BotID, 0, discordtest.EmbedLinks)
	i := s.finished(s.Ask("When?", discordtest.InteractionOptions{}), 1)
	s.Say(discordtest.Post{Content: at + "When?"})
	s.await("buttons", func() bool { return len(s.answered(discordtest.General, 2)[1].Components) > 0 })
	s.await("footnotes", func() bool { return strings.HasSuffix(s.answered(discordtest.General, 2)[1].Content, foot) })
	edits := s.answered(discordtest.General, 2)[1].Edits
	s.Say(discordtest.Post{Content: at + "When again?"})
	s.await("footnotes at once", func() bool { return strings.HasSuffix(s.answered(discordtest.General, 3)[2].Content, foot) })
	third := s.answered(discordtest.General, 3)[2]
	if !strings.HasSuffix(i.Messages[0].Content, foot) || len(i.Messages[0].Embeds) > 0 {
		t.Errorf("the command's answer is %+v", i.Messages[0])
	}
	if edits > 1 || third.Edits > 0 || len(third.Components) == 0 {
		t.Errorf("edited %d times, and then, knowing it, %d times", edits, third.Edits)
	}
}

// closed is the steps of a stream that shows nothing before its end.
func closed() chan rag.Answer {
	c := make(chan rag.Answer)
	close(c)
	return c
}

// Where the finished text takes fewer messages than the draft did, and its
// footnotes need the message that had the rest, nothing of the draft is left
// above them.
func TestFootnotesInPlaceOfText(t *testing.T) {
	long := strings.Repeat("The bridge opens in May. ", 60)
	last := cited("It opens in May.")
	for n := 2; n <= 70; n++ {
		c := last.Citations[0]
		c.N, c.Doc = n, strconv.Itoa(n)
		last.Citations = append(last.Citations, c)
		last.Statements[0].Citations = append(last.Statements[0].Citations, n)
	}
	f := &stream{steps: make(chan rag.Answer), last: last}
	s := start(t, f, nil)
	s.Say(discordtest.Post{Content: at + "When?"})
	f.steps <- cited(long, long)
	s.answered(discordtest.General, 2)
	close(f.steps)
	s.await("the footnotes in two messages", func() bool {
		m := s.Messages(discordtest.General)
		return len(m[len(m)-1].Embeds) > 0
	})
	for _, m := range s.answered(discordtest.General, 2) {
		if strings.Contains(m.Content, "writing") || strings.Contains(m.Content, "opens in May. The bridge") {
			t.Errorf("left of the draft: %q", m.Content)
		}
	}
}
