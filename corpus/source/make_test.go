package source

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"strings"
	"testing"
)

// A part is a file within a file that a test makes.
type part struct{ name, body string }

func zipOf(t testing.TB, parts ...part) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(p.body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func tarOf(t testing.TB, parts ...part) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, p := range parts {
		if err := w.WriteHeader(&tar.Header{Name: p.name, Size: int64(len(p.body)), Mode: 0o644, Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(p.body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func gzOf(t testing.TB, body string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(body)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// docxOf is a document of paragraphs, "Style|text" or text alone, and a table
// where one is "cell&cell".
func docxOf(t testing.TB, paragraphs ...string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="w"><w:body>`)
	write := func(s string) {
		style, text, ok := strings.Cut(s, "|")
		if !ok {
			style, text = "", s
		}
		b.WriteString("<w:p>")
		if style != "" {
			fmt.Fprintf(&b, `<w:pPr><w:pStyle w:val="%s"/><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>`, style)
		}
		half := len(text) / 2
		fmt.Fprintf(&b, `<w:r><w:t xml:space="preserve">%s</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:t xml:space="preserve">%s</w:t></w:r></w:p>`, text[:half], text[half:])
	}
	for _, p := range paragraphs {
		if cells := strings.Split(p, "&"); len(cells) > 1 {
			b.WriteString("<w:tbl><w:tr>")
			for _, c := range cells {
				b.WriteString("<w:tc>")
				write(c)
				b.WriteString("</w:tc>")
			}
			b.WriteString("</w:tr></w:tbl>")
			continue
		}
		write(p)
	}
	b.WriteString("</w:body></w:document>")
	return zipOf(t, part{"[Content_Types].xml", "<Types/>"}, part{"word/document.xml", b.String()},
		part{"docProps/core.xml", `<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>Draft</dc:title><dc:creator>Ann Moss</dc:creator></cp:coreProperties>`})
}

func epubOf(t testing.TB, chapters ...string) string {
	parts := []part{{"mimetype", "application/epub+zip"},
		{"META-INF/container.xml", `<container><rootfiles><rootfile full-path="OEBPS/content.opf"/></rootfiles></container>`}}
	var manifest, spine strings.Builder
	for i, c := range chapters {
		fmt.Fprintf(&manifest, `<item id="c%d" href="text/c%d.xhtml" media-type="application/xhtml+xml"/>`, i, i)
		fmt.Fprintf(&spine, `<itemref idref="c%d"/>`, i)
		parts = append(parts, part{fmt.Sprintf("OEBPS/text/c%d.xhtml", i), `<?xml version="1.0" encoding="utf-8"?><html><head><title>x</title></head><body>` + c + `</body></html>`})
	}
	parts = append(parts, part{"OEBPS/content.opf", `<package xmlns:dc="d"><metadata><dc:title>The Weekly</dc:title><dc:creator>Jo Lee</dc:creator><dc:date>2021-03-04T00:00:00Z</dc:date></metadata><manifest>` +
		`<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>` + manifest.String() + `</manifest><spine>` + spine.String() + `</spine></package>`})
	return zipOf(t, parts...)
}

// pdfOf is a file of pages of lines, 12 points apart; a line that begins with
// "# " is set in larger letters. An empty line is a gap.
func pdfOf(t testing.TB, pages ...string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("%PDF-1.5\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n")
	kids := ""
	for i := range pages {
		kids += fmt.Sprintf("%d 0 R ", 10+2*i)
	}
	fmt.Fprintf(&b, "2 0 obj\n<</Type/Pages/Kids[%s]/Count %d/Resources<</Font<</F1 3 0 R>>>>>>\nendobj\n", kids, len(pages))
	b.WriteString("3 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>\nendobj\n")
	for i, p := range pages {
		var c strings.Builder
		y := 750
		for _, line := range strings.Split(p, "\n") {
			size := 10
			if head, ok := strings.CutPrefix(line, "# "); ok {
				line, size = head, 20
			}
			if line != "" {
				line = strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`, "“", "\x93", "”", "\x94").Replace(line)
				fmt.Fprintf(&c, "BT /F1 %d Tf 70 %d Td (%s) Tj ET\n", size, y, line)
			}
			y -= 12
		}
		var packed bytes.Buffer
		w := zlib.NewWriter(&packed)
		if _, err := w.Write([]byte(c.String())); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%d 0 obj\n<</Type/Page/Parent 2 0 R/Contents %d 0 R>>\nendobj\n%d 0 obj\n<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream\nendobj\n", 10+2*i, 11+2*i, 11+2*i, packed.Len(), packed.String())
	}
	b.WriteString("trailer\n<</Root 1 0 R>>\n%%EOF\n")
	return b.String()
}

// warcOf is a web archive of pages that were fetched well.
func warcOf(pages ...part) string {
	var b strings.Builder
	record := func(kind, url, mediaType, body string) {
		fmt.Fprintf(&b, "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2021-03-04T10:00:00Z\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, url, mediaType, len(body), body)
	}
	record("warcinfo", "", "application/warc-fields", "software: test\r\n")
	for _, p := range pages {
		record("request", p.name, "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n")
		record("response", p.name, "application/http; msgtype=response", fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s", len(p.body), p.body))
	}
	return b.String()
}

const mailText = "From: =?utf-8?Q?Ren=C3=A9?= Dupont <rene@example.org>\r\nTo: desk@example.org\r\nSubject: =?iso-8859-1?Q?The_caf=E9_is_open?=\r\nDate: Thu, 4 Mar 2021 23:30:00 +0200\r\nMIME-Version: 1.0\r\n" +
	"Content-Type: multipart/alternative; boundary=\"b1\"\r\n\r\n--b1\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nThe caf=E9 on the square was opened again on Thursday, after two years of work=\r\n on its roof.\r\n" +
	"--b1\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>The HTML of it.</p>\r\n--b1--\r\n"

const savedPage = "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://news.example/bridge\r\nSubject: A bridge\r\nDate: Fri, 5 Mar 2021 12:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--x--\"\r\n\r\n" +
	"----x--\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://news.example/bridge\r\n\r\n<html><head><meta charset=3D\"utf-8\"></head><body><article><h1>A bridge for the valley</h1><span class=3D\"byline\">By Ann Moss</span><span class=3D\"date\">3 hours ago</span>" +
	"<p>The new bridge over the river was opened on Friday by the mayor, who walked over it first and alone.</p><p>It had been closed for two years, and for a while nobody knew whether it would ever be built again.</p></article></body></html>\r\n----x--\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n----x----\r\n"
