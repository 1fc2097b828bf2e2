package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"io"
)

// unpack is a stream's bytes as they were before its filters, or as far as
// these can be undone; nil where one is not known, as those of pictures.
func (f *file) unpack(s *stream) []byte {
	if s == nil {
		return nil
	}
	filters, params := f.resolve(s.dict["Filter"]), f.resolve(s.dict["DecodeParms"])
	list, _ := filters.(array)
	plist, _ := params.(array)
	if n, ok := filters.(name); ok {
		list, plist = array{n}, array{params}
	}
	out := s.raw
	for i, v := range list[:min(len(list), 4)] {
		var p dict
		if i < len(plist) {
			p = f.dictOf(plist[i])
		}
		limit := min(maxStream, maxTotal-f.total)
		switch f.resolve(v) {
		case name("FlateDecode"), name("Fl"):
			z, err := zlib.NewReader(bytes.NewReader(out))
			if err != nil {
				return nil
			}
			// What was unpacked before a fault is worth having.
			out, _ = io.ReadAll(io.LimitReader(z, int64(limit)))
			out = unpredict(out, int(f.number(p["Predictor"])), int(f.number(p["Columns"])), int(f.number(p["Colors"])), int(f.number(p["BitsPerComponent"])))
		case name("ASCIIHexDecode"), name("AHx"):
			out = []byte((&lexer{b: append([]byte("<"), out...)}).hex())
		case name("ASCII85Decode"), name("A85"):
			body, _, _ := bytes.Cut(out, []byte("~>"))
			dst := make([]byte, min(4*len(body)+8, limit))
			n, _, _ := ascii85.Decode(dst, bytes.TrimPrefix(body, []byte("<~")), true)
			out = dst[:n]
		case name("RunLengthDecode"), name("RL"):
			out = runLength(out, limit)
		case name("LZWDecode"), name("LZW"):
			early := true
			if n, ok := f.resolve(p["EarlyChange"]).(float64); ok {
				early = n != 0
			}
			out = lzw(out, early, limit)
		default:
			return nil
		}
		f.total += len(out)
	}
	return out
}

// unpredict undoes PNG's predictors.
func unpredict(b []byte, predictor, columns, colors, bits int) []byte {
	if predictor < 10 {
		return b
	}
	columns, colors, bits = max(columns, 1), max(colors, 1), max(bits, 1)
	if bits == 1 {
		bits = 8
	}
	if columns > 1<<20 || colors > 32 || bits > 32 {
		return nil
	}
	size, pixel := (columns*colors*bits+7)/8, max(1, colors*bits/8)
	var out []byte
	above := make([]byte, size)
	for len(b) > 1 {
		kind, row := b[0], make([]byte, size)
		b = b[1+copy(row, b[1:]):]
		for i := range row {
			left, corner := byte(0), byte(0)
			if i >= pixel {
				left, corner = row[i-pixel], above[i-pixel]
			}
			switch kind {
			case 1:
				row[i] += left
			case 2:
				row[i] += above[i]
			case 3:
				row[i] += byte((int(left) + int(above[i])) / 2)
			case 4:
				row[i] += paeth(left, above[i], corner)
			}
		}
		out, above = append(out, row...), row
	}
	return out
}

func paeth(a, b, c byte) byte {
	distance := func(x byte) int {
		d := int(a) + int(b) - int(c) - int(x)
		return max(d, -d)
	}
	switch {
	case distance(a) <= distance(b) && distance(a) <= distance(c):
		return a
	case distance(b) <= distance(c):
		return b
	}
	return c
}

func runLength(b []byte, limit int) []byte {
	var out []byte
	for len(b) > 1 && b[0] != 128 && len(out) < limit {
		if n := int(b[0]); n < 128 {
			end := min(len(b), n+2)
			out = append(out, b[1:end]...)
			b = b[end:]
		} else {
			out = append(out, bytes.Repeat(b[1:2], 257-n)...)
			b = b[2:]
		}
	}
	return out
}

// lzw unpacks what older programs write. Its codes grow one step earlier
// than those of the standard library's formats.
func lzw(b []byte, early bool, limit int) []byte {
	const clearCode, endCode = 256, 257
	var out []byte
	table := make([][]byte, 258, 4096)
	for i := range 256 {
		table[i] = []byte{byte(i)}
	}
	step := 0
	if early {
		step = 1
	}
	var last []byte
	bits, have, width := 0, 0, 9
	for _, c := range b {
		bits, have = bits<<8|int(c), have+8
		if have < width {
			continue
		}
		code := bits >> (have - width) & (1<<width - 1)
		have -= width
		bits &= 1<<have - 1
		switch {
		case code == endCode || len(out) > limit:
			return out
		case code == clearCode:
			table, width, last = table[:258], 9, nil
			continue
		case code > len(table) || code == len(table) && last == nil:
			return out
		}
		var entry []byte
		if code < len(table) {
			entry = table[code]
		} else {
			entry = append(bytes.Clone(last), last[0])
		}
		out = append(out, entry...)
		if last != nil && len(table) < 4096 {
			table = append(table, append(bytes.Clone(last), entry[0]))
		}
		last = entry
		for width < 12 && len(table)+step >= 1<<width {
			width++
		}
	}
	return out
}
