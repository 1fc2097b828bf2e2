package render

import (
	"io"
	"strings"

	"newsdesk/rag"
	"newsdesk/rag/verify"
)

// Check writes c to w as Terminal writes an answer: the verdict, with what
// differs beside the source's words, then the sentences that it rests on, and
// a footnote for each. The error is w's.
func Check(w io.Writer, c rag.Checked, opt Options) error {
	blocks := ruling(c)
	for i, cite := range c.Citations {
		if text := line(cite.Quote); text != "" {
			blocks = append(blocks, block{role: statement, mark: "• ", text: text, cites: []int{cite.N}, gap: i == 0})
		}
	}
	return write(w, append(blocks, footnotes(rag.Answer{Citations: c.Citations})...), opt)
}

// ruling is the verdict, a line for each change that it rests on.
func ruling(c rag.Checked) []block {
	var hard, added []verify.Change
	for _, ch := range c.Changes {
		if ch.Kind == verify.Addition {
			added = append(added, ch)
		} else {
			hard = append(hard, ch)
		}
	}
	var out []block
	switch c.Verdict {
	case verify.Supported:
		out = []block{{role: lead, text: "Supported", cites: first(c)}}
	case verify.Altered, verify.Contradicted:
		word := "Altered"
		if c.Verdict == verify.Contradicted {
			word = "Contradicted"
		}
		for i, ch := range hard {
			b := block{role: lead, text: word + ": " + difference(ch), cites: holder(c, ch)}
			if i > 0 {
				b.role, b.text = plainText, "Also: "+difference(ch)
			}
			out = append(out, b)
		}
		if len(out) == 0 { // a verdict without its reason still is one
			out = []block{{role: lead, text: word, cites: first(c)}}
		}
	default:
		// Nothing is said of the truth, so no difference is shown as a fault.
		text := "Not verified: the nearest sentences are too far from it to tell"
		if len(c.Citations) == 0 {
			text = "Not verified: no article has anything near it"
		}
		return []block{{role: lead, text: text}}
	}
	if len(added) > 0 {
		out = append(out, block{role: note, text: "Not in the source's words: " + listed(added), cites: nil})
	}
	return out
}

// difference is a change as a reader is shown it: the claim's words, and the
// source's.
func difference(ch verify.Change) string {
	claim, source := quoted(ch.Claim), quoted(ch.Source)
	switch {
	case ch.Fabricated():
		return claim + " — these words stand in no source"
	case claim == "":
		return "the source has " + source
	case source == "":
		return claim + " — not in the source"
	case ch.Misattributed():
		return claim + " — the source gives these words to " + source
	}
	return claim + " — the source has " + source
}

// quoted is text between marks, or nothing.
func quoted(text string) string {
	if text = line(text); text == "" {
		return ""
	}
	return "“" + text + "”"
}

// listed is the claim's words of changes, one after the other.
func listed(changes []verify.Change) string {
	words := make([]string, len(changes))
	for i, ch := range changes {
		words[i] = quoted(ch.Claim)
	}
	return strings.Join(words, ", ")
}

// holder is the citation that a change can be checked in: the first that has
// the source's words, or that gives the speaker. A change that no citation
// shows gets none.
func holder(c rag.Checked, ch verify.Change) []int {
	if ch.Source == "" {
		return first(c)
	}
	for _, cite := range c.Citations {
		if strings.Contains(cite.Quote, ch.Source) || ch.Misattributed() && strings.Contains(cite.Speaker, ch.Source) {
			return []int{cite.N}
		}
	}
	return nil
}

// first is the best evidence.
func first(c rag.Checked) []int {
	if len(c.Citations) == 0 {
		return nil
	}
	return []int{c.Citations[0].N}
}
