package discord

import "time"

// Observer is told what happens between the bot and Discord. Its methods are
// called from many goroutines and must not wait.
type Observer interface {
	// Called is told of each attempt at a REST call: its route, without IDs and
	// tokens, and the status of the answer, 0 where none came.
	Called(route string, status int, took time.Duration)
	// Limited is told of each answer that says that a rate limit was run into:
	// "global", "user" or "shared", as Discord has it.
	Limited(scope string)
	// Connected is told when a shard's session begins or goes on, and Lost when
	// its connection ends.
	Connected(shard int, resumed bool)
	Lost(shard int)
	// Beat is told how long Discord took to acknowledge a heartbeat.
	Beat(shard int, latency time.Duration)
	// Servers is told how many servers a shard serves.
	Servers(shard, n int)
}

// Unobserved is the observer of who has none.
type Unobserved struct{}

// Observer's methods, which do nothing.

func (Unobserved) Called(string, int, time.Duration) {}
func (Unobserved) Limited(string)                    {}
func (Unobserved) Connected(int, bool)               {}
func (Unobserved) Lost(int)                          {}
func (Unobserved) Beat(int, time.Duration)           {}
func (Unobserved) Servers(int, int)                  {}
