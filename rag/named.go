package rag

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"newsdesk/corpus"
	lang "newsdesk/corpus/language"
	"newsdesk/rag/terms"
)

// A question may say in words whose articles it means: "according to Dunya
// News", "in the Gazette", "in Vusala Abbasova's article". Only outlets,
// agencies and authors of the archive are meant so: "according to Putin" and
// "in the house" narrow nothing.

// narrowed is what a question's own words narrow the archive to.
type narrowed struct {
	// filter is what was set by flags and what the words add.
	filter corpus.Filter
	// said names it in the reading, "Dunya News"; empty where the words narrow
	// nothing.
	said string
	// sure is false where the name may stand for something else: what passes
	// is then only preferred.
	sure bool
	// text is the question without the words that narrow.
	text string
}

// sources are the names that a question can mean articles by.
type sources struct {
	generation int64
	// outlets leads from a folded name, and shorter forms of it that no other
	// has, to the name as an article has it; "" where several have a form.
	outlets map[string]string
	// short are the last words of names, for "the Gazette", in the same way.
	short map[string]string
	// authors leads from a folded name, and from a surname, to the name that
	// the filter takes; by counts the articles of each.
	authors map[string]string
	by      map[string]int
}

// parenthesis is an addition to an outlet's name, and the ending of a site.
var parenthesis = regexp.MustCompile(`(?i)\s*\([^)]*\)$|\.(com|org|net|co\.uk)$`)

// coauthors part the names of a byline.
var coauthors = regexp.MustCompile(`\s*(?:,|;|&|\band\b)\s*`)

func newSources(articles []*corpus.Article, generation int64) *sources {
	s := &sources{generation: generation, outlets: map[string]string{}, short: map[string]string{}, authors: map[string]string{}, by: map[string]int{}}
	put := func(m map[string]string, key, name string) {
		if was, ok := m[key]; ok && !strings.EqualFold(was, name) {
			name = ""
		}
		if key != "" {
			m[key] = name
		}
	}
	full := map[string]string{}
	for _, a := range articles {
		for _, name := range []string{a.Outlet, a.Agency} {
			if key := nameKey(name); key != "" {
				full[key] = name
				shorter := strings.TrimPrefix(nameKey(parenthesis.ReplaceAllString(name, "")), "the ")
				put(s.outlets, shorter, name)
				if words := strings.Fields(shorter); len(words) > 1 {
					put(s.short, words[len(words)-1], name)
				}
			}
		}
		for _, name := range coauthors.Split(a.Author, -1) {
			key := nameKey(name)
			words := strings.Fields(key)
			if len(words) < 2 {
				continue
			}
			s.authors[key] = name
			put(s.authors, words[len(words)-1], name)
			s.by[key]++
		}
	}
	for key, name := range full {
		s.outlets[key] = name
	}
	return s
}

// nameKey is a name's words, folded.
func nameKey(name string) string {
	return strings.Join(strings.FieldsFunc(lang.Fold(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// sourcesNow are the names of the archive as it is.
func (e *Engine) sourcesNow(ctx context.Context) (*sources, error) {
	g, err := e.retriever.Generation(ctx)
	if err != nil {
		return nil, err
	}
	if s := e.named.Load(); s != nil && s.generation == g {
		return s, nil
	}
	articles, err := e.retriever.Articles(ctx)
	if err != nil {
		return nil, err
	}
	s := newSources(articles, g)
	e.named.Store(s)
	return s, nil
}

var (
	articleNouns = terms.Set("report reports reporting article articles story stories account coverage piece pieces version dispatch dispatches")
	writtenVerbs = terms.Set("written published reported printed carried run")
	reportVerbs  = terms.Set("report reported write written publish published cover covered print printed carry carried")
	outletNouns  = terms.Set(`news times post gazette courier herald observer tribune journal chronicle telegraph guardian mail express star mirror daily
		weekly press radio tv television agency wire today magazine review bulletin record standard dispatch examiner globe sun independent lamp argus echo
		broadcasting media`)
)

// maxNameWords is how many words a name is looked for in.
const maxNameWords = 7

// narrow reads what the words of a question narrow the archive to, beyond
// what flags have set.
func (e *Engine) narrow(ctx context.Context, text string, set corpus.Filter) (narrowed, error) {
	none := narrowed{filter: set, text: text}
	p := parse(text)
	if p.asked != noRecord {
		return none, nil // "When did the Gazette publish its report?" asks of it
	}
	if !slices.ContainsFunc(p.tokens, func(t terms.Token) bool {
		return hasWord("according in by from did does do has have", t.Lower) || articleNouns[t.Lower]
	}) {
		return none, nil
	}
	s, err := e.sourcesNow(ctx)
	if err != nil {
		return none, err
	}
	best := none
	for i, t := range p.tokens {
		if !t.Capital || !t.Word {
			continue
		}
		for j := min(len(p.tokens), i+maxNameWords); j > i; j-- {
			if last := p.tokens[j-1]; !last.Word && last.Lower != ")" {
				continue
			}
			n, err := e.narrowTo(ctx, s, &p, i, j, set)
			switch {
			case err != nil:
				return none, err
			case n.said != "" && n.sure:
				return n, nil
			case n.said != "" && best.said == "":
				best = n
			}
		}
	}
	return best, nil
}

// narrowTo reads tokens i to j as the name of a source.
func (e *Engine) narrowTo(ctx context.Context, s *sources, p *parsed, i, j int, set corpus.Filter) (narrowed, error) {
	name := p.text[p.tokens[i].Start:p.tokens[j-1].End]
	bare := unowned(name)
	bare = strings.TrimSuffix(strings.TrimSuffix(bare, "'"), "’")
	key, the := nameKey(bare), p.word(i-1) == "the"
	if j < len(p.tokens) && p.tokens[j].Capital && p.tokens[j].Word && name == bare {
		return narrowed{}, nil // "in the Guardian Building"
	}
	outlet := s.outlets[key]
	if outlet == "" && the && outletNouns[key] {
		outlet = s.short[key]
	}
	author := s.authors[key]
	c := place{p: p, i: i, j: j, before: i - 1, possessive: name != bare}
	if the {
		c.before--
	}
	switch {
	case outlet != "" && set.Outlet == "":
		sure, cut := c.outlet(outlet)
		if cut == nil {
			return narrowed{}, nil
		}
		set.Outlet = outlet
		return narrowed{filter: set, said: outlet, sure: sure, text: cut.apply(p.text)}, nil
	case author != "" && set.Author == "":
		sure, cut := c.author()
		if cut == nil {
			return narrowed{}, nil
		}
		if sure && !strings.Contains(key, " ") {
			// A surname that the articles tell of may be somebody else's.
			_, counts, err := e.retriever.Frequencies(ctx, []string{p.tokens[i].Stem})
			if err != nil {
				return narrowed{}, err
			}
			sure = counts[0] <= s.by[nameKey(author)]
		}
		set.Author = author
		return narrowed{filter: set, said: "articles by " + author, sure: sure, text: cut.apply(p.text)}, nil
	}
	return narrowed{}, nil
}

// place is where a name stands in a question.
type place struct {
	p    *parsed
	i, j int
	// before is the token before the name and its article.
	before     int
	possessive bool
}

// cut is a stretch of the question, and what takes its place.
type cut struct {
	from, to int
	with     string
}

// apply is the question after the cut, as a question begins.
func (c *cut) apply(text string) string {
	before, after := strings.TrimRight(text[:c.from], " ,"), strings.TrimLeft(text[c.to:], " ,")
	out := strings.TrimSpace(before + " " + strings.TrimSpace(c.with+" "+after))
	for _, mark := range []string{"?", ".", "!"} {
		out = strings.ReplaceAll(out, " "+mark, mark)
	}
	if out == "" {
		return out
	}
	return capital(out)
}

// span cuts tokens a to b.
func (c *place) span(a, b int, with string) *cut {
	return &cut{c.p.tokens[a].Start, c.p.tokens[b-1].End, with}
}

// report reads "the Courier's report", "in the Courier's report".
func (c *place) report() *cut {
	noun := c.p.word(c.j)
	if !articleNouns[noun] {
		return nil
	}
	switch before := c.p.word(c.before); {
	case before == "to" && c.p.word(c.before-1) == "according":
		return c.span(c.before-1, c.j+1, "")
	case hasWord("in from", before):
		return c.span(c.before, c.j+1, "")
	}
	return c.span(c.before+1, c.j+1, "the "+noun)
}

// of reads "the report by AFP", "written by", "published in".
func (c *place) of() *cut {
	if noun := c.p.word(c.before - 1); hasWord("by from in", c.p.word(c.before)) && (articleNouns[noun] || writtenVerbs[noun]) {
		return c.span(c.before, c.j, "")
	}
	return nil
}

// reports reads "does AFP report on", "did Abbasova write", "has AFP reported".
func (c *place) reports(verbs func(string) bool) *cut {
	if !hasWord("did does do has have", c.p.word(c.before)) || !verbs(c.p.word(c.j)) || c.possessive {
		return nil
	}
	with := ""
	if next := c.p.word(c.j + 1); hasWord("on about of ? .", next) || next == "" {
		with = "is there"
	}
	end := c.j + 1
	if c.p.word(end) == "that" {
		end++
	}
	return c.span(c.before, end, with)
}

// outlet is how a question names an outlet as its source, or nil, and whether
// it can mean nothing else.
func (c *place) outlet(name string) (bool, *cut) {
	if (c.possessive || c.p.word(c.i-1) == "the") && articleNouns[c.p.word(c.j)] {
		return true, c.report()
	}
	if cut := c.of(); cut != nil {
		return true, cut
	}
	if cut := c.reports(func(verb string) bool { return reportVerbs[verb] || hasWord("say claim", verb) }); cut != nil {
		return true, cut
	}
	switch before := c.p.word(c.before); {
	case c.possessive:
	case before == "to" && c.p.word(c.before-1) == "according":
		return true, c.span(c.before-1, c.j, "")
	case before == "in":
		return outletLike(name), c.span(c.before, c.j, "")
	}
	return false, nil
}

// outletLike reports whether a name is that of an outlet whatever stands
// around it: it has a word such as "News", or is in capitals as "AFP" is.
func outletLike(name string) bool {
	for _, w := range strings.Fields(nameKey(name)) {
		if outletNouns[w] {
			return true
		}
	}
	return strings.ToUpper(name) == name
}

// author is outlet for the name of an author.
func (c *place) author() (bool, *cut) {
	if c.possessive && articleNouns[c.p.word(c.j)] {
		return true, c.report()
	}
	if cut := c.of(); cut != nil && c.p.word(c.before) == "by" {
		return true, cut
	}
	if cut := c.reports(func(verb string) bool { return hasWord("write written report reported", verb) }); cut != nil {
		return true, cut
	}
	if c.p.word(c.before) == "to" && c.p.word(c.before-1) == "according" && !c.possessive {
		return false, c.span(c.before-1, c.j, "")
	}
	return false, nil
}

// passing says what a filter that was set with the question lets pass, and is
// the filter without it, its collection kept: what that leaves out is not the
// reader's to be told of.
func passing(set corpus.Filter) (only string, rest corpus.Filter) {
	var parts []string
	if set.Outlet != "" {
		parts = append(parts, set.Outlet)
	}
	if set.Author != "" {
		parts = append(parts, "articles by "+set.Author)
	}
	if set.Language != "" {
		parts = append(parts, "articles in "+cmp.Or(lang.Name(set.Language), set.Language))
	}
	switch since, until := longDate(set.Since), longDate(set.Until); {
	case !set.Since.IsZero() && !set.Until.IsZero():
		parts = append(parts, "articles of "+since+" to "+until)
	case !set.Since.IsZero():
		parts = append(parts, "articles since "+since)
	case !set.Until.IsZero():
		parts = append(parts, "articles until "+until)
	}
	return strings.Join(parts, " and "), corpus.Filter{Collection: set.Collection, View: set.View}
}

// elsewhere says, of a question that what it is narrowed to does not answer,
// that only this was searched, and whether the rest answers.
func (e *Engine) elsewhere(ctx context.Context, f *found) (string, error) {
	if f.only == "" || f.welcome != "" || f.q.courtesy() || f.q.empty {
		return "", nil
	}
	question := f.q.Question
	question.Filter = f.unnarrowed
	all, err := e.findRead(ctx, question, reading{text: f.q.reading.text, context: f.q.reading.context}, corpus.Filter{})
	if err != nil {
		return "", err
	}
	if e.decide(all) == "" {
		return " Looked only in " + f.only + "; other articles of the archive answer it.", nil
	}
	return " Looked only in " + f.only + "; the other articles do not answer it either.", nil
}
