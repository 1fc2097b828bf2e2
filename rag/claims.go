package rag

import (
	"slices"
	"strings"
	"unicode"

	"newsdesk/corpus"
	"newsdesk/corpus/quote"
	"newsdesk/corpus/segment"
	"newsdesk/rag/terms"
	"newsdesk/rag/verify"
)

// leastClaim is how many words of meaning a claim has: somebody, and what is
// said of him.
const leastClaim = 2

// Claims cuts text, of at most MaxQuestion bytes, into the sentences that claim
// something, each to be checked by itself. A quotation stays whole, with the
// words that say whose it is. rest is what claims nothing: questions, "lol!".
func Claims(text string) (claims, rest []string) {
	for _, s := range wholeQuotations(text, segment.Loose(text)) {
		sentence := s.Of(text)
		if strings.HasSuffix(sentence, "?") || len(terms.Content(sentence)) < leastClaim {
			rest = append(rest, sentence)
			continue
		}
		claims = append(claims, sentence)
	}
	return claims, rest
}

// wholeQuotations is sentences of text, those joined that one quotation
// spans, and one that only goes on with the quotation before it.
func wholeQuotations(text string, sentences []corpus.Span) []corpus.Span {
	quoted := quote.Find(&corpus.Article{Text: text}, nil)
	quoted = slices.DeleteFunc(quoted, func(q corpus.Quote) bool { return q.Kind == corpus.Indirect })
	var out []corpus.Span
	for _, s := range sentences {
		if n := len(out) - 1; n >= 0 && slices.ContainsFunc(quoted, func(q corpus.Quote) bool {
			return q.Start < out[n].End && s.Start < q.End || fills(text, s, q.Span) && slices.ContainsFunc(quoted, func(o corpus.Quote) bool { return o.Overlaps(out[n]) })
		}) {
			out[n].End = s.End
			continue
		}
		out = append(out, s)
	}
	return out
}

// fills reports whether all words of s stand within q.
func fills(text string, s, q corpus.Span) bool {
	return s.Contains(q) && !strings.ContainsFunc(text[s.Start:q.Start]+text[q.End:s.End], unicode.IsLetter)
}

// CheckedText is a text of several claims with what the archive says of it as
// a whole: it is contradicted where one of them is, else altered where one is,
// and supported where all are; its score is the least.
type CheckedText struct {
	Checked
	// Claims are the claims one by one, their citations numbered through and
	// those of the whole.
	Claims []Checked `json:"claims"`
}

// Together is the claims of text, at least one, as one.
func Together(text string, claims []Checked) CheckedText {
	out := CheckedText{Checked: Checked{Claim: text, Verdict: verify.Supported, Supported: true, Score: 1, Changes: []verify.Change{}, Citations: []Citation{}}}
	grave := []verify.Verdict{verify.Supported, verify.Unverified, verify.Altered, verify.Contradicted}
	for _, c := range claims {
		if slices.Index(grave, c.Verdict) > slices.Index(grave, out.Verdict) {
			out.Verdict = c.Verdict
		}
		c.Citations = slices.Clone(c.Citations)
		for i := range c.Citations {
			c.Citations[i].N += len(out.Citations)
		}
		c.Others = slices.Clone(c.Others)
		for i := range c.Others {
			c.Others[i].Citation += len(out.Citations)
		}
		out.Supported = out.Supported && c.Supported
		out.Score = min(out.Score, c.Score)
		out.Changes = append(out.Changes, c.Changes...)
		out.Citations = append(out.Citations, c.Citations...)
		out.Others = append(out.Others, c.Others...)
		out.Claims = append(out.Claims, c)
	}
	return out
}
