package main

import (
	"context"
	"errors"
	"fmt"

	"newsdesk/corpus"
)

// asCited is art as it was in a version.
func (a *app) asCited(ctx context.Context, lib *corpus.Library, art *corpus.Article, version string) (*corpus.Article, error) {
	then, err := lib.ArticleVersion(ctx, art.ID, version)
	switch {
	case errors.Is(err, corpus.ErrSeveralVersions):
		return nil, fmt.Errorf("article %s has several versions that begin with %q: write more of it; newsdesk show %s --versions lists them", art.ID, version, art.ID)
	case errors.Is(err, corpus.ErrNoVersion):
		return nil, fmt.Errorf("article %s has no version %q: newsdesk show %s --versions lists those that it has", art.ID, version, art.ID)
	case err != nil:
		return nil, err
	}
	then.Collections = art.Collections
	return then, nil
}

// described is known with the version, which only a whole article has.
func described(art *corpus.Article) metadata {
	m := known(art)
	m.Version = art.Version()
	return m
}

func (a *app) printVersions(ctx context.Context, lib *corpus.Library, id string, asJSON bool) error {
	all, err := lib.Versions(ctx, id)
	if err != nil {
		return err
	}
	a.flushNotices()
	for _, v := range all {
		if asJSON {
			b, err := marshal(struct {
				N        int    `json:"n"`
				Version  string `json:"version"`
				Replaced string `json:"replaced"`
			}{v.N, v.Hash, stamp(v.Replaced)})
			if err != nil {
				return err
			}
			if _, err := a.out.Write(b); err != nil {
				return err
			}
			continue
		}
		state := "the present one"
		if !v.Replaced.IsZero() {
			state = "replaced at " + clock(v.Replaced)
		}
		fmt.Fprintf(a.out, "%3d  %s  %s\n", v.N, v.Hash, state)
	}
	return nil
}
