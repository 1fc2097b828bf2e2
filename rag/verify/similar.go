package verify

import (
	"strings"

	"newsdesk/rag/vector"
)

// The similarity of two words is 1 for one stem, less for kin, and for
// others grows with the cosine of their vectors from 0 at cosLow to maxCos.
const (
	cosLow, cosHigh = .45, .85
	maxCos          = .8
	kin             = .85
)

// similar compares a word of a claim with one of a source, 0 to 1. Contraries
// are not similar, however alike their vectors; anti says that they are that.
func similar(a, b *token) (sim float32, anti bool) {
	if a.stem == b.stem {
		return 1, false
	}
	switch {
	case a.number || b.number:
		return nearNumber(a, b), false
	case a.name || b.name:
		return nearName(a, b), false
	case a.stop || b.stop:
		return 0, false
	}
	if words().opposite(a.stem, b.stem) {
		return 0, true
	}
	if a.norm == 0 || b.norm == 0 {
		return 0, false
	}
	cos := vector.Dot(a.vec, b.vec) / (a.norm * b.norm)
	return min(1, max(0, (cos-cosLow)/(cosHigh-cosLow))) * maxCos, false
}

// nearNumber lets large figures be rounded.
func nearNumber(a, b *token) float32 {
	if !a.number || !b.number || a.date == year || b.date == year || a.num < 100 {
		return 0
	}
	if d := (a.num - b.num) / a.num; d < .06 && d > -.06 {
		return .6
	}
	return 0
}

// nearName joins "Korea" and "Korean", "France" and "French".
func nearName(a, b *token) float32 {
	if !a.name || !b.name {
		return 0
	}
	x, y := a.stem, b.stem
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) > 3 && strings.HasPrefix(y, x) {
		return kin
	}
	if d := demonyms[a.stem]; d != "" && d == demonyms[b.stem] {
		return kin
	}
	return 0
}
