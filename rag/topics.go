package rag

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/copies"
	"newsdesk/corpus/quote"
)

// TopicKind says what a topic is.
type TopicKind string

// The kinds of topic.
const (
	TopicPerson TopicKind = "person"
	TopicPlace  TopicKind = "place"
	TopicOther  TopicKind = "organisation" // or any other name
	TopicPhrase TopicKind = "phrase"
)

// Topic is something that an archive is about.
type Topic struct {
	Name string    `json:"name"`
	Kind TopicKind `json:"kind"`
	// Articles is how many articles have it, copies of one text counted once.
	Articles int `json:"articles"`
	// First and Last are the days of publication of the earliest and the latest
	// of them, YYYY-MM-DD, empty where all are undated.
	First string `json:"first"`
	Last  string `json:"last"`
	// Salience is how many standard errors the log-odds of an article having
	// it lie above those in general English.
	Salience float64 `json:"salience"`
}

const (
	// leastArticles is how many articles a topic has at least; in an archive
	// of fewer than smallArchive one is enough.
	leastArticles = 2
	smallArchive  = 10
	// backgroundArticles is how many articles of general English an archive is
	// held against, and articleWords how long one is.
	backgroundArticles = 10_000
	articleWords       = 500
	// besides is how often general English has the second word of a pair near
	// the first, as a share of the rarer one's frequency.
	besides = .02
	// topicsOfKind is how many topics of a kind are listed at most.
	topicsOfKind = 15
	// placeShare is the share of a place's mentions that follow "in" or another
	// preposition of place.
	placeShare = .2
	// namesJudged is how many of the most salient names are held against what
	// articles say of them to tell persons, and judges how many articles of each.
	namesJudged = 80
	judges      = 3
)

// tally is what is counted of one candidate.
type tally struct {
	topic           Topic
	words           []string // folded
	first, last     time.Time
	mentions, after int // of these, after a preposition of place
	written         map[string]int
	in              []string // IDs of the first articles that have it
	latest          int      // the number of the article that was counted last
	// sure is whether some article shows it to be a name: one whose language
	// writes no other noun with a capital.
	sure bool
}

// Topics is what the articles that pass f are about: names and phrases, the
// most salient of each kind first, kind by kind.
func (e *Engine) Topics(ctx context.Context, f corpus.Filter) ([]Topic, error) {
	e, err := e.under(&f)
	if err != nil {
		return nil, err
	}
	// The whole archive is counted once: a change in the meantime is not worth
	// a second time.
	if _, err := e.refresh(ctx); err != nil {
		return nil, err
	}
	listed, err := e.retriever.Passing(ctx, f)
	if err != nil {
		return nil, err
	}
	languages, err := e.retriever.Languages(ctx)
	if err != nil {
		return nil, err
	}
	c := topicCount{of: make(map[string]*tally), read: make(map[uint64]bool)}
	seen := new(copies.Set)
	// Of copies the earliest counts.
	slices.SortStableFunc(listed, earlier)
	for _, known := range listed {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		a, err := e.texts.Article(ctx, known.ID)
		if errors.Is(err, corpus.ErrNotFound) {
			continue // removed since it was listed
		}
		if err != nil {
			return nil, err
		}
		if signature := copies.Sign(a); len(seen.Near(signature, copyThreshold)) == 0 {
			seen.Add(a.ID, signature)
			c.article(unsteered(a), languages[a.ID])
		}
	}
	names, err := e.sourcesNow(ctx)
	if err != nil {
		return nil, err
	}
	return e.salient(ctx, c.of, c.n, names)
}

// copyThreshold is how alike two articles are that count as one text.
const copyThreshold = .7

// salient are the most salient candidates of n articles, the archive's own
// sources left out.
func (e *Engine) salient(ctx context.Context, counts map[string]*tally, n int, names *sources) ([]Topic, error) {
	least := leastArticles
	if n < smallArchive {
		least = 1
	}
	var all []*tally
	for _, t := range counts {
		if t.topic.Articles < least || !t.sure || t.topic.Kind != TopicPhrase && names.publishes(t.words) || e.shouted(t) {
			continue
		}
		t.topic.Salience = math.Round(e.salience(t, n)*100) / 100
		if t.topic.Salience <= 0 {
			continue
		}
		t.topic.Name = commonest(t.written)
		if !t.first.IsZero() {
			t.topic.First, t.topic.Last = t.first.Format(time.DateOnly), t.last.Format(time.DateOnly)
		}
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b *tally) int {
		return cmp.Or(cmp.Compare(b.topic.Salience, a.topic.Salience), strings.Compare(a.topic.Name, b.topic.Name), strings.Compare(string(a.topic.Kind), string(b.topic.Kind)))
	})
	judged, of := 0, map[TopicKind]int{}
	var out []Topic
	for _, t := range all {
		if t.topic.Kind != TopicPhrase {
			if judged++; judged > namesJudged {
				continue
			}
			if err := e.judge(ctx, t); err != nil {
				return nil, err
			}
		}
		if of[t.topic.Kind]++; of[t.topic.Kind] <= topicsOfKind {
			out = append(out, t.topic)
		}
	}
	order := []TopicKind{TopicPerson, TopicOther, TopicPlace, TopicPhrase}
	slices.SortStableFunc(out, func(a, b Topic) int { return slices.Index(order, a.Kind) - slices.Index(order, b.Kind) })
	// A surname alone is the person whose name ends with it, and so is a whole
	// name behind an office ("Bürgermeisterin Ingrid Solberg").
	full := slices.Clone(out)
	return slices.DeleteFunc(out, func(t Topic) bool {
		return t.Kind == TopicPerson && slices.ContainsFunc(full, func(o Topic) bool {
			return o.Kind == TopicPerson && (!strings.Contains(t.Name, " ") && strings.HasSuffix(o.Name, " "+t.Name) ||
				strings.Contains(o.Name, " ") && strings.HasSuffix(t.Name, " "+o.Name))
		})
	}), nil
}

// commonWord is the share of articles of general English from which on a word
// in capitals is that word, said loudly: "SYSTEM", not "UNICEF".
const commonWord = .05

// shouted reports whether t is a common word in capitals, too long for what its
// letters stand for.
func (e *Engine) shouted(t *tally) bool {
	name := commonest(t.written)
	return t.topic.Kind != TopicPhrase && len(t.words) == 1 && len(name) > 4 && strings.ToUpper(name) == name && e.inArticle(t.words[0]) >= commonWord
}

// judge says whether a name is a person's or a place's.
func (e *Engine) judge(ctx context.Context, t *tally) error {
	persons := 0
	for _, id := range t.in {
		d, err := e.document(ctx, id)
		if errors.Is(err, corpus.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if slices.ContainsFunc(d.people(), func(p quote.Person) bool {
			return nameKey(p.Name) == nameKey(t.topic.Name) || slices.ContainsFunc(p.Forms, func(f string) bool { return nameKey(f) == nameKey(t.topic.Name) })
		}) {
			persons++
		}
	}
	switch {
	case float64(t.after) >= placeShare*float64(t.mentions):
		t.topic.Kind = TopicPlace
	case 2*persons > len(t.in):
		t.topic.Kind = TopicPerson
	}
	return nil
}

// publishes reports whether words are the name of an outlet or agency of the
// archive, or begin with it ("USA Today Sports").
func (s *sources) publishes(words []string) bool {
	for n := len(words); n > 0; n-- {
		if s.outlets[nameKey(strings.Join(words[:n], " "))] != "" {
			return true
		}
	}
	return false
}

// commonest is the form written most, the first by letters of several.
func commonest(written map[string]int) string {
	best := ""
	for form, n := range written {
		if best == "" || n > written[best] || n == written[best] && form < best {
			best = form
		}
	}
	return best
}

// salience is the z-score of the log-odds ratio (Monroe, Colaresi and Quinn,
// 2008) of an article having the topic, here and in general English.
func (e *Engine) salience(t *tally, n int) float64 {
	share := 1.
	for _, w := range t.words {
		share = min(share, e.inArticle(w))
	}
	if len(t.words) > 1 {
		share *= besides
	}
	here, there := float64(t.topic.Articles), share*backgroundArticles
	odds := math.Log((here+.5)/(float64(n)-here+.5)) - math.Log((there+.5)/(backgroundArticles-there+.5))
	return odds / math.Sqrt(1/(here+.5)+1/(there+.5))
}

// inArticle is the share of articles of general English that hold a word.
func (e *Engine) inArticle(word string) float64 {
	return 1 - math.Pow(1-e.inPassage(word), float64(articleWords)/backgroundWords)
}
