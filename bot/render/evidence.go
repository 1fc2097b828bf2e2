package render

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"newsdesk/corpus"
	"newsdesk/rag"
)

// Evidence is a citation in its context as one message, the cited words in
// bold: page n of so many. Without a passage, which nil stands for, there are
// the cited words alone.
func Evidence(c rag.Citation, p *rag.Passage, n, of int) Message {
	head := evidenceHead(c.N, n, of)
	if who := line(c.Speaker); who != "" {
		head += " " + brief(who, titleWidth)
	}
	foot := "\n" + linked(c) + ", " + brief(credits(c), 3*titleWidth)
	if p == nil {
		p = &rag.Passage{Text: c.Quote, Quote: corpus.Span{Start: 0, End: len(c.Quote)}}
		foot += "\n-# The cited words alone: the article itself cannot be opened."
	}
	if p.Changed {
		foot += "\n-# The article has changed since: this is how it was."
	}
	return Message{Content: head + "\n" + excerpt(p, MaxContent-Units(head)-Units(foot)-1) + foot}
}

// NoEvidence is the page in the place of Evidence for what may not be shown, nor
// who said it and where: why says so, in our own words.
func NoEvidence(c rag.Citation, why string, n, of int) Message {
	return Message{Content: evidenceHead(c.N, n, of) + "\n" + why}
}

// evidenceHead says which citation is shown, on which of so many pages.
func evidenceHead(cite, n, of int) string {
	return fmt.Sprintf("**Evidence %d of %d** · **[%d]**", n, of, cite)
}

// excerpt is a passage as a block quotation of at most limit units: where it
// is too long, what stands around the cited words, and as much of them as fits.
func excerpt(p *rag.Passage, limit int) string {
	before, cited, after := p.Text[:p.Quote.Start], p.Quote.Of(p.Text), p.Text[p.Quote.End:]
	open, shut := p.Before, p.After
	for {
		var b strings.Builder
		b.WriteString("> ")
		if open {
			b.WriteString("… ")
		}
		quoteLines(&b, before, "")
		quoteLines(&b, cited, "**")
		quoteLines(&b, after, "")
		if shut {
			b.WriteString(" …")
		}
		switch {
		case Units(b.String()) <= limit:
			return b.String()
		case len(before)+len(after) == 0:
			cited, shut = withoutLast(cited), true
		case len(before) >= len(after):
			before, open = withoutFirst(before), true
		default:
			after, shut = withoutLast(after), true
		}
	}
}

// quoteLines writes text, escaped, with each of its lines between marks, into
// a block quotation.
func quoteLines(b *strings.Builder, text, mark string) {
	for i, l := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteString("\n> ")
		}
		inner := line(l)
		if inner == "" {
			if l != "" && i == 0 {
				b.WriteByte(' ')
			}
			continue
		}
		if mark == "" {
			// The blanks beside the cited words count.
			if i == 0 && l[0] == ' ' {
				b.WriteByte(' ')
			}
			b.WriteString(Escape(inner))
			if strings.HasSuffix(l, " ") {
				b.WriteByte(' ')
			}
			continue
		}
		b.WriteString(mark + Escape(inner) + mark)
	}
}

// withoutFirst is s without its first word, or its first half where it is one
// word.
func withoutFirst(s string) string {
	if i := strings.IndexAny(s, " \n"); i >= 0 {
		return s[i+1:]
	}
	i := len(s)/2 + 1
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	return s[i:]
}

// withoutLast is s without its last word, or its second half where it is one
// word.
func withoutLast(s string) string {
	if i := strings.LastIndexAny(s, " \n"); i >= 0 {
		return s[:i]
	}
	i := len(s) / 2
	for i > 0 && !utf8.RuneStart(s[i]) {
		i--
	}
	return s[:i]
}

// linked is the title of c's article, leading to it where it has an address.
// The address is not to be shown as a preview.
func linked(c rag.Citation) string {
	title := brief(label(c), 2*titleWidth)
	if u := link(c.URL); u != "" {
		return "[" + title + "](<" + u + ">)"
	}
	return title
}

// versionShown is how much of an article's version is shown.
const versionShown = 8

// Sources is the articles that are cited, an article an entry, as pages of one
// message each: its numbers, title, link, credits, and the version that was
// read.
func Sources(cites []rag.Citation) []Message {
	type used struct {
		marks string
		rag.Citation
	}
	var all []used
	at := map[[2]string]int{}
	for _, c := range cites {
		key := [2]string{c.Doc, c.Version}
		i, ok := at[key]
		if !ok {
			i = len(all)
			at[key] = i
			all = append(all, used{Citation: c})
		}
		all[i].marks += "[" + strconv.Itoa(c.N) + "]"
	}
	p := packer{limit: MaxContent}
	for _, u := range all {
		text := "**" + u.marks + "** " + linked(u.Citation) + ", " + brief(credits(u.Citation), 3*titleWidth)
		if v := line(u.Version); v != "" {
			text += "\n-# version " + Escape(v[:min(len(v), versionShown)])
		}
		p.add("\n", text)
	}
	var out []Message
	for _, text := range p.done() {
		out = append(out, Message{Content: text})
	}
	return out
}
