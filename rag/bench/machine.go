package bench

import (
	"bytes"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// stopwatch runs from start to stop, by the clock and by the processors.
type stopwatch struct {
	begun time.Time
	cpu   float64
}

func start() stopwatch { return stopwatch{time.Now(), processorSeconds()} }

func (s stopwatch) stop() (seconds, cpu float64) {
	return time.Since(s.begun).Seconds(), processorSeconds() - s.cpu
}

// sampling is how often the memory is looked at.
const sampling = 10 * time.Millisecond

// watchMemory looks at how much memory is resident until the function that it
// returns is called, which returns the most, 0 where the system does not say.
func watchMemory() func() int64 {
	var most atomic.Int64
	stop := make(chan struct{})
	var done sync.WaitGroup
	done.Go(func() {
		tick := time.NewTicker(sampling)
		defer tick.Stop()
		for {
			most.Store(max(most.Load(), resident()))
			select {
			case <-stop:
				return
			case <-tick.C:
			}
		}
	})
	return func() int64 {
		close(stop)
		done.Wait()
		return max(most.Load(), resident())
	}
}

// resident is the memory of this process that is in place, in bytes, 0 where
// there is no /proc that says.
func resident() int64 {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := bytes.Fields(b)
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(string(fields[1]), 10, 64)
	return pages * int64(os.Getpagesize())
}

// load is the system's load average of the last minute.
func load() float64 {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return 0
	}
	first, _, _ := bytes.Cut(b, []byte(" "))
	l, _ := strconv.ParseFloat(string(first), 64)
	return l
}
