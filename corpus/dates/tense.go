package dates

import "strings"

// tense is whether a sentence speaks of the past or of the future at a date.
type tense uint8

const (
	noTense tense = iota
	behind
	future
)

// horizon is how many tokens away the verb is looked for.
const horizon = 16

// ahead are words that put the date near them into the future. "Would" does
// so too, because reports shift tenses back: "he said he would meet him on
// Friday".
var ahead = set(`will shall would can could might may due expected scheduled slated upcoming
	hopes intends aims vows vowed promises promised pledged forthcoming tomorrow looms awaits shortly soon`)

// done are irregular past forms that news uses; regular ones end in "ed".
var done = set(`said told was were had has have did been met came went took made gave held saw left began won lost died
	became got found led fell rose wrote spoke ran shot struck hit put cut broke brought bought sold sent spent built
	caught kept felt heard knew thought grew drew flew threw chose stood understood sought fought taught paid laid met
	sat sank sang rang swore wore tore bore hid hung dealt meant read let quit drove rode arose forgave forgot withdrew
	overtook undertook ago`)

// tense is that of the clause around the tokens from i to end: the nearest
// verb before them, or else after. A possessive ("Friday's vote will…")
// belongs to what follows.
func (s *scan) tense(i, end int) tense {
	if s.tok(end - 1).possessive {
		if t := s.tenseAfter(end); t != noTense {
			return t
		}
	}
	if t := s.tenseBefore(i); t != noTense {
		return t
	}
	return s.tenseAfter(end)
}

func (s *scan) tenseBefore(i int) tense {
	for k := i - 1; k >= 0 && k > i-horizon; k-- {
		if s.tok(k).kind == gap || s.ends(k) {
			break
		}
		if t := s.tenseAt(k); t != noTense {
			return t
		}
	}
	return noTense
}

func (s *scan) tenseAfter(end int) tense {
	for k := end; k < end+horizon; k++ {
		if s.tok(k).kind == gap || s.ends(k) || s.marked(k, '"') {
			break
		}
		if t := s.tenseAt(k); t != noTense {
			return t
		}
	}
	return noTense
}

// ends reports whether token k ends a sentence.
func (s *scan) ends(k int) bool {
	t := s.tok(k)
	if t.kind != mark || t.mark != '.' && t.mark != '!' && t.mark != '?' && t.mark != ';' {
		return false
	}
	n, p := s.tok(k+1), s.tok(k-1)
	if n.kind == gap || n.kind == mark {
		return true
	}
	return n.spaced && n.upper && (t.mark != '.' || !p.short && p.end-p.start > 1)
}

// tenseAt is what token k says by itself or with its neighbours.
func (s *scan) tenseAt(k int) tense {
	t := s.tok(k)
	if t.will {
		return future
	}
	if t.kind != word {
		return noTense
	}
	w := s.str(k)
	switch {
	case s.is(k, "won") && s.marked(k+1, '\'') && s.is(k+2, "t"):
		return future
	case s.is(k, "set") && s.is(k+1, "to", "for"), s.is(k, "going", "plan", "plans", "planned", "planning") && s.is(k+1, "to"):
		return future
	case s.is(k, "is", "are", "be") && s.is(k+1, "to"):
		return future
	case s.is(k, "is", "are", "not") && (s.in(k+1, ahead) || s.is(k+1, "going", "set")):
		return future
	case s.is(k, "was", "were", "been", "has", "have", "had") && s.in(k+1, ahead), s.is(k, "was", "were") && s.is(k+1, "to", "set"):
		return future // "was expected to", "was to"
	case s.in(k, ahead):
		// "May" with a capital is a month or a name, and what "could have
		// been" is past.
		if t.upper && s.is(k, "may") || s.is(k, "would", "could", "might", "may") && s.is(k+1, "have") {
			return noTense
		}
		return future
	case s.in(k, done):
		return behind
	case !t.upper && len(w) > 4 && strings.HasSuffix(w, "ed") && !s.is(k, "hundred", "indeed", "speed", "breed", "exceed", "proceed", "succeed"):
		if s.is(k-1, "be", "is", "are") { // the tense of a passive is that of its auxiliary
			return noTense
		}
		return behind
	}
	return noTense
}
