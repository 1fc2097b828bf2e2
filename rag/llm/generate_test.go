package llm

import (
	"errors"
	"strings"
	"testing"

	"newsdesk/rag"
	"newsdesk/rag/llm/llmtest"
)

func TestGenerate(t *testing.T) {
	eachProvider(t, func(t *testing.T, c providerCase) {
		const text = "The new bridge was opened – “at last”. 🌉"
		s := newServer(t, func(llmtest.Request) llmtest.Reply { return llmtest.Say(text) })
		m := c.open(t, s)
		if m.Model() != c.name+":test-model" {
			t.Errorf("the model is %q", m.Model())
		}
		g, pieces, err := ask(t, m, prompt)
		if err != nil {
			t.Fatal(err)
		}
		if g.Text != text || strings.Join(pieces, "") != text || len(pieces) < 3 {
			t.Errorf("got %q in the pieces %q", g.Text, pieces)
		}
		if g.Usage != (rag.Usage{Input: 7, Output: len(strings.SplitAfter(text, " "))}) {
			t.Errorf("the usage is %+v", g.Usage)
		}
		if g, err := m.Generate(t.Context(), prompt, nil); err != nil || g.Text != text {
			t.Errorf("with nobody reading along: %q, %v", g.Text, err)
		}
		for _, r := range s.Requests() {
			if r.Model != "test-model" || r.System != prompt.System || r.User != prompt.User || r.MaxTokens == nil || *r.MaxTokens != 50 {
				t.Errorf("asked %+v", r)
			}
			if r.Temperature == nil || *r.Temperature != 0 {
				t.Errorf("the temperature is %v", r.Temperature)
			}
			if hasSeed := c.name == "openai" || c.name == "ollama"; hasSeed != (r.Seed != nil) {
				t.Errorf("the seed is %v", r.Seed)
			}
			if c.dialect == llmtest.OpenAI && r.MaxTokensField != "max_tokens" {
				t.Errorf("a compatible server was sent %s", r.MaxTokensField)
			}
		}
	})
}

// TestWithoutBound holds the default of MaxTokens: none, but where one must be.
func TestWithoutBound(t *testing.T) {
	eachProvider(t, func(t *testing.T, c providerCase) {
		s := newServer(t, func(llmtest.Request) llmtest.Reply { return llmtest.Say("Yes.") })
		if _, _, err := ask(t, c.open(t, s), rag.Prompt{User: "Is it?"}); err != nil {
			t.Fatal(err)
		}
		if r := s.Requests()[0]; (r.MaxTokens != nil) != (c.name == "anthropic") || r.System != "" {
			t.Errorf("asked %s", r.Body)
		}
	})
}

// TestOutputNotWhole holds that what is not whole is an error, whether or not
// somebody reads along, and that its kind says why.
func TestOutputNotWhole(t *testing.T) {
	say := llmtest.Say("The bridge was opened")
	with := func(change func(*llmtest.Reply)) llmtest.Reply {
		r := say
		change(&r)
		return r
	}
	for _, tt := range []struct {
		name  string
		reply llmtest.Reply
		kind  Kind
		not   string // a provider that this cannot happen to
	}{
		{"length", with(func(r *llmtest.Reply) { r.Stop = llmtest.StopLength }), KindLength, ""},
		{"refusal", with(func(r *llmtest.Reply) { r.Stop = llmtest.StopRefusal }), KindRefusal, "ollama"},
		{"no reason to stop", with(func(r *llmtest.Reply) { r.Stop = llmtest.StopNone }), KindCut, ""},
		{"cut", with(func(r *llmtest.Reply) { r.Cut = true }), KindCut, ""},
		{"error event", with(func(r *llmtest.Reply) { r.Failure = "the server is overloaded" }), KindOverloaded, ""},
		{"empty", llmtest.Reply{}, KindEmpty, ""},
		{"blank", llmtest.Say(" \n "), KindEmpty, ""},
		{"garbage", with(func(r *llmtest.Reply) { r.Raw = "data: {\"choices\": [\n{]\n" }), KindGarbage, ""},
		{"a line without an end", with(func(r *llmtest.Reply) { r.Raw = "data: " + strings.Repeat("x", 3<<20) + "\n" }), KindGarbage, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			eachProvider(t, func(t *testing.T, c providerCase) {
				if c.name == tt.not {
					t.Skip("it has no such answer")
				}
				s := newServer(t, func(llmtest.Request) llmtest.Reply { return tt.reply })
				m := c.open(t, s)
				g, pieces, err := ask(t, m, prompt)
				wantKind(t, err, tt.kind)
				if g.Text != "" || g.Usage.Input == 0 {
					t.Errorf("got %+v with an error", g)
				}
				if len(pieces) > 0 && len(s.Requests()) != 1 {
					t.Errorf("asked %d times although a piece was handed on", len(s.Requests()))
				}
				g, err = m.Generate(t.Context(), prompt, nil)
				wantKind(t, err, tt.kind)
				if g.Text != "" || g.Usage.Input == 0 {
					t.Errorf("got %+v with an error, nobody reading along", g)
				}
			})
		})
	}
}

// TestUncounted holds that what a server does not count is estimated.
func TestUncounted(t *testing.T) {
	eachProvider(t, func(t *testing.T, c providerCase) {
		if c.name == "anthropic" {
			t.Skip("it always counts")
		}
		text := "The bridge was opened on Monday."
		s := newServer(t, func(llmtest.Request) llmtest.Reply { return llmtest.Reply{Pieces: []string{text}} })
		g, _, err := ask(t, c.open(t, s), prompt)
		if err != nil {
			t.Fatal(err)
		}
		if want := (rag.Usage{Input: len(prompt.System+prompt.User) / rag.TokenBytes, Output: len(text) / rag.TokenBytes}); g.Usage != want {
			t.Errorf("counted %+v, want %+v", g.Usage, want)
		}
	})
}

// TestLongLines holds that a piece of any size that a server sends comes
// through, although langchaingo stops at 64 kB.
func TestLongLines(t *testing.T) {
	eachProvider(t, func(t *testing.T, c providerCase) {
		long := strings.Repeat("größer\u2028\"<&>\x01 ", 7000) // some 140 kB, more in JSON
		s := newServer(t, func(llmtest.Request) llmtest.Reply { return llmtest.Reply{Pieces: []string{"A ", long, "end."}} })
		g, pieces, err := ask(t, c.open(t, s), prompt)
		if err != nil {
			t.Fatal(err)
		}
		if want := "A " + long + "end."; g.Text != want || strings.Join(pieces, "") != want {
			t.Errorf("got %d bytes, want %d", len(g.Text), len(want))
		}
	})
}

func TestNoEnd(t *testing.T) {
	eachProvider(t, func(t *testing.T, c providerCase) {
		pieces := make([]string, 40)
		for i := range pieces {
			pieces[i] = strings.Repeat("word ", 10_000)
		}
		s := newServer(t, func(llmtest.Request) llmtest.Reply { return llmtest.Reply{Pieces: pieces} })
		_, _, err := ask(t, c.open(t, s), prompt)
		wantKind(t, err, KindGarbage)
	})
}

// TestUnwanted holds that an error of each ends the call and is returned.
func TestUnwanted(t *testing.T) {
	eachProvider(t, func(t *testing.T, c providerCase) {
		s := newServer(t, func(llmtest.Request) llmtest.Reply {
			return llmtest.Reply{Pieces: []string{"a ", "b ", "c "}, Hang: true}
		})
		enough := errors.New("enough")
		var calls int
		g, err := c.open(t, s).Generate(t.Context(), prompt, func(string) error {
			if calls++; calls == 2 {
				return enough
			}
			return nil
		})
		if err != enough || calls != 2 || g.Text != "" || g.Usage.Output == 0 || len(s.Requests()) != 1 {
			t.Errorf("got %+v, %v after %d pieces and %d requests", g, err, calls, len(s.Requests()))
		}
	})
}

// TestOllamaKeepsPrompts holds that Ollama is asked for a context that holds
// the prompt, and not to cut it.
func TestOllamaKeepsPrompts(t *testing.T) {
	s := newServer(t, func(llmtest.Request) llmtest.Reply { return llmtest.Say("Yes.") })
	m := everyProvider[2].open(t, s)
	if _, _, err := ask(t, m, rag.Prompt{User: strings.Repeat("A long text. ", 2000), MaxTokens: 100}); err != nil {
		t.Fatal(err)
	}
	if body := string(s.Requests()[0].Body); !strings.Contains(body, `"truncate":false`) || !strings.Contains(body, `"num_ctx":16384`) {
		t.Errorf("sent %.300s", body)
	}
}

func TestCheck(t *testing.T) {
	eachProvider(t, func(t *testing.T, c providerCase) {
		for _, tt := range []struct {
			reply llmtest.Reply
			kind  Kind
		}{
			{llmtest.Say("Yes."), KindUnknown},
			{llmtest.Reply{Pieces: []string{"Yes, "}, Stop: llmtest.StopLength}, KindUnknown},
			{llmtest.Reply{Status: 401}, KindKey},
		} {
			s := newServer(t, func(llmtest.Request) llmtest.Reply { return tt.reply })
			err := c.open(t, s).Check(t.Context())
			if tt.kind == KindUnknown {
				if err != nil {
					t.Error(err)
				}
			} else {
				wantKind(t, err, tt.kind)
			}
			if n := len(s.Requests()); n != 1 {
				t.Errorf("asked %d times", n)
			}
		}
	})
}
