package bot_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"newsdesk/bot/discordtest"
)

// soakEnv says how many interactions TestSoak makes.
const soakEnv = "NEWSDESK_SOAK"

// maxSize is the most that anything the bot keeps may have: the buckets that
// questions are counted in are the most.
const maxSize = 16384

// TestSoak makes very many interactions, and looks ten times on the way at
// what the bot uses and keeps: once everything that is bounded has filled up,
// nothing grows any more. NEWSDESK_SOAK sets how many there are: 100000 take some
// minutes.
func TestSoak(t *testing.T) {
	total, err := strconv.Atoi(os.Getenv(soakEnv))
	if err != nil {
		t.Skipf("takes minutes: %s=100000 go test ./bot -run Soak -v -timeout 30m", soakEnv)
	}
	const users, guilds, rounds, least = 200, 20, 10, 20_000
	if total < least {
		t.Fatalf("%s=%d is too few: below %d what is bounded still fills up", soakEnv, total, least)
	}
	s, err := discordtest.New(discordtest.Options{Token: token, Document: specification, Privileged: 1 << 15, Shards: 2, MaxConcurrency: 2, Keep: 20 * users})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	var channels []string
	for range guilds {
		channels = append(channels, s.AddChannel(discordtest.Channel{Guild: s.AddGuild(discordtest.Guild{})}))
	}
	b := spawn(t, errand{APIBase: s.APIBase(), Dir: t.TempDir(), Fake: true})
	l := &load{Server: s, t: t, bot: b}
	l.await("connected and registered", func() bool { return s.Connected() == 2 && len(s.Commands()) > 0 })

	var seen []usage
	var excused atomic.Int64
	began := time.Now()
	for round := range rounds {
		var wg sync.WaitGroup
		for n := range users {
			u := &soaker{Server: s, t: t, n: n, excused: &excused}
			wg.Go(func() {
				for i := 0; i < total/rounds/users && !t.Failed(); i++ {
					u.once(i, channels[n%guilds])
				}
			})
		}
		wg.Wait()
		time.Sleep(time.Second) // for the records to be written
		u := b.sizes()
		seen = append(seen, u)
		t.Logf("%6d interactions after %v: heap %.1f MiB, %.0f MiB resident, %d goroutines", (round+1)*(total/rounds/users)*users,
			time.Since(began).Round(time.Second), float64(u.Heap)/(1<<20), float64(u.RSS)/(1<<20), u.Goroutines)
		if t.Failed() {
			return
		}
	}
	checkDocument(t, s)
	t.Logf("%d answers say why there is none", excused.Load())
	if n := excused.Load(); n > int64(total/100) {
		t.Errorf("%d answers say why there is none", n)
	}
	half, last := seen[rounds/2-1], seen[rounds-1]
	for _, path := range slices.Sorted(maps.Keys(last.Sizes)) {
		if n := last.Sizes[path]; n > 200 {
			t.Logf("%s has %d, after half as many interactions %d", path, n, half.Sizes[path])
		}
		if n := last.Sizes[path]; n > maxSize || n > half.Sizes[path]*3/2+2000 {
			t.Errorf("%s grows: %d, after half as many interactions %d", path, n, half.Sizes[path])
		}
	}
	if last.Heap > half.Heap*5/4+4<<20 {
		t.Errorf("the heap grows: %d bytes, after half as many interactions %d", last.Heap, half.Heap)
	}
}

// soaker is somebody who never stops, under many names.
type soaker struct {
	*discordtest.Server
	t       *testing.T
	n       int           // which of the users
	excused *atomic.Int64 // answers that say why there is none
}

// soakNames is how many names each has.
const soakNames = 30

// once makes the interaction number i: questions, and of ten one command more
// and two buttons, which are pressed as soon as there is an answer that has them.
func (s *soaker) once(i int, channel string) {
	o := discordtest.InteractionOptions{User: fmt.Sprint(200000000000000000 + s.n*soakNames + i%soakNames), Channel: channel}
	anything := func(i discordtest.Interaction) bool { return len(i.Messages) > 0 }
	switch i % 10 {
	case 7:
		s.await(s.Call("help", nil, o), anything)
	case 8, 9: // the answer of 6 has been pressed already
	default:
		answer := s.await(s.Ask(fmt.Sprintf("When does the bridge open, for the %d. time?", i), o), func(i discordtest.Interaction) bool {
			return len(i.Messages) > 0 && len(i.Messages[0].Components) > 0
		})
		if i%10 != 6 || s.t.Failed() {
			return
		}
		for _, button := range []string{"evidence", "up"} {
			token, err := s.Press(answer.Messages[0].ID, button, o)
			if err != nil {
				s.t.Error(err)
				return
			}
			s.await(token, anything)
		}
	}
}

func (s *soaker) await(token string, ok func(discordtest.Interaction) bool) discordtest.Interaction {
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	i, err := s.AwaitInteraction(ctx, token, ok)
	if err != nil {
		s.t.Errorf("no answer to %s: %v, %+v", i.Name, err, i.Messages)
	} else if excuse(i.Messages[0].Content) != "" {
		s.excused.Add(1)
	}
	return i
}
