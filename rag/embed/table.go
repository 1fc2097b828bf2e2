// Package embed turns text into vectors. Its built-in table needs no model
// server, no key and no network: a text's vector is the sum of the vectors of
// its word pieces, learned once from a larger model (README.md, beside this
// file, is the table's model card; distill.py rebuilds it).
//
// The method is Model2Vec-like distillation with SIF weighting (Arora, Liang
// and Ma, "A Simple but Tough-to-Beat Baseline for Sentence Embeddings",
// 2017). Word order is ignored and the table is English only: it supports
// lexical search, it does not replace it.
package embed

import (
	_ "embed" // for the table
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"strings"
	"sync"
	"sync/atomic"
)

//go:embed static256.bin
var builtin string

// Builtin is the table that the program carries, parsed at the first call.
// The error can only mean that the program was built from a damaged file.
var Builtin = sync.OnceValues(func() (*Table, error) { return parse(builtin) })

const (
	magic     = "NDSTATIC"
	headerLen = 128
	// emptySlot marks a free slot of the hash table; row 0 is [UNK], which no
	// text can name, so it is never stored.
	emptySlot = 0
	// maxPiece is the longest piece in bytes that a table may hold.
	maxPiece = 64
)

// Table maps text to unit vectors. It is read only and safe for concurrent
// use. A nil Table embeds every text as nothing.
type Table struct {
	dim, n  int
	id      string
	teacher string
	rows    string // n*dim int8, straight from the file
	scales  string // n little-endian float32
	vocab   string // n lines
	ends    []uint32
	slots   []uint32 // open addressing, a power of two: row or emptySlot
	longest int      // bytes of the longest piece
	zero    []float32
	cache   []atomic.Pointer[wordEntry]
}

// parse checks the shape of a table and indexes its vocabulary. It does not
// check the content hash, which takes longer than everything else together;
// a test does that for the table that is built in.
func parse(b string) (*Table, error) {
	if len(b) < headerLen || b[:len(magic)] != magic {
		return nil, errors.New("embedding table: not a " + magic + " file: fetch rag/embed/static256.bin anew")
	}
	version, dim, n, text := uint64(uint32At(b, 8)), uint64(uint32At(b, 12)), uint64(uint32At(b, 16)), uint64(uint32At(b, 20))
	if version != 1 {
		return nil, fmt.Errorf("embedding table: version %d, this program reads version 1", version)
	}
	// 65,536 bounds keep the product below 2^53: no overflow, whatever the header says.
	if dim == 0 || dim > 1<<16 || n < 2 || headerLen+n*dim+4*n+text != uint64(len(b)) {
		return nil, fmt.Errorf("embedding table: %d rows of %d do not fit %d bytes: fetch rag/embed/static256.bin anew", n, dim, len(b))
	}
	t := &Table{
		dim: int(dim), n: int(n),
		teacher: strings.TrimRight(b[24:88], "\x00"),
		id:      "static" + fmt.Sprint(dim) + ":" + hex.EncodeToString([]byte(b[88:96])),
		zero:    make([]float32, dim),
		cache:   make([]atomic.Pointer[wordEntry], cacheSlots),
	}
	b = b[headerLen:]
	t.rows, b = b[:n*dim], b[n*dim:]
	t.scales, t.vocab = b[:4*n], b[4*n:]
	if err := t.indexVocabulary(); err != nil {
		return nil, err
	}
	return t, nil
}

// indexVocabulary fills the hash table. A map of the same strings takes five
// times as long to fill, and the program pays for it at every start.
func (t *Table) indexVocabulary() error {
	size := 4
	for size < 2*t.n {
		size *= 2
	}
	t.slots = make([]uint32, size)
	t.ends = make([]uint32, t.n)
	mask := uint32(size - 1)
	row, start, h := 0, 0, uint32(hashSeed)
	for i := 0; i < len(t.vocab); i++ {
		if c := t.vocab[i]; c != '\n' {
			h = hashByte(h, c)
			continue
		}
		if row == t.n {
			row++
			break
		}
		t.ends[row] = uint32(i)
		t.longest = max(t.longest, i-start)
		if row > 0 {
			s := finish(h) & mask
			for t.slots[s] != emptySlot {
				s = (s + 1) & mask
			}
			t.slots[s] = uint32(row)
		}
		row, start, h = row+1, i+1, hashSeed
	}
	if t.longest > maxPiece {
		return fmt.Errorf("embedding table: a vocabulary piece has %d bytes, the limit is %d", t.longest, maxPiece)
	}
	if row != t.n || start != len(t.vocab) {
		return fmt.Errorf("embedding table: the vocabulary has not the %d lines the header names: fetch rag/embed/static256.bin anew", t.n)
	}
	return nil
}

// FNV-1a, 32 bits, one byte at a time so that one pass over a word yields the
// hash of each of its prefixes.
const (
	hashSeed  = 2166136261
	hashPrime = 16777619
)

func hashByte(h uint32, c byte) uint32 { return (h ^ uint32(c)) * hashPrime }

// finish mixes the high bits into the low ones that pick a slot.
func finish(h uint32) uint32 { return h ^ h>>15 }

// piece is the vocabulary's line for row.
func (t *Table) piece(row uint32) string {
	start := uint32(0)
	if row > 0 {
		start = t.ends[row-1] + 1
	}
	return t.vocab[start:t.ends[row]]
}

// lookup finds the row of prefix+w, whose hash is h.
func (t *Table) lookup(h uint32, prefix string, w []byte) (row uint32, ok bool) {
	mask := uint32(len(t.slots) - 1)
	for s := finish(h) & mask; t.slots[s] != emptySlot; s = (s + 1) & mask {
		p := t.piece(t.slots[s])
		if len(p) == len(prefix)+len(w) && p[:len(prefix)] == prefix && p[len(prefix):] == string(w) {
			return t.slots[s], true
		}
	}
	return 0, false
}

// scale is what row's int8 values are multiplied by.
func (t *Table) scale(row uint32) float32 {
	return math.Float32frombits(uint32At(t.scales, 4*int(row)))
}

// uint32At reads a little-endian integer without copying the string.
func uint32At(s string, at int) uint32 {
	s = s[at : at+4]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

// Dim is the number of components of a vector.
func (t *Table) Dim() int {
	if t == nil {
		return 0
	}
	return t.dim
}

// ID names the embedding space: vectors can be compared only with vectors of
// the same ID. It changes whenever the table's content does.
func (t *Table) ID() string {
	if t == nil {
		return ""
	}
	return t.id
}
