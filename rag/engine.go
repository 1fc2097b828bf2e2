// Package rag answers questions from an archive of articles, and checks claims
// against it. An Engine
//
//   - reads the question: its kind, its speaker, its time, its language, what it
//     leans on in the conversation (question.go, intent.go, speaker.go, period.go,
//     language.go, reading.go, further.go), and which articles its words mean
//     (named.go, event.go), of those that the reader may see (view.go);
//   - weighs its words against the archive and finds passages (query.go,
//     find.go, and package index);
//   - scores their sentences as evidence by a linear model over light features
//     (match.go, features.go, rank.go, weights.go), newer ones first where the
//     question asks for the newest (recent.go);
//   - keeps only what gives an attribute that is asked for of its subject, or
//     counts how often (trait.go, trait_value.go, trait_given.go, times.go), how
//     many did what is asked (counted.go), who holds an office there (office.go),
//     or tells of the day that is asked about (onday.go);
//   - asks whether an article says of its subject what the question takes for
//     granted: its verb, or one of like meaning, with the subject in its role
//     (predication.go, asserted.go, role.go, likeverbs.go, unsaid.go);
//   - decides whether that is enough to answer (decide.go, remark.go, relayed.go),
//     and what to say to a newcomer (newcomer.go);
//   - reads what each figure of the evidence is of, and which articles give
//     another for the same thing on the same occasion (datum.go, datum_of.go,
//     datum_words.go, occasion.go, sought.go, dissent.go, differ.go);
//   - picks a few statements, or every article's for an overview, a comparison
//     or a figure (pick.go, overview.go, compare.go, either.go, quantity.go,
//     figures.go), each namesake's (namesake.go, bearer.go), the newest on an office or a
//     plan (current.go), and one for each side where sources disagree on who,
//     where, why or whether (phrase.go, position.go, disagree.go), what answers
//     most plainly first (first.go), with its answer marked (candidate.go, doer.go);
//   - and writes an answer in which every word is either the source's or plain
//     scaffolding (compose.go, lead.go, show.go, when.go, metadata.go, sources.go).
//
// A Generative has a language model write the answer instead (generative.go):
// it shows the model numbered evidence (brief.go, prompt.go), reads what it
// writes sentence by sentence (package draft), holds each sentence against the
// evidence before it is shown (vet.go, joint.go), has faults mended once
// (write.go, carry.go), and falls back to the Engine's own answer where too little holds
// or the model is down (outage.go).
//
// Compare sets side by side what each outlet has on a topic, and says in what
// they differ (outlets.go, contrast.go).
//
// Topics and Timeline say what an archive is about (topics.go,
// topic_candidates.go, timeline.go), Quotes who said what in it (quotations.go,
// and package quotes); Sources, Outlets and Speakers what it consists of, as
// fast as a name is typed (facets.go, speakers.go, roster.go).
//
// Check holds a claim against the nearest articles (check.go, package verify);
// Claims are those of a text (claims.go).
// Package eval measures all of it. terms is what a word is, embed what it means.
//
// Nothing here is random and nothing depends on the order of maps: one corpus
// and one question give one answer.
package rag

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"

	lru "github.com/hashicorp/golang-lru/v2"

	"newsdesk/rag/verify"
)

// ErrEmptyQuestion is returned for a question without a word.
var ErrEmptyQuestion = errors.New("the question is empty; ask something such as: What did Putin say about security guarantees?")

// MaxQuestion is how many bytes of a question are read; a longer one is an
// error.
const MaxQuestion = 4000

// ErrLongQuestion is returned for a question of more than MaxQuestion bytes.
var ErrLongQuestion = errors.New("the question is too long; ask in at most 4,000 characters")

// documentCache is how many articles are kept taken apart, about 100 kB each.
const documentCache = 256

// viewCache is of how many views the names of their sources are kept.
const viewCache = 64

// retrievedCount is how many passages an Answer lists.
const retrievedCount = 20

// Engine answers questions. It is safe for concurrent use.
type Engine struct {
	retriever Retriever
	texts     Texts
	words     Words
	checker   func() (*verify.Checker, error)
	documents *lru.Cache[documentKey, *document]
	now       func() time.Time
	named     *atomic.Pointer[sources]
	roster    *roster
	// generation is the latest of the archive that a question has seen.
	generation *atomic.Int64
	// sees says which articles may be read, nil for all.
	sees func(ctx context.Context, article string) (bool, error)
	// views are the names that each view shows, by its key.
	views *lru.Cache[string, *atomic.Pointer[sources]]
}

// New makes an Engine that finds passages with r, reads articles from t and
// compares words with w.
func New(r Retriever, t Texts, w Words) *Engine {
	documents, err := lru.New[documentKey, *document](documentCache)
	if err != nil {
		panic(err) // only for a size below one
	}
	views, err := lru.New[string, *atomic.Pointer[sources]](viewCache)
	if err != nil {
		panic(err) // as above
	}
	return &Engine{retriever: r, texts: t, words: w, documents: documents, now: time.Now, views: views, roster: newRoster(t),
		named: new(atomic.Pointer[sources]), generation: new(atomic.Int64),
		checker: sync.OnceValues(func() (*verify.Checker, error) { return verify.New(w) })}
}

// Ask answers q. It implements Asker.
func (e *Engine) Ask(ctx context.Context, q Question) (Answer, error) {
	start, asked := e.now(), q.Text
	q, err := e.prepare(q)
	if err != nil {
		return Answer{}, err
	}
	if e, err = e.under(&q.Filter); err != nil {
		return Answer{}, err
	}
	_, a, found, err := e.answer(ctx, q, "")
	if err != nil {
		return Answer{}, err
	}
	e.seal(&a, asked, start, found)
	return a, nil
}

// answer is what is found for q, as prepare has it, the answer composed from
// it, and when it was found, all of one state of the archive. note, if not "",
// takes the place of what the answer says of how q was read.
func (e *Engine) answer(ctx context.Context, q Question, note string) (f *found, a Answer, at time.Time, err error) {
	err = e.steadily(ctx, func() error {
		if f, err = e.find(ctx, q); err != nil {
			return err
		}
		if note != "" {
			f.q.reading.note = note
		}
		at = e.now()
		a, err = e.compose(ctx, f)
		return err
	})
	return f, a, at, err
}

// prepare is q as it is looked for, or why it cannot be.
func (e *Engine) prepare(q Question) (Question, error) {
	switch {
	case !hasWordIn(q.Text):
		return q, ErrEmptyQuestion
	case len(q.Text) > MaxQuestion:
		return q, ErrLongQuestion
	}
	if q.Text = cleaned(q.Text); !hasWordIn(q.Text) {
		return q, ErrEmptyQuestion
	}
	if q.AskedOn.IsZero() {
		q.AskedOn = e.now()
	}
	return q, nil
}

// seal adds what is known of an answer when it is done: the question as asked,
// the band, and the times since start and since the evidence was found.
func (e *Engine) seal(a *Answer, asked string, start, found time.Time) {
	end := e.now()
	a.Question, a.Band = asked, band(a.Confidence, a.Abstained)
	a.TimingsMS = Timings{Retrieve: ms(found.Sub(start)), Compose: ms(end.Sub(found)), Total: ms(end.Sub(start))}
}

func hasWordIn(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// notWords are what a question may carry that is no part of it: the escape
// sequences of a terminal and addresses.
var notWords = regexp.MustCompile(`\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)?|https?://[^\s)>\]]+`)

// cleaned is a question without what is not asked, and in small letters if it
// was typed in capitals only.
func cleaned(s string) string {
	s = notWords.ReplaceAllString(s, " ")
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
	if strings.ToUpper(s) == s {
		s = strings.ToLower(s)
	}
	return strings.TrimSpace(s)
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
