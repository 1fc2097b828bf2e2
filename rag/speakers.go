package rag

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
)

// SpeakerCount is somebody who is quoted.
type SpeakerCount struct {
	// Name is the fullest name that the articles give.
	Name string `json:"name"`
	// Quotations is how many there are, whole, in part and reported, and
	// Articles in how many articles they stand.
	Quotations int `json:"quotations"`
	Articles   int `json:"articles"`
}

// SpeakerList is who is quoted in an archive.
type SpeakerList struct {
	Speakers []SpeakerCount `json:"speakers"`
	// Read is how many of the Articles that pass have been read. Where it is
	// less, the others are being read, and somebody may be missing.
	Read     int `json:"read"`
	Articles int `json:"articles"`
}

// speakerPatience is how long names are waited for that are not known yet:
// Discord gives three seconds for what completes an option, and its reply must
// travel.
const speakerPatience = time.Second

// Speakers is who is quoted in the articles that pass f and has a name that
// begins with what was typed, then whoever has it within, without regard to
// case, accents and marks; of these those first who are quoted most; at most
// limit, all where it is 0 or less. Nobody is listed who is quoted only in
// articles that do not pass.
//
// Who is quoted is read from the texts when it is first asked for, at about 7
// MB a second, in the background: what is not known after a second is
// missing, as the result says. The names are kept in memory, 50,000 at most,
// those of the newest articles.
func (e *Engine) Speakers(ctx context.Context, typed string, f corpus.Filter, limit int) (SpeakerList, error) {
	// Whoever has a view shares the roster with all others.
	if err := e.roster.forget(ctx, e.retriever); err != nil {
		return SpeakerList{}, err
	}
	e, err := e.under(&f)
	if err != nil {
		return SpeakerList{}, err
	}
	listed, err := e.retriever.Passing(ctx, f)
	if err != nil {
		return SpeakerList{}, err
	}
	e.roster.read(ctx, listed, speakerPatience)
	if err := ctx.Err(); err != nil {
		return SpeakerList{}, err
	}
	return e.roster.list(nameKey(typed), listed, limit), nil
}

// spareMatches is how many persons are looked at for each that is listed: a
// person's names are counted apart until they are.
const spareMatches = 4

// voice is somebody by the numbers of the names that are theirs.
type voice struct {
	SpeakerCount
	names []int32
	rank  int
}

// list is the speakers of the articles whose names match key.
func (r *roster) list(key string, articles []*corpus.Article, limit int) SpeakerList {
	r.mu.Lock()
	defer r.mu.Unlock()
	quotations, read := r.counts(articles)
	found := r.matching(key, quotations, spareMatches*max(limit, 0))
	slices.SortStableFunc(found, func(a, b voice) int { return cmp.Or(a.rank-b.rank, b.Quotations-a.Quotations) })
	if limit > 0 {
		found = found[:min(limit, len(found))]
	}
	r.countArticles(found, articles)
	out := SpeakerList{Speakers: make([]SpeakerCount, len(found)), Read: read, Articles: len(articles)}
	for i := range found {
		out.Speakers[i] = found[i].SpeakerCount
	}
	return out
}

// nameMatch is a name that matches what was typed, and how well.
type nameMatch struct {
	name int32
	rank int
}

// matching is the persons one of whose names matches key, no more than most
// where it is not 0, those first whose name does best.
func (r *roster) matching(key string, quotations []int, most int) (out []voice) {
	best := func(a, b nameMatch) int {
		return cmp.Or(a.rank-b.rank, quotations[b.name]-quotations[a.name], strings.Compare(r.names[a.name].written, r.names[b.name].written))
	}
	keep := len(r.names)
	if most > 0 {
		keep = min(keep, spareMatches*most)
	}
	var matches []nameMatch
	full := false // keep of them are in order
	for i := range r.names {
		if quotations[i] == 0 {
			continue
		}
		m := nameMatch{int32(i), completes(r.names[i].key, key)}
		if m.rank < 0 || full && best(matches[keep-1], m) < 0 {
			continue
		}
		if matches = append(matches, m); len(matches) == 2*keep { // to sort all takes longer
			slices.SortFunc(matches, best)
			matches, full = matches[:keep], true
		}
	}
	slices.SortFunc(matches, best)
	taken := make(map[int32]bool)
	families := make(map[string][][]int32)
	for _, m := range matches {
		if taken[m.name] {
			continue
		}
		if most > 0 && len(out) == most {
			break
		}
		family := familyOf(r.names[m.name].written)
		if families[family] == nil {
			families[family] = r.persons(r.family[family], quotations)
		}
		at := slices.IndexFunc(families[family], func(names []int32) bool { return slices.Contains(names, m.name) })
		p := voice{names: families[family][at], rank: m.rank}
		for _, n := range p.names {
			taken[n] = true
			p.Quotations += quotations[n]
			if name := r.names[n].written; len(name) > len(p.Name) {
				p.Name = name
			}
		}
		out = append(out, p)
	}
	return out
}

// countArticles counts the articles that quote each person, by whichever name.
func (r *roster) countArticles(persons []voice, articles []*corpus.Article) {
	whose := make(map[int32]int)
	for i, p := range persons {
		for _, n := range p.names {
			whose[n] = i
		}
	}
	last := make([]*corpus.Article, len(persons)) // the article counted last
	for _, a := range articles {
		entry := r.said[a.ID]
		if entry.known != a {
			continue
		}
		for _, c := range entry.by {
			if i, ok := whose[c.name]; ok && last[i] != a {
				last[i] = a
				persons[i].Articles++
			}
		}
	}
}

// persons parts the names of one family, those that are quoted, by whose they
// are. A name that may be several persons' is by itself: "Kim" where there are
// Kim Jong Un and Kim Yo Jong.
func (r *roster) persons(names []int32, quotations []int) [][]int32 {
	names = slices.DeleteFunc(slices.Clone(names), func(n int32) bool { return quotations[n] == 0 })
	words := func(n int32) int { return strings.Count(r.names[n].key, " ") }
	slices.SortFunc(names, func(a, b int32) int {
		return cmp.Or(words(b)-words(a), quotations[b]-quotations[a], strings.Compare(r.names[a].written, r.names[b].written))
	})
	var out [][]int32
	for _, n := range names {
		fits := -1
		for i, person := range out {
			switch {
			case slices.ContainsFunc(person, func(o int32) bool { return !quote.SamePerson(r.names[n].written, r.names[o].written) }):
			case fits >= 0:
				fits = len(out)
			default:
				fits = i
			}
		}
		if fits >= 0 && fits < len(out) {
			out[fits] = append(out[fits], n)
		} else {
			out = append(out, []int32{n})
		}
	}
	return out
}

// completes ranks a name by what is typed of it, both as nameKey has them: 0
// where it begins so, 1 where one of its words does, 2 where it holds it, -1
// where it does not.
func completes(name, typed string) int {
	switch at := strings.Index(name, typed); {
	case at < 0:
		return -1
	case at == 0:
		return 0
	case strings.Contains(name, " "+typed):
		return 1
	}
	return 2
}
