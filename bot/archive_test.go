package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"newsdesk/bot/discordtest"
	"newsdesk/corpus"
	"newsdesk/corpus/clean"
	"newsdesk/rag"
	"newsdesk/rag/index"
	"newsdesk/rag/index/indextest"
)

// Guilds whose archives the tests have.
const (
	guildA = discordtest.GuildID
	guildB = "100000000000000053"
)

// report is an invented article on one subject, in which nearly all that can
// be told from other articles is in no other.
type report struct {
	id, person, outlet, author, place, toll, workers string
	day                                              time.Time
	collections                                      []string
}

// tokens are what nobody can know who has not seen r.
func (r *report) tokens() []string {
	return []string{r.surname(), strings.Fields(r.outlet)[0], strings.Fields(r.author)[1], r.place, r.toll, r.workers}
}

func (r *report) surname() string { return strings.Fields(r.person)[1] }

func (r *report) article(t *testing.T) corpus.Article {
	t.Helper()
	a, err := clean.Text(r.id, fmt.Appendf(nil, `---
title: "%[1]s on the harbour toll at %[4]s"
outlet: %[2]q
author: %[3]q
published: %[7]s
url: https://%[9]s.example/toll
---
%[1]s, the mayor of %[4]s, said the toll for lorries would rise to %[5]s crowns. "The quay at %[4]s needs a fair price, and %[5]s crowns is fair," %[10]s told reporters.

The strike at %[4]s began on %[8]s, and %[6]s port workers walked out. The mayor refuses to meet the union of %[4]s before the vote.
`, r.person, r.outlet, r.author, r.place, r.toll, r.workers, r.day.Format(time.DateOnly), r.day.Format("January 2, 2006"), strings.ToLower(r.place), r.surname()))
	if err != nil {
		t.Fatal(err)
	}
	a.Collections = r.collections
	return a
}

// reports are what the archive of the tests holds: of what is shared two
// collections, and what two servers have of their own.
func reports() []report {
	day := func(month time.Month, n int) time.Time { return time.Date(2021, month, n, 0, 0, 0, 0, time.UTC) }
	return []report{
		{"c1", "Doran Velkar", "Mirelo Herald", "Pia Nostrik", "Karveth", "2,417", "51,203", day(2, 3), []string{"City"}},
		{"c2", "Ilsa Fendrik", "Quorra Times", "Tom Bazulik", "Ostrel", "3,829", "52,611", day(3, 9), []string{"City"}},
		{"s1", "Jorun Talvek", "Zeldin Post", "Mia Gurnat", "Vastrin", "4,736", "53,187", day(4, 17), []string{"Sport"}},
		{"a1", "Petra Lombrik", "Haldor Wire", "Sven Kritov", "Dunmarel", "5,291", "54,902", day(5, 21), []string{corpus.ServerOwner(guildA)}},
		{"b1", "Rasmus Ketrin", "Novash Courier", "Eva Pultran", "Brimvald", "6,158", "55,376", day(6, 27), []string{corpus.ServerOwner(guildB)}},
	}
}

// library is an Engine over reports.
func library(t *testing.T) *rag.Engine {
	t.Helper()
	e, _ := opened(t, articles(t)...)
	return e
}

// articles are reports as articles.
func articles(t *testing.T) (out []corpus.Article) {
	t.Helper()
	for _, r := range reports() {
		out = append(out, r.article(t))
	}
	return out
}

// opened is an Engine over articles, and its index.
func opened(t *testing.T, articles ...corpus.Article) (*rag.Engine, *index.Index) {
	t.Helper()
	ix, table := indextest.Open(t, articles)
	return rag.New(ix, ix.Library(), table), ix
}
