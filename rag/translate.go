package rag

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// numberedLine is one line of a translation.
var numberedLine = regexp.MustCompile(`^\s*(\d{1,2})[.)]\s+(.+)$`)

// translate puts the verified sentences into the question's language, each
// beside its original and marked as the model's. A translation that changes a
// number or a quotation is left out; the sentence then stays as it is.
func (c *composition) translate(ctx context.Context, language string) {
	var texts []string
	for _, s := range c.w.statements {
		texts = append(texts, s.Text)
	}
	p, err := newPrompt("translate", map[string]any{"Language": language, "Sentences": texts}, 2*answerTokens)
	if err != nil {
		return
	}
	out, err := c.call.generate(ctx, p, nil)
	if err != nil {
		return
	}
	done := 0
	for line := range strings.Lines(out.Text) {
		m := numberedLine.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			continue
		}
		n, err := strconv.Atoi(m[1])
		if err != nil || n < 1 || n > len(texts) || c.w.statements[n-1].Original != "" || !translates(m[2], texts[n-1]) {
			continue
		}
		c.w.statements[n-1].Original, c.w.statements[n-1].Text = texts[n-1], m[2]
		done++
	}
	if done > 0 {
		c.w.notes = append(c.w.notes, "Translated into "+language+" by "+c.call.use.Name+"; what was verified is the original in English.")
	}
}

var digits = regexp.MustCompile(`\d+`)

// quotedWords is what stands between double marks.
var quotedWords = regexp.MustCompile(`["“]([^"“”]+)["”]`)

// translates reports whether a translation keeps the numbers and the quotations
// of its original and brings no address or marker.
func translates(text, original string) bool {
	if unsafe.MatchString(text) || ourMarker.MatchString(text) {
		return false
	}
	sorted := func(s string) []string { return slices.Sorted(slices.Values(digits.FindAllString(s, -1))) }
	if !slices.Equal(sorted(text), sorted(original)) {
		return false
	}
	quoted := quotedWords.FindAllStringSubmatch(original, -1)
	for _, q := range quoted {
		if !strings.Contains(text, q[1]) {
			return false
		}
	}
	return len(quotedWords.FindAllString(text, -1)) <= len(quoted)
}
