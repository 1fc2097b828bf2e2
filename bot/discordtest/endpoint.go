package discordtest

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// SetEndpoint makes interactions go to an address by HTTP, signed, instead of
// over the gateway; an empty one makes them go over the gateway again. First
// it tries the address as Discord does: a PING must be answered with a PONG,
// and one with a bad signature with 401. The error says what was wrong, and
// then nothing changes.
func (s *Server) SetEndpoint(ctx context.Context, url string) error {
	if url != "" {
		if err := s.Probe(ctx, url); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.endpoint = url
	return nil
}

// Probe tries an address for interactions, as Discord does from time to time.
func (s *Server) Probe(ctx context.Context, url string) error {
	s.mu.Lock()
	ping := encode(map[string]any{"id": s.id(), "application_id": AppID, "type": interactPing, "token": tokenPrefix + s.id(), "version": 1,
		"user": s.userObject(UserID), "entitlements": []any{}, "app_permissions": "0", "authorizing_integration_owners": map[string]any{}})
	s.mu.Unlock()
	status, answer, err := s.deliverTo(ctx, url, ping, s.sign)
	if err != nil {
		return err
	}
	var c callback
	if status != http.StatusOK || json.Unmarshal(answer, &c) != nil || c.Type != callbackPong {
		return fmt.Errorf("the endpoint answered a PING with %d and %q, not with a PONG", status, answer)
	}
	for name, sign := range map[string]signer{
		"a bad signature": func(stamp string, body []byte) string {
			good := s.sign(stamp, body)
			return strings.Repeat("00", 8) + good[16:]
		},
		"a signature of another time": func(_ string, body []byte) string { return s.sign("1", body) },
		"a signature that is no hex":  func(string, []byte) string { return "nonsense" },
		"no signature":                func(string, []byte) string { return "" },
	} {
		status, _, err := s.deliverTo(ctx, url, ping, sign)
		if err != nil {
			return err
		}
		if status != http.StatusUnauthorized {
			return fmt.Errorf("the endpoint answered %s with %d, not with 401", name, status)
		}
	}
	return nil
}

// signer makes the signature of a body sent at a time.
type signer func(stamp string, body []byte) string

// sign is Discord's signature.
func (s *Server) sign(stamp string, body []byte) string {
	return hex.EncodeToString(ed25519.Sign(s.key, append([]byte(stamp), body...)))
}

// maxAnswer is the most bytes of an answer that are read.
const maxAnswer = 1 << 20

// deliverTo sends a body to an address and returns what was answered.
func (s *Server) deliverTo(ctx context.Context, url string, body []byte, sign signer) (status int, answer []byte, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	req.Header.Set("Content-Type", mediaJSON)
	req.Header.Set("User-Agent", "Discord-Interactions/1.0 (+https://discord.com)")
	req.Header.Set("X-Signature-Timestamp", stamp)
	if signature := sign(stamp, body); signature != "" {
		req.Header.Set("X-Signature-Ed25519", signature)
	}
	resp, err := s.client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	answer, err = io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	return resp.StatusCode, answer, err
}

// Replay sends an interaction, signed, to an address and returns the status of
// what is answered, which has no effect here.
func (s *Server) Replay(ctx context.Context, i Interaction, url string) (status int, err error) {
	status, _, err = s.deliverTo(ctx, url, i.Event, s.sign)
	return status, err
}

// postInteraction sends an interaction to the endpoint and takes the answer
// as its callback. 202 without a body says that the callback comes by REST.
func (s *Server) postInteraction(i *Interaction, url string, body []byte) {
	defer s.posts.Done()
	ctx, cancel := context.WithTimeout(context.Background(), s.opt.Window)
	defer cancel()
	status, answer, err := s.deliverTo(ctx, url, body, s.sign)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case err != nil:
	case status == http.StatusAccepted && len(answer) == 0:
		return
	case status != http.StatusOK:
		err = fmt.Errorf("the endpoint answered with %d", status)
	default:
		err = s.acknowledge(i, answer)
	}
	if err != nil {
		i.Failure = err.Error()
		s.moved(i)
	}
}
