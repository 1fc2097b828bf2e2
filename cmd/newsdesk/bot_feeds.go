package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"time"

	"newsdesk/corpus"
	"newsdesk/corpus/follow"
)

// serverEvery is how often what a Discord server follows is visited.
const serverEvery = time.Hour

// serverFeeds implements bot.Feeds.
type serverFeeds struct {
	v   *visitor
	lib *corpus.Library
}

// Follow implements bot.Feeds.
func (s serverFeeds) Follow(ctx context.Context, owner, address string) (string, error) {
	return s.bring(ctx, follow.Request{Owner: owner, Address: address, Discover: true, Every: serverEvery})
}

// Add implements bot.Feeds.
func (s serverFeeds) Add(ctx context.Context, owner, address string) (string, error) {
	return s.bring(ctx, follow.Request{Owner: owner, Address: address})
}

func (s serverFeeds) bring(ctx context.Context, r follow.Request) (string, error) {
	out, err := s.v.AddFor(ctx, r)
	if err != nil {
		return "", err
	}
	t := tally{added: out.Added, updated: out.Updated, unchanged: out.Unchanged, lines: out.Skipped}
	note := out.Kind + " " + out.Address + ": " + t.String()
	if len(out.Skipped) > 0 {
		note += ", the first because " + out.Skipped[0]
	}
	return note, nil
}

// Stop implements bot.Feeds.
func (s serverFeeds) Stop(ctx context.Context, owner, address string) error {
	_, err := s.lib.RemoveFollowOf(ctx, owner, address)
	return err
}

// Followed implements bot.Feeds.
func (s serverFeeds) Followed(ctx context.Context, owner string) ([]corpus.Follow, error) {
	return s.lib.FollowsOf(ctx, owner)
}

// Export implements bot.Feeds.
func (s serverFeeds) Export(ctx context.Context, owner string, to io.Writer) error {
	out := bufio.NewWriter(to)
	_, err := writeArticles(ctx, s.lib, corpus.Filter{Collection: owner}, out)
	return errors.Join(err, out.Flush())
}

// Forget implements bot.Feeds.
func (s serverFeeds) Forget(ctx context.Context, owner string) (int, error) {
	removed, err := s.lib.RemoveOwner(ctx, owner, true)
	return len(removed), err
}
