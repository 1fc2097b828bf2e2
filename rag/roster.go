package rag

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
)

// roster is who is quoted in which articles, so that a name can be completed
// as it is typed. It is kept in memory alone and filled as somebody asks: one
// goroutine reads the articles asked for last first, and those that change
// again. An article costs about 250 bytes, a name about as much.
type roster struct {
	texts Texts
	// urgent counts the questions that are answered meanwhile and go first.
	urgent atomic.Int32

	mu      sync.Mutex // guards what follows
	numbers map[string]int32
	names   []rosterName
	family  map[string][]int32  // names by family name, in small letters
	initial map[string][]int32  // names of several words by their initials
	said    map[string]rostered // by article ID
	asked   []*roll             // what is to be read, the latest first
	running bool
	full    bool // a name has been left out
	// generation of the archive at which removed articles were last forgotten.
	generation int64
}

// rosterName is a name that somebody is quoted by, as written and as nameKey
// has it.
type rosterName struct{ written, key string }

// rostered is how often each is quoted in an article, by the name's number.
type rostered struct {
	known *corpus.Article // as the index listed it when it was read
	by    []rosterCount
}

type rosterCount struct{ name, quotes int32 }

// roll is a set of articles that are to be read.
type roll struct {
	articles []*corpus.Article // the newest first
	done     chan struct{}
}

const (
	// maxNames is how many names a roster has at most, those of the articles
	// that were read first, and maxNameBytes how long one is.
	maxNames     = 50_000
	maxNameBytes = 80
	// maxRolls is how many sets of articles wait to be read.
	maxRolls = 8
	// urgentPause is how often a run that is held up looks whether it may go on.
	urgentPause = 10 * time.Millisecond
)

func newRoster(t Texts) *roster {
	r := &roster{texts: t}
	r.clear()
	return r
}

func (r *roster) clear() {
	r.numbers, r.names, r.full = map[string]int32{}, nil, false
	r.family, r.initial, r.said = map[string][]int32{}, map[string][]int32{}, map[string]rostered{}
}

// read has those of the articles read that are not, and waits for it for so
// long. The articles must be as the index lists them: one that has changed
// is another pointer. It reports whether all are read; what is left is read
// behind the caller's back, until it is done or the archive is closed.
func (r *roster) read(ctx context.Context, articles []*corpus.Article, patience time.Duration) bool {
	wanted := r.enlist(articles)
	if wanted == nil {
		return true
	}
	wait := time.NewTimer(patience)
	defer wait.Stop()
	select {
	case <-wanted.done:
	case <-ctx.Done():
	case <-wait.C:
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return !slices.ContainsFunc(wanted.articles, r.unread)
}

// enlist puts what is unread of the articles before all else that waits; nil
// where nothing is.
func (r *roster) enlist(articles []*corpus.Article) *roll {
	r.mu.Lock()
	defer r.mu.Unlock()
	wanted := &roll{done: make(chan struct{})}
	for _, a := range articles {
		if r.unread(a) {
			wanted.articles = append(wanted.articles, a)
		}
	}
	if len(wanted.articles) == 0 {
		return nil
	}
	slices.SortStableFunc(wanted.articles, func(a, b *corpus.Article) int { return b.Published.Compare(a.Published) })
	r.asked = append([]*roll{wanted}, r.asked...)
	if len(r.asked) > maxRolls {
		close(r.asked[maxRolls].done)
		r.asked = r.asked[:maxRolls]
	}
	if !r.running {
		r.running = true
		go r.run()
	}
	return wanted
}

// unread reports whether an article is not read. The caller holds r.mu.
func (r *roster) unread(a *corpus.Article) bool { return r.said[a.ID].known != a }

// run reads what is asked for until nothing is left or reading fails, as it
// does when the archive is closed.
func (r *roster) run() {
	for a := r.next(); a != nil; a = r.next() {
		for r.urgent.Load() > 0 {
			time.Sleep(urgentPause)
		}
		text, err := r.texts.Article(context.Background(), a.ID)
		var found []corpus.Quote
		switch {
		case err == nil:
			found = quote.Find(text, nil)
		case !errors.Is(err, corpus.ErrNotFound): // else it was removed since it was listed
			r.stop()
			return
		}
		r.enter(a, found)
	}
}

// next is the article to be read next; nil, and the end of the run, where there
// is none.
func (r *roster) next() *corpus.Article {
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(r.asked) > 0 {
		first := r.asked[0]
		for i, a := range first.articles {
			if r.unread(a) {
				first.articles = first.articles[i:]
				return a
			}
		}
		first.articles = nil
		close(first.done)
		r.asked = r.asked[1:]
	}
	r.running = false
	return nil
}

func (r *roster) stop() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, roll := range r.asked {
		close(roll.done)
	}
	r.asked, r.running = nil, false
}

// enter keeps who is quoted in an article.
func (r *roster) enter(a *corpus.Article, found []corpus.Quote) {
	r.mu.Lock()
	defer r.mu.Unlock()
	entry := rostered{known: a}
	for _, q := range found {
		n, ok := r.number(q.Speaker)
		if !ok {
			continue
		}
		i := slices.IndexFunc(entry.by, func(c rosterCount) bool { return c.name == n })
		if i < 0 {
			i = len(entry.by)
			entry.by = append(entry.by, rosterCount{name: n})
		}
		entry.by[i].quotes++
	}
	entry.by = slices.Clip(entry.by)
	r.said[a.ID] = entry
}

// number is the number of a name, new or known; false for what is no name and
// where there is no place for another. The caller holds r.mu.
func (r *roster) number(name string) (int32, bool) {
	if n, ok := r.numbers[name]; ok {
		return n, true
	}
	key := nameKey(name)
	if key == "" || len(name) > maxNameBytes || steers(name) {
		return 0, false
	}
	if len(r.names) == maxNames {
		r.full = true
		return 0, false
	}
	n := int32(len(r.names))
	name = strings.Clone(name) // of the article's text
	r.numbers[name] = n
	r.names = append(r.names, rosterName{name, key})
	family := familyOf(name)
	r.family[family] = append(r.family[family], n)
	if initials := initialsOf(name); len(initials) > 1 {
		r.initial[initials] = append(r.initial[initials], n)
	}
	return n, true
}

func familyOf(name string) string { return strings.ToLower(quote.Surname(name)) }

// initialsOf are the first letters of a name's capitalised words.
func initialsOf(name string) string {
	var b strings.Builder
	for _, w := range strings.Fields(name) {
		if unicode.IsUpper(rune(w[0])) {
			b.WriteByte(w[0])
		}
	}
	return b.String()
}

// forget drops the articles that are not in a list of all, once for each
// generation of the archive.
func (r *roster) forget(ctx context.Context, retriever Retriever) error {
	g, err := retriever.Generation(ctx)
	if err != nil || !r.stale(g) {
		return err
	}
	all, err := retriever.Articles(ctx)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	there := make(map[string]*corpus.Article, len(all))
	for _, a := range all {
		there[a.ID] = a
	}
	used := make(map[int32]bool)
	for id, entry := range r.said {
		if there[id] == nil {
			delete(r.said, id)
			continue
		}
		for _, c := range entry.by {
			used[c.name] = true
		}
	}
	if r.full && len(used) < maxNames/2 {
		r.clear() // there is room again for the names that had none
	}
	r.generation = g
	return nil
}

func (r *roster) stale(generation int64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.generation != generation
}

// counts is how often each name is quoted in the articles that are read, and
// how many of these are. The caller holds r.mu.
func (r *roster) counts(articles []*corpus.Article) (quotations []int, read int) {
	quotations = make([]int, len(r.names))
	for _, a := range articles {
		entry := r.said[a.ID]
		if entry.known != a {
			continue
		}
		read++
		for _, c := range entry.by {
			quotations[c.name] += int(c.quotes)
		}
	}
	return quotations, read
}

// quoting are those of the articles that quote a person, as far as they are
// read, and whether all are.
func (r *roster) quoting(person string, articles []*corpus.Article) (out []*corpus.Article, whole bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	theirs := make(map[int32]bool)
	short := strings.ReplaceAll(person, ".", "")
	for _, list := range [][]int32{r.family[familyOf(person)], r.initial[short], r.family[strings.ToLower(initialsOf(person))]} {
		for _, n := range list {
			theirs[n] = theirs[n] || quote.SamePerson(person, r.names[n].written)
		}
	}
	whole = !r.full
	for _, a := range articles {
		whole = whole && !r.unread(a)
		if slices.ContainsFunc(r.said[a.ID].by, func(c rosterCount) bool { return theirs[c.name] }) {
			out = append(out, a)
		}
	}
	return out, whole
}
