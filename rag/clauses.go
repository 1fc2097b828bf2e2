package rag

import (
	"regexp"
	"slices"
	"strings"

	"newsdesk/rag/terms"
	"newsdesk/rag/verify"
)

// coordinated is where a clause with a subject of its own may begin.
var coordinated = regexp.MustCompile(`; |, (?:and|but|while|whereas|although|though) `)

// clauseWords is the fewest words of a clause that is judged by itself.
const clauseWords = 4

// clauses are the parts of a sentence that can each stand alone: coordinated,
// outside quotation marks, each with a subject of its own. What shares its
// subject with the part before is no clause: whose deed it is can be told only
// from the whole. A sentence of one clause has none.
func clauses(text string) []string {
	var out []string
	from := 0
	for _, m := range coordinated.FindAllStringIndex(text, -1) {
		if marks(text[from:m[0]])%2 == 0 && ownSubject(text[m[1]:]) && len(strings.Fields(text[from:m[0]])) >= clauseWords {
			out = append(out, text[from:m[0]])
			from = m[1]
		}
	}
	if len(out) == 0 || len(strings.Fields(text[from:])) < clauseWords {
		return nil
	}
	return append(out, text[from:])
}

// openers are words that a noun phrase begins with.
var openers = terms.Set("the a an some many several about nearly both all most no another other his her its their")

// ownSubject reports whether a clause begins with a noun phrase.
func ownSubject(clause string) bool {
	tokens := terms.Tokens(clause)
	if len(tokens) == 0 {
		return false
	}
	t := tokens[0]
	return openers[t.Lower] || t.Number || t.Word && t.Capital && !terms.Stop(t.Lower)
}

// inClauses are the exhibits that bear out a sentence clause by clause, where
// every clause is supported by some article of those cited; else nothing.
func (v *vetter) inClauses(text string, cited []int) []int {
	var out []int
	docs := v.docs(cited)
	for _, clause := range clauses(text) {
		r, j := v.check(clause, docs)
		if r.Verdict != verify.Supported {
			return nil
		}
		kept := v.bearing(clause, cited, r, j)
		if len(kept) == 0 {
			return nil
		}
		for _, i := range kept {
			if !slices.Contains(out, i) {
				out = append(out, i)
			}
		}
	}
	return out
}
