package discordtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// document is Discord's OpenAPI document.
type document struct {
	router routers.Router
	turn   sync.Mutex // of requests that are held to it in the background
}

// documents are those loaded so far, by path: one takes a second.
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
	doc, err := openapi3.NewLoader().LoadFromFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s is not Discord's OpenAPI document: %w", path, err)
	}
	amend(doc)
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		return nil, fmt.Errorf("%s is not Discord's OpenAPI document: %w", path, err)
	}
	d := &document{router: router}
	documents.loaded[path] = d
	return d, nil
}

// amend makes the document say what Discord does: permissions are strings of
// digits in every request, and numbers only in old ones.
func amend(doc *openapi3.T) {
	for _, name := range []string{"ApplicationCommandCreateRequest", "ApplicationCommandUpdateRequest", "ApplicationCommandPatchRequestPartial"} {
		schema := doc.Components.Schemas[name]
		if schema == nil || schema.Value == nil {
			continue
		}
		if p := schema.Value.Properties["default_member_permissions"]; p != nil {
			schema.Value.Properties["default_member_permissions"] = openapi3.NewSchemaRef("", &openapi3.Schema{
				Type: &openapi3.Types{"string", "integer", "null"}})
		}
	}
}

// check holds a request, its path below the API base, to the document.
func (d *document) check(r *http.Request, body []byte) error {
	if d == nil {
		return nil
	}
	req, err := http.NewRequest(r.Method, "https://discord.com/api/v10"+r.URL.RequestURI(), bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header = r.Header
	found, params, err := d.router.FindRoute(req)
	if err != nil {
		return fmt.Errorf("is not in the document: %w", err)
	}
	if wanted := found.Operation.RequestBody; len(filesOf(r)) > 0 && (wanted == nil || wanted.Value.Content["multipart/form-data"] == nil) {
		return errors.New("takes no files")
	}
	return openapi3filter.ValidateRequest(context.Background(), &openapi3filter.RequestValidationInput{
		Request: req, PathParams: params, Route: found,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc},
	})
}
