package clean

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTextBytes(t *testing.T) {
	for _, tt := range []struct{ name, raw, want string }{
		{"plain", "One.\nTwo.\n", "One.\nTwo.\n"},
		{"byte-order mark", "\uFEFFOne.", "One."},
		{"carriage returns", "One.\r\n\r\nTwo.\r\n", "One.\n\nTwo.\n"},
		{"old line ends", "One.\rTwo.", "One.\nTwo."},
		{"no-break spaces stay", "Russia\u00a0s \u00a0", "Russia\u00a0s \u00a0"},
		{"front matter", "---\ntitle: A\n---\n\nOne.", "\nOne."},
		{"with a mark and returns", "\uFEFF---\r\ntitle: A\r\n---\r\nOne.", "One."},
		{"empty front matter", "---\n---\nOne.", "One."},
		{"a rule", "---\nOne: two.\nThree.", "---\nOne: two.\nThree."},
		{"a rule above a dateline", "---\nLONDON: The ship left.\n\ntitle: A", "---\nLONDON: The ship left.\n\ntitle: A"},
		{"a rule further down", "One.\n---\nTwo.\n---\n", "One.\n---\nTwo.\n---\n"},
		{"a rule after it", "---\nid: a\n---\nOne.\n---\nTwo.", "One.\n---\nTwo."},
	} {
		a, err := Text("name", []byte(tt.raw))
		if err != nil || a.Text != tt.want {
			t.Errorf("%s: %q, %v, want %q", tt.name, a.Text, err, tt.want)
		}
	}
}

func TestTextErrors(t *testing.T) {
	for _, tt := range []struct {
		name, raw string
		want      error
	}{
		{"NUL bytes", "One\x00two", ErrBinary},
		{"Latin 1", "caf\xe9", ErrEncoding},
		{"UTF-16", "\xff\xfeO\x00n\x00e\x00", ErrUTF16},
		{"UTF-16, the other way round", "\xfe\xff\x00O\x00n\x00e", ErrUTF16},
		{"nothing", "", ErrEmpty},
		{"white space", " \n\u00a0\n", ErrEmpty},
		{"marks alone", "...\n***\n", ErrEmpty},
		{"front matter alone", "---\ntitle: A\n---\n", ErrEmpty},
		{"front matter alone, without a line end", "---\ntitle: A\n---", ErrEmpty},
	} {
		if _, err := Text("name", []byte(tt.raw)); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
}

func TestFrontMatter(t *testing.T) {
	for _, tt := range []struct{ name, yaml, id, title, author, published, url string }{
		{"all", "id: x\ntitle: \"A: b\"\nauthor: By Ann Moss\npublished: 2019-04-26\nurl: https://example.com/a", "x", "A: b", "Ann Moss", "2019-04-26", "https://example.com/a"},
		{"none", "other: 1", "name", "", "", "", ""},
		{"empty values", "id: \"\"\ntitle:\nauthor: ~\npublished: ''\nurl:", "name", "", "", "", ""},
		{"characters are kept", "id: 007\ntitle: 1.50", "007", "1.50", "", "", ""},
		{"a list of authors", "author: [Ann Moss, Jo Lee]", "name", "", "Ann Moss, Jo Lee", "", ""},
		{"a time", "published: 2019-04-26T23:59:00+02:00", "name", "", "", "2019-04-26", ""},
		{"a date in words", "published: 26 April 2019", "name", "", "", "2019-04-26", ""},
		{"a month is no day", "published: 2019-04", "name", "", "", "", ""},
		{"a year is no day", "published: 2019", "name", "", "", "", ""},
		{"a month in words is no day", "published: April 2019", "name", "", "", "", ""},
		{"an unknown day", "published: unknown", "name", "", "", "", ""},
		{"no web address", "url: file:///etc/passwd", "name", "", "", "", ""},
		{"capitals and comments", "# comment\nTitle: A b c # more", "name", "A b c", "", "", ""},
		{"several lines", "title: |\n  One\n  two", "name", "One\ntwo", "", "", ""},
	} {
		a, err := Text("name", []byte("---\n"+tt.yaml+"\n---\nShort."))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if a.ID != tt.id || a.Title != tt.title || a.Author != tt.author || a.Date() != tt.published || a.URL != tt.url {
			t.Errorf("%s: id %q, title %q, author %q, published %q, url %q", tt.name, a.ID, a.Title, a.Author, a.Date(), a.URL)
		}
		for field, value := range map[string]string{"title": tt.title, "author": tt.author, "published": tt.published, "url": tt.url} {
			if want := map[bool]string{true: "front matter"}[value != ""]; a.Provenance[field] != want {
				t.Errorf("%s: %s comes from %q, want %q", tt.name, field, a.Provenance[field], want)
			}
		}
	}
}

func TestFrontMatterErrors(t *testing.T) {
	for _, tt := range []struct {
		yaml string
		line int
	}{
		{"title: a\nid: [b\nurl: c", 4},
		{"title: \"a\nid: b", 2},
		{"just a sentence", 2},
		{"- a\n- b", 2},
		{"id: a\n\ttitle: b", 3},
	} {
		_, err := Text("name", []byte("---\n"+tt.yaml+"\n---\nText."))
		var e *FrontMatterError
		if !errors.As(err, &e) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v, want one line", tt.yaml, err)
		} else if e.Line != tt.line {
			t.Errorf("%q: line %d, want %d: %v", tt.yaml, e.Line, tt.line, err)
		}
	}
}

func TestDateErrors(t *testing.T) {
	for _, value := range []string{"05/06/2024", "2024-13-45", "2019-02-30", "2024-13", "yesterday", "26.4.2019", "1556236800"} {
		_, err := Text("name", []byte("---\ntitle: A\npublished: "+value+"\n---\nText."))
		var e *DateError
		if !errors.As(err, &e) || e.Value != value || !strings.Contains(err.Error(), "YYYY-MM-DD") {
			t.Errorf("%s: %v, want how to write it", value, err)
		}
	}
}

func TestUnclosedFrontMatter(t *testing.T) {
	for _, raw := range []string{
		"---\ntitle: A\nOne.", "---\nkind: news\nid: a\n\nOne.", "---\nTitle: A\nauthor:\n--- \nOne.", "---\r\nurl:\r\nOne.",
	} {
		_, err := Text("name", []byte(raw))
		var e *FrontMatterError
		if !errors.As(err, &e) || e.Line != 1 || !strings.Contains(err.Error(), "never closed") {
			t.Errorf("%q: %v", raw, err)
		}
	}
}

// FuzzText checks that the text is the file's own and that blocks cover its
// non-blank lines in order.
func FuzzText(f *testing.F) {
	f.Add([]byte("---\nid: a\n---\nA headline of words\n\nBy Ann Moss\n\nLISBON (AFP) - Text, it said.\nCOMMENTS"))
	f.Add([]byte("\uFEFF# A\r\n\r\n![x](y)\n\u00a0\n" + strings.Repeat("wrapped line of the text that goes on\n", 5)))
	f.Fuzz(func(t *testing.T, raw []byte) {
		a, err := Text("name", raw)
		if err != nil {
			return
		}
		if !utf8.ValidString(a.Text) || strings.Contains(a.Text, "\r") || a.ID == "" {
			t.Fatalf("id %q, text %q", a.ID, a.Text)
		}
		flat := strings.ReplaceAll(string(raw), "\r", "\n")
		if !strings.HasSuffix(strings.ReplaceAll(flat, "\n", ""), strings.ReplaceAll(a.Text, "\n", "")) {
			t.Fatalf("the text %q is not the end of %q", a.Text, raw)
		}
		at := 0
		for _, b := range a.Blocks {
			if b.Start < at || b.End <= b.Start || b.End > len(a.Text) {
				t.Fatalf("block %v after %d", b, at)
			}
			gap, s := a.Text[at:b.Start], b.Of(a.Text)
			if strings.TrimFunc(gap, isSpace) != "" || strings.TrimFunc(s, isSpace) != s || !utf8.ValidString(s) {
				t.Fatalf("%q before block %q", gap, s)
			}
			if at > 0 && !strings.Contains(gap, "\n") {
				t.Fatalf("a block begins within a line: %q", s)
			}
			at = b.End
		}
		if strings.TrimFunc(a.Text[at:], isSpace) != "" {
			t.Fatalf("no block covers %q", a.Text[at:])
		}
	})
}

// TestSets prints how many blocks of each kind there are in the evaluation
// sets, and checks that every text is what comes after the front matter.
func TestSets(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/eval/dev/*/corpus/*.txt")
	if len(files) == 0 {
		t.Skip("the evaluation sets are not here")
	}
	counts := map[string]map[string]int{}
	var order []string
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		a, err := Text("name", raw)
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		want := string(raw)
		if strings.HasPrefix(want, "---\n") {
			if i := strings.Index(want[4:], "\n---\n"); i >= 0 {
				want = want[4+i+5:]
			}
		}
		if a.Text != want {
			t.Errorf("%s: the text is not the file's", f)
		}
		set := filepath.Base(filepath.Dir(filepath.Dir(f)))
		if counts[set] == nil {
			counts[set] = map[string]int{}
			order = append(order, set)
		}
		for _, b := range a.Blocks {
			counts[set][b.Kind.String()]++
		}
	}
	for _, set := range order {
		t.Log(set, counts[set])
	}
}

func BenchmarkText(b *testing.B) {
	raw := []byte("---\nid: \"a\"\ntitle: \"A headline: of words\"\noutlet: \"The Post\"\nauthor: \"\"\npublished: \"2019-04-26\"\nurl: \"\"\n---\n" +
		strings.Repeat("The minister told the house on Monday that nothing had been decided, and that he would be back.\n\n", 50))
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := Text("name", raw); err != nil {
			b.Fatal(err)
		}
	}
}
