package copies

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"newsdesk/corpus"
)

// archive is n texts of about 5 kB, every tenth with two variants: a half and
// one with a fifth of other words.
func archive(n int) (ids []string, sigs []Signature) {
	r := rand.New(rand.NewPCG(9, 9))
	add := func(id string, words []string) {
		ids = append(ids, id)
		sigs = append(sigs, Sign(&corpus.Article{Text: strings.Join(words, " ")}))
	}
	for i := 0; len(ids) < n; i++ {
		words := randomWords(r, 750)
		add(fmt.Sprintf("a%05d", i), words)
		if i%10 == 0 {
			add(fmt.Sprintf("a%05d-half", i), words[:375])
			add(fmt.Sprintf("a%05d-other", i), append(randomWords(r, 150), words[:600]...))
		}
	}
	return ids, sigs
}

func TestSet(t *testing.T) {
	ids, sigs := archive(1200)
	var set Set
	for i, id := range ids {
		set.Add(id, sigs[i])
	}
	near, missed, held := 0, 0, 0
	for i, id := range ids {
		found := set.Near(sigs[i], .6)
		if found[0] != id {
			t.Errorf("%s: the nearest is %s", id, found[0])
		}
		for j := range ids {
			is := sigs[i].Similarity(sigs[j]) >= .6
			if !is && slices.Contains(found, ids[j]) {
				t.Errorf("%s is not near %s", ids[j], id)
			}
			if is && i != j {
				near++
				if !slices.Contains(found, ids[j]) {
					missed++
				}
			}
		}
		if whole, ok := strings.CutSuffix(id, "-half"); ok {
			held++
			found := set.Overlapping(sigs[i], .9)
			if !slices.ContainsFunc(found, func(m Match) bool { return m.ID == whole && m.Held > .95 && m.Holds < .65 }) {
				t.Errorf("%s is not found in %s: %v", id, whole, found)
			}
			if !slices.Contains(set.Near(sigs[i], .3), whole) {
				t.Errorf("%s is not near %s at .3", id, whole)
			}
		}
	}
	if near < 150 || held < 90 || missed*100 > near {
		t.Errorf("%d near, %d missed, %d halves", near, missed, held)
	}
}

func TestSetChanges(t *testing.T) {
	ids, sigs := archive(300)
	var set Set
	if set.Remove("nothing") || set.Len() != 0 || set.Near(sigs[0], .5) != nil || set.Overlapping(sigs[0], .5) != nil {
		t.Error("the zero Set is not empty")
	}
	for i, id := range ids {
		set.Add(id, sigs[i])
		set.Add(id, sigs[i])
	}
	set.Add("empty", Signature{})
	if set.Len() != len(ids)+1 {
		t.Errorf("%d articles", set.Len())
	}
	if set.Near(Signature{}, 0) != nil || set.Overlapping(Signature{}, 0) != nil {
		t.Error("the empty signature is near something")
	}
	for i, id := range ids {
		if i%3 != 0 && !set.Remove(id) {
			t.Errorf("%s was not there", id)
		}
	}
	if len(set.entries) > 2*set.Len()+65 {
		t.Errorf("%d entries for %d articles", len(set.entries), set.Len())
	}
	for i, id := range ids {
		if got := slices.Contains(set.Near(sigs[i], .9), id); got != (i%3 == 0) {
			t.Errorf("%s: there is %v", id, got)
		}
	}
	// A changed article is found by its new text alone.
	set.Add(ids[0], sigs[1])
	if slices.Contains(set.Near(sigs[0], .9), ids[0]) || !slices.Contains(set.Near(sigs[1], .9), ids[0]) {
		t.Error("a replaced article is found by its old text")
	}
}

// TestEqualsByID: matches do not depend on the order of adding.
func TestEqualsByID(t *testing.T) {
	sig := Sign(&corpus.Article{Text: first})
	var a, b Set
	for i := range 20 {
		a.Add(fmt.Sprint("id", i), sig)
		b.Add(fmt.Sprint("id", 19-i), sig)
	}
	if x, y := a.Near(sig, .5), b.Near(sig, .5); len(x) != 20 || !slices.Equal(x, y) || !slices.IsSorted(x) {
		t.Errorf("%v, %v", x, y)
	}
	if x, y := a.Overlapping(sig, .5), b.Overlapping(sig, .5); len(x) != 20 || !slices.Equal(x, y) {
		t.Errorf("%v, %v", x, y)
	}
}

func BenchmarkSign(b *testing.B) {
	a := &corpus.Article{Text: strings.Repeat(first+"\n\n"+second+"\n\n"+appended+"\n\n"+reworded+"\n\n"+otherNews+"\n\n", 2)[:5000]}
	b.SetBytes(int64(len(a.Text)))
	b.ReportAllocs()
	for b.Loop() {
		Sign(a)
	}
}

func BenchmarkSet(b *testing.B) {
	ids, sigs := archive(20000)
	var set Set
	for i, id := range ids {
		set.Add(id, sigs[i])
	}
	for name, look := range map[string]func(i int){
		"Near":                       func(i int) { set.Near(sigs[i], .5) },
		"Overlapping":                func(i int) { set.Overlapping(sigs[i], .5) },
		"Near under the keys' floor": func(i int) { set.Near(sigs[i], .3) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				look(i * 7919 % len(ids))
			}
		})
	}
	b.Run("Add 20000", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			var set Set
			for i, id := range ids {
				set.Add(id, sigs[i])
			}
		}
	})
}

func BenchmarkShared(b *testing.B) {
	x := &corpus.Article{Text: first + "\n\n" + second + "\n\n" + appended + "\n\n" + reworded}
	y := &corpus.Article{Text: otherNews + "\n\n" + second + "\n\n" + sameOfficial + "\n\n" + appended}
	b.SetBytes(int64(len(x.Text) + len(y.Text)))
	b.ReportAllocs()
	for b.Loop() {
		Shared(x, y)
	}
}
