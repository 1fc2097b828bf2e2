package bot

import (
	"context"

	"newsdesk/rag"
)

// Archive is what is looked up besides asking: *rag.Engine is one. It must be
// safe for concurrent use.
type Archive interface {
	// Passage is what stands around a citation; see rag.Engine.Passage.
	Passage(ctx context.Context, c rag.Citation, around int) (rag.Passage, error)
}
