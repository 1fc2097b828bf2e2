package main

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"newsdesk/bot/render"
	"newsdesk/corpus"
	"newsdesk/rag"
)

// isTerminal reports whether f is a file that is a terminal.
func isTerminal(f any) bool {
	file, ok := f.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// display is how answers are shown on stdout.
type display struct {
	terminal bool
	render.Options
}

// display looks at the terminal anew: its window may have changed.
func (a *app) display() display {
	d := display{terminal: isTerminal(a.out.(*sink).w)}
	if !d.terminal {
		return d
	}
	if width, _, err := term.GetSize(int(a.out.(*sink).w.(*os.File).Fd())); err == nil {
		d.Width = width
	}
	none, set := a.lookup("NO_COLOR")
	kind, _ := a.lookup("TERM")
	d.Color = !(set && none != "") && kind != "dumb"
	return d
}

// plainLine is text on one line, with nothing in it that steers a terminal.
func plainLine(text string) string {
	return strings.TrimSuffix(render.Plain(rag.Answer{Text: strings.Join(strings.Fields(text), " ")}), "\n")
}

// wrapped is text as lines of at most width columns.
func wrapped(text string, width int) []string {
	var b strings.Builder
	_ = render.Terminal(&b, rag.Answer{Text: text}, render.Options{Width: width})
	return strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
}

// credit is who published an article and when: "Dunya News (AFP), 26 Apr 2019".
func credit(art *corpus.Article) string {
	day := "undated"
	if !art.Published.IsZero() {
		day = art.Published.Format("2 Jan 2006")
	}
	if from := art.Source(); from != "" {
		return plainLine(from) + ", " + day
	}
	return day
}

// count is n with its noun: "1 article", "2 articles".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
