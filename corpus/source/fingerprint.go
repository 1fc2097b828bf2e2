package source

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"io"
	"path/filepath"
	"runtime"
	"sync"
)

// Fingerprint is a hash, in hexadecimal, of what Files would read: the
// files' paths relative to the path that they were found below, and their
// contents. It changes with any of them, and does not depend on where a
// folder lies. A file that cannot be read or is too large counts by its name
// and the reason.
func Fingerprint(paths []string) (string, error) {
	files, err := list(paths)
	if err != nil {
		return "", err
	}
	sums := make([][sha256.Size]byte, len(files))
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(runtime.GOMAXPROCS(0), len(files)) {
		wg.Go(func() {
			for i := range next {
				sums[i] = contentSum(files[i])
			}
		})
	}
	for i := range files {
		next <- i
	}
	close(next)
	wg.Wait()
	h := sha256.New()
	for i, f := range files {
		writeString(h, relative(paths, f.path))
		h.Write(sums[i][:])
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// contentSum hashes a file's bytes, or why there are none.
func contentSum(file located) (sum [sha256.Size]byte) {
	h := sha256.New()
	if err := hashFile(h, file); err != nil {
		return sha256.Sum256([]byte("\x00" + err.Error()))
	}
	return [sha256.Size]byte(h.Sum(sum[:0]))
}

func hashFile(h hash.Hash, file located) error {
	f, info, err := file.open()
	if err != nil {
		return err
	}
	defer f.Close()
	if isText(file.path) && info.Size() > MaxBytes {
		return ErrTooLarge
	}
	_, err = io.Copy(h, f)
	return err
}

// relative is path below the first of roots that holds it, or its name.
func relative(roots []string, path string) string {
	for _, r := range roots {
		if rel, err := filepath.Rel(r, path); err == nil && filepath.IsLocal(rel) && rel != "." {
			return filepath.ToSlash(rel)
		}
	}
	return filepath.Base(path)
}

// writeString writes the length first, so that no two lists of names run
// into the same bytes.
func writeString(h hash.Hash, s string) {
	h.Write(binary.AppendUvarint(nil, uint64(len(s))))
	io.WriteString(h, s)
}
