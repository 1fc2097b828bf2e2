package verify

import (
	_ "embed" // for the word lists
	"strings"
	"sync"

	"newsdesk/rag/terms"
)

//go:embed antonyms.txt
var antonymList string

//go:embed common.txt
var commonList string

// lexicon is the word lists that WordNet gave, by stem.
type lexicon struct {
	common map[string]bool
	anti   map[string][]string
}

// words parses the lists at their first use.
var words = sync.OnceValue(func() *lexicon {
	l := &lexicon{common: map[string]bool{}, anti: map[string][]string{}}
	for s := range strings.FieldsSeq(commonList) {
		l.common[s] = true
	}
	for line := range strings.Lines(antonymList) {
		a, b, _ := strings.Cut(strings.TrimSpace(line), " ")
		l.oppose(a, b)
	}
	for p := range strings.FieldsSeq(moreAntonyms) {
		a, b, _ := strings.Cut(p, "/")
		l.oppose(a, b)
	}
	return l
})

func (l *lexicon) oppose(a, b string) {
	x, y := terms.Stems(a), terms.Stems(b)
	if len(x) == 1 && len(y) == 1 && x[0] != y[0] {
		l.anti[x[0]] = append(l.anti[x[0]], y[0])
		l.anti[y[0]] = append(l.anti[y[0]], x[0])
	}
}

// opposite reports whether two stems mean the contrary of each other.
func (l *lexicon) opposite(a, b string) bool {
	for _, x := range l.anti[a] {
		if x == b {
			return true
		}
	}
	return negated(a, b) || negated(b, a)
}

// negated reports whether a is b with a prefix that denies it. The rarer
// prefixes (in-, dis-) begin too many other words.
func negated(a, b string) bool {
	return len(b) >= 5 && (a == "un"+b || a == "non"+b)
}

// moreAntonyms are contraries of the news that WordNet lacks or has for
// another part of speech only.
const moreAntonyms = `win/lose win/loss victory/defeat beat/lose rise/fall increase/decrease gain/loss gain/lose grow/shrink climb/fall
climb/drop soar/plunge jump/drop jump/fall rise/drop increase/drop increase/fall surge/plunge surge/slump grow/fall gain/fall rise/decline increase/decline
up/down more/fewer more/less higher/lower high/low above/below over/under before/after first/last allow/ban permit/ban lift/impose
accept/reject support/oppose supporter/opponent support/opposition supporter/critic favour/oppose back/oppose praise/criticise praise/condemn
welcome/condemn approve/reject pass/reject confirm/deny admit/deny guilty/innocent acquit/convict arrive/leave enter/leave
open/close buy/sell hire/fire join/leave largest/smallest biggest/smallest best/worst strong/weak start/end begin/end start/stop
begin/stop launch/cancel success/failure succeed/fail male/female man/woman boy/girl son/daughter brother/sister father/mother
husband/wife public/private north/south east/west northern/southern eastern/western left/right early/late earlier/later dead/alive
die/survive kill/survive most/least majority/minority positive/negative legal/illegal lawful/unlawful safe/dangerous safe/unsafe
free/detain release/detain release/arrest raise/lower raise/cut increase/cut expand/cut extend/shorten widen/narrow attack/defend ally/enemy
friend/enemy agree/disagree agree/refuse encourage/discourage improve/worsen better/worse optimistic/pessimistic import/export
importer/exporter ahead/behind inside/outside import/export profit/loss surplus/deficit create/destroy build/demolish strengthen/weaken remember/forget
possible/impossible likely/unlikely upheld/overturned uphold/overturn uphold/reject tighten/loosen tighten/ease tighten/relax
hot/cold cheap/expensive cheaper/dearer rich/poor young/old older/younger lead/trail include/exclude inflow/outflow employ/dismiss
appoint/dismiss deploy/withdraw advance/retreat grant/refuse grant/deny resume/suspend continue/stop remain/leave keep/scrap stay/leave
major/minor same/different longer/shorter faster/slower slow/fast accelerate/slow quickly/slowly hasten/delay always/never`

// class says which closed class of words a token belongs to, if any.
type class uint8

const (
	open class = iota
	negation
	modal
	quantity
)

// negations turn what follows them into its contrary. Verbs count, so that
// "denied that he met" and "said he did not meet" agree.
var negations = terms.Set(`not no never none nobody nothing neither nor without cannot nowhere hardly barely scarcely deny denies denied denying refuse
refused refuses refusing fail fails failed failing unable`)

// The degrees of commitment of a statement, weakest first. A clause without
// a marker states a fact.
const (
	weak    = 1 + iota // may, reportedly, consider
	planned            // would, expected to, wants to
	certain            // will, must
	fact
)

var modals = levels(map[uint8]string{
	weak: `may might could possibly possible perhaps maybe potentially potential seems seemed seem appears appeared allegedly alleged alleges
		reportedly suspected suspect apparently rumoured rumored accused accuse accuses consider considers considering considered mulls mulling
		weigh weighs weighing weighed explore explores exploring explored`,
	planned: `would should likely probably probable expected expects expect hopes hope hoped hoping plans plan planned planning wants want wanted
		proposed proposes propose proposing proposal aims aim aimed intends intend intended seek seeks sought seeking try tries tried trying attempt attempts
		attempted attempting if whether believed scheduled due threatened threatens threaten offered offers pledged pledges promised promises`,
	certain: `will shall must certainly definitely wo`,
})

// The classes of words of quantity.
const (
	all = 1 + iota
	most
	many
	some
	few
	none
	only
	about
	more
	less
)

var quantities = levels(map[uint8]string{
	all:  `all every each entire always both everyone everything whole everybody`,
	most: `most majority mostly usually largely`,
	many: `many several numerous lots often dozens hundreds thousands frequently repeatedly`,
	some: `some certain part partly sometimes`,
	few:  `few little rarely seldom`,
	// "no" and its kin are negations first.
	none:  ``,
	only:  `only just solely merely`,
	about: `about around nearly almost approximately roughly some`,
	more:  `more over least exceeding above exceeded`,
	less:  `less fewer under below most`,
})

func levels(m map[uint8]string) map[string]uint8 {
	out := map[string]uint8{}
	for _, level := range [...]uint8{1, 2, 3, 4, 5, 6, 7, 8, 9, 10} {
		for w := range strings.FieldsSeq(m[level]) {
			if out[w] == 0 {
				out[w] = level
			}
		}
	}
	return out
}

// stops carry no content of their own. The list is the study's, on which the
// features were chosen, and longer than that of retrieval.
var stops = terms.Set(`a an the of to in on at by for with from as is are was were be been being am has have had having do does did doing done
this that these those it its he his him she her hers they them their theirs i me my we us our you your who whom whose which what when
where why how and or but so than then there here also too very into onto out up down off over under after before about around between
during through while since until against because if though although however s n't not no will would shall should can could may might
must all any some each every both few more most other such only own same just upon per via amid among within without across along
new mr mrs ms dr sir said says say saying told tells tell added adds according wo ca himself herself itself themselves`)

var pronouns = terms.Set("he she they him her them his their it its i we who")

var saying = terms.Set(`said says say saying told tells tell added adds according insisted insists claimed claims explained explains believes believe
believed warned warns stated states announced tweeted wrote argued argues admitted revealed described called`)

var months = index("january february march april may june july august september october november december")

var weekdays = index("sunday monday tuesday wednesday thursday friday saturday")

var shortMonths = map[string]string{"jan": "january", "feb": "february", "mar": "march", "apr": "april", "jun": "june", "jul": "july",
	"aug": "august", "sep": "september", "sept": "september", "oct": "october", "nov": "november", "dec": "december"}

// index numbers the words of s from 1.
func index(s string) map[string]int {
	m := map[string]int{}
	for w := range strings.FieldsSeq(s) {
		m[w] = len(m) + 1
	}
	return m
}

// demonyms joins a country's name and what is its own, by their stems, where the letters
// do not show it.
var demonyms = func() map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(`france french
germany german
britain british uk briton britons
america american U.S usa americans
netherlands dutch
spain spanish
greece greek
china chinese
turkey turkish
poland polish
denmark danish
sweden swedish
finland finnish
norway norwegian
wales welsh
scotland scottish scots
england english
ireland irish
switzerland swiss
portugal portuguese
iraq iraqi
israel israeli
ukraine ukrainian
russia russian
europe european
philippines filipino philippine
iceland icelandic
thailand thai
congo congolese
pakistan pakistani
syria syrian
moscow kremlin
`) {
		var first string
		for _, s := range terms.Stems(line) {
			if first == "" {
				first = s
			}
			m[s] = first
		}
	}
	return m
}()

// Opposite reports whether two stems mean the contrary of each other, as far
// as the word lists know.
func Opposite(a, b string) bool { return words().opposite(a, b) }
