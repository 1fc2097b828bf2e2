package source

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
	"time"
)

// maxHeader is the size of a record's head.
const maxHeader = 64 << 10

// warc reads the pages and documents in a web archive: the responses that
// were fetched well, and the resources. Each is named after its address.
func (r *reading) warc(it item) error {
	done, err := r.open()
	if err != nil {
		return err
	}
	defer done()
	in := bufio.NewReaderSize(it.r, 64<<10)
	faults := 0
	for n := 1; ; n++ {
		if err := r.ctx.Err(); err != nil {
			return stopped{err}
		}
		h, length, err := warcHeader(in)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: record %d (%.80s)", ErrDamaged, n, err.Error())
		}
		body := &io.LimitedReader{R: in, N: length}
		err = r.warcRecord(it, h, body)
		if s := (stopped{}); errors.As(err, &s) || errors.Is(err, ErrBomb) {
			return err
		}
		if err != nil {
			if err := r.skip(it.path+"/"+inner(warcTarget(h)), explain(err)); err != nil {
				return err
			}
			if faults++; faults == MaxFaults {
				return ErrFaults
			}
		}
		if _, err := io.Copy(io.Discard, body); err != nil {
			return err
		}
		if body.N > 0 {
			return fmt.Errorf("%w: record %d is cut short", ErrDamaged, n)
		}
	}
}

// warcHeader reads the head of the next record, and how long it is.
func warcHeader(in *bufio.Reader) (textproto.MIMEHeader, int64, error) {
	var first string
	for blank := 0; first == ""; blank++ {
		line, err := readLine(in, maxHeader)
		if err != nil {
			return nil, 0, err
		}
		if first = strings.TrimSpace(string(line)); blank > 16 {
			return nil, 0, errors.New("no record begins")
		}
	}
	if !strings.HasPrefix(first, "WARC/") {
		return nil, 0, errors.New("no record begins")
	}
	h := textproto.MIMEHeader{}
	for size := 0; ; {
		line, err := readLine(in, maxHeader)
		if err != nil {
			return nil, 0, io.ErrUnexpectedEOF
		}
		if len(line) == 0 {
			break
		}
		if size += len(line); size > maxHeader {
			return nil, 0, errors.New("its head is too long")
		}
		if key, value, ok := strings.Cut(string(line), ":"); ok {
			h.Set(strings.TrimSpace(key), strings.TrimSpace(value))
		}
	}
	length, err := strconv.ParseInt(h.Get("Content-Length"), 10, 64)
	if err != nil || length < 0 {
		return nil, 0, errors.New("it has no length")
	}
	return h, length, nil
}

func warcTarget(h textproto.MIMEHeader) string {
	return strings.Trim(h.Get("WARC-Target-URI"), "<> ")
}

// warcRecord reads one record, if it is of a kind that is read.
func (r *reading) warcRecord(it item, h textproto.MIMEHeader, body io.Reader) error {
	target := warcTarget(h)
	if target == "" || strings.HasPrefix(target, "dns:") {
		return nil
	}
	mediaType := h.Get("Content-Type")
	switch h.Get("WARC-Type") {
	case "response":
		if !strings.HasPrefix(mediaType, "application/http") {
			break
		}
		answer, err := http.ReadResponse(bufio.NewReader(&io.LimitedReader{R: body, N: MaxDocument}), nil)
		if err != nil {
			return err
		}
		if answer.StatusCode != http.StatusOK {
			return nil
		}
		mediaType = answer.Header.Get("Content-Type")
		if mediaKind(mediaType, nil) == "" && mediaType != "" {
			return nil
		}
		if body, err = r.unpacked(answer); err != nil {
			return err
		}
	case "resource", "conversion":
	default:
		return nil
	}
	if mediaKind(mediaType, nil) == "" && mediaType != "" {
		return nil // a picture, a script
	}
	raw, err := load(item{r: body, size: -1}, MaxDocument, ErrDocument)
	if err != nil {
		return err
	}
	page := item{path: it.path + "/" + inner(target), id: target, url: target, mediaType: mediaType}
	page.fetched, _ = time.Parse(time.RFC3339, h.Get("WARC-Date"))
	if len(raw) == 0 || mediaKind(mediaType, raw) == "" {
		return nil
	}
	return r.content(page, raw)
}

// unpacked is the body of an answer as it was before it was packed for the
// way.
func (r *reading) unpacked(answer *http.Response) (io.Reader, error) {
	switch coding := strings.ToLower(answer.Header.Get("Content-Encoding")); coding {
	case "", "identity":
		return answer.Body, nil
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(answer.Body)
		if err != nil {
			return nil, err
		}
		return unpacking{r, z}, nil
	case "deflate":
		in := bufio.NewReader(answer.Body)
		if head, err := in.Peek(2); err == nil && head[0]&0x0F == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
			z, err := zlib.NewReader(in)
			if err != nil {
				return nil, err
			}
			return unpacking{r, z}, nil
		}
		return unpacking{r, flate.NewReader(in)}, nil
	default:
		return nil, reasonf("it is packed in a way that is not read (%.20s)", coding)
	}
}
