package main

import (
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"newsdesk/rag/llm/llmtest"
)

// modelServer is a model server with what it was asked to embed.
type modelServer struct {
	*llmtest.Server
	counted int // requests that cmdEmbedded has seen
}

type modelServerKey struct{}

// serveModels starts a model server for one script. It knows the model
// "test-chat", which says yes, and "test-writer", which repeats the first two
// pieces of evidence that it is shown and invents a third; it embeds with every
// model, each in a space of its own; "stuck" says nothing to the third request.
// It refuses the key "bad-key".
func serveModels(env *testscript.Env) error {
	s, err := llmtest.New(func(r llmtest.Request) llmtest.Reply {
		switch {
		case strings.Contains(r.Header.Get("Authorization")+r.Header.Get("X-Api-Key"), "bad-key"):
			return llmtest.Reply{Status: 401, Message: "Incorrect API key provided: bad-key"}
		case r.Model == "stuck" && r.N == 3:
			return llmtest.Reply{Late: time.Minute}
		case r.Texts != nil:
			return hashed(r)
		case r.Model == "test-writer":
			return llmtest.Say(written(r.User))
		case r.Model != "test-chat":
			return llmtest.Reply{Status: 404, Message: `model "` + r.Model + `" not found, try pulling it first`}
		}
		return llmtest.Say("Yes.")
	})
	if err != nil {
		return err
	}
	env.Defer(s.Close)
	env.Values[modelServerKey{}] = &modelServer{Server: s}
	env.Setenv("OPENAI", s.URL(llmtest.OpenAI))
	env.Setenv("OLLAMA", s.URL(llmtest.Ollama))
	return nil
}

// written is the answer of a model that mostly does as it is told.
func written(prompt string) string {
	var out []string
	for line := range strings.Lines(prompt) {
		if marker, rest, ok := strings.Cut(line, "] ("); ok && strings.HasPrefix(marker, "[") && len(out) < 2 {
			_, text, _ := strings.Cut(rest, ") ")
			out = append(out, strings.TrimSpace(text)+" "+marker+"]")
		}
	}
	return strings.Join(append(out, "“There will be war before Christmas,” Vladimir Putin said [1]."), "\n")
}

// hashed embeds texts by their words: like texts get like vectors.
func hashed(r llmtest.Request) llmtest.Reply {
	var out llmtest.Reply
	for _, text := range r.Texts {
		v := make([]float32, 16)
		for _, word := range strings.Fields(strings.ToLower(text)) {
			h := fnv.New32a()
			h.Write([]byte(r.Model + strings.Trim(word, ".,?!")))
			v[h.Sum32()%16]++
		}
		out.Vectors = append(out.Vectors, v)
	}
	return out
}

// cmdEmbedded checks how many texts the model server was asked to embed since
// the last time: embedded N.
func cmdEmbedded(ts *testscript.TestScript, _ bool, args []string) {
	s := ts.Value(modelServerKey{}).(*modelServer)
	n := 0
	requests := s.Requests()
	for _, r := range requests[s.counted:] {
		n += len(r.Texts)
	}
	s.counted = len(requests)
	if strconv.Itoa(n) != args[0] {
		ts.Fatalf("%d texts were embedded, want %s", n, args[0])
	}
}

// cmdAsked waits until the model server was asked so often: asked N.
func cmdAsked(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	s := ts.Value(modelServerKey{}).(*modelServer)
	for end := time.Now().Add(20 * time.Second); len(s.Requests()) < n; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			ts.Fatalf("the model server was asked %d times, want %d", len(s.Requests()), n)
		}
	}
}

// cmdMany writes short articles, all different: many FOLDER N.
func cmdMany(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(dir, 0o777))
	for i := range n {
		text := fmt.Sprintf("The council of district %d met on Monday and closed the library there.\n", i)
		ts.Check(os.WriteFile(filepath.Join(dir, fmt.Sprintf("council-%03d.txt", i)), []byte(text), 0o666))
	}
}
