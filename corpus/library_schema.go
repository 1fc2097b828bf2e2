package corpus

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"
)

// schemaVersion is what this program writes. A file with a greater one was
// written by a later program.
const schemaVersion = 4

const (
	// webVersion is the version that has the tables of library_web.go.
	webVersion = 2
	// keepVersion is the one that has earlier versions, raw bytes,
	// collections and copies.
	keepVersion = 3
	// recordVersion is the one that has records, and whose follows and fetched
	// pages have an owner; it remembers what was removed.
	recordVersion = 4
	ownerVersion  = 4
	// packVersion is the one whose vectors and raw bytes take less room.
	packVersion = 4
)

// applicationID marks the file as ours, in SQLite's header.
const applicationID = 0x6e657773

// Texts lie in a table of their own so that a list of articles does not read
// them, and passages in one with row numbers because vectors do not fit the
// pages of an index.
const schema = `
CREATE TABLE state (generation INTEGER NOT NULL);
INSERT INTO state VALUES (0);
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
	id TEXT PRIMARY KEY CHECK (id <> ''),
	url TEXT NOT NULL, title TEXT NOT NULL, author TEXT NOT NULL, outlet TEXT NOT NULL,
	agency TEXT NOT NULL, dateline TEXT NOT NULL, published TEXT NOT NULL, provenance TEXT NOT NULL,
	hash BLOB NOT NULL, derived BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE texts (
	article TEXT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
	text TEXT NOT NULL, blocks BLOB NOT NULL);
CREATE TABLE passages (
	article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
	n INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
	vector BLOB, UNIQUE (article, n));
CREATE TABLE changes (article TEXT PRIMARY KEY, generation INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX changes_generation ON changes (generation);
`

// upgrades[v] makes a library of version v one of version v+1.
var upgrades = map[int]string{
	1: `
CREATE TABLE fetched (
	key TEXT PRIMARY KEY, url TEXT NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL,
	listed TEXT NOT NULL, article TEXT NOT NULL, fetched INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX fetched_article ON fetched (article);
CREATE TABLE follows (
	target TEXT PRIMARY KEY, every INTEGER NOT NULL, next INTEGER NOT NULL, last INTEGER NOT NULL,
	good INTEGER NOT NULL, failures INTEGER NOT NULL, note TEXT NOT NULL) WITHOUT ROWID;
`,
	// What belongs to an article goes with it. Bytes that several articles
	// were read from are kept once. The rows of bands lie by key alone, so a
	// signature names its own for when it goes.
	2: `
ALTER TABLE articles ADD COLUMN added INTEGER NOT NULL DEFAULT 0;
CREATE TABLE versions (
	article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
	n INTEGER NOT NULL, hash TEXT NOT NULL, replaced INTEGER NOT NULL, content BLOB, PRIMARY KEY (article, n));
CREATE TABLE blobs (hash BLOB PRIMARY KEY, size INTEGER NOT NULL, data BLOB NOT NULL);
CREATE TABLE raws (
	article TEXT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
	blob BLOB NOT NULL, name TEXT NOT NULL, url TEXT NOT NULL, media TEXT NOT NULL, whole INTEGER NOT NULL, fetched INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX raws_blob ON raws (blob);
CREATE TRIGGER raws_gone AFTER DELETE ON raws BEGIN
	DELETE FROM blobs WHERE hash = old.blob AND NOT EXISTS (SELECT 1 FROM raws WHERE blob = old.blob);
END;
CREATE TRIGGER raws_changed AFTER UPDATE OF blob ON raws BEGIN
	DELETE FROM blobs WHERE hash = old.blob AND NOT EXISTS (SELECT 1 FROM raws WHERE blob = old.blob);
END;
CREATE TABLE collections (
	article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
	name TEXT NOT NULL COLLATE NOCASE CHECK (name <> ''), PRIMARY KEY (article, name)) WITHOUT ROWID;
CREATE INDEX collections_name ON collections (name);
CREATE TABLE follow_collections (
	target TEXT NOT NULL REFERENCES follows (target) ON DELETE CASCADE,
	name TEXT NOT NULL COLLATE NOCASE CHECK (name <> ''), PRIMARY KEY (target, name)) WITHOUT ROWID;
CREATE TABLE signatures (
	n INTEGER PRIMARY KEY AUTOINCREMENT, article TEXT NOT NULL UNIQUE REFERENCES articles (id) ON DELETE CASCADE,
	hash BLOB NOT NULL, signature BLOB NOT NULL, keys TEXT NOT NULL);
CREATE TABLE bands (key INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (key, n)) WITHOUT ROWID;
CREATE TRIGGER signatures_gone AFTER DELETE ON signatures BEGIN
	DELETE FROM bands WHERE key IN (SELECT value FROM json_each(old.keys)) AND n = old.n;
END;
CREATE TABLE copies (
	n INTEGER NOT NULL REFERENCES signatures (n) ON DELETE CASCADE,
	other INTEGER NOT NULL REFERENCES signatures (n) ON DELETE CASCADE,
	overlap REAL NOT NULL, PRIMARY KEY (n, other)) WITHOUT ROWID;
CREATE INDEX copies_other ON copies (other);
`,
	3: recordSchema + ownedTables + packUpgrade,
}

// ownedTables make what is followed and what was fetched an owner's, "" for
// the operator, and remember what was removed. Feeds and site maps are read in
// full once more, which tells of each page what lists it.
const ownedTables = `
ALTER TABLE follow_collections RENAME TO follow_collections_3;
ALTER TABLE follows RENAME TO follows_3;
CREATE TABLE follows (
	owner TEXT NOT NULL, target TEXT NOT NULL, every INTEGER NOT NULL, next INTEGER NOT NULL, last INTEGER NOT NULL,
	good INTEGER NOT NULL, failures INTEGER NOT NULL, note TEXT NOT NULL, mirror INTEGER NOT NULL, PRIMARY KEY (owner, target)) WITHOUT ROWID;
INSERT INTO follows SELECT '', target, every, next, last, good, failures, note, 0 FROM follows_3;
CREATE TABLE follow_collections (
	owner TEXT NOT NULL, target TEXT NOT NULL, name TEXT NOT NULL COLLATE NOCASE CHECK (name <> ''), PRIMARY KEY (owner, target, name),
	FOREIGN KEY (owner, target) REFERENCES follows (owner, target) ON DELETE CASCADE) WITHOUT ROWID;
INSERT INTO follow_collections SELECT '', target, name FROM follow_collections_3;
DROP TABLE follow_collections_3;
DROP TABLE follows_3;
ALTER TABLE fetched RENAME TO fetched_3;
CREATE TABLE fetched (
	owner TEXT NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL,
	listed TEXT NOT NULL, article TEXT NOT NULL, fetched INTEGER NOT NULL, list TEXT NOT NULL, seen INTEGER NOT NULL,
	failures INTEGER NOT NULL, retry INTEGER NOT NULL, PRIMARY KEY (owner, key)) WITHOUT ROWID;
INSERT INTO fetched SELECT '', key, url,
	iif(listed IN ('feed', 'site map', 'index of site maps'), '', etag), iif(listed IN ('feed', 'site map', 'index of site maps'), '', modified),
	listed, article, fetched, '', CAST(strftime('%s', 'now') AS INTEGER), 0, 0 FROM fetched_3;
DROP TABLE fetched_3;
CREATE INDEX fetched_article ON fetched (article);
CREATE TABLE removed (article TEXT PRIMARY KEY, text TEXT NOT NULL, web INTEGER NOT NULL) WITHOUT ROWID;
`

const magic = "SQLite format 3\x00"

// checkFile looks at an existing file's header: SQLite itself would take a
// file that is cut short for a smaller one until it misses a page.
func checkFile(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return err
	}
	header := make([]byte, 100)
	if _, err := io.ReadFull(f, header); err != nil || !bytes.HasPrefix(header, []byte(magic)) {
		return errForeign
	}
	if wal, err := os.Stat(path + "-wal"); err == nil && wal.Size() > 0 {
		// The log holds the newest pages; the file may rightly lack them.
		return nil
	}
	page := int64(binary.BigEndian.Uint16(header[16:]))
	if page == 1 {
		page = 65536
	}
	if pages := int64(binary.BigEndian.Uint32(header[28:])); info.Size() < pages*page {
		return errShort
	}
	return nil
}

// prepare creates the schema in a new file, checks it in an old one and
// brings it up to date. A library that is only read stays as old as it is.
func (l *Library) prepare(ctx context.Context, how access) error {
	version, app, err := versions(ctx, l.db)
	if err != nil {
		return err
	}
	writes := how["mode"] == nil
	if version == 0 || version < schemaVersion && app == applicationID && writes {
		was := version
		if version, app, err = l.upgrade(ctx); err != nil {
			return err
		}
		if was > 0 && was < packVersion {
			l.shrink(ctx)
		}
	}
	switch {
	case app != applicationID:
		return errForeign
	case version > schemaVersion:
		return ErrNewer
	}
	l.version = version
	return nil
}

func versions(ctx context.Context, q queryer) (version, app int, err error) {
	err = q.QueryRowContext(ctx, "SELECT user_version, application_id FROM pragma_user_version, pragma_application_id").Scan(&version, &app)
	return version, app, err
}

// upgrade writes the schema, or what an old one lacks, unless another process
// just did.
func (l *Library) upgrade(ctx context.Context) (version, app int, err error) {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return 0, 0, err
	}
	defer tx.Rollback()
	if version, app, err = versions(ctx, tx); err != nil || version >= schemaVersion || version > 0 && app != applicationID {
		return version, app, err
	}
	var script strings.Builder
	was := version
	if version == 0 {
		var tables int
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
			return 0, 0, err
		}
		if tables > 0 {
			return 0, 0, errForeign
		}
		version = 1
		script.WriteString(schema)
	}
	for ; version < schemaVersion; version++ {
		script.WriteString(upgrades[version])
	}
	script.WriteString("PRAGMA application_id = " + strconv.Itoa(applicationID) + "; PRAGMA user_version = " + strconv.Itoa(schemaVersion))
	if _, err := tx.ExecContext(ctx, script.String()); err != nil {
		return 0, 0, err
	}
	if was > 0 && was < packVersion {
		if err := l.packOld(ctx, tx); err != nil {
			return 0, 0, err
		}
	}
	return schemaVersion, applicationID, tx.Commit()
}
