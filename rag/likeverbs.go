package rag

import (
	"strings"

	"newsdesk/rag/terms"
)

// likeVerbs are words of news by which one event is told, in groups: where a
// question has one, an article may have another. What stands after a bar tells
// the same and more: who flew has travelled, but who travelled need not have
// flown. Word vectors find some of them and not "sacked" for "fired".
var likeVerbs = func() map[string][]map[string]bool {
	out := make(map[string][]map[string]bool)
	for _, group := range []string{
		"die dead death perish succumb | victim life toll kill fatal deadly drown murder shoot",
		"kill slay | murder shoot stab assassinate",
		"murder stab shoot assassinate slay | kill",
		"drown | die dead",
		"resign quit resignation | step",
		"sack dismiss fire oust dismissal | axe remove",
		"arrest detain custody apprehend handcuff | seize jail catch",
		"charge indict accuse prosecute",
		"convict sentence | guilty jail imprison",
		"jail imprison prison sentence",
		"attack strike assault raid bomb invade ambush | hit shell beat",
		"hurt injure wound injury casualty burn",
		"close shut closure shutdown",
		"cancel scrap abandon | drop call axe",
		"postpone delay defer | push suspend",
		"begin start erupt outbreak | break open launch",
		"buy purchase acquire | snap takeover",
		"sell sale seller sells",
		"win beat defeat victory triumph | elect winner",
		"lose defeat loss beat",
		"travel go visit arrive trip journey return | come head fly drive sail flight",
		"fly flight jet plane airplane",
		"drive car",
		"sail ship boat",
		"come attend gather crowd join march arrive participate | flock attendance",
		"join march participate attend",
		"leave depart quit exit withdraw | flee resign step retire",
		"flee escape | run evacuate",
		"raise increase | rise hike up grow climb jump",
		"cut reduce lower slash | fall drop decline shrink",
		"ban prohibit outlaw forbid | bar",
		"approve adopt | pass vote back endorse support agree accept",
		"support endorse | back favor vote",
		"reject refuse rebuff | decline oppose turn",
		"steal rob theft burgle robbery loot burglary",
		"build construct erect",
		"strike walk stoppage walkout",
		"crash collide collision | wreck accident",
		"explode blast explosion detonate | blow burst",
		"destroy ruin wreck raze | flatten level gut",
		"arson torch ignite arsonist", "burn fire blaze | torch arson",
		"evacuate | move leave rescue flee",
		"rescue | save pull recover",
		"hire employ recruit appoint",
		"appoint elect nominate | name choose pick succeed",
		"marry wed wedding husband wife",
		"divorce split separate",
		"design develop invent create",
		"design plan draw architect",
		"sue lawsuit court complaint",
		"apologize sorry apology regret",
		"meet talk summit | hold sit",
		"sign agree agreement treaty pact | deal",
		"lock | shut bar close",
		"lie mislead deceive | false",
		"live reside | home inhabitant resident population citizen",
		"vanish disappear missing | lose",
		"release free | discharge let clear",
		"sink capsize founder",
		"protest demonstrate march rally demonstration",
		"fix repair mend",
		"damage | hit destroy harm",
		"bribe bribery corrupt corruption kickback",
		"embezzle misappropriate embezzlement | siphon divert",
		"cheat defraud fraud scam swindle",
		"harass molest abuse harassment",
		"rape molest assault",
		"threaten threat intimidate menace",
		"insult mock offend swear",
		"blackmail extort extortion",
		"forge falsify fake counterfeit forgery",
		"poison intoxicate",
		"spy espionage eavesdrop",
		"smuggle traffic",
		"kidnap abduct hijack hostage abduction",
		"vandalize deface smash",
		"punch slap kick hit beat shove",
		"fight brawl clash scuffle",
		"expel suspend deport exclude",
		"deport expel extradite",
		"evict | throw",
		"fine | penalty pay",
		"impeach oust",
		"pardon acquit | clear",
		"sabotage tamper",
		"betray desert defect",
		"riot loot",
		"collapse faint | fall",
		"retire retirement",
		"prison jail imprison | cell inmate sentence arrest custody detain",
		"investigation investigate | probe inquiry suspect charge accuse question",
		"trial court prosecute | testify charge accuse sentence convict",
		"hospital ill sick | hurt wound injure",
		"guilty convict",
		"jump leap plunge dive",
	} {
		leading, more, _ := strings.Cut(group, "|")
		set := stemmed(leading + more)
		for _, s := range terms.Stems(leading) {
			out[s] = append(out[s], set)
		}
	}
	return out
}()

// harms are words for what nobody should read of a person unless an article
// says it.
var harms = stemmed(`kill murder drown die arrest detain charge indict convict sentence jail imprison prison investigation trial court guilty attack
strike assault bomb steal rob theft fire arson torch burn bribe bribery corruption embezzle embezzlement cheat defraud fraud harass harassment molest
abuse rape threaten insult blackmail extort forge falsify fake forgery poison spy espionage smuggle kidnap abduct hijack vandalize punch slap kick
fight expel deport evict fine impeach sabotage betray riot loot lie mislead deceive explode destroy damage sack dismiss oust
resign quit accuse crash`)

// "Took part" is told as "attended" is.
var (
	takeStem      = terms.Stems("take")[0]
	participating = terms.Stems("participate")[0]
)

// alikeVerb is the cosine from which two words may tell one event.
const alikeVerb = .6

// alike reports whether a word of an article may tell what the question's word
// does: a form of it, one of a group with it, or one whose vector is near.
func (f *found) alike(stem string, t terms.Token) bool {
	if t.Stem == stem || terms.Akin(stem, t.Stem) {
		return true
	}
	for _, group := range likeVerbs[stem] {
		if group[t.Stem] {
			return true
		}
	}
	i, ok := f.q.at[stem]
	return ok && float64(f.scorer.cosines(t.Lower)[i]) >= alikeVerb
}
