package discordtest

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// parameter is a parameter of an operation.
type parameter struct {
	name     string
	required bool
	rules    *jsonschema.Schema
}

// part is what stands for the parameter in a path.
func (p *parameter) part() string { return "{" + p.name + "}" }

// check holds the values of a parameter to its rules. How a value is written does
// not say whether it is a text, a number, a list of one or true: it is good where
// one of these is.
func (p *parameter) check(in string, values ...string) error {
	if len(values) == 0 {
		if p.required {
			return fmt.Errorf("%s in the %s: is required", p.name, in)
		}
		return nil
	}
	var told *flaw
	for _, v := range readings(values) {
		f := flawIn(p.rules, v)
		if f == nil {
			return nil
		}
		// What is wrong with it beside its kind says more.
		if told == nil || told.wanted != nil && f.wanted == nil {
			told = f
		}
	}
	return fmt.Errorf("%s in the %s: %s", p.name, in, told.what())
}

// readings is what the values of a parameter may be.
func readings(values []string) (out []any) {
	list := []any{}
	for _, v := range values {
		list = append(list, v)
	}
	if len(values) == 1 {
		out = append(out, values[0])
		if _, err := strconv.ParseFloat(values[0], 64); err == nil && json.Valid([]byte(values[0])) {
			out = append(out, json.Number(values[0]))
		}
		if yes, err := strconv.ParseBool(values[0]); err == nil {
			out = append(out, yes)
		}
	}
	return append(out, list)
}
