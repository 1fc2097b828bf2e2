package corpus

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// ErrLibraryThere means that there is a library already where one is to be
// restored.
var ErrLibraryThere = errors.New("there is a library already")

// unpackedPrefix begins the names of the folders that a restore works in.
const unpackedPrefix = ".restoring-"

// stale is the age beyond which such a folder is what a killed process left.
const stale = 24 * time.Hour

// Restore puts the library in a backup into the file at path, once it has
// been found whole and sound: all of it or, after an error, nothing. A library
// that is there is ErrLibraryThere unless replace is set; those who have it
// open then go on with what was restored, and one that is damaged is left
// beside it under another name. clear is called before a new file comes to path,
// to remove what was derived from an earlier one.
func Restore(ctx context.Context, backup, path string, replace bool, clear func() error) (b Backup, err error) {
	info, err := os.Stat(path)
	there := err == nil && info.Size() > 0
	if there && !replace {
		return b, ErrLibraryThere
	}
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return b, fmt.Errorf("cannot make the folder %s: %w", folder, pathless(err))
	}
	removeStale(folder)
	dir, err := os.MkdirTemp(folder, unpackedPrefix)
	if err != nil {
		return b, fmt.Errorf("cannot write in %s: %w", folder, pathless(err))
	}
	defer os.RemoveAll(dir)
	unpacked := filepath.Join(dir, "library.db")
	if b, err = unpackBackup(ctx, backup, unpacked); err != nil {
		return b, fmt.Errorf("the backup %s is not restored: %w", backup, err)
	}
	if there {
		err := restoreInto(ctx, unpacked, path)
		if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewer) {
			return b, err
		}
	}
	// An empty file and a log without its library go away too.
	if err := moveAway(path); err != nil {
		return b, err
	}
	if err := clear(); err != nil {
		return b, err
	}
	if err := putInPlace(unpacked, path, false); err != nil {
		return b, fmt.Errorf("cannot write %s: %w", path, pathless(err))
	}
	return b, nil
}

// removeStale removes what restores that were killed have left.
func removeStale(folder string) {
	left, _ := filepath.Glob(filepath.Join(folder, unpackedPrefix+"*"))
	for _, dir := range left {
		if info, err := os.Stat(dir); err == nil && time.Since(info.ModTime()) > stale {
			_ = os.RemoveAll(dir) // it is in nobody's way
		}
	}
}

// moveAway renames a library with its log: a new file beside an old log would
// be read with it.
func moveAway(path string) error {
	if info, err := os.Stat(path); err == nil && info.Size() == 0 {
		_ = os.Remove(path) // the rename says what is wrong
	}
	name := path + ".before-" + time.Now().UTC().Format("20060102T150405")
	for _, suffix := range []string{"-wal", "-shm", ""} {
		if err := os.Rename(path+suffix, name+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("cannot move %s away: %w", path, pathless(err))
		}
	}
	return nil
}

// restoreInto replaces the content of the library at path by that of the one
// at from, in one transaction. All articles of both count as changed, so that
// indexes follow.
func restoreInto(ctx context.Context, from, path string) error {
	l, err := OpenLibrary(ctx, path)
	if err != nil {
		return err
	}
	defer l.Close()
	if l.readOnly {
		return l.fault(fs.ErrPermission)
	}
	return l.fault(l.takeOver(ctx, from))
}

func (l *Library) takeOver(ctx context.Context, from string) error {
	// A database is attached to a connection, and before a transaction begins.
	conn, err := l.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "ATTACH ? AS restored", from); err != nil {
		return err
	}
	defer conn.ExecContext(context.WithoutCancel(ctx), "DETACH restored")
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, `
		PRAGMA defer_foreign_keys = 1;
		CREATE TEMP TABLE touched AS SELECT article FROM main.changes UNION SELECT article FROM restored.changes;
		CREATE TEMP TABLE next AS SELECT max((SELECT generation FROM main.state), (SELECT generation FROM restored.state))
			+ EXISTS (SELECT 1 FROM touched) AS generation`); err != nil {
		return err
	}
	tables, err := l.strings(ctx, tx, "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name")
	if err != nil {
		return err
	}
	triggers, err := l.pairs(ctx, tx, "SELECT name, sql FROM main.sqlite_schema WHERE type = 'trigger'")
	if err != nil {
		return err
	}
	var script strings.Builder
	// Triggers would take each row's dependents one by one, and what is
	// restored along with them.
	for _, t := range triggers {
		script.WriteString("DROP TRIGGER main." + t[0] + ";")
	}
	for _, name := range tables {
		fmt.Fprintf(&script, "DELETE FROM main.%s;", name)
	}
	for _, name := range tables {
		columns, err := l.strings(ctx, tx, "SELECT name FROM pragma_table_info(?)", name)
		if err != nil {
			return err
		}
		list := strings.Join(columns, ", ")
		fmt.Fprintf(&script, "INSERT INTO main.%s (%s) SELECT %s FROM restored.%s;", name, list, list, name)
	}
	for _, t := range triggers {
		script.WriteString(t[1] + ";")
	}
	script.WriteString(`
		UPDATE main.state SET generation = (SELECT generation FROM next);
		INSERT OR REPLACE INTO main.changes SELECT article, (SELECT generation FROM next) FROM touched;
		DROP TABLE touched; DROP TABLE next`)
	if _, err := tx.ExecContext(ctx, script.String()); err != nil {
		return err
	}
	if err := checkForeign(ctx, tx); err != nil {
		return err
	}
	return tx.Commit()
}

// checkForeign looks for rows that refer to none.
func checkForeign(ctx context.Context, tx *sql.Tx) error {
	var n int
	err := tx.QueryRowContext(ctx, "SELECT count(*) FROM pragma_foreign_key_check").Scan(&n)
	if err == nil && n > 0 {
		err = fmt.Errorf("%w: %d rows refer to none", errContent, n)
	}
	return err
}
