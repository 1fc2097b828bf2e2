package rag

import (
	"context"
	"strings"

	"newsdesk/rag/terms"
)

// rewriteTokens is how long a rewritten question may become, maxRewritten how
// long in bytes.
const (
	rewriteTokens = 120
	maxRewritten  = 400
	rewriteTurns  = 4   // of the conversation are shown
	rewriteAnswer = 600 // bytes of each answer
)

// leans reports whether a question cannot be understood without the
// conversation before it.
func leans(q Question) bool {
	if len(q.History) == 0 {
		return false
	}
	r := read(q)
	return r.context != "" || r.note != "" || elliptic(terms.Tokens(q.Text))
}

// rewritten is the question as the model puts it so that it stands alone in the
// archive's language, or "" where it stands alone as it is or the model's
// version is not to be trusted; then the rules read it.
func (g *Generative) rewritten(ctx context.Context, call *caller, q Question, language string) string {
	follows := leans(q)
	if !follows && language == english {
		return ""
	}
	var history []Turn
	if follows {
		for _, t := range q.History[max(0, len(q.History)-rewriteTurns):] {
			history = append(history, Turn{fenced(t.Question), fenced(clip(t.Answer, rewriteAnswer))})
		}
	}
	p, err := newPrompt("rewrite", map[string]any{"History": history, "Question": fenced(q.Text)}, rewriteTokens)
	if err != nil {
		return ""
	}
	out, err := call.generate(ctx, p, nil)
	if err != nil {
		return ""
	}
	text := strings.Trim(strings.TrimSpace(out.Text), "\"“”")
	if _, after, ok := strings.Cut(text, "</think>"); ok {
		text = strings.TrimSpace(after)
	}
	switch {
	case strings.ContainsAny(text, "\n\r[]"), len(text) > maxRewritten, !hasWordIn(text), unsafe.MatchString(text),
		!strings.HasSuffix(text, "?"), !grounded(text, q, history, language):
		return ""
	}
	return text
}

// clip is at most n bytes of a text, whole words.
func clip(text string, n int) string {
	if len(text) <= n {
		return text
	}
	if i := strings.LastIndexByte(text[:n], ' '); i > 0 {
		return text[:i]
	}
	return ""
}

// grounded reports whether the words of a rewritten question stand in the
// conversation, those apart that only hold a question together: a model must not
// put a question that nobody asked. Of a question in another language only the
// numbers can be held against it.
func grounded(text string, q Question, history []Turn, language string) bool {
	said := make(map[string]bool)
	for _, t := range append(history, Turn{Question: q.Text}) {
		for _, part := range []string{t.Question, t.Answer} {
			for _, w := range terms.Stems(part) {
				said[w] = true
			}
		}
	}
	for _, t := range terms.Tokens(text) {
		matters := language == english && subject(t) && !saying[t.Stem] && !lightVerbs[t.Stem]
		if t.Word && (matters || t.Number) && !said[t.Stem] {
			return false
		}
	}
	return true
}
