//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"newsdesk/bot/discordtest"
	"newsdesk/rag/llm/llmtest"
)

const botToken = "very-secret-token"

// installed is the program as an administrator runs it, against a server that
// speaks Discord's API.
type installed struct {
	t    *testing.T
	cmd  *exec.Cmd
	err  syncBuffer
	out  syncBuffer
	done chan error
}

// syncBuffer is a buffer that may be read while it is written.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// install runs newsdesk bot with an environment of its own, and with the model
// at an address if there is one.
func install(t *testing.T, home, base, model string, args ...string) *installed {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	i := &installed{t: t, cmd: exec.Command(self), done: make(chan error, 1)}
	i.cmd.Args = append([]string{"newsdesk", "bot"}, args...)
	i.cmd.Env = []string{"HOME=" + home, "XDG_CACHE_HOME=" + home + "/cache", "NEWSDESK_DATA=" + home + "/data", "OPENAI_API_KEY=sk-test",
		"DISCORD_TOKEN=" + botToken, "DISCORD_API_BASE=" + base}
	if model != "" {
		i.cmd.Env = append(i.cmd.Env, "NEWSDESK_LLM=openai:test-model", "NEWSDESK_LLM_BASE_URL="+model)
	}
	i.cmd.Dir = home
	i.cmd.Stdout, i.cmd.Stderr = &i.out, &i.err
	if err := i.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { i.done <- i.cmd.Wait() }()
	t.Cleanup(func() {
		_ = i.cmd.Process.Kill()
		if strings.Contains(i.err.String()+i.out.String(), botToken) {
			t.Error("the token is printed")
		}
		if t.Failed() {
			t.Logf("newsdesk %s printed:\n%s%s", strings.Join(i.cmd.Args[1:], " "), &i.out, &i.err)
		}
	})
	return i
}

// exit is the status that the program ends with.
func (i *installed) exit() int {
	i.t.Helper()
	select {
	case err := <-i.done:
		exit := (*exec.ExitError)(nil)
		if errors.As(err, &exit) {
			return exit.ExitCode()
		}
		if err != nil {
			i.t.Fatal(err)
		}
		return 0
	case <-time.After(30 * time.Second):
		i.t.Fatalf("newsdesk bot does not end:\n%s", &i.err)
		return 0
	}
}

// fakeDiscord is a server that speaks Discord's API.
func fakeDiscord(t *testing.T) *discordtest.Server {
	t.Helper()
	s, err := discordtest.New(discordtest.Options{Token: botToken})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func awaitDiscord(t *testing.T, s *discordtest.Server, i *installed, what string, ok func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if s.Await(ctx, ok) != nil {
		t.Fatalf("waited in vain: %s\n%s", what, &i.err)
	}
}

func connected(t *testing.T, s *discordtest.Server, i *installed) {
	t.Helper()
	awaitDiscord(t, s, i, "connected and registered", func() bool { return s.Connected() == 1 && len(s.Commands()) > 0 })
}

// spoken waits for the last message that answers an interaction, such that ok
// holds of it.
func spoken(t *testing.T, s *discordtest.Server, i *installed, token string, ok func(discordtest.Message) bool) discordtest.Message {
	t.Helper()
	var m discordtest.Message
	awaitDiscord(t, s, i, "an answer", func() bool {
		all := s.Interaction(token).Messages
		if len(all) == 0 {
			return false
		}
		m = all[len(all)-1]
		return ok(m)
	})
	return m
}

func anyMessage(discordtest.Message) bool { return true }
func whole(m discordtest.Message) bool    { return m.Find("evidence") != nil }

// What was answered before the program was killed has its buttons after it was
// started again; its figures are served meanwhile.
func TestBotKilled(t *testing.T) {
	t.Parallel()
	s, home := fakeDiscord(t), t.TempDir()
	metrics := freeAddress(t)
	first := install(t, home, s.APIBase(), "", "--metrics", metrics)
	connected(t, s, first)
	m := spoken(t, s, first, s.Ask("What did Putin say about security guarantees?", discordtest.InteractionOptions{}), whole)
	call, err := s.Slash("check", map[string]any{"claim": "Kim and Putin talked for five hours."}, discordtest.InteractionOptions{})
	if err != nil {
		t.Fatal(err)
	}
	checked := spoken(t, s, first, call, whole)
	for path, want := range map[string]string{"/healthz": "", "/readyz": "", "/metrics": "newsdesk_"} {
		if status, body := getURL(t, "http://"+metrics+path); status != http.StatusOK || !strings.Contains(body, want) || strings.Contains(body, botToken) {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
	time.Sleep(500 * time.Millisecond) // it is stored in the background
	if err := first.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	first.exit()
	awaitDiscord(t, s, first, "the lost connection", func() bool { return s.Connected() == 0 })

	second := install(t, home, s.APIBase(), "")
	connected(t, s, second)
	for _, of := range []string{m.ID, checked.ID} {
		pressed, err := s.Press(of, "evidence", discordtest.InteractionOptions{User: discordtest.OtherID})
		if err != nil {
			t.Fatal(err)
		}
		page := spoken(t, s, second, pressed, anyMessage)
		if page.For != discordtest.OtherID || !strings.Contains(page.Content, "Evidence 1 of") || !strings.Contains(page.Content, "\n> ") || strings.Contains(page.Content, "cannot be opened") {
			t.Errorf("after a kill, Evidence shows %q", page.Content)
		}
	}
	s.Say(discordtest.Post{Content: "and about the talks with Washington?", ReplyTo: m.ID})
	awaitDiscord(t, s, second, "the follow-up's answer", func() bool { return len(s.Messages(discordtest.General)) == 4 })
	if got := s.Messages(discordtest.General)[3].Content; !strings.Contains(got, "Understood as:") {
		t.Errorf("after a kill, a follow-up is answered with %q", got)
	}
	if err := second.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := second.exit(); code != 0 {
		t.Errorf("SIGTERM ends with %d", code)
	}
}

// With NEWSDESK_LOG=json every line on stderr is an object: notices, where the
// figures are served, and the error that ends it.
func TestBotLogsJSON(t *testing.T) {
	t.Parallel()
	s := fakeDiscord(t)
	for name, args := range map[string][]string{"runs": {"--metrics", freeAddress(t)}, "fails": {"--metrics", takenAddress(t)}} {
		t.Run(name, func(t *testing.T) {
			home := t.TempDir()
			if err := os.WriteFile(home+"/.env", []byte("NEWSDESK_LOG=json:info\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			i := install(t, home, s.APIBase(), "", args...)
			want := []string{"no index yet", "--metrics"}
			if name == "runs" {
				want[1] = "metrics are at http://"
				connected(t, s, i)
				if err := i.cmd.Process.Signal(syscall.SIGTERM); err != nil {
					t.Fatal(err)
				}
			}
			i.exit()
			for line := range strings.Lines(i.err.String()) {
				var entry struct{ Time, Level, Msg string }
				if err := json.Unmarshal([]byte(line), &entry); err != nil || entry.Time == "" || entry.Level == "" || entry.Msg == "" {
					t.Errorf("no entry of a log: %q", line)
				}
			}
			for _, w := range want {
				if !strings.Contains(i.err.String(), w) {
					t.Errorf("it does not say %q", w)
				}
			}
		})
	}
}

// Told to end in the middle of an answer, the program finishes it; where that
// takes longer than --drain it says so, and leaves nothing unfinished.
func TestBotTerminated(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ drain, want string }{"finished": {"20s", ""}, "given up": {"200ms", "being restarted"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			model, err := llmtest.New(func(r llmtest.Request) llmtest.Reply {
				if !strings.HasPrefix(r.System, "You write short answers") {
					return llmtest.Say("DROP")
				}
				line := r.User[strings.LastIndex(r.User[:strings.Index(r.User, "Putin said")], "\n")+1:]
				line, _, _ = strings.Cut(line, "\n")
				marker, text, _ := strings.Cut(line, "] (")
				_, text, _ = strings.Cut(text, ") ")
				out := llmtest.Say(strings.Repeat(text+" "+marker+"]\n", 3))
				out.Pause = 30 * time.Millisecond
				return out
			})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(model.Close)
			s, home := fakeDiscord(t), t.TempDir()
			i := install(t, home, s.APIBase(), model.URL(llmtest.OpenAI), "--drain", c.drain)
			connected(t, s, i)
			token := s.Ask("What did Putin say about security guarantees?", discordtest.InteractionOptions{})
			awaitDiscord(t, s, i, "a model at work", func() bool { return model.Open() > 0 || len(s.Interaction(token).Messages) > 0 })
			if err := i.cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			if code := i.exit(); code != 0 {
				t.Errorf("SIGTERM ends with %d", code)
			}
			m := spoken(t, s, i, token, anyMessage)
			if c.want == "" && !whole(m) || !strings.Contains(m.Content, c.want) || strings.Contains(m.Content, "writing…") {
				t.Errorf("what stands there is %q", m.Content)
			}
		})
	}
}

// Where the bot cannot run, one line says what to do about it.
func TestBotRefused(t *testing.T) {
	t.Parallel()
	other, err := discordtest.New(discordtest.Options{Token: "another"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(other.Close)
	intent := fakeDiscord(t)
	for name, c := range map[string]struct {
		base, say string
		args      []string
	}{
		"wrong token": {base: other.APIBase(), say: "DISCORD_TOKEN"},
		"no network":  {base: "http://127.0.0.1:1/api/v9/", say: "DISCORD_API_BASE"},
		"no intent":   {base: intent.APIBase(), say: "Message Content Intent", args: []string{"--message-content"}},
		"taken port":  {base: intent.APIBase(), say: "--metrics", args: []string{"--metrics", takenAddress(t)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := install(t, t.TempDir(), c.base, "", c.args...)
			if code := i.exit(); code != 1 {
				t.Errorf("ended with %d", code)
			}
			lines := strings.Split(strings.TrimSpace(i.err.String()), "\n")
			if last := lines[len(lines)-1]; !strings.Contains(last, c.say) || !strings.HasPrefix(last, "newsdesk: ") {
				t.Errorf("printed %q", i.err.String())
			}
		})
	}
}

// freeAddress is an address at which nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// takenAddress is an address at which somebody listens.
func takenAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l.Addr().String()
}

// getURL gets an address.
func getURL(t *testing.T, address string) (status int, body string) {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(raw)
}
