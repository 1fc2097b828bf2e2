// Package bot answers questions in Discord: the command /ask, mentions,
// replies to the bot's answers, its threads and direct messages.
//
// Package discord speaks to Discord, package render says what an answer looks
// like there, and the rest is here: what is asked of the bot, by whom, and what
// it does.
package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"newsdesk/bot/discord"
	"newsdesk/corpus"
	"newsdesk/rag"
)

// Asker answers questions; see rag.Asker for what is promised.
type Asker = rag.Asker

// Config is what a bot needs. Token and Asker are required, every other
// field has a default.
type Config struct {
	// Token is the bot's token from the developer portal, with or without
	// "Bot " before it. It appears in no log and no error.
	Token string
	// APIBase is the address of a server that speaks Discord's API, such as
	// "http://127.0.0.1:3000/api/v9/"; the gateway's address is asked from
	// it. Empty means Discord itself.
	APIBase string
	// Asker answers the questions.
	Asker Asker
	// Filter narrows what is read, for everybody.
	Filter corpus.Filter
	// Archive is what the other commands and buttons look things up in. Nil means
	// that there are none of these commands, and buttons show what the answer
	// itself holds.
	Archive Archive
	// PrivacyNote is a sentence of whoever runs the bot that /privacy ends with,
	// such as where to write to, or empty.
	PrivacyNote string
	// Plain answers without a language model where Asker has one: for those
	// whose budget is spent. Nil means that no budget is kept.
	Plain Asker
	// Store keeps the settings of servers, and what else must outlive the bot.
	// Nil means a MemoryStore.
	Store Store
	// Feeds brings articles into the archives of servers. Nil means that none
	// can be added.
	Feeds Feeds
	// Limits are those of servers that have none of their own.
	Limits Limits
	// Log gets what happens, without the texts of messages above the debug
	// level. Nil discards it.
	Log *slog.Logger
	// MessageContent asks Discord for the content of messages that do not
	// mention the bot, which follow-ups in threads need. It must be enabled
	// for the bot in the developer portal too. Without it the bot is useful:
	// commands, mentions and direct messages have their content.
	MessageContent bool
	// Timeout bounds one answer; 0 means two minutes, and more than an hour
	// means one.
	Timeout time.Duration
	// CommandLife is for how long the answer to a command is put where that was
	// called; after it, it goes on in a message to the channel, for soon Discord
	// takes no answer to the command any more. 0 means 14 minutes, of 15.
	CommandLife time.Duration
	// Drain bounds how long Run waits for answers under way when it is told
	// to end; 0 means 20 seconds.
	Drain time.Duration
	// Parallel is how many questions are answered at a time; 0 means 8.
	Parallel int
}

// Bot is a Discord bot. Make it with New.
type Bot struct {
	config     Config
	log        *slog.Logger
	client     *discord.Client
	desk       *desk
	book       *book
	allowances *allowances
	budget     *budget
	memory     *memory
	shelf      *shelf
	places     *places
	slots      chan struct{} // one for each question being answered

	mu         sync.Mutex
	who        discord.Identity
	registered bool // the commands are, or are being, registered
	closing    bool
	handlers   sync.WaitGroup
	work       context.Context // ends when answers under way must stop
}

// New makes a bot. It connects to nothing; an error says which setting is
// wrong.
func New(c Config) (*Bot, error) {
	if c.Asker == nil {
		return nil, errors.New("the bot has nothing to answer from: Config.Asker is nil")
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Timeout <= 0 {
		c.Timeout = 2 * time.Minute
	}
	c.Timeout = min(c.Timeout, time.Hour)
	if c.CommandLife <= 0 {
		c.CommandLife = 14 * time.Minute
	}
	if c.Store == nil {
		c.Store = &MemoryStore{}
	}
	if c.Drain <= 0 {
		c.Drain = 20 * time.Second
	}
	if c.Parallel <= 0 {
		c.Parallel = 8
	}
	client, err := discord.New(c.Token, c.APIBase, c.Log)
	if err != nil {
		return nil, err
	}
	b := &Bot{
		config:     c,
		log:        c.Log,
		client:     client,
		desk:       newDesk(),
		book:       newBook(c.Store),
		allowances: newAllowances(),
		budget:     newBudget(c.Store),
		memory:     newMemory(),
		shelf:      newShelf(c.Store, c.Log),
		places:     newPlaces(),
		slots:      make(chan struct{}, c.Parallel),
	}
	return b, nil
}

// Run connects and answers until ctx is done, then finishes the answers under
// way and returns nil. It returns early with a *discord.FatalError where Discord will
// never let the bot in, and with another error where no connection comes
// about at the start; a connection lost later is made anew for as long as it
// takes. A Bot runs once.
func (b *Bot) Run(ctx context.Context) error {
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	b.mu.Lock()
	if b.work != nil {
		b.mu.Unlock()
		return errors.New("this bot has run already: make a new one")
	}
	b.work = work
	b.mu.Unlock()
	defer b.storing()()
	defer b.client.Close()
	b.client.Attend(ctx)

	who, err := b.client.Identify(ctx)
	var fatal *discord.FatalError
	switch {
	case err == nil:
	case ctx.Err() != nil:
		return nil
	case errors.As(err, &fatal):
		return err
	default:
		return fmt.Errorf("cannot reach Discord: %w; check the network and DISCORD_API_BASE", err)
	}
	b.mu.Lock()
	b.who = who
	b.mu.Unlock()

	g := &discord.Gateway{Client: b.client, Intents: b.intents(), Handler: events{b}}
	err = g.Run(ctx)
	b.drain(stop)
	return err
}

// storing hands to the store what is kept, until the function returned is
// called, which sees to the rest.
func (b *Bot) storing() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { b.shelf.run(ctx) })
	return func() {
		cancel()
		running.Wait()
	}
}

// intents is what the gateway is to tell.
func (b *Bot) intents() discordgo.Intent {
	out := discordgo.IntentsGuildMessages | discordgo.IntentsDirectMessages
	if b.config.MessageContent {
		out |= discordgo.IntentMessageContent
	}
	return out
}

// drain waits for the handlers under way, and after the deadline makes them
// give up, which still tells those who asked.
func (b *Bot) drain(stop context.CancelFunc) {
	b.mu.Lock()
	b.closing = true
	b.mu.Unlock()
	done := make(chan struct{})
	go func() {
		b.handlers.Wait()
		close(done)
	}()
	timer := time.NewTimer(b.config.Drain)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
		b.log.Warn("answers are still under way at the deadline: stopping them")
		stop()
		// Nothing a handler does after its answer is given up lasts longer
		// than the farewell.
		<-done
	}
}

// handle runs one event's handler: not at all once the bot is closing, and
// never so that a panic gets out.
func (b *Bot) handle(event string, f func(ctx context.Context)) {
	b.mu.Lock()
	if b.closing || b.work == nil {
		b.mu.Unlock()
		return
	}
	b.handlers.Add(1)
	ctx := b.work
	b.mu.Unlock()
	defer b.handlers.Done()
	defer func() {
		if r := recover(); r != nil {
			b.log.Error("a handler failed", "event", event, "panic", fmt.Sprint(r), "stack", stack())
		}
	}()
	f(ctx)
}

// identity is who the bot is.
func (b *Bot) identity() discord.Identity {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.who
}
