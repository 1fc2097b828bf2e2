package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/bwmarrin/discordgo"
)

// Error codes in the bodies of Discord's answers.
const (
	codeUnknownInteraction = 10062
	codeAcknowledged       = 40060
)

// request is one REST call.
type request struct {
	method string
	path   string // below the API base, its parts escaped
	body   any    // marshalled to JSON; nil sends none
	// again says that the call may be sent twice though it is a POST.
	again bool
}

// apiError is Discord's refusal of a call. It holds neither the token nor the
// address, which may hold an interaction's token.
type apiError struct {
	Route   string
	Status  int
	Code    int
	Message string
}

func (e *apiError) Error() string {
	return fmt.Sprintf("Discord refused %s: status %d, code %d %s", e.Route, e.Status, e.Code, e.Message)
}

// call sends r and unmarshals the answer into out, which may be nil. It waits
// out rate limits, and tries again what may be tried again, for as long as
// ctx and the transport's bounds allow.
func (b *Bot) call(ctx context.Context, r request, out any) error {
	route := routeOf(r.method, r.path)
	var body []byte
	if r.body != nil {
		var err error
		if body, err = json.Marshal(r.body); err != nil {
			return fmt.Errorf("%s: %w", route.name, err)
		}
	}
	// discordgo keeps every bucket that it ever saw, and in a bucket lets
	// calls wait for each other and sleeps without the context. So each call
	// has a bucket of its own that is forgotten, and transport does the pacing.
	bucket := &discordgo.Bucket{Key: route.key, Remaining: 1}
	bucket.Lock()
	if r.again {
		ctx = context.WithValue(ctx, againKey{}, true)
	}
	answer, err := b.rest.RequestWithLockedBucket(r.method, discordgo.EndpointAPI+r.path, "application/json",
		body, bucket, 0, discordgo.WithContext(ctx))
	if err != nil {
		return refusal(route.name, err)
	}
	if out == nil || len(answer) == 0 {
		return nil
	}
	if err := json.Unmarshal(answer, out); err != nil {
		return fmt.Errorf("%s: Discord's answer is not understood: %w", route.name, err)
	}
	return nil
}

// refusal turns discordgo's errors into ours.
func refusal(route string, err error) error {
	var rest *discordgo.RESTError
	if errors.As(err, &rest) && rest.Response != nil {
		e := &apiError{Route: route, Status: rest.Response.StatusCode}
		if rest.Message != nil {
			e.Code, e.Message = rest.Message.Code, rest.Message.Message
		}
		return e
	}
	var limited *discordgo.RateLimitError
	if errors.As(err, &limited) {
		return &apiError{Route: route, Status: http.StatusTooManyRequests, Message: "rate limited for too long"}
	}
	// A url.Error prints the address.
	var at *url.Error
	if errors.As(err, &at) {
		err = at.Err
	}
	return fmt.Errorf("%s: %w", route, err)
}

// refusedWith reports whether err is Discord's refusal with that code.
func refusedWith(err error, code int) bool {
	var e *apiError
	return errors.As(err, &e) && e.Code == code
}
