package corpus

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"time"
	"unicode/utf8"
)

// Record is something that a program keeps in the library beside the
// articles. To the library it is a value under a kind, an owner and a key.
type Record struct {
	// Kind says what it is; Owner and Key, which may be "", tell it from the
	// others of its kind.
	Kind, Owner, Key string
	// Person is whom it is about or comes from, "" for nobody: see
	// ForgetPerson.
	Person string
	// Value is JSON.
	Value []byte
	// At is when it was put, to the second. PutRecords takes the zero time for
	// now.
	At time.Time
}

// recordSchema is the table of records, which belong to no article and of
// which no index knows.
const recordSchema = `
CREATE TABLE records (
	kind TEXT NOT NULL CHECK (kind <> ''), owner TEXT NOT NULL, key TEXT NOT NULL, person TEXT NOT NULL,
	value TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (kind, owner, key));
CREATE INDEX records_owner ON records (owner);
CREATE INDEX records_person ON records (person);
CREATE INDEX records_at ON records (kind, at);
`

const recordColumns = "kind, owner, key, person, value, at"

// recordPage is how many records are read at a time.
const recordPage = 500

var (
	errRecordKind  = errors.New("a record needs a kind")
	errRecordName  = errors.New("a record's kind, owner, key and person are UTF-8")
	errRecordValue = errors.New("the value of a record is one JSON value, in UTF-8")
	errNobody      = errors.New("the records of nobody in particular cannot be forgotten: name a person")
)

func (r *Record) check() error {
	if r.Kind == "" {
		return errRecordKind
	}
	for _, s := range []string{r.Kind, r.Owner, r.Key, r.Person} {
		if !utf8.ValidString(s) {
			return errRecordName
		}
	}
	if !utf8.Valid(r.Value) || !json.Valid(r.Value) {
		return errRecordValue
	}
	return nil
}

// scan reads recordColumns.
func (r *Record) scan(row interface{ Scan(...any) error }) error {
	var at int64
	err := row.Scan(&r.Kind, &r.Owner, &r.Key, &r.Person, &r.Value, &at)
	r.At = moment(at)
	return err
}

// PutRecords keeps records, each in the place of the one with its kind, owner
// and key, all in one transaction.
func (l *Library) PutRecords(ctx context.Context, records ...Record) error {
	for i := range records {
		if err := records[i].check(); err != nil {
			return err
		}
	}
	if len(records) == 0 {
		return nil
	}
	return l.changeRecords(ctx, func(tx *sql.Tx) error {
		for i := range records {
			if err := putRecord(ctx, tx, &records[i]); err != nil {
				return l.fault(err)
			}
		}
		return nil
	})
}

func putRecord(ctx context.Context, tx *sql.Tx, r *Record) error {
	at := r.At
	if at.IsZero() {
		at = time.Now()
	}
	_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO records ("+recordColumns+") VALUES (?, ?, ?, ?, ?, ?)",
		r.Kind, r.Owner, r.Key, r.Person, string(r.Value), seconds(at))
	return err
}

// changeRecords runs fn, whose error it returns as it is, in a transaction
// that does not count as a change of the articles.
func (l *Library) changeRecords(ctx context.Context, fn func(*sql.Tx) error) error {
	if l.version < recordVersion {
		return l.fault(fs.ErrPermission) // only a library that cannot be written is still as old as that
	}
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return l.fault(err)
	}
	defer tx.Rollback()
	if err := fn(tx); err != nil {
		return err
	}
	return l.fault(tx.Commit())
}

// Record is the one of a kind, an owner and a key, and whether there is one.
func (l *Library) Record(ctx context.Context, kind, owner, key string) (r Record, there bool, err error) {
	if l.version < recordVersion {
		return r, false, nil
	}
	return l.record(ctx, l.db, kind, owner, key)
}

func (l *Library) record(ctx context.Context, q queryer, kind, owner, key string) (r Record, there bool, err error) {
	err = r.scan(q.QueryRowContext(ctx, "SELECT "+recordColumns+" FROM records WHERE kind = ? AND owner = ? AND key = ?", kind, owner, key))
	if errors.Is(err, sql.ErrNoRows) {
		return Record{}, false, nil
	}
	return r, err == nil, l.fault(err)
}

// Records yields the records of a kind that an owner has, ordered by key, and
// ends after an error. They are read some hundred at a time: what is written
// meanwhile, by whoever ranges over them too, may or may not be among them.
func (l *Library) Records(ctx context.Context, kind, owner string) iter.Seq2[Record, error] {
	return l.eachRecord(func(after string, last Record) ([]Record, error) {
		return l.recordPage(ctx, "kind = ? AND owner = ? AND key "+after+" ?", kind, owner, last.Key)
	})
}

// AllRecords is Records of all owners, ordered by owner and key.
func (l *Library) AllRecords(ctx context.Context, kind string) iter.Seq2[Record, error] {
	return l.eachRecord(func(after string, last Record) ([]Record, error) {
		return l.recordPage(ctx, "kind = ? AND (owner, key) "+after+" (?, ?)", kind, last.Owner, last.Key)
	})
}

// eachRecord yields page after page. A page begins after the last record, in
// the sense of the operator that it is given: nothing comes before the zero
// Record, which may be one itself.
func (l *Library) eachRecord(page func(after string, last Record) ([]Record, error)) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		if l.version < recordVersion {
			return
		}
		after, last := ">=", Record{}
		for {
			records, err := page(after, last)
			if err != nil {
				yield(Record{}, err)
				return
			}
			for _, r := range records {
				if !yield(r, nil) {
					return
				}
			}
			if len(records) < recordPage {
				return
			}
			after, last = ">", records[len(records)-1]
		}
	}
}

func (l *Library) recordPage(ctx context.Context, where string, args ...any) ([]Record, error) {
	rows, err := l.db.QueryContext(ctx, "SELECT "+recordColumns+" FROM records WHERE "+where+" ORDER BY owner, key LIMIT ?", append(args, recordPage)...)
	if err != nil {
		return nil, l.fault(err)
	}
	defer rows.Close()
	var out []Record
	for rows.Next() {
		var r Record
		if err := r.scan(rows); err != nil {
			return nil, l.fault(err)
		}
		out = append(out, r)
	}
	return out, l.fault(rows.Err())
}

// UpdateRecord puts in the place of a record's value what fn makes of it, with
// no other process writing in between. fn gets nil where there is no such
// record, and returns nil for there to be none. Its error ends the update with
// nothing changed and is returned as it is. It must not use the library.
func (l *Library) UpdateRecord(ctx context.Context, kind, owner, key string, fn func(old []byte) ([]byte, error)) error {
	return l.UpdateRecordOf(ctx, Record{Kind: kind, Owner: owner, Key: key}, fn)
}

// UpdateRecordOf is UpdateRecord of the record with r's kind, owner and key,
// which becomes one of r.Person, unless that is "", and of r.At.
func (l *Library) UpdateRecordOf(ctx context.Context, r Record, fn func(old []byte) ([]byte, error)) error {
	return l.changeRecords(ctx, func(tx *sql.Tx) error {
		old, there, err := l.record(ctx, tx, r.Kind, r.Owner, r.Key)
		if err != nil {
			return err
		}
		if r.Person == "" {
			r.Person = old.Person
		}
		if r.Value, err = fn(old.Value); err != nil {
			return err
		}
		if r.Value == nil {
			if there {
				_, err = tx.ExecContext(ctx, deleteRecord, r.Kind, r.Owner, r.Key)
			}
			return l.fault(err)
		}
		if err := r.check(); err != nil {
			return err
		}
		return l.fault(putRecord(ctx, tx, &r))
	})
}

const deleteRecord = "DELETE FROM records WHERE kind = ? AND owner = ? AND key = ?"

// DeleteRecords takes out the records with these keys, of those of a kind that
// an owner has, and reports how many there were.
func (l *Library) DeleteRecords(ctx context.Context, kind, owner string, keys ...string) (deleted int, err error) {
	err = l.changeRecords(ctx, func(tx *sql.Tx) error {
		deleted = 0
		for _, key := range keys {
			n, err := rowsOf(tx.ExecContext(ctx, deleteRecord, kind, owner, key))
			if err != nil {
				return l.fault(err)
			}
			deleted += n
		}
		return nil
	})
	return deleted, err
}

// ForgetOwner takes out all records of an owner, of whatever kind, and reports
// how many there were.
func (l *Library) ForgetOwner(ctx context.Context, owner string) (int, error) {
	return l.dropRecords(ctx, "DELETE FROM records WHERE owner = ?", owner)
}

// ForgetPerson takes out all records of a person, of whatever kind and owner,
// and reports how many there were.
func (l *Library) ForgetPerson(ctx context.Context, person string) (int, error) {
	if person == "" {
		return 0, errNobody
	}
	return l.dropRecords(ctx, "DELETE FROM records WHERE person = ?", person)
}

// PruneRecords takes out the records of a kind that were put before a time,
// and reports how many there were.
func (l *Library) PruneRecords(ctx context.Context, kind string, before time.Time) (int, error) {
	return l.dropRecords(ctx, "DELETE FROM records WHERE kind = ? AND at < ?", kind, before.Unix())
}

func (l *Library) dropRecords(ctx context.Context, query string, args ...any) (dropped int, err error) {
	err = l.changeRecords(ctx, func(tx *sql.Tx) error {
		dropped, err = rowsOf(tx.ExecContext(ctx, query, args...))
		return l.fault(err)
	})
	return dropped, err
}

// rowsOf is how many rows a statement has changed.
func rowsOf(res sql.Result, err error) (int, error) {
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return int(n), err
}

// checkRecords checks that every record is one that could be put.
func (l *Library) checkRecords(ctx context.Context, q queryer) (faults []string, err error) {
	if l.version < recordVersion {
		return nil, nil
	}
	rows, err := q.QueryContext(ctx, "SELECT "+recordColumns+" FROM records ORDER BY kind, owner, key")
	if err != nil {
		return nil, l.fault(err)
	}
	defer rows.Close()
	for rows.Next() {
		var r Record
		if err := r.scan(rows); err != nil {
			return nil, l.fault(err)
		}
		if err := r.check(); err != nil {
			faults = append(faults, fmt.Sprintf("record %q of kind %q and owner %q: %v", r.Key, r.Kind, r.Owner, err))
		}
	}
	return faults, l.fault(rows.Err())
}
