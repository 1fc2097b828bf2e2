package bot_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"newsdesk/bot"
	"newsdesk/bot/discordtest"
	"newsdesk/bot/discordtest/page"
	"newsdesk/rag"
)

var update = flag.Bool("update", false, "write the transcript pages of testdata anew")

// firstQuestion is the question of the README.
const firstQuestion = "what did Putin say about security guarantees?"

// scene is something that the bot writes, shown on a page of testdata.
type scene struct {
	file, title, note string
	// play makes it happen; what the channel shows in the end is the page,
	// unless it returns messages.
	play func(*stage) []discordtest.Message
}

// Every kind of message that people see, by the real engine over the embedded
// articles, as pages to look at in a browser. A change of what is written shows
// in their difference; -update writes them.
func TestTranscripts(t *testing.T) {
	t.Parallel()
	for _, c := range []scene{
		{"answer", "An answer", "Somebody asks with /ask, somebody else goes on with a reply.", func(s *stage) []discordtest.Message {
			m := s.last(s.slash("ask", map[string]any{"question": firstQuestion}, discordtest.InteractionOptions{}))
			s.Say(discordtest.Post{User: discordtest.OtherID, Content: "and about the talks with Washington?", ReplyTo: m.ID})
			s.answered(discordtest.General, 2)
			return nil
		}},
		{"disagreement", "A disagreement", "The reports differ, and the answer says so.", func(s *stage) []discordtest.Message {
			s.Say(discordtest.Post{Content: at + "how long did Kim and Putin talk?"})
			s.answered(discordtest.General, 1)
			return nil
		}},
		{"abstention", "An abstention", "The archive has no answer.", func(s *stage) []discordtest.Message {
			s.Say(discordtest.Post{Content: at + "what did Putin say about the price of wheat?"})
			s.answered(discordtest.General, 1)
			return nil
		}},
		{"evidence", "The evidence pager", "Who presses Evidence sees each citation in its context; nobody else sees it.", func(s *stage) []discordtest.Message {
			m := s.last(s.slash("ask", map[string]any{"question": firstQuestion}, discordtest.InteractionOptions{}))
			page := s.only(s.press(m.ID, "evidence", discordtest.OtherID))
			s.press(page.ID, turn(page, "Next"), discordtest.OtherID)
			next, _ := s.Message(page.ID)
			sources := s.only(s.press(m.ID, "sources", discordtest.OtherID))
			return []discordtest.Message{m, page, next, sources}
		}},
		{"evidence-lookup", "The evidence of what was looked up", "A footnote of /quotes without a link: Evidence opens the passage. Once its outlet is hidden from the server, it does not.", func(s *stage) []discordtest.Message {
			m := s.last(s.slash("quotes", map[string]any{"speaker": "Vladimir Putin", "about": "security guarantees"}, discordtest.InteractionOptions{}))
			page := s.only(s.press(m.ID, "evidence", discordtest.OtherID))
			sources := s.only(s.press(m.ID, "sources", discordtest.OtherID))
			s.told("newsdesk outlets add", map[string]any{"outlet": "Dunya News (summary)"})
			hidden := s.only(s.press(m.ID, "evidence", discordtest.OtherID))
			return []discordtest.Message{m, page, sources, hidden}
		}},
		{"quotes", "/quotes", "Who said what, word for word.", func(s *stage) []discordtest.Message {
			s.last(s.slash("quotes", map[string]any{"speaker": "Vladimir Putin", "about": "security guarantees"}, discordtest.InteractionOptions{}))
			return nil
		}},
		{"compare", "/compare", "How outlets differ.", func(s *stage) []discordtest.Message {
			s.last(s.slash("compare", map[string]any{"topic": "the talks of Kim and Putin"}, discordtest.InteractionOptions{}))
			return nil
		}},
		{"timeline", "/timeline", "Dated events, each with its source.", func(s *stage) []discordtest.Message {
			s.last(s.slash("timeline", map[string]any{"topic": "summit"}, discordtest.InteractionOptions{}))
			return nil
		}},
		{"check", "/check", "A claim held against the archive.", func(s *stage) []discordtest.Message {
			s.last(s.slash("check", map[string]any{"claim": "Kim and Putin talked for five hours."}, discordtest.InteractionOptions{}))
			s.last(s.slash("check", map[string]any{"claim": "Putin met Trump in Vladivostok."}, discordtest.InteractionOptions{}))
			return nil
		}},
		{"settings", "/newsdesk show", "What an administrator sees.", func(s *stage) []discordtest.Message {
			s.last(s.slash("newsdesk show", nil, discordtest.InteractionOptions{}))
			return nil
		}},
		{"help", "/help, /sources and /privacy", "What the bot says of itself.", func(s *stage) []discordtest.Message {
			s.last(s.slash("help", nil, discordtest.InteractionOptions{}))
			s.last(s.slash("sources", nil, discordtest.InteractionOptions{}))
			s.last(s.slash("privacy", nil, discordtest.InteractionOptions{}))
			return nil
		}},
	} {
		t.Run(c.file, func(t *testing.T) {
			e := sampleEngine(t)
			s := start(t, e, func(_ *discordtest.Options, b *bot.Config) { b.Archive = e })
			s.show(c)
		})
	}
}

// An answer that a model writes is shown while it is written.
func TestTranscriptOfStream(t *testing.T) {
	e := sampleEngine(t)
	whole, err := e.Ask(t.Context(), rag.Question{Text: firstQuestion})
	if err != nil {
		t.Fatal(err)
	}
	f := &stream{steps: make(chan rag.Answer), last: whole}
	s := start(t, f, func(_ *discordtest.Options, b *bot.Config) { b.Archive = e })
	s.show(scene{"stream", "An answer that is being written", "Above while it is written, below when it is done: one message in Discord.", func(s *stage) []discordtest.Message {
		token := s.slash("ask", map[string]any{"question": firstQuestion}, discordtest.InteractionOptions{})
		begun := whole
		begun.Statements, begun.Disagreements = whole.Statements[:1], nil
		begun.Text, _, _ = strings.Cut(whole.Text, "\n• ")
		f.steps <- begun
		unfinished := s.finished(token, 1).Messages[0]
		close(f.steps)
		s.await("the finished answer", func() bool { return len(s.Interaction(token).Messages[0].Components) > 0 })
		return []discordtest.Message{unfinished, s.last(token)}
	}})
}

// last waits for an interaction's answer and returns its last message.
func (s *stage) last(token string) discordtest.Message {
	s.t.Helper()
	m := s.finished(token, 1).Messages
	return m[len(m)-1]
}

// show plays a scene and holds it to its page.
func (s *stage) show(c scene) {
	s.t.Helper()
	messages := c.play(s)
	if messages == nil {
		messages = s.Transcript(discordtest.General, discordtest.UserID)
	}
	var got bytes.Buffer
	p := page.Page{Title: c.title, Note: c.note, Server: s.Server, Messages: messages}
	if err := p.Write(&got); err != nil {
		s.t.Fatal(err)
	}
	file := filepath.Join("testdata", c.file+".html")
	if *update {
		if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
			s.t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		s.t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		s.t.Errorf("%s is not what the bot writes: look at the difference after go test ./bot -run Transcript -update", file)
	}
}
