// Package bot answers questions in Discord: commands, mentions, replies to the
// bot's answers, its threads and direct messages.
//
// Package discord speaks to Discord, package render says what an answer looks
// like there, and the rest is here: what is asked of the bot, by whom, and what
// it does. An answer goes through answer.go into an outlet (delivery.go,
// outlet.go, outgoing.go), is kept (kept.go, shelf.go), and has buttons (buttons.go,
// again.go, vote.go). Commands are in files of their own (command_ask.go and
// the like; lookup.go has what they share, options.go how they are read, asked.go
// the words of what is asked). What
// they look up is kept and has the buttons that open what it cites, as answers
// have. Votes are for what can be held to them again: answers, by newsdesk eval,
// and the verdict of /check, by newsdesk check --claims, but neither a topic nor
// several claims of one message; and nobody goes on from what was looked up by a
// reply. What a button opens is what who presses may read then, which may be less
// than when the answer was made.
// Whether and from what a question is answered is decided in policy.go, by what
// a server's administrators have chosen (settings.go; admin.go and the files
// beside it are /newsdesk) and what the operator has given it (grant.go), within
// limits (allowance.go, budget.go).
package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

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
	// Shards says which connections to the gateway this bot holds, if it is not
	// the only process that does.
	Shards discord.Shards
	// Interactions is the address, such as "127.0.0.1:8080", at which commands are
	// taken by HTTP in place of the gateway. Messages do not come this way.
	Interactions string
	// PublicKey is the application's, in hex, which Interactions needs; Discord
	// is asked for it where it is empty.
	PublicKey string
	// DevServer is the ID of the server that gets the commands, at once and alone;
	// empty means that all have them.
	DevServer string
	// SyncCommands registers the commands even if they seem to be registered.
	SyncCommands bool
	// Activity, if not nil, is the line that is shown below the bot's name. It is
	// asked again every ActivityEvery; 0 means ten minutes.
	Activity      func() string
	ActivityEvery time.Duration
	// Observer, if not nil, is told what the bot does.
	Observer Observer
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
	saw        Observer
	commands   []command // that it offers

	mu         sync.Mutex
	who        discord.Identity
	registered bool // the commands are, or are being, registered
	closing    bool
	handlers   sync.WaitGroup
	work       context.Context // ends when answers under way must stop
	ready      func() error    // nil before Run
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
	if c.Observer == nil {
		c.Observer = unobserved{}
	}
	client, err := discord.New(c.Token, c.APIBase, c.Log, c.Observer)
	if err != nil {
		return nil, err
	}
	b := &Bot{
		config:     c,
		log:        client.Log(),
		client:     client,
		desk:       newDesk(),
		book:       newBook(c.Store),
		allowances: newAllowances(),
		budget:     newBudget(c.Store),
		memory:     newMemory(),
		shelf:      newShelf(c.Store, client.Log()),
		places:     newPlaces(),
		slots:      make(chan struct{}, c.Parallel),
		saw:        c.Observer,
		commands:   commandsOf(c),
	}
	return b, nil
}

// Run connects, or serves at Config.Interactions, and answers until ctx is
// done, then finishes the answers under way and returns nil. It returns early
// with a *discord.FatalError where Discord will never let the bot in, and with
// another error where no connection comes about at the start; a connection lost
// later is made anew for as long as it takes. A Bot runs once.
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

	if err := b.introduce(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	settle := func() {
		if ctx.Err() != nil {
			b.log.Info("ending: what is under way is finished first", "within", b.config.Drain)
		}
		b.drain(stop)
	}
	if b.config.Interactions != "" {
		defer settle()
		return b.serve(ctx)
	}
	return b.connect(ctx, settle)
}

// storing hands to the store what is kept, until the function returned is
// called, which sees to the rest.
func (b *Bot) storing() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { b.shelf.run(ctx) })
	return func() {
		b.budget.writing.Wait()
		cancel()
		running.Wait()
	}
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

// handle runs one event's handler, never so that a panic gets out. Once the bot
// is closing it does not, and reports false.
func (b *Bot) handle(event string, f func(ctx context.Context)) (taken bool) {
	b.mu.Lock()
	if b.closing || b.work == nil {
		b.mu.Unlock()
		return false
	}
	b.handlers.Add(1)
	ctx := b.work
	b.mu.Unlock()
	defer b.handlers.Done()
	taken = true // also where f panics
	defer func() {
		if r := recover(); r != nil {
			b.log.Error("a handler failed", "event", event, "panic", fmt.Sprint(r), "stack", stack())
		}
	}()
	f(ctx)
	return taken
}

// identity is who the bot is.
func (b *Bot) identity() discord.Identity {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.who
}
