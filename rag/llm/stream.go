package llm

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"
)

// event is what a line of a stream says.
type event struct {
	text   string
	finish string
	// refused says that the model declines; text is then why.
	refused bool
	// failure is the error that the server reports, as it reports it.
	failure []byte
	usage   usage
	// done says that nothing follows.
	done bool
}

// dialect reads a provider's streams and writes the same for langchaingo,
// which is at odds with some of them: it stops without an error at lines of
// 64 kB and at errors, prints events that it does not know, and leaves a
// goroutine behind where a stream breaks off.
type dialect interface {
	// read reads a line, which is not empty. The error says what is wrong with
	// it.
	read(line []byte) (event, error)
	// text writes a piece of text, end the end of a stream.
	text(piece string) []byte
	end(finish string, u usage) []byte
	// verdict says what a reason to stop means; KindUnknown that the output is
	// whole.
	verdict(finish string) Kind
}

const (
	maxLine = 1 << 20 // bytes of a line
	maxText = 1 << 20 // bytes of an output
	// maxPiece is how much text a line for langchaingo holds. JSON may need
	// six bytes for one.
	maxPiece = 8 << 10
)

// stream is the body of an answer, rewritten. Every end of it is io.EOF:
// what it means stands in the exchange.
type stream struct {
	x       *exchange
	dialect dialect
	body    io.ReadCloser
	lines   *bufio.Reader
	pending []byte
	size    int
	ended   bool
}

func newStream(x *exchange, body io.ReadCloser) (io.ReadCloser, *Error) {
	return &stream{x: x, dialect: x.e.provider.dialect(), body: body, lines: bufio.NewReader(body)}, nil
}

// Close implements io.Closer.
func (s *stream) Close() error { return s.body.Close() }

// Read implements io.Reader.
func (s *stream) Read(p []byte) (int, error) {
	for len(s.pending) == 0 {
		if s.ended {
			return 0, io.EOF
		}
		s.next()
	}
	n := copy(p, s.pending)
	s.pending = s.pending[n:]
	return n, nil
}

// next reads a line into pending, or ends the stream.
func (s *stream) next() {
	line, err := s.line()
	if line = bytes.TrimSpace(line); len(line) > 0 {
		s.take(line)
	}
	if err == nil || s.ended {
		return
	}
	s.ended = true
	switch {
	case errors.Is(err, errLongLine):
		s.fail(s.x.e.fault(KindGarbage, 0, err.Error()))
	case s.x.finish == "" || !errors.Is(err, io.EOF):
		s.x.lost(err, KindCut)
	default:
		// Some servers say why the model stopped, and no more.
		s.finish()
	}
}

// take acts on a line.
func (s *stream) take(line []byte) {
	ev, err := s.dialect.read(line)
	s.size += len(ev.text)
	switch {
	case err != nil:
		s.fail(s.x.e.fault(KindGarbage, 0, err.Error()))
	case ev.failure != nil:
		s.fail(s.x.e.fromEvent(ev.failure))
	case ev.refused:
		s.fail(s.x.e.fault(KindRefusal, 0, ev.text))
	case s.size > maxText:
		s.fail(s.x.e.fault(KindGarbage, 0, "it has no end"))
	default:
		for text := ev.text; text != ""; {
			piece := text[:cutAt(text, maxPiece)]
			s.pending = append(s.pending, s.dialect.text(piece)...)
			text = text[len(piece):]
		}
		if ev.finish != "" {
			s.x.finish = ev.finish
		}
		s.x.count(ev.usage, len(ev.text))
		if ev.done {
			s.finish()
		}
	}
}

func (s *stream) fail(err *Error) {
	s.ended = true
	s.x.note(err)
}

// finish ends a stream that came to an end of its own.
func (s *stream) finish() {
	s.ended = true
	if s.x.finish == "" {
		s.x.note(s.x.e.fault(KindCut, 0, ""))
		return
	}
	s.x.setWhole()
	s.pending = append(s.pending, s.dialect.end(s.x.finish, s.x.counted())...)
}

// cutAt is how many bytes of s to take so as to have at most n and no part of
// a character.
func cutAt(s string, n int) int {
	if len(s) <= n {
		return len(s)
	}
	for n > 1 && !utf8.RuneStart(s[n]) {
		n--
	}
	return n
}

var errLongLine = errors.New("a line of it has no end")

// line is the next line; the last may lack its end and comes with the error.
// The watch runs only while the server is waited for.
func (s *stream) line() ([]byte, error) {
	s.x.watch.Reset(s.x.e.silence)
	defer s.x.watch.Stop()
	var line []byte
	for {
		part, err := s.lines.ReadSlice('\n')
		line = append(line, part...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
		if len(line) > maxLine {
			return nil, errLongLine
		}
	}
}

// sseData is what a line of server-sent events carries, or nothing: the other
// fields and comments say nothing that the data does not. An object in place of
// an event is a failure in place of a stream, if it is one of a server's.
func sseData(line []byte) (data, failure []byte, err error) {
	if rest, ok := bytes.CutPrefix(line, []byte("data:")); ok {
		return bytes.TrimSpace(rest), nil, nil
	}
	if line[0] != '{' {
		return nil, nil, nil
	}
	if _, known := readSaid(line); !known {
		return nil, nil, errors.New("it is no stream")
	}
	return nil, line, nil
}
