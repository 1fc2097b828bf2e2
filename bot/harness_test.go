package bot_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"newsdesk/bot"
	"newsdesk/bot/discordtest"
	"newsdesk/rag"
)

// The tests wait more than they compute, discordgo a second at each close: more
// of them can run at a time than there are processors, though not so many that
// an answer takes Discord's three seconds.
func TestMain(m *testing.M) {
	flag.Parse()
	if text := os.Getenv(errandEnv); text != "" {
		if err := serveErrand(text); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	// For fuzzing the flag has another meaning: the number of processes.
	if flag.Lookup("test.fuzz").Value.String() == "" {
		if err := flag.Set("test.parallel", "16"); err != nil {
			panic(err)
		}
	}
	// bleve, which the engine's package imports, starts its workers when the
	// program starts.
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

// token is what no log and no error may hold.
const token = "very-secret-token"

// askerFunc makes an Asker of a function.
type askerFunc func(context.Context, rag.Question) (rag.Answer, error)

func (f askerFunc) Ask(ctx context.Context, q rag.Question) (rag.Answer, error) { return f(ctx, q) }

// scribe answers everything with one cited statement, and remembers what it
// was asked.
type scribe struct {
	mu    sync.Mutex
	asked []rag.Question
}

func (s *scribe) Ask(_ context.Context, q rag.Question) (rag.Answer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, q)
	return cited("The bridge opens in May, the mayor said."), nil
}

func (s *scribe) questions() []rag.Question {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]rag.Question(nil), s.asked...)
}

// cited is an answer of one statement for each text.
func cited(texts ...string) rag.Answer {
	a := rag.Answer{Mode: "extractive"}
	for i, text := range texts {
		n := i + 1
		a.Text += fmt.Sprintf("%s [%d] ", text, n)
		a.Statements = append(a.Statements, rag.Statement{Text: text, Citations: []int{n}})
		a.Citations = append(a.Citations, rag.Citation{N: n, Doc: "d", Title: "Bridge to open", Outlet: "Harbour Post",
			Published: "2021-03-04", URL: "https://harbour.example/bridge", Quote: text})
	}
	return a
}

// stage is a server with a bot connected to it.
type stage struct {
	*discordtest.Server
	t    *testing.T
	log  *safeBuffer
	stop context.CancelFunc
	done chan error
}

// safeBuffer is a log that may be read while it is written.
type safeBuffer struct {
	mu  sync.Mutex
	b   bytes.Buffer
	max int // bytes after which nothing more is kept, 0 for no bound
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.max > 0 && s.b.Len() > s.max {
		return len(p), nil
	}
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func logTo(b *safeBuffer) *slog.Logger {
	return slog.New(slog.NewTextHandler(b, &slog.HandlerOptions{Level: slog.LevelInfo}))
}

func contains(b *safeBuffer, text string) bool { return strings.Contains(b.String(), text) }

// start runs a bot against a server of its own, and when the test ends holds
// everything that the bot sent to Discord's rules.
func start(t *testing.T, asker bot.Asker, change func(*discordtest.Options, *bot.Config)) *stage {
	t.Helper()
	s := launch(t, asker, change)
	s.await("connected and registered", func() bool { return s.Connected() == 1 && len(s.Commands()) > 0 })
	return s
}

// launch is start without waiting for the connection.
// Where the server is not reached directly, by says at which address.
func launch(t *testing.T, asker bot.Asker, change func(*discordtest.Options, *bot.Config), by ...func(api string) string) *stage {
	t.Helper()
	t.Parallel()
	opt := discordtest.Options{Token: token, Document: specification}
	s := &stage{t: t, log: &safeBuffer{}, done: make(chan error, 1)}
	c := bot.Config{Token: token, Asker: asker, Drain: 5 * time.Second,
		Log: logTo(s.log)}
	if change != nil {
		change(&opt, &c)
	}
	server, err := discordtest.New(opt)
	if err != nil {
		t.Fatal(err)
	}
	s.Server = server
	c.APIBase = server.APIBase()
	for _, way := range by {
		c.APIBase = way(c.APIBase)
	}
	b, err := bot.New(c)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	go func() { s.done <- b.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		select {
		case <-s.done:
		case <-time.After(15 * time.Second):
			t.Error("the bot does not stop")
		}
		server.Close()
		s.check()
		if t.Failed() {
			t.Logf("the bot's log:\n%s", s.log)
		}
	})
	return s
}

// ended is what Run returned.
func (s *stage) ended() error {
	s.t.Helper()
	select {
	case err := <-s.done:
		s.done <- nil
		return err
	case <-time.After(10 * time.Second):
		s.t.Fatal("Run does not return")
		return nil
	}
}

func (s *stage) await(what string, ok func() bool) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if s.Await(ctx, ok) != nil {
		s.t.Fatalf("waited in vain: %s\nthe bot's log:\n%s", what, s.log)
	}
}

// answered waits until the bot wrote n messages in channel and returns them.
func (s *stage) answered(channel string, n int) []discordtest.Message {
	s.t.Helper()
	var mine []discordtest.Message
	s.await(fmt.Sprintf("%d messages of the bot", n), func() bool {
		mine = nil
		for _, m := range s.Messages(channel) {
			if m.Author == discordtest.BotID {
				mine = append(mine, m)
			}
		}
		return len(mine) >= n
	})
	return mine
}

// check holds what the bot did to what holds for every bot of ours.
func (s *stage) check() {
	s.t.Helper()
	if strings.Contains(s.log.String(), token) || strings.Contains(s.log.String(), "secret-1") {
		s.t.Error("the log holds a token")
	}
	for _, channel := range []string{discordtest.General, discordtest.DMID} {
		for _, m := range s.Messages(channel) {
			if m.Author == discordtest.BotID && len(m.Pings) > 0 {
				s.t.Errorf("a message pings %v: %s", m.Pings, m.Content)
			}
		}
	}
	lost := map[string]bool{} // paths of requests whose answer was cut off
	for _, r := range s.Requests() {
		lost[r.Path] = lost[r.Path] || r.Status == 0
		if r.Status == http.StatusBadRequest && !lost[r.Path] {
			s.t.Errorf("the server refused %s %s: %s", r.Method, r.Path, r.Body)
		}
		if strings.Contains(string(r.Body), `"content"`) && !strings.Contains(string(r.Body), `"allowed_mentions":{"parse":[],"replied_user":false}`) {
			s.t.Errorf("%s %s may ping: %s", r.Method, r.Path, r.Body)
		}
		if bytes.Contains(r.Body, []byte("null")) {
			s.t.Errorf("%s %s holds a null: %s", r.Method, r.Path, r.Body)
		}
	}
	s.checkDocument()
}

// specification is Discord's OpenAPI document, where it is present.
const specification = "../../shared/discord/openapi.json"

// checkDocument reports what does not meet Discord's OpenAPI document.
func (s *stage) checkDocument() {
	s.t.Helper()
	if !s.Documented() {
		s.t.Log("requests are not validated: Discord's OpenAPI document is not there")
	}
	for _, fault := range s.Violations() {
		s.t.Error(fault)
	}
}
