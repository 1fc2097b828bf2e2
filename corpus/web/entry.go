package web

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/fetch"
)

// Entry is one item of a feed, or one address of a site map.
type Entry struct {
	// URL is the article's page, or "". GUID is what the feed calls it.
	URL, GUID string
	// Title, Author and Outlet are plain text, or "".
	Title, Author, Outlet string
	// Published and Updated are in the list's own time zone; zero where
	// unknown.
	Published, Updated time.Time
	// Summary and Content are HTML, or "".
	Summary, Content string

	// feed is the address of the feed, "" in a site map.
	feed string
}

// DuplicateError says that a page is one that the same list had before, under
// the address By.
type DuplicateError struct{ By string }

func (e *DuplicateError) Error() string { return "it is the same article as " + e.By }

// address is what the entry is called in messages, and where it has no page
// of its own identified by.
func (e *Entry) address() string { return cmp.Or(e.URL, e.feed+"#"+cmp.Or(e.GUID, e.Title)) }

// changed is when the entry last changed, as far as the list says.
func (e *Entry) changed() time.Time {
	if e.Updated.After(e.Published) {
		return e.Updated
	}
	return e.Published
}

// key is what the entry is found again by: its name in the feed, which stays
// when a new headline changes the address, else the address.
func (e *Entry) key() string {
	if e.GUID != "" {
		return e.feed + " " + e.GUID
	}
	if u, err := fetch.Parse(e.URL); err == nil {
		return Canonical(u)
	}
	return e.address()
}

// fingerprint is a hash of what the list says: while that stays, the article
// is taken to.
func (e *Entry) fingerprint() string {
	h := sha256.New()
	for _, s := range []string{e.URL, e.Title, e.Author, e.Published.Format(time.RFC3339), e.Updated.Format(time.RFC3339), e.Summary, e.Content} {
		fmt.Fprintf(h, "%d %s", len(s), s)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// fill gives an article what the list says of it: what the article lacks, or
// everything where the list is what it comes from.
func (e *Entry) fill(a *corpus.Article, fetched time.Time, everything bool) {
	from := "site map"
	if e.feed != "" {
		from = "feed"
	}
	for _, f := range []struct {
		name  string
		field *string
		value string
	}{{"title", &a.Title, e.Title}, {"author", &a.Author, e.Author}, {"outlet", &a.Outlet, e.Outlet}} {
		if f.value != "" && (everything || *f.field == "") {
			*f.field, a.Provenance[f.name] = f.value, from
		}
	}
	// Nothing is published more than two days after it was fetched, whatever
	// the time zones, and nothing on the web before there was print.
	at := e.Published
	if at.Year() > 1600 && at.Before(fetched.Add(48*time.Hour)) && (everything || a.Published.IsZero()) {
		a.Published, a.Provenance["published"] = time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC), from
	}
}

// entries calls yield with what becomes of each entry. complete says that
// nothing failed that may succeed the next time.
func (r *Reader) entries(ctx context.Context, list List, yield func(Found) error) (complete bool, err error) {
	complete = list.incomplete == nil
	if !complete {
		if err := yield(Found{URL: list.URL, Skipped: list.incomplete}); err != nil {
			return false, err
		}
	}
	taken := map[string]string{} // the addresses of IDs
	for i := range list.Entries {
		e := &list.Entries[i]
		f, err := r.entry(ctx, e, list.key)
		if err != nil {
			return false, err
		}
		if id := f.Article.ID; id != "" {
			if by, ok := taken[id]; ok {
				f = Found{URL: f.URL, Skipped: &DuplicateError{By: by}, Page: f.Page}
			} else {
				taken[id] = f.URL
			}
		}
		complete = complete && !f.later
		if f.URL == "" && f.Page.Key == "" {
			continue
		}
		if err := yield(f); err != nil {
			return false, err
		}
	}
	return complete, nil
}

// entry reads one entry of the list that is remembered under in. A Found
// without URL is nothing to speak of. The error is of the memory, or ctx's.
func (r *Reader) entry(ctx context.Context, e *Entry, in string) (Found, error) {
	f := Found{URL: e.address()}
	key, listed, now := e.key(), e.fingerprint(), time.Now().UTC()
	known, held, err := r.known(ctx, key)
	if err != nil {
		return Found{}, err
	}
	if key == in {
		// It links to the list itself, whose memory that key is.
		if known.Key != "" && !r.Again {
			return Found{}, nil
		}
		f.Skipped = ErrNested
		return f, nil
	}
	if settled(&known, listed) && (held || !r.Again) {
		if held {
			f.Unchanged, f.Held = true, known.Article
		} else {
			f.URL = ""
		}
		if known.List == "" || now.Sub(known.Seen) >= corpus.SeenAgain {
			known.List, known.Seen = in, now
			f.Page = known
		}
		return f, nil
	}
	if known.Failures > 0 && !r.Again && now.Before(known.Retry) {
		return Found{later: true}, nil
	}
	remember := corpus.FetchedPage{Owner: r.Owner, Key: key, Listed: listed, Fetched: now, Article: known.Article, List: in}
	if e.whole() {
		return r.fromFeed(ctx, e, known, remember)
	}
	u, err := fetch.Parse(e.URL)
	if err != nil {
		f.Skipped, f.Page = err, remember
		return f, nil
	}
	page, err := r.Getter.Get(ctx, u.String(), r.validator(known, held), 0)
	switch {
	case ctx.Err() != nil:
		return Found{}, ctx.Err()
	case fetch.Temporary(err):
		return r.failed(f.URL, known, remember, err), nil
	case err != nil:
		f.Skipped, f.Page = err, remember
		return f, nil
	}
	remember = r.record(key, page, listed, known.Article)
	remember.List = in
	switch {
	case page.Unchanged:
		f.Page = remember
		if held {
			f.Unchanged, f.Held = true, known.Article
		}
		return f, nil
	case kindOf(page.Body) != Page:
		// It may become a page when the list says that it has changed.
		remember.URL, remember.ETag, remember.Modified = "", "", ""
		f.Skipped, f.Page = ErrNested, remember
		return f, nil
	}
	return r.page(ctx, page, *e, known, remember)
}

const (
	// maxFailures is how often a page is tried before it is given up until its
	// list says that it has changed: about four days.
	maxFailures = 10
	// retryFirst is the time before the third try, which then doubles up to
	// retryLast. The second is made with the next visit.
	retryFirst = time.Hour
	retryLast  = 24 * time.Hour
)

// settled reports whether nothing is expected of an entry that is listed as
// it was.
func settled(known *corpus.FetchedPage, listed string) bool {
	return known.Key != "" && known.Listed == listed && (known.Failures == 0 || known.Failures >= maxFailures)
}

// failed is what became of a page that failed and may not the next time. It
// is named when it begins to fail, and when somebody asked for it.
func (r *Reader) failed(address string, known, remember corpus.FetchedPage, err error) Found {
	f := Found{Page: remember}
	if known.Failures == 0 || r.Again {
		f.URL, f.Skipped = address, err
	}
	p := &f.Page
	p.Failures = known.Failures + 1
	f.later = p.Failures < maxFailures
	p.Retry = remember.Fetched.Add(fetch.RetryAfter(err))
	if n := p.Failures - 2; n >= 0 {
		p.Retry = remember.Fetched.Add(max(min(retryFirst<<min(n, 10), retryLast), fetch.RetryAfter(err)))
	}
	// What the library has stays what the server is asked about.
	p.URL, p.ETag, p.Modified = known.URL, known.ETag, known.Modified
	p.Seen = remember.Fetched
	p.Fetched = known.Fetched
	return f
}

// fromFeed makes an article of the content that the feed itself has, which
// also knows better who wrote it than a name in passing.
func (r *Reader) fromFeed(ctx context.Context, e *Entry, known, remember corpus.FetchedPage) (Found, error) {
	now := remember.Fetched
	f := Found{URL: e.address(), Page: remember}
	a, err := r.Article(ctx, Document{URL: e.URL, MediaType: "text/html; charset=utf-8", Fetched: now, Whole: true, Raw: []byte(e.body())})
	if ctx.Err() != nil {
		return Found{}, ctx.Err()
	}
	if err != nil {
		f.Skipped = err
		return f, nil
	}
	if a.Provenance == nil {
		a.Provenance = map[string]string{}
	}
	name := f.URL
	a.URL = ""
	if u, err := fetch.Parse(e.URL); err == nil {
		a.URL, a.Provenance["url"] = Canonical(u), "feed"
		name = a.URL
	}
	a.ID, a.Provenance["id"] = r.id(known, name), "address"
	e.fill(&a, now, true)
	markSignature(&a)
	f.Article, f.Page.Article = a, a.ID
	return f, nil
}

// markSignature marks the line that blog software puts below an article in a
// feed: "The post … appeared first on …".
func markSignature(a *corpus.Article) {
	if n := len(a.Blocks); n > 1 {
		if last := &a.Blocks[n-1]; isSignature(last.Of(a.Text)) {
			last.Kind = corpus.Furniture
		}
	}
}

func isSignature(line string) bool {
	return len(line) < 500 && strings.HasPrefix(line, "The post ") && strings.Contains(line, " appeared first on ")
}
