package render

import (
	"strconv"
	"strings"

	"newsdesk/rag"
)

// unlinked stands below footnotes of which some lead nowhere.
const unlinked = "Where there is no link, Evidence opens the passage."

// sources is the footnotes, in as many embeds as they need. Those of one article
// that read alike are one, with the numbers of all.
func sources(cites []rag.Citation) []Embed {
	type foot struct{ doc, text string }
	var feet []foot
	marks := map[foot]string{}
	nowhere := false
	for _, c := range cites {
		title := brief(label(c), 2*titleWidth)
		if u := link(c.URL); u != "" {
			title = "[" + title + "](" + u + ")"
		} else {
			nowhere = true
		}
		text, by := "", credits(c)
		// Of an author's own words the name stands once.
		if who := line(c.Speaker); who != "" && !strings.Contains(by, "by "+who) {
			text += brief(who, titleWidth) + " · "
		}
		text += title + ", " + brief(by, 3*titleWidth)
		f := foot{c.Doc, text}
		if marks[f] == "" {
			feet = append(feet, f)
		}
		marks[f] += "[" + strconv.Itoa(c.N) + "]"
	}
	p := packer{limit: MaxDescription}
	for _, f := range feet {
		p.add("\n", "**"+marks[f]+"** "+f.text)
	}
	out := embeds("Sources", p.done())
	if nowhere {
		out[len(out)-1].Footer = &Footer{unlinked}
	}
	return out
}

// embeds is one embed for each text, the first under title.
func embeds(title string, texts []string) []Embed {
	var out []Embed
	for i, text := range texts {
		if i > 0 {
			title = "Sources, continued"
		}
		out = append(out, Embed{Title: title, Description: text})
	}
	return out
}

// passages is the nearest passages of an abstention, a field for each.
func passages(a rag.Answer) []Embed {
	if !a.Abstained || len(a.Nearest) == 0 {
		return nil
	}
	e := Embed{Title: "Nearest, but not an answer"}
	at := map[string]int{} // article to its last field
	for _, p := range a.Nearest[:min(3, len(a.Nearest))] {
		value := brief(p.Text, passageWidth)
		if value == "" {
			continue
		}
		value = "- " + value
		if n, ok := at[p.Doc]; ok && Units(e.Fields[n].Value)+1+Units(value) <= MaxFieldValue {
			e.Fields[n].Value += "\n" + value
			continue
		}
		at[p.Doc] = len(e.Fields)
		e.Fields = append(e.Fields, Field{Name: articleName(p), Value: value})
	}
	if len(e.Fields) == 0 {
		return nil
	}
	return []Embed{e}
}

// articleName names the article of a nearest passage.
func articleName(p rag.Retrieved) string {
	name := brief(p.Title, titleWidth)
	if name == "" {
		if name = brief(p.Doc, titleWidth); name == "" {
			name = "untitled"
		}
	}
	if outlet := brief(p.Outlet, titleWidth/2); outlet != "" {
		name += ", " + outlet
	}
	if p.Published != "" {
		name += ", " + brief(date(p.Published), titleWidth/4)
	}
	return split(name, MaxFieldName)[0]
}
