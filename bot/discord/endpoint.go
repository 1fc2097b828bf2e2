package discord

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash/maphash"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

// EndpointPath is where an Endpoint takes interactions.
const EndpointPath = "/interactions"

// Bounds of what an Endpoint takes.
const (
	maxInteraction = 1 << 20         // bytes
	clockSkew      = 5 * time.Minute // between Discord's clock and ours, and the age of a message
)

// GoodFor is for how long what Discord has signed is let in, and must be known
// again.
const GoodFor = 2 * clockSkew

// Endpoint takes interactions by HTTP, in place of a gateway: what Discord
// signs with the application's key. It is an http.Handler for EndpointPath, to
// stand behind a proxy that speaks TLS. Messages do not come this way.
type Endpoint struct {
	Client *Client
	// Key is the application's public key; see ParsePublicKey.
	Key     ed25519.PublicKey
	Handler Handler
	// First, if not nil, says whether an interaction comes to any of the
	// processes that serve the application for the first time. It is not asked
	// of what came to this one before, nor of what is only typed, which has no
	// effect.
	First func(ctx context.Context, id string) bool

	seen replays
}

// ParsePublicKey reads an application's public key as the developer portal
// shows it.
func ParsePublicKey(text string) (ed25519.PublicKey, error) {
	key, err := hex.DecodeString(text)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, errors.New("that is no public key: it has 64 characters, 0 to 9 and a to f; copy it from the developer portal, page General Information")
	}
	return key, nil
}

// ServeHTTP implements http.Handler. The answer is the first answer to the
// interaction. Who cannot sign gets 401, what came before 409.
func (e *Endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	switch {
	case r.URL.Path != EndpointPath:
		http.Error(w, "interactions are taken at "+EndpointPath, http.StatusNotFound)
		return
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "interactions are posted", http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxInteraction))
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long):
		http.Error(w, "that is larger than an interaction", http.StatusRequestEntityTooLarge)
		return
	case err != nil:
		return // who asked is gone
	}
	now := time.Now()
	if !e.signed(r.Header, body, now) {
		http.Error(w, "invalid request signature", http.StatusUnauthorized)
		return
	}
	var i *discordgo.Interaction
	if err := decode(interactionShape(body), &i); err != nil || i == nil || i.Type == 0 {
		e.Client.log.Debug("a signed request that is no interaction", "error", err)
		http.Error(w, "that is no interaction", http.StatusBadRequest)
		return
	}
	if i.Type == discordgo.InteractionPing {
		e.send(w, Callback{Type: CallbackPong})
		return
	}
	known := !e.seen.first(i.ID, now)
	if !known && e.First != nil && i.Type != discordgo.InteractionApplicationCommandAutocomplete {
		known = !e.First(r.Context(), i.ID)
	}
	if known {
		http.Error(w, "that interaction came before", http.StatusConflict)
		return
	}
	e.answer(w, i)
}

// signed reports whether Discord sent the body, and lately. A signature that
// cannot be read costs as much as one that is wrong.
func (e *Endpoint) signed(h http.Header, body []byte, now time.Time) bool {
	timestamp := h.Get("X-Signature-Timestamp")
	signature, err := hex.DecodeString(h.Get("X-Signature-Ed25519"))
	readable := err == nil && len(signature) == ed25519.SignatureSize
	if !readable {
		signature = make([]byte, ed25519.SignatureSize)
	}
	at, err := strconv.ParseInt(timestamp, 10, 64)
	age := now.Sub(time.Unix(at, 0))
	lately := err == nil && age < clockSkew && age > -clockSkew
	genuine := ed25519.Verify(e.Key, append([]byte(timestamp), body...), signature)
	return genuine && readable && lately
}

// decode is json.Unmarshal, with an error in place of the panic that discordgo
// has for data of unknown kinds.
func decode(body []byte, i **discordgo.Interaction) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("an interaction of an unknown kind")
		}
	}()
	return json.Unmarshal(body, i)
}

// answer has the handler handle i and sends its first answer.
func (e *Endpoint) answer(w http.ResponseWriter, i *discordgo.Interaction) {
	x := &exchange{given: make(chan Callback, 1), written: make(chan error, 1), over: make(chan struct{})}
	defer close(x.over)
	go e.Handler.Interaction(&Interaction{Interaction: i, respond: x.respond})
	timer := time.NewTimer(acknowledgeTime)
	defer timer.Stop()
	select {
	case c := <-x.given:
		forget := e.Client.expect(Path("webhooks", i.AppID, i.Token))
		err := e.send(w, c)
		x.written <- err
		time.AfterFunc(settleTime, forget)
	case <-timer.C:
		e.Client.log.Warn("an interaction was not answered in time")
		http.Error(w, "no answer in time", http.StatusServiceUnavailable)
	}
}

// send writes c as the whole answer to a request.
func (e *Endpoint) send(w http.ResponseWriter, c Callback) error {
	raw, err := json.Marshal(c)
	if err != nil {
		http.Error(w, "no answer", http.StatusInternalServerError)
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(raw)))
	if _, err := io.Copy(w, bytes.NewReader(raw)); err != nil {
		return err
	}
	return http.NewResponseController(w).Flush()
}

// exchange is a request that waits for its answer.
type exchange struct {
	given   chan Callback
	written chan error
	over    chan struct{} // closed when the request is
}

// respond is how the handler gives the first answer. It returns when that is
// written.
func (x *exchange) respond(ctx context.Context, _ *discordgo.Interaction, c Callback) error {
	select {
	case <-x.over:
		return ErrTooLate
	default:
	}
	select {
	case x.given <- c:
	default:
		return errors.New("the interaction was answered before")
	}
	select {
	case err := <-x.written:
		return err
	case <-ctx.Done():
		return ctx.Err()
	case <-x.over:
	}
	select {
	case err := <-x.written:
		return err
	default:
		return ErrTooLate
	}
}

// replays remembers interactions for as long as their signatures are good. Only
// what Discord signed is remembered, and of that a hash: two of a million share
// one once in ten million times.
type replays struct {
	mu       sync.Mutex
	seed     maphash.Seed
	now, old map[uint64]struct{} // hashes of IDs
	since    time.Time           // when now was begun
}

// first reports whether id comes for the first time.
func (p *replays) first(id string, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now == nil {
		p.seed = maphash.MakeSeed()
	}
	if p.now == nil || now.Sub(p.since) > GoodFor {
		p.old, p.now, p.since = p.now, map[uint64]struct{}{}, now
	}
	hash := maphash.String(p.seed, id)
	_, again := p.now[hash]
	if !again {
		_, again = p.old[hash]
	}
	p.now[hash] = struct{}{}
	return !again
}

// settleTime is how long after an answer by HTTP Discord may not know of it:
// it reads the answer when the first edit is on its way.
const settleTime = 3 * time.Second

// expect makes calls below a webhook's path be tried again where Discord does
// not know it yet, until forget is called.
func (c *Client) expect(path string) (forget func()) {
	c.early.Store(path, struct{}{})
	return func() { c.early.Delete(path) }
}
