// Package language says which language a text is written in, by its letters
// and by how many of its words are function words of a language. It knows the
// languages that questions are asked in and their neighbours, and says nothing
// where it is not sure.
package language

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// English is the code of the language that most archives are in.
const English = "en"

// words are the function words of each language, folded.
var words = map[string]map[string]bool{
	English: set(`the of and to in that is was for on with as by at from it he she has are were be this which have not but said an will who
		had its their been they his her or about after more than when would also what how why where did does`),
	"es": set(`el la los las un una de del en y que a al con por para se su sus lo le les es fue son era ser ha han como mas o no si
		esta este esa ese sobre entre cual cuales qual cuando donde quien quienes cuanto cuanta cuantos cuantas sido tiene tenia`),
	"fr": set(`le la les un une des de du et en que qui a au aux dans par pour sur se sa son ses est sont ete avec ce cette ces ne pas il
		elle ils elles l d qu quel quelle quels quelles ou quand combien comment pourquoi quoi`),
	"de": set(`uber sagte sagt der die das ein eine einen einem einer den dem des und in im zu von mit auf fur ist sind war waren wurde wurden hat haben
		nicht auch an am aus bei nach wie was wer wen wem wo wann warum welche welcher welches welchen viele viel es sich als`),
	"it": set(`il lo la i gli le un una di del della dei in e che a al con per si su da dal ha hanno sono stato come non piu quale quali
		dove quando chi quanto quanti quante perche cosa`),
	"pt": set(`o a os as um uma de do da dos das em no na nos nas e que com por para se seu sua foi sao ser ao como mais nao qual quais
		onde quando quem quanto quantos quantas`),
	"ru": set(`и в во на с со к ко о об от до за по из у не что как кто где куда когда почему зачем сколько какой какая какое какие каком
		какую чем кем кого кому это этот был была было были есть для его ее их он она они а но или ли же бы при над под между чье чей`),
	"uk": set(`і й та в у на з із до від за по не що як хто де куди коли чому скільки який яка яке які це був була було були для його її їх`),
	"el": set(`ο η το οι τα του της των τον την και σε με για απο να που πως ποιος ποια ποιο ποτε ποσο ποσα ποσοι ειναι ηταν δεν τι`),
	"nl": set(`de het een en van in op te dat is was voor met zijn aan door niet ook er maar om uit bij naar heeft hebben werd worden zei`),
	"pl": set(`i w we z ze na do nie to jest sie ze o od po przez za dla jak co ktory ktora ktore byl byla bylo oraz ale jego jej ich`),
	"tr": set(`ve bir bu da de icin ile olarak daha en gibi ise olan kadar sonra cok ne o ki ancak oldu olduğu dedi`),
	"sv": set(`och i att det som en ett pa ar av for med till den har de inte om var men fran sig sa han hon vid nar eller`),
}

// names are the English names of the languages.
var names = map[string]string{English: "English", "es": "Spanish", "fr": "French", "de": "German", "it": "Italian", "pt": "Portuguese", "ru": "Russian",
	"uk": "Ukrainian", "el": "Greek", "nl": "Dutch", "pl": "Polish", "tr": "Turkish", "sv": "Swedish", "ko": "Korean", "ja": "Japanese", "zh": "Chinese",
	"ar": "Arabic", "he": "Hebrew", "hi": "Hindi", "th": "Thai"}

// latin are the languages in Latin letters, in the order in which they are
// counted, cyrillic those in Cyrillic ones.
var (
	latin    = []string{English, "de", "es", "fr", "it", "nl", "pl", "pt", "sv", "tr"}
	cyrillic = []string{"ru", "uk"}
)

// Codes is the ISO 639-1 codes of the languages known here, in order of their
// English names.
func Codes() []string {
	return slices.SortedFunc(maps.Keys(names), func(a, b string) int { return strings.Compare(names[a], names[b]) })
}

// Name is the English name of a language by its ISO 639-1 code, or "" for one
// that is not known here.
func Name(code string) string { return names[code] }

// Words are the function words of a language, folded, or nil for one whose
// words are not known here. The caller must not change them.
func Words(code string) map[string]bool { return words[code] }

// CapitalNouns reports whether a language writes every noun with a capital, so
// that a capital shows no name.
func CapitalNouns(code string) bool { return code == "de" }

// Code is the ISO 639-1 code of a language named by its code or by its English
// name, in any case of letters, or "" for one that is not known here.
func Code(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	for code, long := range names {
		if name == code || name == strings.ToLower(long) {
			return code
		}
	}
	return ""
}

// Opening is how many bytes of a text tell its language: Of reads no more.
const Opening = 1200

// How many function words, and which share of the words, make a language: in
// running text of each that is known here they are a third and more.
const (
	leastWords = 3
	leastShare = .12
)

// Of is the ISO 639-1 code of the language that a text is written in, or ""
// where it is too short, in no language known here, or in two at once.
func Of(text string) string {
	if len(text) > Opening {
		text = text[:Opening]
	}
	foreign := !inLatin(text)
	if foreign {
		if code := byLetters(text); code != "" {
			return code
		}
	}
	all := strings.FieldsFunc(Fold(text), func(r rune) bool { return !unicode.IsLetter(r) })
	candidates := latin
	switch {
	case !foreign:
	case mostly(text, unicode.Greek):
		candidates = []string{"el"}
	case mostly(text, unicode.Cyrillic):
		candidates = cyrillic
	}
	best, most, next := "", 0, 0
	for _, code := range candidates {
		n := 0
		for _, w := range all {
			if words[code][w] {
				n++
			}
		}
		if n > most {
			best, most, next = code, n, most
		} else {
			next = max(next, n)
		}
	}
	if most < leastWords || most == next || float64(most) < leastShare*float64(len(all)) {
		return ""
	}
	return best
}

// scripts are those that one language alone is written in, as far as is known
// here, the first that fits counting: Japanese has Chinese letters too.
var scripts = []struct {
	table *unicode.RangeTable
	code  string
}{
	{unicode.Hangul, "ko"}, {unicode.Hiragana, "ja"}, {unicode.Katakana, "ja"}, {unicode.Han, "zh"},
	{unicode.Arabic, "ar"}, {unicode.Hebrew, "he"}, {unicode.Devanagari, "hi"}, {unicode.Thai, "th"},
}

// scriptShare is the share of the letters that a script must have to be the
// text's: a name in its own letters is none. Japanese mixes three.
const scriptShare = .15

// inLatin reports whether hardly a letter of the text is beyond the Latin ones,
// which spares most texts the tables.
func inLatin(text string) bool {
	all, beyond := 0, 0
	for _, r := range text {
		if all++; r >= 0x370 && unicode.IsLetter(r) {
			beyond++
		}
	}
	return 10*beyond < all
}

func byLetters(text string) string {
	for _, s := range scripts {
		if share(text, s.table) >= scriptShare {
			return s.code
		}
	}
	return ""
}

func mostly(text string, table *unicode.RangeTable) bool { return share(text, table) > .5 }

// share is the share of the letters of a text that are of a script.
func share(text string, table *unicode.RangeTable) float64 {
	letters, of := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
			if unicode.Is(table, r) {
				of++
			}
		}
	}
	return float64(of) / float64(max(1, letters))
}

func set(list string) map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(list) {
		m[Fold(w)] = true
	}
	return m
}
