package clean

import (
	"net/url"
	"strings"

	"newsdesk/corpus"
)

// Known is what is told of an article beside its text: in front matter, the
// fields of a record, the head of a message.
type Known struct {
	// Fields are values by the names of front matter: id, title, outlet,
	// author, published, url. Others are ignored.
	Fields map[string]string
	// From says where they stand, for Article.Provenance.
	From string
}

// article is an article of which nothing else is known, named name where no
// field names it.
func (k Known) article(name string) (corpus.Article, error) {
	a := corpus.Article{ID: name, Provenance: map[string]string{}}
	if err := k.fill(&a); err != nil {
		return corpus.Article{}, err
	}
	switch {
	case a.Provenance["id"] != "" || a.ID == "":
	case strings.Contains(a.ID, "://"):
		a.Provenance["id"] = "address"
	default:
		a.Provenance["id"] = "file name"
	}
	return a, nil
}

// fill records what is known. The error is a *DateError.
func (k Known) fill(a *corpus.Article) error {
	if id := strings.TrimSpace(k.Fields["id"]); id != "" {
		a.ID = id
		a.Provenance["id"] = k.From
	}
	set(a, "title", &a.Title, k.Fields["title"], k.From)
	set(a, "outlet", &a.Outlet, k.Fields["outlet"], k.From)
	set(a, "author", &a.Author, withoutBy(k.Fields["author"]), k.From)
	if u, err := url.Parse(strings.TrimSpace(k.Fields["url"])); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
		set(a, "url", &a.URL, u.String(), k.From)
	}
	day, err := published(k.Fields["published"])
	if err != nil {
		return err
	}
	if !day.IsZero() {
		a.Published, a.Provenance["published"] = day, k.From
	}
	// An author that is a wire service names the agency too.
	if agency := agencyIn(a.Author); agency != "" {
		set(a, "agency", &a.Agency, agency, k.From)
	}
	return nil
}

// Plain is the article in a plain text that came with what is known of it.
// The errors are ErrBinary, ErrEncoding, ErrUTF16, ErrEmpty and *DateError.
func Plain(name, text string, k Known) (corpus.Article, error) {
	text, err := decode([]byte(text))
	if err != nil {
		return corpus.Article{}, err
	}
	return plain(name, text, k)
}

// plain is Plain for text that is decoded.
func plain(name, text string, k Known) (corpus.Article, error) {
	a, err := k.article(name)
	if err != nil {
		return corpus.Article{}, err
	}
	if !hasWords(text) {
		return corpus.Article{}, ErrEmpty
	}
	a.Text = text
	mark(&a)
	return a, nil
}

// Paragraph is a paragraph of a document, a heading or a row of a table.
type Paragraph struct {
	// Kind is Body where nothing says that it is anything else.
	Kind corpus.Kind
	// Text may have line ends in it.
	Text string
}

// Document is the article in a document whose paragraphs are told apart: a
// blank line parts them in its text. The errors are ErrEmpty and *DateError.
func Document(name string, paragraphs []Paragraph, k Known) (corpus.Article, error) {
	a, err := k.article(name)
	if err != nil {
		return corpus.Article{}, err
	}
	var w writer
	for _, p := range paragraphs {
		w.kind = p.Kind
		w.pre = 1 // line ends count
		w.write(strings.ToValidUTF8(strings.ReplaceAll(p.Text, "\x00", ""), "\uFFFD"))
		w.end("\n\n")
	}
	if a.Text = w.text.String(); !hasWords(a.Text) {
		return corpus.Article{}, ErrEmpty
	}
	markLines(&a, w.lines)
	return a, nil
}
