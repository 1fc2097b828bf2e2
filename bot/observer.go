package bot

import (
	"context"
	"errors"
	"time"

	"newsdesk/bot/discord"
	"newsdesk/rag"
)

// Observer is told what the bot does. Its methods are called from many
// goroutines and must not wait, nor keep what they are given.
type Observer interface {
	discord.Observer
	// Asked is told of each question and of how it was asked, such as
	// "command".
	Asked(by string)
	// Acknowledged is told how long an interaction went without a first answer.
	Acknowledged(took time.Duration)
	// Waiting and Answering are told how the number of questions changes that
	// wait for a slot, and that are in one.
	Waiting(change int)
	Answering(change int)
	// Answered is told what became of a question, the answer too if there is one.
	Answered(by string, a rag.Answer, o Outcome, took time.Duration)
}

// Outcome is what became of a question.
type Outcome string

// The outcomes.
const (
	OutcomeAnswered    Outcome = "answered"
	OutcomeAbstained   Outcome = "abstained"
	OutcomeFailed      Outcome = "failed"      // by an error
	OutcomeSlow        Outcome = "slow"        // it took too long
	OutcomeStopped     Outcome = "stopped"     // the bot ended
	OutcomeUndelivered Outcome = "undelivered" // Discord did not take it
)

// outcomeOf says what became of a question that err kept from being answered, or
// undelivered the answer from being seen.
func outcomeOf(a rag.Answer, err, undelivered error) Outcome {
	switch {
	case errors.Is(err, errStopped):
		return OutcomeStopped
	case errors.Is(err, context.DeadlineExceeded):
		return OutcomeSlow
	case err != nil:
		return OutcomeFailed
	case undelivered != nil:
		return OutcomeUndelivered
	case a.Abstained:
		return OutcomeAbstained
	}
	return OutcomeAnswered
}

// unobserved is the observer of a bot that has none.
type unobserved struct{ discord.Unobserved }

func (unobserved) Asked(string)                                        {}
func (unobserved) Acknowledged(time.Duration)                          {}
func (unobserved) Waiting(int)                                         {}
func (unobserved) Answering(int)                                       {}
func (unobserved) Answered(string, rag.Answer, Outcome, time.Duration) {}
