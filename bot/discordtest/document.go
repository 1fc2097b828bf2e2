package discordtest

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// document is Discord's OpenAPI document, its rules compiled.
type document struct {
	operations map[string][]*operation // by method
}

// documents are those loaded so far, by path: one takes a third of a second.
var documents = struct {
	sync.Mutex
	loaded map[string]*document
}{loaded: map[string]*document{}}

// loadDocument is the document at path; nil where path is empty or nothing is
// there.
func loadDocument(path string) (*document, error) {
	if path == "" {
		return nil, nil
	}
	documents.Lock()
	defer documents.Unlock()
	if d := documents.loaded[path]; d != nil {
		return d, nil
	}
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var d *document
	if err == nil {
		d, err = parseDocument(raw)
	}
	if err != nil {
		return nil, fmt.Errorf("%s is not Discord's OpenAPI document: %w", path, err)
	}
	documents.loaded[path] = d
	return d, nil
}

// operation is what the document says of a method on a path.
type operation struct {
	path     []string // its parts, of which {name} stands for any
	inPath   []parameter
	inQuery  []parameter
	takes    bool               // a body
	needs    bool               // one
	json     *jsonschema.Schema // what it takes as JSON; nil where it takes none
	hasParts bool               // it takes files
}

// find is the operation that a method on a path is, nil where there is none. A
// part that is named, such as @me, goes before one that may be anything.
func (d *document) find(method, path string) (found *operation) {
	parts, most := split(path), -1
	for _, o := range d.operations[method] {
		if n, ok := o.matches(parts); ok && n > most {
			found, most = o, n
		}
	}
	return found
}

// split is the parts of a path.
func split(path string) []string { return strings.Split(strings.Trim(path, "/"), "/") }

// matches reports whether the parts of a path are those of o, and how many of
// them it names.
func (o *operation) matches(parts []string) (named int, ok bool) {
	if len(parts) != len(o.path) {
		return 0, false
	}
	for i, p := range o.path {
		switch {
		case strings.HasPrefix(p, "{"):
		case p == parts[i]:
			named++
		default:
			return 0, false
		}
	}
	return named, true
}

// check holds a request, its path below the API base, to the document. The body
// is that which unpack returned. The error is one line.
func (d *document) check(r *http.Request, body []byte) error {
	o := d.find(r.Method, r.URL.Path)
	if o == nil {
		return errors.New("is not in the document")
	}
	if err := o.checkParameters(r); err != nil {
		return err
	}
	return o.checkBody(r, body)
}

func (o *operation) checkParameters(r *http.Request) error {
	parts, query := split(r.URL.Path), r.URL.Query()
	for _, p := range o.inPath {
		if err := p.check("path", parts[slices.Index(o.path, p.part())]); err != nil {
			return err
		}
	}
	for _, p := range o.inQuery {
		if err := p.check("query", query[p.name]...); err != nil {
			return err
		}
	}
	return nil
}

// checkBody holds the body of a request to the document.
func (o *operation) checkBody(r *http.Request, body []byte) error {
	if len(filesOf(r)) > 0 && !o.hasParts {
		return errors.New("takes no files")
	}
	if len(body) == 0 {
		if o.needs {
			return errors.New("must have a body")
		}
		return nil
	}
	if !o.takes {
		return errors.New("takes no body")
	}
	if kind := mediaType(r); o.json == nil || kind != mediaJSON {
		return fmt.Errorf("takes no body of the type %q", kind)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("is not JSON: %w", err)
	}
	if f := flawIn(o.json, v); f != nil {
		return errors.New(cmp.Or(strings.Join(f.at, "."), "the body") + ": " + f.what())
	}
	return nil
}
