// Command draw chooses at random, with a fixed seed, the quotations whose
// speakers are labelled by hand, and prints each with what stands before it,
// for a person to read and decide:
//
//	go run ./corpus/quote/polnear/draw -data ../shared/eval/train/polnear_quotes
//
// What it prints is not to be kept: labels.tsv holds keys and names only.
package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"

	"newsdesk/corpus"
	"newsdesk/corpus/quote/polnear"
)

func main() {
	data := flag.String("data", "../shared/eval/train/polnear_quotes", "folder of annotated quotations")
	pronouns := flag.Int("pronouns", 100, "quotations by a pronoun to draw")
	bare := flag.Int("bare", 76, "paragraphs without attribution to draw")
	before := flag.Int("before", 5, "paragraphs of context to print")
	flag.Parse()
	set, err := polnear.Load(*data)
	if err != nil {
		fmt.Fprintln(os.Stderr, "draw:", err)
		os.Exit(1)
	}
	show(set, "pronoun", shuffled(set.Pronouns(), 1), *pronouns, *before)
	// Filtering what is shuffled keeps what was drawn before when the filter
	// improves.
	show(set, "bare", slices.DeleteFunc(shuffled(set.Bare(), 2), func(k polnear.Key) bool { return set.MixedMarks(k) }), *bare, *before)
}

// shuffled is the keys in the order of a generator with the seed.
func shuffled(keys []polnear.Key, seed uint64) []polnear.Key {
	r := rand.New(rand.NewPCG(seed, 0))
	r.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	return keys
}

func show(set *polnear.Set, kind string, keys []polnear.Key, n, before int) {
	texts := map[string]*corpus.Article{}
	for _, a := range set.Articles {
		texts[a.ID] = a
	}
	for _, k := range keys[:min(n, len(keys))] {
		a := texts[k.Article]
		fmt.Printf("\n%s\t%s\t%d\n   title: %s\n", kind, k.Article, k.Offset, a.Title)
		from := strings.LastIndexByte(a.Text[:k.Offset], '\n') + 1
		var head []string
		for l := range strings.Lines(a.Text[:from]) {
			if l = strings.TrimSpace(l); l != "" {
				head = append(head, l)
			}
		}
		for _, l := range head[max(0, len(head)-before):] {
			fmt.Println("   ", l)
		}
		para, _, _ := strings.Cut(a.Text[k.Offset:], "\n")
		fmt.Printf("  > %s⟦⟧%s\n", a.Text[from:k.Offset], para)
	}
}
