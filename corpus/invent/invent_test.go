package invent

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"newsdesk/corpus/clean"
	"newsdesk/corpus/segment"
)

// What a reader of the measurements takes for granted about the articles.
func TestArticlesAreRealistic(t *testing.T) {
	const n = 600
	room := New(7)
	passages, copied, outlets := 0, 0, map[string]bool{}
	words := map[string]int{}
	for i := range n {
		made := room.Article(i)
		a, err := clean.Text(made.ID, File(made))
		if err != nil {
			t.Fatal(err)
		}
		if a.ID != made.ID || a.Title != made.Title || a.Outlet != made.Outlet || a.Author != made.Author || !a.Published.Equal(made.Published) || strings.TrimSpace(a.Text) != made.Text {
			t.Fatalf("article %d reads as %+v", i, a)
		}
		passages += len(segment.Passages(a.ID, a.Text, segment.Sentences(&a)))
		outlets[a.Outlet] = true
		for _, w := range strings.Fields(strings.ToLower(a.Text)) {
			words[w]++
		}
		of, _ := room.copied(i)
		if of < 0 {
			for _, f := range room.Facts(i) {
				if !strings.Contains(a.Text, f.Answer) {
					t.Errorf("article %d does not say %q", i, f.Answer)
				}
			}
			continue
		}
		copied++
		if original, _ := room.copied(of); original >= 0 || of >= i {
			t.Errorf("article %d is a copy of %d, which is one itself", i, of)
		}
		if len(room.Facts(i)) != 0 {
			t.Errorf("the copy %d has questions of its own", i)
		}
	}
	if mean := float64(passages) / n; math.Abs(mean-5.5) > .4 {
		t.Errorf("%.2f passages an article, want about 5.5", mean)
	}
	if share := float64(copied) / n; math.Abs(share-CopyShare) > .03 {
		t.Errorf("%.3f of the articles are copies, want %.2f", share, CopyShare)
	}
	if len(outlets) != len(Outlets) {
		t.Errorf("%d outlets, want %d", len(outlets), len(Outlets))
	}
	once := 0
	for _, k := range words {
		if k == 1 {
			once++
		}
	}
	if share := float64(once) / float64(len(words)); share < .3 {
		t.Errorf("%.2f of %d words stand once only, want the long tail of a language", share, len(words))
	}
}

func TestCopiesAreNear(t *testing.T) {
	room := New(7)
	found := 0
	for i := 0; found < 5; i++ {
		of, _ := room.copied(i)
		if of < 0 {
			continue
		}
		found++
		a, b := room.Article(i), room.Article(of)
		if a.ID == b.ID || a.Outlet == b.Outlet && a.Published.Equal(b.Published) {
			t.Errorf("the copy %d is the article %d itself", i, of)
		}
		shared := 0
		ps := strings.Split(a.Text, "\n\n")
		for _, p := range ps {
			if strings.Contains(b.Text, p) {
				shared++
			}
		}
		if shared != len(ps) {
			t.Errorf("the copy %d has %d of %d paragraphs of article %d", i, shared, len(ps), of)
		}
	}
}

func TestSameSeedSameArticles(t *testing.T) {
	a, b, c := New(1), New(1), New(2)
	for i := range 40 {
		if !reflect.DeepEqual(a.Article(i), b.Article(i)) || !reflect.DeepEqual(a.Facts(i), b.Facts(i)) || a.Unanswerable(i) != b.Unanswerable(i) {
			t.Fatalf("article %d differs", i)
		}
	}
	if a.Article(0).Text == c.Article(0).Text {
		t.Error("another seed makes the same article")
	}
}

func TestUnanswerableIsNotThere(t *testing.T) {
	room := New(3)
	var all strings.Builder
	for i := range 100 {
		all.WriteString(room.Article(i).Text)
	}
	for i := range 30 {
		for _, w := range strings.Fields(room.Unanswerable(i)) {
			if w = strings.Trim(w, "?"); strings.HasSuffix(w, "ovich") || strings.HasSuffix(w, "borough") {
				if strings.Contains(all.String(), w) {
					t.Errorf("an article tells of %s", w)
				}
			}
		}
	}
}
