package bot

import (
	"context"

	"newsdesk/corpus"
	"newsdesk/rag"
)

// Archive is what the commands look things up in, besides asking:
// *rag.Engine is one. It must be safe for concurrent use.
type Archive interface {
	// Passage is what stands around a citation; see rag.Engine.Passage.
	Passage(ctx context.Context, c rag.Citation, around int, f corpus.Filter) (rag.Passage, error)
	Quotes(ctx context.Context, q rag.QuoteQuery) (rag.Quotations, error)
	Compare(ctx context.Context, topic string, f corpus.Filter) (rag.Answer, error)
	Check(ctx context.Context, c rag.Claim) (rag.Checked, error)
	Timeline(ctx context.Context, topic string, f corpus.Filter) ([]rag.Event, error)
	Sources(ctx context.Context, f corpus.Filter) (rag.Holdings, error)
	Outlets(ctx context.Context, f corpus.Filter) ([]rag.Outlet, error)
	Speakers(ctx context.Context, typed string, f corpus.Filter, limit int) (rag.SpeakerList, error)
}
