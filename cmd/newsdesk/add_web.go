package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"newsdesk/corpus"
	"newsdesk/corpus/fetch"
	"newsdesk/corpus/source"
	"newsdesk/corpus/web"
)

// webFlags say how addresses are read.
type webFlags struct {
	// discover reads the feed that a page names, not the page.
	discover bool
	// most is how many entries of a list are read.
	most int
}

func (f *webFlags) offer(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.discover, "discover", false, "of a home page, read the feed that it names")
	cmd.Flags().IntVar(&f.most, "max", web.MaxEntries, "read at most this `number` of entries of a feed or site map")
}

// address is what scheme an argument begins with, which makes it no path.
var address = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*://`)

func isAddress(arg string) bool { return address.MatchString(arg) }

// fetcher is a client for the web, as the settings have it.
func (a *app) fetcher() (*fetch.Client, error) {
	s := &a.settings
	o := fetch.Options{UserAgent: s.UserAgent}
	for _, host := range strings.Split(s.AllowHosts, ",") {
		if host = strings.TrimSpace(host); host != "" {
			o.Allow = append(o.Allow, host)
		}
	}
	if s.Proxy != "" {
		u, err := url.Parse(s.Proxy)
		if err != nil {
			// The parser's own words repeat the address, which may hold a password.
			return nil, errors.New("NEWSDESK_PROXY: it is no address: write one such as http://proxy.example:3128")
		}
		o.Proxy = u
	}
	c, err := fetch.New(o)
	if e := (*fetch.OptionError)(nil); errors.As(err, &e) {
		return nil, fmt.Errorf("%s: %w", optionSettings[e.Option], err)
	}
	return c, err
}

// optionSettings are the settings that the fields of fetch.Options come from.
var optionSettings = map[string]string{"UserAgent": "NEWSDESK_USER_AGENT", "Allow": "NEWSDESK_ALLOW_HOSTS", "Proxy": "NEWSDESK_PROXY"}

// addAddresses puts the articles at addresses into b. One that cannot be read
// is skipped, unless nothing at all could be.
func (a *app) addAddresses(ctx context.Context, addresses []string, flags webFlags, b *batcher, t *tally) error {
	if flags.most < 1 {
		return usagef("--max %d: read at least one entry", flags.most)
	}
	client, err := a.fetcher()
	if err != nil {
		return err
	}
	defer client.Close()
	r := &web.Reader{Getter: client, Pages: &remembered{app: a, b: b}, Article: readKept, MaxEntries: flags.most, Again: true}
	w := webAdder{reader: r, b: b, t: t}
	for _, at := range addresses {
		src, err := w.add(ctx, at, flags.discover)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case isStored(err):
			return err
		case err != nil:
			w.skip(at, err)
		case src.Left > 0:
			a.notice("%s has %d more entries: --max takes more than %d", at, src.Left, flags.most)
		}
	}
	if t.done() == 0 && w.first != nil {
		a.notices = nil
		return fmt.Errorf("%w: %w", source.ErrNoArticles, w.first)
	}
	return nil
}

// storeError is an error of the index, not of the address that is read.
type storeError struct{ error }

func (e storeError) Unwrap() error { return e.error }

// stored makes a storeError of an error of the index.
func stored(err error) error {
	if err == nil || errors.Is(err, corpus.ErrNotFound) {
		return err
	}
	return storeError{err}
}

// isStored reports whether err is the index's.
func isStored(err error) bool {
	var e storeError
	return errors.As(err, &e)
}

// webAdder puts what a reader finds into an index, each article as it comes:
// a site is asked so slowly that batches would only lose more.
type webAdder struct {
	reader *web.Reader
	b      *batcher
	t      *tally
	// first is the first reason for which something was skipped.
	first error
}

// add reads one address.
func (w *webAdder) add(ctx context.Context, at string, discover bool) (src web.Source, err error) {
	if discover {
		if at, err = w.reader.Discover(ctx, at); err != nil {
			return src, err
		}
	}
	var held []string
	src, err = w.reader.Read(ctx, at, func(f web.Found) error {
		switch {
		case f.Skipped != nil:
			w.skip(f.URL, f.Skipped)
		case f.Unchanged:
			w.t.unchanged++
			held = append(held, f.Held)
		case f.Article.ID != "":
			w.b.pending = append(w.b.pending, f.Article)
		}
		if f.Page.Key != "" {
			w.b.pages = append(w.b.pages, f.Page)
		}
		return stored(w.b.flush(ctx))
	})
	if err == nil && len(held) > 0 && len(w.b.collections) > 0 {
		err = stored(w.b.ix.Library().JoinCollections(ctx, w.b.collections, held...))
	}
	return src, err
}

func (w *webAdder) skip(at string, why error) {
	if w.t.owner == "" {
		why = hinted(why)
	}
	err := fmt.Errorf("%s: %w", shownAddress(at), why)
	if w.first == nil {
		w.first = err
	}
	w.t.lines = append(w.t.lines, "skipped "+err.Error())
}

// hinted adds to an error of the web what the settings can do about it.
func hinted(err error) error {
	if errors.Is(err, fetch.ErrPrivate) {
		return fmt.Errorf("%w (NEWSDESK_ALLOW_HOSTS)", err)
	}
	return err
}

// shownAddress is an address without what may be a password in it.
func shownAddress(at string) string {
	if u, err := url.Parse(at); err == nil {
		return u.Redacted()
	}
	return "an address"
}

// remembered is what the library remembers of pages, without making one.
type remembered struct {
	app *app
	b   *batcher
}

func (r *remembered) lib(ctx context.Context) (*corpus.Library, error) {
	if r.b.ix == nil {
		if !r.app.hasIndex(ctx) {
			return nil, nil
		}
		ix, err := r.b.open(ctx)
		if err != nil {
			return nil, stored(err)
		}
		r.b.ix = ix
	}
	return r.b.ix.Library(), nil
}

// FetchedPage implements web.Pages.
func (r *remembered) FetchedPage(ctx context.Context, owner, key string) (corpus.FetchedPage, error) {
	lib, err := r.lib(ctx)
	if lib == nil || err != nil {
		return corpus.FetchedPage{}, err
	}
	p, err := lib.FetchedPage(ctx, owner, key)
	return p, stored(err)
}

// Known implements web.Pages.
func (r *remembered) Known(ctx context.Context, id string) (*corpus.Article, error) {
	lib, err := r.lib(ctx)
	if err != nil {
		return nil, err
	}
	if lib == nil {
		return nil, corpus.ErrNotFound
	}
	a, err := lib.Known(ctx, id)
	return a, stored(err)
}
