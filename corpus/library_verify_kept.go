package corpus

import "context"

// keptOrphans finds rows that belong to nothing, and those that should be
// there and are not.
const keptOrphans = `
	SELECT 'an earlier version belongs to no article: ' || article FROM versions WHERE article NOT IN (SELECT id FROM articles)
	UNION ALL SELECT 'article ' || article || ' has ' || count(*) || ' earlier versions, numbered up to ' || max(n) FROM versions GROUP BY article HAVING count(*) <> max(n) OR min(n) <> 1
	UNION ALL SELECT 'version ' || hash || ' of article ' || article || ' has no content' FROM versions v
		WHERE NOT EXISTS (SELECT 1 FROM versions w WHERE w.article = v.article AND w.hash = v.hash AND w.content IS NOT NULL)
	UNION ALL SELECT 'raw bytes belong to no article: ' || article FROM raws WHERE article NOT IN (SELECT id FROM articles)
	UNION ALL SELECT 'the raw bytes of article ' || article || ' are missing' FROM raws WHERE blob NOT IN (SELECT hash FROM blobs)
	UNION ALL SELECT 'raw bytes ' || substr(lower(hex(hash)), 1, 16) || ' are no article''s' FROM blobs WHERE hash NOT IN (SELECT blob FROM raws)
	UNION ALL SELECT 'collection ' || name || ' has an article that is missing: ' || article FROM collections WHERE article NOT IN (SELECT id FROM articles)
	UNION ALL SELECT 'a signature belongs to no article: ' || article FROM signatures WHERE article NOT IN (SELECT id FROM articles)
	UNION ALL SELECT 'the signature of article ' || article || ' lacks ' || (json_array_length(keys) - have) || ' of its keys' FROM
		(SELECT article, keys, (SELECT count(*) FROM json_each(s.keys) k JOIN bands b ON b.key = k.value AND b.n = s.n) have FROM signatures s) WHERE have <> json_array_length(keys)
	UNION ALL SELECT 'the keys of signature ' || n || ' are left over' FROM (SELECT DISTINCT n FROM bands WHERE n NOT IN (SELECT n FROM signatures))
	UNION ALL SELECT 'copies ' || n || ' and ' || other || ' are not both there' FROM copies WHERE n NOT IN (SELECT n FROM signatures) OR other NOT IN (SELECT n FROM signatures)
	UNION ALL SELECT 'what is followed has no name or no schedule: ' || target FROM follows WHERE target = '' OR every <= 0 OR next < 0 OR last < good OR failures < 0
	UNION ALL SELECT 'a page that was fetched has no name' FROM fetched WHERE key = ''
	UNION ALL SELECT 'article ' || id || ' came from an address and nothing is remembered of that: ' || url FROM articles
		WHERE json_extract(provenance, '$.id') = 'address' AND id NOT IN (SELECT article FROM fetched)`

// ownedOrphans does that for what has an owner and what was removed.
const ownedOrphans = `
	SELECT 'collection ' || name || ' is for what is not followed: ' || target FROM follow_collections WHERE (owner, target) NOT IN (SELECT owner, target FROM follows)
	UNION ALL SELECT 'article ' || id || ' is not in its owner''s collection' FROM articles WHERE id GLOB 'server:*/*'
		AND instr(id, '/') BETWEEN 9 AND 72 AND substr(id, 8, instr(id, '/') - 8) NOT GLOB '*[^a-z0-9-]*' AND NOT EXISTS (SELECT 1 FROM collections WHERE article = id AND name = substr(id, 1, instr(id, '/') - 1))
	UNION ALL SELECT 'a page of ' || owner || ' became an article that is not theirs: ' || article FROM fetched
		WHERE owner <> '' AND article <> '' AND substr(article, 1, length(owner) + 1) <> owner || '/'
	UNION ALL SELECT 'article ' || article || ' is there and counts as removed' FROM removed WHERE article IN (SELECT id FROM articles)`

// checkKept checks what is kept beside the articles as they are.
func (l *Library) checkKept(ctx context.Context, q queryer) ([]string, error) {
	if l.version < keepVersion {
		return nil, nil
	}
	orphans := keptOrphans
	if l.version >= ownerVersion {
		orphans += "\n\tUNION ALL " + ownedOrphans
	}
	faults, err := l.strings(ctx, q, orphans)
	if err != nil || len(faults) > 0 {
		return faults, err
	}
	rows, err := l.pairs(ctx, q, "SELECT DISTINCT article, hash FROM versions ORDER BY article, hash")
	if err != nil {
		return nil, err
	}
	for _, v := range rows {
		if _, err := l.unpackVersion(ctx, q, v[0], v[1]); kindOf(err) == ErrDamaged {
			faults = append(faults, err.Error())
		} else if err != nil {
			return nil, err
		}
	}
	// Bytes of several articles are looked at once.
	ids, err := l.strings(ctx, q, "SELECT min(article) FROM raws GROUP BY blob ORDER BY 1")
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if _, err := l.raw(ctx, q, id); kindOf(err) == ErrDamaged {
			faults = append(faults, err.Error())
		} else if err != nil {
			return nil, err
		}
	}
	return faults, nil
}

// pairs is the first two columns of a query.
func (l *Library) pairs(ctx context.Context, q queryer, query string, args ...any) ([][2]string, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, l.fault(err)
	}
	defer rows.Close()
	var out [][2]string
	for rows.Next() {
		var p [2]string
		if err := rows.Scan(&p[0], &p[1]); err != nil {
			return nil, l.fault(err)
		}
		out = append(out, p)
	}
	return out, l.fault(rows.Err())
}
