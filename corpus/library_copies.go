package corpus

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
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

// Unsigned lists the articles whose ID comes after another, by ID and no more
// than limit of them, that have no signature or that of an earlier state.
func (l *Library) Unsigned(ctx context.Context, after string, limit int) ([]string, error) {
	return l.strings(ctx, l.db, "SELECT a.id FROM articles a LEFT JOIN signatures s ON s.article = a.id WHERE a.id > ? AND s.hash IS NOT a.hash ORDER BY a.id LIMIT ?", after, limit)
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
		sg := signer{l: l, writer: w, judge: judge}
		if err := sg.prepare(ctx); err != nil {
			return err
		}
		defer sg.close()
		for i := range signed {
			links, err := sg.sign(ctx, &signed[i])
			if err != nil {
				return err
			}
			if links > 0 {
				linked++
			}
		}
		return nil
	})
	return linked, err
}

// A signer is a writer with the statements that signing repeats.
type signer struct {
	*writer
	l     *Library
	judge Judge
	// keys are an article's as a JSON array, what it is looked up and filed by.
	same, clear, find, insert, file, link *sql.Stmt
}

// nearest are the signatures that share most keys with an article: of each key
// the first so many that are filed under it.
var nearest = fmt.Sprintf(`
	SELECT s.article, s.signature FROM (
		SELECT b.n, count(*) AS shared FROM json_each(?) k JOIN bands b ON b.key = k.value
		WHERE b.n <= ifnull((SELECT n FROM bands WHERE key = k.value ORDER BY n LIMIT 1 OFFSET %d), b.n)
		GROUP BY b.n ORDER BY shared DESC, b.n LIMIT %d) c
	JOIN signatures s ON s.n = c.n ORDER BY c.shared DESC, c.n`, keyCandidates-1, MaxCandidates)

func (sg *signer) prepare(ctx context.Context) (err error) {
	for _, s := range []struct {
		to  **sql.Stmt
		sql string
	}{
		{&sg.same, "SELECT EXISTS (SELECT 1 FROM articles WHERE id = ? AND hash = ?)"},
		{&sg.clear, "DELETE FROM signatures WHERE article = ?"},
		{&sg.find, nearest},
		{&sg.insert, "INSERT INTO signatures (article, hash, signature, keys) VALUES (?, ?, ?, ?)"},
		{&sg.file, "INSERT INTO bands SELECT value, ? FROM json_each(?)"},
		{&sg.link, "INSERT INTO copies SELECT ?, n, ? FROM signatures WHERE article = ?"},
	} {
		if *s.to, err = sg.tx.PrepareContext(ctx, s.sql); err != nil {
			return err
		}
	}
	return nil
}

func (sg *signer) close() {
	for _, s := range []*sql.Stmt{sg.same, sg.clear, sg.find, sg.insert, sg.file, sg.link} {
		_ = s.Close() // the transaction ends them in any case
	}
}

func (sg *signer) sign(ctx context.Context, s *Signed) (links int, err error) {
	id, hash := s.Article.ID, s.Article.hash()
	var same bool
	if err := sg.same.QueryRowContext(ctx, id, hash).Scan(&same); err != nil || !same {
		return 0, err
	}
	sg.written = true
	if _, err := sg.clear.ExecContext(ctx, id); err != nil {
		return 0, err
	}
	b, err := json.Marshal(append([]uint32{}, s.Keys...))
	if err != nil {
		return 0, err
	}
	keys := string(b)
	candidates, err := sg.candidates(ctx, OwnerOf(id), keys)
	if err != nil {
		return 0, err
	}
	var found map[string]float64
	if len(candidates) > 0 {
		load := func(id string) (*Article, error) { return sg.l.article(ctx, sg.tx, id) }
		if found, err = sg.judge(*s, candidates, load); err != nil {
			return 0, err
		}
	}
	res, err := sg.insert.ExecContext(ctx, id, hash, s.Signature, keys)
	if err != nil {
		return 0, err
	}
	n, err := res.LastInsertId()
	if err != nil {
		return 0, err
	}
	if _, err := sg.file.ExecContext(ctx, n, keys); err != nil {
		return 0, err
	}
	for other, overlap := range found {
		if _, err := sg.link.ExecContext(ctx, n, overlap, other); err != nil {
			return 0, err
		}
	}
	return len(found), nil
}

// candidates are the articles of an owner that share keys, those that share
// most first.
func (sg *signer) candidates(ctx context.Context, owner, keys string) (out []Candidate, err error) {
	rows, err := sg.find.QueryContext(ctx, keys)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c Candidate
		if err := rows.Scan(&c.Article, &c.Signature); err != nil {
			return nil, err
		}
		if OwnerOf(c.Article) == owner {
			out = append(out, c)
		}
	}
	return out, rows.Err()
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
