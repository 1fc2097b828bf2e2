package render

import (
	"fmt"
	"slices"
	"strings"

	"newsdesk/corpus"
	"newsdesk/rag"
	"newsdesk/rag/quotes"
)

// DiscordCheck is verdicts as messages to send in this order, each below its
// claim as Check writes it to a terminal, and below them the footnotes of all.
// note is said at the end, unless it is empty.
func DiscordCheck(list []rag.Checked, note string) []Message {
	var blocks []block
	var cited []rag.Citation
	for i, c := range list {
		c = renumbered(c, len(cited))
		cited = append(cited, c.Citations...)
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
	if note != "" {
		blocks = append(blocks, block{role: aside, text: note, gap: true})
	}
	head := ""
	if len(list) == 1 {
		head = echo(list[0].Claim)
	}
	return lookup(head, blocks, cited)
}

// renumbered is c with citations that are numbered from n+1 on.
func renumbered(c rag.Checked, n int) rag.Checked {
	c.Citations = slices.Clone(c.Citations)
	for i := range c.Citations {
		c.Citations[i].N += n
	}
	c.Others = slices.Clone(c.Others)
	for i := range c.Others {
		c.Others[i].Citation += n
	}
	return c
}

// DiscordComparison is how outlets differ on a topic, as messages to send in
// this order.
func DiscordComparison(topic string, a rag.Answer) []Message {
	return boxed(content(a, echo("How outlets differ on "+topic), MaxContent), append(sources(a.Citations), passages(a)...))
}

// DiscordTimeline is the events on a topic as messages to send in this order,
// as Timeline writes them to a terminal.
func DiscordTimeline(topic string, events []rag.Event) []Message {
	blocks, cited := dated(events)
	return lookup(echo("Timeline: "+topic), blocks, cited)
}

// DiscordQuotes is quotations, speaker by speaker, as messages to send in this
// order: each wording of a remark once, with every article that has it. head
// says what was asked for.
func DiscordQuotes(head string, q rag.Quotations) []Message {
	var blocks []block
	var cited []rag.Citation
	for i, s := range q.List.BySpeaker(q.List.All(false)) {
		name := line(s.Name)
		if name == "" {
			name = "Not named"
		}
		blocks = append(blocks, block{role: lead, text: name, gap: i > 0})
		for _, r := range q.List.Remarks(s.Quotes) {
			for k, w := range r.Wordings {
				said := &q.List[w.Quotes[0]]
				b := block{role: statement, mark: "• ", text: line(spoken(said))}
				if k > 0 {
					b.mark = "◦ " // in other words
				}
				for _, n := range w.Quotes {
					c := rag.QuoteCitation(len(cited)+1, &q.List[n])
					cited, b.cites = append(cited, c), append(b.cites, c.N)
				}
				blocks = append(blocks, b)
			}
		}
	}
	if q.More > 0 {
		blocks = append(blocks, block{role: aside, text: fmt.Sprintf("and %d more", q.More), gap: true})
	}
	if note := q.Note(); note != "" {
		blocks = append(blocks, block{role: aside, text: note})
	}
	return lookup(echo(head), blocks, cited)
}

// spoken is the words of a quotation between marks, or the report in the
// reporter's words.
func spoken(q *quotes.Quotation) string {
	if q.Kind == corpus.Indirect {
		return q.Text
	}
	return "“" + q.Text + "”"
}

// maxOutlets is how many outlets are shown.
const maxOutlets = 40

// DiscordHoldings is what an archive consists of, as messages to send in this
// order.
func DiscordHoldings(h rag.Holdings) []Message {
	blocks := []block{{role: lead, text: fmt.Sprintf("%s, %s", Counted(h.Articles, "article"), days(h.First, h.Last))}}
	for _, o := range h.Outlets[:min(maxOutlets, len(h.Outlets))] {
		text := fmt.Sprintf("%s: %s, %s", line(o.Name), Counted(o.Articles, "article"), days(o.First, o.Last))
		if o.Agency {
			text += " (as the agency)"
		}
		blocks = append(blocks, block{role: statement, mark: "• ", text: text})
	}
	if n := len(h.Outlets) - maxOutlets; n > 0 {
		blocks = append(blocks, block{role: aside, text: "and " + Counted(n, "more outlet")})
	}
	if h.Unnamed > 0 {
		blocks = append(blocks, block{role: aside, text: Counted(h.Unnamed, "article") + " without an outlet"})
	}
	return lookup("", blocks, nil)
}

// Counted is n things, in words: "1 article", "2 articles".
func Counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// days is a span of days of publication.
func days(first, last string) string {
	switch {
	case first == "":
		return "undated"
	case first == last:
		return date(first)
	}
	return date(first) + " to " + date(last)
}

// lookup is blocks below head, with the footnotes in an embed of the last
// message.
func lookup(head string, blocks []block, cites []rag.Citation) []Message {
	return boxed(paragraphs(head, blocks, cites, MaxContent), sources(cites))
}

// Line is text on one line, escaped, and shortened to columns.
func Line(text string, columns int) string { return brief(strings.TrimSpace(text), columns) }

// Name is text as a name that Discord shows as it is, such as a thread's: one
// line, shortened to columns, without what could steer a display.
func Name(text string, columns int) string { return shorten(line(text), columns) }
