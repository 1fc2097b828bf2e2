package sample

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// read is the text of each article without its front matter, by file name.
func read(t *testing.T) map[string]string {
	t.Helper()
	names, err := fs.Glob(FS, "*.md")
	if err != nil || len(names) != 3 {
		t.Fatalf("articles %q, %v", names, err)
	}
	texts := map[string]string{}
	for _, name := range names {
		b, err := FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		head, text, ok := strings.Cut(strings.TrimPrefix(string(b), "---\n"), "\n---\n")
		if !ok || !strings.Contains(head, "id: "+strings.TrimSuffix(name, ".md")+"\n") {
			t.Fatalf("%s: no front matter with the file's name as id", name)
		}
		texts[name] = text
	}
	return texts
}

func TestArticlesAreShortAndWhole(t *testing.T) {
	for name, text := range read(t) {
		if n := len(strings.Fields(text)); n < 220 || n > 400 {
			t.Errorf("%s: %d words", name, n)
		}
		if !utf8.ValidString(text) || strings.ContainsAny(text, "\r\ufeff\u00a0") || !strings.HasSuffix(text, ".\n") {
			t.Errorf("%s: not plain text", name)
		}
		for p := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
			if strings.Contains(p, "\n") {
				t.Errorf("%s: a paragraph runs over several lines: %.40q", name, p)
			}
		}
		if strings.Count(text, `"`)%2 != 0 || strings.Count(text, "“") != strings.Count(text, "”") {
			t.Errorf("%s: a quotation mark has no partner", name)
		}
	}
}

var quoted = regexp.MustCompile(`"[^"]*"|“[^”]*”`)

// TestWordsAreOurs compares the reports with the accounts they retell:
// outside quotation marks they share no run of seven words, and what stands
// in quotation marks stands in the account.
func TestWordsAreOurs(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "corpus")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the accounts are not here: ../shared/corpus is absent")
	}
	account := map[string]string{"sample-afp.md": "001*", "sample-abbasova.md": "003*", "sample-agency-statement.md": "000*"}
	originals := map[string][]string{}
	all := map[string]bool{}
	for name, pattern := range account {
		paths, _ := filepath.Glob(filepath.Join(dir, pattern))
		if len(paths) != 1 {
			t.Fatalf("%s: %q", pattern, paths)
		}
		b, err := os.ReadFile(paths[0])
		if err != nil {
			t.Fatal(err)
		}
		originals[name] = words(string(b))
		for run := range runs(originals[name], 7) {
			all[run] = true
		}
	}
	for name, text := range read(t) {
		for _, part := range quoted.Split(text, -1) {
			for run := range runs(words(part), 7) {
				if all[run] {
					t.Errorf("%s: copied: %q", name, run)
				}
			}
		}
		whole := " " + strings.Join(originals[name], " ") + " "
		for _, q := range quoted.FindAllString(text, -1) {
			if !strings.Contains(whole, " "+strings.Join(words(q), " ")+" ") {
				t.Errorf("%s: not in the account: %s", name, q)
			}
		}
	}
}

func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func runs(w []string, n int) map[string]bool {
	out := map[string]bool{}
	for i := 0; i+n <= len(w); i++ {
		out[strings.Join(w[i:i+n], " ")] = true
	}
	return out
}
