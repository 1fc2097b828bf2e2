package rag

import "strings"

// possessive reports whether a word or a name has an "'s" behind.
func possessive(w string) bool { return unowned(w) != w }

// unowned is a word or a name without an "'s" behind.
func unowned(w string) string { return strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s") }

// possessiveAt reports whether token k has an "'s" behind.
func (s *sentence) possessiveAt(k int) bool {
	return possessive(s.text()[s.tokens[k].Start:s.tokens[k].End])
}
