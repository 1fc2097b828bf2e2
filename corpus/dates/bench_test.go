package dates

import (
	"strings"
	"testing"
	"time"
)

// BenchmarkFind measures invented news text with a date in every other
// sentence, more than news has.
func BenchmarkFind(b *testing.B) {
	text := strings.Repeat(`The harbour board met on Thursday to weigh the plans that engineers had drawn up in late
February, and its chairwoman said the work would be finished by the end of next year. Nobody who spoke at the hearing
doubted that the old quay, built in 1911 and repaired twice since the 1950s, had become too small for the ferries. A
second meeting, with the fishermen who objected two weeks ago, is due on 14 May. They may march through the town, one of
them said, if the 2000 people on the waiting list for a berth are not heard before the vote. The mayor has promised that
the market hall, the customs house and the narrow street between them will stay as they are.
`, 40)
	anchor := time.Date(2019, 4, 26, 0, 0, 0, 0, time.UTC)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if len(Find(text, anchor)) == 0 {
			b.Fatal("nothing found")
		}
	}
}
