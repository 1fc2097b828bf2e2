package rag

import (
	"newsdesk/rag/terms"
)

// Closed lists of English function words and of nouns that name a kind of
// answer. They hold general vocabulary only.

var whWords = terms.Set("what which who whom whose when where why how")

var negations = terms.Set(`not no never none nobody nothing neither nor without cannot fail failed unable`)

var measures = terms.Set("many much old long far tall large big often high fast heavy deep")

var months = terms.Set(`january february march april may june july august september october november december jan feb mar apr jun jul aug
sept sep oct nov dec`)

var weekdays = terms.Set("monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight")

var numberNames = terms.Set(`thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion dozen dozens half
double twice once first second third fourth fifth percent`)

var saying = stemmed(`say said says tell told add added call called describe described write wrote tweet tweeted announce announced
declare declared claim claimed argue argued warn warned insist insisted note noted state stated remark react comment respond promise vow pledge predict admit complain quote think`)

// lightVerbs say little of their own.
var lightVerbs = stemmed(`last take happen occur host hold make get go come give put begin start end find become use work live know want
need ask discuss concern involve relate regard explain describe mention`)

var placeNouns = stemmed(`city country state town place location region province county continent island village district area
venue capital nation street university school hospital airport stadium campus`)

var dateNouns = stemmed("year date day month century decade era time period season weekday")

var personNouns = stemmed(`person man woman actor actress president minister leader king queen author singer player senator
politician star celebrity artist director scientist name founder owner ruler emperor chef coach lawmaker`)

var numberNouns = stemmed(`percentage percent number amount sum age population price cost rate proportion length duration height weight size distance toll
magnitude speed depth temperature score margin budget income salary turnout`)

func stemmed(words string) map[string]bool {
	m := make(map[string]bool)
	for _, s := range terms.Stems(words) {
		m[s] = true
	}
	return m
}
