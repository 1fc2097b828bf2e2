package main

import (
	"errors"
	"strconv"
	"strings"
)

// questionLimit is a flag that takes how many questions may be asked. Its zero
// value, which cannot be written, is the default.
type questionLimit int

func (l *questionLimit) String() string { return strconv.Itoa(int(*l)) }
func (l *questionLimit) Type() string   { return "number" }
func (l *questionLimit) Set(v string) error {
	n, ok := positive(v)
	if !ok {
		return errors.New("write a whole number of at least 1")
	}
	*l = questionLimit(n)
	return nil
}

// noTokens is the token limit that means no language model.
const noTokens = -1

// tokenLimit is a flag that takes how many tokens a language model may use.
type tokenLimit int

func (l *tokenLimit) String() string { return strconv.Itoa(int(*l)) }
func (l *tokenLimit) Type() string   { return "number" }
func (l *tokenLimit) Set(v string) error {
	n, ok := positive(v)
	if !ok && n != noTokens {
		return errors.New("write a whole number of at least 1, or -1 for none")
	}
	*l = tokenLimit(n)
	return nil
}

// positive reads a whole number, and whether it is at least 1.
func positive(v string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(v))
	return n, err == nil && n >= 1
}
