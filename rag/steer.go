package rag

import (
	"regexp"
	"strings"
	"unicode"

	"newsdesk/corpus"
)

// steering are words by which a text addresses a machine that reads it rather
// than its readers.
var steering = regexp.MustCompile(`(?i)\b(ignore|disregard|forget)\b.{0,30}\b(previous|above|prior|earlier|all)\b.{0,30}\b(instructions?|prompts?|rules|text)\b|` +
	`\b(ignore|disregard|forget) the (above|previous|foregoing)\b|` +
	`\b(tell|inform|answer|reply to|respond to|convince|instruct|show)\b.{0,12}\b(the user|users|the reader|whoever asks)\b|` +
	`\b(you are|act as|as) (an? )?(ai|assistant|language model|chatbot)\b|\b(system|developer|assistant) (prompt|message)\b|^\W*(system|assistant|user)\s*:|` +
	`^\W*(dear |attention,? |hey |hidden note (for|to) |note (for|to) (the )?)?(ai|assistants?|chatbots?|(large )?language models?|llms?|summari[sz]ers?)( assistant| readers?)?\s*[,:]|` +
	`\bif you are an? (ai|assistant|chatbot|language model)\b|\bnew instructions?\s*:|<\|im_(start|end)\|>|\[/?INST\]|<</?SYS>>|` +
	`\b(if|when|whenever) (you are )?asked\b[^.]{0,80}, (always )?(say|answer|reply|respond|write|state|give)\b|\bif asked about\b|` +
	`\banswer to (every|any|all|each) questions?\b|\byou must (not )?(answer|say|reply|respond|write|state|tell)\b|^\W*question\s*:.*\?|` +
	`\b(translate|format|begin|start|end|finish) (your|each|every)( \w+)? (answer|reply|response)\b|\b(in|of|to|about) your (answer|reply|response|summary)\b|\bbefore (you answer|answering)\b`)

// steerWords are those of which such a sentence holds one, in small letters.
var steerWords = strings.Fields(`ignore disregard forget user reader whoever assistant chatbot model system developer answer reply response summary summari
	instruction asked question <|im_ inst] sys>> ai: ai, ai. llm`)

// steers reports whether the sentence is an instruction to a program. Such a
// sentence is no evidence of anything but of itself.
func steers(text string) bool {
	text, hidden := unhidden(text)
	if hidden {
		return true
	}
	low := strings.ToLower(text)
	for _, w := range steerWords {
		if strings.Contains(low, w) {
			return steering.MatchString(text)
		}
	}
	return false
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

// markSteering finds the sentences that steer, each with the rest of its
// paragraph: an instruction goes on where its first sentence ends.
func (d *document) markSteering() {
	for i := range d.sentences {
		s := &d.sentences[i]
		s.steers = steers(s.text())
		if i > 0 && !s.steers && d.sentences[i-1].steers {
			before := d.sentences[i-1].End
			s.steers = before <= s.Start && !strings.Contains(d.Text[before:s.Start], "\n\n")
		}
	}
}

var (
	maskedLink = regexp.MustCompile(`!?\[([^\]]*)\]\([^)]*\)`)
	bareLink   = regexp.MustCompile(`(?i)\b(?:https?://|www\.|javascript:|data:)\S*`)
)

// unsteered is a with a title, outlet and author fit to be shown as such: no
// links, and nothing at all where they are instructions. It is a itself where they are.
func unsteered(a *corpus.Article) *corpus.Article {
	out := *a
	changed := false
	for _, field := range [...]*string{&out.Title, &out.Outlet, &out.Author, &out.Agency} {
		plain := strings.TrimSpace(bareLink.ReplaceAllString(maskedLink.ReplaceAllString(*field, "$1"), ""))
		if steers(plain) {
			plain = ""
		}
		if plain != *field {
			*field, changed = plain, true
		}
	}
	if !changed {
		return a
	}
	return &out
}
