package copies

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// format is the first byte of an encoded signature. It changes with whatever
// changes signatures: folding, shingles, hashes, sizes.
const format = 1

const encodedHead = 1 + 2*bins + 4

// ErrSignature means that bytes are not a signature as this version makes
// them; sign the article again.
var ErrSignature = errors.New("not a signature of this version: sign the article again")

// Encode is s as bytes for storage, at most 1,285 of them. The same signature
// always has the same bytes.
func (s Signature) Encode() []byte {
	if s.Empty() {
		return []byte{format}
	}
	b := make([]byte, 0, encodedHead+4*len(s.sample))
	b = append(b, format)
	for _, v := range s.bins {
		b = binary.LittleEndian.AppendUint16(b, v)
	}
	b = binary.LittleEndian.AppendUint32(b, s.limit)
	for _, v := range s.sample {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

// Decode reads what Encode wrote. Bytes that Encode would not have written
// are an error that wraps ErrSignature.
func Decode(b []byte) (Signature, error) {
	var s Signature
	if len(b) == 0 || b[0] != format {
		return s, ErrSignature
	}
	if len(b) == 1 {
		return s, nil
	}
	n := (len(b) - encodedHead) / 4
	if n < 1 || n > sampleSize || encodedHead+4*n != len(b) {
		return s, fmt.Errorf("%w (it has %d bytes)", ErrSignature, len(b))
	}
	for i := range s.bins {
		s.bins[i] = binary.LittleEndian.Uint16(b[1+2*i:])
	}
	s.limit = binary.LittleEndian.Uint32(b[1+2*bins:])
	s.sample = make([]uint32, n)
	for i := range s.sample {
		s.sample[i] = binary.LittleEndian.Uint32(b[encodedHead+4*i:])
		if i > 0 && s.sample[i] <= s.sample[i-1] {
			return Signature{}, fmt.Errorf("%w (its sample is out of order)", ErrSignature)
		}
	}
	if s.limit != 0 && (n != sampleSize || s.limit <= s.sample[n-1]) {
		return Signature{}, fmt.Errorf("%w (its bound does not fit its sample)", ErrSignature)
	}
	return s, nil
}
