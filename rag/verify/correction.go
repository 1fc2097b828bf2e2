package verify

import (
	"regexp"
	"strings"

	"newsdesk/corpus"
)

// correction is what an article takes back, in a note of its own or as what
// somebody wrongly said.
type correction struct {
	corpus.Span // the sentence
	// wrong is the words that are not so, whole a clause or else only what is to be
	// replaced; right what is so; about the rest of the note.
	wrong, right, about map[string]bool
	whole               bool
}

var (
	// retracting words say that what follows was wrong.
	retracting = regexp.MustCompile(`(?i)\b(?:(?:earlier|previous|original|first|initial) (?:version|edition|report)s?\b.{0,60}?\b(?:said|stated|reported|suggested|claimed|gave|named|described|identified|put)|` +
		`(?:incorrectly|mistakenly|wrongly|erroneously|falsely) (?:said|stated|reported|suggested|claimed|gave|named|described|identified|put)|` +
		`(?:said|stated|reported|suggested|claimed|gave|named|described|identified) (?:incorrectly|mistakenly|wrongly|erroneously|falsely))(?: that)?\b`)
	// noting words begin a note that corrects the article it stands in.
	noting = regexp.MustCompile(`(?i)^\W*(?:corrections?|clarification|erratum|editor['’]?s note|this (?:article|story|report) (?:was|has been) (?:corrected|amended|updated))\b`)
	// instead parts what is so from what is not.
	instead = regexp.MustCompile(`(?i)(?:,| –| —|;)? (?:and not|not|rather than|instead of) `)
	// saidBefore refers to the article itself.
	saidBefore = regexp.MustCompile(`(?i)\bas (?:\w+ )?(?:stated|reported|said|written|given|published)\b`)
)

// corrections finds what the sentences take back.
func (r *reader) corrections(text string, ss []sentence) (out []correction) {
	noted := -1 // where the paragraph of a note ends
	for n, x := range ss {
		s := x.Of(text)
		if noting.MatchString(s) {
			noted = x.Start + len(paragraph(text[x.Start:]))
		}
		c := correction{Span: x.Span, about: map[string]bool{}}
		if p := retracting.FindStringIndex(s); p != nil {
			wrong := s[p[1]:]
			if q := instead.FindStringIndex(wrong); q != nil {
				wrong = wrong[:q[0]]
			}
			c.wrong, c.whole = r.stems(wrong), true
			if n+1 < len(ss) {
				c.right = r.stems(ss[n+1].Of(text))
			}
		} else if p := instead.FindStringIndex(s); p != nil && x.Start < noted {
			wrong := s[p[1]:]
			if q := saidBefore.FindStringIndex(wrong); q != nil {
				wrong = wrong[:q[0]]
			}
			if q := strings.IndexAny(wrong, ",;"); q >= 0 {
				wrong = wrong[:q]
			}
			c.wrong, c.right, c.about = r.stems(wrong), r.stems(s[:p[0]]), r.stems(s[:p[0]])
			if n > 0 && ss[n-1].Start >= x.Start-len(s)-300 {
				for w := range r.stems(ss[n-1].Of(text)) {
					c.about[w] = true
				}
			}
		}
		if len(c.wrong) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// stems are those of the words of s that carry matter.
func (r *reader) stems(s string) map[string]bool {
	out := map[string]bool{}
	for _, t := range r.tokens(s, 0, len(s)) {
		if !t.stop {
			out[t.stem] = true
		}
	}
	return out
}

// corrected finds that the source takes back what the claim says.
func (l *layout) corrected() {
	if len(l.src.corrections) == 0 || retracting.MatchString(l.text) || noting.MatchString(l.text) {
		return
	}
	for _, c := range l.src.corrections {
		if i := l.takenBack(&c); i >= 0 {
			kind := Negation
			switch t := &l.tokens[i]; {
			case c.whole:
			case t.date != noDate:
				kind = Date
			case t.number:
				kind = Number
			case t.name:
				kind = Entity
			}
			l.found.add(kind, l.said(i, i+1), c.Of(l.src.article.Text), i)
			return
		}
	}
}

// takenBack is a word of the claim that c says is wrong, or -1.
func (l *layout) takenBack(c *correction) int {
	at, shared := -1, 0
	var have, total float32
	for _, i := range l.content {
		t := &l.tokens[i]
		total += t.weight
		wrong := c.wrong[t.stem] && !c.right[t.stem]
		telling := t.number || t.name && l.upper(t)
		switch {
		case wrong && (at < 0 || telling && !l.tokens[at].number):
			at = i
		case c.right[t.stem] && !c.wrong[t.stem] && telling && !c.about[t.stem]:
			return -1 // it says what is so
		}
		switch {
		case c.wrong[t.stem]:
			have += t.weight
		case c.about[t.stem]:
			shared++
		case c.whole && telling && t.number:
			return -1 // another figure
		}
	}
	if c.whole {
		if total > 0 && have/total >= closeEnough && at >= 0 {
			return at
		}
		return -1
	}
	if at >= 0 && shared >= 2 {
		return at
	}
	return -1
}
