package rag

import (
	"strings"
	"unicode"

	"newsdesk/rag/terms"
)

// language is one that questions are asked in: its function words, which say
// nothing of the subject, and its question words with what they want.
type language struct {
	name  string
	words map[string]bool
	asks  map[string]answerType
}

// english is the archive's language.
const english = "English"

var languages = []language{
	{"Spanish", terms.Set(`el la los las un una de del en y que a al con por para se su sus lo le les es fue son era ser ha han como mas o no si
		esta este esa ese sobre entre cual cuales qual cuando donde quien quienes cuanto cuanta cuantos cuantas sido tiene tenia`),
		kinds("donde:where cuando:when quien:who quienes:who cuanto:number cuanta:number cuantos:number cuantas:number")},
	{"French", terms.Set(`le la les un une des de du et en que qui a au aux dans par pour sur se sa son ses est sont ete avec ce cette ces ne pas il
		elle ils elles l d qu quel quelle quels quelles ou quand combien comment pourquoi quoi`),
		kinds("ou:where quand:when qui:who combien:number pourquoi:why")},
	{"German", terms.Set(`uber sagte sagt der die das ein eine einen einem einer den dem des und in im zu von mit auf fur ist sind war waren wurde wurden hat haben
		nicht auch an am aus bei nach wie was wer wen wem wo wann warum welche welcher welches welchen viele viel es sich als`),
		kinds("wo:where wann:when wer:who wem:who wen:who warum:why viele:number viel:number")},
	{"Italian", terms.Set(`il lo la i gli le un una di del della dei in e che a al con per si su da dal ha hanno sono stato come non piu quale quali
		dove quando chi quanto quanti quante perche cosa`),
		kinds("dove:where quando:when chi:who quanto:number quanti:number quante:number perche:why")},
	{"Portuguese", terms.Set(`o a os as um uma de do da dos das em no na nos nas e que com por para se seu sua foi sao ser ao como mais nao qual quais
		onde quando quem quanto quantos quantas`),
		kinds("onde:where quando:when quem:who quanto:number quantos:number quantas:number")},
	{"Russian", terms.Set(`и в во на с со к ко о об от до за по из у не что как кто где куда когда почему зачем сколько какой какая какое какие каком
		какую чем кем кого кому это этот был была было были есть для его ее их он она они а но или ли же бы при над под между чье чей`),
		kinds("где:where куда:where откуда:where когда:when кто:who кого:who кому:who кем:who сколько:number почему:why зачем:why")},
	{"Ukrainian", terms.Set(`і й та в у на з із до від за по не що як хто де куди коли чому скільки який яка яке які це був була було були для його її їх`),
		kinds("де:where куди:where коли:when хто:who кого:who кому:who скільки:number чому:why")},
	{"Greek", terms.Set(`ο η το οι τα του της των τον την και σε με για απο να που πως ποιος ποια ποιο ποτε ποσο ποσα ποσοι ειναι ηταν δεν τι`),
		kinds("που:where ποτε:when ποιος:who ποσο:number ποσα:number ποσοι:number")},
}

// scripts names languages by letters alone, for those whose words are not
// told apart here.
var scripts = []struct {
	table *unicode.RangeTable
	name  string
	asks  []struct {
		word string
		typ  answerType
	}
}{
	{unicode.Hangul, "Korean", nil},
	{unicode.Hiragana, "Japanese", nil},
	{unicode.Katakana, "Japanese", nil},
	{unicode.Han, "Chinese", []struct {
		word string
		typ  answerType
	}{{"多少", wantsNumber}, {"几", wantsNumber}, {"哪里", wantsWhere}, {"何处", wantsWhere}, {"何时", wantsWhen}, {"什么时候", wantsWhen}, {"谁", wantsWho}}},
	{unicode.Arabic, "Arabic", []struct {
		word string
		typ  answerType
	}{{"أين", wantsWhere}, {"متى", wantsWhen}, {"كم", wantsNumber}, {"لماذا", wantsWhy}}},
	{unicode.Hebrew, "Hebrew", nil},
	{unicode.Devanagari, "Hindi", nil},
	{unicode.Thai, "Thai", nil},
}

func kinds(s string) map[string]answerType {
	types := map[string]answerType{"where": wantsWhere, "when": wantsWhen, "who": wantsWho, "number": wantsNumber, "why": wantsWhy}
	m := make(map[string]answerType)
	for _, p := range strings.Fields(s) {
		word, kind, _ := strings.Cut(p, ":")
		m[word] = types[kind]
	}
	return m
}

// findLanguage names the question's language and, where it is not English,
// reads its question word.
func (p *parsed) findLanguage() {
	p.language = english
	for _, s := range scripts {
		if hasScript(p.text, s.table) {
			p.language = s.name
			for _, a := range s.asks {
				if strings.Contains(p.text, a.word) {
					p.typ = a.typ
					break
				}
			}
			return
		}
	}
	switch {
	case hasScript(p.text, unicode.Greek):
		p.foreign = languageOf("Greek")
	case strings.ContainsAny(strings.ToLower(p.text), "іїєґ"):
		p.foreign = languageOf("Ukrainian")
	case hasScript(p.text, unicode.Cyrillic):
		p.foreign = languageOf("Russian")
	default:
		p.foreign = p.latinLanguage()
	}
	if p.foreign == nil {
		return
	}
	p.language = p.foreign.name
	for i, t := range p.tokens {
		if typ, ok := p.foreign.asks[unaccented(t.Lower)]; ok {
			p.typ, p.wh = typ, i
			return
		}
	}
}

func hasScript(s string, table *unicode.RangeTable) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(table, r) })
}

func languageOf(name string) *language {
	for i := range languages {
		if languages[i].name == name {
			return &languages[i]
		}
	}
	return nil
}

// latinLanguage is the language whose function words are the most, nil for
// English, which it is where no other has more.
func (p *parsed) latinLanguage() *language {
	var found *language
	ours := 0
	for _, t := range p.tokens {
		if t.Word && (terms.Stop(t.Lower) || whWords[t.Lower]) {
			ours++
		}
	}
	most := max(ours, 1)
	for i := range languages {
		n := 0
		for _, t := range p.tokens {
			if w := unaccented(t.Lower); languages[i].words[w] && !(w == "a" || w == "on" || w == "in") {
				n++
			}
		}
		if n > most {
			most, found = n, &languages[i]
		}
	}
	return found
}

// unaccented is a folded word without the breve that folding keeps as a letter.
func unaccented(w string) string { return strings.ReplaceAll(w, "ё", "е") }

// functionWord reports whether token i only holds a foreign question together.
func (p *parsed) functionWord(i int) bool {
	return p.foreign != nil && p.foreign.words[unaccented(p.tokens[i].Lower)]
}

// latin writes Cyrillic and Greek letters in Latin ones, roughly as English
// newspapers spell names.
func latin(w string) string {
	var b strings.Builder
	for _, r := range w {
		if s, ok := latinOf[r]; ok {
			b.WriteString(s)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

var latinOf = func() map[rune]string {
	m := make(map[rune]string)
	for _, p := range strings.Fields(`а:a б:b в:v г:g д:d е:e ё:yo ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch
		ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya і:i ї:yi є:ye ґ:g ў:w α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:x ο:o π:p ρ:r σ:s
		ς:s τ:t υ:y φ:f χ:ch ψ:ps ω:o`) {
		from, to, _ := strings.Cut(p, ":")
		m[[]rune(from)[0]] = to
	}
	return m
}()

// noteLanguage says in the reading what of a foreign question was searched.
func (q *query) noteLanguage() {
	if q.language == english {
		return
	}
	var carried []string
	for i := range q.terms {
		if q.terms[i].known {
			carried = append(carried, q.terms[i].lower)
		}
	}
	note := "the question is in " + q.language + ", the archive in " + english + "; "
	if len(carried) == 0 {
		note += "none of its words could be searched"
	} else {
		note += "searched for what carries over: " + strings.Join(carried, ", ")
	}
	if q.reading.note != "" {
		note = q.reading.note + "; " + note
	}
	q.reading.note = note
}
