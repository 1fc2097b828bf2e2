package follow

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"newsdesk/corpus"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var start = time.Date(2024, 5, 6, 7, 0, 0, 0, time.UTC)

func TestAfter(t *testing.T) {
	f := corpus.Follow{Target: "x", Every: 30 * time.Minute}
	down := errors.New("down")
	for i, want := range []time.Duration{30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 16 * time.Hour, 24 * time.Hour, 24 * time.Hour} {
		f = After(f, start, "", down, 0, 0)
		if f.Next != start.Add(want) || f.Failures != i+1 || f.Note != "down" || !f.Last.Equal(start) || !f.Good.IsZero() {
			t.Errorf("after %d failures: %+v, want %v", i+1, f, want)
		}
	}
	f = After(f, start, "added 1", nil, 0, .5)
	if f.Next != start.Add(30*time.Minute) || f.Failures != 0 || f.Note != "added 1" || !f.Good.Equal(start) {
		t.Errorf("after a success: %+v", f)
	}
	for _, tt := range []struct {
		name   string
		every  time.Duration
		failed int
		err    error
		wait   time.Duration
		jitter float64
		want   time.Duration
	}{
		{"jitter", time.Hour, 0, down, 0, 1, 72 * time.Minute},
		{"the server asks for more", time.Hour, 0, down, 3 * time.Hour, 1, 3 * time.Hour},
		{"the server asks for less", time.Hour, 0, down, time.Minute, 0, time.Hour},
		{"the server asks for more, and all is well", time.Hour, 0, nil, 3 * time.Hour, 0, 3 * time.Hour},
		{"rare", 72 * time.Hour, 9, down, 0, 0, 72 * time.Hour},
		{"too often", time.Second, 0, nil, 0, 0, MinEvery},
		{"for years", time.Hour, 100000, down, 0, 0, MaxBackOff},
	} {
		got := After(corpus.Follow{Every: tt.every, Failures: tt.failed}, start, "", tt.err, tt.wait, tt.jitter)
		if got.Next != start.Add(tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got.Next.Sub(start), tt.want)
		}
	}
}

func TestDue(t *testing.T) {
	all := []corpus.Follow{{Owner: "server:1", Target: "owned", Next: start.Add(-2)}, {Target: "later", Next: start.Add(1)}, {Target: "now", Next: start}, {Target: "new"}, {Target: "overdue", Next: start.Add(-1)}}
	var got []string
	for _, f := range Due(all, start) {
		got = append(got, f.Target)
	}
	if want := []string{"new", "overdue", "now", "owned"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// memory is a Store in memory.
type memory struct {
	mu     sync.Mutex
	all    []corpus.Follow
	broken error
}

func (m *memory) Follows(context.Context) ([]corpus.Follow, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.all), m.broken
}

func (m *memory) at(owner, target string) *corpus.Follow {
	for i := range m.all {
		if m.all[i].Owner == owner && m.all[i].Target == target {
			return &m.all[i]
		}
	}
	return nil
}

func (m *memory) ClaimFollow(_ context.Context, f corpus.Follow, until time.Time) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	held := m.at(f.Owner, f.Target)
	if held == nil || !held.Next.Equal(f.Next) {
		return false, m.broken
	}
	held.Next = until
	return true, m.broken
}

func (m *memory) SetFollow(_ context.Context, f corpus.Follow) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if held := m.at(f.Owner, f.Target); held != nil {
		f.Every = held.Every
		*held = f
	}
	return m.broken
}

// library is a Store in a file.
func library(t *testing.T, follows ...corpus.Follow) Store {
	t.Helper()
	l, err := corpus.OpenLibrary(t.Context(), filepath.Join(t.TempDir(), "library.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	for _, f := range follows {
		if _, err := l.AddFollow(t.Context(), f.Target, f.Every); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

// TestStores holds every Store to what a Runner relies on.
func TestStores(t *testing.T) {
	follows := []corpus.Follow{{Target: "a", Every: time.Hour}, {Target: "b", Every: time.Hour}}
	for name, store := range map[string]Store{"memory": &memory{all: slices.Clone(follows)}, "library": library(t, follows...)} {
		t.Run(name, func(t *testing.T) {
			var mu sync.Mutex
			visits := map[string]int{}
			r := &Runner{Store: store, Visit: func(_ context.Context, f corpus.Follow) (string, time.Duration, error) {
				mu.Lock()
				defer mu.Unlock()
				visits[f.Target]++
				if f.Target == "b" {
					return "", 2 * time.Hour, errors.New("down")
				}
				return "added 1", 0, nil
			}}
			// Two processes find the same visits due.
			made := [2]int{}
			var wg sync.WaitGroup
			for i := range made {
				wg.Go(func() {
					var err error
					if made[i], _, err = r.Pass(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if made[0]+made[1] != 2 || visits["a"] != 1 || visits["b"] != 1 {
				t.Errorf("made %v, visited %v", made, visits)
			}
			made[0], _, _ = r.Pass(t.Context())
			all, err := store.Follows(t.Context())
			if err != nil || made[0] != 0 {
				t.Errorf("made %d more, %v", made[0], err)
			}
			for i, want := range []struct {
				note     string
				failures int
				next     time.Duration
			}{{"added 1", 0, time.Hour}, {"down", 1, 2 * time.Hour}} {
				f := all[i]
				if in := time.Until(f.Next); f.Note != want.note || f.Failures != want.failures || in > want.next || in < want.next-time.Minute {
					t.Errorf("%+v, want %+v", f, want)
				}
			}
			if _, next, err := r.Pass(t.Context()); err != nil || !next.Equal(all[0].Next) {
				t.Errorf("the next is due at %v, %v, want %v", next, err, all[0].Next)
			}
		})
	}
}

func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &memory{all: []corpus.Follow{{Target: "hourly", Every: time.Hour}, {Target: "down", Every: time.Hour}, {Target: "faulty", Every: 10 * time.Hour}}}
		begun := time.Now()
		var mu sync.Mutex
		var log []string
		var text strings.Builder
		r := &Runner{
			Store: m, Log: slog.New(slog.NewTextHandler(&text, nil)),
			Visit: func(ctx context.Context, f corpus.Follow) (string, time.Duration, error) {
				switch f.Target {
				case "down":
					return "", 0, errors.New("no answer")
				case "faulty":
					panic("a bug")
				}
				time.Sleep(time.Minute)
				return "added 1", 0, nil
			},
			Done: func(f corpus.Follow, err error) {
				mu.Lock()
				defer mu.Unlock()
				log = append(log, fmt.Sprint(f.Target, " ", time.Since(begun).Truncate(time.Hour), " ", err == nil))
			},
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			r.Run(ctx)
			close(done)
		}()
		time.Sleep(4*time.Hour + 50*time.Minute)
		// What is added meanwhile is found, and what fails now is tried again.
		m.mu.Lock()
		m.all = append(m.all, corpus.Follow{Target: "new", Every: 100 * time.Hour})
		m.broken = errors.New("locked")
		m.mu.Unlock()
		time.Sleep(10 * time.Minute)
		m.mu.Lock()
		m.broken = nil
		m.mu.Unlock()
		time.Sleep(5 * time.Minute)
		cancel()
		<-done
		mu.Lock()
		defer mu.Unlock()
		count := map[string]int{}
		for _, line := range log {
			count[strings.Fields(line)[0]]++
		}
		// Down fails at 0, about 1 and about 3; whether the sixth hour's visit has
		// begun depends on the jitter.
		if count["hourly"] < 5 || count["hourly"] > 6 || count["down"] != 3 || count["faulty"] != 1 || count["new"] != 1 {
			t.Errorf("visits: %v; %q", count, log)
		}
		if !strings.Contains(text.String(), "locked") {
			t.Errorf("the log is %q", text.String())
		}
		if f := m.at("", "faulty"); !strings.Contains(f.Note, "a bug") || f.Failures != 1 {
			t.Errorf("%+v", f)
		}
	})
}

// TestInterrupted holds that a visit which Ctrl-C ends is no failure and due
// at once.
func TestInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &memory{all: []corpus.Follow{{Target: "slow", Every: time.Hour}, {Target: "waiting", Every: time.Hour}}}
		ctx, cancel := context.WithCancel(t.Context())
		r := &Runner{Store: m, Workers: 1, Visit: func(ctx context.Context, f corpus.Follow) (string, time.Duration, error) {
			<-ctx.Done()
			return "", 0, ctx.Err()
		}}
		time.AfterFunc(time.Minute, cancel)
		made, _, err := r.Pass(ctx)
		if made != 0 || !errors.Is(err, context.Canceled) {
			t.Errorf("made %d, %v", made, err)
		}
		if due := Due(m.all, time.Now()); len(due) != 2 || due[1].Failures != 0 || due[1].Note != "" {
			t.Errorf("due are %+v", due)
		}
	})
}

// TestManyOwned holds that the operator's visits do not wait until all owners'
// are made, and that those are made all the same.
func TestManyOwned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &memory{all: []corpus.Follow{{Target: "mine", Every: 5 * time.Minute}}}
		for i := range 40 {
			m.all = append(m.all, corpus.Follow{Owner: fmt.Sprint("server:", i), Target: "slow", Every: 24 * time.Hour})
		}
		mine, owned := 0, 0
		var mu sync.Mutex
		r := &Runner{Store: m, Workers: 2, Log: slog.New(slog.DiscardHandler), Visit: func(ctx context.Context, f corpus.Follow) (string, time.Duration, error) {
			if f.Owner != "" {
				time.Sleep(2 * time.Minute)
			}
			mu.Lock()
			defer mu.Unlock()
			if f.Owner != "" {
				owned++
			} else {
				mine++
			}
			return "", 0, nil
		}}
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		r.Run(ctx)
		if mine < 6 || owned != 40 {
			t.Errorf("visits: %d of the operator's, %d of owners'", mine, owned)
		}
	})
}

// TestOwnedLease holds that a visit for an owner is ended sooner.
func TestOwnedLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &memory{all: []corpus.Follow{{Owner: "server:1", Target: "endless", Every: time.Hour}}}
		r := &Runner{Store: m, Visit: func(ctx context.Context, f corpus.Follow) (string, time.Duration, error) {
			<-ctx.Done()
			return "", 0, ctx.Err()
		}}
		begun := time.Now()
		made, _, err := r.Pass(t.Context())
		if made != 1 || err != nil || time.Since(begun) != MaxOwned || m.all[0].Failures != 1 {
			t.Errorf("made %d, %v after %v: %+v", made, err, time.Since(begun), m.all[0])
		}
	})
}

// TestLease holds that a visit without an end is ended before another process
// may take it.
func TestLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &memory{all: []corpus.Follow{{Target: "endless", Every: time.Hour}}}
		r := &Runner{Store: m, Visit: func(ctx context.Context, f corpus.Follow) (string, time.Duration, error) {
			<-ctx.Done()
			return "", 0, ctx.Err()
		}}
		begun := time.Now()
		made, _, err := r.Pass(t.Context())
		if made != 1 || err != nil || time.Since(begun) >= lease || m.all[0].Failures != 1 {
			t.Errorf("made %d, %v after %v: %+v", made, err, time.Since(begun), m.all[0])
		}
	})
}
