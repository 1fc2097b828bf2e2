package clean

import (
	"regexp"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// strip takes out of a page what is beside the article, by the names that
// its elements have. body is the article's text where the page tells it.
func strip(doc *html.Node, body string) {
	sizes := measure(doc)
	headline := titleNode(doc)
	// What holds most of the page is no widget, whatever its name, unless it
	// is what readers wrote or a question about cookies, without the headline.
	widget := func(n *html.Node, size int) bool {
		switch {
		case 2*size < sizes[doc]:
			return size < small || strongly(n)
		case headline.Parent == nil || sizes[doc]-size < enough || within(headline, n):
			return false
		}
		t := tokens(n)
		return t["comments"] || t["disqus"] || t["cookie"] || t["cookies"] || t["consent"] || t["gdpr"] || t["cmp"]
	}
	own := ancestor(headline, "article")
	var visit func(*html.Node)
	visit = func(n *html.Node) {
		for c := n.FirstChild; c != nil; {
			next := c.NextSibling
			switch {
			case c.DataAtom == atom.Img || c.DataAtom == atom.Picture || c.DataAtom == atom.Source:
				// The extractor takes what has many pictures for no text.
				n.RemoveChild(c)
			case isMore(c):
				next = dropTeasers(c)
			case c.DataAtom == atom.Article && own != nil && c != own && !within(c, own) && !within(own, c):
				n.RemoveChild(c) // another article, which begins below this one
			case c.Type == html.ElementNode && hidden(c) && holds(textOf(c, 1000), body):
				c.Attr = nil
				visit(c)
			case c.Type == html.ElementNode && beside(c) && (hidden(c) || widget(c, sizes[c])):
				n.RemoveChild(c)
			default:
				visit(c)
			}
			c = next
		}
	}
	visit(doc)
}

// within reports whether n stands in outer.
func within(n, outer *html.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p == outer {
			return true
		}
	}
	return false
}

// ancestor is the nearest element around n with that tag, or nil.
func ancestor(n *html.Node, tag string) *html.Node {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == tag {
			return p
		}
	}
	return nil
}

// moreLabel heads a list of other articles.
var moreLabel = regexp.MustCompile(`(?i)^(?:more (?:videos?|stories|news|articles|coverage|from|on|in)\b.{0,40}|most (?:read|popular|viewed)|related(?: \w+){0,2}|read (?:next|more|also)|(?:you may|you might) also (?:like|be interested in)|recommended(?: for you)?|latest (?:news|stories|videos)|up next|trending(?: now)?|top stories|editors['’] picks|don['’]t miss)\W*$`)

// isMore reports whether n is the heading of a list of other articles.
func isMore(n *html.Node) bool {
	switch n.DataAtom {
	case atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.P, atom.Div:
		text := textOf(n, 100)
		return len(text) < 60 && moreLabel.MatchString(text)
	}
	return false
}

// dropTeasers takes out a heading and the teasers after it, each of which has
// a link and no paragraph, and returns what comes next.
func dropTeasers(head *html.Node) *html.Node {
	n := head.NextSibling
	head.Parent.RemoveChild(head)
	for n != nil {
		next := n.NextSibling
		if n.Type == html.ElementNode {
			if find(n, "a") == nil && n.Data != "a" || n.Data != "ul" && n.Data != "ol" && len(textOf(n, 1000)) > 400 {
				return n
			}
			n.Parent.RemoveChild(n)
		}
		n = next
	}
	return nil
}

// holds reports whether t has the beginning of body in it.
func holds(t, body string) bool {
	body = flat(body[:min(len(body), 300)])
	return body != "" && strings.Contains(t, body[:min(len(body), 60)])
}

// small is the size in bytes below which a part of a page is no article,
// where its name says so in a word that articles' parts have too.
const small = 900

// strongNames are in the class names and identifiers of what is no part of
// an article, weakNames in those of what is seldom one.
var (
	strongNames = wordSet(`comment|comments|disqus|livefyre|cookie|cookies|consent|gdpr|cmp|related|recommended|recommendations|recirc|sidebar|breadcrumb|breadcrumbs|
		nav|navbar|navigation|menu|footer|masthead|outbrain|taboola|trending|popular|teaser|teasers|pagination|pager`)
	weakNames = wordSet(`newsletter|promo|promos|share|sharing|social|advert|adverts|advertisement|advertising|ad|ads|adslot|sponsor|sponsored|popup|modal|lightbox|
		subscribe|subscription|signup|toolbar|widget|skip|overlay|poll|readmore|morefrom|tags|taglist|authorbox|copyright|legal|disclaimer|player|banner|
		paywall|regwall|piano|ticker|reactions|rating`)
)

// strongly reports whether an element is beside the article whatever its
// size, up to half of the page.
func strongly(n *html.Node) bool {
	switch n.Data {
	case "nav", "aside", "footer", "form", "dialog", "menu":
		return true
	}
	for name := range tokens(n) {
		if strongNames[name] {
			return true
		}
	}
	return attr(n, "role") != "" || moreNames(tokens(n))
}

// moreNames reports whether an element is named as lists of other articles
// are, and boxes about an author.
func moreNames(t map[string]bool) bool {
	return t["more"] && (t["stories"] || t["news"] || t["from"] || t["on"]) || t["most"] && t["read"] || t["read"] && (t["next"] || t["also"]) ||
		t["up"] && t["next"] || t["author"] && (t["box"] || t["info"] || t["about"] || t["bio"] || t["card"] && !t["h"])
}

// beside reports whether an element is beside the article.
func beside(n *html.Node) bool {
	switch n.Data {
	case "footer":
		return !byFooter(n)
	case "nav", "aside", "form", "button", "dialog", "menu", "input", "label", "audio", "video":
		return true
	case "html", "body", "main", "article", "head", "h1", "p", "time":
		return hidden(n)
	}
	switch attr(n, "role") {
	case "navigation", "complementary", "banner", "contentinfo", "dialog", "alertdialog", "search", "menu", "menubar", "toolbar":
		return true
	}
	if hidden(n) {
		return true
	}
	t := tokens(n)
	if t["article"] && (t["body"] || t["content"] || t["text"]) {
		return false
	}
	for name := range t {
		if strongNames[name] || weakNames[name] {
			return true
		}
	}
	return moreNames(t)
}

// byFooter reports whether a footer is that of an article's head, as some
// systems put who wrote it and when.
func byFooter(n *html.Node) bool {
	text := textOf(n, 200)
	_, dated := pageDay(text, "", time.Time{})
	return dated && len(text) < 150 && ancestor(n, "article") != nil
}

// hidden reports whether a browser would not show n.
func hidden(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "aria-modal":
			return a.Val == "true"
		case "style":
			s := strings.ReplaceAll(strings.ToLower(a.Val), " ", "")
			if strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden") {
				return true
			}
		}
	}
	return false
}

// tokens are the words in the class names and the identifier of n, in small
// letters: "articleBody-main" is article, body and main.
func tokens(n *html.Node) map[string]bool {
	out := map[string]bool{}
	for _, a := range n.Attr {
		if a.Key != "class" && a.Key != "id" && a.Key != "data-component" && a.Key != "data-testid" {
			continue
		}
		start := 0
		runes := []rune(a.Val[:min(len(a.Val), 500)])
		cut := func(end int) {
			if end > start {
				out[strings.ToLower(string(runes[start:end]))] = true
			}
			start = end
		}
		for i, r := range runes {
			switch {
			case !unicode.IsLetter(r) && !unicode.IsDigit(r):
				cut(i)
				start = i + 1
			case unicode.IsUpper(r) && i > 0 && unicode.IsLower(runes[i-1]):
				cut(i)
			}
		}
		cut(len(runes))
	}
	return out
}
