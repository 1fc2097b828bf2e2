package bot

import (
	"context"
	"encoding/json"
	"time"

	"newsdesk/rag"
)

// budget counts the tokens that a model uses for each server in a day.
type budget struct{ store Store }

// spent is a day's count.
type spent struct {
	Tokens int `json:"tokens"`
}

// left is how many of a day's tokens an owner has not used.
func (b *budget) left(ctx context.Context, owner string, daily int, now time.Time) (int, error) {
	r, ok, err := b.store.Record(ctx, kindBudget, owner, day(now))
	if err != nil || !ok {
		return daily, err
	}
	var s spent
	if err := json.Unmarshal(r.Value, &s); err != nil {
		return 0, err
	}
	return daily - s.Tokens, nil
}

// spend counts tokens as used.
func (b *budget) spend(ctx context.Context, owner string, tokens int, now time.Time) error {
	return b.store.UpdateRecord(ctx, kindBudget, owner, day(now), func(old []byte) ([]byte, error) {
		var s spent
		if len(old) > 0 {
			if err := json.Unmarshal(old, &s); err != nil {
				return nil, err
			}
		}
		s.Tokens += tokens
		return json.Marshal(s)
	})
}

// day is now's date, UTC.
func day(now time.Time) string { return now.UTC().Format(time.DateOnly) }

// answerer is who answers for o: a language model only while its tokens of
// the day last.
func (b *Bot) answerer(ctx context.Context, o origin, p permit) Asker {
	if b.config.Plain == nil {
		return b.config.Asker // which asks no model, or nobody said how to do without
	}
	if p.limits.Tokens <= 0 {
		return b.config.Plain
	}
	left, err := b.budget.left(ctx, o.owner(), p.limits.Tokens, time.Now())
	switch {
	case err != nil:
		b.log.Error("a server's budget cannot be read: answering without the model", "error", err)
		return b.config.Plain
	case left <= 0:
		b.log.Info("a server's budget is spent: answering without the model")
		return b.config.Plain
	}
	return b.config.Asker
}

// charge counts what a model used for an answer to o.
func (b *Bot) charge(ctx context.Context, o origin, a rag.Answer) {
	if a.Model == nil || a.Model.Input+a.Model.Output == 0 {
		return
	}
	if err := b.budget.spend(ctx, o.owner(), a.Model.Input+a.Model.Output, time.Now()); err != nil {
		b.log.Error("what a model used is not counted", "error", err)
	}
}
