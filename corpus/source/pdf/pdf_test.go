package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func deflated(t testing.TB, s string) string {
	t.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// simple is a file of one page with those operators, a font F of WinAnsi
// letters half their size wide, and more objects.
func simple(content string, more ...string) []byte {
	var b strings.Builder
	b.WriteString("%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n" +
		"3 0 obj <</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources <</Font <</F 5 0 R/G 6 0 R>>/XObject <</X 8 0 R>>>>>> endobj\n" +
		"5 0 obj <</Type/Font/Subtype/TrueType/Encoding/WinAnsiEncoding/FirstChar 0/Widths[" + strings.Repeat("500 ", 256) + "]>> endobj\n")
	fmt.Fprintf(&b, "4 0 obj <</Length %d>> stream\n%s\nendstream endobj\n", len(content), content)
	for _, m := range more {
		b.WriteString(m + "\n")
	}
	b.WriteString("trailer <</Root 1 0 R/Info 7 0 R>>\n%%EOF")
	return []byte(b.String())
}

func TestRead(t *testing.T) {
	cmap := "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfchar <0001> <00660069> endbfchar 2 beginbfrange <0010> <0012> <0041> <0020> <0021> [<0436> <D83DDE00>] endbfrange endcmap"
	wide := "6 0 obj <</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</DW 500/W[1 [600 700] 32 33 400]>>]/ToUnicode 9 0 R>> endobj 9 0 obj <</Length 0>> stream\n" + cmap + "\nendstream endobj"
	named := "6 0 obj <</Type/Font/Subtype/Type1/Encoding <</Differences[1 /Ccaron /eacute /uni0416 /fi 65 /quotedblleft /germandbls]>>>> endobj"
	for _, tt := range []struct {
		name, content string
		more          []string
		want          []Paragraph
	}{
		{"one line", "BT /F 10 Tf 70 700 Td (The ship left.) Tj ET", nil, []Paragraph{{Body, "The ship left."}}},
		{"escapes", `BT /F 10 Tf (a\(b\)\\ \101\n) Tj <43 2> Tj ET`, nil, []Paragraph{{Body, `a(b)\ AC `}}},
		{"spaces by position", "BT /F 10 Tf [(The) -300 (sh) 20 (ip) -250 (left.)] TJ ET", nil, []Paragraph{{Body, "The ship left."}}},
		{"lines of a paragraph", "BT /F 10 Tf 12 TL 70 700 Td (The ship left the har-) Tj T* (bour on Monday.) Tj ET", nil, []Paragraph{{Body, "The ship left the harbour on Monday."}}},
		{"paragraphs by distance", "BT /F 10 Tf 70 700 Td (One ends here.) Tj 0 -30 Td (Two ends here.) Tj ET", nil, []Paragraph{{Body, "One ends here."}, {Body, "Two ends here."}}},
		{"paragraphs by indentation", "BT /F 10 Tf 70 700 Td (It is a line of some length and it stops.) Tj 12 -12 Td (Now it begins again with a new paragraph) Tj -12 -12 Td (and goes on.) Tj ET", nil,
			[]Paragraph{{Body, "It is a line of some length and it stops."}, {Body, "Now it begins again with a new paragraph and goes on."}}},
		{"sizes", "BT /F 20 Tf 70 700 Td (A headline) Tj /F 10 Tf 0 -40 Td (The text is longer than that, and it is set small.) Tj /F 13 Tf 0 -40 Td (A heading) Tj ET", nil,
			[]Paragraph{{Title, "A headline"}, {Body, "The text is longer than that, and it is set small."}, {Heading, "A heading"}}},
		{"columns", "BT /F 10 Tf 70 700 Td (Left one and) Tj 0 -12 Td (left two.) Tj 200 12 Td (Right one.) Tj ET", nil, []Paragraph{{Body, "Left one and left two."}, {Body, "Right one."}}},
		{"cells", "BT /F 10 Tf 70 700 Td (Year) Tj 100 0 Td (Ships) Tj ET", nil, []Paragraph{{Body, "Year\tShips"}}},
		{"two-byte codes", "BT /G 10 Tf <0010001100120001002000210099> Tj ET", []string{wide}, []Paragraph{{Body, "ABCfiж😀"}}},
		{"named letters", "BT /G 10 Tf <0102030441424344> Tj ET", []string{named}, []Paragraph{{Body, "ČéЖfi“ßCD"}}},
		{"forms", "q 1 0 0 1 10 10 cm /X Do Q", []string{"8 0 obj <</Type/XObject/Subtype/Form/Length 40>> stream\nBT /F 10 Tf (In a form.) Tj ET /X Do\nendstream endobj"}, nil},
		{"pictures in the operators", "BI /W 1 ID \x00\xff(EI) x\nEI BT /F 10 Tf (After it.) Tj ET", nil, []Paragraph{{Body, "After it."}}},
		{"turned letters are not read", "BT /F 10 Tf 0 1 -1 0 50 50 Tm (up) Tj 1 0 0 1 50 50 Tm (Straight.) Tj ET", nil, []Paragraph{{Body, "Straight."}}},
		{"a newer object", "BT /F 10 Tf (Old.) Tj ET", []string{"4 0 obj <</Length 31>> stream\nBT /F 10 Tf (New one.) Tj ET     \nendstream endobj"}, []Paragraph{{Body, "New one."}}},
		{"a wrong length", "BT /F 10 Tf (Old.) Tj ET", []string{"4 0 obj <</Length 99999>> stream\nBT /F 10 Tf (New.) Tj ET\nendstream endobj"}, []Paragraph{{Body, "New."}}},
	} {
		d, err := Read(simple(tt.content, tt.more...))
		if tt.name == "forms" {
			// It draws itself, as deep as forms may lie in one another.
			if err != nil || len(d.Paragraphs) == 0 || !strings.HasPrefix(d.Paragraphs[0].Text, "In a form.") {
				t.Errorf("%s: %+v, %v", tt.name, d.Paragraphs, err)
			}
			continue
		}
		for i := range tt.want {
			tt.want[i].Text = strings.TrimSpace(tt.want[i].Text)
		}
		if err != nil || !reflect.DeepEqual(d.Paragraphs, tt.want) {
			t.Errorf("%s: %+v, %v, want %+v", tt.name, d.Paragraphs, err, tt.want)
		}
	}
}

// TestObjectStreams reads a file that has its objects in a stream and no
// trailer but that of a stream.
func TestObjectStreams(t *testing.T) {
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]>>", "<</Type/Page/Contents 4 0 R/Resources<</Font<</F<</Subtype/Type1/Encoding/WinAnsiEncoding>>>>>>>>", "<</Title <FEFF0041> /Author (Ann Moss)>>"}
	index, body := "", ""
	for i, o := range objects {
		num := []int{1, 2, 3, 7}[i]
		index += fmt.Sprintf("%d %d ", num, len(body))
		body += o + " "
	}
	p, c := deflated(t, index+body), deflated(t, "BT /F 10 Tf 1 0 0 1 70 700 Tm (The ship left.) Tj ET")
	raw := fmt.Sprintf("%%PDF-1.5\n4 0 obj <</Filter/FlateDecode/Length %d>> stream\n%s\nendstream endobj\n6 0 obj <</Type/ObjStm/N 4/First %d/Filter[/FlateDecode]/Length %d>> stream\n%s\nendstream endobj\n9 0 obj <</Type/XRef/Root 1 0 R/Info 7 0 R/Length 0>> stream\n\nendstream endobj", len(c), c, len(index), len(p), p)
	d, err := Read([]byte(raw))
	if err != nil || d.Title != "A" || d.Author != "Ann Moss" || len(d.Paragraphs) != 1 || d.Paragraphs[0].Text != "The ship left." {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestMargins(t *testing.T) {
	var pages [][]line
	for i := range 4 {
		pages = append(pages, []line{
			{text: "The Valley Post", x0: 0, x1: 90, y: 800, size: 10, top: true},
			{text: fmt.Sprintf("Page %c says this.", 'a'+i), x0: 0, x1: 90, y: 700, size: 10},
			{text: fmt.Sprint(i + 1), x0: 0, x1: 9, y: 20, size: 10, bottom: true},
		})
	}
	for i, p := range paragraphs(pages) {
		if (p.Kind == Margin) != (i%3 != 1) {
			t.Errorf("%q is %v", p.Text, p.Kind)
		}
	}
}

func TestErrors(t *testing.T) {
	for _, tt := range []struct {
		name string
		raw  string
		want error
	}{
		{"nothing", "", ErrNotPDF}, {"text", "The ship left.", ErrNotPDF}, {"no pages", "%PDF-1.4\n1 0 obj <</Type/Catalog>> endobj trailer <</Root 1 0 R>>", ErrNotPDF}, {"no letters", string(simple("0 0 m 1 1 l S")), ErrScan},
		{"encrypted", string(simple("")) + "trailer <</Encrypt 9 0 R>>", ErrLocked},
		{"a circle", "%PDF-1.4\n1 0 obj 2 0 R endobj 2 0 obj 1 0 R endobj trailer <</Root 1 0 R>>", ErrNotPDF},
		{"unknown letters", string(simple("BT /G 10 Tf <00010002000300040005> Tj ET", "6 0 obj <</Subtype/Type0/Encoding/Identity-H>> endobj")), ErrScan},
	} {
		if _, err := Read([]byte(tt.raw)); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
}

func TestFilters(t *testing.T) {
	const text = "-----A---B----------------------------"
	a85 := make([]byte, ascii85.MaxEncodedLen(len(text)))
	a85 = append(a85[:ascii85.Encode(a85, []byte(text))], "~>"...)
	png := []byte{0, 1, 2, 3, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 1, 1, 4, 1, 1, 1}
	for _, tt := range []struct {
		name, filter, raw, want string
	}{
		{"Flate", "/FlateDecode", deflated(t, text), text}, {"cut short", "/FlateDecode", deflated(t, text)[:12], "----"}, {"two", "[/ASCIIHexDecode /FlateDecode]", fmt.Sprintf("%x>", deflated(t, text)), text},
		{"ASCII85", "/ASCII85Decode", string(a85), text}, {"runs", "/RunLengthDecode", "\x02abc\xfex\x80zz", "abcxxx"},
		{"LZW", "/LZWDecode", "\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", "-----A---B"},
		{"predictors", "/FlateDecode /DecodeParms <</Predictor 15 /Columns 3>>", deflated(t, string(png)), "\x01\x02\x03\x01\x02\x03\x02\x03\x04\x02\x03\x04\x03\x04\x05"},
		{"a picture", "/DCTDecode", "x", ""},
	} {
		f := &file{left: maxValues, until: time.Now().Add(time.Minute)}
		d, _ := (&lexer{b: []byte("<</Filter " + tt.filter + ">>")}).value(0, true).(dict)
		got := string(f.unpack(&stream{d, []byte(tt.raw)}))
		if tt.name == "cut short" && strings.HasPrefix(got, tt.want) {
			continue
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(simple("BT /F 10 Tf 12 TL 70 700 Td (The ship left the har-) Tj T* [(bour) -300 (on Monday.)] TJ ET q /X Do Q", "8 0 obj <</Subtype/Form/Length 40>> stream\nBT /F 10 Tf (In a form.) Tj ET /X Do\nendstream endobj"))
	f.Add(simple("BT /G 10 Tf <00100011> Tj ET", "6 0 obj <</Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</W[1 [600 700] 32 33 400]>>]/ToUnicode 9 0 R>> endobj 9 0 obj <<>> stream\n1 begincodespacerange <00> <ffff> endcodespacerange 1 beginbfrange <0010> <0012> <0041> endbfrange\nendstream endobj"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, err := Read(raw)
		if err != nil {
			return
		}
		if len(d.Paragraphs) == 0 {
			t.Fatal("neither text nor an error")
		}
		for _, p := range d.Paragraphs {
			if !utf8.ValidString(p.Text) || strings.TrimSpace(p.Text) == "" {
				t.Fatalf("%q", p.Text)
			}
		}
	})
}
