package terms

import (
	"maps"
	"strings"
)

// infinitive maps the irregular past forms of English verbs to the form that
// the regular ones stem to, so that "met" finds "meet". Forms that are as
// often another word are left out: "saw" and "found" stay, being verbs far
// more often than a tool and a foundry's work; "lay", "wound", "bore" and
// "ground" are not here.
var infinitive = pairs(`
arose/arise arisen/arise ate/eat eaten/eat awoke/awake beat/beat beaten/beat became/become began/begin begun/begin bent/bend
bitten/bite bled/bleed blew/blow blown/blow bought/buy bound/bind bred/breed broke/break broken/break brought/bring built/build
burnt/burn came/come caught/catch chose/choose chosen/choose clung/cling crept/creep dealt/deal drank/drink drawn/draw drew/draw
driven/drive drove/drive drunk/drink dug/dig fallen/fall fed/feed fell/fall felt/feel fled/flee flew/fly flown/fly forbade/forbid
forbidden/forbid foresaw/foresee forgave/forgive forgot/forget forgotten/forget fought/fight found/find froze/freeze frozen/freeze
gave/give given/give gone/go got/get gotten/get grew/grow grown/grow heard/hear held/hold hid/hide hidden/hide hung/hang kept/keep
knelt/kneel knew/know known/know laid/lay led/lead left/leave lent/lend lit/light lost/lose made/make meant/mean met/meet paid/pay
proven/prove ran/run rang/ring ridden/ride risen/rise rode/ride rose/rise said/say sang/sing sank/sink sat/sit saw/see seen/see
sent/send sewn/sew shaken/shake shook/shake shone/shine shot/shoot shown/show shrank/shrink shrunk/shrink slept/sleep slid/slide
sold/sell sought/seek spent/spend spoke/speak spoken/speak spun/spin sprang/spring stole/steal stolen/steal stood/stand struck/strike
stuck/stick sung/sing sunk/sink swam/swim swept/sweep swore/swear sworn/swear swum/swim swung/swing taken/take taught/teach thought/think
threw/throw thrown/throw told/tell took/take tore/tear torn/tear undergone/undergo understood/understand underwent/undergo
upheld/uphold went/go wept/weep withdrawn/withdraw withdrew/withdraw withheld/withhold woke/wake woken/wake won/win wore/wear worn/wear
wove/weave woven/weave written/write wrote/write overcame/overcome overtook/overtake overthrew/overthrow overthrown/overthrow`)

// singular maps the irregular plurals to their singulars.
var singular = pairs(`
men/man women/woman children/child feet/foot teeth/tooth mice/mouse geese/goose wives/wife lives/life knives/knife thieves/thief
halves/half leaves/leave wolves/wolf shelves/shelf`)

// lemma is both.
var lemma = func() map[string]string {
	all := maps.Clone(infinitive)
	maps.Copy(all, singular)
	return all
}()

// Past reports whether a folded word has the form of a verb's past: "killed",
// "spoke". Some are adjectives as well.
func Past(lower string) bool {
	return !notPast[lower] && (infinitive[lower] != "" || len(lower) > 3 && strings.HasSuffix(lower, "ed") && !strings.HasSuffix(lower, "eed"))
}

// notPast look like past forms, and are nouns or adjectives as often: "a booster
// shot".
var notPast = Set("shot shed sled seabed hotbed hundred sacred kindred")

func pairs(s string) map[string]string {
	m := make(map[string]string)
	for _, p := range strings.Fields(s) {
		form, base, _ := strings.Cut(p, "/")
		m[form] = base
	}
	return m
}

// american gives a British spelling its American form: labour, organise,
// centre. It maps both to one; it does not matter that some words it touches
// are spelt alike in both.
func american(w string) string {
	if len(w) < 5 {
		return w
	}
	if i := strings.LastIndex(w, "our"); len(w) > 5 && i >= 2 && ourEndings[w[i+3:]] {
		return w[:i] + "or" + w[i+3:]
	}
	for _, s := range [...]string{"ise", "ised", "ises", "ising", "isation", "isations"} {
		if strings.HasSuffix(w, s) && len(w) > len(s)+3 {
			i := len(w) - len(s)
			return w[:i] + "iz" + w[i+2:]
		}
	}
	for _, s := range [...]string{"tre", "tres", "bre"} {
		if strings.HasSuffix(w, s) {
			i := len(w) - len(s)
			return w[:i+1] + "er" + w[i+3:]
		}
	}
	return w
}

var ourEndings = map[string]bool{"": true, "s": true, "ed": true, "er": true, "ers": true, "ing": true, "able": true, "ite": true,
	"ites": true, "ful": true, "ist": true, "ists": true, "hood": true}
