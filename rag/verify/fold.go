package verify

import (
	"slices"
	"strings"
	"unicode"

	"newsdesk/rag/terms"
)

// foldedText is a text made comparable: lower case, plain marks, no accents,
// every run of anything but letters and digits one space. It begins and ends with a
// space, so that whole words are found. at leads back to the text.
type foldedText struct {
	text string
	at   []int32 // byte of the original for each byte of text
}

func foldText(s string) foldedText {
	var b strings.Builder
	b.Grow(len(s) + 2)
	at := make([]int32, 0, len(s)+2)
	space := func(i int) {
		if b.Len() == 0 || !strings.HasSuffix(b.String()[b.Len()-1:], " ") {
			b.WriteByte(' ')
			at = append(at, int32(i))
		}
	}
	space(0)
	for i, r := range s {
		switch {
		case r == '\'' || r == '’' || r == '‘' || r == '`' || r == '\u00ad' || r == '\u200b':
			continue // apostrophes come and go
		case r < 0x80 && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9'):
			b.WriteByte(byte(r))
			at = append(at, int32(i))
		case r >= 'A' && r <= 'Z':
			b.WriteByte(byte(r) | 0x20)
			at = append(at, int32(i))
		case r >= 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			f := terms.Fold(string(r))
			b.WriteString(f)
			for range len(f) {
				at = append(at, int32(i))
			}
		case r == '\u00a0' && lostApostrophe(s[i+2:]):
			continue
		case unicode.Is(unicode.Mn, r):
			continue
		default:
			space(i)
		}
	}
	space(len(s))
	return foldedText{b.String(), at}
}

// lostApostrophe tells the no-break space that some feeds leave where an
// apostrophe was.
func lostApostrophe(after string) bool {
	return len(after) >= 2 && strings.ContainsRune("stdm", rune(after[0])) && !unicode.IsLetter(rune(after[1]))
}

// find is the bytes of the original where the words of the folded text sub
// stand in full, from the byte from of it on.
func (f foldedText) find(sub string, from int) (start, end int, ok bool) {
	if strings.TrimSpace(sub) == "" {
		return 0, 0, false
	}
	i, _ := slices.BinarySearch(f.at, int32(from))
	if i > 0 && f.text[i-1] == ' ' {
		i--
	}
	k := strings.Index(f.text[i:], sub)
	if k < 0 {
		return 0, 0, false
	}
	k += i
	return int(f.at[k+1]), int(f.at[k+len(sub)-1]), true
}
