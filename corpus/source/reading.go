package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
)

// A reading is the reading of one file and of what is in it.
type reading struct {
	ctx   context.Context
	yield func(File) error
	gauge gauge
	// depth is how many archives are open.
	depth int
	// handed counts the files that were handed on.
	handed int
}

// A gauge measures what a file unpacks to.
type gauge struct{ packed, unpacked int64 }

// add counts bytes that were unpacked.
func (g *gauge) add(n int) error {
	g.unpacked += int64(n)
	if g.unpacked > MaxDocument && g.unpacked > MaxRatio*g.packed {
		return ErrBomb
	}
	return nil
}

// unpacking is a reader of unpacked bytes that are counted.
type unpacking struct {
	r *reading
	io.Reader
}

func (u unpacking) Read(p []byte) (int, error) {
	n, err := u.Reader.Read(p)
	if bomb := u.r.gauge.add(n); bomb != nil {
		return n, bomb
	}
	return n, err
}

// stopped marks the errors that end the walk.
type stopped struct{ error }

func (s stopped) Unwrap() error { return s.error }

// hand hands on one file. Its error stops the walk.
func (r *reading) hand(f File) error {
	r.handed++
	if err := r.yield(f); err != nil {
		return stopped{err}
	}
	return nil
}

// skip hands on why there is no article.
func (r *reading) skip(path string, why error) error {
	return r.hand(File{Path: path, Skipped: why})
}

// give hands on an article, or why there is none.
func (r *reading) give(path string, a corpus.Article, err error) error {
	if err != nil {
		a = corpus.Article{}
	}
	return r.hand(File{Path: path, Article: a, Skipped: err})
}

// giveWith is give of an article with the bytes that it was read from, so that it
// can be read again.
func (r *reading) giveWith(it item, raw []byte, a corpus.Article, err error) error {
	a.Raw = &corpus.Raw{Name: it.name, Bytes: raw}
	return r.give(it.path, a, err)
}

// unstopped takes the mark off an error that leaves the package.
func unstopped(err error) error {
	var s stopped
	if errors.As(err, &s) {
		return s.error
	}
	return err
}

// item reads an item by its kind. What goes wrong with it is handed on.
func (r *reading) item(it item) error {
	do := readers[kindOf(it.name)]
	if do == nil {
		return r.skip(it.path, ErrKind)
	}
	before := r.handed
	err := do(r, it)
	if err == nil && r.handed == before {
		err = ErrNothing
	}
	if s := (stopped{}); err == nil || errors.As(err, &s) {
		return err
	}
	return r.skip(it.path, explain(err))
}

// A reasoned error is a sentence for the person who has the file.
type reasoned struct{ error }

func (r reasoned) Unwrap() error { return r.error }

func reasonf(format string, args ...any) error { return reasoned{fmt.Errorf(format, args...)} }

// explain is a reason that a person can use: a parser's own is of a format
// that they have never seen.
func explain(err error) error {
	for _, known := range []error{ErrTooLarge, ErrDocument, ErrBomb, ErrDepth, ErrNothing, ErrFaults, ErrKind, ErrDamaged,
		clean.ErrBinary, clean.ErrEncoding, clean.ErrUTF16, clean.ErrEmpty, clean.ErrCharset, clean.ErrPageShape, clean.ErrPageSize, clean.ErrPageSlow} {
		if errors.Is(err, known) {
			return err
		}
	}
	var front *clean.FrontMatterError
	var date *clean.DateError
	var told reasoned
	if errors.As(err, &front) || errors.As(err, &date) || errors.As(err, &told) {
		return err
	}
	if r := reason(err); r != err {
		return r
	}
	return fmt.Errorf("%w (%.100s)", ErrDamaged, err.Error())
}

// load is all bytes of an item, at most limit of them; beyond it is larger.
func load(it item, limit int64, larger error) ([]byte, error) {
	if it.size > limit {
		return nil, larger
	}
	var b bytes.Buffer
	if it.size > 0 {
		b.Grow(int(min(it.size, 1<<20)) + bytes.MinRead)
	}
	if _, err := b.ReadFrom(io.LimitReader(it.r, limit+1)); err != nil {
		return nil, err
	}
	if int64(b.Len()) > limit {
		return nil, larger
	}
	return b.Bytes(), nil
}

func (r *reading) text(it item) error {
	raw, err := load(it, MaxBytes, ErrTooLarge)
	if err != nil {
		return err
	}
	a, err := clean.Text(it.id, raw)
	return r.giveWith(it, raw, a, err)
}

func (r *reading) page(it item) error {
	raw, err := load(it, MaxBytes, ErrTooLarge)
	if err != nil {
		return err
	}
	a, err := clean.HTML(clean.Page{Name: it.id, URL: it.url, MediaType: it.mediaType, Fetched: it.fetched, Raw: raw})
	return r.giveWith(it, raw, a, err)
}

// Content is bytes that came from elsewhere than a file: from a server, or
// out of a feed.
type Content struct {
	// Name is what the article is called that gives itself no ID.
	Name string
	// URL is where it came from, MediaType what kind its server said it is,
	// and Fetched when it came; any may be unknown.
	URL, MediaType string
	Fetched        time.Time
	Raw            []byte
}

// ReadContent is Files for bytes: it calls yield with the articles in c. A
// page, text or document gives one, an archive or list those in it. The
// error is yield's or ctx's.
func ReadContent(ctx context.Context, c Content, yield func(File) error) error {
	r := &reading{ctx: ctx, yield: yield, gauge: gauge{packed: int64(len(c.Raw))}}
	it := item{path: c.Name, id: c.Name, url: c.URL, mediaType: c.MediaType, fetched: c.Fetched}
	return unstopped(r.content(it, c.Raw))
}

// content reads bytes whose kind a content type says.
func (r *reading) content(it item, raw []byte) error {
	ext := mediaKind(it.mediaType, raw)
	it.name = "content" + ext
	if ext == ".gz" {
		it.name = path.Base(it.url) // which says what is packed
	}
	it.r, it.at, it.size = bytes.NewReader(raw), bytes.NewReader(raw), int64(len(raw))
	if ext == ".txt" {
		// What a server calls plain text comes in any encoding.
		text, err := clean.Decode(raw, charsetOf(it.mediaType))
		if err != nil {
			return r.skip(it.path, err)
		}
		a, err := clean.Plain(it.id, text, clean.Known{Fields: map[string]string{"url": it.url}, From: "address"})
		return r.give(it.path, a, err)
	}
	return r.item(it)
}
