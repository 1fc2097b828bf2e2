package discordtest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Kinds of option.
const (
	optionSub         = 1
	optionGroup       = 2
	optionString      = 3
	optionInteger     = 4
	optionBoolean     = 5
	optionUser        = 6
	optionChannel     = 7
	optionRole        = 8
	optionMentionable = 9
	optionNumber      = 10
	optionAttachment  = 11
)

// commandSpec is what a command says of itself.
type commandSpec struct {
	id          string
	Type        *int              `json:"type"`
	Name        string            `json:"name"`
	Description string            `json:"description"`
	Options     []*optionSpec     `json:"options"`
	Permissions any               `json:"default_member_permissions"`
	Contexts    []int             `json:"contexts"`
	Installs    []int             `json:"integration_types"`
	Names       map[string]string `json:"name_localizations"`
	Texts       map[string]string `json:"description_localizations"`
}

// optionSpec is an option of a command, a subcommand or a group of those.
type optionSpec struct {
	Type         int               `json:"type"`
	Name         string            `json:"name"`
	Description  string            `json:"description"`
	Required     bool              `json:"required"`
	Choices      []*Choice         `json:"choices"`
	Options      []*optionSpec     `json:"options"`
	ChannelTypes []int             `json:"channel_types"`
	MinValue     *float64          `json:"min_value"`
	MaxValue     *float64          `json:"max_value"`
	MinLength    *int              `json:"min_length"`
	MaxLength    *int              `json:"max_length"`
	Autocomplete bool              `json:"autocomplete"`
	Names        map[string]string `json:"name_localizations"`
	Texts        map[string]string `json:"description_localizations"`
}

// Limits of commands.
const (
	maxCommandText = 8000
	maxDescribed   = 100
	maxName        = 32
	maxGivenText   = 6000
)

// kind is the command's type.
func (c *commandSpec) kind() int {
	if c.Type == nil {
		return SlashCommand
	}
	return *c.Type
}

var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

// parseCommand reads and checks a command.
func parseCommand(fields map[string]any) (*command, error) {
	c := &command{fields: fields}
	raw, err := json.Marshal(fields)
	if err != nil || fields == nil || json.Unmarshal(raw, &c.commandSpec) != nil {
		return nil, badForm("", "not a command")
	}
	switch c.kind() {
	case SlashCommand:
		err = c.checkSlash()
	case UserCommand, MessageCommand:
		err = c.checkContext()
	default:
		err = badForm("type", fmt.Sprintf("%d is no kind of command here", c.kind()))
	}
	if err != nil {
		return nil, err
	}
	if p, ok := c.Permissions.(string); c.Permissions != nil {
		if _, err := strconv.ParseUint(p, 10, 64); !ok || err != nil {
			return nil, badForm("default_member_permissions", "must be a string of digits")
		}
	}
	for name, of := range map[string]struct {
		list []int
		last int
	}{"contexts": {c.Contexts, 2}, "integration_types": {c.Installs, 1}} {
		for i, v := range of.list {
			if v < 0 || v > of.last || slices.Contains(of.list[:i], v) {
				return nil, badForm(fmt.Sprintf("%s.%d", name, i), "must be known and not there before")
			}
		}
		if of.list != nil && len(of.list) == 0 {
			return nil, badForm(name, "must not be empty")
		}
	}
	return c, nil
}

// checkContext holds a command of a user's or message's menu to the limits.
func (c *commandSpec) checkContext() error {
	if n := units(c.Name); n < 1 || n > maxName || strings.TrimSpace(c.Name) != c.Name {
		return badForm("name", "must be between 1 and 32 in length")
	}
	if c.Description != "" {
		return badForm("description", "context menu commands have none")
	}
	if len(c.Options) > 0 {
		return badForm("options", "context menu commands have none")
	}
	return nil
}

func (c *commandSpec) checkSlash() error {
	if err := checkNamed(c.Name, c.Description, c.Names, c.Texts); err != nil {
		return err
	}
	if err := checkOptionList(c.Options, 0); err != nil {
		return err
	}
	if n := longest(c.Name, c.Names) + longest(c.Description, c.Texts) + lengthOf(c.Options); n > maxCommandText {
		return badForm("", fmt.Sprintf("command exceeds the maximum size of 8000, is %d", n))
	}
	return nil
}

// locales are the languages that texts can be given in.
var locales = strings.Fields("id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko")

// checkNamed checks a command's or an option's name and description.
func checkNamed(name, description string, names, texts map[string]string) error {
	good := func(name string) bool { return commandName.MatchString(name) && strings.ToLower(name) == name }
	described := func(text string) bool { n := units(text); return n >= 1 && n <= maxDescribed }
	if !good(name) {
		return badForm("name", name+" is not a name for a command or an option")
	}
	if !described(description) {
		return badForm("description", "must be between 1 and 100 in length")
	}
	for locale, one := range names {
		if !slices.Contains(locales, locale) || !good(one) {
			return badForm("name_localizations."+locale, "no language of Discord's, or not a name")
		}
	}
	for locale, one := range texts {
		if !slices.Contains(locales, locale) || !described(one) {
			return badForm("description_localizations."+locale, "no language of Discord's, or not 1 to 100 in length")
		}
	}
	return nil
}

// checkOptionList checks the options at a depth: 0 for a command's, 1 and 2
// for those of a group and a subcommand.
func checkOptionList(list []*optionSpec, depth int) error {
	if len(list) > maxOptions {
		return badForm("options", "must be 25 or fewer in length")
	}
	optional, nested, seen := false, 0, map[string]bool{}
	for i, o := range list {
		at := fmt.Sprintf("options.%d", i)
		if o == nil {
			return badForm(at, "is null")
		}
		if err := checkNamed(o.Name, o.Description, o.Names, o.Texts); err != nil {
			return within(at, err)
		}
		if seen[o.Name] {
			return badForm(at+".name", o.Name+" is duplicated")
		}
		seen[o.Name] = true
		if o.Type == optionSub || o.Type == optionGroup {
			nested++
		}
		if err := o.check(depth); err != nil {
			return within(at, err)
		}
		if o.Required && optional {
			return badForm(at+".required", "required ones must stand first")
		}
		optional = optional || !o.Required
	}
	if nested > 0 && nested < len(list) {
		return badForm("options", "subcommands and other options exclude each other")
	}
	return nil
}

// check holds one option to the rules of its type.
func (o *optionSpec) check(depth int) error {
	switch o.Type {
	case optionGroup:
		if depth > 0 || len(o.Options) == 0 {
			return badForm("options", "a group stands in a command and holds subcommands")
		}
		for _, in := range o.Options {
			if in == nil || in.Type != optionSub {
				return badForm("options", "a group holds subcommands only")
			}
		}
		return checkOptionList(o.Options, 1)
	case optionSub:
		if depth > 1 {
			return badForm("options", "subcommands do not nest")
		}
		return checkOptionList(o.Options, 2)
	}
	if o.Type < optionString || o.Type > optionAttachment {
		return badForm("type", fmt.Sprintf("%d is no kind of option", o.Type))
	}
	text, whole, real := o.Type == optionString, o.Type == optionInteger, o.Type == optionNumber
	switch {
	case len(o.Options) > 0:
		return badForm("options", "only subcommands and groups have them")
	case (len(o.Choices) > 0 || o.Autocomplete) && !text && !whole && !real:
		return badForm("type", "only texts and numbers have choices or complete what is typed")
	case len(o.Choices) > 0 && o.Autocomplete:
		return badForm("autocomplete", "not beside choices")
	case (o.MinValue != nil || o.MaxValue != nil) && !whole && !real:
		return badForm("type", "only numbers have a least or greatest value")
	case (o.MinLength != nil || o.MaxLength != nil) && !text:
		return badForm("type", "only texts have a least or greatest length")
	case o.MinLength != nil && (*o.MinLength < 0 || *o.MinLength > maxGivenText), o.MaxLength != nil && (*o.MaxLength < 1 || *o.MaxLength > maxGivenText):
		return badForm("", "min_length and max_length must be within 0 to 6000")
	case len(o.ChannelTypes) > 0 && o.Type != optionChannel:
		return badForm("channel_types", "only for channels")
	}
	return checkChoices(o.Choices, o.Type)
}

// longest is the length of a text in the language in which it is longest.
func longest(text string, in map[string]string) int {
	n := units(text)
	for _, one := range in {
		n = max(n, units(one))
	}
	return n
}

// lengthOf is what options count towards the size of a command.
func lengthOf(list []*optionSpec) int {
	n := 0
	for _, o := range list {
		n += longest(o.Name, o.Names) + longest(o.Description, o.Texts) + lengthOf(o.Options)
		for _, c := range o.Choices {
			n += units(c.Name)
			if v, ok := c.Value.(string); ok {
				n += units(v)
			}
		}
	}
	return n
}
