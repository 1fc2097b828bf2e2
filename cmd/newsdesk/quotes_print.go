package main

import (
	"bufio"
	"fmt"

	"newsdesk/corpus"
	"newsdesk/rag/quotes"
)

// quotations are those that the command prints.
type quotations struct{ quotes.List }

// quoteLine is the Quote object of quotes --json.
type quoteLine struct {
	Doc              string  `json:"doc"`
	Quote            string  `json:"quote"`
	Start            int     `json:"start"`
	End              int     `json:"end"`
	Speaker          string  `json:"speaker"`
	SpeakerAsWritten string  `json:"speaker_as_written"`
	Via              string  `json:"via,omitempty"`
	Verb             string  `json:"verb"`
	Kind             string  `json:"kind"`
	Outlet           string  `json:"outlet"`
	Published        string  `json:"published"`
	Confidence       float64 `json:"confidence"`
	// Remark is equal for the wordings of one remark, from 1.
	Remark int `json:"remark"`
}

// printJSON prints an object a line, in the order of the articles.
func (qs quotations) printJSON(out *bufio.Writer) error {
	remark := make([]int, len(qs.List))
	for n, r := range qs.Remarks(qs.All(true)) {
		for _, w := range r.Wordings {
			for _, i := range w.Quotes {
				remark[i] = n + 1
			}
		}
	}
	for i := range qs.List {
		q := &qs.List[i]
		b, err := marshal(quoteLine{
			Doc: q.Article, Quote: q.Text, Start: q.Start, End: q.End, Speaker: q.Speaker,
			SpeakerAsWritten: q.SpeakerAsWritten, Via: q.Via, Verb: q.Verb, Kind: q.Kind.String(),
			Outlet: q.In.Outlet, Published: q.In.Date(), Confidence: q.Confidence, Remark: remark[i],
		})
		if err != nil {
			return err
		}
		if _, err := out.Write(b); err != nil {
			return err
		}
	}
	return nil
}

// print prints the quotations for a person to read, speaker by speaker.
func (qs quotations) print(out *bufio.Writer, d display) {
	width := d.Width
	if width == 0 {
		width = 80
	}
	for i, s := range qs.BySpeaker(qs.All(false)) {
		if i > 0 {
			out.WriteByte('\n')
		}
		name := plainLine(s.Name)
		if name == "" {
			name = "Not named"
		}
		fmt.Fprintf(out, "%s (%s)\n", paint(name, "\x1b[1m", d.Color), count(len(s.Quotes), "quotation"))
		for _, r := range qs.Remarks(s.Quotes) {
			out.WriteByte('\n')
			indent := "  "
			for k, w := range r.Wordings {
				if k == 1 {
					fmt.Fprintf(out, "%sin other words:\n", indent)
					indent = "      "
				}
				qs.printWording(out, w.Quotes, indent, width)
			}
		}
	}
}

// printWording prints one text and everywhere it stands.
func (qs quotations) printWording(out *bufio.Writer, which []int, indent string, width int) {
	q := &qs.List[which[0]]
	text := "“" + q.Text + "”"
	if q.Kind == corpus.Indirect {
		text = q.Text // the reporter's words, not the speaker's
	}
	printIndented(out, text, indent, width)
	for k, n := range which {
		line := "— " + attribution(&qs.List[n])
		if k > 0 {
			line = "— also " + attribution(&qs.List[n])
		}
		printIndented(out, line, indent, width)
	}
}

func printIndented(out *bufio.Writer, text, indent string, width int) {
	for _, l := range wrapped(text, max(width-len(indent), 20)) {
		fmt.Fprintf(out, "%s%s\n", indent, l)
	}
}

// attribution is who said it, through whom, with what verb, and where that
// stands: "Igor Petrov, via TASS (said); Daily Post, 26 Apr 2019 [post-17]",
// with the article's ID for show.
func attribution(q *quotes.Quotation) string {
	who := plainLine(q.Speaker)
	switch {
	case who == "" && q.SpeakerAsWritten != "":
		who = plainLine(q.SpeakerAsWritten)
	case who == "":
		who = "somebody"
	}
	if q.Via != "" {
		who += ", via " + plainLine(q.Via)
	}
	if verb := plainLine(q.Verb); verb != "" {
		who += " (" + verb + ")"
	}
	credited := credit(q.In)
	if q.In.Source() == "" {
		credited = plainLine(q.In.Label()) + ", " + credited
	}
	return who + "; " + credited + " [" + plainLine(q.Article) + "]"
}
