package source

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// seeds is a sound file of every kind, by its name.
func seeds(t testing.TB) map[string]string {
	text := strings.Repeat("The ship left the port on Monday, and nobody knew when it would be back. “It was time,” the captain said.\n\n", 4)
	page := pageText + strings.Repeat("<p>The ship left the port on Monday, and nobody knew when it would be back.</p>", 5)
	records := `{"id": "a", "title": "A ship", "text": "It left the port."}` + "\n" + `{"url": "https://news.example/b", "text": "It came back."}` + "\n"
	pdf := pdfOf(t, "# A ship\n\nThe ship left the port on Mon-\nday, and was back by night.", "Nobody was on board.\n\n2")
	docx := docxOf(t, "Title|A ship", "The ship left the port.", "One&two", "Heading1|More")
	epub := epubOf(t, "<h1>One</h1><p>The ship left the port.</p>", "<p>It came back.</p>")
	web := warcOf(part{"https://news.example/1", page}, part{"https://news.example/2", page})
	inside := []part{{"a.txt", text}, {"b.html", page}, {"c.jsonl", records}, {"d.pdf", pdf}, {"e.zip", zipOf(t, part{"f.md", text})}}
	return map[string]string{
		"a.txt": "---\ntitle: A ship\n---\n" + text, "a.md": "# A ship\n\n" + text, "a.html": page, "a.mhtml": savedPage, "a.eml": mailText, "a.pdf": pdf, "a.docx": docx, "a.epub": epub,
		"a.jsonl": records, "a.csv": "id,title,text\na,A ship,\"It left, and \"\"sank\"\".\"\nb,,It came back.\n", "a.zip": zipOf(t, inside...), "a.tar": tarOf(t, inside...),
		"a.tgz": gzOf(t, tarOf(t, inside...)), "a.warc": web, "a.warc.gz": gzOf(t, web), "a.html.gz": gzOf(t, page),
	}
}

// hostile makes a file that is meant to cost as much as it can.
func hostile(t testing.TB, r *rand.Rand) (name, body string) {
	n := 1 + r.IntN(60_000)
	long := func(s string) string { return strings.Repeat(s, 1+n/len(s)) }
	attrs := func() string {
		var b strings.Builder
		for i := range 300 {
			fmt.Fprintf(&b, "<b a%d=1><i a%d=2><a href=%d><font color=%d>", i, i, i, i)
		}
		return b.String() + strings.Repeat("<p>x", n/40)
	}
	nested := func(wrap func(string) string, depth int, s string) string {
		for range depth {
			s = wrap(s)
		}
		return s
	}
	pages := []func() string{
		func() string { return long("<div>") }, func() string { return long("<b>") + long("<p>x") }, attrs, func() string { return long("<table><tr><td>") },
		func() string { return "<p>" + long("a ") + "<!--" + long("-") }, func() string { return long("<a href=x>y</a> ") }, func() string { return long("<li>x ") + long("</ul>") },
		func() string { return "<script type=application/ld+json>" + long("[") + "</script><p>x" }, func() string { return "<script type=application/ld+json>" + long(`{"@graph":`) + "</script><p>x" },
		func() string { return "<div " + long("a=b ") + ">x" }, func() string { return "<p>" + long("&amp;&#x110000;&") }, func() string { return long("<form><select><option>") },
		func() string { return long("<h1 class='article-title date byline author'>By A B 1 May 2020</h1>") }, func() string { return long("<div itemprop=articleBody itemtype=NewsArticle>x") },
		func() string {
			return "<title>" + long("x | ") + "</title>" + long("<meta property=og:title content=x>") + "<p>x"
		}, func() string { return long("<svg><desc><p>") },
		func() string { return strings.Repeat("<p>"+strings.Repeat("word, ", 20)+"</p>", 1+n/20) }, func() string { return long("<span>x</span><br>") }, func() string { return "<article>" + long("<section><p>some words here, and more.") },
		func() string { return long("<frameset><frame></noframes>") }, func() string { return long("</p></br>x") }, func() string { return long("<td>x<tr>y<caption>z") },
	}
	switch r.IntN(14) {
	case 0:
		return "h.zip", nested(func(s string) string { return zipOf(t, part{"n.zip", s}) }, 1+r.IntN(20), zipOf(t, part{"a.txt", "x"}))
	case 1:
		return "h.tgz", nested(func(s string) string { return gzOf(t, tarOf(t, part{"n.tgz", s})) }, 1+r.IntN(12), "x")
	case 2:
		return "h.txt.gz", gzOf(t, strings.Repeat(" ", r.IntN(11<<20)))
	case 3:
		parts := make([]part, r.IntN(300))
		for i := range parts {
			parts[i] = part{fmt.Sprintf("%d.txt", i), "\x00"}
		}
		return "h.zip", zipOf(t, parts...)
	case 4:
		return "h.jsonl", `{"text": "` + strings.Repeat("x", MaxBytes-100+r.IntN(200)) + `"}` + "\n" + `{"text": "x"}`
	case 5:
		return "h.csv", "text\n" + long("\"a,") + long("\n")
	case 6:
		return "h.eml", "Subject: x\n" + nested(func(s string) string { return "Content-Type: multipart/mixed; boundary=b\n\n--b\n" + s + "\n--b--\n" }, 1+r.IntN(30), "\nx")
	case 7:
		return "h.pdf", "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R 3 0 R 3 0 R]>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</X 4 0 R>>/Font<</F 5 0 R>>>>>>endobj " +
			"4 0 obj<</Subtype/Form/Length 5 0 R/Resources 3 0 R>>stream\n" + long("/X Do q ") + "BT /F 9 Tf (x) Tj\nendstream endobj 5 0 obj<</Type/Font/Subtype/Type0/W[0 99999999 5]/ToUnicode 6 0 R>>endobj 6 0 obj<<>>stream\n1 begincodespacerange <00000000> <ffffffff> endcodespacerange <00000000> <ffffffff> <0041> endbfrange\nendstream endobj trailer<</Root 1 0 R>>"
	case 8:
		return "h.pdf", "%PDF-1.4\n1 0 obj" + long("[<<") + "trailer<</Root 1 0 R>>" + long("9 0 obj ")
	case 9:
		return "h.docx", zipOf(t, part{"word/document.xml", long("<w:tbl><w:tr><w:tc><w:p><w:t>x") + "</w:t></w:p>"})
	case 10:
		return "h.warc", long("WARC/1.0\r\nContent-Length: 99999999999\r\n\r\n")
	}
	return "h.html", pages[r.IntN(len(pages))]()
}

// corrupt damages a file in one of several ways.
func corrupt(r *rand.Rand, body string, others []string) string {
	b := []byte(body)
	for range 1 + r.IntN(3) {
		if len(b) == 0 {
			return ""
		}
		at := r.IntN(len(b))
		switch r.IntN(7) {
		case 0:
			b = b[:at]
		case 1:
			for range 1 + r.IntN(20) {
				b[r.IntN(len(b))] ^= 1 << r.IntN(8)
			}
		case 2:
			b = slices.Delete(b, at, min(len(b), at+1+r.IntN(200)))
		case 3:
			b = slices.Insert(b, at, bytes.Repeat(b[at:min(len(b), at+1+r.IntN(100))], 1+r.IntN(50))...)
		case 4:
			o := others[r.IntN(len(others))]
			b = append(b[:at:at], o[r.IntN(len(o)):]...)
		case 5:
			for i := at; i < min(len(b), at+r.IntN(100)); i++ {
				b[i] = byte(r.IntN(256))
			}
		case 6:
			// A number in the text of the format becomes another.
			if i := bytes.IndexAny(b[at:], "0123456789"); i >= 0 {
				b = append(append(b[:at+i:at+i], strconv.Itoa(r.IntN(1<<30))...), b[at+i+1:]...)
			}
		}
	}
	return string(b)
}

// TestCorrupted reads damaged and hostile files of every kind: each is an
// article or is reported, within 5 seconds and within bounds of memory. The
// environment variable NEWSDESK_TEST_CORRUPTED says how many there are.
func TestCorrupted(t *testing.T) {
	count := 1000
	if testing.Short() {
		count = 200
	}
	if s := os.Getenv("NEWSDESK_TEST_CORRUPTED"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		count = n
	}
	debug.SetMemoryLimit(1 << 30)
	defer debug.SetMemoryLimit(-1)
	sound := seeds(t)
	names := make([]string, 0, len(sound))
	var bodies []string
	for name := range sound {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		bodies = append(bodies, sound[name])
	}
	r := rand.New(rand.NewPCG(6, 2026))
	dir := t.TempDir()
	read, reported, slowest, slowestName := 0, 0, time.Duration(0), ""
	peak := uint64(0)
	watch := watchMemory(&peak)
	defer watch()
	for i := range count {
		name, body := "", ""
		if i%10 == 9 {
			name, body = hostile(t, r)
		} else {
			name = names[i%len(names)]
			body = corrupt(r, sound[name], bodies)
		}
		path := dir + "/" + name
		if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		files, took, err := readTimed(t, path, func(f File) {
			if f.Skipped == nil {
				read++
				checkArticle(t, i, f)
				return
			}
			reported++
			if s := f.Skipped.Error(); s == "" || strings.Contains(s, "\n") || len(s) > 400 {
				t.Errorf("%d, %s: the reason is no line: %q", i, name, s)
			}
		})
		if err != nil || files == 0 {
			t.Errorf("%d, %s: %d files, %v", i, name, files, err)
		}
		if took > longest {
			// The machine may have been busy with something else.
			_, again, _ := readTimed(t, path, func(File) {})
			took = min(took, again)
		}
		if took > slowest {
			slowest, slowestName = took, fmt.Sprintf("%d, %s of %d KB", i, name, len(body)>>10)
		}
		if took > longest {
			t.Errorf("%d, %s of %d KB took %v", i, name, len(body)>>10, took)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	watch()
	t.Logf("%d files: %d articles, %d reported; the slowest took %v (%s); %d MB of memory at most", count, read, reported, slowest.Round(time.Millisecond), slowestName, peak>>20)
	if peak > 1<<30 {
		t.Errorf("%d MB of memory", peak>>20)
	}
}

// longest is how long a file may take, whatever is in it.
const longest = 5 * time.Second

// readTimed reads a file, and says how many files came of it and how long it
// took.
func readTimed(t *testing.T, path string, each func(File)) (files int, took time.Duration, err error) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	start := time.Now()
	err = file(ctx, located{path: path}, &meter{}, func(f File) error {
		files++
		each(f)
		return nil
	})
	return files, time.Since(start), err
}

// watchMemory notes the most memory that is in use, until it is called.
func watchMemory(peak *uint64) (stop func()) {
	done, ended := make(chan bool), make(chan bool)
	go func() {
		defer close(ended)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			*peak = max(*peak, m.HeapInuse+m.StackInuse)
			select {
			case <-done:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	stopped := false
	return func() {
		if !stopped {
			stopped = true
			close(done)
			<-ended
		}
	}
}

// checkArticle holds an article to what every article promises.
func checkArticle(t testing.TB, i int, f File) {
	a := f.Article
	at := 0
	for _, b := range a.Blocks {
		if b.Start < at || b.End <= b.Start || b.End > len(a.Text) {
			t.Fatalf("%d, %s: block %v after %d of %d bytes", i, f.Path, b, at, len(a.Text))
		}
		at = b.End
	}
	if a.ID == "" || len(a.Blocks) == 0 || strings.Contains(a.Text, "\r") || !bytes.Equal([]byte(a.Text), bytes.ToValidUTF8([]byte(a.Text), nil)) {
		t.Fatalf("%d, %s: %q with %d blocks", i, f.Path, a.ID, len(a.Blocks))
	}
}

// fuzzKind holds the reader of one kind to what Files promises: every file is
// an article or is reported, and articles are whole.
func fuzzKind(f *testing.F, ext string, wrap func(testing.TB, []byte) string) {
	for name, body := range seeds(f) {
		if wrap == nil && kindOf(name) == ext {
			f.Add([]byte(body))
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if len(raw) > 1<<20 {
			return
		}
		if wrap != nil {
			raw = []byte(wrap(t, raw))
		}
		n := 0
		r := &reading{ctx: t.Context(), gauge: gauge{packed: int64(len(raw))}}
		r.yield = func(f File) error {
			if n++; f.Skipped == nil {
				checkArticle(t, 0, f)
			}
			return nil
		}
		err := r.item(item{path: "f", name: "f" + ext, id: "f", r: bytes.NewReader(raw), at: bytes.NewReader(raw), size: int64(len(raw))})
		if err != nil || n == 0 {
			t.Fatalf("%d files, %v", n, err)
		}
	})
}

func FuzzJSONL(f *testing.F)      { fuzzKind(f, ".jsonl", nil) }
func FuzzCSV(f *testing.F)        { fuzzKind(f, ".csv", nil) }
func FuzzMessage(f *testing.F)    { fuzzKind(f, ".eml", nil) }
func FuzzWebArchive(f *testing.F) { fuzzKind(f, ".mhtml", nil) }
func FuzzZip(f *testing.F)        { fuzzKind(f, ".zip", nil) }
func FuzzTar(f *testing.F)        { fuzzKind(f, ".tar", nil) }
func FuzzWARC(f *testing.F)       { fuzzKind(f, ".warc", nil) }

func FuzzDOCX(f *testing.F) {
	f.Add([]byte(`<w:document><w:body><w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>A ship</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>`))
	fuzzKind(f, ".docx", func(t testing.TB, raw []byte) string { return zipOf(t, part{"word/document.xml", string(raw)}) })
}

func FuzzEPUB(f *testing.F) {
	f.Add([]byte(`<package><metadata><dc:title>The Weekly</dc:title></metadata><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>`))
	fuzzKind(f, ".epub", func(t testing.TB, raw []byte) string {
		return zipOf(t, part{"META-INF/container.xml", `<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>`}, part{"b.opf", string(raw)}, part{"a.xhtml", "<p>The ship left.</p>"})
	})
}
