package corpus

import (
	"path/filepath"
	"reflect"
	"slices"
	"testing"
)

func TestCopyTo(t *testing.T) {
	l := newTest(t)
	put(t, l, testItem("a", "One.", 2), testItem("b", "Two.", 2))
	if _, err := l.Remove(t.Context(), "b"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := l.CopyTo(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if err := l.CopyTo(t.Context(), path); err == nil {
		t.Error("a file was overwritten")
	}
	put(t, l, testItem("c", "Three.", 1))
	c := openTest(t, path)
	if got, err := c.Item(t.Context(), "a"); err != nil || !reflect.DeepEqual(got, testItem("a", "One.", 2)) {
		t.Errorf("Item: %v, %+v", err, got)
	}
	if n, _, _ := c.Counts(t.Context()); n != 1 {
		t.Errorf("%d articles in the copy", n)
	}
	if gone, err := c.ChangedSince(t.Context(), 1); err != nil || !slices.Equal(gone, []string{"b"}) {
		t.Errorf("changed: %v, %v", gone, err)
	}
	if empty, err := c.Empty(t.Context()); empty || err != nil {
		t.Errorf("Empty: %v, %v", empty, err)
	}
	if empty, err := newTest(t).Empty(t.Context()); !empty || err != nil {
		t.Errorf("a new library: Empty: %v, %v", empty, err)
	}
	sound(t, c)
}
