package render

import (
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsdesk/rag"
	"newsdesk/rag/terms"
	"newsdesk/rag/verify"
)

// Check writes verdicts to w as Terminal writes an answer: each with what
// differs beside the source's words, the sentences that it rests on and others
// that are near, below its claim where there are several, and a footnote for
// each sentence. The error is w's.
func Check(w io.Writer, list []rag.Checked, opt Options) error {
	blocks, cited := rulings(list)
	return write(w, append(blocks, footnotes(cited)...), opt)
}

// rulings is the verdicts with their evidence, and its citations, numbered
// through.
func rulings(list []rag.Checked) ([]block, []rag.Citation) {
	var blocks []block
	whole := rag.Together("", list)
	for i, c := range whole.Claims {
		ruled := ruling(c)
		var rests []int
		for _, b := range ruled {
			rests = append(rests, b.cites...)
		}
		if len(list) > 1 {
			blocks = append(blocks, block{role: statement, mark: "> ", text: shorten(line(c.Claim), 300), gap: i > 0})
		}
		blocks = append(append(blocks, ruled...), evidence(c, rests)...)
	}
	return blocks, whole.Citations
}

// ruling is the verdict, a line for each change that it rests on, and what other
// articles give.
func ruling(c rag.Checked) []block {
	// Nothing is said of the truth of what is not verified, so nothing in it
	// is shown as a fault.
	if c.Verdict == verify.Unverified {
		text := "Not verified: the articles' words neither bear it out nor rule it out"
		if len(c.Citations) == 0 {
			text = "Not verified: no article has anything near it"
		}
		return append([]block{{role: lead, text: text}}, others(c)...)
	}
	word := c.Verdict.String()
	word = strings.ToUpper(word[:1]) + word[1:]
	var out []block
	var added []string
	for _, ch := range c.Changes {
		switch {
		case ch.Kind == verify.Addition:
			added = append(added, quoted(ch.Claim))
		case len(out) == 0:
			out = append(out, difference(c, ch, lead, word))
		default:
			out = append(out, difference(c, ch, plainText, "Also"))
		}
	}
	if len(out) == 0 {
		out = []block{{role: lead, text: word, cites: first(c)}}
	}
	if len(added) > 0 {
		// It may be paraphrase, which is for the reader to judge.
		out = append(out, block{role: note, text: "Not in the source's words: " + strings.Join(added, ", ")})
	}
	return append(out, others(c)...)
}

// others is a line for each other article that gives another figure than the
// evidence: first those that bear the claim out.
func others(c rag.Checked) []block {
	var agree, differ []block
	for _, o := range c.Others {
		b := block{text: "Another report has " + quoted(o.Text), cites: []int{o.Citation}}
		if o.Agrees {
			b.text += ", as the claim does"
			agree = append(agree, b)
			continue
		}
		differ = append(differ, b)
	}
	return append(agree, differ...)
}

// difference is a change as a reader is shown it: the claim's words, then the
// source's and where they stand.
func difference(c rag.Checked, ch verify.Change, r role, word string) block {
	b := block{role: r}
	claim, source := ch.Claim, ch.Source
	if source == "" && !ch.Fabricated() {
		b.cites = first(c) // the sentence that has the rest of the claim
	}
	if source != "" {
		// A marker beside words that its sentence lacks would mislead.
		if i := slices.IndexFunc(c.Citations, func(cite rag.Citation) bool { return shows(cite, ch) }); i >= 0 {
			b.cites = []int{c.Citations[i].N}
			claim, source = withNoun(c, ch, c.Citations[i].Quote)
		}
	}
	claim, source = quoted(claim), quoted(source)
	switch {
	case claim == "":
		b.text = "the source has " + source
	case source == "":
		b.text = claim + " — not in the source"
	case ch.Misattributed():
		b.text = claim + " — the source gives these words to " + source
	default:
		b.text = claim + " — the source has " + source
	}
	b.text = word + ": " + b.text
	return b
}

// shows reports whether a reader sees the source's side of ch in cite.
func shows(cite rag.Citation, ch verify.Change) bool {
	return strings.Contains(cite.Quote, ch.Source) || ch.Misattributed() && strings.Contains(cite.Speaker, ch.Source)
}

// withNoun is the two sides of ch, with the word that follows the figure
// where it is the same in both: "five hours" for "five".
func withNoun(c rag.Checked, ch verify.Change, quote string) (claim, source string) {
	if ch.Kind != verify.Number {
		return ch.Claim, ch.Source
	}
	there, here := following(c.Claim, ch.Claim), following(quote, ch.Source)
	if there == "" || terms.Stop(strings.ToLower(there)) || !strings.EqualFold(there, here) {
		return ch.Claim, ch.Source
	}
	return ch.Claim + " " + there, ch.Source + " " + here
}

// following is the word after words in text, or nothing where words stand in
// it twice or are followed by anything but a space and a word.
func following(text, words string) string {
	before, after, ok := strings.Cut(text, words)
	last, _ := utf8.DecodeLastRuneInString(before)
	if !ok || words == "" || strings.Contains(after, words) || unicode.IsLetter(last) || unicode.IsDigit(last) {
		return ""
	}
	after, ok = strings.CutPrefix(after, " ")
	if !ok {
		return ""
	}
	if end := strings.IndexFunc(after, func(r rune) bool { return !unicode.IsLetter(r) }); end >= 0 {
		after = after[:end]
	}
	return after
}

// evidence is the citations that the verdict rests on, then those that are
// only near.
func evidence(c rag.Checked, rests []int) []block {
	head := "Near it in the same article:"
	if c.Verdict == verify.Unverified {
		head = "Nearest, but not enough to tell:"
	}
	var on, near []block
	for _, cite := range c.Citations {
		b := block{role: statement, mark: "• ", text: line(cite.Quote), cites: []int{cite.N}}
		if slices.Contains(rests, cite.N) {
			b.gap = len(on) == 0
			on = append(on, b)
			continue
		}
		if len(near) == 0 {
			near = append(near, block{role: heading, text: head, gap: true})
		}
		b.role, b.mark = passage, "– "
		near = append(near, b)
	}
	return append(on, near...)
}

// quoted is text between marks, or nothing.
func quoted(text string) string {
	if text = line(text); text == "" {
		return ""
	}
	return "“" + text + "”"
}

// first is the number of the best evidence.
func first(c rag.Checked) []int {
	if len(c.Citations) == 0 {
		return nil
	}
	return []int{c.Citations[0].N}
}
