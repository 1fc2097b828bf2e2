package source

import (
	"errors"
	"net/url"
	"path"
	"regexp"
	"strings"

	"newsdesk/corpus/clean"
)

// maxChapters is how many files of a book are read.
const maxChapters = 5000

// opf is the list of what is in a book.
type opf struct {
	Metadata struct {
		Title     []string `xml:"title"`
		Creator   []string `xml:"creator"`
		Publisher string   `xml:"publisher"`
		Date      []string `xml:"date"`
	} `xml:"metadata"`
	Manifest []struct {
		ID         string `xml:"id,attr"`
		Href       string `xml:"href,attr"`
		MediaType  string `xml:"media-type,attr"`
		Properties string `xml:"properties,attr"`
	} `xml:"manifest>item"`
	Spine []struct {
		ID string `xml:"idref,attr"`
	} `xml:"spine>itemref"`
}

var isoDate = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}`)

// epub reads a book: each of its files is an article, in the order in which
// it is read. Those without text, such as the cover, are passed over.
func (r *reading) epub(it item) error {
	b, err := r.bundle(it)
	if err != nil {
		return err
	}
	var container struct {
		Files []struct {
			Path string `xml:"full-path,attr"`
		} `xml:"rootfiles>rootfile"`
	}
	raw, err := b.read("META-INF/container.xml", 1<<20)
	if err != nil {
		return err
	}
	if err := decoderOf(raw).Decode(&container); err != nil || len(container.Files) == 0 {
		return ErrDamaged
	}
	root := inner(container.Files[0].Path)
	if raw, err = b.read(root, MaxBytes); err != nil {
		return err
	}
	var book opf
	if err := decoderOf(raw).Decode(&book); err != nil {
		return err
	}
	for n, name := range book.files(path.Dir(root)) {
		if n == maxChapters {
			return ErrFaults
		}
		raw, err := b.read(name, MaxBytes)
		if err == nil {
			id := it.id + "/" + strings.TrimSuffix(name, path.Ext(name))
			page := clean.Page{Name: id, MediaType: "application/xhtml+xml", Raw: raw, Whole: true, Known: book.known()}
			a, failed := clean.HTML(page)
			if err = failed; err == nil {
				if err := r.give(it.path+"/"+name, a, nil); err != nil {
					return err
				}
			}
		}
		if errors.Is(err, ErrBomb) {
			return err
		}
		if err != nil && !errors.Is(err, clean.ErrEmpty) {
			if err := r.skip(it.path+"/"+name, explain(err)); err != nil {
				return err
			}
		}
	}
	return nil
}

// files are the names of the files in reading order, from the folder of the
// list. The table of contents is none of them.
func (o *opf) files(folder string) []string {
	byID := map[string]string{}
	for _, m := range o.Manifest {
		if strings.Contains(m.MediaType, "html") && !strings.Contains(" "+m.Properties+" ", " nav ") {
			if href, err := url.PathUnescape(m.Href); err == nil {
				byID[m.ID] = inner(path.Join(folder, href))
			}
		}
	}
	var out []string
	for _, s := range o.Spine {
		if name := byID[s.ID]; name != "" {
			out = append(out, name)
			delete(byID, s.ID)
		}
	}
	return out
}

// known is what the list says of the whole book.
func (o *opf) known() clean.Known {
	m := o.Metadata
	fields := map[string]string{"outlet": m.Publisher, "author": strings.Join(m.Creator, ", ")}
	if m.Publisher == "" && len(m.Title) > 0 {
		fields["outlet"] = m.Title[0]
	}
	for _, d := range m.Date {
		if day := isoDate.FindString(strings.TrimSpace(d)); day != "" && fields["published"] == "" {
			fields["published"] = day
		}
	}
	return clean.Known{Fields: fields, From: "book"}
}
