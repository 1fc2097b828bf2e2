package discordtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// documentURL is what the compiler knows the document by.
const documentURL = "https://discord.com/openapi.json"

// formats are the document's names for what texts and numbers are like, and
// what they take beyond the type; nil where the compiler knows that itself.
var formats = map[string]func(any) error{
	"int32":     func(v any) error { return fits(v, 32) },
	"int64":     func(v any) error { return fits(v, 64) },
	"snowflake": isSnowflake,
	"double":    anything,
	"nonce":     anything,
	"uri":       nil,
	"date-time": nil,
}

func anything(any) error { return nil }

// newCompiler is a compiler of the document's schemas. contentEncoding is left
// alone: Discord says base64 of pictures that it takes as data URLs.
func newCompiler(doc any) (*jsonschema.Compiler, error) {
	if err := checkFormats(doc); err != nil {
		return nil, err
	}
	amend(doc)
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	for name, check := range formats {
		if check != nil {
			c.RegisterFormat(&jsonschema.Format{Name: name, Validate: check})
		}
	}
	return c, c.AddResource(documentURL, doc)
}

// amend makes the document say what Discord does: permissions are strings of
// digits in every request, and numbers only in old ones.
func amend(doc any) {
	for _, name := range []string{"ApplicationCommandCreateRequest", "ApplicationCommandUpdateRequest", "ApplicationCommandPatchRequestPartial"} {
		p := objectIn(doc, "components", "schemas", name, "properties")
		if p["default_member_permissions"] != nil {
			p["default_member_permissions"] = map[string]any{"type": []any{"string", "integer", "null"}, "pattern": "^[0-9]+$"}
		}
	}
}

// objectIn is the object in v at the end of a path of names, nil where there is
// none.
func objectIn(v any, path ...string) map[string]any {
	in, _ := v.(map[string]any)
	for _, name := range path {
		in, _ = in[name].(map[string]any)
	}
	return in
}

// checkFormats refuses a document with a format of which nobody here knows what
// it takes: the compiler would let everything pass.
func checkFormats(v any) error {
	switch v := v.(type) {
	case map[string]any:
		if name, ok := v["format"].(string); ok {
			if _, known := formats[name]; !known {
				return fmt.Errorf("its format %q has no rule here", name)
			}
		}
		for _, in := range v {
			if err := checkFormats(in); err != nil {
				return err
			}
		}
	case []any:
		for _, in := range v {
			if err := checkFormats(in); err != nil {
				return err
			}
		}
	}
	return nil
}

// fits holds a number to so many bits. What is no number another rule refuses.
func fits(v any, bits int) error {
	n, ok := v.(json.Number)
	if !ok {
		return nil
	}
	if _, err := strconv.ParseInt(n.String(), 10, bits); err == nil {
		return nil
	}
	// It may be written as 1e3.
	limit := math.Ldexp(1, bits-1)
	if f, err := n.Float64(); err != nil || f < -limit || f >= limit {
		return fmt.Errorf("not a number of %d bits", bits)
	}
	return nil
}

// isSnowflake holds a text to 64 bits; that it is digits another rule says.
func isSnowflake(v any) error {
	if s, ok := v.(string); ok {
		if _, err := strconv.ParseUint(s, 10, 64); err != nil {
			return errors.New("not a number of 64 bits")
		}
	}
	return nil
}
