package verify

import "strings"

// Kind says what sort of thing a claim has otherwise than its source.
type Kind uint8

// The kinds of change.
const (
	Entity     Kind = iota // another person, place or organisation
	Number                 // another figure
	Date                   // another day, month, year or "last week"
	Unit                   // the figure's unit, currency or thing counted
	Negation               // a "not" more or less
	Antonym                // the contrary word
	Modality               // "may" become "will", a hedge lost
	Quantifier             // "some" become "all", "at least" become "at most"
	Speaker                // a remark given to somebody else
	Quotation              // words between marks that the source has otherwise or not at all
	Addition               // matter that the source does not have
)

// String is the kind's name in lower case.
func (k Kind) String() string {
	return [...]string{"entity", "number", "date", "unit", "negation", "antonym", "modality", "quantifier", "speaker", "quotation", "addition"}[k]
}

// MarshalText gives the kind's name to encodings such as JSON.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// Change is one difference between a claim and the source that it is closest to.
type Change struct {
	// Claim is the words of the claim, empty where it lacks some.
	Claim string `json:"claim"`
	// Source is the source's own words in that place, byte-exact, or empty
	// where it has none.
	Source string `json:"source"`
	Kind   Kind   `json:"kind"`
}

// Fabricated reports whether c is a quotation whose words stand in no source.
func (c Change) Fabricated() bool { return c.Kind == Quotation && c.Source == "" }

// Misattributed reports whether c gives somebody's words to somebody else.
func (c Change) Misattributed() bool { return c.Kind == Speaker }

// String is the change in words, such as a reader is shown:
// number "12", the source has "21".
func (c Change) String() string {
	switch {
	case c.Fabricated():
		return "fabricated quotation “" + c.Claim + "”"
	case c.Kind == Quotation && c.Claim == c.Source:
		return "“" + c.Claim + "” is no quotation: the source has it without marks"
	case c.Kind == Quotation:
		return "quotation “" + c.Claim + "”, the source has “" + c.Source + "”"
	case c.Misattributed() && c.Source == "":
		return "misattributed to “" + c.Claim + "”"
	case c.Misattributed():
		return "misattributed to “" + c.Claim + "”, the source has “" + c.Source + "”"
	case c.Claim == "":
		return c.Kind.String() + ": the source has “" + c.Source + "”"
	case c.Source == "":
		return c.Kind.String() + " “" + c.Claim + "”, not in the source"
	}
	return c.Kind.String() + " “" + c.Claim + "”, the source has “" + c.Source + "”"
}

// changes collects what the rules find, each place of the claim once.
type changes struct {
	list  []Change
	taken map[int]bool // tokens of the claim that a change explains
}

// settle keeps a place of the claim from being called changed.
func (c *changes) settle(i int) {
	if c.taken == nil {
		c.taken = map[int]bool{}
	}
	c.taken[i] = true
}

func (c *changes) add(kind Kind, claim, source string, tokens ...int) {
	for _, i := range tokens {
		if c.taken[i] {
			return
		}
	}
	for _, i := range tokens {
		if c.taken == nil {
			c.taken = map[int]bool{}
		}
		c.taken[i] = true
	}
	n := Change{Claim: strings.TrimSpace(claim), Source: strings.TrimSpace(source), Kind: kind}
	for _, o := range c.list {
		if o == n {
			return
		}
	}
	c.list = append(c.list, n)
}
