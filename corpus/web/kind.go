package web

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"

	"golang.org/x/net/html/charset"
)

// Kind is what lies at an address.
type Kind uint8

// The kinds of source. Page is the zero value: what is no list is an article,
// or nothing.
const (
	Page Kind = iota
	Feed
	SiteMap
	SiteMapIndex
)

var kindNames = [...]string{"page", "feed", "site map", "index of site maps"}

// String is the kind's name.
func (k Kind) String() string { return kindNames[k] }

// kindNamed is the kind of that name, Page for any other.
func kindNamed(name string) Kind {
	for k, n := range kindNames {
		if n == name {
			return Kind(k)
		}
	}
	return Page
}

// kindOf tells what data is by its beginning: the media type that servers
// send for feeds is often that of a page.
func kindOf(data []byte) Kind {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\uFEFF")), " \t\r\n")
	if bytes.HasPrefix(data, []byte("{")) {
		var head struct{ Version string }
		if json.Unmarshal(data, &head) == nil && strings.Contains(head.Version, "jsonfeed.org/version/") {
			return Feed
		}
		return Page
	}
	if !bytes.HasPrefix(data, []byte("<")) {
		return Page
	}
	switch strings.ToLower(rootName(data)) {
	case "rss", "rdf", "feed":
		return Feed
	case "urlset":
		return SiteMap
	case "sitemapindex":
		return SiteMapIndex
	}
	return Page
}

// rootName is the local name of an XML document's root element, or "".
func rootName(data []byte) string {
	// What comes before it, in a document that is one of ours, is short.
	d := decoder(bytes.NewReader(data[:min(len(data), 64<<10)]))
	for {
		token, err := d.RawToken()
		if err != nil {
			return ""
		}
		if start, ok := token.(xml.StartElement); ok {
			return start.Name.Local
		}
	}
}

// decoder reads XML as leniently as the feed parser does.
func decoder(r io.Reader) *xml.Decoder {
	d := xml.NewDecoder(r)
	d.Strict = false
	d.CharsetReader = charset.NewReaderLabel
	return d
}
