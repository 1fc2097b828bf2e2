package corpus

import (
	"encoding/binary"
	"errors"
	"math"
)

// halfFormat begins a vector in half precision, and makes its length odd.
// Without it the numbers are in single precision, as libraries of version 3
// have all vectors.
const halfFormat = 1

// The greatest number of a vector in half precision lies between these: then
// rounding changes the direction by some hundred-thousandths of a radian. A
// vector of unit length passes if it has no more than 65,536 dimensions. Both
// bounds are numbers of half precision, so that one that is read and kept
// again is kept alike.
const leastHalf, mostHalf = 1.0 / 256, 2

// encodeVector is v in little-endian order, and never nil. What can be is
// rounded to half precision (IEEE 754), which is what decodeVector gives.
func encodeVector(v []float32) []byte {
	if !halves(v) {
		return encodeSingle(v)
	}
	b := append(make([]byte, 0, 1+2*len(v)), halfFormat)
	for _, x := range v {
		b = binary.LittleEndian.AppendUint16(b, toHalf(x))
	}
	return b
}

// encodeSingle is v as it is, which decodeVector reads too.
func encodeSingle(v []float32) []byte {
	b := make([]byte, 0, 4*len(v))
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return b
}

// halves reports whether a vector is kept in half precision.
func halves(v []float32) bool {
	var most float32
	for _, x := range v {
		if x != x {
			return false
		}
		most = max(most, x, -x)
	}
	return most == 0 || most >= leastHalf && most <= mostHalf
}

// decodeVector is the vector in b, nil where b is.
func decodeVector(b []byte) ([]float32, error) {
	switch {
	case b == nil:
		return nil, nil
	case len(b)%2 == 1 && b[0] == halfFormat:
		b = b[1:]
		v := make([]float32, len(b)/2)
		for i := range v {
			v[i] = fromHalf(binary.LittleEndian.Uint16(b[2*i:]))
		}
		return v, nil
	case len(b)%4 == 0:
		v := make([]float32, len(b)/4)
		for i := range v {
			v[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		}
		return v, nil
	}
	return nil, errors.New("the vector is cut short")
}

// halfScale moves the exponent of half precision, whose bias is 15, to where
// single precision, whose bias is 127, has it; numbers too small for a normal
// exponent come out right by themselves.
const halfScale = 0x1p112

// toHalf rounds x, which is less than 65,504, to the nearest number of half
// precision, of two to the even one.
func toHalf(x float32) uint16 {
	b := math.Float32bits(x)
	sign := b >> 16 & 0x8000
	m := math.Float32bits(math.Float32frombits(b&^(1<<31)) / halfScale)
	m += 0xfff + m>>13&1
	return uint16(sign | m>>13)
}

// fromHalf is the number that h stands for, which is finite.
func fromHalf(h uint16) float32 {
	x := math.Float32frombits(uint32(h&0x7fff)<<13) * halfScale
	return math.Float32frombits(math.Float32bits(x) | uint32(h&0x8000)<<16)
}
