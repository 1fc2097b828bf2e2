package rag

import (
	"cmp"
	"context"
	"errors"
	"hash/fnv"
	"math"
	"slices"
	"strings"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/copies"
	"newsdesk/corpus/quote"
	"newsdesk/corpus/segment"
	"newsdesk/rag/terms"
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
	counts := make(map[string]*tally)
	seen := new(copies.Set)
	read := make(map[uint64]bool)
	n := 0
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
			n++
			countTopics(unsteered(a), n, counts, read)
		}
	}
	names, err := e.sourcesNow(ctx)
	if err != nil {
		return nil, err
	}
	return e.salient(ctx, counts, n, names)
}

// copyThreshold is how alike two articles are that count as one text.
const copyThreshold = .7

// countTopics adds the names and phrases of article number n. A sentence that
// an earlier article has word for word is a site's own, or a copied one.
func countTopics(a *corpus.Article, n int, counts map[string]*tally, read map[uint64]bool) {
	for _, s := range segment.Sentences(a) {
		text := s.Of(a.Text)
		h := fnv.New64a()
		h.Write([]byte(text))
		if s.Kind != corpus.Body || read[h.Sum64()] {
			continue
		}
		read[h.Sum64()] = true
		p := parsed{text: text, tokens: terms.Tokens(text)}
		for i := 0; i < len(p.tokens); i++ {
			if personTitles[p.word(i)] {
				continue // "President Joe Biden" and "Joe Biden" are one
			}
			if to := p.nameFrom(i); to > i {
				name := strings.TrimSuffix(strings.TrimSuffix(text[p.tokens[i].Start:p.tokens[to-1].End], "'s"), "’s")
				t := counted(counts, p.tokens[i:to], name, TopicOther, a, n)
				before := p.word(i - 1)
				if before == "the" {
					before = p.word(i - 2)
				}
				if hasWord("in near across", before) {
					t.after++
				}
				i = to - 1
				continue
			}
			if p.phraseWord(i) && p.phraseWord(i+1) && !p.phraseWord(i-1) && !p.phraseWord(i+2) {
				counted(counts, p.tokens[i:i+2], text[p.tokens[i].Start:p.tokens[i+1].End], TopicPhrase, a, n)
			}
		}
	}
}

var personTitles = terms.Set("mr mrs ms dr president minister mayor king queen prince senator judge chancellor governor secretary spokesman spokeswoman director")

// nameFrom is where the name that begins at token i ends; i where none does.
// What begins a sentence is a name only with another capital after it.
func (p *parsed) nameFrom(i int) int {
	to := i
	for to < len(p.tokens) && p.tokens[to].Word && p.tokens[to].Capital && !p.tokens[to].Number && !notNames[p.word(to)] && (to > i || !terms.Stop(p.word(to))) {
		to++
		if possessive(p.text[p.tokens[to-1].Start:p.tokens[to-1].End]) {
			break
		}
		if hasWord("of for", p.word(to)) && to+1 < len(p.tokens) && p.tokens[to+1].Capital && p.tokens[to+1].Word {
			to++ // "Centers for Disease Control"
		}
	}
	if to > i && hasWord("of for", p.word(to-1)) {
		to--
	}
	opens := i == 0 || !p.tokens[i-1].Word && hasWord(`. ? ! " ' : -`, p.tokens[i-1].Lower)
	switch {
	case to == i, opens && to == i+1, to == i+1 && len(p.tokens[i].Lower) < 2, to-i > 6:
		return i
	}
	return to
}

func possessive(w string) bool { return strings.HasSuffix(w, "'s") || strings.HasSuffix(w, "’s") }

var notNames = terms.Set(`monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november
	december mr mrs ms dr i i'm but and the he she it they we you yes no if when this that there photo image getty reuters ap afp advertisement read more ceo
	jan feb mar apr jun jul aug sep sept oct nov dec`)

// phraseWord reports whether token i can be a word of a topic phrase.
func (p *parsed) phraseWord(i int) bool {
	if i < 0 || i >= len(p.tokens) {
		return false
	}
	t := p.tokens[i]
	return t.Word && !t.Capital && !t.Number && len(t.Lower) > 3 && !strings.ContainsAny(t.Lower, "'0123456789") && !terms.Stop(t.Lower) &&
		!saying[t.Stem] && !lightVerbs[t.Stem] && !measures[t.Lower] && !strings.HasSuffix(t.Lower, "ly") && !vague[t.Lower]
}

var vague = terms.Set(`last next first second third year years month months week weeks days time times today earlier later according including people
	many much very well like around least still even never ever million billion percent hundred thousand several another other former recent past early late
	told want wants wanted need needs know knows think thinks called says added since because however although though through against before after along away
	back been being both came come comes coming does doing done down each every from gave give given gives gone good great half have having here high himself
	into just keep kept kind left less life likely little long look looking made main make makes making might most must near nearly often once only part
	place point quite rather really same seen small some soon such take taken takes taking than that them then these thing things those three took under
	until upon used using wants ways went were what when where which while will with within without work working would`)

// counted counts one mention of a candidate in article number n.
func counted(counts map[string]*tally, tokens []terms.Token, written string, kind TopicKind, a *corpus.Article, n int) *tally {
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.Lower
	}
	key := string(kind) + " " + strings.Join(words, " ")
	t := counts[key]
	if t == nil {
		t = &tally{topic: Topic{Kind: kind}, words: words, written: map[string]int{}}
		counts[key] = t
	}
	t.mentions++
	t.written[shownText(written)]++
	if t.latest == n {
		return t
	}
	t.latest = n
	t.topic.Articles++
	if len(t.in) < judges {
		t.in = append(t.in, a.ID)
	}
	if day := a.Published; !day.IsZero() {
		if t.first.IsZero() || day.Before(t.first) {
			t.first = day
		}
		if day.After(t.last) {
			t.last = day
		}
	}
	return t
}

// salient are the most salient candidates of n articles, the archive's own
// sources left out.
func (e *Engine) salient(ctx context.Context, counts map[string]*tally, n int, names *sources) ([]Topic, error) {
	least := leastArticles
	if n < smallArchive {
		least = 1
	}
	var all []*tally
	for _, t := range counts {
		if t.topic.Articles < least || t.topic.Kind != TopicPhrase && names.publishes(t.words) {
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
	// A surname alone is the person whose name ends with it.
	full := slices.Clone(out)
	return slices.DeleteFunc(out, func(t Topic) bool {
		return t.Kind == TopicPerson && !strings.Contains(t.Name, " ") && slices.ContainsFunc(full, func(o Topic) bool {
			return o.Kind == TopicPerson && strings.HasSuffix(o.Name, " "+t.Name)
		})
	}), nil
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
