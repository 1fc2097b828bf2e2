package fetch

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
)

// errLong means that a reader gave more than its limit.
var errLong = errors.New("more than the limit")

// read is an answer's body, decompressed, of at most limit bytes both as it
// is sent and as it is.
func (c *Client) read(resp *http.Response, limit int64) ([]byte, error) {
	if resp.ContentLength > limit {
		return nil, tooLarge(limit)
	}
	sent := &source{r: resp.Body, left: limit}
	body, err := decode(sent, strings.Join(resp.Header.Values("Content-Encoding"), ","), limit)
	switch {
	case errors.Is(err, errLong):
		return nil, tooLarge(limit)
	case sent.err != nil:
		// The connection failed, whatever the decompressor made of it.
		return nil, c.networkError(sent.err)
	case err != nil:
		return nil, &Error{Kind: ErrEncoding, sentence: "its compression is damaged or of a kind that was not asked for: " + err.Error(), detail: err}
	}
	return body, nil
}

func tooLarge(limit int64) error {
	return &Error{Kind: ErrTooLarge, sentence: fmt.Sprintf("it is larger than %s, the most that is read", size(limit))}
}

func size(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d bytes", n)
	}
	return fmt.Sprintf("%d MB", n>>20)
}

// source reads no more than left bytes, and keeps the error of the connection.
type source struct {
	r    io.Reader
	left int64
	err  error
}

func (s *source) Read(p []byte) (int, error) {
	if s.left < 0 {
		return 0, errLong
	}
	if int64(len(p)) > s.left+1 {
		p = p[:s.left+1]
	}
	n, err := s.r.Read(p)
	if s.left -= int64(n); s.left < 0 {
		return n, errLong
	}
	var network net.Error
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) || errors.As(err, &network) {
		s.err = err
	}
	return n, err
}

// decode undoes a Content-Encoding. One layer is undone: nobody needs two,
// except to hide how much there is.
func decode(r io.Reader, encoding string, limit int64) ([]byte, error) {
	switch encoding = strings.ToLower(strings.TrimSpace(encoding)); encoding {
	case "", "identity":
		return readAll(r, limit)
	case "gzip", "x-gzip":
		return gunzip(r, limit)
	case "deflate":
		// The name means zlib's format; some send it without the header.
		b := bufio.NewReader(r)
		if head, err := b.Peek(2); err == nil && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
			z, err := zlib.NewReader(b)
			if err != nil {
				return nil, err
			}
			return readAll(z, limit)
		}
		return readAll(flate.NewReader(b), limit)
	}
	return nil, fmt.Errorf("%.40q", encoding)
}

// Gunzip decompresses a file that is a gzip archive itself, such as
// sitemap.xml.gz, to at most limit bytes. Other data comes back as it is.
// Errors are *Error.
func Gunzip(data []byte, limit int64) ([]byte, error) {
	if !bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		return data, nil
	}
	out, err := gunzip(bytes.NewReader(data), limit)
	if errors.Is(err, errLong) {
		return nil, tooLarge(limit)
	}
	if err != nil {
		return nil, &Error{Kind: ErrEncoding, sentence: "its gzip compression is damaged", detail: err}
	}
	return out, nil
}

func gunzip(r io.Reader, limit int64) ([]byte, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	return readAll(z, limit)
}

// readAll is io.ReadAll with a limit.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(b)) > limit {
		return nil, errLong
	}
	return b, err
}
