package web

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	xhtml "golang.org/x/net/html"
)

// Words from which on what a feed has of an article is taken for the whole
// of it: the element for content, which some fill with a summary, and the one
// for summaries, which some fill with the article.
const (
	wholeContent = 150
	wholeSummary = 250
)

// body is the text that whole speaks of.
func (e *Entry) body() string {
	if e.Content != "" {
		return e.Content
	}
	return e.Summary
}

// whole reports whether the feed has the entire article: it is long enough,
// and does not break off or point to the rest.
func (e *Entry) whole() bool {
	least := wholeSummary
	if e.Content != "" {
		least = wholeContent
	}
	text := plainAll(e.body())
	return len(strings.Fields(text)) >= least && !breaksOff(text)
}

// signature is what isSignature finds, at the end of a text.
var signature = regexp.MustCompile(`\s*The post .{1,400} appeared first on [^.]{1,100}\.?\s*$`)

// more matches an end that is not the article's.
var more = regexp.MustCompile(`(?i)(…|\.\.\.|\[…\]|\[\.\.\.\]|\b(read|see|view) (the )?(more|full story|full article|the rest)( (at|on|here).{0,60})?|\bcontinue reading.{0,120}|\bread on\b.{0,40}|\bfull (story|article|text)( here)?|\bmore at .{0,60})[\s»›>→.:)\]]*$`)

// breaksOff reports whether a text ends in a mark or words that say that there
// is more. Its end tells, and the patterns are slow on long texts.
func breaksOff(text string) bool {
	tail := text[max(0, len(text)-1000):]
	return more.MatchString(strings.TrimSpace(signature.ReplaceAllString(tail, "")))
}

// maxPlain is the longest title or name that is taken from a list, in bytes.
const maxPlain = 500

// plain is the text of a title or name: without markup, which some feeds
// escape twice, on one line, and no longer than maxPlain.
func plain(s string) string {
	if len(s) > 8*maxPlain {
		s = s[:8*maxPlain]
	}
	s = strings.ToValidUTF8(s, "")
	if strings.ContainsAny(s, "<&") {
		s = plainAll(s)
		s = html.UnescapeString(s)
	}
	s = oneLine(s)
	for len(s) > maxPlain {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return s
}

// plainAll is the text of a fragment of HTML, its elements parted by spaces.
func plainAll(fragment string) string {
	var b strings.Builder
	z := xhtml.NewTokenizer(strings.NewReader(fragment))
	skip := ""
	for {
		switch z.Next() {
		case xhtml.ErrorToken:
			return b.String()
		case xhtml.TextToken:
			if skip == "" {
				b.Write(z.Text())
			}
		case xhtml.StartTagToken:
			if name, _ := z.TagName(); string(name) == "script" || string(name) == "style" {
				skip = string(name)
			}
			b.WriteByte(' ')
		case xhtml.EndTagToken:
			if name, _ := z.TagName(); string(name) == skip {
				skip = ""
			}
			b.WriteByte(' ')
		case xhtml.SelfClosingTagToken:
			b.WriteByte(' ')
		}
	}
}

// oneLine is s with its white space single and without control characters.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}
