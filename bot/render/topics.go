package render

import (
	"fmt"
	"io"

	"newsdesk/rag"
)

// headings are what the kinds of topic are listed under.
var headings = map[rag.TopicKind]string{
	rag.TopicPerson: "People", rag.TopicPlace: "Places", rag.TopicOther: "Organisations and other names", rag.TopicPhrase: "Subjects",
}

// Topics writes topics to w, a heading for each kind and a line for each topic
// with its articles and the days of the first and the last. The error is w's.
func Topics(w io.Writer, topics []rag.Topic, opt Options) error {
	var blocks []block
	for i, t := range topics {
		if i == 0 || topics[i-1].Kind != t.Kind {
			blocks = append(blocks, block{role: lead, text: headings[t.Kind], gap: true})
		}
		articles := "1 article"
		if t.Articles > 1 {
			articles = fmt.Sprintf("%d articles", t.Articles)
		}
		when := ""
		switch {
		case t.First == "":
		case t.First == t.Last:
			when = ", " + t.First
		default:
			when = ", " + t.First + " to " + t.Last
		}
		blocks = append(blocks, block{mark: "• ", text: line(t.Name) + ": " + articles + when})
	}
	return write(w, blocks, opt)
}
