package clean

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// nearHead is how many bytes of text may stand between a headline and who
// wrote the article, and when.
const nearHead = 2500

// visible looks for author and day in the elements that are named after
// them, those after the headline first, and those at the end last.
func (f *facts) visible(doc *html.Node) {
	headline := titleNode(doc)
	var after, before, far []*html.Node
	seen, offset := headline.Parent == nil, 0
	for n := range doc.Descendants() {
		if n == headline {
			seen, offset = true, 0
		}
		if n.Type == html.TextNode {
			offset += len(n.Data)
			continue
		}
		if n.Type != html.ElementNode {
			continue
		}
		if !saysWhoOrWhen(n) {
			// Right below the headline a date needs no name.
			if text := textOf(n, 80); seen && offset < 400 && len(text) < 60 {
				if _, ok := dateAlone(text); ok {
					after = append(after, n)
				}
			}
			continue
		}
		switch {
		case seen && offset < nearHead:
			after = append(after, n)
		case seen:
			far = append(far, n)
		default:
			before = append(before, n)
		}
	}
	// The nearest above the headline comes first.
	for i, j := 0, len(before)-1; i < j; i, j = i+1, j-1 {
		before[i], before[j] = before[j], before[i]
	}
	const from = "text"
	for _, list := range [][]*html.Node{after, before[:min(len(before), 3)], far} {
		for _, n := range list {
			if len(textOf(n, 400)) > 300 {
				continue
			}
			f.visibleAuthor(n, from)
			f.visibleDay(n, from)
			f.head[textOf(n, 300)] = true
		}
	}
}

// saysWhoOrWhen reports whether an element is named after an author or date.
func saysWhoOrWhen(n *html.Node) bool {
	return n.Data == "time" || n.Data == "address" || saysWho(n) || saysWhen(n)
}

func saysWho(n *html.Node) bool {
	if strings.Contains(" "+attr(n, "rel")+" ", " author ") || strings.Contains(attr(n, "itemprop"), "author") {
		return true
	}
	t := tokens(n)
	return (t["byline"] || t["author"] || t["authors"] || t["writer"] || t["autor"] || t["auteur"] || t["reporter"] || t["submitted"]) && !t["bio"] && !t["box"] && !t["avatar"] && !t["image"]
}

func saysWhen(n *html.Node) bool {
	t := tokens(n)
	return (t["date"] || t["dateline"] || t["published"] || t["pubdate"] || t["timestamp"] || t["datum"] || t["fecha"] || t["posted"] || t["time"] || t["byline"] || t["meta"] || t["publication"] || t["publish"] || t["datetime"]) &&
		!t["updated"] && !t["modified"]
}

func (f *facts) visibleAuthor(n *html.Node, from string) {
	if f.article.Author != "" || !saysWho(n) && n.Data != "address" {
		return
	}
	// One link to each author is clearer than the words around them.
	var links []string
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && (strings.Contains(" "+attr(d, "rel")+" ", " author ") || d.Data == "a" && isName(textOf(d, 100))) {
			links = append(links, textOf(d, 100))
		}
	}
	if len(links) > 0 {
		f.authors(links, from)
		return
	}
	f.authors([]string{textOf(n, 300)}, from)
}

// changedLabel is before a date that is not of publication.
var changedLabel = regexp.MustCompile(`(?i)(?:updated?|modified|edited|aktualisiert|mis à jour|actualizado|aggiornato|bijgewerkt|обновлено|zaktualizowano|atualizado)\b`)

func (f *facts) visibleDay(n *html.Node, from string) {
	text := textOf(n, 300)
	if v := attr(n, "datetime"); v != "" && !changedLabel.MatchString(text) && !changedBefore(n) {
		f.published(v, from)
	}
	if _, alone := dateAlone(text); !alone && n.Data != "time" && !saysWhen(n) {
		return
	}
	// "Published 3 May 2024, updated 4 May 2024": what comes first counts.
	if loc := changedLabel.FindStringIndex(text); loc != nil {
		text = text[:loc[0]]
	}
	if changedBefore(n) {
		return
	}
	f.published(text, from)
}

// changedBefore reports whether the words right before n, or the names of
// what holds it, say that it is a date of change.
func changedBefore(n *html.Node) bool {
	if p := n.PrevSibling; p != nil && p.Type == html.TextNode && changedLabel.MatchString(p.Data) {
		return true
	}
	for p, i := n, 0; p != nil && i < 2; p, i = p.Parent, i+1 {
		if t := tokens(p); (t["updated"] || t["modified"]) && !t["published"] {
			return true
		}
	}
	return false
}

var (
	authorLabel = regexp.MustCompile(`(?i)^(?:written by|story by|reported by|words by|text by|posted by|submitted by|published by|by|von|par|por|di|door|av|af|przez|yazan|автор|autor(?:in)?|auteur|redactie|текст)\s*:?\s+`)
	authorStops = regexp.MustCompile(`\s+[|•·/]\s*|\s*[|•·]\s*|\s+[-–—]\s+|\n|\s+(?i:on)\s+(?i:mon|tue|wed|thu|fri|sat|sun|\d)|,?\s+(?i:published|posted|updated|veröffentlicht|publié|publicado|pubblicato|stand|опубликовано)\b|\s+@\w+|\s*\(?[\w.]+@[\w.]+\)?`)
	authorAside = regexp.MustCompile(`\s+\((?:[^()]*\)?)$`)
	authorAnd   = regexp.MustCompile(`\s*,\s*(?:and\s+)?|\s+(?:and|und|et|y|e|en|och|og|i|и|&)\s+|\s*&\s*|\s*;\s*`)
)

// readAuthor reads a byline in any of the forms that pages have: with or
// without "By", names joined, the paper, an office and a date after them.
func readAuthor(s string) (byline, bool) {
	s = flat(s)
	if s == "" || len(s) > 300 || strings.Contains(s, "://") || strings.HasPrefix(s, "@") {
		return byline{}, false
	}
	s = authorAside.ReplaceAllString(strings.TrimSpace(authorLabel.ReplaceAllString(s, "")), "")
	if b, ok := parseByline("By " + s); ok {
		people := strings.Split(b.author, ", ")
		b.author = strings.Join(append(people[:1:1], slices.DeleteFunc(people[1:], positions.MatchString)...), ", ")
		if b.author == "" {
			b.author = b.agency
		}
		return b, b.author != ""
	}
	if loc := authorStops.FindStringIndex(s); loc != nil && loc[0] > 0 {
		s = s[:loc[0]]
	}
	if loc := datePattern.FindStringIndex(s); loc != nil {
		s = s[:loc[0]]
	}
	s = strings.Trim(s, " ,.;-–—()")
	var people []string
	for i, p := range authorAnd.Split(s, -1) {
		p = strings.TrimSpace(p)
		switch {
		case p == "":
		case i > 0 && (positions.MatchString(p) || isOutlet(p)):
		case isName(p) || i == 0 && mononym(p):
			people = append(people, p)
		case i == 0:
			return byline{}, false
		}
	}
	if len(people) == 0 {
		return byline{}, false
	}
	return byline{author: strings.Join(people, ", "), agency: agencyIn(people[0])}, true
}

// mononym reports whether s can be what an author is called who has no first
// and last name: a desk, a pen name, a name in a script without capitals.
func mononym(s string) bool {
	n := wordCount(s)
	if n == 0 || n > 6 || len(s) > 80 || strings.ContainsAny(s, "0123456789?!:\"“”") {
		return false
	}
	first := []rune(s)[0]
	return unicode.IsUpper(first) || unicode.IsLetter(first) && !unicode.IsLower(first)
}
