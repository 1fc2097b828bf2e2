package discordtest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf16"
)

// form is a message as a bot sends it, as far as this server looks at it.
type form struct {
	Content    *string      `json:"content"`
	Embeds     []*Embed     `json:"embeds"`
	Mentions   *Allowed     `json:"allowed_mentions"`
	Reference  *reference   `json:"message_reference"`
	Nonce      any          `json:"nonce"`
	Enforce    bool         `json:"enforce_nonce"`
	Flags      int          `json:"flags"`
	Sticker    []string     `json:"sticker_ids"`
	Components []*Component `json:"components"`
	Poll       any          `json:"poll"`
	Attach     []any        `json:"attachments"`

	files []Attachment
}

// reference is the message that another one replies to.
type reference struct {
	Type      int    `json:"type"`
	MessageID string `json:"message_id"`
	MustExist *bool  `json:"fail_if_not_exists"`
}

// Limits of a message.
const (
	maxContent = 2000
	maxNonce   = 25
)

// Message flags.
const (
	flagSuppressEmbeds = 1 << 2
	flagHasThread      = 1 << 5
	flagEphemeral      = 1 << 6
	flagLoading        = 1 << 7
	flagSilent         = 1 << 12
	flagComponentsV2   = 1 << 15

	// What a bot may set on a message, an edit, and an answer.
	postFlags   = flagSuppressEmbeds | flagSilent | flagComponentsV2
	editFlags   = flagSuppressEmbeds | flagComponentsV2
	answerFlags = postFlags | flagEphemeral
)

var snowflake = regexp.MustCompile(`^\d{15,21}$`)

// units is the length of s in UTF-16 code units.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// empty reports whether f holds nothing to show.
func (f *form) empty() bool {
	return (f.Content == nil || strings.TrimSpace(*f.Content) == "") && len(f.Embeds) == 0 && len(f.Sticker) == 0 &&
		len(f.Components) == 0 && len(f.files) == 0 && f.Poll == nil
}

// parseForm reads and checks a message. Flags beside allowed are refused. An
// edit may leave out what it does not change; null takes it away. files are
// those that come with it.
func parseForm(body []byte, allowed int, edit bool, files ...Attachment) (*form, error) {
	var f *form
	if err := json.Unmarshal(body, &f); err != nil || f == nil {
		return nil, badForm("", "not a message")
	}
	f.files = files
	if edit {
		f.clear(body)
	}
	if f.Content != nil {
		if n := units(*f.Content); n > maxContent {
			return nil, badForm("content", fmt.Sprintf("must be %d or fewer in length, is %d", maxContent, n))
		}
	}
	if f.Flags&^allowed != 0 {
		return nil, badForm("flags", fmt.Sprintf("%d may not be set here", f.Flags&^allowed))
	}
	if nonce, ok := f.Nonce.(string); ok && units(nonce) > maxNonce {
		return nil, badForm("nonce", "must be 25 or fewer in length")
	}
	if r := f.Reference; r != nil && (!snowflake.MatchString(r.MessageID) || r.Type != 0) {
		return nil, badForm("message_reference", "not a reply to a message")
	}
	if f.empty() && !edit {
		return nil, refuse(400, 50006, "Cannot send an empty message")
	}
	for _, err := range []error{checkEmbeds(f.Embeds), checkAllowed(f.Mentions), checkComponents(f.Components), f.checkFiles(edit)} {
		if err != nil {
			return nil, err
		}
	}
	if edit {
		return f, nil // its layout depends on what it changes
	}
	text := f.Content != nil && *f.Content != "" || len(f.Embeds) > 0 || f.Poll != nil || len(f.Sticker) > 0 || len(f.files) > 0
	return f, checkLayout(f.Components, f.Flags&flagComponentsV2 != 0, text)
}

// clear makes the nulls of an edit say that something is taken away.
func (f *form) clear(body []byte) {
	var given map[string]json.RawMessage
	_ = json.Unmarshal(body, &given) // it was an object before
	null := func(name string) bool { return string(given[name]) == "null" }
	if null("content") {
		f.Content = new(string)
	}
	if null("embeds") {
		f.Embeds = []*Embed{}
	}
	if null("components") {
		f.Components = []*Component{}
	}
}
