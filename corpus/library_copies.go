package corpus

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Signed is an article with what its copies are found by: package copies makes
// it, the Library only keeps it.
type Signed struct {
	// Article is whole.
	Article   *Article
	Signature []byte
	// Keys are shared by signatures that are alike.
	Keys []uint32
}

// Candidate is an article that shares keys with another.
type Candidate struct {
	Article   string
	Signature []byte
}

// CopyLink says that of two articles one copies the other, and how much of the
// shorter stands in the longer, 0 to 1.
type CopyLink struct {
	A, B    string
	Overlap float64
}

const (
	// keyCandidates is how many articles are looked at that share one key: a
	// closing line may be in thousands.
	keyCandidates = 48
	// MaxCandidates is how many candidates an article has at most, those that
	// share most keys with it.
	MaxCandidates = 32
)

// Unsigned lists the articles, by ID and no more than limit of them, that have
// no signature or that of an earlier state.
func (l *Library) Unsigned(ctx context.Context, limit int) ([]string, error) {
	return l.strings(ctx, l.db, "SELECT a.id FROM articles a LEFT JOIN signatures s ON s.article = a.id WHERE s.hash IS NOT a.hash ORDER BY a.id LIMIT ?", limit)
}

// Judge says which of the candidates are copies of an article, with their
// overlap by ID. load gives a candidate whole.
type Judge func(s Signed, candidates []Candidate, load func(id string) (*Article, error)) (map[string]float64, error)

// Sign keeps signatures in place of earlier ones and links each article to
// those before it that judge finds to be its copies, all in one transaction.
// An article that has changed or gone since it was read is passed over. It
// reports how many were linked.
func (l *Library) Sign(ctx context.Context, signed []Signed, judge Judge) (linked int, err error) {
	err = l.change(ctx, func(w *writer) error {
		linked = 0
		find, err := w.tx.PrepareContext(ctx, "SELECT n FROM bands WHERE key = ? LIMIT "+strconv.Itoa(keyCandidates))
		if err != nil {
			return err
		}
		defer find.Close()
		for i := range signed {
			n, err := l.sign(ctx, w, find, &signed[i], judge)
			if err != nil {
				return err
			}
			if n > 0 {
				linked++
			}
		}
		return nil
	})
	return linked, err
}

func (l *Library) sign(ctx context.Context, w *writer, find *sql.Stmt, s *Signed, judge Judge) (links int, err error) {
	id, hash := s.Article.ID, s.Article.hash()
	var same bool
	if err := w.tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM articles WHERE id = ? AND hash = ?)", id, hash).Scan(&same); err != nil || !same {
		return 0, err
	}
	w.written = true
	if _, err := w.tx.ExecContext(ctx, "DELETE FROM signatures WHERE article = ?", id); err != nil {
		return 0, err
	}
	candidates, err := l.candidates(ctx, w, find, OwnerOf(id), s.Keys)
	if err != nil {
		return 0, err
	}
	var found map[string]float64
	if len(candidates) > 0 {
		if found, err = judge(*s, candidates, func(id string) (*Article, error) { return l.article(ctx, w.tx, id) }); err != nil {
			return 0, err
		}
	}
	keys, err := json.Marshal(append([]uint32{}, s.Keys...))
	if err != nil {
		return 0, err
	}
	res, err := w.tx.ExecContext(ctx, "INSERT INTO signatures (article, hash, signature, keys) VALUES (?, ?, ?, ?)", id, hash, s.Signature, string(keys))
	if err != nil {
		return 0, err
	}
	n, err := res.LastInsertId()
	if err != nil {
		return 0, err
	}
	if _, err := w.tx.ExecContext(ctx, "INSERT INTO bands SELECT value, ? FROM json_each(?)", n, string(keys)); err != nil {
		return 0, err
	}
	for other, overlap := range found {
		if _, err := w.tx.ExecContext(ctx, "INSERT INTO copies SELECT ?, n, ? FROM signatures WHERE article = ?", n, overlap, other); err != nil {
			return 0, err
		}
	}
	return len(found), nil
}

// candidates are the articles of an owner that share keys, those that share
// most first.
func (l *Library) candidates(ctx context.Context, w *writer, find *sql.Stmt, owner string, keys []uint32) (out []Candidate, err error) {
	if len(keys) == 0 {
		return nil, nil
	}
	shared := map[int64]int{}
	for _, k := range keys {
		if err := filed(ctx, find, k, shared); err != nil {
			return nil, err
		}
	}
	ns := slices.SortedFunc(maps.Keys(shared), func(a, b int64) int {
		return cmp.Or(cmp.Compare(shared[b], shared[a]), cmp.Compare(a, b))
	})
	for _, n := range ns[:min(MaxCandidates, len(ns))] {
		var c Candidate
		if err := w.tx.QueryRowContext(ctx, "SELECT article, signature FROM signatures WHERE n = ?", n).Scan(&c.Article, &c.Signature); err != nil {
			return nil, err
		}
		if OwnerOf(c.Article) == owner {
			out = append(out, c)
		}
	}
	return out, nil
}

// filed counts the signatures that have a key.
func filed(ctx context.Context, find *sql.Stmt, key uint32, shared map[int64]int) error {
	rows, err := find.QueryContext(ctx, int64(key))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			return err
		}
		shared[n]++
	}
	return rows.Err()
}

// CopyLinks lists all links or, where id is not "", those of the story that
// this article belongs to.
func (l *Library) CopyLinks(ctx context.Context, id string) (out []CopyLink, err error) {
	if l.version < keepVersion {
		return nil, nil
	}
	const all = "SELECT s.article, o.article, c.overlap FROM copies c JOIN signatures s ON s.n = c.n JOIN signatures o ON o.n = c.other"
	query, args := all+" ORDER BY 1, 2", []any(nil)
	if id != "" {
		query = `WITH RECURSIVE story (n) AS (SELECT n FROM signatures WHERE article = ?
			UNION SELECT other FROM copies JOIN story USING (n)
			UNION SELECT copies.n FROM copies JOIN story ON copies.other = story.n) ` + all + " WHERE c.n IN (SELECT n FROM story) ORDER BY 1, 2"
		args = append(args, id)
	}
	rows, err := l.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, l.fault(err)
	}
	defer rows.Close()
	for rows.Next() {
		var c CopyLink
		if err := rows.Scan(&c.A, &c.B, &c.Overlap); err != nil {
			return nil, l.fault(err)
		}
		out = append(out, c)
	}
	return out, l.fault(rows.Err())
}

// StoriesOf parts linked articles into stories: lists of IDs, each in order,
// by their first.
func StoriesOf(links []CopyLink) [][]string {
	first := map[string]string{}
	root := func(id string) string {
		for {
			next, ok := first[id]
			if !ok || next == id {
				return id
			}
			id = next
		}
	}
	for _, c := range links {
		a, b := root(c.A), root(c.B)
		first[max(a, b)] = min(a, b)
		for _, id := range []string{c.A, c.B} {
			if _, ok := first[id]; !ok {
				first[id] = root(id)
			}
		}
	}
	members := map[string][]string{}
	for id := range first {
		r := root(id)
		members[r] = append(members[r], id)
	}
	var out [][]string
	for _, ids := range members {
		slices.Sort(ids)
		out = append(out, ids)
	}
	slices.SortFunc(out, func(a, b []string) int { return strings.Compare(a[0], b[0]) })
	return out
}
