package rag

import (
	"strings"
	"unicode"

	lang "newsdesk/corpus/language"
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
	asked("es", "donde:where cuando:when quien:who quienes:who cuanto:number cuanta:number cuantos:number cuantas:number"),
	asked("fr", "ou:where quand:when qui:who combien:number pourquoi:why"),
	asked("de", "wo:where wann:when wer:who wem:who wen:who warum:why viele:number viel:number"),
	asked("it", "dove:where quando:when chi:who quanto:number quanti:number quante:number perche:why"),
	asked("pt", "onde:where quando:when quem:who quanto:number quantos:number quantas:number"),
	asked("ru", "где:where куда:where откуда:where когда:when кто:who кого:who кому:who кем:who сколько:number почему:why зачем:why"),
	asked("uk", "де:where куди:where коли:when хто:who кого:who кому:who скільки:number чому:why"),
	asked("el", "που:where ποτε:when ποιος:who ποσο:number ποσα:number ποσοι:number"),
}

// asked is the language of an ISO code with its question words.
func asked(code, asks string) language {
	return language{name: lang.Name(code), words: lang.Words(code), asks: kinds(asks)}
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
	q.reading.add(note)
}
