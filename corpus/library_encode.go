package corpus

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"io"
	"maps"
	"slices"
)

// hash is of all that an article is; its passages and vectors follow from
// it and from the program.
func (a *Article) hash() []byte {
	h := sha256.New()
	for _, s := range []string{a.ID, a.URL, a.Title, a.Author, a.Outlet, a.Agency, a.Dateline, a.Date(), a.Text} {
		hashString(h, s)
	}
	for _, key := range slices.Sorted(maps.Keys(a.Provenance)) {
		hashString(h, key)
		hashString(h, a.Provenance[key])
	}
	h.Write(encodeBlocks(a.Blocks))
	return h.Sum(nil)
}

// derived is a hash of the passages and vectors.
func (it *Item) derived() []byte {
	return derived(it.Passages, it.encodedVectors())
}

// encodedVectors are the vectors as they are kept.
func (it *Item) encodedVectors() [][]byte {
	var out [][]byte
	for _, v := range it.Vectors {
		out = append(out, encodeVector(v))
	}
	return out
}

// derived is a hash of passages and of their vectors as they are kept, of
// which there may be none.
func derived(passages []Passage, vectors [][]byte) []byte {
	h := sha256.New()
	for i, p := range passages {
		var b []byte
		for _, n := range []int{p.N, p.Start, p.End, p.First, p.Last} {
			b = binary.AppendVarint(b, int64(n))
		}
		h.Write(b)
		if len(vectors) > 0 {
			h.Write(vectors[i])
		}
	}
	return h.Sum(nil)
}

// hashString writes the length first, so that "ab", "c" is not "a", "bc".
func hashString(h hash.Hash, s string) {
	h.Write(binary.AppendUvarint(nil, uint64(len(s))))
	io.WriteString(h, s)
}

// encodeBlocks is, for each block, its distance from the end of the one
// before, its length and its kind.
func encodeBlocks(blocks []Block) []byte {
	b := []byte{}
	at := 0
	for _, bl := range blocks {
		b = binary.AppendVarint(b, int64(bl.Start-at))
		b = binary.AppendVarint(b, int64(bl.Len()))
		b = append(b, byte(bl.Kind))
		at = bl.End
	}
	return b
}

func decodeBlocks(b []byte) ([]Block, error) {
	var out []Block
	at := 0
	for len(b) > 0 {
		gap, n := binary.Varint(b)
		length, m := binary.Varint(b[max(n, 0):])
		if n <= 0 || m <= 0 || len(b) == n+m || Kind(b[n+m]) > Furniture {
			return nil, errContent
		}
		start := at + int(gap)
		at = start + int(length)
		out = append(out, Block{Span: Span{Start: start, End: at}, Kind: Kind(b[n+m])})
		b = b[n+m+1:]
	}
	return out, nil
}
