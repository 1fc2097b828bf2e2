package source

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
)

const pageText = `<html><head><title>A bridge for the valley</title></head><body><article><h1>A bridge for the valley</h1><p>The new bridge over the river was opened on Monday, after two years in which nobody could cross.</p></article></body></html>`

// found is the articles in paths by ID, and what was left out by path below
// the folder.
func found(t *testing.T, dir string, paths ...string) (map[string]corpus.Article, map[string]error, []string) {
	t.Helper()
	articles, skipped, order := map[string]corpus.Article{}, map[string]error{}, []string{}
	if len(paths) == 0 {
		paths = []string{dir}
	}
	err := Files(t.Context(), paths, func(f File) error {
		rel, err := filepath.Rel(dir, f.Path)
		if err != nil {
			rel = f.Path
		}
		rel = filepath.ToSlash(rel)
		if f.Skipped != nil {
			skipped[rel] = f.Skipped
			return nil
		}
		articles[f.Article.ID] = f.Article
		order = append(order, rel)
		for _, b := range f.Article.Blocks {
			if b.Of(f.Article.Text) == "" {
				t.Errorf("%s: an empty block", f.Path)
			}
		}
		return nil
	})
	if err != nil && !errors.Is(err, ErrNoArticles) {
		t.Fatal(err)
	}
	return articles, skipped, order
}

func TestDocuments(t *testing.T) {
	dir := tree(t, map[string]string{
		"bridge.html":                   pageText,
		"saved_files/frame.html":        pageText,
		"saved.htm":                     pageText,
		"page.mhtml":                    savedPage,
		"mail.eml":                      mailText,
		"letter.docx":                   docxOf(t, "Title|A bridge at last", "The bridge was opened on Monday.", "Heading1|Costs", "It cost a lot.", "Year&2020&2021"),
		"week.epub":                     epubOf(t, "<h1>First</h1><p>The first piece is about a bridge over the river.</p>", "<img src='x'/>", "<h2>Second</h2><p>The second is about a ship.</p>"),
		"paper.pdf":                     pdfOf(t, "# A bridge for the valley\n\nThe new bridge over the river was opened on Mon-\nday, after two years in which nobody could cross it at all.\n\n“It was time,” the mayor said.\n\n\n1", "Nobody spoke for long, since it was cold, and the band had lost\nits drum in the water.\n\n\n\n2"),
		"packed.html.gz":                gzOf(t, strings.Replace(pageText, "Monday", "Tuesday", 1)),
		"folder/upper.HTML":             pageText,
		"broken.pdf":                    "%PDF-1.4\nnothing",
		"broken.docx":                   "PK\x03\x04 no",
		"empty.html":                    "<html><body><script>x</script></body></html>",
		"scan.pdf":                      pdfOf(t, ""),
		"locked.pdf":                    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R/Encrypt 5 0 R>>",
		"notes.odt":                     "x",
		"latin.html":                    "<meta charset=windows-1252><p>The caf\xe9 was opened by the mayor.</p>",
		"image.html":                    "\x00\x01\x02\x00binary",
		"folder/deeper/..odd name.html": pageText,
	})
	articles, skipped, _ := found(t, dir)
	for _, id := range []string{"bridge", "saved", "packed", "upper", "page", "mail", "letter", "week/OEBPS/text/c0", "week/OEBPS/text/c2", "paper", "latin"} {
		if articles[id].Text == "" {
			t.Errorf("no article %q", id)
		}
	}
	if len(articles) != 11 {
		t.Errorf("%d articles", len(articles))
	}
	for name, says := range map[string]string{
		"broken.pdf": "no PDF", "broken.docx": "damaged", "empty.html": "no text", "scan.pdf": "no text layer", "locked.pdf": "encrypted", "image.html": "NUL bytes",
	} {
		if err := skipped[name]; err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %q", name, err, says)
		}
		delete(skipped, name)
	}
	if len(skipped) > 0 {
		t.Errorf("also skipped: %v", skipped)
	}
	for id, want := range map[string]corpus.Article{
		"page":               {Title: "A bridge for the valley", Author: "Ann Moss", URL: "https://news.example/bridge", Published: day(2021, 3, 5)},
		"mail":               {Title: "The café is open", Author: "René Dupont", Published: day(2021, 3, 4)},
		"letter":             {Title: "A bridge at last", Author: "Ann Moss"},
		"week/OEBPS/text/c0": {Title: "First", Author: "Jo Lee", Outlet: "The Weekly", Published: day(2021, 3, 4)},
		"paper":              {Title: "A bridge for the valley"},
	} {
		got := articles[id]
		if got.Title != want.Title || got.Author != want.Author || got.URL != want.URL || got.Outlet != want.Outlet || !got.Published.Equal(want.Published) {
			t.Errorf("%s: %q by %q in %q, %s, %s", id, got.Title, got.Author, got.Outlet, got.Date(), got.URL)
		}
	}
	for id, want := range map[string]string{
		"mail":   "The café on the square was opened again on Thursday, after two years of work on its roof.",
		"letter": "A bridge at last\n\nThe bridge was opened on Monday.\n\nCosts\n\nIt cost a lot.\n\nYear\t2020\t2021",
		"paper":  "A bridge for the valley\n\nThe new bridge over the river was opened on Monday, after two years in which nobody could cross it at all.\n\n“It was time,” the mayor said.\n\n1\n\nNobody spoke for long, since it was cold, and the band had lost its drum in the water.\n\n2",
		"latin":  "The café was opened by the mayor.",
	} {
		if got := articles[id].Text; got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
	if k := articles["paper"].Blocks[3].Kind; k != corpus.Furniture {
		t.Errorf("the page number is %v", k)
	}
}

func day(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

func TestRecords(t *testing.T) {
	dir := tree(t, map[string]string{
		"list.jsonl": "\uFEFF" + `{"id": "one", "title": "A bridge", "outlet": "The Post", "author": ["Ann Moss", "Jo Lee"], "published": "2024-05-06", "url": "https://example.org/1", "text": "It was opened.", "extra": {"a": 1}}` + "\n\n" +
			`{"text": "No name has this one."}` + "\r\n" + `{"url": "https://example.org/2", "text": "An address has this one."}` + "\n" + `{"id": 7, "TEXT": "A number has this one."}` + "\n" +
			`{"title": "no text"}` + "\nnot json\n" + `["a"]` + "\n" + `{"published": "05/06/2024", "text": "When?"}` + "\n" + "{\"text\": \"caf\xe9\"}\n" + `{"text": "` + strings.Repeat("x", MaxBytes) + `"}` + "\n" + `{"text": "The last has no line end."}`,
		"table.csv":     "\uFEFFID;Title;Text;Published\nt1;A ship;\"It left, and\nit sank; \"\"slowly\"\".\";2024-05-06\n;;It came back.;\n;;;\n",
		"latin.csv":     "title,text\nCaf\xe9,The caf\xe9 was opened.\n",
		"utf16.csv":     utf16("title\ttext\nA tram\tThe tram ran again.\n"),
		"headless.csv":  "a,b\n1,2\n",
		"rubbish.jsonl": strings.Repeat("what is this\n", 50),
		"commas.csv":    "text\n" + strings.Repeat(",", MaxBytes-1),
		"open.csv":      "text\n\"never closed" + strings.Repeat(" word", MaxBytes/4),
	})
	articles, skipped, order := found(t, dir)
	want := []string{"latin.csv:2", "list.jsonl:1", "list.jsonl:3", "list.jsonl:4", "list.jsonl:5", "list.jsonl:12", "table.csv:2", "table.csv:4", "utf16.csv:2"}
	if !slices.Equal(order, want) {
		t.Errorf("read %v, want %v", order, want)
	}
	for _, id := range []string{"one", "list:3", "https://example.org/2", "7", "list:12", "t1", "table:4", "latin:2", "utf16:2"} {
		if articles[id].Text == "" {
			t.Errorf("no article %q", id)
		}
	}
	a := articles["one"]
	if a.Title != "A bridge" || a.Outlet != "The Post" || a.Author != "Ann Moss, Jo Lee" || a.Date() != "2024-05-06" || a.URL != "https://example.org/1" || a.Provenance["title"] != "JSONL" {
		t.Errorf("%+v", a)
	}
	if a := articles["t1"]; a.Text != "It left, and\nit sank; \"slowly\"." || a.Title != "A ship" || a.Date() != "2024-05-06" {
		t.Errorf("%+v", a)
	}
	if a := articles["latin:2"]; a.Title != "Café" || a.Text != "The café was opened." {
		t.Errorf("%+v", a)
	}
	for path, says := range map[string]string{
		"list.jsonl:6": "text", "list.jsonl:7": "JSON object", "list.jsonl:8": "JSON object", "list.jsonl:9": "YYYY-MM-DD", "list.jsonl:10": "UTF-8", "list.jsonl:11": "longer",
		"headless.csv": "first row", "open.csv": "not closed", "commas.csv": "longer", "table.csv:5": "text", "rubbish.jsonl": "none of its lines",
	} {
		if err := skipped[path]; err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %q", path, err, says)
		}
	}
}

func utf16(s string) string {
	b := []byte{0xFF, 0xFE}
	for _, r := range s {
		b = append(b, byte(r), byte(r>>8))
	}
	return string(b)
}

func TestArchives(t *testing.T) {
	text := func(n int) string { return fmt.Sprintf("The ship number %d left the port on Monday.", n) }
	inside := zipOf(t, part{"deep.txt", text(1)}, part{"list.jsonl", `{"text": "` + text(2) + `"}`})
	nested := tarOf(t, part{"x.txt", text(9)})
	for i := range MaxDepth {
		nested = tarOf(t, part{fmt.Sprintf("n%d.tar", i), nested})
	}
	dir := tree(t, map[string]string{
		"a.zip":      zipOf(t, part{"one.txt", text(3)}, part{"sub/two.md", text(4)}, part{"sub/", ""}, part{"pic.png", "x"}, part{"../../evil.txt", text(5)}, part{"inner.zip", inside}, part{"__MACOSX/._one.txt", "x"}, part{"bad.txt", "a\x00b"}),
		"b.tar":      tarOf(t, part{"one.txt", text(6)}, part{"page.html", pageText}),
		"c.tar.gz":   gzOf(t, tarOf(t, part{"one.txt", text(7)})),
		"d.tgz":      gzOf(t, tarOf(t, part{"one.txt", text(8)})),
		"e.jsonl.gz": gzOf(t, `{"text": "`+text(10)+`"}`),
		"f.warc.gz":  gzOf(t, warcOf(part{"https://news.example/1", pageText}, part{"https://news.example/2", strings.Replace(pageText, "Monday", "Friday", 1)})),
		"nested.tar": nested,
		"empty.zip":  zipOf(t, part{"pic.png", "x"}),
		"cut.tar.gz": gzOf(t, tarOf(t, part{"one.txt", text(11)}))[:60],
		"x.gz":       gzOf(t, "what is it"),
	})
	articles, skipped, order := found(t, dir)
	want := []string{"a.zip/one.txt", "a.zip/sub/two.md", "a.zip/evil.txt", "a.zip/inner.zip/deep.txt", "a.zip/inner.zip/list.jsonl:1", "b.tar/one.txt", "b.tar/page.html", "c.tar.gz/one.txt", "d.tgz/one.txt", "e.jsonl.gz:1",
		"f.warc.gz/https:/news.example/1", "f.warc.gz/https:/news.example/2"}
	if !slices.Equal(order, want) {
		t.Errorf("read %v,\nwant %v", order, want)
	}
	for _, id := range []string{"a/one", "a/sub/two", "a/inner/deep", "a/inner/list:1", "c/one", "e:1", "https://news.example/1"} {
		if articles[id].Text == "" {
			t.Errorf("no article %q", id)
		}
	}
	if a := articles["https://news.example/2"]; a.URL != a.ID || a.Provenance["id"] != "address" {
		t.Errorf("%+v", a)
	}
	for path, is := range map[string]error{"a.zip/bad.txt": clean.ErrBinary, "empty.zip": ErrNothing} {
		if !errors.Is(skipped[path], is) {
			t.Errorf("%s: %v, want %v", path, skipped[path], is)
		}
		delete(skipped, path)
	}
	deep := false
	for path, err := range skipped {
		deep = deep || strings.HasPrefix(path, "nested.tar/") && errors.Is(err, ErrDepth)
	}
	if !deep || skipped["cut.tar.gz"] == nil || len(skipped) != 2 {
		t.Errorf("skipped %v", skipped)
	}
}

func TestBombs(t *testing.T) {
	zeros := strings.Repeat(" ", 80<<20)
	bomb := gzOf(t, zeros)
	ones := make([]part, 30)
	for i := range ones {
		ones[i] = part{fmt.Sprintf("%d.txt", i), zeros[:3<<20]}
	}
	dir := tree(t, map[string]string{
		"a.txt.gz": bomb, "b.jsonl.gz": bomb, "c.zip": zipOf(t, ones...), "d.warc.gz": bomb, "e.csv.gz": bomb,
		"f.docx": zipOf(t, part{"word/document.xml", zeros}), "ok.txt": "The ship left.",
	})
	_, skipped, order := found(t, dir)
	for _, name := range []string{"a.txt.gz", "b.jsonl.gz", "c.zip", "d.warc.gz", "e.csv.gz", "f.docx"} {
		if skipped[name] == nil && skipped[name+":1"] == nil {
			t.Errorf("%s was read", name)
		}
	}
	if !slices.Equal(order, []string{"ok.txt"}) {
		t.Errorf("read %v", order)
	}
}

func TestGives(t *testing.T) {
	dir := tree(t, map[string]string{"a.txt": "The ship left.", "z.zip": zipOf(t, part{"in/b.txt", "The ship left."}), "l.jsonl": `{"text": "The ship left."}`})
	for path, want := range map[string]bool{"a.txt": true, "b.txt": false, "z.zip/in/b.txt": true, "l.jsonl:1": true, "l.json:1": false, "gone.zip/in/b.txt": false} {
		if got := Gives(t.Context(), filepath.Join(dir, path), "a"); got != want {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
}

func TestReadContent(t *testing.T) {
	for _, tt := range []struct{ mediaType, raw, title, text string }{
		{"text/html; charset=windows-1252", "<title>Caf\xe9</title><p>The caf\xe9 was opened by the mayor on Monday.</p>", "Café", "The café was opened by the mayor on Monday."},
		{"", pageText, "A bridge for the valley", "The new bridge over the river was opened on Monday, after two years in which nobody could cross."},
		{"text/plain; charset=iso-8859-1", "The caf\xe9 was opened.", "", "The café was opened."},
		{"application/pdf", pdfOf(t, "The ship left."), "", "The ship left."},
	} {
		n := 0
		err := ReadContent(t.Context(), Content{Name: "x", URL: "https://news.example/x", MediaType: tt.mediaType, Raw: []byte(tt.raw)}, func(f File) error {
			n++
			if a := f.Article; f.Skipped != nil || a.ID != "x" || a.Title != tt.title || a.Text != tt.text || a.URL != "https://news.example/x" {
				t.Errorf("%s: %v, %+v", tt.mediaType, f.Skipped, a)
			}
			return nil
		})
		if err != nil || n != 1 {
			t.Errorf("%s: %d, %v", tt.mediaType, n, err)
		}
	}
}
