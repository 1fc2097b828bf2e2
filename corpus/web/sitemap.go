package web

import (
	"bytes"
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"newsdesk/corpus/fetch"
)

// Bounds of site maps: the specification allows 50,000 entries a file, and
// no index that names another.
const (
	maxMapEntries = 50000
	maxMaps       = 100
	maxMapDepth   = 3
)

// list reads the list that data from address is, with the site maps that an
// index names, the most recently changed first.
func (r *Reader) list(ctx context.Context, address string, data []byte, kind Kind) (List, error) {
	limit := cmp.Or(r.MaxEntries, MaxEntries)
	if kind == Feed {
		return parseFeed(ctx, data, address, limit)
	}
	w := mapWalker{reader: r, seen: map[string]bool{address: true}}
	if err := w.read(ctx, address, data, 1); err != nil {
		return List{}, err
	}
	if len(w.entries) == 0 && w.failed != nil {
		return List{}, fmt.Errorf("of its site maps none can be read: %w", w.failed)
	}
	newestFirst(w.entries)
	list := List{URL: address, Entries: w.entries, incomplete: w.failed}
	list.cut(limit)
	return list, nil
}

// mapWalker collects the entries of site maps.
type mapWalker struct {
	reader *Reader
	// seen are the maps that were read, by address, so that a circle ends.
	seen    map[string]bool
	entries []Entry
	// failed is why a map could not be read.
	failed error
}

// read takes in one map or index. The error is for the first only.
func (w *mapWalker) read(ctx context.Context, address string, data []byte, depth int) error {
	entries, maps, err := parseSiteMap(ctx, data, address)
	if err != nil {
		return err
	}
	w.entries = append(w.entries, entries...)
	newestFirst(maps)
	for _, m := range maps {
		if depth == maxMapDepth || len(w.seen) >= maxMaps || len(w.entries) >= maxMapEntries {
			return nil
		}
		if w.seen[m.URL] {
			continue
		}
		w.seen[m.URL] = true
		if err := w.fetch(ctx, m.URL, depth+1); ctx.Err() != nil {
			return ctx.Err()
		} else if err != nil {
			w.failed = fmt.Errorf("%s: %w", m.URL, err)
		}
	}
	return nil
}

func (w *mapWalker) fetch(ctx context.Context, address string, depth int) error {
	page, err := w.reader.Getter.Get(ctx, address, fetch.Validator{}, MaxListBytes)
	if err != nil {
		return err
	}
	data, err := fetch.Gunzip(page.Body, MaxListBytes)
	if err != nil {
		return err
	}
	return w.read(ctx, page.URL, data, depth)
}

// newestFirst orders entries by the date of their last change; those without
// come last, in their order.
func newestFirst(entries []Entry) {
	slices.SortStableFunc(entries, func(a, b Entry) int { return b.changed().Compare(a.changed()) })
}

// parseSiteMap reads a site map or an index of them at address. Entries for
// other sites are left out: a site map speaks for its own. Errors wrap
// ErrSiteMap.
func parseSiteMap(ctx context.Context, data []byte, address string) (entries, maps []Entry, err error) {
	base, err := url.Parse(address)
	if err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, maxListTime)
	defer cancel()
	d := decoder(&until{ctx: ctx, r: bytes.NewReader(bytes.TrimLeft(data, " \t\r\n"))})
	var open []xml.Name
	var current Entry
	var text strings.Builder
	for len(entries)+len(maps) < maxMapEntries {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return entries, maps, nil
		}
		if err != nil {
			if len(entries)+len(maps) > 0 {
				return entries, maps, nil // what came before the damage is sound
			}
			return nil, nil, fmt.Errorf("%w (%.80s)", ErrSiteMap, oneLine(err.Error()))
		}
		switch t := token.(type) {
		case xml.StartElement:
			if open = append(open, t.Name); len(open) > maxFeedDepth {
				return nil, nil, ErrBounds
			}
			if len(open) == 2 {
				current = Entry{}
			}
			text.Reset()
		case xml.CharData:
			if len(open) > 2 && text.Len() < 8<<10 {
				text.Write(t)
			}
		case xml.EndElement:
			if len(open) == 0 {
				continue
			}
			current.take(open, strings.TrimSpace(text.String()))
			text.Reset()
			if len(open) == 2 {
				if u, err := base.Parse(current.URL); err == nil && current.URL != "" && sameSite(u, base) {
					current.URL = u.String()
					switch open[1].Local {
					case "url":
						entries = append(entries, current)
					case "sitemap":
						maps = append(maps, current)
					}
				}
			}
			open = open[:len(open)-1]
		}
	}
	return entries, maps, nil
}

// take sets the field that the innermost of the open elements gives.
func (e *Entry) take(open []xml.Name, text string) {
	var path []string
	for _, n := range open[1:] {
		path = append(path, n.Local)
	}
	own := open[len(open)-1].Space == open[0].Space
	switch strings.Join(path, "/") {
	case "url/loc", "sitemap/loc":
		if own {
			e.URL = text
		}
	case "url/lastmod", "sitemap/lastmod":
		e.Updated = mapDate(text)
	case "url/news/publication_date":
		e.Published = mapDate(text)
	case "url/news/title":
		e.Title = plain(text)
	case "url/news/publication/name":
		e.Outlet = plain(text)
	}
}

// mapDate reads a W3C date, to the day at least; the zero time for others.
func mapDate(s string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}
