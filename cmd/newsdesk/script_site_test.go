package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

type siteKey struct{}

// testSite is a web site that a script fills.
type testSite struct {
	*httptest.Server
	mu    sync.Mutex
	pages map[string]string
}

func newSite() *testSite {
	s := &testSite{pages: map[string]string{}}
	s.Server = httptest.NewServer(s)
	return s
}

// ServeHTTP implements http.Handler.
func (s *testSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	body, ok := s.pages[r.URL.Path]
	s.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	tag := fmt.Sprintf(`"%x"`, sha256.Sum256([]byte(body)))
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	io.WriteString(w, body)
}

// cmdPublish puts a file on the script's site: publish PATH FILE, or takes it
// off: ! publish PATH. SITE in the file is the site's address.
func cmdPublish(ts *testscript.TestScript, neg bool, args []string) {
	s := ts.Value(siteKey{}).(*testSite)
	body := ""
	if !neg {
		body = strings.ReplaceAll(ts.ReadFile(args[1]), "SITE", s.URL)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if neg {
		delete(s.pages, args[0])
	} else {
		s.pages[args[0]] = body
	}
}
