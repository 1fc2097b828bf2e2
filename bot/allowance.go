package bot

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxBuckets is how many users, channels and servers are counted at a time.
const maxBuckets = 16384

// allowances count questions: a token bucket for each user, channel and
// server, filled evenly over limitWindow. They are lost when the bot ends.
type allowances struct {
	mu      sync.Mutex
	buckets *lru[*rate.Limiter]
}

func newAllowances() *allowances {
	return &allowances{buckets: newLRU[*rate.Limiter](maxBuckets)}
}

// take takes one question from every bucket that o draws from. Where one of
// them is empty it takes none, and says how long until there is one, and who
// has none.
func (l *allowances) take(o origin, most Limits, now time.Time) (wait time.Duration, who string) {
	drawn := []struct {
		key, who string
		limit    int
	}{
		{"u:" + o.owner() + ":" + o.user, "you have", most.User},
		{"c:" + o.channel, "this channel has", most.Channel},
		{"s:" + o.guild, "this server has", most.Server},
	}
	if o.guild == "" || o.guest { // where nobody set limits for others
		drawn = drawn[:1]
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	var held []*rate.Reservation
	for _, d := range drawn {
		b, ok := l.buckets.get(d.key)
		every := rate.Every(limitWindow / time.Duration(d.limit))
		if !ok {
			b = rate.NewLimiter(every, d.limit)
			l.buckets.put(d.key, b)
		} else if b.Burst() != d.limit { // the administrators have changed it
			b.SetLimitAt(now, every)
			b.SetBurstAt(now, d.limit)
		}
		r := b.ReserveN(now, 1)
		held = append(held, r)
		if wait := r.DelayFrom(now); wait > 0 {
			for _, r := range held {
				r.CancelAt(now)
			}
			return wait, d.who
		}
	}
	return 0, ""
}
