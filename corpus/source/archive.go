package source

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"path"
	"strings"
)

// maxDirectory is the size in bytes of a zip archive's list of entries that
// is still read: it is held in memory.
const maxDirectory = 64 << 20

// open counts an archive that is opened; close it with the function returned.
func (r *reading) open() (done func(), err error) {
	if r.depth == MaxDepth {
		return nil, ErrDepth
	}
	r.depth++
	return func() { r.depth-- }, nil
}

// zip reads the entries of a zip archive.
func (r *reading) zip(it item) error {
	done, err := r.open()
	if err != nil {
		return err
	}
	defer done()
	if it.at == nil {
		raw, err := load(it, MaxDocument, ErrDocument)
		if err != nil {
			return err
		}
		it.at, it.size = bytes.NewReader(raw), int64(len(raw))
	}
	z, err := openZip(it.at, it.size)
	if err != nil {
		return err
	}
	return r.entries(it, func() (string, int64, io.Reader, error) {
		for len(z.File) > 0 {
			f := z.File[0]
			z.File = z.File[1:]
			if f.FileInfo().IsDir() || passedOver(inner(f.Name)) {
				continue
			}
			if f.Flags&1 != 0 {
				return f.Name, 0, broken{reasonf("it is locked with a password")}, nil
			}
			body, err := f.Open()
			if err != nil {
				return f.Name, 0, broken{err}, nil
			}
			return f.Name, -1, unpacking{r, body}, nil
		}
		return "", 0, nil, io.EOF
	})
}

// openZip reads the list of entries, unless it is too long.
func openZip(at io.ReaderAt, size int64) (*zip.Reader, error) {
	tail := make([]byte, min(size, 66_000))
	if _, err := at.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return nil, err
	}
	length := uint64(0)
	if i := bytes.LastIndex(tail, []byte("PK\x05\x06")); i >= 0 && i+16 <= len(tail) {
		length = uint64(binary.LittleEndian.Uint32(tail[i+12:]))
	}
	if i := bytes.LastIndex(tail, []byte("PK\x06\x06")); i >= 0 && i+48 <= len(tail) {
		length = max(length&0xFFFFFFFE, binary.LittleEndian.Uint64(tail[i+40:]))
	}
	if length > maxDirectory && length != 0xFFFFFFFF {
		return nil, reasonf("its list of entries is too long")
	}
	return zip.NewReader(at, size)
}

// broken is a reader of what cannot be read.
type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

// entries reads what next returns, until io.EOF: an entry's name, its size or
// -1, and its bytes.
func (r *reading) entries(it item, next func() (string, int64, io.Reader, error)) error {
	faults := 0
	for {
		if err := r.ctx.Err(); err != nil {
			return stopped{err}
		}
		name, size, body, err := next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		name = inner(name)
		before := r.yield
		bad := false
		r.yield = func(f File) error { bad = bad || f.Skipped != nil; return before(f) }
		err = r.item(item{
			path: it.path + "/" + name, name: path.Base(name), id: it.id + "/" + path.Join(path.Dir(name), stem(path.Base(name))),
			r: body, size: size, fetched: it.fetched,
		})
		r.yield = before
		if c, ok := body.(io.Closer); ok {
			c.Close()
		}
		if err != nil {
			return err
		}
		if r.gauge.add(0) != nil {
			return ErrBomb
		}
		if bad {
			if faults++; faults == MaxFaults {
				return ErrFaults
			}
		}
	}
}

// tar reads the entries of a tar archive.
func (r *reading) tar(it item) error {
	done, err := r.open()
	if err != nil {
		return err
	}
	defer done()
	t := tar.NewReader(it.r)
	return r.entries(it, func() (string, int64, io.Reader, error) {
		for {
			if err := r.ctx.Err(); err != nil {
				return "", 0, nil, stopped{err}
			}
			h, err := t.Next()
			if err != nil {
				return "", 0, nil, err
			}
			if h.Typeflag == tar.TypeReg && !passedOver(inner(h.Name)) {
				return h.Name, h.Size, t, nil
			}
		}
	})
}

func (r *reading) tgz(it item) error {
	it.name = strings.TrimSuffix(it.name, path.Ext(it.name)) + ".tar.gz"
	return r.gz(it)
}

// gz reads a file of any kind that is packed with gzip.
func (r *reading) gz(it item) error {
	done, err := r.open()
	if err != nil {
		return err
	}
	defer done()
	z, err := gzip.NewReader(it.r)
	if err != nil {
		return err
	}
	it.name = strings.TrimSuffix(it.name, path.Ext(it.name))
	it.r, it.at, it.size = unpacking{r, z}, nil, -1
	return r.item(it)
}
