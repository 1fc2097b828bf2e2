package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"newsdesk/bot/discord"
	"newsdesk/bot/render"
	"newsdesk/corpus"
)

// maxAttachment is the most that is attached to a message, in bytes: Discord
// takes 10 MiB.
const maxAttachment = 9 << 20

// errAttachment is for more than that.
var errAttachment = errors.New("more than a message can hold")

// attachment is what is to be attached to a message.
type attachment struct{ bytes.Buffer }

func (a *attachment) Write(p []byte) (int, error) {
	if a.Len()+len(p) > maxAttachment {
		return 0, errAttachment
	}
	return a.Buffer.Write(p)
}

// exportData sends the administrator what is kept of the server: its records,
// an object a line, and its own articles.
func (b *Bot) exportData(ctx context.Context, u *use, _ options) {
	if !b.deferAnswer(ctx, u, true) {
		return
	}
	owner := u.origin.owner()
	var records, articles attachment
	n, err := b.writeRecords(ctx, owner, &records)
	if err == nil && b.config.Feeds != nil {
		err = b.config.Feeds.Export(ctx, owner, &articles)
	}
	if err == nil && records.Len()+articles.Len() > maxAttachment {
		err = errAttachment
	}
	if err == nil {
		err = b.attach(ctx, u, n, records.Bytes(), articles.Bytes())
	}
	switch {
	case errors.Is(err, errAttachment):
		b.finishAtOnce(ctx, u, "That is more than a message can hold: ask whoever runs me for it.")
	case err != nil:
		b.log.Error("the data of a server cannot be exported", "error", err)
		b.finishAtOnce(ctx, u, sayFailed)
	default:
		b.tellChange(ctx, u, "**Data** of this server exported")
	}
}

// attach finishes u with what was exported.
func (b *Bot) attach(ctx context.Context, u *use, n int, records, articles []byte) error {
	text := "What I keep of this server: " + render.Counted(n, "record") + "."
	files := []discord.File{{Name: "records.jsonl", Data: records}}
	if len(articles) > 0 {
		text = "What I keep of this server: " + render.Counted(n, "record") + ", and the articles that it added."
		files = append(files, discord.File{Name: "articles.jsonl", Data: articles})
	}
	send, cancel := sending(ctx)
	defer cancel()
	h := b.hookOf(u)
	return b.client.Call(send, discord.Request{
		Method: http.MethodPatch, Path: h.path + "/messages/@original", Body: quiet(render.Message{Content: text}), Files: files,
	}, nil)
}

// writeRecords writes the records of a server, an object a line, and counts
// them. What only one person was shown stays theirs, and what they thought of
// it.
func (b *Bot) writeRecords(ctx context.Context, owner string, to io.Writer) (n int, err error) {
	out := json.NewEncoder(to)
	out.SetEscapeHTML(false)
	for _, kind := range append([]string{kindGrant, kindBudget}, ownedKinds...) {
		for r, err := range b.config.Store.Records(ctx, kind, owner) {
			if err != nil {
				return n, err
			}
			var about struct {
				Private bool `json:"private"`
			}
			if kind == kindAnswer || kind == kindFeedback {
				if err := json.Unmarshal(r.Value, &about); err != nil || about.Private {
					continue
				}
			}
			err := out.Encode(struct {
				Kind   string          `json:"kind"`
				Key    string          `json:"key,omitempty"`
				Person string          `json:"person,omitempty"`
				At     string          `json:"at"`
				Value  json.RawMessage `json:"value"`
			}{r.Kind, r.Key, r.Person, r.At.UTC().Format(time.RFC3339), r.Value})
			if err != nil {
				return n, err
			}
			n++
		}
	}
	return n, nil
}

// Verbs of the buttons that delete what is kept.
const (
	verbForget   = "forget"
	verbForgetMe = "forgetme"
)

// askDelete asks whether all is to be deleted.
func (b *Bot) askDelete(ctx context.Context, u *use, _ options) {
	b.answerAtOnce(ctx, u, "This deletes the settings of this server, the answers, lookups, votes and conversations kept of it, what it follows and its own articles. It cannot be undone.",
		row(button(buttonDanger, "Delete all of it", verbForget)))
}

// deleteData deletes what is kept of the server.
func (b *Bot) deleteData(ctx context.Context, u *use, _, _ []string) {
	if no := unmanaged(u.origin); no != "" {
		b.answerAtOnce(ctx, u, no)
		return
	}
	if !b.deferAnswer(ctx, u, true) {
		return
	}
	owner := u.origin.owner()
	before, _, err := b.book.of(ctx, owner)
	articles := 0
	if err == nil && b.config.Feeds != nil {
		articles, err = b.config.Feeds.Forget(ctx, owner)
	}
	records := 0
	if err == nil {
		records, err = b.forgetRecords(func(r corpus.Record) bool { return r.Owner == owner && slices.Contains(ownedKinds, r.Kind) },
			func() (int, error) { return ForgetServer(ctx, b.config.Store, u.origin.guild) })
	}
	b.book.reopen(owner)
	if err != nil {
		b.log.Error("the data of a server cannot be deleted", "error", err)
		b.finishAtOnce(ctx, u, "Not all of it could be deleted. Please try again in a while.")
		return
	}
	note := b.announce(ctx, "<@"+u.origin.user+"> deleted what I kept of this server.", before.Log)
	b.finishAtOnce(ctx, u, fmt.Sprintf("Deleted: %s and %s. All settings are as they were at the beginning.",
		render.Counted(records, "record"), render.Counted(articles, "article"))+note)
}

// finishAtOnce puts one line in the place of a deferred answer.
func (b *Bot) finishAtOnce(ctx context.Context, u *use, text string) {
	send, cancel := sending(ctx)
	defer cancel()
	if _, err := b.hookOf(u).put(send, 0, quiet(render.Message{Content: clipUnits(text)})); err != nil {
		b.undelivered(err)
	}
}
