package index

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"newsdesk/corpus"
)

func TestIntakeStoresInOrderAndTellsOfAll(t *testing.T) {
	x := open(t, t.TempDir(), letters("a"), quiet())
	var told []string
	unchanged := 0
	in := x.Intake(t.Context(), func(s Summary) {
		told = append(told, s.Added...)
		unchanged += len(s.Unchanged)
	})
	var want []string
	for n := range 30 {
		var batch []corpus.Article
		for i := range 1 + n%4 {
			id := fmt.Sprintf("a%02d-%d", n, i)
			want = append(want, id)
			batch = append(batch, article(id, "", "", "The tram stops at noon in "+id+"."))
		}
		if err := in.Add(batch); err != nil {
			t.Fatal(err)
		}
	}
	if err := in.Wait(); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(told, want) {
		t.Fatalf("told of %v, want %v", told, want)
	}
	if err := in.Add([]corpus.Article{article("a00-0", "", "", "The tram stops at noon in a00-0.")}); err != nil {
		t.Fatal(err)
	}
	if err := in.Close(); err != nil || unchanged != 1 {
		t.Fatalf("added again: %v, %d unchanged", err, unchanged)
	}
	if err := x.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if faults, err := x.Verify(t.Context()); err != nil || len(faults) > 0 {
		t.Fatalf("faults %v, %v", faults, err)
	}
}

// failing embeds until it comes to a text that names a bad word, and counts
// what is under way.
type failing struct {
	letters
	most, now atomic.Int64
}

func (f *failing) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	n := f.now.Add(1)
	defer f.now.Add(-1)
	f.most.Store(max(f.most.Load(), n))
	if slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(s, "poison") }) {
		return nil, errors.New("the embedder failed")
	}
	return f.letters.Embed(ctx, texts)
}

func TestIntakeKeepsWhatCameBeforeAFailure(t *testing.T) {
	e := &failing{letters: "a"}
	x := open(t, t.TempDir(), e, quiet())
	var told []string
	in := x.Intake(t.Context(), func(s Summary) { told = append(told, s.Added...) })
	var err error
	for n := 0; n < 40 && err == nil; n++ {
		text := "Bees keep the orchard alive."
		if n == 5 {
			text = "The poison is in the well."
		}
		err = in.Add([]corpus.Article{article(fmt.Sprintf("a%02d", n), "", "", text)})
	}
	if closed := in.Close(); closed == nil || !strings.Contains(closed.Error(), "the embedder failed") {
		t.Fatalf("Close says %v", closed)
	}
	list, err := x.lib.List(t.Context(), corpus.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	var have []string
	for _, a := range list {
		have = append(have, a.ID)
	}
	if want := []string{"a00", "a01", "a02", "a03", "a04"}; !slices.Equal(have, want) || !slices.Equal(told, want) {
		t.Fatalf("the library has %v, told of %v, want %v", have, told, want)
	}
}
