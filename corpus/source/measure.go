package source

import "os"

// Measure is how many files Files reads in paths, and their size in bytes.
func Measure(paths []string) (files int, bytes int64, err error) {
	all, err := list(paths)
	for _, f := range all {
		if info, err := os.Stat(f.path); f.fault == nil && err == nil && info.Mode().IsRegular() {
			bytes += info.Size()
		}
	}
	return len(all), bytes, err
}

// A meter is a file that counts what is read of it.
type meter struct {
	file    *os.File
	n, size int64
}

// Read implements io.Reader.
func (m *meter) Read(p []byte) (int, error) {
	n, err := m.file.Read(p)
	m.n += int64(n)
	return n, err
}

// ReadAt implements io.ReaderAt.
func (m *meter) ReadAt(p []byte, at int64) (int, error) {
	n, err := m.file.ReadAt(p, at)
	m.n += int64(n)
	return n, err
}

// read is how much of it has been read. Parts may be read twice.
func (m *meter) read() int64 { return min(m.n, m.size) }
