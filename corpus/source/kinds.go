package source

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// The limits of what is read. A thing beyond one is left out with a reason,
// and what follows it is read.
const (
	// MaxBytes is the size of an article's file, and of a line of JSONL or a
	// row of CSV: no article is as long, and what is holds something else.
	MaxBytes = 10 << 20
	// MaxDocument is the size of a PDF, DOCX, EPUB, message or web archive,
	// which may hold pictures, packed and unpacked, and of an archive within
	// an archive.
	MaxDocument = 64 << 20
	// MaxDepth is how many archives may lie in one another.
	MaxDepth = 4
	// MaxRatio is how many times its size an archive may unpack to, once that
	// is more than MaxDocument. News packs to a third or a tenth.
	MaxRatio = 100
	// MaxFaults is how many lines or entries of one file may be reported as
	// faulty before the rest of it is left out.
	MaxFaults = 1000
)

// Reasons for which a file is left out, beside those of package clean.
var (
	ErrTooLarge = fmt.Errorf("it is larger than %d MB, the most that an article may have", MaxBytes>>20)
	ErrDocument = fmt.Errorf("it is larger than %d MB, the most that a document may have", MaxDocument>>20)
	ErrKind     = errors.New("it is of a kind that is not read: save its text as a .txt or .md file (" + Kinds + " are read)")
	ErrBomb     = fmt.Errorf("it unpacks to more than %d times its size: the rest of it is left out", MaxRatio)
	ErrDepth    = fmt.Errorf("it lies in more than %d archives, one in another", MaxDepth)
	ErrDamaged  = errors.New("it is damaged, or not of the kind that its name says")
	ErrNothing  = errors.New("there is nothing in it that can be read")
	ErrFaults   = fmt.Errorf("more than %d faults: the rest of it is left out", MaxFaults)
)

// Kinds names what is read, for people.
const Kinds = "txt, md, html, htm, xhtml, mhtml, pdf, docx, epub, eml, jsonl, csv, zip, tar, tgz, warc, and any of these with .gz"

// MediaTypes are the content types of the kinds that ReadContent takes.
var mediaKinds = map[string]string{
	"text/plain": ".txt", "text/markdown": ".md", "text/html": ".html", "application/xhtml+xml": ".html", "multipart/related": ".mhtml",
	"application/pdf": ".pdf", "application/epub+zip": ".epub", "message/rfc822": ".eml", "text/csv": ".csv",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
	"application/jsonl": ".jsonl", "application/x-ndjson": ".jsonl", "application/x-jsonlines": ".jsonl",
	"application/zip": ".zip", "application/x-tar": ".tar", "application/warc": ".warc", "application/gzip": ".gz",
}

// readers read an item of the kind that a name's extension says. They hand
// on what they find, and return an error only to stop.
var readers map[string]func(*reading, item) error

func init() {
	// Set here because archives are read through the table that lists them.
	readers = map[string]func(*reading, item) error{
		".txt": (*reading).text, ".md": (*reading).text,
		".html": (*reading).page, ".htm": (*reading).page, ".xhtml": (*reading).page,
		".mhtml": (*reading).webArchive, ".mht": (*reading).webArchive, ".eml": (*reading).message,
		".pdf": (*reading).pdf, ".docx": (*reading).docx, ".epub": (*reading).epub,
		".jsonl": (*reading).jsonl, ".ndjson": (*reading).jsonl, ".csv": (*reading).csv,
		".zip": (*reading).zip, ".tar": (*reading).tar, ".tgz": (*reading).tgz, ".gz": (*reading).gz, ".warc": (*reading).warc,
	}
}

// An item is bytes that may be an article, or hold some.
type item struct {
	// path is what it is reported as, name its file's name, which says its
	// kind, and id the ID of the article in it, or the beginning of their IDs.
	path, name, id string
	// r is its bytes; at, if not nil, the same for reading anywhere.
	r  io.Reader
	at io.ReaderAt
	// size is its size in bytes, or -1.
	size int64
	// The rest is known of what came from the web.
	url, mediaType string
	fetched        time.Time
}

// kindOf is the extension by which a name says its kind, in small letters,
// or "" where it is none that is read. ".gz" says one only before another.
func kindOf(name string) string {
	ext := strings.ToLower(filepath.Ext(name))
	if ext == ".gz" && kindOf(strings.TrimSuffix(name, filepath.Ext(name))) == "" {
		return ""
	}
	if readers[ext] == nil {
		return ""
	}
	return ext
}

// isText reports whether a name is of plain text or Markdown.
func isText(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return ext == ".txt" || ext == ".md"
}

// stem is a file's name without the extensions that say its kind.
func stem(name string) string {
	for {
		ext := filepath.Ext(name)
		if kindOf(name) == "" || len(ext) == len(name) {
			return name
		}
		name = strings.TrimSuffix(name, ext)
		if !strings.EqualFold(ext, ".gz") {
			return name
		}
	}
}

// inner is the path within an archive that an entry's name stands for: no
// way out of it, and nothing that a terminal would not show.
func inner(name string) string {
	name = strings.ToValidUTF8(strings.ReplaceAll(name, `\`, "/"), "_")
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F {
			return '_'
		}
		return r
	}, name)
	return strings.TrimPrefix(path.Clean("/"+name), "/")
}

// passedOver reports whether an entry of an archive is of no interest:
// hidden, or of a kind that is not read.
func passedOver(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") || part == "__MACOSX" {
			return true
		}
	}
	return name == "" || kindOf(path.Base(name)) == ""
}

// mediaKind is the extension for a content type, or for bytes that came
// without one.
func mediaKind(mediaType string, head []byte) string {
	base, _, err := mime.ParseMediaType(mediaType)
	if err != nil || base == "application/octet-stream" {
		base, _, _ = mime.ParseMediaType(http.DetectContentType(head))
	}
	return mediaKinds[base]
}
