package corpus

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Library is a durable set of articles with their passages and vectors, in
// one SQLite file. It is safe for concurrent use, by several processes too:
// readers never wait, writers wait for one another (see WithWait). What a
// method has acknowledged survives the process being killed.
//
// Errors that a person can do something about wrap ErrDamaged, ErrLocked,
// ErrReadOnly or ErrNewer, and their text says what.
type Library struct {
	db   *sql.DB
	path string
	// readOnly says that the file is read without leave to write it.
	readOnly bool
	// version is the schema's, less than schemaVersion only where readOnly.
	version int
}

// Item is an article with what is derived from it. Vectors is as long as
// Passages, or empty where nothing embeds.
type Item struct {
	Article  Article
	Passages []Passage
	Vectors  [][]float32
	// Replaces, if not nil, is the article that the item was made from: Put
	// passes over the item where the library no longer has exactly that.
	Replaces *Article
}

// Close releases the file.
func (l *Library) Close() error { return l.fault(l.db.Close()) }

// Path is the file that the library lives in.
func (l *Library) Path() string { return l.path }

// ReadOnly reports whether the library can be read but not written: what
// writes fails with ErrReadOnly.
func (l *Library) ReadOnly() bool { return l.readOnly }

// articleColumns are what scanArticle reads of articles a.
func (l *Library) articleColumns() string {
	const columns = "a.id, a.url, a.title, a.author, a.outlet, a.agency, a.dateline, a.published, a.provenance, "
	if l.version < keepVersion {
		return columns + "NULL"
	}
	return columns + "(SELECT group_concat(name, char(31)) FROM collections WHERE article = a.id)"
}

// scanArticle reads articleColumns, and then more.
func scanArticle(scan func(...any) error, a *Article, more ...any) error {
	var published, provenance string
	var collections sql.NullString
	into := append([]any{&a.ID, &a.URL, &a.Title, &a.Author, &a.Outlet, &a.Agency, &a.Dateline, &published, &provenance, &collections}, more...)
	if err := scan(into...); err != nil {
		return err
	}
	if collections.Valid {
		a.Collections = strings.Split(collections.String, "\x1f")
		slices.Sort(a.Collections)
	}
	if published != "" {
		day, err := time.Parse(time.DateOnly, published)
		if err != nil {
			return fmt.Errorf("%w: article %s has the date %q", errContent, a.ID, published)
		}
		a.Published = day
	}
	if err := json.Unmarshal([]byte(provenance), &a.Provenance); err != nil {
		return fmt.Errorf("%w: the provenance of article %s does not parse", errContent, a.ID)
	}
	return nil
}

// Article is the article with that ID, or ErrNotFound.
func (l *Library) Article(ctx context.Context, id string) (*Article, error) {
	return l.article(ctx, l.db, id)
}

func (l *Library) article(ctx context.Context, q queryer, id string) (*Article, error) {
	row := q.QueryRowContext(ctx, "SELECT "+l.articleColumns()+", t.text, t.blocks FROM articles a JOIN texts t ON t.article = a.id WHERE a.id = ?", id)
	var a Article
	var blocks []byte
	err := scanArticle(row.Scan, &a, &a.Text, &blocks)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("%w: %s", ErrNotFound, id)
	}
	if err == nil {
		a.Blocks, err = decodeBlocks(blocks)
	}
	if err != nil {
		return nil, l.fault(err)
	}
	return &a, nil
}

// Known is what List has of the article with that ID, or ErrNotFound.
func (l *Library) Known(ctx context.Context, id string) (*Article, error) {
	row := l.db.QueryRowContext(ctx, "SELECT "+l.articleColumns()+" FROM articles a WHERE a.id = ?", id)
	var a Article
	err := scanArticle(row.Scan, &a)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("%w: %s", ErrNotFound, id)
	}
	if err != nil {
		return nil, l.fault(err)
	}
	return &a, nil
}

// Walk calls fn with every article that passes f, texts and all, ordered by
// ID, and stops with its error. All are of one state of the library.
func (l *Library) Walk(ctx context.Context, f Filter, fn func(*Article) error) error {
	return l.view(ctx, func(q queryer) error {
		list, err := l.list(ctx, q, f)
		if err != nil {
			return err
		}
		for i := range list {
			a, err := l.article(ctx, q, list[i].ID)
			if err != nil {
				return err
			}
			if err := fn(a); err != nil {
				return err
			}
		}
		return nil
	})
}

// List is the articles that pass f, without Text and Blocks, ordered by ID.
func (l *Library) List(ctx context.Context, f Filter) ([]Article, error) {
	return l.list(ctx, l.db, f)
}

func (l *Library) list(ctx context.Context, q queryer, f Filter) ([]Article, error) {
	languages, err := l.languagesFor(ctx, q, f)
	if err != nil {
		return nil, err
	}
	rows, err := q.QueryContext(ctx, "SELECT "+l.articleColumns()+" FROM articles a ORDER BY a.id")
	if err != nil {
		return nil, l.fault(err)
	}
	defer rows.Close()
	var out []Article
	for rows.Next() {
		var a Article
		if err := scanArticle(rows.Scan, &a); err != nil {
			return nil, l.fault(err)
		}
		a.Language = languages[a.ID]
		if f.Match(&a) {
			out = append(out, a)
		}
	}
	return out, l.fault(rows.Err())
}

// Passages calls fn with every passage and its vector, ordered by article
// and number, and stops with its error. The vector is fn's to keep, and nil
// where there is none. All passages are of one state of the library, whatever
// is written meanwhile.
func (l *Library) Passages(ctx context.Context, fn func(p Passage, vector []float32) error) error {
	return l.passages(ctx, l.db, fn, "SELECT article, n, start, stop, first, last, vector FROM passages ORDER BY article, n")
}

// PassagesOf is the passages of one article in order; none where there is no
// such article.
func (l *Library) PassagesOf(ctx context.Context, id string) ([]Passage, error) {
	var out []Passage
	err := l.passages(ctx, l.db, func(p Passage, _ []float32) error {
		out = append(out, p)
		return nil
	}, "SELECT article, n, start, stop, first, last, NULL FROM passages WHERE article = ? ORDER BY n", id)
	return out, err
}

// Item is an article with its passages and vectors, or ErrNotFound.
func (l *Library) Item(ctx context.Context, id string) (it Item, err error) {
	err = l.view(ctx, func(q queryer) error {
		it, err = l.item(ctx, q, id)
		return err
	})
	return it, err
}

func (l *Library) item(ctx context.Context, q queryer, id string) (Item, error) {
	a, err := l.article(ctx, q, id)
	if err != nil {
		return Item{}, err
	}
	it := Item{Article: *a}
	err = l.passages(ctx, q, func(p Passage, v []float32) error {
		it.Passages = append(it.Passages, p)
		if v != nil {
			it.Vectors = append(it.Vectors, v)
		}
		return nil
	}, "SELECT article, n, start, stop, first, last, vector FROM passages WHERE article = ? ORDER BY n", id)
	return it, err
}

// A queryer is the library, or one state of it.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// view runs fn on one state of the library, whatever is written meanwhile.
func (l *Library) view(ctx context.Context, fn func(queryer) error) error {
	tx, err := l.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return l.fault(err)
	}
	defer tx.Rollback()
	return fn(tx)
}

func (l *Library) passages(ctx context.Context, q queryer, fn func(Passage, []float32) error, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return l.fault(err)
	}
	defer rows.Close()
	var id, vector sql.RawBytes
	var p Passage
	for rows.Next() {
		if err := rows.Scan(&id, &p.N, &p.Start, &p.End, &p.First, &p.Last, &vector); err != nil {
			return l.fault(err)
		}
		if string(id) != p.Article {
			p.Article = string(id)
		}
		v, err := decodeVector(vector)
		if err != nil {
			return l.fault(fmt.Errorf("%w: %v of passage %d of article %s", errContent, err, p.N, p.Article))
		}
		if err := fn(p, v); err != nil {
			return err
		}
	}
	return l.fault(rows.Err())
}

// Counts is how many articles and passages there are.
func (l *Library) Counts(ctx context.Context) (articles, passages int, err error) {
	err = l.db.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM passages)").Scan(&articles, &passages)
	return articles, passages, l.fault(err)
}

// Empty reports whether there is no article.
func (l *Library) Empty(ctx context.Context) (bool, error) {
	var empty bool
	err := l.db.QueryRowContext(ctx, "SELECT NOT EXISTS (SELECT 1 FROM articles)").Scan(&empty)
	return empty, l.fault(err)
}

// Begun reports whether there has ever been an article, or anything is
// followed. A library of records alone is not begun.
func (l *Library) Begun(ctx context.Context) (bool, error) {
	query := "SELECT generation > 0 FROM state"
	if l.version >= webVersion {
		query = "SELECT generation > 0 OR EXISTS (SELECT 1 FROM follows) FROM state"
	}
	var begun bool
	err := l.db.QueryRowContext(ctx, query).Scan(&begun)
	return begun, l.fault(err)
}

// Generation grows with every committed change to the articles; settings and
// records do not count. A new library is at 0.
func (l *Library) Generation(ctx context.Context) (int64, error) {
	var gen int64
	err := l.db.QueryRowContext(ctx, "SELECT generation FROM state").Scan(&gen)
	return gen, l.fault(err)
}

// ChangedSince is the IDs, in order, of the articles put or removed after
// the generation gen. An index that is at gen takes these out, puts in those
// of them that the library still has, and is then at Generation as read
// before the call.
func (l *Library) ChangedSince(ctx context.Context, gen int64) ([]string, error) {
	return l.strings(ctx, l.db, "SELECT article FROM changes WHERE generation > ? ORDER BY article", gen)
}

// strings is the first column of a query.
func (l *Library) strings(ctx context.Context, q queryer, query string, args ...any) ([]string, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, l.fault(err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, l.fault(err)
		}
		out = append(out, s)
	}
	return out, l.fault(rows.Err())
}

// Setting is the value kept under key, or "" where there is none.
func (l *Library) Setting(ctx context.Context, key string) (string, error) {
	var value string
	err := l.db.QueryRowContext(ctx, "SELECT value FROM settings WHERE key = ?", key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, l.fault(err)
}
