package bot_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"newsdesk/bot/discordtest"
	"newsdesk/rag/llm/llmtest"
)

// loadEnv says how many questions TestLoad asks.
const loadEnv = "NEWSDESK_LOAD"

// What a load is like. The shards are as many as Discord recommends.
const (
	loadUsers  = 200
	loadGuilds = 20
	loadShards = 4
	// thinkAtLeast and thinkAtMost are how long a user pauses before each question.
	thinkAtLeast, thinkAtMost = 2 * slowness * time.Second, 6 * slowness * time.Second
	// patience is how long a question may go without an answer; a rate-limited
	// channel takes a while.
	patience = time.Minute
)

// load is a run: a server on which everything goes wrong that goes wrong with
// Discord, a bot in a process of its own, and users.
type load struct {
	*discordtest.Server
	t        *testing.T
	bot      *process
	channels [][]string // by guild
	// asking is held for reading while somebody asks, and for writing while
	// Discord would lose what is asked: between an invalid session and the next.
	asking sync.RWMutex
	asked  atomic.Int64
	total  int

	mu       sync.Mutex
	tokens   map[string]string // interactions that must be answered: what each is
	messages map[string]string // the same of messages
	waits    []time.Duration   // from each question to its answer
	said     map[string]int    // answers that say why there is none
	edits    int               // of what was shown
	drops    []time.Time       // when connections were lost
	usages   []usage
}

// TestLoad has 200 users on 20 servers ask in every way there is, while 5 % of
// the requests fail, connections are lost and events come twice, late or
// without data. Every question is answered, none twice, the bot's memory stays
// what it was, and nothing is sent that Discord forbids. NEWSDESK_LOAD sets how
// many questions there are: 2000 is the full size.
func TestLoad(t *testing.T) {
	if testing.Short() {
		t.Skip("a load run takes half a minute")
	}
	// Not beside other tests: an interaction has three seconds.
	l := &load{t: t, total: 2 * loadUsers, tokens: map[string]string{}, messages: map[string]string{}, said: map[string]int{}}
	if v := os.Getenv(loadEnv); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil {
			t.Fatal(err)
		}
		l.total = n
	}
	l.open()
	start := l.bot.usage()
	l.spoil()
	began := time.Now()

	var users sync.WaitGroup
	for n := range loadUsers {
		u := &loadUser{load: l, n: n, id: fmt.Sprint(200000000000000000 + n), guild: n % loadGuilds, rng: rand.New(rand.NewPCG(uint64(n), 7))}
		users.Go(func() {
			for step := range l.total / loadUsers {
				u.step(step)
			}
		})
	}
	done := make(chan struct{})
	go func() { users.Wait(); close(done) }()
	l.strike(done)
	<-done
	took := time.Since(began)
	l.Calm()
	l.SetDisorder(discordtest.Disorder{})
	time.Sleep(2 * time.Second) // for what is answered twice to arrive
	l.usages = append(l.usages, l.bot.usage())
	l.bot.end()
	l.verify()
	l.report(start, took)
}

// open makes the server, its guilds and the bot.
func (l *load) open() {
	l.t.Helper()
	var err error
	l.Server, err = discordtest.New(discordtest.Options{Token: token, Document: specification, Privileged: 1 << 15, Shards: loadShards, MaxConcurrency: loadShards, Global: 50, Seed: 5})
	if err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(l.Close)
	l.Limit(discordtest.UsualLimits()...)
	for range loadGuilds {
		guild := l.AddGuild(discordtest.Guild{})
		var channels []string
		for range 3 {
			channels = append(channels, l.AddChannel(discordtest.Channel{Guild: guild}))
		}
		l.channels = append(l.channels, channels)
	}
	model, err := llmtest.New(slowEcho)
	if err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(model.Close)
	l.bot = spawn(l.t, errand{APIBase: l.APIBase(), Dir: l.t.TempDir(), Model: model.URL(llmtest.OpenAI)})
	l.await("connected and registered", func() bool { return l.Connected() == loadShards && len(l.Commands()) > 0 })
}

func (l *load) await(what string, ok func() bool) {
	l.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if l.Await(ctx, ok) != nil {
		l.t.Fatalf("waited in vain: %s\nthe bot's log:\n%s", what, l.bot.log)
	}
}

// spoil makes 5 % of all requests fail, each in one of the ways they do, and
// events come as they should not.
func (l *load) spoil() {
	for _, f := range []discordtest.Fault{
		{Share: .008, Status: http.StatusServiceUnavailable},
		{Share: .006, Status: http.StatusBadGateway},
		{Share: .010, Cut: true},
		{Share: .010, Cut: true, Done: true},
		{Share: .008, Status: http.StatusTooManyRequests, RetryAfter: 200 * time.Millisecond},
		{Share: .002, Status: http.StatusTooManyRequests, RetryAfter: 300 * time.Millisecond, Global: true},
		{Share: .006, Delay: 500 * time.Millisecond},
	} {
		l.Inject(f)
	}
	l.SetDisorder(discordtest.Disorder{Twice: .05, Late: .05, Bare: .01})
}

// strike loses three connections, after a quarter, a half and three quarters
// of the questions, and measures after a third and two thirds.
func (l *load) strike(done <-chan struct{}) {
	for _, at := range []struct {
		part float64
		do   func()
	}{
		{1. / 4, func() { l.dropped(); l.Drop(0) }},
		{1. / 3, func() { l.usages = append(l.usages, l.bot.usage()) }},
		{1. / 2, func() { l.dropped(); l.Reconnect() }},
		{2. / 3, func() { l.usages = append(l.usages, l.bot.usage()) }},
		{3. / 4, l.invalidate},
	} {
		for float64(l.asked.Load()) < at.part*float64(l.total) {
			select {
			case <-done:
				return // somebody gave up
			case <-time.After(20 * time.Millisecond):
			}
		}
		at.do()
	}
}

// invalidate ends all sessions. What is asked between one session and the next
// Discord tells nobody, so nothing is.
func (l *load) invalidate() {
	l.asking.Lock()
	defer l.asking.Unlock()
	time.Sleep(100 * time.Millisecond) // what is late is written
	before := l.Identified()
	l.Invalidate(false)
	l.await("new sessions", func() bool { return l.Identified() >= before+loadShards && l.Connected() == loadShards })
}

// report prints what was measured.
func (l *load) report(start usage, took time.Duration) {
	var acks, meanwhile []time.Duration
	for _, i := range l.Interactions() {
		if i.Callback == 0 {
			continue // which was told
		}
		acks = append(acks, i.AckAfter)
		if l.away(i.ID) {
			meanwhile = append(meanwhile, i.AckAfter)
		}
	}
	slices.Sort(acks)
	slices.Sort(meanwhile)
	slices.Sort(l.waits)
	at := func(of []time.Duration, q float64) time.Duration {
		if len(of) == 0 {
			return 0
		}
		return of[min(len(of)-1, int(q*float64(len(of))))].Round(time.Millisecond)
	}
	l.t.Logf("%d questions and %d interactions of %d users in %v", len(l.waits), len(acks), loadUsers, took.Round(time.Second))
	for _, of := range []struct {
		what  string
		times []time.Duration
	}{
		{"acknowledged after", acks},
		{fmt.Sprintf("of those within %v of a lost connection after", awayFor), meanwhile},
		{"answered after", l.waits},
	} {
		l.t.Logf("%s %v (p50), %v (p95), %v (p99), %v at most (%d)", of.what, at(of.times, .5), at(of.times, .95), at(of.times, .99), at(of.times, 1), len(of.times))
	}
	for i, u := range append([]usage{start}, l.usages...) {
		l.t.Logf("%s: heap %.1f MiB, %.0f MiB resident, %d goroutines", []string{"start", "1/3", "2/3", "end"}[min(i, 3)],
			float64(u.Heap)/(1<<20), float64(u.RSS)/(1<<20), u.Goroutines)
	}
	by := map[int]int{}
	for _, statuses := range l.Counts() {
		for status, n := range statuses {
			by[status] += n
		}
	}
	l.t.Logf("requests by status, 0 for a cut one: %v; %d edits of what was shown", by, l.edits)
	if len(l.waits) != l.total/loadUsers*loadUsers || len(l.usages) != 3 || l.edits == 0 {
		l.t.Errorf("the run was cut short: %d questions, %d measurements, %d edits", len(l.waits), len(l.usages), l.edits)
	}
	for _, status := range []int{0, http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable} {
		if by[status] == 0 {
			l.t.Errorf("no request was answered with %d", status)
		}
	}
	if len(l.said) > 0 {
		l.t.Logf("answers that say why there is none: %v", l.said)
	}
	if by[http.StatusUnauthorized]+by[http.StatusForbidden] > 0 {
		l.t.Errorf("requests were refused for good: %v", by)
	}
	last := l.usages[len(l.usages)-1]
	if len(l.usages) == 3 && last.Heap > l.usages[0].Heap*3/2+16<<20 {
		l.t.Errorf("the heap grows: %d, %d, %d", l.usages[0].Heap, l.usages[1].Heap, last.Heap)
	}
	if last.Goroutines > start.Goroutines+20 {
		l.t.Errorf("%d goroutines at the start, %d at the end", start.Goroutines, last.Goroutines)
	}
}

// awayFor is for how long after the loss of a connection an interaction may
// have come before the next one stood.
const awayFor = 2 * time.Second

// dropped notes that connections are lost now.
func (l *load) dropped() { l.drops = append(l.drops, time.Now()) }

// away reports whether something with that ID was made while the connection
// was lost.
func (l *load) away(id string) bool {
	made := discordtest.Made(id)
	return slices.ContainsFunc(l.drops, func(at time.Time) bool {
		return made.After(at.Add(-50*time.Millisecond)) && made.Before(at.Add(awayFor))
	})
}

// excuse is the line that says why there is no answer, if m is one.
func excuse(content string) string {
	for _, line := range []string{"Something went wrong", "That took too long", "I am being restarted", "One question at a time", "I am on it", "That was a lot", "I do not know that command", "That button is from before"} {
		if strings.Contains(content, line) {
			return line
		}
	}
	return ""
}
