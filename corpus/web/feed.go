package web

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/json"
)

// Bounds of a feed: beyond them parsing it could take stack or time out of
// proportion to its size.
const (
	maxFeedBytes  = 10 << 20
	maxFeedDepth  = 100
	maxNamespaces = 100 // declared at any one place
	maxListTime   = 4 * time.Second
)

// Reasons for which a feed or site map is not read.
var (
	ErrFeed    = errors.New("it is damaged: it does not parse as the feed that it begins as")
	ErrSiteMap = errors.New("it is damaged: it does not parse as the site map that it begins as")
	ErrBounds  = errors.New("it is larger or nested deeper than feeds and site maps are")
)

// List is the entries of a feed or site map.
type List struct {
	// URL is the list's own address, and Title its name, or "".
	URL, Title string
	Entries    []Entry
	// key is what the list itself is remembered under.
	key string
	// left counts what is beyond the limit.
	left int
	// incomplete is why a part of a site map is missing, or nil.
	incomplete error
}

// parseFeed reads a feed in RSS, Atom or JSON, at most limit entries of it.
// Addresses in it are relative to base. Errors wrap ErrFeed or ErrBounds.
func parseFeed(ctx context.Context, data []byte, base string, limit int) (list List, err error) {
	if len(data) > maxFeedBytes {
		return List{}, ErrBounds
	}
	at, err := url.Parse(base)
	if err != nil {
		return List{}, err
	}
	data = readable(data)
	if !bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("{")) {
		if err := checkShape(data); err != nil {
			return List{}, err
		}
	}
	feed, err := parse(ctx, data)
	if err != nil {
		return List{}, err
	}
	list = List{URL: base, Title: plain(feed.Title)}
	// An outlet's feed links to its own pages; a collection of others' does
	// not, and its title is nobody's name.
	home, _ := at.Parse(feed.Link)
	for _, item := range feed.Items {
		if item == nil {
			continue
		}
		e := entryOf(item, at)
		if to, err := url.Parse(e.URL); err == nil && e.URL != "" && (sameSite(to, at) || home != nil && sameSite(to, home)) || e.URL == "" {
			e.Outlet = list.Title
		}
		list.Entries = append(list.Entries, e)
	}
	list.cut(limit)
	return list, nil
}

// cut keeps limit entries of a list that has more, the newest.
func (l *List) cut(limit int) {
	if l.left = len(l.Entries) - limit; l.left <= 0 {
		l.left = 0
		return
	}
	newestFirst(l.Entries)
	l.Entries = l.Entries[:limit]
}

// parse runs the feed parser within bounds. A panic of its is the feed's
// fault, and no reason to end a program that reads many.
func parse(ctx context.Context, data []byte) (feed *gofeed.Feed, err error) {
	defer func() {
		if r := recover(); r != nil {
			feed, err = nil, fmt.Errorf("%w (%.80v)", ErrFeed, r)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, maxListTime)
	defer cancel()
	p := gofeed.NewParser()
	// It would look for pictures in the articles.
	p.RSSTranslator = &gofeed.DefaultRSSTranslator{DisableContentImageScan: true}
	p.JSONTranslator = jsonTexts{}
	feed, err = p.Parse(&until{ctx: ctx, r: bytes.NewReader(data)})
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return nil, ctx.Err()
	case ctx.Err() != nil:
		return nil, ErrBounds
	case err != nil:
		return nil, fmt.Errorf("%w (%.80s)", ErrFeed, oneLine(err.Error()))
	}
	return feed, nil
}

// jsonTexts makes HTML of the plain texts that a JSON feed may have instead:
// the parser's own form of an item does not tell the two apart.
type jsonTexts struct{ gofeed.DefaultJSONTranslator }

// Translate implements gofeed.Translator.
func (j jsonTexts) Translate(feed any) (*gofeed.Feed, error) {
	if f, ok := feed.(*json.Feed); ok {
		f.Items = slices.DeleteFunc(f.Items, func(i *json.Item) bool { return i == nil })
		for _, i := range f.Items {
			if i.ContentHTML == "" && i.ContentText != "" {
				i.ContentHTML = paragraphs(i.ContentText)
			}
		}
	}
	return j.DefaultJSONTranslator.Translate(feed)
}

// paragraphs is HTML of a plain text: blank lines part paragraphs.
func paragraphs(text string) string {
	var b strings.Builder
	for _, p := range blankLine.Split(text, -1) {
		b.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(p), "\n", "<br>") + "</p>\n")
	}
	return b.String()
}

var blankLine = regexp.MustCompile(`\n[ \t\r]*\n\s*`)

// until reads until its context ends. The parser reads little at a time, so
// what makes it slow ends it.
type until struct {
	ctx context.Context
	r   io.Reader
}

func (u *until) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}

// declared finds the encoding that an XML document says it is in.
var declared = regexp.MustCompile(`^\s*<\?xml[^>]{0,100}\sencoding=["']([^"']+)`)

// readable is data without the control characters that XML forbids and some
// feeds have; they are the same bytes in every encoding that feeds come in.
// What is not UTF-8 in a feed that should be is replaced.
func readable(data []byte) []byte {
	out := make([]byte, 0, len(data))
	for _, c := range data {
		if c >= ' ' || c == '\t' || c == '\n' || c == '\r' {
			out = append(out, c)
		}
	}
	m := declared.FindSubmatch(out[:min(len(out), 200)])
	if m == nil || strings.EqualFold(string(m[1]), "utf-8") {
		return bytes.ToValidUTF8(out, []byte("\uFFFD"))
	}
	return out
}

// checkShape refuses XML whose nesting would be a parser's recursion, or
// whose namespaces its memory: nobody's feed is like that.
func checkShape(data []byte) error {
	d := decoder(bytes.NewReader(data))
	depth, namespaces := 0, 0
	var declared []int // by the open elements
	for {
		token, err := d.RawToken()
		if err != nil {
			return nil // the end, or damage that the parser meets too
		}
		switch t := token.(type) {
		case xml.StartElement:
			n := 0
			for _, a := range t.Attr {
				if a.Name.Space == "xmlns" || a.Name.Local == "xmlns" {
					n++
				}
			}
			declared = append(declared, n)
			depth++
			namespaces += n
			if depth > maxFeedDepth || namespaces > maxNamespaces {
				return ErrBounds
			}
		case xml.EndElement:
			if depth > 0 {
				depth--
				namespaces -= declared[depth]
				declared = declared[:depth]
			}
		}
	}
}

// entryOf is an item of a feed at base.
func entryOf(item *gofeed.Item, base *url.URL) Entry {
	e := Entry{
		GUID: strings.TrimSpace(item.GUID), Title: plain(item.Title),
		Summary: item.Description, Content: item.Content,
		Published: dateOf(item.Published, item.PublishedParsed), Updated: dateOf(item.Updated, item.UpdatedParsed),
		feed: base.String(),
	}
	if link := strings.TrimSpace(item.Link); link != "" {
		if u, err := base.Parse(link); err == nil {
			e.URL = u.String()
		}
	} else if strings.HasPrefix(e.GUID, "http://") || strings.HasPrefix(e.GUID, "https://") {
		// A permanent link, in RSS.
		e.URL = e.GUID
	}
	var names []string
	for _, p := range item.Authors {
		if p != nil && plain(p.Name) != "" {
			names = append(names, plain(p.Name))
		}
	}
	if len(names) <= 10 {
		e.Author = strings.Join(names, ", ")
	}
	return e
}

// dateOf is a date of a feed, in the zone that it is written in if that can
// be told: the day of publication is the one that it was there.
func dateOf(written string, parsed *time.Time) time.Time {
	written = strings.TrimSpace(written)
	for _, layout := range []string{time.RFC1123Z, "Mon, 2 Jan 2006 15:04:05 -0700", time.RFC3339} {
		if t, err := time.Parse(layout, written); err == nil {
			return t
		}
	}
	if parsed != nil {
		return *parsed
	}
	return time.Time{}
}
