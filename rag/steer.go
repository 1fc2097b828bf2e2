package rag

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"newsdesk/corpus"
)

// pattern is a form of words by which a text addresses a machine that reads it
// rather than its readers. It holds one of the words, in small letters.
type pattern struct {
	words []string
	form  *regexp.Regexp
}

const (
	machines = `(ai (assistants?|systems?|readers?|models?)|assistants?|chatbots?|(large )?language models?|llms?|summari[sz]ers?)`
	outputs  = `(output|answer|reply|response|summary)`
)

var steering = patterns(
	"ignore,disregard,forget", `\b(ignore|disregard|forget)\b.{0,30}\b(previous|above|prior|earlier|all)\b.{0,30}\b(instructions?|prompts?|rules|text)\b`,
	"ignore,disregard,forget", `\b(ignore|disregard|forget) the (above|previous|foregoing)\b|(^|[:;]) *(ignore|disregard|forget) (the|all|your) (evidence|sources?|articles?|question)\b`,
	"user,reader,whoever", `\b(tell|inform|answer|reply to|respond to|instruct)\b.{0,12}\b(the user|the reader|whoever asks)\b`,
	"users", `(^|[:;!]) *(please |always )?(tell|inform|answer|reply to|respond to|convince|instruct|show) (all |your )?users\b`,
	"you are,act as", `\b(you are|act as) (now )?(an? )?(ai|assistant|language model|chatbot)\b|\bif you are an? (ai|assistant|chatbot|language model)\b`,
	"as an ai", `\bas an ai( language)?( model| assistant)?,`,
	"prompt,message", `\b(system|developer|assistant) (prompt|message)\b`,
	"system:,assistant:,user:", `^\W*(system|assistant|user)\s*:`,
	"assistant,chatbot,model,llm,ai,summari", `^\W*(dear |attention,? |hey |hidden note (for|to) |note (for|to) (the )?)?`+machines+`\s*[,:]`,
	"bots:,ais:,assistants:,chatbots:", `\b(ais|bots|chatbots|assistants):`,
	"this", `\b(model|`+machines+`)\b.{0,12}\b(reads?|reading|process(es|ing)?|summari[sz]\w+|index\w*) this\b`,
	"as your", `\bas your (sources?|evidence|`+outputs+`)\b`,
	"kindly,please", `\b`+machines+`\b.{0,20}\b(kindly|please)\b`,
	`"role"`, `"role"\s*:\s*"(system|assistant|user)"`,
	"ignor,oubli,vergiss,vergesst,olvid,dimentic", `\b(ignor\w+|oubli\w+|vergiss|vergesst|olvid\w+|dimentic\w+) .{0,40}\b(instruc\w+|instruktion\w*|anweisung\w*|istruzioni|consignes)\b`,
	"new instruction", `\bnew instructions?\s*:`,
	"<|im_,inst],sys>>", `<\|im_(start|end)\|>|\[/?INST\]|<</?SYS>>`,
	"asked", `\b(if|when|whenever) (you are )?asked\b[^.]{0,80}, (always )?(say|answer|reply|respond|write|state|give)\b|\bif asked about\b`,
	"question", `\banswer to (every|any|all|each) questions?\b`,
	"you must", `\byou must (not )?(answer|say|reply|respond|write|state|tell)\b`,
	"your,each,every", `\b(translate|format|begin|start|end|finish) (your|each|every)( \w+)? `+outputs+`\b|\b(in|of|to|about) your `+outputs+`\b`,
	"before you answer,before answering", `\bbefore (you answer|answering)\b`,
	"output,answer,reply,response,summary", `\b(your|the) `+outputs+` (should|must|has to|needs to|is to|shall) (be|say|read|contain|include|state|mention|cite|quote|link|start|end|begin)\b`,
	"make sure,ensure,see to it", `\b(make sure|ensure|see to it) (that )?(the|your|every|each) `+outputs+`\b`,
	"generated", `\bgenerated (text|summar(y|ies)|answers?)\b.{0,30}\b(must|should|ha(s|ve) to)\b`,
	"automated,software,override", `\bautomated readers?\b|\b(reading|summari[sz]ing|answering) software\b|\b(operator|system|developer|admin(istrator)?) override\b`,
)

// patterns makes them of pairs: words, parted by commas, and the form.
func patterns(pairs ...string) (out []pattern) {
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, pattern{strings.Split(pairs[i], ","), regexp.MustCompile(`(?i)` + pairs[i+1])})
	}
	return out
}

// steers reports whether the sentence is an instruction to a program. Such a
// sentence is no evidence of anything but of itself.
func steers(text string) bool {
	text, hidden := unhidden(text)
	if hidden {
		return true
	}
	text = norm.NFKC.String(text) // full-width letters read as others do
	low := strings.ToLower(text)
	return slices.ContainsFunc(steering, func(p pattern) bool {
		return slices.ContainsFunc(p.words, func(w string) bool { return strings.Contains(low, w) }) && p.form.MatchString(text)
	})
}

// unhidden is text with what cannot be seen in it left out; hidden is true of
// text that goes to lengths not to be seen: in the characters for tags, or
// turned around.
func unhidden(text string) (plain string, hidden bool) {
	for i := 0; i < len(text); i++ {
		if text[i] >= 0x80 {
			break
		}
		if i == len(text)-1 {
			return text, false
		}
	}
	plain = strings.Map(func(r rune) rune {
		switch {
		case 0xe0020 <= r && r <= 0xe007f, r == 0x202e:
			hidden = true
			return -1
		case r == '\u00ad', r != '\t' && r != '\n' && unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, text)
	return plain, hidden
}

// steeredOn is how many sentences an instruction goes on for.
const steeredOn = 3

// markSteering finds the sentences that steer, each with the next few of its
// paragraph: an instruction goes on where its first sentence ends. Where it begins
// nobody knows, so that the whole paragraph is tainted as evidence for words that are not its own.
func (d *document) markSteering() {
	left, first := 0, 0
	for i := range d.sentences {
		s := &d.sentences[i]
		if i > 0 && strings.Contains(d.Text[d.sentences[i-1].Start:s.Start], "\n\n") {
			left, first = 0, i
		}
		left--
		if steers(s.text()) {
			left = steeredOn
			for k := max(first, i-steeredOn); k < i; k++ {
				d.sentences[k].tainted = true
			}
		}
		s.steers = left >= 0
		s.tainted = s.steers
	}
}

var (
	maskedLink = regexp.MustCompile(`!?\[([^\]]*)\]\([^)]*\)`)
	bareLink   = regexp.MustCompile(`(?i)\b(?:https?://|www\.|javascript:|data:)\S*`)
)

// showable is a field without links, and empty where it is an instruction.
func showable(field string) string {
	plain := strings.TrimSpace(bareLink.ReplaceAllString(maskedLink.ReplaceAllString(field, "$1"), ""))
	if steers(plain) {
		return ""
	}
	return plain
}

// unsteered is a with a title, outlet and author fit to be shown as such: no
// links, and nothing at all where they are instructions. It is a itself where they are.
func unsteered(a *corpus.Article) *corpus.Article {
	out := *a
	changed := false
	for _, field := range [...]*string{&out.Title, &out.Outlet, &out.Author, &out.Agency} {
		if plain := showable(*field); plain != *field {
			*field, changed = plain, true
		}
	}
	if !changed {
		return a
	}
	return &out
}
