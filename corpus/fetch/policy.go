package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// How long a robots.txt is believed, and one that could not be read; and the
// most that is read of one and waited for because of one.
const (
	policyAge     = 24 * time.Hour
	brokenAge     = 10 * time.Minute
	maxRobots     = 500 << 10
	maxRobotHops  = 5
	maxCrawlDelay = time.Minute
)

// policy is what a host's robots.txt says to us.
type policy struct {
	rules rules
	delay time.Duration
	// broken is why it could not be read: nothing is then fetched.
	broken error
	until  time.Time
}

// permitted reports as an error that the robots.txt of u's host, whose turn
// the caller has, does not let u be fetched.
func (c *Client) permitted(ctx context.Context, h *host, u *url.URL) error {
	if time.Now().After(h.policy.until) {
		p, err := c.policy(ctx, u)
		if err != nil {
			return err
		}
		h.policy = p
	}
	switch p := &h.policy; {
	case p.broken != nil:
		return p.broken
	case !p.rules.allows(u):
		return &Error{Kind: ErrRobots, sentence: "the site's robots.txt asks programs not to fetch it"}
	}
	return nil
}

// policy reads the robots.txt of u's host, as RFC 9309 has it: where there is
// none everything is allowed, where the server cannot give it nothing is.
func (c *Client) policy(ctx context.Context, u *url.URL) (policy, error) {
	now := time.Now()
	at := &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	for range maxRobotHops + 1 {
		a, err := c.exchange(ctx, at, Validator{}, maxRobots)
		var e *Error
		switch {
		case ctx.Err() != nil:
			return policy{}, ctx.Err()
		case errors.As(err, &e) && e.Kind == ErrStatus && !e.Temporary:
			return policy{until: now.Add(policyAge)}, nil
		case errors.As(err, &e) && (e.Kind == ErrStatus || e.Kind == ErrTooLarge || e.Kind == ErrEncoding):
			broken := &Error{Kind: ErrRobots, Status: e.Status, Temporary: true, RetryAfter: e.RetryAfter,
				sentence: fmt.Sprintf("the site's robots.txt, which says what may be fetched, cannot be read: %v", e)}
			return policy{broken: broken, until: now.Add(max(brokenAge, e.RetryAfter))}, nil
		case err != nil:
			// The page would fail in the same way, so say how.
			return policy{}, err
		case a.location != nil:
			at = a.location
			continue
		case a.status == http.StatusOK || a.status == http.StatusNonAuthoritativeInfo:
			rules, delay := parseRobots(a.body, c.agent)
			return policy{rules: rules, delay: min(delay, maxCrawlDelay), until: now.Add(policyAge)}, nil
		}
	}
	// RFC 9309: more redirects than that count as none being there.
	return policy{until: now.Add(policyAge)}, nil
}
