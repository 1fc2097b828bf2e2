package discordtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// document is Discord's OpenAPI document. kin-openapi knows its routes and their
// parameters. The rules of bodies are compiled here, once: kin-openapi compiles
// them anew for every request, which takes tens of milliseconds.
type document struct {
	router routers.Router
	bodies map[string]*jsonschema.Schema // of JSON, by method and path
}

// documents are those loaded so far, by path: one takes half a second.
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

// parseDocument reads the document and compiles its rules.
func parseDocument(raw []byte) (*document, error) {
	doc, err := openapi3.NewLoader().LoadFromData(raw)
	if err != nil {
		return nil, err
	}
	d := &document{bodies: map[string]*jsonschema.Schema{}}
	if d.router, err = gorillamux.NewRouter(doc); err != nil {
		return nil, err
	}
	rules, err := newRules(raw)
	if err != nil {
		return nil, err
	}
	for path, item := range doc.Paths.Map() {
		for method, operation := range item.Operations() {
			if body := operation.RequestBody; body == nil || body.Value.Content[mediaJSON] == nil {
				continue
			}
			if d.bodies[method+" "+path], err = rules.body(method, path); err != nil {
				return nil, err
			}
		}
	}
	return d, nil
}

// Kinds of body.
const (
	mediaJSON  = "application/json"
	mediaParts = "multipart/form-data"
)

// mediaType is the kind of body that a request says it has, without parameters.
func mediaType(r *http.Request) string {
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	return kind
}

// check holds a request, its path below the API base, to the document. The body
// is that which unpack returned. The error is one line.
func (d *document) check(r *http.Request, body []byte) error {
	if d == nil {
		return nil
	}
	req, err := http.NewRequest(r.Method, "https://discord.com/api/v10"+r.URL.RequestURI(), nil)
	if err != nil {
		return err
	}
	req.Header = r.Header
	route, params, err := d.router.FindRoute(req)
	if err != nil {
		return fmt.Errorf("is not in the document: %w", err)
	}
	err = openapi3filter.ValidateRequest(context.Background(), &openapi3filter.RequestValidationInput{
		Request: req, PathParams: params, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, ExcludeRequestBody: true},
	})
	if err != nil {
		return parameterFlaw(err)
	}
	return d.checkBody(r, route, body)
}

// checkBody holds the body of a request on a route to the document.
func (d *document) checkBody(r *http.Request, route *routers.Route, body []byte) error {
	wanted := route.Operation.RequestBody
	if len(filesOf(r)) > 0 && (wanted == nil || wanted.Value.Content[mediaParts] == nil) {
		return errors.New("takes no files")
	}
	if len(body) == 0 {
		if wanted != nil && wanted.Value.Required {
			return errors.New("must have a body")
		}
		return nil
	}
	if wanted == nil {
		return errors.New("takes no body")
	}
	rules, kind := d.bodies[route.Method+" "+route.Path], mediaType(r)
	if rules == nil || kind != mediaJSON {
		return fmt.Errorf("takes no body of the type %q", kind)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("is not JSON: %w", err)
	}
	return bodyFlaw(rules.Validate(v))
}
