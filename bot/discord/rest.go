package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

// Error codes in the bodies of Discord's answers.
const (
	CodeUnknownChannel     = 10003
	CodeUnknownMessage     = 10008
	CodeUnknownWebhook     = 10015
	CodeUnknownInteraction = 10062
	CodeAcknowledged       = 40060
	CodeMissingPermissions = 50013
	CodeNoHistory          = 160002 // a reply needs leave to read what was said
	CodeThreadThere        = 160004 // the message has a thread
)

// Request is one REST call.
type Request struct {
	Method string
	Path   string // below the API base, its parts escaped; see Path
	Body   any    // marshalled to JSON; nil sends none
	Files  []File // attached to the message that Body is
	// Again says that the call may be sent twice though it is a POST.
	Again bool
}

// File is attached to a message.
type File struct {
	Name string
	Data []byte
}

// payload is what r sends, and its media type.
func (r *Request) payload() (body []byte, media string, err error) {
	if r.Body != nil {
		if body, err = json.Marshal(r.Body); err != nil {
			return nil, "", err
		}
	}
	if len(r.Files) == 0 {
		return body, "application/json", nil
	}
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	header := textproto.MIMEHeader{}
	header.Set("Content-Disposition", `form-data; name="payload_json"`)
	header.Set("Content-Type", "application/json")
	part, err := w.CreatePart(header)
	if err == nil {
		_, err = part.Write(body)
	}
	for i, f := range r.Files {
		if err == nil {
			part, err = w.CreateFormFile("files["+strconv.Itoa(i)+"]", f.Name)
		}
		if err == nil {
			_, err = part.Write(f.Data)
		}
	}
	err = errors.Join(err, w.Close())
	return b.Bytes(), w.FormDataContentType(), err
}

// Path joins the parts of a REST path, escaped.
func Path(parts ...string) string {
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = url.PathEscape(p)
	}
	return strings.Join(out, "/")
}

// APIError is Discord's refusal of a call. It holds neither the token nor the
// address, which may hold an interaction's token.
type APIError struct {
	Route   string
	Status  int
	Code    int
	Message string
}

func (e *APIError) Error() string {
	return fmt.Sprintf("Discord refused %s: status %d, code %d %s", e.Route, e.Status, e.Code, e.Message)
}

// Call sends r and unmarshals the answer into out, which may be nil. It waits
// out rate limits, and tries again what may be tried again, for as long as
// ctx and the transport's bounds allow. Discord's refusal is an *APIError.
func (c *Client) Call(ctx context.Context, r Request, out any) error {
	route := routeOf(r.Method, r.Path)
	body, media, err := r.payload()
	if err != nil {
		return fmt.Errorf("%s: %w", route.name, err)
	}
	// discordgo keeps every bucket that it ever saw, and in a bucket lets
	// calls wait for each other and sleeps without the context. So each call
	// has a bucket of its own that is forgotten, and transport does the pacing.
	if r.Again {
		ctx = context.WithValue(ctx, againKey{}, true)
	}
	var answer []byte
	for pause := firstEarly; ; pause *= 2 {
		bucket := &discordgo.Bucket{Key: route.key, Remaining: 1}
		bucket.Lock()
		var err error
		answer, err = c.session.RequestWithLockedBucket(r.Method, discordgo.EndpointAPI+r.Path, media,
			body, bucket, 0, discordgo.WithContext(ctx))
		if err == nil {
			break
		}
		err = refusal(route.name, err)
		if !c.tooEarly(r.Path, err) || Sleep(ctx, pause) != nil {
			return err
		}
	}
	if out == nil || len(answer) == 0 {
		return nil
	}
	if err := json.Unmarshal(answer, out); err != nil {
		return fmt.Errorf("%s: Discord's answer is not understood: %w", route.name, err)
	}
	return nil
}

// firstEarly is how long a call waits that came before Discord knew of the
// webhook; the pause doubles.
const firstEarly = 100 * time.Millisecond

// tooEarly reports whether err says that there is no webhook, or no answer
// deferred there, of one that Discord is about to learn of: see Client.expect.
func (c *Client) tooEarly(path string, err error) bool {
	path, _, _ = strings.Cut(path, "?")
	parts := strings.SplitN(path, "/", 4)
	if parts[0] != "webhooks" || len(parts) < 3 {
		return false
	}
	_, early := c.early.Load(strings.Join(parts[:3], "/"))
	return early && Refused(err, CodeUnknownWebhook, CodeUnknownMessage)
}

// refusal turns discordgo's errors into ours.
func refusal(route string, err error) error {
	var rest *discordgo.RESTError
	if errors.As(err, &rest) && rest.Response != nil {
		e := &APIError{Route: route, Status: rest.Response.StatusCode}
		if rest.Message != nil {
			e.Code, e.Message = rest.Message.Code, rest.Message.Message
		}
		var body struct {
			Errors map[string]any `json:"errors"`
		}
		if json.Unmarshal(rest.ResponseBody, &body) == nil {
			if at := faulty(body.Errors, ""); at != "" {
				e.Message += ": " + at
			}
		}
		return e
	}
	var limited *discordgo.RateLimitError
	if errors.As(err, &limited) {
		return &APIError{Route: route, Status: http.StatusTooManyRequests, Message: "rate limited for too long"}
	}
	// A url.Error prints the address.
	var at *url.Error
	if errors.As(err, &at) {
		err = at.Err
	}
	return fmt.Errorf("%s: %w", route, err)
}

// faulty is the first field, by name, that Discord finds fault with in what was
// sent, and the code of the fault. What it says besides may hold texts.
func faulty(errors map[string]any, path string) string {
	if list, ok := errors["_errors"].([]any); ok && len(list) > 0 {
		one, _ := list[0].(map[string]any)
		code, _ := one["code"].(string)
		return strings.TrimSpace(strings.TrimPrefix(path, ".") + " " + code)
	}
	for _, name := range slices.Sorted(maps.Keys(errors)) {
		below, _ := errors[name].(map[string]any)
		if at := faulty(below, path+"."+name); at != "" {
			return at
		}
	}
	return ""
}

// Refused reports whether err is Discord's refusal with one of those codes.
func Refused(err error, codes ...int) bool {
	var e *APIError
	return errors.As(err, &e) && slices.Contains(codes, e.Code)
}

// Absent reports whether err says that the server has no such route: servers
// that speak Discord's API may have a part of it.
func Absent(err error) bool {
	var e *APIError
	return errors.As(err, &e) && (e.Status == http.StatusNotFound || e.Status == http.StatusMethodNotAllowed || e.Status == http.StatusNotImplemented)
}

// BadForm reports whether err says that a body is not as the server wants it:
// Discord answers 400, others that are made of its document 422.
func BadForm(err error) bool {
	var e *APIError
	return errors.As(err, &e) && (e.Status == http.StatusBadRequest || e.Status == http.StatusUnprocessableEntity)
}
