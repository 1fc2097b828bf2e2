package bot_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"newsdesk/bot"
	"newsdesk/bot/discordtest"
	"newsdesk/rag"
)

// halfway shows the beginning of an answer and then waits until it is given up.
type halfway struct{ text string }

func (h halfway) Ask(ctx context.Context, q rag.Question) (rag.Answer, error) {
	return h.Stream(ctx, q, func(rag.Answer) {})
}

func (h halfway) Stream(ctx context.Context, _ rag.Question, show func(rag.Answer)) (rag.Answer, error) {
	show(cited(h.text))
	<-ctx.Done()
	return rag.Answer{}, ctx.Err()
}

// Told to end in the middle of an answer that is being shown, the bot puts a
// sentence in its place that says so: in the message of a command and in one
// below a mention, however many messages there were, and even where Discord
// refuses once.
func TestShutdownInTheMiddle(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"one message":      "The bridge opens in May.",
		"several messages": strings.Repeat("The bridge opens in May. ", 150),
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, halfway{text}, func(_ *discordtest.Options, c *bot.Config) { c.Drain = 50 * time.Millisecond })
			i := s.Ask("When?", discordtest.InteractionOptions{})
			s.Say(discordtest.Post{Content: at + "when?", User: discordtest.OtherID})
			begun := func(content string) bool { return strings.Contains(content, "The bridge opens") }
			s.await("the beginnings of both answers", func() bool {
				mine := 0
				for _, m := range s.Messages(discordtest.General) {
					if m.Author == discordtest.BotID && begun(m.Content) {
						mine++
					}
				}
				return mine >= 2 && len(s.Interaction(i).Messages) > 0
			})
			s.Inject(discordtest.Fault{Route: "PATCH /", Status: 503, Times: 1})
			s.stop()
			if err := s.ended(); err != nil {
				t.Error(err)
			}
			said := 0
			for _, m := range s.Messages(discordtest.General) {
				if m.Author != discordtest.BotID || m.Deleted {
					continue
				}
				if begun(m.Content) {
					t.Errorf("left half done: %.80q", m.Content)
				}
				if strings.Contains(m.Content, "being restarted") {
					said++
				}
			}
			if said != 2 {
				t.Errorf("%d messages say why, want 2", said)
			}
		})
	}
}

// What is logged holds no text of a message, unless the level is debug, and
// never a token, an interaction's included.
func TestLogHoldsNoTexts(t *testing.T) {
	const question, answer = "zebra crossing?", "a heffalump"
	s := start(t, askerFunc(func(_ context.Context, q rag.Question) (rag.Answer, error) {
		if strings.Contains(q.Text, "fail") {
			return rag.Answer{}, context.Canceled
		}
		return cited("It is " + answer + "."), nil
	}), nil)
	i := s.finished(s.Ask(question, discordtest.InteractionOptions{}), 1)
	s.finished(s.Ask("fail "+question, discordtest.InteractionOptions{User: discordtest.OtherID}), 1)
	s.Inject(discordtest.Fault{Route: "PATCH /webhooks/", Cut: true, Times: 20})
	s.Ask(question, discordtest.InteractionOptions{})
	for range 500 {
		if contains(s.log, "did not arrive") {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	log := s.log.String()
	for _, secret := range []string{"zebra", "heffalump", i.Token, token} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q:\n%s", secret, log)
		}
	}
	if !strings.Contains(log, "did not arrive") || !strings.Contains(log, "answered") {
		t.Errorf("the log does not tell what happened:\n%s", log)
	}
}

// The edits of five interactions do not wait for each other, though those of
// one do.
func TestEditsAreIndependent(t *testing.T) {
	s := start(t, &scribe{}, nil)
	s.SetLimit("PATCH /webhooks/{application}/{token}/messages/{message}", 1, 20*time.Second)
	began := time.Now()
	var tokens []string
	for _, user := range []string{"100000000000000031", "100000000000000032", "100000000000000033", "100000000000000034", "100000000000000035"} {
		tokens = append(tokens, s.Ask("When?", discordtest.InteractionOptions{User: user}))
	}
	for _, one := range tokens {
		s.finished(one, 1)
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("five edits took %v", took)
	}
}
