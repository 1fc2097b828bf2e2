package copies_test

import (
	"fmt"

	"newsdesk/corpus"
	"newsdesk/corpus/copies"
)

func Example() {
	const report = "The harbour board voted on Tuesday to build the new ferry terminal on the northern quay, ending a dispute of ten years."
	articles := []*corpus.Article{
		{ID: "post", Outlet: "The Daily Post", Agency: "Reuters", Text: "VELLMOUTH (Reuters) - " + report + " Ships are to dock there in four years."},
		{ID: "gazette", Outlet: "Island Gazette", Text: "Ferries will leave from the north of the port, after long quarrels about the site."},
		{ID: "reuters", Outlet: "Reuters", Text: report},
	}
	for _, source := range copies.Group(articles) {
		for _, a := range source {
			fmt.Println(a.ID)
		}
		if id, why := copies.Original(source); id != "" {
			fmt.Printf("- from %s: %s\n", id, why)
		}
	}
	pair := copies.Shared(articles[0], articles[2])[0]
	fmt.Println(pair.Words, pair.B.Of(report) == report)
	// Output:
	// post
	// reuters
	// - from reuters: it is Reuters itself, which 1 other credits
	// gazette
	// 22 true
}
