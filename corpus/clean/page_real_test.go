package clean

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestRealPages reads the pages that the extractor's module is tested with,
// which were saved from the web, and holds the text to what the module says
// it is. That is the extractor's own word, and now and then wrong; it shows
// what is lost on pages that nobody here wrote.
func TestRealPages(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "codeberg.org/readeck/go-readability/v2").Output()
	if err != nil {
		t.Skip("there is no go command here to find the module with:", err)
	}
	dirs, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(out)), "test-pages", "*"))
	if err != nil || len(dirs) < 100 {
		t.Skipf("the module came without its pages: %d, %v", len(dirs), err)
	}
	f1, pages := 0.0, 0
	right, asked := map[string]int{}, map[string]int{}
	for _, dir := range dirs {
		raw, err1 := os.ReadFile(filepath.Join(dir, "source.html"))
		expected, err2 := os.ReadFile(filepath.Join(dir, "expected.html"))
		meta, err3 := os.ReadFile(filepath.Join(dir, "expected-metadata.json"))
		if err1 != nil || err2 != nil || err3 != nil {
			continue
		}
		var want struct{ Byline, PublishedTime string }
		if err := json.Unmarshal(meta, &want); err != nil {
			t.Fatal(err)
		}
		doc, err := html.Parse(strings.NewReader(string(expected)))
		if err != nil {
			t.Fatal(err)
		}
		pages++
		a, err := HTML(Page{Name: "x", Raw: raw})
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(dir), err)
			continue
		}
		score := overlap(evidence(&a), textOf(doc, 1<<30))
		f1 += score
		if score < .9 {
			t.Logf("%s: main text %.3f", filepath.Base(dir), score)
		}
		for field, is := range map[string][2]string{"author": {fold(want.Byline), fold(a.Author)}, "published": {want.PublishedTime, a.Date()}} {
			if is[0] == "" {
				continue
			}
			asked[field]++
			if is[1] != "" && strings.Contains(is[0], is[1]) {
				right[field]++
			} else {
				t.Logf("%s: %s %q, want %q", filepath.Base(dir), field, is[1], is[0])
			}
		}
	}
	f1 /= float64(pages)
	t.Logf("%d pages: main text F1 %.3f; author %d of %d, published %d of %d", pages, f1, right["author"], asked["author"], right["published"], asked["published"])
	if f1 < .97 || right["author"] < 66 || right["published"] < 35 {
		t.Error("that is less than it was: .97, 66 and 35")
	}
}
