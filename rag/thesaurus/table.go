package thesaurus

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"strings"
	"sync"
)

//go:embed related.bin
var related string

// builtin is the table that the program carries, read at the first call. A
// damaged one, which only a wrong build can have, knows no word; a test holds
// the one in the repository to its content.
var builtin = sync.OnceValue(func() *table {
	t, err := parse(related)
	if err != nil {
		return new(table)
	}
	return t
})

// table is related.bin in memory. Words are sorted.
type table struct {
	words     []string
	first     []uint32 // relations of word i: first[i] to first[i+1]
	relations string   // relationSize bytes each
}

// relation leads to another word.
type relation struct {
	word      int // in table.words
	kind      Kind
	closeness float32 // how far both words are used in the shared senses, 0 to 1
}

const (
	magic        = "NDTHES01"
	headerSize   = len(magic) + 3*4
	relationSize = 3
	closest      = 31 // closeness is stored in five bits
)

var errDamaged = errors.New("the table of related words is damaged: rebuild it with rag/thesaurus/build.py")

// parse reads a table (README.md, "Format"), whose strings then share b's
// memory. It refuses what a look-up could trip over.
func parse(b string) (*table, error) {
	if len(b) < headerSize || b[:len(magic)] != magic {
		return nil, errDamaged
	}
	field := func(i int) int {
		return int(binary.LittleEndian.Uint32([]byte(b[len(magic)+4*i : len(magic)+4*i+4])))
	}
	words, relations, text := field(0), field(1), field(2)
	if words > 1<<16 || relations > len(b) || headerSize+words+relations*relationSize+text != len(b) {
		return nil, errDamaged
	}
	counts, rest := b[headerSize:headerSize+words], b[headerSize+words:]
	t := &table{
		words:     make([]string, 0, words),
		first:     make([]uint32, 1, words+1),
		relations: rest[:relations*relationSize],
	}
	sum := uint32(0)
	for i := range words {
		sum += uint32(counts[i])
		t.first = append(t.first, sum)
	}
	for line := range strings.Lines(rest[relations*relationSize:]) {
		w, whole := strings.CutSuffix(line, "\n")
		if n := len(t.words); !whole || w == "" || n > 0 && t.words[n-1] >= w {
			return nil, errDamaged
		}
		t.words = append(t.words, w)
	}
	if int(sum) != relations || len(t.words) != words {
		return nil, errDamaged
	}
	for i := range relations {
		if r := t.relation(i); r.word >= words || r.kind >= kinds {
			return nil, errDamaged
		}
	}
	return t, nil
}

// of lists the relations of a word.
func (t *table) of(word int) []relation {
	out := make([]relation, 0, t.first[word+1]-t.first[word])
	for i := t.first[word]; i < t.first[word+1]; i++ {
		out = append(out, t.relation(int(i)))
	}
	return out
}

func (t *table) relation(i int) relation {
	b := t.relations[i*relationSize:][:relationSize]
	return relation{
		word:      int(b[0]) | int(b[1])<<8,
		kind:      Kind(b[2] >> 5),
		closeness: float32(b[2]&closest) / closest,
	}
}
