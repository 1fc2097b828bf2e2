package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"newsdesk/bot/discordtest"
	"newsdesk/rag/eval"
)

// TestFeedback has the bot answer in Discord from a folder of articles, and
// what readers thought of the answers written out as questions after it has
// ended; the bot run again opens the evidence of its old answers.
func TestFeedback(t *testing.T) {
	env := home(t)
	if err := os.Mkdir("articles", 0o777); err != nil {
		t.Fatal(err)
	}
	text := "---\ntitle: Bridge\noutlet: Valley Post\npublished: 2024-05-06\n---\nThe new bridge over the river was opened on Monday by Anna Jones, the mayor of Hilltown.\n"
	if err := os.WriteFile(filepath.Join("articles", "bridge.md"), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	server, err := discordtest.New(discordtest.Options{Token: "good-token"})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	settings := func(name string) (string, bool) {
		switch name {
		case "DISCORD_TOKEN":
			return "good-token", true
		case "DISCORD_API_BASE":
			return server.APIBase(), true
		}
		return env(name)
	}
	newsdesk := func(ctx context.Context, args ...string) (status int, out, stderr string) {
		var o, e bytes.Buffer
		status = run(ctx, args, &streams{in: strings.NewReader(""), out: &o, err: &e}, settings)
		return status, o.String(), e.String()
	}
	await := func(what string, ok func() bool) {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		if server.Await(ctx, ok) != nil {
			t.Fatalf("waited in vain: %s", what)
		}
	}
	whileRunning := func(fn func()) {
		t.Helper()
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan string, 1)
		go func() {
			status, _, stderr := newsdesk(ctx, "bot", "--corpus", "articles")
			done <- fmt.Sprintf("%d %s", status, stderr)
		}()
		await("connected", func() bool { return server.Connected() == 1 && len(server.Commands()) > 0 })
		fn()
		stop()
		if end := <-done; !strings.HasPrefix(end, "0 ") || strings.Contains(end, "forgotten") {
			t.Errorf("the bot ended with %s", end)
		}
	}
	press := func(message, customID string) discordtest.Interaction {
		t.Helper()
		token, err := server.Press(message, customID, discordtest.InteractionOptions{})
		if err != nil {
			t.Fatal(err)
		}
		await(customID, func() bool { return server.Interaction(token).Callback != 0 })
		return server.Interaction(token)
	}

	if status, _, stderr := newsdesk(t.Context(), "feedback", "list"); status != exitError || !strings.Contains(stderr, "no records") {
		t.Errorf("without a bot: status %d, %s", status, stderr)
	}
	var answer discordtest.Message
	whileRunning(func() {
		for i, question := range []string{"Who opened the new bridge?", "When was the new bridge opened?"} {
			token := server.Ask(question, discordtest.InteractionOptions{})
			await("an answer", func() bool { m := server.Interaction(token).Messages; return len(m) == 1 && len(m[0].Components) > 0 })
			answer = server.Interaction(token).Messages[0]
			if i == 0 {
				press(answer.ID, "up")
			}
		}
		for i, claim := range []string{"The bridge was opened by Anna Jones.", "The new bridge over the river was opened on Tuesday by Anna Jones."} {
			token, err := server.Slash("check", map[string]any{"claim": claim}, discordtest.InteractionOptions{})
			if err != nil {
				t.Fatal(err)
			}
			await("a verdict", func() bool { m := server.Interaction(token).Messages; return len(m) == 1 && len(m[0].Components) > 0 })
			press(server.Interaction(token).Messages[0].ID, []string{"up", "down"}[i])
		}
		form := press(answer.ID, "down")
		sent, err := server.Submit(form.Token, map[string]any{"reason": "Not\na day."})
		if err != nil {
			t.Fatal(err)
		}
		await("thanks", func() bool { return server.Interaction(sent).Callback != 0 })
	})
	whileRunning(func() {
		page := press(answer.ID, "evidence").Messages[0]
		if !strings.Contains(page.Content, "**Evidence 1 of 1**") || !strings.Contains(page.Content, "\n> ") || strings.Contains(page.Content, "alone") {
			t.Errorf("after the restart the evidence is %q", page.Content)
		}
	})

	_, list, _ := newsdesk(t.Context(), "feedback", "list", "--server", discordtest.GuildID)
	if lines := strings.Split(list, "\n"); len(lines) != 5 || !strings.Contains(lines[1], discordtest.GuildID+"  down  When was the new bridge opened?  — Not a day.") {
		t.Errorf("listed:\n%s", list)
	}
	if !strings.Contains(list, "  up    The bridge was opened by Anna Jones. (supported)\n") {
		t.Errorf("listed:\n%s", list)
	}
	_, claims, _ := newsdesk(t.Context(), "feedback", "export", "--claims")
	if strings.Count(claims, "\n") != 2 || !strings.Contains(claims, `"expected_verdict":"supported"`) || !strings.Contains(claims, `"review":true`) {
		t.Errorf("exported claims:\n%s", claims)
	}
	if err := os.WriteFile("claims.jsonl", []byte(claims), 0o666); err != nil {
		t.Fatal(err)
	}
	if status, out, stderr := newsdesk(t.Context(), "check", "--corpus", "articles", "--claims", "claims.jsonl", "--answers", "checked.jsonl"); status != exitOK || !strings.Contains(out, "2 claims: 1 supported, 1 altered") || !strings.HasSuffix(out, "; 1 of 1 as expected\n") {
		t.Errorf("checked again: status %d\n%s%s", status, out, stderr)
	}
	_, lines, hint := newsdesk(t.Context(), "feedback", "export")
	if !strings.Contains(hint, "left out: 2 votes on claims, which --claims writes") {
		t.Errorf("nothing says what is left out: %q", hint)
	}
	questions, err := eval.ReadQuestions(strings.NewReader(lines))
	if err != nil || len(questions) != 2 || questions[0].Review || !questions[0].Answerable || !questions[1].Review {
		t.Fatalf("exported %v:\n%s", err, lines)
	}
	if err := os.WriteFile("cases.jsonl", []byte(lines), 0o666); err != nil {
		t.Fatal(err)
	}
	if status, out, stderr := newsdesk(t.Context(), "eval", "--corpus", "articles", "--questions", "cases.jsonl", "--min", "answer-recall=1"); status != exitOK {
		t.Errorf("eval: status %d\n%s%s", status, out, stderr)
	}
	for _, none := range [][]string{{"--server", "100000000000000088"}, {"--since", "2099-01-01"}} {
		if status, out, stderr := newsdesk(t.Context(), append([]string{"feedback", "export"}, none...)...); status != exitOK || out != "" || !strings.Contains(stderr, "no feedback of that server or time") {
			t.Errorf("%q: status %d, %s%s", none, status, out, stderr)
		}
	}
	if status, _, stderr := newsdesk(t.Context(), "feedback", "list", "--server", "my server"); status != exitError || !strings.Contains(stderr, "up to 20 digits") {
		t.Errorf("status %d, %s", status, stderr)
	}
}
