package bot

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"newsdesk/bot/discord"
	"newsdesk/bot/render"
	"newsdesk/corpus"
	"newsdesk/rag"
)

// What is said to a vote.
const (
	sayThanks = "Thank you: noted."
	sayRegret = "Thank you for telling: it is noted with the answer."
)

// maxReason is how long a reason may be, in UTF-16 code units.
const maxReason = 1000

// fieldReason is the field of the form that asks for a reason.
const fieldReason = "reason"

// voteUp notes that who presses thinks well of an answer.
func (b *Bot) voteUp(ctx context.Context, u *use, _, _ []string) {
	k, id, ok := b.pressed(ctx, u, nil, (*kept).judged)
	if !ok {
		return
	}
	b.vote(u.origin, &k, id, verbUp, "")
	b.answerAtOnce(ctx, u, sayThanks)
}

// voteDown notes that who presses thinks ill of an answer, and asks why.
func (b *Bot) voteDown(ctx context.Context, u *use, _, _ []string) {
	k, id, ok := b.pressed(ctx, u, nil, (*kept).judged)
	if !ok {
		return
	}
	reason := ""
	if f, ok := b.voted(ctx, u.origin, id); ok && f.Verdict == verbDown {
		reason = f.Reason
	}
	b.vote(u.origin, &k, id, verbDown, reason) // who closes the form has voted
	b.respond(ctx, u, discord.Callback{Type: discord.CallbackModal, Data: form{
		ID: customID(verbDown, id), Title: "What was wrong?",
		Components: []component{row(field(fieldLong, fieldReason, "What was wrong with the answer?", reason, false, maxReason).
			hinted("A wrong date, another speaker, a better source, …"))},
	}})
}

// explainDown notes why somebody thinks ill of an answer.
func (b *Bot) explainDown(ctx context.Context, u *use, args []string, inputs map[string]string) {
	k, id, ok := b.formed(ctx, u, args, (*kept).judged)
	if !ok {
		return
	}
	reason := strings.TrimSpace(inputs[fieldReason])
	if render.Units(reason) > maxReason {
		reason = "" // no client of Discord's sends it
	}
	b.vote(u.origin, &k, id, verbDown, reason)
	b.answerAtOnce(ctx, u, sayRegret)
}

// vote stores what o's user thinks of an answer, in place of what they thought
// before.
func (b *Bot) vote(o origin, k *kept, id, verdict, reason string) {
	f := Feedback{Question: k.Question, Ruled: k.Ruled, History: k.History, AskedOn: k.AskedOn, Private: k.Private,
		Answer: rag.Answer{Citations: k.Citations}, Verdict: verdict, Reason: reason, At: time.Now().UTC().Truncate(time.Second)}
	if k.answers() {
		f.Answer = *k.Answer
	}
	raw, err := json.Marshal(f)
	if err != nil {
		b.log.Error("feedback cannot be stored", "error", err)
		return
	}
	b.shelf.put(corpus.Record{Kind: kindFeedback, Owner: o.owner(), Key: voteKey(id, o.user), Person: o.user, Value: raw})
	b.log.Info("feedback", "verdict", verdict, "reason", reason != "")
}

// voted is what o's user thinks of an answer, if they said so.
func (b *Bot) voted(ctx context.Context, o origin, id string) (f Feedback, ok bool) {
	r, ok := b.shelf.get(ctx, kindFeedback, o.owner(), voteKey(id, o.user))
	if !ok || json.Unmarshal(r.Value, &f) != nil {
		return Feedback{}, false
	}
	return f, true
}

func voteKey(answer, user string) string { return answer + ":" + user }
