package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"newsdesk/corpus"
)

func TestNarrowing(t *testing.T) {
	on := func(day string) time.Time {
		d, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	all := []corpus.Article{
		{ID: "a", Outlet: "Valley Post", Agency: "AFP", Published: on("2020-02-01")},
		{ID: "b", Outlet: "valley post", Published: on("2020-03-01")},
		{ID: "c", Outlet: "Harbour News"},
	}
	many := make([]corpus.Article, 14)
	for i := range many {
		many[i].Outlet = fmt.Sprintf("Outlet %02d", i)
	}
	for _, tt := range []struct {
		name string
		f    corpus.Filter
		of   []corpus.Article
		want string
	}{
		{"no filter", corpus.Filter{}, all, ""},
		{"some pass", corpus.Filter{Since: on("2020-01-01"), Outlet: "afp"}, all, ""},
		{"an outlet", corpus.Filter{Outlet: "Nope\x1b"}, all, `--outlet "Nope␛" leaves no article: the outlets are AFP, Harbour News and Valley Post`},
		{"many outlets", corpus.Filter{Outlet: "x"}, many, "Outlet 08, Outlet 09 and 4 more (newsdesk list shows them)"},
		{"no outlets", corpus.Filter{Outlet: "x"}, []corpus.Article{{ID: "a"}}, "no outlet is known"},
		{"since", corpus.Filter{Since: on("2021-01-01"), Outlet: "AFP"}, all, "--since 2021-01-01 leaves no article: the newest is of 2020-03-01"},
		{"until", corpus.Filter{Until: on("2019-01-01")}, all, "--until 2019-01-01 leaves no article: the oldest is of 2020-02-01"},
		{"undated", corpus.Filter{Since: on("2019-01-01")}, all[2:], "no article has a date"},
		{"between", corpus.Filter{Since: on("2020-02-02"), Until: on("2020-02-28")}, all, "--since 2020-02-02 and --until 2020-02-28 together leave no article"},
		{"with an outlet", corpus.Filter{Since: on("2020-02-02"), Outlet: "Harbour News"}, all, `--since 2020-02-02 and --outlet "Harbour News" together`},
	} {
		got := narrowing(tt.f, tt.of)
		if got != tt.want && (tt.want == "" || !strings.Contains(got, tt.want)) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestPrintFaults(t *testing.T) {
	for n, want := range map[int]string{1: "a fault\n", 20: "a fault\n", 21: "a fault\nand 1 fault more\n", 1200: "a fault\nand 1180 faults more\n"} {
		var b strings.Builder
		printFaults(&b, slices.Repeat([]string{"a fault"}, n))
		if got := b.String(); !strings.HasSuffix(got, want) || strings.Count(got, "a fault\n") != min(n, 20) {
			t.Errorf("%d faults: %q", n, got)
		}
	}
}

func TestVerified(t *testing.T) {
	broken := errors.New("broken")
	fault := []string{"the lexical index lacks passage 0 of a"}
	for _, tt := range []struct {
		name        string
		generations []int64 // as they are read, the last for ever
		faults      [][]string
		err         error // of verify
		want        []string
		says        string
	}{
		{"sound", []int64{1}, [][]string{nil}, nil, nil, ""},
		{"faults of a library at rest", []int64{1}, [][]string{fault}, nil, fault, ""},
		{"a write meanwhile", []int64{1, 2}, [][]string{fault, nil}, nil, nil, ""},
		{"a write, and faults", []int64{1, 2}, [][]string{fault, fault}, nil, fault, ""},
		{"no end of writing", []int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, [][]string{fault}, nil, nil, "when that has finished"},
		{"an error", []int64{1}, [][]string{fault}, broken, nil, "broken"},
	} {
		next := func(n int, of int) int { return min(n, of-1) }
		g, v := 0, 0
		got, err := verified(t.Context(), func(context.Context) ([]string, error) {
			v++
			return tt.faults[next(v-1, len(tt.faults))], tt.err
		}, func(context.Context) (int64, error) {
			g++
			return tt.generations[next(g-1, len(tt.generations))], nil
		})
		if !slices.Equal(got, tt.want) || (err == nil) != (tt.says == "") || err != nil && !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %q, %v", tt.name, got, err)
		}
	}
}
