package discordtest

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	printer "golang.org/x/text/message"
)

// flawIn is what is wrong with v by the rules, nil where it is good.
func flawIn(rules *jsonschema.Schema, v any) *flaw {
	err := rules.Validate(v)
	if err == nil {
		return nil
	}
	var broken *jsonschema.ValidationError
	if !errors.As(err, &broken) {
		return &flaw{says: err.Error()}
	}
	f := flawOf(broken)
	return &f
}

// flaw is one thing that is wrong with a value.
type flaw struct {
	at   []string
	says string
	// wanted are the kinds or values of which one was wanted, where that is what
	// is wrong.
	wanted []string
}

func (f flaw) what() string {
	if f.wanted == nil {
		return f.says
	}
	// Numbers come in their order.
	wanted := slices.SortedFunc(slices.Values(f.wanted), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	})
	return f.says + ", must be " + strings.Join(slices.Compact(wanted), " or ")
}

// tells is how much f tells of the value that e is about: that it is of a wrong
// kind or not one of some values (0), that its type field is (1), or more (2).
func (f flaw) tells(e *jsonschema.ValidationError) int {
	below := f.at[len(e.InstanceLocation):]
	switch {
	case f.wanted != nil && len(below) == 0:
		return 0
	case slices.Equal(below, []string{"type"}):
		return 1
	}
	return 2
}

// flawOf is the flaw that e is about in the end. Of several it is the same one
// each time; of the alternatives of a union it is what is wrong with the one that
// was meant.
func flawOf(e *jsonschema.ValidationError) flaw {
	if len(e.Causes) == 0 {
		return leaf(e)
	}
	var found []flaw
	for _, cause := range e.Causes {
		found = append(found, flawOf(cause))
	}
	_, any := e.ErrorKind.(*kind.AnyOf)
	_, one := e.ErrorKind.(*kind.OneOf)
	union := any || one
	slices.SortStableFunc(found, func(a, b flaw) int {
		by := cmp.Compare(a.tells(e), b.tells(e))
		if union {
			by = -by
		}
		return cmp.Or(by, slices.Compare(a.at, b.at), cmp.Compare(a.what(), b.what()))
	})
	out := found[0]
	if !union || out.tells(e) == 2 {
		return out
	}
	for _, f := range found[1:] {
		if f.tells(e) == out.tells(e) {
			out.wanted = append(out.wanted, f.wanted...)
		}
	}
	return out
}

var english = printer.NewPrinter(language.English)

// leaf is the flaw of an error without causes.
func leaf(e *jsonschema.ValidationError) flaw {
	f := flaw{at: e.InstanceLocation}
	switch k := e.ErrorKind.(type) {
	case *kind.Type:
		f.says, f.wanted = "is of the type "+k.Got, slices.Clone(k.Want)
	case *kind.Const:
		f.says, f.wanted = "is "+short(k.Got), []string{short(k.Want)}
	case *kind.Enum:
		f.says = "is " + short(k.Got)
		for _, v := range k.Want {
			f.wanted = append(f.wanted, short(v))
		}
	case *kind.Required:
		name := slices.Min(k.Missing)
		if slices.Contains(k.Missing, "type") {
			name = "type"
		}
		f.at, f.says = append(slices.Clone(f.at), name), "is required"
	case *kind.MaxLength:
		f.says = fmt.Sprintf("must be %d or fewer in length, is %d", k.Want, k.Got)
	case *kind.MinLength:
		f.says = fmt.Sprintf("must be %d or more in length, is %d", k.Want, k.Got)
	case *kind.MaxItems:
		f.says = fmt.Sprintf("must be %d or fewer, are %d", k.Want, k.Got)
	case *kind.MinItems:
		f.says = fmt.Sprintf("must be %d or more, are %d", k.Want, k.Got)
	case *kind.Minimum:
		f.says = fmt.Sprintf("must be %s or more, is %s", k.Want.RatString(), k.Got.RatString())
	case *kind.Maximum:
		f.says = fmt.Sprintf("must be %s or less, is %s", k.Want.RatString(), k.Got.RatString())
	default:
		f.says = e.ErrorKind.LocalizedString(english)
	}
	return f
}

// short is a value in a few characters.
func short(v any) string {
	text := string(encode(v))
	if len(text) > 40 {
		return strings.ToValidUTF8(text[:40], "") + "..."
	}
	return text
}
