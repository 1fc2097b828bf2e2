package bot_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"runtime/pprof"
	"strconv"
	"strings"
	"testing"
	"time"

	"newsdesk/bot"
	"newsdesk/rag"
	"newsdesk/rag/llm"
	"newsdesk/rag/llm/llmtest"
)

// errandEnv makes the test's program a bot: what it holds is an errand in JSON.
const errandEnv = "NEWSDESK_TEST_BOT"

// errand is what a bot in a process of its own is to do: there its memory is
// its own, and not that of the server for tests too.
type errand struct {
	APIBase string
	Dir     string // for its index and its records
	// Model is the address of a model, which answers what is asked politely.
	Model string
	// Fake answers without an archive, at once.
	Fake bool
}

// usage is what a bot uses up.
type usage struct {
	Heap, RSS int // bytes: what is reachable, what the process has
	// Goroutines are those of the bot, without two for each connection that is
	// kept open for the next request.
	Goroutines int
	// Sizes are of every map, list and buffer of the bot's, by its path; they are
	// read without the locks of what is looked at, so only where nothing happens.
	Sizes map[string]int
}

// serveErrand is the process.
func serveErrand(text string) error {
	var e errand
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	c := bot.Config{Token: token, APIBase: e.APIBase, Parallel: 32, MessageContent: true, Drain: 10 * time.Second,
		// Each of many users asks as often as a test wants.
		Limits: bot.Limits{User: 10_000, Channel: 10_000, Server: 10_000},
		Log:    slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))}
	engine, lib, closeIndex, err := openSample(ctx, e.Dir)
	if err != nil {
		return err
	}
	defer closeIndex()
	c.Asker, c.Archive, c.Store = engine, engine, lib
	if e.Model != "" {
		m, err := llm.Open(llm.Settings{Spec: "openai:test-model", BaseURL: e.Model, OpenAIKey: "sk-test"})
		if err != nil {
			return err
		}
		c.Asker = politely{engine, rag.NewGenerative(engine, m, rag.GenerativeOptions{Kept: -1})}
	}
	if e.Fake {
		c.Asker, c.Archive = askerFunc(func(context.Context, rag.Question) (rag.Answer, error) {
			return cited("The bridge opens in May, the mayor said."), nil
		}), nil
	}
	b, err := bot.New(c)
	if err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() { done <- b.Run(ctx) }()
	asked := make(chan string)
	go func() {
		defer close(asked)
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			asked <- lines.Text()
		}
	}()
	for {
		select {
		case err := <-done:
			return errors.Join(errors.New("the bot ended by itself"), err)
		case what, ok := <-asked:
			if !ok {
				stop()
				return <-done
			}
			u := measure()
			if what == "sizes" {
				u.Sizes = sizesOf(b)
			}
			if err := json.NewEncoder(os.Stdout).Encode(u); err != nil {
				return err
			}
		}
	}
}

// measure is what the process uses, after what can go is gone.
func measure() usage {
	var m runtime.MemStats
	for range 3 {
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	u := usage{Heap: int(m.HeapAlloc), Goroutines: goroutines()}
	status, _ := os.ReadFile("/proc/self/status") // elsewhere it stays 0
	if _, after, ok := strings.Cut(string(status), "VmRSS:"); ok {
		kb, _ := strconv.Atoi(strings.Fields(after)[0])
		u.RSS = kb << 10
	}
	return u
}

// goroutines is how many there are but for those of idle connections.
func goroutines() int {
	var b bytes.Buffer
	_ = pprof.Lookup("goroutine").WriteTo(&b, 2) // a buffer takes everything
	return runtime.NumGoroutine() - strings.Count(b.String(), "net/http.(*Transport).dialConn in")
}

// please begins the questions that a model answers.
const please = "Please: "

// politely has a model answer what is asked politely, and the engine the rest.
type politely struct {
	engine *rag.Engine
	model  *rag.Generative
}

func (p politely) Ask(ctx context.Context, q rag.Question) (rag.Answer, error) {
	return p.Stream(ctx, q, nil)
}

func (p politely) Stream(ctx context.Context, q rag.Question, show func(rag.Answer)) (rag.Answer, error) {
	text, polite := strings.CutPrefix(q.Text, please)
	if !polite {
		return p.engine.Ask(ctx, q)
	}
	q.Text = text
	return p.model.Stream(ctx, q, show)
}

// slowEcho is a model that says what it is shown, a word at a time.
func slowEcho(r llmtest.Request) llmtest.Reply {
	if !strings.HasPrefix(r.System, "You write short answers") {
		return llmtest.Say("DROP")
	}
	var b strings.Builder
	for line := range strings.Lines(r.User) {
		marker, rest, ok := strings.Cut(line, "] (")
		if _, text, there := strings.Cut(rest, ") "); ok && there && strings.HasPrefix(marker, "[") && b.Len() < 600 {
			fmt.Fprintf(&b, "%s %s]\n", strings.TrimSpace(text), marker)
		}
	}
	out := llmtest.Say(b.String())
	out.Pause = 40 * time.Millisecond
	return out
}

// process is a bot in a process of its own.
type process struct {
	t     *testing.T
	cmd   *exec.Cmd
	in    io.WriteCloser
	out   *json.Decoder
	log   *safeBuffer
	ended bool
}

// spawn starts one, which ends with the test.
func spawn(t *testing.T, e errand) *process {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	p := &process{t: t, cmd: exec.Command(self), log: &safeBuffer{}}
	p.cmd.Env = append(os.Environ(), errandEnv+"="+string(raw))
	p.cmd.Stderr = p.log
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.out = json.NewDecoder(out)
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.end()
		if t.Failed() {
			t.Logf("the bot's log:\n%s", p.log)
		}
	})
	return p
}

// usage asks the bot what it uses.
func (p *process) usage() usage { return p.measure("usage") }

// sizes is usage with Sizes.
func (p *process) sizes() usage { return p.measure("sizes") }

func (p *process) measure(what string) usage {
	p.t.Helper()
	var u usage
	_, err := io.WriteString(p.in, what+"\n")
	if err = errors.Join(err, p.out.Decode(&u)); err != nil {
		p.t.Fatalf("%v\n%s", err, p.log)
	}
	return u
}

// end tells the bot to end, and waits until it has.
func (p *process) end() {
	if p.ended {
		return
	}
	p.ended = true
	p.in.Close()
	timer := time.AfterFunc(30*time.Second, func() {
		p.t.Error("the bot does not end")
		_ = p.cmd.Process.Kill()
	})
	defer timer.Stop()
	if err := p.cmd.Wait(); err != nil {
		p.t.Errorf("the bot ended with %v", err)
	}
}
