// Package web finds articles at addresses: pages, feeds in RSS, Atom and
// JSON, and site maps.
//
// What lies at an address is told by its content (kind.go). A feed or site
// map is a List of entries (feed.go, sitemap.go), each of which becomes an
// article: out of the feed where it has the whole of it, else out of the page
// that it links to (entry.go). An article's ID follows from its canonical
// address and stays with it (identity.go). What was fetched before and has
// not changed is not fetched again: Pages remembers it.
package web

import (
	"cmp"
	"context"
	"errors"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/fetch"
)

// Bounds of what is read.
const (
	// MaxListBytes is the size of a site map, decompressed, that its
	// specification allows.
	MaxListBytes = 50 << 20
	// MaxEntries is how many entries of a feed or of a site map with all the
	// maps that it names are looked at, unless Reader says otherwise.
	MaxEntries = 1000
)

// Document is what a server sent, or a feed holds, that may be an article. The
// article's ID and address are not its maker's business.
type Document struct {
	// URL is where the page came from.
	URL string
	// MediaType is the server's Content-Type, or "".
	MediaType string
	// Fetched is when it came.
	Fetched time.Time
	// Whole says that Raw is nothing but the article.
	Whole bool
	Raw   []byte
}

// Getter fetches pages: *fetch.Client.
type Getter interface {
	Get(ctx context.Context, address string, known fetch.Validator, limit int64) (*fetch.Page, error)
}

// Pages remembers what was fetched: *corpus.Library.
type Pages interface {
	// FetchedPage is what is remembered for an owner under key, or the zero
	// value.
	FetchedPage(ctx context.Context, owner, key string) (corpus.FetchedPage, error)
	// Known is the article with that ID, or corpus.ErrNotFound.
	Known(ctx context.Context, id string) (*corpus.Article, error)
}

// Reader reads addresses.
type Reader struct {
	Getter Getter
	Pages  Pages
	// Article makes an article of a document of any media type, or says why
	// it is none.
	Article func(ctx context.Context, d Document) (corpus.Article, error)
	// MaxEntries bounds the entries of a list; of more the newest are read,
	// as far as it dates them. 0 means the constant.
	MaxEntries int
	// Again fetches articles that came from the web before and are no longer
	// in the library. Without it they stay out, and what failed lately is not
	// tried again yet.
	Again bool
	// Owner is whom the articles are for, "" for the operator. An owner's have
	// IDs of their own, whatever address a page claims.
	Owner string
}

// Found is what became of one page.
type Found struct {
	// URL is the page's address, "" where there is nothing to say of it.
	URL string
	// Article is what to store; its zero value where there is nothing to.
	Article corpus.Article
	// Unchanged says that the library has the article as it is, and Held is
	// its ID.
	Unchanged bool
	Held      string
	// Skipped says why the page gave no article, in words that follow its
	// address.
	Skipped error
	// Page is to be given to KeepFetched once Article is stored. Its Key is
	// empty where there is nothing new to remember.
	Page corpus.FetchedPage

	// later says that the page is to be tried again.
	later bool
}

// Source is what an address turned out to be.
type Source struct {
	Kind Kind
	// Unchanged says that the server has nothing newer than what was read.
	Unchanged bool
	// Left counts the entries beyond MaxEntries.
	Left int
}

// Reasons for which a page gives no article, beside those of packages fetch
// and clean.
var (
	ErrNested = errors.New("it is a feed or site map itself: add it by its own address")
	ErrEmpty  = errors.New("there are no entries in it")
)

// Read calls yield with what becomes of the page at address or, where that
// is a feed or site map, of each page that it names, in its order. It stops
// with an error where the address itself cannot be read, and with yield's.
func (r *Reader) Read(ctx context.Context, address string, yield func(Found) error) (Source, error) {
	u, err := fetch.Parse(address)
	if err != nil {
		return Source{}, err
	}
	address = u.String()
	key := Canonical(u)
	known, held, err := r.known(ctx, key)
	if err != nil {
		return Source{}, err
	}
	page, err := r.Getter.Get(ctx, address, r.validator(known, held), MaxListBytes)
	if err != nil {
		return Source{}, err
	}
	if page.Unchanged {
		src := Source{Kind: kindNamed(known.Listed), Unchanged: true}
		if src.Kind == Page {
			known.Fetched, known.Seen = page.Fetched, page.Fetched
			return src, yield(Found{URL: address, Unchanged: true, Held: known.Article, Page: known})
		}
		if page.Fetched.Sub(known.Seen) < corpus.SeenAgain {
			return src, nil
		}
		known.Seen = page.Fetched
		return src, yield(Found{Page: known})
	}
	body, err := fetch.Gunzip(page.Body, MaxListBytes)
	if err != nil {
		return Source{}, err
	}
	kind := kindOf(body)
	remember := r.record(key, page, kind.String(), known.Article)
	if kind == Page {
		f, err := r.page(ctx, page, Entry{URL: address}, known, remember)
		if err != nil {
			return Source{}, err
		}
		return Source{Kind: Page}, yield(f)
	}
	list, err := r.list(ctx, page.URL, body, kind)
	if err != nil {
		return Source{}, err
	}
	src := Source{Kind: kind, Left: list.left}
	if len(list.Entries) == 0 {
		return src, ErrEmpty
	}
	list.key = key
	complete, err := r.entries(ctx, list, yield)
	if err != nil {
		return src, err
	}
	if !complete {
		// The list is to be sent in full again, so that the next visit sees
		// what this one missed.
		remember.ETag, remember.Modified = "", ""
	}
	return src, yield(Found{URL: address, Page: remember})
}

// known is what is remembered under key, and whether the library has the
// article that came of it.
func (r *Reader) known(ctx context.Context, key string) (p corpus.FetchedPage, held bool, err error) {
	p, err = r.Pages.FetchedPage(ctx, r.Owner, key)
	if err != nil || p.Article == "" {
		return p, false, err
	}
	_, err = r.Pages.Known(ctx, p.Article)
	if errors.Is(err, corpus.ErrNotFound) {
		return p, false, nil
	}
	return p, err == nil, err
}

// id is that of the article at a canonical address: the one that it has got.
func (r *Reader) id(known corpus.FetchedPage, address string) string {
	return cmp.Or(known.Article, corpus.OwnedID(r.Owner, identity(address)))
}

// validator is what the server may be asked with. It must not be where the
// answer "unchanged" would leave out an article that is wanted.
func (r *Reader) validator(known corpus.FetchedPage, held bool) fetch.Validator {
	if r.Again && !held {
		return fetch.Validator{}
	}
	return fetch.Validator{URL: known.URL, ETag: known.ETag, Modified: known.Modified}
}

// record is what to remember of a page.
func (r *Reader) record(key string, p *fetch.Page, listed, article string) corpus.FetchedPage {
	return corpus.FetchedPage{
		Owner: r.Owner, Key: key, URL: p.Validator.URL, ETag: p.Validator.ETag, Modified: p.Validator.Modified,
		Listed: listed, Article: article, Fetched: p.Fetched,
	}
}

// page makes an article of a page that was fetched for an entry. known is
// what was remembered of it.
func (r *Reader) page(ctx context.Context, p *fetch.Page, e Entry, known, remember corpus.FetchedPage) (Found, error) {
	at, err := fetch.Parse(p.URL)
	if err != nil {
		return Found{}, err
	}
	f := Found{URL: e.URL, Page: remember}
	a, err := r.Article(ctx, Document{URL: p.URL, MediaType: p.ContentType, Fetched: p.Fetched, Raw: p.Body})
	if ctx.Err() != nil {
		return Found{}, ctx.Err()
	}
	if err != nil {
		f.Skipped = err
		return f, nil
	}
	place(&a, at)
	a.ID = r.id(known, a.URL)
	if a.Provenance == nil {
		a.Provenance = map[string]string{}
	}
	a.Provenance["id"] = "address"
	e.fill(&a, p.Fetched, false)
	f.Article, f.Page.Article = a, a.ID
	return f, nil
}
