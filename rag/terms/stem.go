package terms

import (
	"strings"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
)

// stemCacheMax bounds the cache of stems; English news has about 60,000
// different words in 2,500 articles.
const stemCacheMax = 200_000

var (
	stems     sync.Map // string → string
	stemCount atomic.Int64
)

// stem is the Porter 2 stem of a folded word (snowballstem.org). Words with
// letters outside a–z are left as they are.
func stem(w string) string {
	if len(w) < 3 {
		return w
	}
	for i := 0; i < len(w); i++ {
		if w[i] != '\'' && (w[i] < 'a' || w[i] > 'z') {
			return w
		}
	}
	if s, ok := stems.Load(w); ok {
		return s.(string)
	}
	env := snowballstem.NewEnv(w)
	english.Stem(env)
	s := strings.Clone(env.Current())
	if stemCount.Add(1) <= stemCacheMax {
		stems.Store(strings.Clone(w), s)
	}
	return s
}

// Stop reports whether a folded word carries no subject of its own.
func Stop(lower string) bool { return stopWords[lower] }

var stopWords = Set(`a an the of in on at to for from by with as is are was were be been being am do does did done has
have had having it its this that these those which what who whom whose when where why how and or but if than then so such
there their they them he she his her him hers himself herself itself themselves i you we our us your my me not no can could will
would shall should may might must about into over under out up down off also just any some all each both more most other same s t re
ve d ll m one's didn't doesn't don't isn't wasn't aren't weren't can't couldn't won't wouldn't hasn't haven't hadn't it's
he's she's that's there's what's who's i'm you're we're they're
between among during while since until upon per via going`)

// Set is the words of a list, parted by white space, as a set.
func Set(words string) map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}
