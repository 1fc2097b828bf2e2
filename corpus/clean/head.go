package clean

import (
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"newsdesk/corpus"
)

// headLines is how many lines from the top may belong to the head of an
// article: title, outlet, byline, date.
const headLines = 14

// readHead marks the head of the article, which ends where running text
// begins, and takes from it what the front matter left open.
func readHead(a *corpus.Article, lines []line) {
	const from = "text"
	body := bodyStart(lines)
	if d, ok := readDateline(lines, body); ok {
		set(a, "dateline", &a.Dateline, d.place, from)
		set(a, "agency", &a.Agency, d.agency, from)
		setDay(a, d.day, from)
	}
	readTitle(a, lines, body)
	for i := range body {
		l := &lines[i]
		if l.done {
			continue
		}
		if b, ok := readByline(a, lines, i, body); ok {
			l.is(corpus.Byline)
			set(a, "author", &a.Author, b.author, from)
			set(a, "agency", &a.Agency, b.agency, from)
			set(a, "outlet", &a.Outlet, b.outlet, from)
			setDay(a, b.day, from)
		}
	}
	markStandfirst(a, lines, body)
	for i := max(body, len(lines)-4); i < len(lines); i++ {
		// Some pages put who wrote it, and when, at the end.
		l := &lines[i]
		if l.done {
			continue
		}
		if day, ok := dateAlone(l.text); ok && publishedLabel.MatchString(l.text) {
			l.is(corpus.Byline)
			setDay(a, day, from)
		}
	}
	for i := range lines {
		if l := &lines[i]; !l.done && len(l.text) <= longest && mentionsWork(l.text) && credits.MatchString(l.text) && !speaks(l.text) {
			l.is(corpus.Byline)
		}
	}
}

var (
	publishedLabel = regexp.MustCompile(`(?i)^\W*(?:first )?(?:published|posted|issued)\b`)
	// credits name those who helped, below or within an article.
	credits = regexp.MustCompile(`^(?:Contributing|CONTRIBUTING)\s*:|^\(?(?:Additional |Further )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Tt]ranslated) (?:and \w+ )?by (?:the )?\p{Lu}|^[-–—(]?\s*(?:The )?(?:\p{Lu}[\p{L}'’.-]*,? (?:and |of )?){1,14}contributed (?:reporting |to this (?:report|story|article))`)
)

// mentionsWork reports whether credits are worth trying on s.
func mentionsWork(s string) bool {
	return strings.Contains(s, " by ") || strings.Contains(s, "ontribut") || strings.Contains(s, "CONTRIBUT")
}

// setDay records the day of publication, unless it is known.
func setDay(a *corpus.Article, day time.Time, from string) {
	if a.Published.IsZero() && !day.IsZero() {
		a.Published, a.Provenance["published"] = day, from
	}
}

// bodyStart is the number of the line that running text begins with.
func bodyStart(lines []line) int {
	for i, l := range lines[:min(headLines, len(lines))] {
		if l.done {
			continue
		}
		if _, ok := wireDateline(l.text); ok {
			return i
		}
		// A title may end with a stop, and a standfirst does; the text is
		// what goes on for longer, or is followed by a paragraph like it.
		if endsSentence(l.text) && wordCount(l.text) >= 20 {
			return i
		}
	}
	for i, l := range lines[:min(headLines, len(lines))] {
		if !l.done && endsSentence(l.text) && wordCount(l.text) >= 8 {
			return i
		}
	}
	return min(headLines, len(lines))
}

// readTitle marks the line that repeats the title, or where none is known
// finds the first that looks like one.
func readTitle(a *corpus.Article, lines []line, body int) {
	known := fold(a.Title)
	for i := range min(body+1, len(lines)) {
		l := &lines[i]
		text, md := markdownHeading(l.text)
		if !md {
			text = l.text
		}
		if known != "" {
			if n := repeats(lines[i:], known); n > 0 {
				for j := i; j < i+n; j++ {
					lines[j].is(corpus.Title)
				}
				return
			}
			continue
		}
		if l.done || i >= body || isOutlet(text) || !md && !isTitle(text) {
			continue
		}
		if _, ok := parseByline(text); ok {
			continue
		}
		// A headline heads something: text has to follow.
		if body < len(lines) && wordCount(lines[body].text) >= 8 {
			l.is(corpus.Title)
			set(a, "title", &a.Title, text, "text")
		}
		return
	}
}

// repeats is how many of the first lines together are the title, 0 for none.
func repeats(lines []line, title string) int {
	joined := ""
	for n := range min(3, len(lines)) {
		text, md := markdownHeading(lines[n].text)
		if !md {
			text = lines[n].text
		}
		joined = strings.TrimSpace(joined + " " + text)
		if fold(joined) == title {
			return n + 1
		}
	}
	return 0
}

// isTitle reports whether a line looks like a headline: three to thirty
// words, no full stop, nothing that goes on.
func isTitle(s string) bool {
	if n := wordCount(s); n < 3 || n > 30 || len(s) > 220 || strings.Contains(s, "\n") {
		return false
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, `"'“‘`))
	last, _ := utf8.DecodeLastRuneInString(s)
	if !unicode.IsUpper(first) && !unicode.IsDigit(first) || strings.ContainsRune(".,;:-–—|…", last) {
		return false
	}
	if _, ok := dateAlone(s); ok {
		return false
	}
	letters := strings.Count(s, "|") < 2 && strings.ContainsFunc(s, unicode.IsLower) || strings.ToUpper(s) == s
	return letters && !withinSentence.MatchString(s) && !goesOnWith[s[strings.LastIndexByte(s, ' ')+1:]]
}

// goesOnWith are the words that a line cannot end with, were it whole.
var goesOnWith = wordSet(`a|an|the|of|to|and|or|but|with|from|by|see|is|are|was|were|that|which|who|as|than|if|because|your|our|their|his`)

// withinSentence matches a full stop between two sentences, as no headline
// has one.
var withinSentence = regexp.MustCompile(`\p{Ll}{3}\. \p{Lu}`)

// markStandfirst marks the one line between the head of a report and its
// dateline. A report begins with its dateline; what stands before it sums it
// up, and repeats what the report says with its sources left out.
func markStandfirst(a *corpus.Article, lines []line, body int) {
	if body >= len(lines) || a.Title == "" {
		return
	}
	if d, ok := wireDateline(lines[body].text); !ok || d.place == "" {
		return
	}
	var loose []int
	for i := range body {
		if !lines[i].done {
			loose = append(loose, i)
		}
	}
	if len(loose) == 1 && loose[0] > 0 && wordCount(lines[loose[0]].text) <= 60 {
		lines[loose[0]].is(corpus.Heading)
	}
}
