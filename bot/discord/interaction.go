package discord

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/bwmarrin/discordgo"
)

// Interaction is what somebody did with a command or a component, and where
// the first answer to it goes: there are two ways, with the same content.
type Interaction struct {
	*discordgo.Interaction
	respond func(context.Context, *discordgo.Interaction, Callback) error
}

// Types of the first answer to an interaction.
const (
	CallbackPong         = 1
	CallbackMessage      = 4
	CallbackDeferred     = 5
	CallbackEdit         = 7
	CallbackAutocomplete = 8
	CallbackModal        = 9
	acknowledgeTime      = 2900 * time.Millisecond // Discord forgets an interaction after three seconds
)

// Callback is the first answer to an interaction. Data is marshalled to JSON.
type Callback struct {
	Type int `json:"type"`
	Data any `json:"data,omitempty"`
}

// ErrTooLate is returned where Discord no longer knows an interaction: more
// than three seconds had gone by.
var ErrTooLate = errors.New("the interaction was answered too late")

// Respond sends the first answer. It must be called once.
func (i *Interaction) Respond(ctx context.Context, c Callback) error {
	ctx, cancel := context.WithTimeout(ctx, acknowledgeTime)
	defer cancel()
	return i.respond(ctx, i.Interaction, c)
}

// callback sends the first answer by a REST call.
func (c *Client) callback(ctx context.Context, i *discordgo.Interaction, answer Callback) error {
	attempts := 0
	err := c.Call(withAttempts(ctx, &attempts), Request{
		Method: http.MethodPost, Path: Path("interactions", i.ID, i.Token, "callback"), Body: answer, Again: true,
	}, nil)
	switch {
	case attempts > 1 && Refused(err, CodeAcknowledged):
		return nil // by an attempt whose answer was lost
	case Refused(err, CodeUnknownInteraction):
		return ErrTooLate
	}
	return err
}
