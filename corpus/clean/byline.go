package clean

import (
	"regexp"
	"strings"
	"time"

	"newsdesk/corpus"
)

// byline is what a line of the head tells.
type byline struct {
	author, agency, outlet, place string
	day                           time.Time
}

var (
	byPrefix   = regexp.MustCompile(`(?i)^(?:by:?|byline:|written by:?|story by:?)\s+`)
	separators = regexp.MustCompile(`\s+[|–—•·/-]+\s+|\s*[|•·]\s*|,\s+|\s+for\s+|\s+in\s+`)
	listOfAnd  = regexp.MustCompile(`\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*`)
	positions  = regexp.MustCompile(`(?i)\b(?:staff|senior|chief|political|diplomatic|national|foreign|business|science|sports?)?\s*(?:writer|reporter|correspondent|editor|contributor|columnist|journalist|bureau)s?$`)
)

// parseByline reads a line that says who wrote the article: "By Ann Moss
// April 2, 2019", "By Ann Moss and Jo Lee | The Daily Post", "By AFP".
func parseByline(s string) (byline, bool) {
	var b byline
	prefix := byPrefix.FindString(s)
	if prefix == "" || len(s) > 160 || strings.ContainsAny(s, `"“”?!`) {
		return b, false
	}
	rest := strings.TrimSpace(s[len(prefix):])
	b.day, _ = dayIn(rest)
	if loc := datePattern.FindStringIndex(rest); loc != nil {
		rest = rest[:loc[0]] + " | " + datish.ReplaceAllString(datePattern.ReplaceAllString(rest[loc[0]:], " "), " ")
	}
	rest = strings.TrimRight(rest, " |,.;-–—()")
	if a := agencies[fold(rest)]; a != "" {
		b.agency = a
		return b, true
	}
	if isOutlet(rest) {
		b.outlet = rest
		return b, true
	}
	var names []string
	parts := separators.Split(rest, -1)
	for i, p := range parts {
		p = strings.TrimSpace(strings.Trim(p, " ()."))
		people := listOfAnd.Split(p, -1)
		switch {
		case p == "":
		case agencyIn(p) != "" && i > 0:
			b.agency = agencyIn(p)
		case isOutlet(p) && i > 0:
			b.outlet = p
		case allNames(people):
			names = append(names, people...)
		case i > 0 && positions.MatchString(p), i > 0 && wordCount(p) <= 4 && capitalised(p):
		default:
			return byline{}, false
		}
	}
	if len(names) == 0 {
		return byline{}, false
	}
	b.author = strings.Join(names, ", ")
	return b, true
}

// maxByline is the length in bytes beyond which no line says who wrote an
// article: a file may be one line, and the patterns are slow.
const maxByline = 10_000

func allNames(people []string) bool {
	for _, p := range people {
		if !isName(strings.TrimPrefix(p, "and ")) {
			return false
		}
	}
	return len(people) > 0
}

// readByline reads line i of the head, in the light of its neighbours and of
// what the front matter says.
func readByline(a *corpus.Article, lines []line, i, body int) (byline, bool) {
	s := lines[i].text
	if len(s) > maxByline {
		return byline{}, false
	}
	if b, ok := parseByline(s); ok {
		return b, true
	}
	if day, ok := dateAlone(s); ok {
		return byline{day: day}, true
	}
	low := fold(s)
	switch {
	case low == fold(a.Author) && a.Author != "":
		return byline{}, true
	case low == fold(a.Outlet) && a.Outlet != "":
		return byline{}, true
	case agencies[low] != "":
		return byline{agency: agencies[low]}, true
	case isOutlet(s):
		return byline{outlet: s}, true
	}
	// A name alone is a byline where an outlet, agency or date follows.
	if people := listOfAnd.Split(s, -1); allNames(people) && i+1 < body {
		next := lines[i+1].text
		_, dated := dateAlone(next)
		if dated || isOutlet(next) || agencies[fold(next)] != "" {
			return byline{author: strings.Join(people, ", ")}, true
		}
	}
	return byline{}, false
}

var (
	// agencyDateline: "VLADIVOSTOK (AFP) - ", "MOSCOW, April 26 (Reuters) – ", "(AP) — ".
	agencyDateline = regexp.MustCompile(`^(?:(\p{Lu}[\p{L}.'’ /-]{1,40}(?:, [\p{Lu}][\p{L}. ]{1,20})?)(?:, ([^()]{3,25}))? )?\(([\p{Lu}][\p{L} /.-]{1,30})\)\s*(?:[-–—]+|\.|:)\s`)
	// placeDateline: "LONDON — ", "CHARLESTON, S.C. - ".
	placeDateline = regexp.MustCompile(`^(\p{Lu}{2}[\p{Lu}.'’/]*(?:[ -][\p{Lu}.'’/]+)*(?:, (?:\p{Lu}[\p{L}.]{0,12} ?){1,3})?)(?:, ((?i:` + monthNames + `)\.? \d{1,2}(?:, \d{4})?))?(?: ?— ?| [–-] | -- )\S`)
)

// wireDateline reads the dateline that a report begins with.
func wireDateline(s string) (byline, bool) {
	if m := agencyDateline.FindStringSubmatch(s[:min(len(s), 200)]); m != nil {
		if a := agencyIn(m[3]); a != "" {
			day, _ := dayIn(m[2])
			return byline{place: strings.Trim(m[1], " ,"), agency: a, day: day}, true
		}
	}
	if m := placeDateline.FindStringSubmatch(s[:min(len(s), 200)]); m != nil && wordCount(m[1]) <= 5 && sourceAtEnd(m[1]) == "" {
		day, _ := dayIn(m[2])
		return byline{place: strings.TrimSpace(m[1]), day: day}, true
	}
	return byline{}, false
}

// readDateline looks for a dateline in the head: before the running text as
// a line by itself, or at its start.
func readDateline(lines []line, body int) (byline, bool) {
	for i := range min(body+1, len(lines)) {
		s := lines[i].text
		if d, ok := wireDateline(s); ok && i == body {
			return d, true
		}
		if bareDateline(s) {
			rest := strings.TrimRight(s, "—–- ")
			source := sourceAtEnd(rest)
			d := byline{place: strings.TrimRight(strings.TrimSuffix(rest, source), " ,("), agency: agencies[fold(source)]}
			return d, true
		}
	}
	return byline{}, false
}
