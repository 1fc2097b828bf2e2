package copies

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsdesk/corpus"
)

// Original says which of a group of copies the others were taken from, and
// why, as a clause to put after its name: "it is Reuters itself, which 2
// others credit". It goes by what the articles say, the surest first:
//
//   - the wire service that they credit, where one of them is its own;
//   - the outlet that they name as having reported or published it first;
//   - the earliest day of publication, where all are dated.
//
// Where they do not show it, or contradict each other, id is empty, and why
// says what is known, or is empty too.
func Original(articles []*corpus.Article) (id, why string) {
	if len(articles) < 2 {
		return "", ""
	}
	if id, why := byCredit(articles); id != "" || why != "" {
		return id, why
	}
	if id, why := byMention(articles); id != "" {
		return id, why
	}
	return byDate(articles)
}

// byCredit follows the credits to wire services. A credited service whose
// own report is not in the group leaves no original, whatever the dates.
func byCredit(articles []*corpus.Article) (id, why string) {
	agency, credits := "", 0
	for _, a := range articles {
		c := credit(a)
		switch {
		case c == "" || sameName(c, a.Outlet):
			continue
		case agency != "" && !sameName(agency, c):
			return "", fmt.Sprintf("they credit both %s and %s", agency, c)
		}
		agency = c
		credits++
	}
	if agency == "" {
		return "", ""
	}
	var own []*corpus.Article
	for _, a := range articles {
		if sameName(a.Outlet, agency) {
			own = append(own, a)
		}
	}
	switch len(own) {
	case 0:
		return "", "the text is credited to " + agency + ", whose own report is not among them"
	case 1:
		return own[0].ID, fmt.Sprintf("it is %s itself, which %s", agency, count(credits, "other credits", "others credit"))
	}
	if id, _ := byDate(own); id != "" {
		return id, fmt.Sprintf("it is the earliest by %s itself, which %s", agency, count(credits, "other credits", "others credit"))
	}
	return "", "several are by " + agency + " itself"
}

func count(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprint(n, " ", more)
}

// dateline finds the credit in "VLADIVOSTOK, Russia (Reuters) -".
var dateline = regexp.MustCompile(`^\p{Lu}[^()\n]{1,60}\((\p{Lu}[\p{L} .-]{1,30})\)\s*[-–—]`)

// credit is the wire service that a credits with its text, or "".
func credit(a *corpus.Article) string {
	if a.Agency != "" {
		return a.Agency
	}
	found := ""
	body(a, func(s corpus.Span) {
		if found == "" {
			if m := dateline.FindStringSubmatch(strings.TrimSpace(s.Of(a.Text)[:clip(s.Of(a.Text), 120)])); m != nil {
				found = m[1]
			}
		}
	})
	return found
}

// clip is where the first n bytes of s end, at a whole character.
func clip(s string, n int) int {
	if len(s) <= n {
		return len(s)
	}
	for n > 0 && !utf8.RuneStart(s[n]) { // a text that is not UTF-8 may have no start
		n--
	}
	return n
}

// firstBy comes before the outlet that a text names as the first, wasFirst
// after it.
var (
	firstBy  = regexp.MustCompile(`(?i)\b(?:(?:first|originally|initially) (?:reported|published|appeared|posted|printed|ran|run|produced|written) (?:by|in|on|at|for|with)|(?:reprinted|republished|reproduced)(?: here)?(?: with (?:the )?permission)? (?:from|of|by)) `)
	wasFirst = regexp.MustCompile(`(?i) (?:(?:was|were) (?:the )?first to (?:report|publish)|first (?:reported|published)\b)`)
)

// byMention looks for the one member of the group whose outlet the texts name
// as the first.
func byMention(articles []*corpus.Article) (id, why string) {
	named := map[string]bool{}
	for _, a := range articles {
		for _, m := range firstBy.FindAllStringIndex(a.Text, -1) {
			after := folded(a.Text[m[1] : m[1]+clip(a.Text[m[1]:], 80)])
			for _, b := range articles {
				if o := folded(b.Outlet); o != "" && strings.HasPrefix(after, o) {
					named[b.ID] = true
				}
			}
		}
		for _, m := range wasFirst.FindAllStringIndex(a.Text, -1) {
			before := folded(a.Text[:m[0]][max(0, m[0]-80):])
			for _, b := range articles {
				if o := folded(b.Outlet); o != "" && strings.HasSuffix(before, o) {
					named[b.ID] = true
				}
			}
		}
	}
	if len(named) != 1 {
		return "", ""
	}
	for _, a := range articles {
		if named[a.ID] {
			return a.ID, "the text names " + a.Outlet + " as the first to publish it"
		}
	}
	return "", ""
}

// byDate is the one that was published before all others.
func byDate(articles []*corpus.Article) (id, why string) {
	first, alone := articles[0], true
	for _, a := range articles {
		switch {
		case a.Published.IsZero():
			return "", ""
		case a.Published.Before(first.Published):
			first, alone = a, true
		case a != first && a.Published.Equal(first.Published):
			alone = false
		}
	}
	if !alone {
		return "", ""
	}
	return first.ID, "it is the earliest, of " + first.Date()
}

// folded is the words of s in their folded form, a space before and after
// each, without an article in front.
func folded(s string) string {
	var b []byte
	for at := 0; ; {
		start, stop := nextWord(s, at, len(s))
		if start == stop {
			break
		}
		n := len(b)
		if b = appendFolded(append(b, ' '), s[start:stop]); n == 0 && string(b) == " the" {
			b = b[:0]
		}
		at = stop
	}
	if len(b) == 0 {
		return ""
	}
	return string(append(b, ' '))
}

// sameName reports whether two names of outlets or services are one: equal
// when folded, or one the initials of the other ("AFP", "Agence
// France-Presse").
func sameName(a, b string) bool {
	x, y := folded(a), folded(b)
	if x == "" || y == "" {
		return false
	}
	return x == y || initials(a, y) || initials(b, x)
}

// initials reports whether short is written in capitals alone and made of
// the initials of the words of long, which is folded.
func initials(short, long string) bool {
	if len(short) < 2 || strings.ContainsFunc(short, func(r rune) bool { return !unicode.IsUpper(r) }) {
		return false
	}
	var first []byte
	for w := range strings.FieldsSeq(long) {
		r, _ := utf8.DecodeRuneInString(w)
		first = utf8.AppendRune(first, unicode.ToUpper(r))
	}
	return len(first) > 1 && string(first) == short
}
