package source

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"strings"

	"golang.org/x/net/html/charset"
)

// A bundle is a document that is a zip archive of files.
type bundle struct {
	r     *reading
	files map[string]*zip.File
}

func (r *reading) bundle(it item) (*bundle, error) {
	raw, err := load(it, MaxDocument, ErrDocument)
	if err != nil {
		return nil, err
	}
	z, err := openZip(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, err
	}
	b := &bundle{r: r, files: map[string]*zip.File{}}
	for _, f := range z.File {
		if name := inner(f.Name); b.files[name] == nil {
			b.files[name] = f
		}
	}
	return b, nil
}

// read is the bytes of a file in the bundle, at most limit of them.
func (b *bundle) read(name string, limit int64) ([]byte, error) {
	f := b.files[name]
	if f == nil {
		return nil, reasonf("it is damaged: it has no %s", name)
	}
	body, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer body.Close()
	return load(item{r: unpacking{b.r, body}, size: -1}, limit, ErrDocument)
}

func decoderOf(raw []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(raw))
	d.CharsetReader = charset.NewReaderLabel
	d.Strict = false
	return d
}

// person is a creator's name, unless it is a program's or an account's.
func person(name string) string {
	low := strings.ToLower(name)
	if !strings.Contains(strings.TrimSpace(name), " ") || strings.Contains(low, "user") || strings.Contains(low, "microsoft") || strings.Contains(low, "admin") {
		return ""
	}
	return strings.Join(strings.Fields(name), " ")
}
