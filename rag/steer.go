package rag

import (
	"regexp"

	"newsdesk/rag/terms"
)

// steering are words by which a text addresses a machine that reads it rather
// than its readers.
var steering = regexp.MustCompile(`(?i)\b(ignore|disregard|forget)\b.{0,30}\b(previous|above|prior|earlier|all)\b.{0,30}\b(instructions?|prompts?|rules|text)\b|` +
	`\b(tell|inform|answer|reply to|respond to|convince|instruct|show)\b.{0,12}\b(the user|users|the reader|whoever asks)\b|` +
	`\b(you are|act as|as) (an? )?(ai|assistant|language model|chatbot)\b|\b(system|developer|assistant) (prompt|message)\b|^\s*(system|assistant|user)\s*:|` +
	`\bin your (answer|reply|response|summary)\b`)

// steerWords are those of which such a sentence holds one.
var steerWords = terms.Set("ignore disregard forget user users reader ai assistant chatbot model system developer answer reply response summary whoever")

// steers reports whether the sentence is an instruction to a program. Such a
// sentence is no evidence of anything but of itself.
func steers(s *sentence) bool {
	for _, k := range s.words {
		if steerWords[s.tokens[k].Lower] {
			return steering.MatchString(s.text())
		}
	}
	return false
}
