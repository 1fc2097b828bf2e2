package dates_test

import (
	"fmt"
	"time"

	"newsdesk/corpus/dates"
)

func ExampleFind() {
	published := time.Date(2019, 4, 26, 0, 0, 0, 0, time.UTC)
	for _, m := range dates.Find("The talks on Thursday followed those of late February, two months after the fire.", published) {
		fmt.Printf("%s: %s\n", m.Text, m.Date)
	}
	// Output:
	// Thursday: 25 April 2019
	// late February: late February 2019
	// two months after: an unknown date
}

func ExampleInQuestion() {
	for _, m := range dates.InQuestion("What has changed since March 2018?", time.Time{}) {
		since, _ := m.Window()
		fmt.Println(m.Bound, m.Date, since.Format(time.DateOnly))
	}
	// Output: since March 2018 2018-03-01
}
