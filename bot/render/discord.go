package render

import (
	"regexp"
	"strconv"
	"strings"

	"newsdesk/rag"
)

// Discord's limits, in UTF-16 code units and items. The limits of an embed
// hold for all the embeds of a message together; here a message has one.
const (
	MaxContent     = 2000
	MaxDescription = 4096
	MaxEmbeds      = 6000 // all text of a message's embeds
	MaxFieldName   = 256
	MaxFieldValue  = 1024
)

// Message is one Discord message, as its JSON has it. All text in it is
// escaped and within Discord's limits. It says nothing of allowed mentions:
// whoever sends it must forbid them all.
type Message struct {
	// Content is sent where it is empty too: an edit that says nothing of it
	// leaves what stood there.
	Content string  `json:"content"`
	Embeds  []Embed `json:"embeds,omitempty"`
}

// Embed is a box below a message.
type Embed struct {
	Title       string  `json:"title,omitempty"`
	Description string  `json:"description,omitempty"`
	Fields      []Field `json:"fields,omitempty"`
	Footer      *Footer `json:"footer,omitempty"`
}

// Footer is a small line below an embed.
type Footer struct {
	Text string `json:"text"`
}

// Field is a part of an embed under a name of its own.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Discord is a as messages to send in this order: the answer, split between
// its paragraphs where it is too long for one, each paragraph with its
// citations, and in an embed of the last the footnotes, or the nearest
// passages of an abstention. Our own markers are bold, which article text
// cannot be. An answer without any text gives no message.
func Discord(a rag.Answer) []Message {
	return messages(a, "")
}

// DiscordEcho is Discord with the question quoted above the answer, for slash
// commands: there the channel does not see what was asked.
func DiscordEcho(a rag.Answer) []Message {
	return messages(a, echo(a.Question))
}

// DiscordDraft is Discord of an answer that is being made: what there is of it,
// without footnotes, and below it that more is to come.
func DiscordDraft(a rag.Answer) []Message { return draft(a, "") }

// DiscordEchoDraft is DiscordDraft with the question quoted above.
func DiscordEchoDraft(a rag.Answer) []Message {
	return draft(a, echo(a.Question))
}

// echo is what was asked for, quoted above the answer.
func echo(asked string) string { return "> " + brief(asked, 300) }

// Unfinished stands below an answer that is being made. No text of an article
// can begin a line so.
const Unfinished = "-# writing…"

// maxParagraph is how long one paragraph may be: there is room for unfinished
// below it.
const maxParagraph = MaxContent - len("\n"+Unfinished)

func draft(a rag.Answer, head string) []Message {
	out := content(a, head, maxParagraph)
	if len(out) > 0 {
		out[len(out)-1].Content += "\n" + Unfinished
	}
	return out
}

// messages is a below head.
func messages(a rag.Answer, head string) []Message {
	return boxed(content(a, head, MaxContent), append(sources(a.Citations), passages(a)...))
}

// content is the text of a below head, in messages of at most limit units.
func content(a rag.Answer, head string, limit int) []Message {
	blocks := body(a)
	if len(blocks) == 0 {
		return nil
	}
	return paragraphs(head, blocks, a.Citations, limit)
}

// paragraphs is blocks below head, in messages of at most limit units. cites
// are those that the blocks may refer to.
func paragraphs(head string, blocks []block, cites []rag.Citation, limit int) []Message {
	p := packer{limit: limit}
	if head != "" {
		p.add("", head)
	}
	for i, b := range blocks {
		for _, piece := range b.discord(cites) {
			gap := "\n"
			if b.gap && i > 0 {
				gap = "\n\n"
			}
			p.add(gap, piece)
		}
	}
	var out []Message
	for _, content := range p.done() {
		out = append(out, Message{Content: content})
	}
	return out
}

// boxed is messages with an embed below the last of them, and each further one
// in a message of its own.
func boxed(out []Message, boxes []Embed) []Message {
	for i, e := range boxes {
		if i > 0 || len(out) == 0 {
			out = append(out, Message{})
		}
		out[len(out)-1].Embeds = []Embed{e}
	}
	return out
}

// packer joins paragraphs into texts of at most limit units.
type packer struct {
	limit int
	texts []string
	last  string
}

// add appends a paragraph that fits in the limit, after gap where it is not
// the first of its text.
func (p *packer) add(gap, paragraph string) {
	switch {
	case p.last == "":
		p.last = paragraph
	case Units(p.last)+Units(gap)+Units(paragraph) > p.limit:
		p.texts = append(p.texts, p.last)
		p.last = paragraph
	default:
		p.last += gap + paragraph
	}
}

// done is the texts.
func (p *packer) done() []string {
	if p.last != "" {
		p.texts = append(p.texts, p.last)
		p.last = ""
	}
	return p.texts
}

// ownMarkers are runs of "[1][2]" in the answer's scaffolding.
var ownMarkers = regexp.MustCompile(`(?:\[\d{1,3}\])+`)

// discord is b as Discord's markdown: one paragraph, or several where one
// would be too long for a message, each of them with the citations.
func (b block) discord(cites []rag.Citation) []string {
	before, after := "", ""
	switch b.role {
	case lead, heading:
		before, after = "**", "**"
	case aside:
		before = "-# "
	}
	text := Escape(b.text)
	if head, tail, ok := strings.Cut(b.text, b.key); ok && b.key != "" {
		text = keepSpaces(head) + "**" + Escape(b.key) + "**" + keepSpaces(tail)
	}
	if b.role == plainText || b.role == note {
		text = boldMarkers(b.text, cites)
	}
	if marks := b.markers(); marks != "" {
		after += " **" + marks + "**"
	}
	before = item(b.mark) + before
	const more = "… "
	pieces := split(text, maxParagraph-Units(before)-Units(after)-Units(more))
	for i, piece := range pieces {
		// A continuation does not begin its line with the article's words:
		// at the start of a line they could be a heading or a list.
		if i > 0 {
			piece = more + piece
		}
		pieces[i] = before + piece + after
	}
	return pieces
}

// item is mark as Discord's own list has it, which sets what follows on further
// lines in: on a phone every item takes several.
func item(mark string) string {
	switch mark {
	case "• ", "– ":
		return "- "
	case "◦ ":
		return "  - "
	}
	return mark
}

// boldMarkers escapes text except for the markers of citations that exist.
func boldMarkers(text string, cites []rag.Citation) string {
	known := map[string]bool{}
	for _, c := range cites {
		known[strconv.Itoa(c.N)] = true
	}
	var b strings.Builder
	at := 0
	for _, m := range ownMarkers.FindAllStringIndex(text, -1) {
		run := text[m[0]:m[1]]
		ours := true
		for n := range strings.SplitSeq(strings.Trim(run, "[]"), "][") {
			ours = ours && known[n]
		}
		if ours {
			b.WriteString(keepSpaces(text[at:m[0]]) + "**" + run + "**")
			at = m[1]
		}
	}
	b.WriteString(keepSpaces(text[at:]))
	return b.String()
}

// keepSpaces escapes a part of a line, whose outer blanks count.
func keepSpaces(part string) string {
	inner := strings.Trim(part, " ")
	if inner == "" {
		return part
	}
	left := strings.Index(part, inner)
	return part[:left] + Escape(inner) + part[left+len(inner):]
}

// brief is text escaped and shortened to columns. Readers see one column where
// a letter carries a hundred accents, so units are bounded too: to four a
// column, which for the names of fields is within MaxFieldName.
func brief(text string, columns int) string {
	return split(Escape(shorten(line(text), columns)), 4*columns)[0]
}
