package discordtest

import (
	"errors"
	"net/http"
	"strings"
)

// refused is an error as Discord answers with it.
type refused struct {
	status  int
	code    int
	message string
	// at and what are the field that is wrong and what is wrong with it, where the
	// form is what is refused; at is empty for the form as a whole.
	at   []string
	what string
}

// formCode is Discord's JSON error code of a form that does not meet the rules.
const formCode = 50035

// refuse is a refusal with one of Discord's JSON error codes.
func refuse(status, code int, message string) error {
	return &refused{status: status, code: code, message: message}
}

// badForm is the refusal of a body or query that does not meet the rules: of a
// field, such as embeds.0.title, or where that is empty of all of it.
func badForm(field, what string) error {
	e := &refused{status: http.StatusBadRequest, code: formCode, message: "Invalid Form Body", what: what}
	if field != "" {
		e.at = strings.Split(field, ".")
	}
	return e
}

// within is err where the form that it is about stands in a field of another one.
// Other errors are left as they are.
func within(field string, err error) error {
	var no *refused
	if !errors.As(err, &no) || no.code != formCode {
		return err
	}
	out := *no
	out.at = append(strings.Split(field, "."), no.at...)
	return &out
}

// Error is one line.
func (e *refused) Error() string {
	switch {
	case e.what == "":
		return e.message
	case len(e.at) == 0:
		return e.message + ": " + e.what
	}
	return e.message + ": " + strings.Join(e.at, ".") + ": " + e.what
}

// object is e as Discord's JSON has it: what is wrong with a field stands where the
// field does. Discord has a code of its own for each way to be wrong, which none
// should count on; here there is one.
func (e *refused) object() map[string]any {
	out := map[string]any{"message": e.message, "code": e.code}
	if e.what == "" {
		return out
	}
	errs := map[string]any{"_errors": []any{map[string]any{"code": "INVALID", "message": e.what}}}
	for i := len(e.at) - 1; i >= 0; i-- {
		errs = map[string]any{e.at[i]: errs}
	}
	out["errors"] = errs
	return out
}
