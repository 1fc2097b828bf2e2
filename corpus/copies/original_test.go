package copies

import (
	"strings"
	"testing"
	"time"

	"newsdesk/corpus"
)

func TestOriginal(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2021, 5, d, 0, 0, 0, 0, time.UTC) }
	type as = []*corpus.Article
	tests := []struct {
		name     string
		articles as
		id, why  string
	}{
		{"none", nil, "", ""},
		{"one", as{{ID: "a", Published: day(1)}}, "", ""},
		{"the agency's own, though later", as{
			{ID: "a", Outlet: "The Daily Post", Agency: "Reuters", Published: day(1)},
			{ID: "b", Outlet: "Reuters", Published: day(2)},
			{ID: "c", Outlet: "Coast News", Agency: "Reuters", Published: day(3)},
		}, "b", "it is Reuters itself, which 2 others credit"},
		{"a credit in the dateline", as{
			{ID: "a", Outlet: "Coast News", Text: "VELLMOUTH (Reuters) - The harbour board voted."},
			{ID: "b", Outlet: "Reuters", Text: "VELLMOUTH (Reuters) - The harbour board voted."},
		}, "b", "it is Reuters itself, which 1 other credits"},
		{"initials", as{
			{ID: "a", Outlet: "Coast News", Agency: "AFP"},
			{ID: "b", Outlet: "Agence France-Presse"},
		}, "b", "it is AFP itself, which 1 other credits"},
		{"the agency's own is not there", as{
			{ID: "a", Outlet: "Coast News", Agency: "AFP", Published: day(1)},
			{ID: "b", Outlet: "The Daily Post", Published: day(2)},
		}, "", "the text is credited to AFP, whose own report is not among them"},
		{"two agencies", as{
			{ID: "a", Outlet: "Coast News", Agency: "AFP", Published: day(1)},
			{ID: "b", Outlet: "Reuters", Agency: "AP", Published: day(2)},
		}, "", "they credit both AFP and AP"},
		{"two by the agency, one first", as{
			{ID: "a", Outlet: "Coast News", Agency: "AFP", Published: day(1)},
			{ID: "b", Outlet: "AFP", Published: day(3)}, {ID: "c", Outlet: "AFP", Published: day(2)},
		}, "c", "it is the earliest by AFP itself, which 1 other credits"},
		{"two by the agency, undated", as{{ID: "a", Outlet: "Coast News", Agency: "AFP"}, {ID: "b", Outlet: "AFP"}, {ID: "c", Outlet: "AFP"}},
			"", "several are by AFP itself"},
		{"first reported by", as{
			{ID: "a", Outlet: "Coast News", Published: day(1), Text: "The vote was first reported by the Vellmouth Courier."},
			{ID: "b", Outlet: "The Vellmouth Courier", Published: day(2), Text: "The board voted."},
		}, "b", "the text names The Vellmouth Courier as the first to publish it"},
		{"was first to report", as{
			{ID: "a", Outlet: "Coast News", Text: "The Vellmouth Courier was first to report the vote."},
			{ID: "b", Outlet: "Vellmouth Courier", Text: "The board voted."},
		}, "b", "the text names Vellmouth Courier as the first to publish it"},
		{"a first that is none of them", as{
			{ID: "a", Outlet: "Coast News", Text: "The vote was first reported by the Island Gazette."},
			{ID: "b", Outlet: "Vellmouth Courier", Text: "The board voted."},
		}, "", ""},
		{"each names the other", as{
			{ID: "a", Outlet: "Coast News", Text: "The vote was first reported by the Vellmouth Courier."},
			{ID: "b", Outlet: "Vellmouth Courier", Text: "This article originally appeared on Coast News."},
		}, "", ""},
		{"a name that only begins alike", as{
			{ID: "a", Outlet: "Coast News", Text: "The vote was first reported by Coast Newspapers."},
			{ID: "b", Outlet: "Vellmouth Courier"},
		}, "", ""},
		{"the earliest", as{{ID: "a", Published: day(2)}, {ID: "b", Published: day(1)}, {ID: "c", Published: day(2)}}, "b", "it is the earliest, of 2021-05-01"},
		{"two on the earliest day", as{{ID: "a", Published: day(1)}, {ID: "b", Published: day(1)}, {ID: "c", Published: day(2)}}, "", ""},
		{"one undated", as{{ID: "a", Published: day(1)}, {ID: "b"}}, "", ""},
		{"an outlet that credits itself", as{
			{ID: "a", Outlet: "CNN", Published: day(2), Text: "Washington (CNN) — The vote was close."},
			{ID: "b", Outlet: "Coast News", Published: day(1), Text: "The vote was close."},
		}, "b", "it is the earliest, of 2021-05-01"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			if id, why := Original(tc.articles); id != tc.id || why != tc.why {
				t.Errorf("got %q, %q", id, why)
			}
		})
	}
}

// FuzzOriginal: the original is one of the articles, and has a reason.
func FuzzOriginal(f *testing.F) {
	f.Add("Paris (AFP) - x", "first reported by Y", "Y", "AFP", 3)
	f.Add(strings.Repeat("É", 70)+" was first to report", "", "É", "", 0)
	f.Add(strings.Repeat("\x80", 200)+" was first to report", "first reported by "+strings.Repeat("\x80", 200), "É", "", 0)
	f.Fuzz(func(t *testing.T, s, u, outlet, agency string, d int) {
		day := time.Date(2021, 5, 1, 0, 0, 0, 0, time.UTC)
		articles := []*corpus.Article{
			{ID: "a", Text: s, Outlet: outlet, Published: day},
			{ID: "b", Text: u, Agency: agency, Published: day.AddDate(0, 0, d%9)},
			{ID: "c", Text: s + u, Outlet: agency, Published: day},
		}
		id, why := Original(articles)
		if id != "" && (why == "" || !strings.Contains("abc", id)) {
			t.Errorf("%q, %q", id, why)
		}
	})
}
