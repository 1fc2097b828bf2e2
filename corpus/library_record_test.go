package corpus

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"
)

// names are the owners and keys of records, in order.
func names(t *testing.T, records iter.Seq2[Record, error]) (out []string) {
	t.Helper()
	for r, err := range records {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r.Owner+"/"+r.Key)
	}
	return out
}

func putRecords(t testing.TB, l *Library, records ...Record) {
	t.Helper()
	if err := l.PutRecords(t.Context(), records...); err != nil {
		t.Fatal(err)
	}
}

func TestRecords(t *testing.T) {
	l, ctx := newTest(t), t.Context()
	at := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	value := []byte(`{"a": 1}`)
	first := Record{Kind: "settings", Owner: "1", Key: "b", Person: "ann", Value: value, At: at}
	putRecords(t, l, first, Record{Kind: "settings", Key: "", Value: []byte("0")},
		Record{Kind: "settings", Owner: "1", Key: "a", Value: []byte("true")}, Record{Kind: "settings", Owner: "2", Key: "a", Person: "ann", Value: []byte("null")},
		Record{Kind: "other", Owner: "1", Key: "a", Person: "bob", Value: []byte(`"x"`), At: at.Add(time.Hour)})
	if got, there, err := l.Record(ctx, "settings", "1", "b"); err != nil || !there || !reflect.DeepEqual(got, first) {
		t.Errorf("%+v, %v, %v", got, there, err)
	}
	if got, there, err := l.Record(ctx, "settings", "1", ""); err != nil || there || !reflect.DeepEqual(got, Record{}) {
		t.Errorf("none: %+v, %v, %v", got, there, err)
	}
	if got, _, err := l.Record(ctx, "settings", "1", "a"); err != nil || time.Since(got.At) > time.Minute {
		t.Errorf("put now: %+v, %v", got, err)
	}
	if got := names(t, l.Records(ctx, "settings", "1")); !reflect.DeepEqual(got, []string{"1/a", "1/b"}) {
		t.Errorf("of one: %q", got)
	}
	if got := names(t, l.AllRecords(ctx, "settings")); !reflect.DeepEqual(got, []string{"/", "1/a", "1/b", "2/a"}) {
		t.Errorf("of all: %q", got)
	}
	first.Value = []byte("[]")
	putRecords(t, l, first)
	if got, _, err := l.Record(ctx, "settings", "1", "b"); err != nil || !reflect.DeepEqual(got, first) {
		t.Errorf("replaced: %+v, %v", got, err)
	}
	sound(t, l)
	if gen, err := l.Generation(ctx); err != nil || gen != 0 {
		t.Errorf("generation %d, %v", gen, err)
	}
	if begun, err := l.Begun(ctx); err != nil || begun {
		t.Errorf("begun %v, %v", begun, err)
	}

	for _, tt := range []struct {
		name string
		drop func() (int, error)
		want []string
	}{
		{"deleted", func() (int, error) { return l.DeleteRecords(ctx, "settings", "1", "a", "z") }, []string{"/", "1/b", "2/a", "1/a"}},

		{"pruned", func() (int, error) { return l.PruneRecords(ctx, "settings", at.Add(time.Second)) }, []string{"/", "2/a", "1/a"}},
		{"not yet to be pruned", func() (int, error) { return l.PruneRecords(ctx, "other", at.Add(time.Hour)) }, []string{"/", "2/a", "1/a"}},
		{"a person", func() (int, error) { return l.ForgetPerson(ctx, "ann") }, []string{"/", "1/a"}},
		{"an owner", func() (int, error) { return l.ForgetOwner(ctx, "1") }, []string{"/"}},
		{"the owner of no name", func() (int, error) { return l.ForgetOwner(ctx, "") }, nil},
	} {
		before := len(names(t, l.AllRecords(ctx, "settings"))) + len(names(t, l.AllRecords(ctx, "other")))
		n, err := tt.drop()
		got := append(names(t, l.AllRecords(ctx, "settings")), names(t, l.AllRecords(ctx, "other"))...)
		if err != nil || !reflect.DeepEqual(got, tt.want) || n != before-len(got) {
			t.Errorf("%s: %d, %v; left %q", tt.name, n, err, got)
		}
	}
	if _, err := l.ForgetPerson(ctx, ""); err == nil {
		t.Error("the records of nobody were forgotten")
	}
}

func TestRecordsRefused(t *testing.T) {
	l, ctx := newTest(t), t.Context()
	good := Record{Kind: "k", Value: []byte("1")}
	for name, bad := range map[string]Record{
		"kind": {Value: []byte("1")}, "no value": {Kind: "k"}, "value": {Kind: "k", Value: []byte("{")},
		"bytes": {Kind: "k", Value: []byte("\"\xff\"")}, "key": {Kind: "k", Key: "\xff", Value: []byte("1")},
	} {
		if err := l.PutRecords(ctx, good, bad); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
		if err := l.UpdateRecordOf(ctx, bad, func([]byte) ([]byte, error) { return bad.Value, nil }); name != "no value" && err == nil {
			t.Errorf("%s: updated", name)
		}
	}
	if got := names(t, l.AllRecords(ctx, "k")); got != nil {
		t.Errorf("kept %q", got)
	}
}

// TestRecordPages reads more than a page, while they are being deleted.
func TestRecordPages(t *testing.T) {
	l, ctx := newTest(t), t.Context()
	const n = 2*recordPage + 7
	var records []Record
	var want []string
	for i := range n {
		r := Record{Kind: "k", Owner: fmt.Sprint(i / 700), Key: fmt.Sprintf("%04d", i), Value: []byte("1")}
		records, want = append(records, r), append(want, r.Owner+"/"+r.Key)
	}
	records[0].Owner, records[0].Key, want[0] = "", "", "/"
	putRecords(t, l, records...)
	var got []string
	for r, err := range l.AllRecords(ctx, "k") {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, r.Owner+"/"+r.Key)
		if _, err := l.DeleteRecords(ctx, "k", r.Owner, r.Key); err != nil {
			t.Fatal(err)
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%d records, want %d", len(got), n)
	}
	if got := names(t, l.AllRecords(ctx, "k")); got != nil {
		t.Errorf("left %q", got)
	}
}

// TestUpdateRecord counts in two libraries on one file, as two processes have.
func TestUpdateRecord(t *testing.T) {
	path := filepath.Join(t.TempDir(), "library.db")
	l, ctx := openTest(t, path), t.Context()
	count := func(old []byte) ([]byte, error) {
		n := 0
		if old != nil {
			if err := json.Unmarshal(old, &n); err != nil {
				return nil, err
			}
		}
		return json.Marshal(n + 1)
	}
	const each = 25
	var running sync.WaitGroup
	for range 2 {
		other := openTest(t, path, WithWait(time.Minute))
		for range 2 {
			running.Go(func() {
				for range each {
					if err := other.UpdateRecordOf(ctx, Record{Kind: "spent", Key: "k", Person: "ann"}, count); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	running.Wait()
	got, _, err := l.Record(ctx, "spent", "", "k")
	if err != nil || string(got.Value) != fmt.Sprint(4*each) || got.Person != "ann" {
		t.Errorf("%s of %q, %v", got.Value, got.Person, err)
	}
	refused := errors.New("over budget")
	if err := l.UpdateRecord(ctx, "spent", "", "k", func([]byte) ([]byte, error) { return nil, refused }); err != refused {
		t.Errorf("refused: %v", err)
	}
	if err := l.UpdateRecord(ctx, "spent", "", "k", count); err != nil {
		t.Error(err)
	}
	if got, _, err := l.Record(ctx, "spent", "", "k"); err != nil || string(got.Value) != fmt.Sprint(4*each+1) || got.Person != "ann" {
		t.Errorf("%s of %q, %v", got.Value, got.Person, err)
	}
	for range 2 {
		if err := l.UpdateRecord(ctx, "spent", "", "k", func([]byte) ([]byte, error) { return nil, nil }); err != nil {
			t.Error(err)
		}
	}
	if got := names(t, l.AllRecords(ctx, "spent")); got != nil {
		t.Errorf("left %q", got)
	}
}

// TestVerifyRecords damages a record, past the library.
func TestVerifyRecords(t *testing.T) {
	path := filepath.Join(t.TempDir(), "library.db")
	l := openTest(t, path)
	putRecords(t, l, Record{Kind: "k", Owner: "o", Key: "x", Value: []byte("1")})
	sound(t, l)
	l.Close()
	raw(t, path, "UPDATE records SET value = '{'")
	faults, err := openTest(t, path).Verify(t.Context())
	if err != nil || len(faults) != 1 || !strings.Contains(faults[0], `"x" of kind "k"`) {
		t.Errorf("%q, %v", faults, err)
	}
}

// TestRestoreRecords takes a library of records alone back: it is not begun by
// that.
func TestRestoreRecords(t *testing.T) {
	l, ctx := newTest(t), t.Context()
	putRecords(t, l, Record{Kind: "k", Value: []byte("1")})
	file := filepath.Join(t.TempDir(), "backup")
	if _, err := l.Backup(ctx, file, false); err != nil {
		t.Fatal(err)
	}
	putRecords(t, l, Record{Kind: "k", Key: "later", Value: []byte("2")})
	if _, err := Restore(ctx, file, l.Path(), true, nothing); err != nil {
		t.Fatal(err)
	}
	if got := names(t, l.AllRecords(ctx, "k")); !reflect.DeepEqual(got, []string{"/"}) {
		t.Errorf("restored %q", got)
	}
	if begun, err := l.Begun(ctx); err != nil || begun {
		t.Errorf("begun %v, %v", begun, err)
	}
	if _, err := l.AddFollow(ctx, "/news", time.Hour); err != nil {
		t.Fatal(err)
	}
	if begun, err := l.Begun(ctx); err != nil || !begun {
		t.Errorf("follows something: begun %v, %v", begun, err)
	}
}

// TestUpgradeRecords opens a library of the third version, first as it is.
func TestUpgradeRecords(t *testing.T) {
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "library.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(schema + upgrades[1] + upgrades[2] + "PRAGMA application_id = 1852143475; PRAGMA user_version = 3"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	old := &Library{path: path, readOnly: true}
	if err := old.open(ctx, unlocked, time.Second); err != nil {
		t.Fatal(err)
	}
	if _, there, err := old.Record(ctx, "k", "", ""); err != nil || there {
		t.Errorf("there %v, %v", there, err)
	}
	if got := append(names(t, old.Records(ctx, "k", "")), names(t, old.AllRecords(ctx, "k"))...); got != nil {
		t.Errorf("%q", got)
	}
	if err := old.PutRecords(ctx, Record{Kind: "k", Value: []byte("1")}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("put: %v", err)
	}
	sound(t, old)
	old.Close()
	l := openTest(t, path)
	putRecords(t, l, Record{Kind: "k", Value: []byte("1")})
	sound(t, l)
}
