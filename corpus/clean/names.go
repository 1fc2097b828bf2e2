package clean

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// agencies are wire services by the names that texts credit them with.
var agencies = map[string]string{
	"afp": "AFP", "agence france-presse": "AFP", "agence france presse": "AFP",
	"ap": "AP", "associated press": "AP", "the associated press": "AP",
	"reuters": "Reuters", "thomson reuters": "Reuters", "upi": "UPI", "united press international": "UPI",
	"tass": "TASS", "itar-tass": "TASS", "ria novosti": "RIA Novosti", "ria": "RIA Novosti", "interfax": "Interfax",
	"xinhua": "Xinhua", "yonhap": "Yonhap", "kcna": "KCNA", "kyodo": "Kyodo", "kyodo news": "Kyodo", "jiji": "Jiji", "jiji press": "Jiji",
	"dpa": "DPA", "ansa": "ANSA", "efe": "EFE", "anp": "ANP", "apa": "APA", "belga": "Belga", "lusa": "Lusa",
	"pti": "PTI", "ani": "ANI", "ians": "IANS", "aap": "AAP", "cp": "The Canadian Press", "the canadian press": "The Canadian Press",
	"pa": "PA Media", "pa media": "PA Media", "press association": "PA Media",
	"anadolu": "Anadolu", "anadolu agency": "Anadolu", "aa": "Anadolu", "ukrinform": "Ukrinform", "bloomberg": "Bloomberg",
}

// pictures are what credits of photos name beside the agencies.
var pictures = wordSet(`getty|getty images|gettyimages|shutterstock|alamy|alamy stock photo|epa|epa-efe|zuma|zuma press|istock|istockphoto|
	unsplash|pool|magnum photos|imago|wireimage|filmmagic|ap photo|afp photo|ap images|file|handout|usa today sports|abaca|sipa|vcg|rex|nurphoto`)

// broadcasters are outlets whose names say nothing of the press.
var broadcasters = wordSet(`cnn|cnn business|bbc|cnbc|msnbc|npr|pbs|al jazeera|abc|cbs|nbc|usa today|usa today network|usa today sports|politico|bloomberg|the week|the guardian|the economist|axios`)

// pressWords are in the names of outlets; plainWords beside them make a
// heading of it ("Breaking News").
var (
	pressWords = wordSet(`news|times|post|herald|daily|gazette|tribune|journal|press|telegraph|chronicle|courier|mirror|newspaper|weekly|broadcasting|
		newswire|magazine|inquirer|enquirer|examiner|bulletin|mail|globe|observer|sentinel|dispatch|ledger`)
	plainWords = wordSet(`breaking|world|good|bad|latest|top|more|local|sports|fake|in|big|other|related|business|national|international|today|todays|
		our|your|latest|first|last|hard|old|new|no|end|war|modern|difficult|ancient`)
)

func wordSet(words string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.SplitSeq(words, "|") {
		all[strings.TrimSpace(w)] = true
	}
	return all
}

// agencyIn is the wire service that a credit of a few words names, or "".
func agencyIn(credit string) string {
	low := fold(credit)
	if a := agencies[low]; a != "" {
		return a
	}
	words := strings.FieldsFunc(low, func(r rune) bool { return r == ' ' || r == '/' || r == ',' || r == '|' })
	if len(words) == 0 || len(words) > 6 {
		return ""
	}
	// "Story Reuters", "Ann Moss and AFP": the service comes last. Two
	// letters in small print are more likely something else.
	last := words[len(words)-1]
	if a := agencies[last]; a != "" && strings.HasSuffix(credit, a) && len(last) > 2 {
		return a
	}
	if len(words) > 1 {
		return agencies[words[len(words)-2]+" "+last]
	}
	return ""
}

// isOutlet reports whether a short line is the name of a newspaper, site or
// broadcaster.
func isOutlet(line string) bool {
	low := fold(line)
	if broadcasters[low] {
		return true
	}
	words := strings.Fields(low)
	if len(words) < 2 || len(words) > 5 || !capitalised(line) {
		return false
	}
	press := false
	for _, w := range words {
		if plainWords[w] {
			return w == "new" && strings.HasPrefix(low, "the new ") && strings.Contains(" times post ", " "+words[len(words)-1]+" ")
		}
		press = press || pressWords[w]
	}
	return press
}

// particles are the small words in personal names.
var particles = wordSet(`de|da|di|du|la|le|van|von|der|den|del|della|al|el|bin|ibn|ben|dos|das|y|ter|ten`)

// isName reports whether s can be a person's name: two to five words, all
// of them capitalised or particles.
func isName(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 5 {
		return false
	}
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case strings.ContainsAny(w, "0123456789/|:;!?\"“”()&@"):
			return false
		case calendar[strings.ToLower(strings.Trim(w, ".,"))]:
			return false
		case !unicode.IsUpper(r) && !particles[strings.ToLower(w)]:
			return false
		case len(w) > 3 && strings.HasSuffix(w, "."):
			return false
		}
	}
	return true
}

var calendar = wordSet(`january|february|march|april|june|july|august|september|october|november|december|
	monday|tuesday|wednesday|thursday|friday|saturday|sunday|the|this|that|new|news|today`)

// capitalised reports whether every word of s begins with a capital or digit.
func capitalised(s string) bool {
	for _, w := range strings.Fields(s) {
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "\"'“‘("))
		if !unicode.IsUpper(r) && !unicode.IsDigit(r) && !particles[w] && w != "&" && w != "and" && w != "of" {
			return false
		}
	}
	return s != ""
}

var folder = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "\u00a0", " ", "—", "-", "–", "-", "…", "...")

// fold is s for comparisons: small letters, plain marks, single spaces, no
// full stop at the end.
func fold(s string) string {
	return strings.TrimRight(strings.Join(strings.Fields(folder.Replace(strings.ToLower(s))), " "), " .:;,")
}

var byWord = regexp.MustCompile(`(?i)^(?:by:?|byline:|written by|story by)\s+`)

// withoutBy is a byline without "By".
func withoutBy(s string) string {
	return strings.TrimSpace(byWord.ReplaceAllString(strings.TrimSpace(s), ""))
}
