package corpus

import (
	"bytes"
	"context"
	"fmt"
	"unicode/utf8"
)

// Verify accounts for every article, passage and vector, every earlier version
// and raw bytes, what is followed, what was fetched and every record, and
// returns a line for each fault: what SQLite's own check finds, texts and passages that are not
// what was put, spans outside their text, missing and odd vectors, what
// belongs to no article. No lines and no error mean that nothing is wrong, and
// that every citation of a version that the library has had still opens.
func (l *Library) Verify(ctx context.Context) (faults []string, err error) {
	err = l.view(ctx, func(q queryer) error {
		faults, err = l.verify(ctx, q)
		return err
	})
	return faults, err
}

func (l *Library) verify(ctx context.Context, q queryer) ([]string, error) {
	faults, err := l.checkPages(ctx, q)
	if err != nil {
		return nil, err
	}
	if len(faults) > 0 {
		// With its pages wrong, nothing else in it can be believed.
		return faults, nil
	}
	orphans, err := l.strings(ctx, q, `
		SELECT 'article ' || id || ' has no text' FROM articles WHERE id NOT IN (SELECT article FROM texts)
		UNION ALL SELECT 'a text belongs to no article: ' || article FROM texts WHERE article NOT IN (SELECT id FROM articles)
		UNION ALL SELECT DISTINCT 'passages belong to no article: ' || article FROM passages WHERE article NOT IN (SELECT id FROM articles)
		UNION ALL SELECT 'article ' || id || ' is missing from the changes' FROM articles WHERE id NOT IN (SELECT article FROM changes)
		UNION ALL SELECT 'the change of ' || article || ' is of generation ' || generation || ', after the library''s' FROM changes WHERE generation > (SELECT generation FROM state)`)
	if err != nil {
		return nil, err
	}
	faults = append(faults, orphans...)
	more, err := l.checkKept(ctx, q)
	if err != nil {
		return nil, err
	}
	faults = append(faults, more...)
	if more, err = l.checkRecords(ctx, q); err != nil {
		return nil, err
	}
	faults = append(faults, more...)
	ids, err := l.strings(ctx, q, "SELECT id FROM articles WHERE id IN (SELECT article FROM texts) ORDER BY id")
	if err != nil {
		return nil, err
	}
	dimension := 0
	for _, id := range ids {
		more, err := l.checkItem(ctx, q, id, &dimension)
		if err != nil {
			return nil, err
		}
		faults = append(faults, more...)
	}
	return faults, nil
}

// checkPages asks SQLite whether its file is sound.
func (l *Library) checkPages(ctx context.Context, q queryer) ([]string, error) {
	lines, err := l.strings(ctx, q, "PRAGMA quick_check")
	if kindOf(err) == ErrDamaged {
		return []string{err.Error()}, nil
	}
	if err != nil || len(lines) == 1 && lines[0] == "ok" {
		return nil, err
	}
	return lines, nil
}

// checkItem checks one article and what is derived from it. dimension is
// that of the first vector seen, and all the others have it.
func (l *Library) checkItem(ctx context.Context, q queryer, id string, dimension *int) (faults []string, err error) {
	fault := func(format string, args ...any) {
		faults = append(faults, "article "+id+": "+fmt.Sprintf(format, args...))
	}
	it, err := l.item(ctx, q, id)
	if kindOf(err) == ErrDamaged {
		fault("%v", err)
		return faults, nil
	}
	if err != nil {
		return nil, err
	}
	var hash, put []byte
	if err := q.QueryRowContext(ctx, "SELECT hash, derived FROM articles WHERE id = ?", id).Scan(&hash, &put); err != nil {
		return nil, l.fault(err)
	}
	passages, vectors, err := l.kept(ctx, q, id)
	if err != nil {
		return nil, err
	}
	text := it.Article.Text
	if !bytes.Equal(hash, it.Article.hash()) {
		fault("its text or what is known about it is not what was put")
	}
	at := 0
	for _, b := range it.Article.Blocks {
		if b.Start < at || b.End < b.Start || b.End > len(text) {
			fault("a block, %d to %d, does not lie in order in its text", b.Start, b.End)
			break
		}
		at = b.End
	}
	for i, p := range it.Passages {
		switch {
		case p.N != i:
			fault("passage %d is missing", i)
			return faults, nil
		case p.Start < 0 || p.Start >= p.End || p.End > len(text):
			fault("passage %d, %d to %d, does not lie in its text", i, p.Start, p.End)
		case !utf8.RuneStart(text[p.Start]) || p.End < len(text) && !utf8.RuneStart(text[p.End]):
			fault("passage %d cuts a character", i)
		}
	}
	switch {
	case len(it.Vectors) < len(it.Passages):
		fault("%d of its %d passages have no vector", len(it.Passages)-len(it.Vectors), len(it.Passages))
	case !bytes.Equal(put, derived(passages, vectors)):
		fault("its passages or vectors are not what was put")
	}
	for i, v := range it.Vectors {
		if *dimension == 0 {
			*dimension = len(v)
		}
		if len(v) != *dimension {
			fault("vector %d has %d dimensions, others %d", i, len(v), *dimension)
			break
		}
	}
	return faults, nil
}
