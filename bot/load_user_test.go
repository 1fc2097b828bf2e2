package bot_test

import (
	"context"
	"math/rand/v2"
	"time"

	"newsdesk/bot/discordtest"
)

// loadUser is somebody who asks.
type loadUser struct {
	*load
	n     int
	id    string
	guild int
	rng   *rand.Rand
	// answer is the last answer in a channel for all to see, or nil.
	answer *discordtest.Message
}

// asks are the ways to ask a question. Each returns once it is answered.
var asks = []func(u *loadUser){
	func(u *loadUser) { u.slash("ask", map[string]any{"question": u.question()}, u.channel()) },
	func(u *loadUser) { u.say(u.channel(), at+u.question(), "") },
	func(u *loadUser) {
		u.slash("ask", map[string]any{"question": u.question(), "private": true}, u.channel())
	},
	func(u *loadUser) { u.followUp("And what did he say about it?") },
	func(u *loadUser) { u.say(u.Direct(u.id), u.question(), "") },
	func(u *loadUser) { u.slash("ask", map[string]any{"question": please + u.question()}, u.channel()) },
	func(u *loadUser) { u.inThread() },
	func(u *loadUser) { u.slash("quotes", map[string]any{"speaker": "Putin"}, u.channel()) },
	func(u *loadUser) {
		u.slash("check", map[string]any{"claim": "Kim and Putin met in Vladivostok."}, u.channel())
	},
	func(u *loadUser) {
		u.slash("ask", map[string]any{"question": u.question(), "outlet": "Dunya News (summary)"}, u.Direct(u.id))
	},
	func(u *loadUser) {
		u.slash("compare", map[string]any{"topic": "the talks of Kim and Putin"}, u.channel())
	},
	func(u *loadUser) { u.again() },
	func(u *loadUser) { u.slash("timeline", map[string]any{"topic": "summit"}, u.channel()) },
	func(u *loadUser) { u.say(u.channel(), at+please+u.question(), "") },
	func(u *loadUser) { u.slash("sources", nil, u.channel()) },
	func(u *loadUser) { u.checkMessage() },
}

// presses are what users do besides: to each of them something is said.
var presses = []func(u *loadUser){
	func(u *loadUser) { u.press("evidence") },
	func(u *loadUser) { u.press("up") },
	func(u *loadUser) { u.complete("speaker", "pu") },
	func(u *loadUser) { u.press("sources") },
	func(u *loadUser) { u.down() },
	func(u *loadUser) { u.complete("outlet", "d") },
	func(u *loadUser) { u.slash("help", nil, u.channel()) },
}

// questions are what is asked: most have an answer in the embedded articles.
var questions = []string{
	firstQuestion, "how long did Kim and Putin talk?", "where did Kim and Putin meet?", "what did Kim say about the United States?",
	"what is the price of wheat in Chicago?", "who has Kim met since March 2018?", "what did Putin say about international law?", "when was the summit?",
}

// step asks one question, and often does something else after it.
func (u *loadUser) step(n int) {
	time.Sleep(thinkAtLeast + rand.N(thinkAtMost-thinkAtLeast))
	// How long nobody may ask is no wait for an answer, and after that not
	// everybody asks in one moment.
	before := time.Now()
	u.asking.RLock()
	waited := time.Since(before)
	u.asking.RUnlock()
	if waited > 100*time.Millisecond {
		time.Sleep(rand.N(thinkAtMost))
	}
	began := time.Now()
	asks[(u.n+n*7)%len(asks)](u)
	u.mu.Lock()
	u.waits = append(u.waits, time.Since(began))
	u.mu.Unlock()
	u.asked.Add(1)
	if u.rng.IntN(2) == 0 {
		presses[u.rng.IntN(len(presses))](u)
	}
}

func (u *loadUser) question() string { return questions[u.rng.IntN(len(questions))] }

func (u *loadUser) channel() string { return u.channels[u.guild][u.rng.IntN(3)] }

// acts does something that the bot must answer, at a time when Discord tells it.
func (u *loadUser) acts(what string, do func() (token string, err error)) (discordtest.Interaction, bool) {
	u.asking.RLock()
	token, err := do()
	u.asking.RUnlock()
	if err != nil {
		u.t.Errorf("%s: %v", what, err)
		return discordtest.Interaction{}, false
	}
	u.mu.Lock()
	u.tokens[token] = what
	u.mu.Unlock()
	ctx, cancel := context.WithTimeout(u.t.Context(), patience)
	defer cancel()
	i, err := u.AwaitInteraction(ctx, token, func(i discordtest.Interaction) bool {
		return i.Modal != nil || i.Type == 4 && i.Callback != 0 || len(i.Messages) > 0 && finished(i.Messages)
	})
	if err != nil {
		u.t.Errorf("%s: not answered in %v: acknowledged with %d, loading %t, %d messages", what, patience, i.Callback, i.Loading, len(i.Messages))
	}
	return i, err == nil
}

// finished reports whether an answer says no more that it is unfinished.
func finished(messages []discordtest.Message) bool {
	for _, m := range messages {
		if unfinished(m) {
			return false
		}
	}
	return true
}

// slash calls a command. An answer of /ask for all to see can be gone on from.
func (u *loadUser) slash(name string, values map[string]any, channel string) {
	i, ok := u.acts("/"+name, func() (string, error) {
		return u.Slash(name, values, discordtest.InteractionOptions{User: u.id, Channel: channel})
	})
	if ok && name == "ask" && i.Messages[0].For == "" && i.GuildID != "" {
		u.answer = &i.Messages[len(i.Messages)-1]
	}
}

// say writes a message and waits for the reply to it.
func (u *loadUser) say(channel, content, replyTo string) {
	u.asking.RLock()
	m := u.Say(discordtest.Post{User: u.id, Channel: channel, Content: content, ReplyTo: replyTo})
	u.asking.RUnlock()
	u.mu.Lock()
	u.messages[m.ID] = content
	u.mu.Unlock()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(150 * time.Millisecond) {
		for _, reply := range u.Messages(channel) {
			if reply.ReplyTo == m.ID && reply.Author == discordtest.BotID && !unfinished(reply) {
				if reply.GuildID != "" && len(reply.Components) > 0 {
					u.answer = &reply
				}
				return
			}
		}
	}
	u.t.Errorf("%q in %s: not answered in %v", content, channel, patience)
}

// followUp replies to the last answer, or mentions the bot where there is none.
func (u *loadUser) followUp(question string) {
	if u.answer == nil {
		u.say(u.channel(), at+u.question(), "")
		return
	}
	u.say(u.answer.ChannelID, question, u.answer.ID)
}

// inThread asks in a thread, started on the last answer where it has none yet.
func (u *loadUser) inThread() {
	if u.answer == nil || u.answer.Thread != "" || u.isThread(u.answer.ChannelID) {
		u.followUp("What did he say about international law?")
		return
	}
	thread := u.Thread(u.id, u.answer.ID)
	u.answer.Thread = thread
	u.say(thread, "And what did Kim say?", "")
}

// isThread reports whether a channel is none of the guild's own.
func (u *loadUser) isThread(channel string) bool {
	for _, c := range u.channels[u.guild] {
		if c == channel {
			return false
		}
	}
	return true
}

// press presses a button of the last answer.
func (u *loadUser) press(customID string) {
	if u.answer == nil || !has(u.answer, customID) {
		return
	}
	u.acts("the button "+customID, func() (string, error) {
		return u.Press(u.answer.ID, customID, discordtest.InteractionOptions{User: u.id})
	})
}

// down votes against the last answer and says why.
func (u *loadUser) down() {
	u.form("down", map[string]any{"reason": "A better source."})
}

// again asks the last answer's question again.
func (u *loadUser) again() {
	if u.answer == nil {
		u.slash("ask", map[string]any{"question": u.question()}, u.channel())
		return
	}
	u.form("again", map[string]any{"since": "2019"})
}

// form presses a button that opens a form, and sends that.
func (u *loadUser) form(customID string, values map[string]any) {
	if u.answer == nil || !has(u.answer, customID) {
		return
	}
	i, ok := u.acts("the button "+customID, func() (string, error) {
		return u.Press(u.answer.ID, customID, discordtest.InteractionOptions{User: u.id})
	})
	if !ok || i.Modal == nil {
		return // what was said instead is counted
	}
	u.acts("the form "+customID, func() (string, error) { return u.Submit(i.Token, values) })
}

// complete types at an option.
func (u *loadUser) complete(option, typed string) {
	values := map[string]any{"question": "what?", option: typed}
	u.acts("completing "+option, func() (string, error) {
		return u.Autocomplete("ask", values, option, discordtest.InteractionOptions{User: u.id, Channel: u.channel()})
	})
}

// checkMessage has a message of the user's own checked.
func (u *loadUser) checkMessage() {
	m := u.Say(discordtest.Post{User: u.id, Channel: u.channel(), Content: "Kim and Putin met in Vladivostok in April 2019."})
	u.acts("checking a message", func() (string, error) {
		return u.MessageCommand("Check against the archive", m.ID, discordtest.InteractionOptions{User: u.id})
	})
}

func has(m *discordtest.Message, customID string) bool { return m.Find(customID) != nil }
