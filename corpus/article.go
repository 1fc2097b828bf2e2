package corpus

import (
	"slices"
	"strings"
	"time"

	"newsdesk/corpus/language"
)

// Article is one news article: what is known about it, and its text, which
// is never rewritten. Every offset in this project counts bytes of Text.
//
// The zero value of a field means "unknown"; nothing is guessed.
type Article struct {
	// ID names the article within a library. It is never empty in a library.
	ID string
	// URL is the article's canonical address, http or https, or empty.
	URL string
	// Title is the headline as written.
	Title string
	// Author is the byline without "By".
	Author string
	// Outlet is who published it: a newspaper, a site, a broadcaster.
	Outlet string
	// Agency is the wire service credited with the text ("AFP"), if it is
	// not the outlet itself.
	Agency string
	// Dateline is the place that the text says it was written in.
	Dateline string
	// Language is the ISO 639-1 code of the language that Text is written in,
	// as package language tells it. It is set where an article is listed by
	// its language; elsewhere it follows from Text.
	Language string
	// Published is the day of publication, midnight UTC.
	Published time.Time
	// Provenance says where each known field above came from: the field's
	// lower-case name to "front matter", "text", "file name" or "address", of
	// a page to "JSON-LD", "OpenGraph", "meta NAME", "microdata", "canonical
	// link" or "title element", of a record to "JSONL" or "CSV", and else to
	// "message", "document" or "book". The entry "file" is the path of the
	// file that the article was added from.
	Provenance map[string]string
	// Text is UTF-8 without byte-order mark and carriage returns.
	Text string
	// Blocks cover the non-blank lines of Text in order, without overlap.
	Blocks []Block
	// Collections are those that the article is in, in order. To put an
	// article adds it to these; it stays in those that it is in.
	Collections []string
	// Raw is what the article was read from, where whoever adds it has that.
	// The Library keeps it beside the article and never gives it with it.
	Raw *Raw
}

// Raw is the bytes that an article was read from: a file's, or those that a
// server sent.
type Raw struct {
	// Name is the file's name, whose extension says what Bytes are, or "".
	Name string
	// URL is where the bytes came from, or "" for a file's.
	URL string
	// MediaType is the server's Content-Type, or "".
	MediaType string
	// Whole says that Bytes are nothing but the article, as in a feed.
	Whole bool
	// Fetched is when, to the second; zero for a file's.
	Fetched time.Time
	Bytes   []byte
}

// Label is a short name for citing the article: its title, or its ID where
// it has none.
func (a *Article) Label() string {
	if a.Title != "" {
		return a.Title
	}
	return a.ID
}

// Source names who reports: "Dunya News (AFP)", the outlet alone, the agency
// alone, the author, or "" where the text names nobody.
func (a *Article) Source() string {
	switch {
	case a.Outlet != "" && a.Agency != "" && !strings.EqualFold(a.Outlet, a.Agency):
		return a.Outlet + " (" + a.Agency + ")"
	case a.Outlet != "":
		return a.Outlet
	case a.Agency != "":
		return a.Agency
	}
	return a.Author
}

// Date is Published as YYYY-MM-DD, or "" where it is unknown.
func (a *Article) Date() string {
	if a.Published.IsZero() {
		return ""
	}
	return a.Published.Format(time.DateOnly)
}

// language is Language, told from the text where nobody has set it.
func (a *Article) language() string {
	if a.Language != "" {
		return a.Language
	}
	return language.Of(a.Text)
}

// Span is a half-open range of bytes of an article's Text.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Len is the length of s in bytes.
func (s Span) Len() int { return s.End - s.Start }

// Of is the part of text that s covers. It panics if s lies outside text.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// Contains reports whether t lies within s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps reports whether s and t share at least one byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Kind says what a block of an article is.
type Kind uint8

// The kinds of block. Body is the zero value: what nothing marks as anything
// else is evidence.
const (
	Body      Kind = iota // running text
	Title                 // the headline
	Byline                // author and date of publication
	Heading               // a heading within the text
	Caption               // of a photo or video
	Furniture             // the page's own: comments, buttons, "Last update", logos; never evidence
)

// String is the kind's name in lower case.
func (k Kind) String() string {
	return [...]string{"body", "title", "byline", "heading", "caption", "furniture"}[k]
}

// Block is a run of non-blank lines of one kind.
type Block struct {
	Span
	Kind Kind
}

// Sentence is one sentence of an article, without surrounding white space.
type Sentence struct {
	Span
	// Kind is that of the block that the sentence stands in.
	Kind Kind
	// Block is the index in Article.Blocks of the block that it stands in:
	// sentences with one Block belong to one paragraph.
	Block int
}

// Passage is a run of whole sentences, the unit of retrieval.
type Passage struct {
	// Article is the ID of the article it belongs to.
	Article string
	// N numbers the passages of an article from 0, in order.
	N int
	Span
	// First and Last are a half-open range of the article's sentences.
	First, Last int
}

// Filter narrows an archive. The zero Filter lets everything pass.
type Filter struct {
	// Since and Until are inclusive days of publication; the zero time
	// leaves that side open. An article of unknown date passes neither.
	Since, Until time.Time
	// Outlet is matched without regard to case against outlet and agency.
	Outlet string
	// Collection is matched without regard to case against the collections.
	Collection string
	// Author is a name that must stand in the byline in whole words, without
	// regard to case and accents.
	Author string
	// Language is the ISO 639-1 code of the language that the text must be in.
	Language string
	// View, if not nil, is what whoever asks may see.
	View *View
}

// Zero reports whether f lets everything pass.
func (f Filter) Zero() bool {
	return f.View == nil && f.Since.IsZero() && f.Until.IsZero() && f.Outlet == "" && f.Collection == "" && f.Author == "" && f.Language == ""
}

// Match reports whether a passes f.
func (f Filter) Match(a *Article) bool {
	if f.View != nil && !f.View.Match(a) {
		return false
	}
	if !f.Since.IsZero() && (a.Published.IsZero() || a.Published.Before(f.Since)) {
		return false
	}
	if !f.Until.IsZero() && (a.Published.IsZero() || a.Published.After(f.Until)) {
		return false
	}
	if f.Collection != "" && !slices.ContainsFunc(a.Collections, func(c string) bool { return strings.EqualFold(c, f.Collection) }) {
		return false
	}
	if f.Author != "" && !language.Named(a.Author, f.Author) {
		return false
	}
	if f.Language != "" && !strings.EqualFold(f.Language, a.language()) {
		return false
	}
	return f.Outlet == "" || strings.EqualFold(f.Outlet, a.Outlet) || strings.EqualFold(f.Outlet, a.Agency)
}
