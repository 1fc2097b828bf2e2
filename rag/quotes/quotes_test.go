package quotes

import (
	"errors"
	"testing"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
	"newsdesk/corpus/quote"
)

const gazette = `---
title: Harbour toll to rise
outlet: Harbour Gazette
published: 2021-03-12
---
"We need a fair price for the new quay, and not the cheapest one," Mayor Ana Ruiz said. She added that the toll for lorries would rise.

"The harbour is not a cash machine. We will strike in May," said Ben Okafor, who leads the port workers.
`

const courier = `---
title: Mayor and union fall out
outlet: Evening Courier
published: 2021-03-13
---
Ana Ruiz said: "A fair price for the new quay is needed, not the cheapest."
`

func TestQuery(t *testing.T) {
	for _, tc := range []struct {
		speaker, about string
		want           []string
	}{
		{"", "", []string{"Ana Ruiz", "Ana Ruiz", "Ben Okafor"}},
		{"ruiz", "", []string{"Ana Ruiz", "Ana Ruiz"}},
		{" Okafor ", " ", []string{"Ben Okafor"}},
		{"", "strikes", []string{"Ben Okafor"}},
		{"Ruiz", "strike", nil},
		{"", "toll lorries", []string{"Ana Ruiz"}},
		{"Nobody", "", nil},
	} {
		a := article(t, "gazette", gazette)
		q, err := NewQuery(tc.speaker, tc.about)
		if err != nil {
			t.Fatal(err)
		}
		list := q.In(a, a.Version(), quote.Find(a, nil))
		var got []string
		for _, x := range list {
			got = append(got, x.Speaker)
			if x.Text != x.Of(a.Text) || x.Version != a.Version() || x.In.Text != "" || x.In.Outlet != "Harbour Gazette" {
				t.Errorf("%q %q: %+v", tc.speaker, tc.about, x)
			}
		}
		if len(got) != len(tc.want) {
			t.Errorf("%q about %q: %q, want %q", tc.speaker, tc.about, got, tc.want)
			continue
		}
		for i := range got {
			if got[i] != tc.want[i] {
				t.Errorf("%q about %q: %q, want %q", tc.speaker, tc.about, got, tc.want)
			}
		}
	}
	if _, err := NewQuery("", "of the"); !errors.Is(err, ErrNoTopic) {
		t.Errorf("function words as a topic: %v", err)
	}
}

func TestListGroups(t *testing.T) {
	var list List
	for _, a := range []*corpus.Article{article(t, "gazette", gazette), article(t, "courier", courier)} {
		list = append(list, Query{}.In(a, a.Version(), quote.Find(a, nil))...)
	}
	by := list.BySpeaker(list.All(false))
	if len(by) != 2 || by[0].Name != "Ana Ruiz" || by[1].Name != "Ben Okafor" {
		t.Fatalf("speakers: %+v", by)
	}
	remarks := list.Remarks(by[0].Quotes)
	if len(remarks) != 2 || len(remarks[0].Wordings) != 2 {
		t.Fatalf("the two wordings of one remark are not together: %+v", remarks)
	}
	if one, other := list[remarks[0].Wordings[0].Quotes[0]], list[remarks[0].Wordings[1].Quotes[0]]; one.Article != "gazette" || other.Article != "courier" {
		t.Errorf("wordings of %s and %s", one.Article, other.Article)
	}
}

func article(t *testing.T, id, raw string) *corpus.Article {
	t.Helper()
	a, err := clean.Text(id, []byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	return &a
}
