package metrics

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Time limits of the server.
const (
	headerTimeout = 5 * time.Second
	scrapeTimeout = 15 * time.Second
	idleTimeout   = 2 * time.Minute
	readyTimeout  = 5 * time.Second // for the question whether all is ready
)

// Handler answers GET /metrics, /healthz (that the process lives) and /readyz
// (200 where ready returns nil, else 503 with its error).
func (m *Metrics) Handler(ready func(context.Context) error) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), readyTimeout)
		defer cancel()
		if err := ready(ctx); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ready")
	})
	return mux
}

// Serve serves h at an address such as "127.0.0.1:9464" until stop is called.
// at is where it is reached, with the port that the system chose where the
// address has port 0.
func Serve(address string, h http.Handler) (at string, stop func(), err error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return "", nil, fmt.Errorf("cannot listen at %s: %w", address, errors.Unwrap(err))
	}
	s := &http.Server{Handler: h, ReadHeaderTimeout: headerTimeout, ReadTimeout: headerTimeout, WriteTimeout: scrapeTimeout, IdleTimeout: idleTimeout}
	var running sync.WaitGroup
	running.Go(func() {
		_ = s.Serve(l) // ends when closed
	})
	return l.Addr().String(), func() {
		s.Close()
		running.Wait()
	}, nil
}
