package clean

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/net/html/charset"

	"newsdesk/corpus"
)

// A pageCase is an invented page of testdata/pages, and what is to be found
// in it.
type pageCase struct {
	name  string
	page  Page
	facts map[string]string
	main  []string
}

func pageCases(t testing.TB) []pageCase {
	t.Helper()
	paths, err := filepath.Glob("testdata/pages/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var out []pageCase
	for _, path := range paths {
		ar, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		c := pageCase{name: strings.TrimSuffix(filepath.Base(path), ".txtar"), facts: map[string]string{}}
		for _, f := range ar.Files {
			switch f.Name {
			case "facts":
				for line := range strings.Lines(string(f.Data)) {
					key, value, _ := strings.Cut(strings.TrimSpace(line), ":")
					c.facts[key] = strings.TrimSpace(value)
				}
			case "main":
				c.main = strings.Split(strings.TrimSpace(string(f.Data)), "\n")
			case "page.html":
				c.page = Page{Name: c.name, Raw: f.Data}
			}
		}
		if label := c.facts["encode"]; label != "" {
			enc, _ := charset.Lookup(label)
			if enc == nil {
				t.Fatalf("%s: no encoding %q", path, label)
			}
			if label == "utf-16" {
				c.page.Raw = append([]byte("\xEF\xBB\xBF"), c.page.Raw...) // becomes the mark
			}
			if c.page.Raw, err = enc.NewEncoder().Bytes(c.page.Raw); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
		}
		if at := c.facts["fetched"]; at != "" {
			if c.page.Fetched, err = time.Parse(time.RFC3339, at); err != nil {
				t.Fatal(err)
			}
		}
		out = append(out, c)
	}
	return out
}

// bag counts the words of s; a character of a script without spaces is one.
func bag(s string) map[string]int {
	out := map[string]int{}
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if strings.ContainsFunc(w, func(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) }) {
			for _, r := range w {
				out[string(r)]++
			}
			continue
		}
		out[strings.ToLower(w)]++
	}
	return out
}

// overlap is the F1 of the words in got and want.
func overlap(got, want string) float64 {
	g, w := bag(got), bag(want)
	both, ng, nw := 0, 0, 0
	for word, n := range g {
		both += min(n, w[word])
		ng += n
	}
	for _, n := range w {
		nw += n
	}
	if ng+nw == 0 {
		return 1
	}
	return 2 * float64(both) / float64(ng+nw)
}

// evidence is the lines of a that can be evidence.
func evidence(a *corpus.Article) string {
	var b strings.Builder
	for _, bl := range a.Blocks {
		if bl.Kind == corpus.Body || bl.Kind == corpus.Heading || bl.Kind == corpus.Caption {
			b.WriteString(bl.Of(a.Text))
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// TestPages holds the extraction to its floors on the page set, and prints
// what was reached.
func TestPages(t *testing.T) {
	cases := pageCases(t)
	if len(cases) < 60 {
		t.Fatalf("%d pages, want 60 or more", len(cases))
	}
	f1, lines, allLines := 0.0, 0, 0
	right, asked := map[string]int{}, map[string]int{}
	for _, c := range cases {
		a, err := HTML(c.page)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got := evidence(&a)
		score := overlap(got, strings.Join(c.main, "\n"))
		f1 += score
		if score < .95 {
			t.Logf("%s: main text %.3f:\n%s", c.name, score, got)
		}
		has := map[string]bool{}
		for line := range strings.Lines(got) {
			has[strings.TrimSuffix(line, "\n")] = true
		}
		for _, line := range c.main {
			allLines++
			if has[line] {
				lines++
			} else {
				t.Logf("%s: no line %q", c.name, line)
			}
		}
		for key, value := range map[string]string{"title": a.Title, "author": a.Author, "published": a.Date(), "outlet": a.Outlet, "url": a.URL} {
			want, ok := c.facts[key]
			if !ok {
				continue
			}
			asked[key]++
			if value == want {
				right[key]++
			} else {
				t.Logf("%s: %s is %q (%s), want %q", c.name, key, value, a.Provenance[key], want)
			}
			if value != "" && a.Provenance[key] == "" {
				t.Errorf("%s: nothing says where the %s comes from", c.name, key)
			}
		}
	}
	f1 /= float64(len(cases))
	t.Logf("%d pages: main text F1 %.3f, lines kept %d of %d", len(cases), f1, lines, allLines)
	if f1 < .97 {
		t.Errorf("main text F1 %.3f, want .97", f1)
	}
	if float64(lines) < .97*float64(allLines) {
		t.Errorf("%d of %d lines kept", lines, allLines)
	}
	for key, floor := range map[string]float64{"title": .95, "author": .97, "published": .97, "outlet": .95, "url": .95} {
		t.Logf("%-9s %d of %d", key, right[key], asked[key])
		if float64(right[key]) < floor*float64(asked[key]) {
			t.Errorf("%s: %d of %d right, want %.0f %%", key, right[key], asked[key], 100*floor)
		}
	}
}

func BenchmarkHTML(b *testing.B) {
	cases := pageCases(b)
	size := 0
	for _, c := range cases {
		size += len(c.page.Raw)
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, c := range cases {
			if _, err := HTML(c.page); err != nil {
				b.Fatal(err)
			}
		}
	}
}
