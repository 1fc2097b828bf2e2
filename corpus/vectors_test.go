package corpus

import (
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"testing"
	"time"
)

func openTestVectors(t *testing.T, path string) *Vectors {
	t.Helper()
	v, err := OpenVectors(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return v
}

func wantVectors(t *testing.T, v *Vectors, space string, texts []string, want [][]float32) {
	t.Helper()
	got, err := v.Get(t.Context(), space, texts)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %v (%v), want %v", space, got, err, want)
	}
}

func TestVectors(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cache", "vectors.db")
	v := openTestVectors(t, path)
	if err := v.Put(t.Context(), "a", []string{"one", "two"}, [][]float32{{1, 0}, {0, 1}}); err != nil {
		t.Fatal(err)
	}
	other := openTestVectors(t, path) // another process
	wantVectors(t, other, "a", []string{"two", "three", "one"}, [][]float32{{0, 1}, nil, {1, 0}})
	wantVectors(t, other, "b", []string{"one"}, [][]float32{nil})
	// The space and the text are told apart.
	wantVectors(t, other, "ao", []string{"ne"}, [][]float32{nil})
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v, %v", info.Mode(), err)
	}
	var wg sync.WaitGroup
	for range 4 {
		for _, v := range []*Vectors{v, other} {
			wg.Go(func() {
				for range 10 {
					if err := v.Put(t.Context(), "a", []string{"one"}, [][]float32{{1, 0}}); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	wg.Wait()
	if _, err := v.db.Exec("UPDATE vectors SET day = ? WHERE key = ?", dayNumber(time.Now().Add(-vectorsAge))-1, vectorKey("a", "two")); err != nil {
		t.Fatal(err)
	}
	wantVectors(t, openTestVectors(t, path), "a", []string{"one", "two"}, [][]float32{{1, 0}, nil})
}

func TestVectorsDamaged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vectors.db")
	if err := os.WriteFile(path, []byte("this is no database, and long enough to be taken for one if nobody looks"), 0o600); err != nil {
		t.Fatal(err)
	}
	v := openTestVectors(t, path)
	if err := v.Put(t.Context(), "a", []string{"one"}, [][]float32{{1}}); err != nil {
		t.Fatal(err)
	}
	wantVectors(t, v, "a", []string{"one"}, [][]float32{{1}})
	if _, err := OpenVectors(t.Context(), filepath.Join(path, "below")); err == nil {
		t.Error("a file in the place of the folder is no error")
	}
}
