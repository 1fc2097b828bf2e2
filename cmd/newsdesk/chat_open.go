package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"newsdesk/corpus"
	"newsdesk/rag"
)

// errNoSources is for commands on an answer that is not there.
var errNoSources = errors.New("no answer with sources yet: ask a question first")

// sources prints all that is known of what the last answer rests on: each
// quotation whole, who said it, and where it stands.
func (c *chat) sources() error {
	if len(c.last.Citations) == 0 {
		return errNoSources
	}
	d := c.display()
	width := d.Width
	if width == 0 {
		width = 80
	}
	var b strings.Builder
	for i, cite := range c.last.Citations {
		if i > 0 {
			b.WriteByte('\n')
		}
		mark := fmt.Sprintf("[%d] ", cite.N)
		indent := strings.Repeat(" ", len(mark))
		for j, l := range sourceLines(cite, width-len(mark)) {
			start := indent
			if j == 0 {
				start = mark
				l = paint(l, "\x1b[1m", d.Color)
			}
			b.WriteString(start + l + "\n")
		}
		for _, l := range wrapped(cite.Quote, width-len(mark)-2) {
			b.WriteString(indent + "┃ " + l + "\n")
		}
	}
	_, err := c.out.Write([]byte(b.String()))
	return err
}

// sourceLines is what is known of a citation's article and speaker.
func sourceLines(cite rag.Citation, width int) []string {
	art := corpus.Article{ID: cite.Doc, Title: cite.Title, Outlet: cite.Outlet, Agency: cite.Agency, Author: cite.Author}
	// A date that does not parse is unknown.
	art.Published, _ = time.Parse(time.DateOnly, cite.Published)
	title := art.Label()
	if art.Title == "" {
		title += ", untitled"
	}
	where := credit(&art)
	if by := plainLine(art.Author); by != "" && art.Source() != art.Author {
		where += ", by " + by
	}
	out := wrapped(plainLine(title), width)
	if who := plainLine(cite.Speaker); who != "" {
		out = append(out, wrapped("said by "+who, width)...)
	}
	out = append(out, wrapped(where, width)...)
	out = append(out, wrapped("article "+plainLine(art.ID), width)...)
	if address := plainLine(cite.URL); address != "" {
		out = append(out, address) // a broken one cannot be followed
	}
	return out
}

// open prints the paragraph in which a citation stands, with the one before
// and the one after it.
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
	if last := len(c.last.Citations); i < 0 && last == 1 {
		return errors.New("the answer has one citation: /open 1 opens it")
	} else if i < 0 {
		return fmt.Errorf("say which citation to open: /open 1 to /open %d", last)
	}
	cite := c.last.Citations[i]
	art, err := rag.CitedArticle(ctx, c.arch.lib(), cite)
	if errors.Is(err, rag.ErrGone) {
		return fmt.Errorf("the article %s has been removed since: ask again", cite.Doc)
	}
	if err != nil {
		return err
	}
	return c.printContext(art, corpus.Span{Start: cite.Start, End: cite.End})
}

// printContext shows the paragraphs that cited lies in and their neighbours,
// with a bar beside the words cited.
func (c *chat) printContext(art *corpus.Article, cited corpus.Span) error {
	before, around, after, err := art.Around(cited, 1)
	if err != nil {
		return fmt.Errorf("the article %s has changed since: ask again", art.ID)
	}
	d := c.display()
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
		gap  bool // a blank line parts it from what stands before
	}{
		{before, "  ", false},
		{corpus.Span{Start: around.Start, End: cited.Start}, "  ", true},
		{cited, "┃ ", strings.TrimSpace(art.Text[around.Start:cited.Start]) == ""},
		{corpus.Span{Start: cited.End, End: around.End}, "  ", false},
		{after, "  ", true},
	} {
		text := part.span.Of(art.Text)
		if strings.TrimSpace(text) == "" {
			continue
		}
		if part.gap && part.span.Start > before.Start {
			b.WriteByte('\n')
		}
		for _, l := range wrapped(text, width-2) {
			if part.bar != "  " {
				l = paint(l, "\x1b[1m", d.Color)
			}
			b.WriteString(part.bar + l + "\n")
		}
	}
	_, err = c.out.Write([]byte(b.String()))
	return err
}

// paint puts an escape sequence around text that holds none.
func paint(text, style string, color bool) string {
	if !color {
		return text
	}
	return style + text + "\x1b[0m"
}
