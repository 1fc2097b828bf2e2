package corpus

import (
	"slices"
	"testing"
	"time"
)

func TestExpired(t *testing.T) {
	l, ctx := newTest(t), t.Context()
	today := time.Now().UTC().Truncate(24 * time.Hour)
	for id, age := range map[string]int{"old": 400, "older": 500, "new": 3, "undated": -1, "unknown": -1} {
		it := testItem(id, "One.", 1)
		it.Article.Published = today.AddDate(0, 0, -age)
		if age < 0 {
			it.Article.Published = time.Time{}
		}
		if id != "new" {
			it.Article.Collections = []string{"City"}
		}
		put(t, l, it)
	}
	for _, set := range []string{"UPDATE articles SET added = 0 WHERE id = 'unknown'", "UPDATE articles SET added = added - 200 * 86400 WHERE id = 'undated'"} {
		if _, err := l.db.Exec(set); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		r    Retention
		want []string
	}{
		{Retention{}, nil},
		{Retention{Since: today.AddDate(0, 0, -90)}, []string{"older", "old", "undated"}},
		{Retention{Since: today.AddDate(0, 0, -400)}, []string{"older"}},
		{Retention{Keep: 2}, []string{"older", "old", "undated"}},
		{Retention{Keep: 9}, nil},
		{Retention{Keep: 3, Collection: "city"}, []string{"older"}},
		{Retention{Keep: 3, Since: today.AddDate(0, 0, -300), Collection: "City"}, []string{"older", "old"}},
	} {
		if got, err := l.Expired(ctx, tt.r); err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%+v: %v, %v; want %v", tt.r, got, err, tt.want)
		}
	}
}
