package discordtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// The document as far as it is read here; schemas are the compiler's.
type (
	openAPI struct {
		OpenAPI string                                `json:"openapi"`
		Paths   map[string]map[string]json.RawMessage `json:"paths"` // by path, and method or "parameters"
	}
	openOperation struct {
		Parameters []openParameter `json:"parameters"`
		Body       *struct {
			Ref      string                     `json:"$ref"`
			Required bool                       `json:"required"`
			Content  map[string]json.RawMessage `json:"content"` // by kind
		} `json:"requestBody"`
	}
	openParameter struct {
		Ref      string `json:"$ref"`
		Name     string `json:"name"`
		In       string `json:"in"`
		Required bool   `json:"required"`
	}
)

// parser reads the document.
type parser struct {
	compiler *jsonschema.Compiler
	out      *document
}

// parseDocument reads the document and compiles its rules. What is in it and not
// read here would not be checked, and is an error.
func parseDocument(raw []byte) (*document, error) {
	var doc openAPI
	if err := json.Unmarshal(raw, &doc); err != nil {
		return nil, err
	}
	// Only from 3.1 on are its schemas what the compiler takes them for.
	if !strings.HasPrefix(doc.OpenAPI, "3.1.") {
		return nil, fmt.Errorf("it is of OpenAPI %q, not 3.1", doc.OpenAPI)
	}
	schemas, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	p := &parser{out: &document{operations: map[string][]*operation{}}}
	if p.compiler, err = newCompiler(schemas); err != nil {
		return nil, err
	}
	for path, item := range doc.Paths {
		if err := p.item(path, item); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	return p.out, nil
}

// item reads what there is of a path.
func (p *parser) item(path string, item map[string]json.RawMessage) error {
	var shared []openParameter
	if raw := item["parameters"]; raw != nil {
		if err := json.Unmarshal(raw, &shared); err != nil {
			return err
		}
	}
	for method, raw := range item {
		if method == "parameters" {
			continue
		}
		var of openOperation
		if err := json.Unmarshal(raw, &of); err != nil {
			return err
		}
		o := &operation{path: split(path)}
		if err := p.parameters(o, shared, "paths", path, "parameters"); err != nil {
			return err
		}
		if err := p.parameters(o, of.Parameters, "paths", path, method, "parameters"); err != nil {
			return err
		}
		if err := o.checkPath(); err != nil {
			return err
		}
		if err := p.body(o, of, "paths", path, method, "requestBody"); err != nil {
			return err
		}
		method = strings.ToUpper(method)
		p.out.operations[method] = append(p.out.operations[method], o)
	}
	return nil
}

// parameters adds the parameters that stand at that place in the document.
func (p *parser) parameters(o *operation, list []openParameter, at ...string) error {
	for i, one := range list {
		if one.Ref != "" {
			return errors.New("a parameter stands elsewhere, which is not followed here")
		}
		rules, err := p.rules(append(at, strconv.Itoa(i), "schema")...)
		if err != nil {
			return err
		}
		out := parameter{one.Name, one.Required, rules}
		switch one.In {
		case "path":
			o.inPath = append(o.inPath, out)
		case "query":
			o.inQuery = append(o.inQuery, out)
		default:
			return fmt.Errorf("the parameter %s is in the %s, which is not checked here", one.Name, one.In)
		}
	}
	return nil
}

// checkPath refuses a path whose parameters are not one with those described.
func (o *operation) checkPath() error {
	n := 0
	for _, part := range o.path {
		if strings.Contains(part, "{") {
			n++
		}
	}
	for _, p := range o.inPath {
		if !slices.Contains(o.path, p.part()) {
			return fmt.Errorf("%s is not in the path", p.part())
		}
	}
	if n != len(o.inPath) {
		return fmt.Errorf("it has %d parameters in the path, of which %d are described", n, len(o.inPath))
	}
	return nil
}

// body adds the body that stands at that place in the document.
func (p *parser) body(o *operation, of openOperation, at ...string) (err error) {
	if of.Body == nil {
		return nil
	}
	if of.Body.Ref != "" {
		return errors.New("a body stands elsewhere, which is not followed here")
	}
	o.takes, o.needs = true, of.Body.Required
	o.hasParts = of.Body.Content[mediaParts] != nil
	if of.Body.Content[mediaJSON] != nil {
		o.json, err = p.rules(append(at, "content", mediaJSON, "schema")...)
	}
	return err
}

// rules compiles the schema at a place in the document.
func (p *parser) rules(at ...string) (*jsonschema.Schema, error) {
	pointer := documentURL + "#"
	for _, name := range at {
		pointer += "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
	}
	return p.compiler.Compile(pointer)
}
