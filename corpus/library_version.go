package corpus

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Version is one state of an article.
type Version struct {
	// N counts the states of an article from 1, the earliest.
	N int
	// Hash is as Article.Version has it.
	Hash string
	// Replaced is when the next one took its place, to the second; zero for
	// the present one.
	Replaced time.Time
}

// ErrNoVersion means that an article never was as a citation says.
var ErrNoVersion = errors.New("there is no such version of the article")

// ErrSeveralVersions is an ErrNoVersion: several versions begin so.
var ErrSeveralVersions = fmt.Errorf("%w alone", ErrNoVersion)

// versionDigits is the length of a version's hash: 64 bits tell the few
// versions of one article apart.
const versionDigits = 16

// Version names what the article says and what is known of it, in 16
// hexadecimal digits: a citation holds for the version that it names. Where it
// came from does not count, nor its collections.
func (a *Article) Version() string {
	h := sha256.New()
	for _, s := range []string{a.URL, a.Title, a.Author, a.Outlet, a.Agency, a.Dateline, a.Date(), a.Text} {
		hashString(h, s)
	}
	h.Write(encodeBlocks(a.Blocks))
	return hex.EncodeToString(h.Sum(nil))[:versionDigits]
}

// content is an earlier version as it is kept.
type content struct {
	URL, Title, Author, Outlet, Agency, Dateline, Published string
	Provenance                                              map[string]string
	Text                                                    string
	Blocks                                                  []byte
}

// supersede keeps what the library has of an article that is about to be
// replaced by a, if that says something else.
func (l *Library) supersede(ctx context.Context, w *writer, a *Article) error {
	old, err := l.article(ctx, w.tx, a.ID)
	if err != nil {
		return err
	}
	hash := old.Version()
	if hash == a.Version() {
		return nil
	}
	// What an article goes back to and away from again is kept once.
	var known bool
	if err := w.tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM versions WHERE article = ? AND hash = ? AND content IS NOT NULL)", a.ID, hash).Scan(&known); err != nil {
		return err
	}
	var packed []byte
	if !known {
		b, err := json.Marshal(content{old.URL, old.Title, old.Author, old.Outlet, old.Agency, old.Dateline, old.Date(), old.Provenance, old.Text, encodeBlocks(old.Blocks)})
		if err != nil {
			return err
		}
		packed = pack(b, "")
	}
	if _, err := w.tx.ExecContext(ctx, "INSERT INTO versions SELECT ?1, coalesce(max(n), 0) + 1, ?2, ?3, ?4 FROM versions WHERE article = ?1",
		a.ID, hash, seconds(time.Now()), packed); err != nil {
		return err
	}
	// What the old one was read from is not what the new one was.
	_, err = w.tx.ExecContext(ctx, "DELETE FROM raws WHERE article = ?", a.ID)
	return err
}

// Versions lists the states of an article, the earliest first and the present
// one last, or fails with ErrNotFound.
func (l *Library) Versions(ctx context.Context, id string) (out []Version, err error) {
	err = l.view(ctx, func(q queryer) error {
		a, err := l.article(ctx, q, id)
		if err != nil {
			return err
		}
		out, err = l.earlier(ctx, q, id)
		out = append(out, Version{N: len(out) + 1, Hash: a.Version()})
		return err
	})
	return out, err
}

func (l *Library) earlier(ctx context.Context, q queryer, id string) ([]Version, error) {
	if l.version < keepVersion {
		return nil, nil
	}
	rows, err := q.QueryContext(ctx, "SELECT n, hash, replaced FROM versions WHERE article = ? ORDER BY n", id)
	if err != nil {
		return nil, l.fault(err)
	}
	defer rows.Close()
	var out []Version
	for rows.Next() {
		var v Version
		var at int64
		if err := rows.Scan(&v.N, &v.Hash, &at); err != nil {
			return nil, l.fault(err)
		}
		v.Replaced = moment(at)
		out = append(out, v)
	}
	return out, l.fault(rows.Err())
}

// leastPrefix is how many digits of a hash are enough to name a version, where
// they name one only. A number of fewer is N.
const leastPrefix = 7

// ArticleVersion is the article as it was in a version: its hash or the first
// digits of it, seven at least, or its number N. It fails with ErrNotFound or
// ErrNoVersion.
func (l *Library) ArticleVersion(ctx context.Context, id, version string) (out *Article, err error) {
	err = l.view(ctx, func(q queryer) error {
		out, err = l.articleVersion(ctx, q, id, version)
		return err
	})
	return out, err
}

func (l *Library) articleVersion(ctx context.Context, q queryer, id, version string) (*Article, error) {
	a, err := l.article(ctx, q, id)
	if err != nil {
		return nil, err
	}
	earlier, err := l.earlier(ctx, q, id)
	if err != nil {
		return nil, err
	}
	number, err := strconv.Atoi(version)
	numbered := err == nil && len(version) < leastPrefix
	named := func(hash string) bool {
		return !numbered && len(version) >= leastPrefix && strings.HasPrefix(hash, strings.ToLower(version))
	}
	if numbered && number == len(earlier)+1 || named(a.Version()) {
		return a, nil
	}
	found := ""
	for _, v := range earlier {
		switch {
		case !named(v.Hash) && !(numbered && number == v.N):
		case found != "" && found != v.Hash:
			return nil, fmt.Errorf("%w: %s names several of %s", ErrSeveralVersions, version, id)
		default:
			found = v.Hash
		}
	}
	if found == "" {
		return nil, fmt.Errorf("%w: %s of %s", ErrNoVersion, version, id)
	}
	return l.unpackVersion(ctx, q, id, found)
}

// unpackVersion is the earlier version of that hash.
func (l *Library) unpackVersion(ctx context.Context, q queryer, id, hash string) (*Article, error) {
	wrong := func(why string) error {
		return l.fault(fmt.Errorf("%w: version %s of article %s %s", errContent, hash, id, why))
	}
	var packed []byte
	err := q.QueryRowContext(ctx, "SELECT content FROM versions WHERE article = ? AND hash = ? AND content IS NOT NULL", id, hash).Scan(&packed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, wrong("is missing")
	}
	if err != nil {
		return nil, l.fault(err)
	}
	var c content
	b, err := unpack(packed, "")
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	if err != nil {
		return nil, wrong("does not unpack")
	}
	a := &Article{ID: id, URL: c.URL, Title: c.Title, Author: c.Author, Outlet: c.Outlet, Agency: c.Agency, Dateline: c.Dateline, Provenance: c.Provenance, Text: c.Text}
	if a.Blocks, err = decodeBlocks(c.Blocks); err == nil && c.Published != "" {
		a.Published, err = time.Parse(time.DateOnly, c.Published)
	}
	if err != nil || a.Version() != hash {
		return nil, wrong("is not what was put")
	}
	return a, nil
}

// Cited reports whether a citation holds: whether the bytes from start to end
// of that version of an article, or of the present one where version is "",
// are quote.
func (l *Library) Cited(ctx context.Context, id, version string, s Span, quote string) (bool, error) {
	a, err := l.Article(ctx, id)
	if version != "" {
		a, err = l.ArticleVersion(ctx, id, version)
	}
	if errors.Is(err, ErrNotFound) || errors.Is(err, ErrNoVersion) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return s.Start >= 0 && s.Start <= s.End && s.End <= len(a.Text) && s.Of(a.Text) == quote, nil
}
