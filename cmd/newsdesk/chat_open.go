package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"newsdesk/bot/render"
	"newsdesk/corpus"
	"newsdesk/rag"
)

// errNoSources is for commands on an answer that is not there.
var errNoSources = errors.New("no answer with sources yet: ask a question first")

// sources prints every quotation that the last answer rests on, whole, and
// where it stands.
func (c *chat) sources() error {
	if len(c.last.Citations) == 0 {
		return errNoSources
	}
	full := rag.Answer{Citations: c.last.Citations}
	for _, cite := range c.last.Citations {
		full.Statements = append(full.Statements, rag.Statement{Text: cite.Quote, Citations: []int{cite.N}})
	}
	return render.Terminal(c.out, full, c.display().Options)
}

// open prints the paragraph in which a citation stands.
func (c *chat) open(ctx context.Context, args []string) error {
	if len(c.last.Citations) == 0 {
		return errNoSources
	}
	var n int
	if len(args) == 1 {
		// What is no number is number 0, which no citation has.
		n, _ = strconv.Atoi(strings.Trim(args[0], "[]"))
	}
	i := slices.IndexFunc(c.last.Citations, func(cite rag.Citation) bool { return cite.N == n })
	if i < 0 {
		return fmt.Errorf("say which citation to open: /open 1 to /open %d", len(c.last.Citations))
	}
	cite := c.last.Citations[i]
	art, err := c.arch.lib().Article(ctx, cite.Doc)
	if errors.Is(err, corpus.ErrNotFound) {
		return fmt.Errorf("the article %s has been removed since: ask again", cite.Doc)
	}
	if err != nil {
		return err
	}
	return c.printContext(art, corpus.Span{Start: cite.Start, End: cite.End})
}

// printContext shows the paragraphs that cited lies in, with a bar beside the
// words cited.
func (c *chat) printContext(art *corpus.Article, cited corpus.Span) error {
	if cited.Start < 0 || cited.Start >= cited.End || cited.End > len(art.Text) {
		return fmt.Errorf("the article %s has changed since: ask again", art.ID)
	}
	d := c.display()
	around := paragraph(art, cited)
	width := d.Width
	if width == 0 {
		width = 80
	}
	var b strings.Builder
	for _, l := range wrapped(plainLine(art.Label()), width) {
		b.WriteString(paint(l, "\x1b[1m", d.Color) + "\n")
	}
	fmt.Fprintf(&b, "%s, article %s, bytes %d to %d\n\n", credit(art), plainLine(art.ID), cited.Start, cited.End)
	for _, part := range []struct {
		span corpus.Span
		bar  string
	}{
		{corpus.Span{Start: around.Start, End: cited.Start}, "  "},
		{cited, "┃ "},
		{corpus.Span{Start: cited.End, End: around.End}, "  "},
	} {
		text := part.span.Of(art.Text)
		if strings.TrimSpace(text) == "" {
			continue
		}
		for _, l := range wrapped(text, width-2) {
			if part.bar != "  " {
				l = paint(l, "\x1b[1m", d.Color)
			}
			b.WriteString(part.bar + l + "\n")
		}
	}
	_, err := c.out.Write([]byte(b.String()))
	return err
}

// paragraph is cited, widened to whole lines: a paragraph is a line.
func paragraph(art *corpus.Article, cited corpus.Span) corpus.Span {
	around := cited
	if i := strings.LastIndexByte(art.Text[:cited.Start], '\n'); i >= 0 {
		around.Start = i + 1
	} else {
		around.Start = 0
	}
	if i := strings.IndexByte(art.Text[cited.End:], '\n'); i >= 0 {
		around.End = cited.End + i
	} else {
		around.End = len(art.Text)
	}
	return around
}

// paint puts an escape sequence around text that holds none.
func paint(text, style string, color bool) string {
	if !color {
		return text
	}
	return style + text + "\x1b[0m"
}
