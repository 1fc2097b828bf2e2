package rag

import (
	"slices"

	"newsdesk/rag/terms"
)

// Where a sentence gives a value of each kind; each returns the tokens that the
// subject must stand by.

// cuesAt are the tokens that are cues themselves.
func cuesAt(s *sentence, cues map[string]bool) []int {
	var out []int
	for _, k := range s.words {
		if cues[s.tokens[k].Stem] {
			out = append(out, k)
		}
	}
	return out
}

// ages are the numbers that say how old somebody is: "58-year-old", "aged 58",
// "at the age of 58", "turned 58", "58 years old", and "Veld, 58,".
func ages(s *sentence, _ map[string]bool) []int {
	var out []int
	word := func(k int) string {
		if k < 0 || k >= len(s.tokens) {
			return ""
		}
		return s.tokens[k].Lower
	}
	for _, n := range s.cands.numbers {
		k := n.from
		to := k + 1
		if word(to) == "-" && to+1 < len(s.tokens) && s.tokens[to+1].Number {
			to += 2 // "forty-one"
		}
		years := to
		for years < len(s.tokens) && (word(years) == "-" || hasWord("year years month months", word(years))) {
			years++
		}
		before := word(k - 1)
		switch {
		case years > to && hasWord("old age", word(years)), years > to && word(years) == "of" && word(years+1) == "age",
			hasWord("age aged turned turning turns", before), before == "of" && word(k-2) == "age":
			out = append(out, k)
		case (before == "," || before == "(") && k > 1 && s.tokens[k-2].Capital && s.tokens[k-2].Word && !months[word(k-2)] && hasWord(", ) . ; and", word(to)) && adult(s.tokens[k]),
			isBe(before) && k > 1 && (word(to) == "" || hasWord(". , ; and but when", word(to))) && adult(s.tokens[k]):
			out = append(out, k)
		}
	}
	return out
}

// adult reports whether a number can be an age without a word that says so.
func adult(t terms.Token) bool { return len(t.Stem) <= 3 && len(t.Stem) > 1 && t.Lower == t.Stem }

// crossed are the words that tell of a relative on the other side only with an
// "of": a "mother of three" of children, a "son of" of parents.
var (
	parental = stemmed("father mother parent")
	filial   = stemmed("son daughter child")
)

// relatives are the words for relatives.
func relatives(s *sentence, cues map[string]bool) []int {
	crossed := filial
	if cues[terms.Stems("child")[0]] && !cues[terms.Stems("parent")[0]] {
		crossed = parental
	}
	return slices.DeleteFunc(cuesAt(s, cues), func(k int) bool {
		return crossed[s.tokens[k].Stem] && (k+1 >= len(s.tokens) || s.tokens[k+1].Lower != "of")
	})
}

// birthDates are the words of birth with a date in their clause, and the years
// of a life in brackets.
func birthDates(s *sentence, cues map[string]bool) []int {
	var out []int
	for _, k := range cuesAt(s, cues) {
		if slices.ContainsFunc(s.cands.dates, func(d span) bool { return d.from < k || s.oneClause(k, d.from) }) {
			out = append(out, k)
		}
	}
	return append(out, lifetimes(s)...)
}

// oneClause reports whether no comma before another word than a name's or a
// preposition's parts two tokens: "born in Pell, Norhaven, in 1961", not "born
// in Pell, came to Norhaven in 1961".
func (s *sentence) oneClause(from, to int) bool {
	for k := from; k+1 < to; k++ {
		if next := s.tokens[k+1]; s.tokens[k].Lower == "," && next.Word && !next.Capital && !next.Number && !locatives[next.Lower] && next.Lower != "on" {
			return false
		}
	}
	return true
}

// deaths are the words of death, and the years of a life in brackets.
func deaths(s *sentence, cues map[string]bool) []int { return append(cuesAt(s, cues), lifetimes(s)...) }

// lifetimes are the first dates in brackets: "(12 May 1828 – 3 June 1890)".
func lifetimes(s *sentence) []int {
	for _, d := range s.cands.dates {
		for k := d.from - 1; k >= max(0, d.from-4); k-- {
			if s.tokens[k].Lower == "(" {
				return []int{d.from}
			}
		}
	}
	return nil
}

// measuredIn are the numbers before one of the units.
func measuredIn(units map[string]bool) func(*sentence, map[string]bool) []int {
	return func(s *sentence, _ map[string]bool) []int {
		var out []int
		for _, n := range s.cands.numbers {
			for k := n.to; k < min(len(s.tokens), n.to+3); k++ {
				if units[s.tokens[k].Stem] {
					out = append(out, n.from)
					break
				}
			}
		}
		return out
	}
}

// moneyUnits are currencies by name.
var moneyUnits = stemmed(`dollar euro pound yen yuan franc ruble rouble rupee peso crown krona krone lira zloty dinar dirham shekel cent penny
pence florin guilder shilling mark won baht rand real forint thaler ducat sterling quid buck usd eur gbp`)

// money are the sums of money, and where a cue is near any number that counts
// nothing else.
func money(s *sentence, cues map[string]bool) []int {
	var out []int
	cued := len(cuesAt(s, cues)) > 0
	for _, n := range s.cands.numbers {
		t := s.tokens[n.from]
		unit := currencyOf(t.Lower)
		named := false
		for k := n.to; k < min(len(s.tokens), n.to+3); k++ {
			named = named || moneyUnits[s.tokens[k].Stem]
		}
		if named || unit != "" && unit != "percent" || cued && magnitudes[s.tokens[min(n.to, len(s.tokens)-1)].Lower] > 0 {
			out = append(out, n.from)
		}
	}
	if slices.ContainsFunc(s.words, func(k int) bool { return s.tokens[k].Lower == "free" }) && cues[terms.Stems("free")[0]] {
		out = append(out, cuesAt(s, stemmed("free"))...)
	}
	return out
}

// streets are the words that end a street's name.
var streets = stemmed(`street road avenue lane drive square court place boulevard way walk row quay terrace close crescent alley highway parkway
plaza st rd ave blvd box`)

// addresses are the numbers of houses: "12 Quay Street", "4 Rope Walk".
func addresses(s *sentence, _ map[string]bool) []int {
	var out []int
	for k := 0; k+1 < len(s.tokens); k++ {
		if t := s.tokens[k]; !t.Number || !s.tokens[k+1].Capital {
			continue
		}
		for j := k + 1; j < len(s.tokens) && s.tokens[j].Capital; j++ {
			if streets[s.tokens[j].Stem] {
				out = append(out, k)
				break
			}
		}
	}
	return out
}

// inhabitants are the cues in a sentence that holds a number, and the "people"
// of "a town of 18,000 people" or "home to 4,200 people": those who died there are not its population.
func inhabitants(s *sentence, cues map[string]bool) []int {
	if len(s.cands.numbers) == 0 {
		return nil
	}
	out := cuesAt(s, cues)
	for _, n := range s.cands.numbers {
		to := n.to
		for to < len(s.tokens) && magnitudes[s.tokens[to].Lower] > 0 {
			to++
		}
		k := n.from - 1
		for k > 0 && (qualifiers[s.tokens[k].Lower] || hasWord("some than more", s.tokens[k].Lower)) {
			k--
		}
		if to < len(s.tokens) && s.tokens[to].Stem == peopleStem && k > 0 && (s.tokens[k].Lower == "of" && placeNouns[s.tokens[k-1].Stem] || s.tokens[k].Lower == "to" && s.tokens[k-1].Lower == "home") {
			out = append(out, to)
		}
	}
	return out
}
