package clean

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
)

const fromJSONLD = "JSON-LD"

// ldDepth is how deep objects are looked for in JSON-LD.
const ldDepth = 12

// ldObject is an object of JSON-LD.
type ldObject = map[string]any

// ldData is the objects of a page that can be its article, and all that have
// an identifier.
type ldData struct {
	articles []ldObject
	pages    []ldObject
	byID     map[string]ldObject
}

// jsonLD reads the page's scripts of structured data.
func (f *facts) jsonLD(doc *html.Node) {
	d := ldData{byID: map[string]ldObject{}}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "script" && n.FirstChild != nil {
			d.collect(parseLD(n.FirstChild.Data), 0)
		}
	}
	if o := d.choose(textOf(titleNode(doc), 500)); o != nil {
		f.ldArticle(&d, o)
	}
	for _, o := range d.pages {
		f.ldPage(&d, o)
	}
}

// parseLD decodes a script, and forgives what many of them have wrong: line
// ends in strings, comment marks around the whole, a semicolon at the end.
func parseLD(s string) any {
	s = strings.TrimSpace(s)
	for _, mark := range []string{"<!--", "-->", "//<![CDATA[", "<![CDATA[", "//]]>", "]]>", ";"} {
		s = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(s, mark), mark))
	}
	var v any
	if json.Unmarshal([]byte(s), &v) == nil {
		return v
	}
	s = strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)
	if json.Unmarshal([]byte(s), &v) == nil {
		return v
	}
	return nil
}

// collect takes the objects in v that stand at its top: in lists, graphs, and
// as what a page is about. What an article mentions or lists is another's.
func (d *ldData) collect(v any, depth int) {
	if depth > ldDepth {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			d.collect(x, depth+1)
		}
	case ldObject:
		if id, _ := v["@id"].(string); id != "" && len(v) > 1 && d.byID[id] == nil {
			d.byID[id] = v
		}
		switch {
		case hasType(v, isArticleType):
			d.articles = append(d.articles, v)
		case hasType(v, func(t string) bool { return strings.HasSuffix(t, "WebPage") }):
			d.pages = append(d.pages, v)
		}
		d.collect(v["@graph"], depth+1)
		d.collect(v["mainEntity"], depth+1)
		if e, ok := v["mainEntityOfPage"].(ldObject); ok {
			d.collect(e, depth+1)
		}
	}
}

func isArticleType(t string) bool {
	switch t {
	case "BlogPosting", "LiveBlogPosting", "Report", "SocialMediaPosting":
		return true
	}
	return strings.HasSuffix(t, "Article")
}

func hasType(o ldObject, is func(string) bool) bool {
	for _, t := range ldTexts(o["@type"]) {
		if i := strings.LastIndexAny(t, "/:#"); is(t[i+1:]) {
			return true
		}
	}
	return false
}

// choose is the article that the page is of: the one with the page's
// headline, else the first.
func (d *ldData) choose(headline string) ldObject {
	for _, o := range d.articles {
		if h := fold(ldText(o["headline"])); h != "" && h == fold(headline) {
			return o
		}
	}
	if len(d.articles) > 0 {
		return d.articles[0]
	}
	return nil
}

func (f *facts) ldArticle(d *ldData, o ldObject) {
	title := ldText(o["headline"])
	if title == "" {
		title = ldText(o["name"])
	}
	f.title(title, fromJSONLD)
	for _, key := range []string{"publisher", "sourceOrganization", "isPartOf"} {
		f.outlet(d.name(o[key]), fromJSONLD)
	}
	names := d.names(o["author"])
	if len(names) == 0 {
		names = d.names(o["creator"])
	}
	f.authors(names, fromJSONLD)
	f.published(ldText(o["datePublished"]), fromJSONLD)
	f.published(ldText(o["dateCreated"]), fromJSONLD)
	f.address(d.address(o["mainEntityOfPage"]), fromJSONLD)
	f.address(ldText(o["url"]), fromJSONLD)
	f.body = ldText(o["articleBody"])
}

// ldPage takes what an object about the page tells of its article.
func (f *facts) ldPage(d *ldData, o ldObject) {
	f.published(ldText(o["datePublished"]), fromJSONLD)
	f.authors(d.names(o["author"]), fromJSONLD)
	f.outlet(d.name(o["publisher"]), fromJSONLD)
	if site, ok := d.resolve(o["isPartOf"]).(ldObject); ok {
		f.outlet(ldText(site["name"]), fromJSONLD)
	}
	f.address(ldText(o["url"]), fromJSONLD)
}

// resolve follows a reference to an object elsewhere in the page.
func (d *ldData) resolve(v any) any {
	if o, ok := v.(ldObject); ok && len(o) <= 2 {
		if id, _ := o["@id"].(string); id != "" && ldText(o["name"]) == "" && d.byID[id] != nil {
			return d.byID[id]
		}
	}
	return v
}

// name is the first name in v.
func (d *ldData) name(v any) string {
	if all := d.names(v); len(all) > 0 {
		return all[0]
	}
	return ""
}

// names are those of the persons and organisations in v.
func (d *ldData) names(v any) []string {
	switch v := d.resolve(v).(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, x := range v[:min(len(v), 20)] {
			if _, nested := x.([]any); !nested {
				out = append(out, d.names(x)...)
			}
		}
		return out
	case ldObject:
		return ldTexts(v["name"])
	}
	return nil
}

// address is the one in v, which may be an object with an identifier.
func (d *ldData) address(v any) string {
	if o, ok := v.(ldObject); ok {
		if u := ldText(o["url"]); u != "" {
			return u
		}
		return ldText(o["@id"])
	}
	return ldText(v)
}

// ldText is the first text in v.
func ldText(v any) string {
	if all := ldTexts(v); len(all) > 0 {
		return all[0]
	}
	return ""
}

// ldTexts are the texts in v: it, those of a list, or an object's value.
func ldTexts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, x := range v[:min(len(v), 20)] {
			if s, ok := x.(string); ok {
				out = append(out, s)
			}
		}
		return out
	case ldObject:
		if s, ok := v["@value"].(string); ok {
			return []string{s}
		}
	}
	return nil
}
