package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"newsdesk/bot/discord"
	"newsdesk/bot/render"
	"newsdesk/corpus"
)

// keptKinds are the kinds of the records of a server.
var keptKinds = []string{kindSettings, kindGrant, kindChange, kindBudget, kindAnswer, kindConversation, kindFeedback}

// maxAttachment is the most that is attached to a message, in bytes: Discord
// takes 10 MiB.
const maxAttachment = 9 << 20

// exportData sends the administrator what is kept of the server: its records,
// an object a line, and its own articles.
func (b *Bot) exportData(ctx context.Context, u *use, _ options) {
	if !b.deferAnswer(ctx, u, true) {
		return
	}
	owner := u.origin.owner()
	var records, articles bytes.Buffer
	n, err := b.writeRecords(ctx, owner, &records)
	if err == nil && b.config.Feeds != nil {
		err = b.config.Feeds.Export(ctx, owner, &articles)
	}
	if err != nil {
		b.log.Error("the data of a server cannot be exported", "error", err)
		b.finishAtOnce(ctx, u, sayFailed)
		return
	}
	if records.Len()+articles.Len() > maxAttachment {
		b.finishAtOnce(ctx, u, "That is more than a message can hold: ask whoever runs me for it.")
		return
	}
	files := []discord.File{{Name: "records.jsonl", Data: records.Bytes()}}
	if articles.Len() > 0 {
		files = append(files, discord.File{Name: "articles.jsonl", Data: articles.Bytes()})
	}
	send, cancel := sending(ctx)
	defer cancel()
	text := fmt.Sprintf("What I keep of this server: %s, and the articles that it added.", plural(n, "record"))
	h := hookOf(b.client, u.Interaction, b.identity().Application)
	err = b.client.Call(send, discord.Request{
		Method: http.MethodPatch, Path: h.path + "/messages/@original", Body: quiet(render.Message{Content: text}), Files: files,
	}, nil)
	if err != nil {
		b.log.Error("the data of a server did not arrive", "error", err)
		return
	}
	b.tellChange(ctx, u, "**Data** of this server exported")
}

// writeRecords writes the records of an owner, an object a line, and counts
// them.
func (b *Bot) writeRecords(ctx context.Context, owner string, to *bytes.Buffer) (n int, err error) {
	out := json.NewEncoder(to)
	out.SetEscapeHTML(false)
	for _, kind := range keptKinds {
		for r, err := range b.config.Store.Records(ctx, kind, owner) {
			if err != nil {
				return n, err
			}
			if to.Len() > maxAttachment {
				return n, nil // too long to be sent whatever follows
			}
			err := out.Encode(struct {
				Kind   string          `json:"kind"`
				Key    string          `json:"key,omitempty"`
				Person string          `json:"person,omitempty"`
				At     string          `json:"at"`
				Value  json.RawMessage `json:"value"`
			}{r.Kind, r.Key, r.Person, r.At.UTC().Format("2006-01-02T15:04:05Z"), r.Value})
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
	m := quiet(render.Message{Content: "This deletes the settings of this server, the answers, votes and conversations kept of it, what it follows and its own articles. It cannot be undone."})
	m.Flags = flagEphemeral
	m.Components = []component{row(button(buttonDanger, "Delete all of it", verbForget))}
	b.respond(ctx, u, discord.Callback{Type: discord.CallbackMessage, Data: m})
}

// deleteData deletes what is kept of the server.
func (b *Bot) deleteData(ctx context.Context, u *use, _, _ []string) {
	if !u.origin.manager() || u.origin.guest {
		b.answerAtOnce(ctx, u, "Only members with the permission Manage Server can do that.")
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
		records, err = b.forgetRecords(func(r corpus.Record) bool { return r.Owner == owner && r.Kind != kindGrant },
			func() (int, error) { return ForgetServer(ctx, b.config.Store, u.origin.guild) })
	}
	b.book.forget(owner)
	if err != nil {
		b.log.Error("the data of a server cannot be deleted", "error", err)
		b.finishAtOnce(ctx, u, "Not all of it could be deleted. Please try again in a while.")
		return
	}
	b.finishAtOnce(ctx, u, fmt.Sprintf("Deleted: %s and %s. All settings are as they were at the beginning.", plural(records, "record"), plural(articles, "article")))
	if before.Log != "" {
		text := "<@" + u.origin.user + "> deleted what I kept of this server."
		r := discord.Request{Method: http.MethodPost, Path: discord.Path("channels", before.Log, "messages"), Body: quiet(render.Message{Content: text})}
		if err := b.client.Call(ctx, r, nil); err != nil {
			b.log.Warn("a change of the settings cannot be told in the channel chosen for that", "error", err)
		}
	}
}

// finishAtOnce puts one line in the place of a deferred answer.
func (b *Bot) finishAtOnce(ctx context.Context, u *use, text string) {
	send, cancel := sending(ctx)
	defer cancel()
	if _, err := hookOf(b.client, u.Interaction, b.identity().Application).put(send, 0, quiet(render.Message{Content: clipUnits(text)})); err != nil {
		b.log.Error("an answer did not arrive", "error", err)
	}
}
