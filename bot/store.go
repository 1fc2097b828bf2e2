package bot

import (
	"context"
	"iter"
	"time"

	"newsdesk/corpus"
)

// Store keeps what must outlive the bot: *corpus.Library is one.
type Store interface {
	PutRecords(ctx context.Context, records ...corpus.Record) error
	Record(ctx context.Context, kind, owner, key string) (corpus.Record, bool, error)
	Records(ctx context.Context, kind, owner string) iter.Seq2[corpus.Record, error]
	AllRecords(ctx context.Context, kind string) iter.Seq2[corpus.Record, error]
	UpdateRecord(ctx context.Context, kind, owner, key string, fn func(old []byte) ([]byte, error)) error
	DeleteRecords(ctx context.Context, kind, owner string, keys ...string) (int, error)
	ForgetOwner(ctx context.Context, owner string) (int, error)
	ForgetPerson(ctx context.Context, person string) (int, error)
	PruneRecords(ctx context.Context, kind string, before time.Time) (int, error)
}

// Kinds of the records that the bot keeps, owned by a server or a user.
const (
	kindSettings     = "settings"
	kindGrant        = "grant"
	kindChange       = "change"       // of settings
	kindBudget       = "budget"       // what a model used in a day
	kindAnswer       = "answer"       // or what was looked up
	kindConversation = "conversation" // how that in a channel goes on: its key is the channel, its value a thread
	kindFeedback     = "feedback"
	// kindCommands says which commands Discord has: a hash, owned by the
	// application, by server ("" for all).
	kindCommands = "commands"
	// kindSeen is the ID of an interaction that came by HTTP, owned by nobody.
	kindSeen = "seen"
)

// ownedKinds are the kinds of the records that are a server's own.
var ownedKinds = []string{kindSettings, kindChange, kindAnswer, kindConversation, kindFeedback}
