package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"newsdesk/corpus"
	"newsdesk/corpus/fetch"
	"newsdesk/corpus/follow"
	"newsdesk/corpus/web"
	"newsdesk/rag/index"
)

func (a *app) watchCommand() *cobra.Command {
	var once bool
	cmd := &cobra.Command{
		Use:   "watch",
		Short: "Follow folders and feeds: add what is new in them, until Ctrl-C",
		Long: `Follow folders, feeds, site maps and pages: read each as often as watch add
says and add what is new or has changed, until Ctrl-C. It prints a line for
each visit that brought something, and one on stderr for each that failed; what
fails is visited more rarely, up to a day apart, and a page of a feed that fails
is named once and given up after ten tries. An article that was removed or
pruned stays out until its text changes or newsdesk add is told to read it.
newsdesk bot does the same while it runs, and several may run at once: each
visit is made by one of them.`,
		Example: `  newsdesk watch add https://example.org/feed.xml --every 15m
  newsdesk watch add ./articles
  newsdesk watch`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			a.logs = true
			return a.watch(cmd.Context(), once)
		},
	}
	a.dataFlag(cmd)
	cmd.Flags().BoolVar(&once, "once", false, "make the visits that are due and end; exits with 1 if one failed")
	cmd.AddCommand(a.watchAddCommand(), a.watchListCommand(), a.watchRemoveCommand())
	return cmd
}

func (a *app) watchAddCommand() *cobra.Command {
	every := 30 * time.Minute
	var discover, mirror bool
	var owner string
	var into []string
	cmd := &cobra.Command{
		Use:   "add FOLDER|ADDRESS…",
		Short: "Follow a folder, a feed, a site map or a page",
		Long: `Follow a folder, a feed, a site map or a page: newsdesk watch and newsdesk bot
visit it. Of a home page, --discover follows the feed that it names. Following
again changes how often it is visited, and makes it due at once.

With --mirror an article goes when the file in the folder that it came from
does; renamed, it comes back under its new name. While the folder is missing or
empty, or a folder in it is empty, as where a disk is not mounted, nothing of it
goes; where most files are gone at once, nothing does until the folder is
followed again. Without --mirror what was added stays.

With --owner it is followed for a Discord server, as that server may do itself:
its articles are in the server's own collection, and nobody else reads them.`,
		Example: `  newsdesk watch add https://example.org/feed.xml --every 15m
  newsdesk watch add https://example.org/ --discover`,
		Args: atLeastOne("folders or addresses to follow"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if every < follow.MinEvery {
				return usagef("--every %v: a visit a minute is the most", every)
			}
			if err := checkCollections(into); err != nil {
				return err
			}
			if owner != "" {
				if err := (follow.Request{Owner: owner, Every: every, Collections: into}).Check(); err != nil {
					return usagef("%v", err)
				}
			}
			ctx := cmd.Context()
			var targets []string
			for _, arg := range args {
				target, err := a.target(ctx, arg, discover)
				if err != nil {
					return err
				}
				switch folder := !isAddress(target); {
				case mirror && !folder:
					return usagef("--mirror is for folders, and %s is none", shownAddress(arg))
				case owner != "" && folder:
					return usagef("%s: %v", arg, errOwnersFolder)
				}
				targets = append(targets, target)
			}
			return a.withIndex(ctx, a.openIndex, func(ix *index.Index) error {
				for _, target := range targets {
					f := corpus.Follow{Owner: owner, Target: target, Every: every, Mirror: mirror}
					added, err := addFollow(ctx, ix.Library(), f, cmd, into)
					if err != nil {
						return err
					}
					verb := "still following"
					if added {
						verb = "following"
					}
					fmt.Fprintf(a.out, "%s %s every %s\n", verb, plainLine(followName(f)), span(every))
				}
				return nil
			})
		},
	}
	a.dataFlag(cmd)
	cmd.Flags().DurationVar(&every, "every", every, "the `time` from one visit to the next, such as 15m or 24h")
	cmd.Flags().BoolVar(&discover, "discover", false, "of a home page, follow the feed that it names")
	cmd.Flags().BoolVar(&mirror, "mirror", false, "of a folder, remove the articles whose files are gone")
	ownerFlag(cmd, &owner)
	collectionsFlag(cmd, &into)
	return cmd
}

func ownerFlag(cmd *cobra.Command, owner *string) {
	cmd.Flags().StringVar(owner, "owner", "", "whom it is for: `server:123`, with that server's ID in Discord")
}

// addFollow follows f for its owner as the flags say.
func addFollow(ctx context.Context, lib *corpus.Library, f corpus.Follow, cmd *cobra.Command, into []string) (added bool, err error) {
	if f.Owner != "" {
		return lib.AddFollowOf(ctx, f, into...)
	}
	if added, err = lib.AddFollow(ctx, f.Target, f.Every); err != nil {
		return false, err
	}
	if cmd.Flags().Changed("mirror") {
		err = lib.SetFollowMirror(ctx, f.Target, f.Mirror)
	}
	if err == nil && cmd.Flags().Changed("collection") {
		err = lib.SetFollowCollections(ctx, f.Target, into)
	}
	return added, err
}

// target is the name under which a folder or address is followed.
func (a *app) target(ctx context.Context, arg string, discover bool) (string, error) {
	if !isAddress(arg) {
		info, err := os.Stat(arg)
		if err != nil || !info.IsDir() {
			return "", fmt.Errorf("there is no folder %s: give a folder or an address that begins with http:// or https://", arg)
		}
		return filepath.Abs(arg)
	}
	u, err := fetch.Parse(arg)
	if err != nil {
		return "", fmt.Errorf("%s: %w", shownAddress(arg), err)
	}
	if !discover {
		return u.String(), nil
	}
	client, err := a.fetcher()
	if err != nil {
		return "", err
	}
	defer client.Close()
	at, err := (&web.Reader{Getter: client}).Discover(ctx, u.String())
	if err != nil {
		return "", fmt.Errorf("%s: %w", u, hinted(err))
	}
	return at, nil
}

func (a *app) watchListCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List what is followed, and how the last visits went",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			return a.withIndex(ctx, a.openExisting, func(ix *index.Index) error {
				all, err := ix.Library().Follows(ctx)
				if err != nil {
					return err
				}
				if len(all) == 0 {
					a.complain(nothingFollowed)
				}
				for _, f := range all {
					if err := a.printFollow(f, asJSON); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
	a.dataFlag(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print an object a line")
	return cmd
}

const nothingFollowed = "nothing is followed: name a folder or feed with newsdesk watch add"

func (a *app) printFollow(f corpus.Follow, asJSON bool) error {
	if asJSON {
		b, err := marshal(struct {
			Target   string `json:"target"`
			Every    string `json:"every"`
			Next     string `json:"next"`
			Last     string `json:"last"`
			Good     string `json:"good"`
			Failures int    `json:"failures"`
			Note     string `json:"note"`
			Owner    string `json:"owner"`
			Mirror   bool   `json:"mirror"`
		}{f.Target, span(f.Every), stamp(f.Next), stamp(f.Last), stamp(f.Good), f.Failures, f.Note, f.Owner, f.Mirror})
		if err != nil {
			return err
		}
		_, err = a.out.Write(b)
		return err
	}
	state := "not visited yet"
	switch {
	case f.Failures > 0:
		state = fmt.Sprintf("failed %s, last at %s (%s), next at %s", times(f.Failures), clock(f.Last), f.Note, clock(f.Next))
	case !f.Last.IsZero():
		state = fmt.Sprintf("visited at %s (%s), next at %s", clock(f.Last), f.Note, clock(f.Next))
	}
	every := span(f.Every)
	if f.Mirror {
		every += ", mirrored"
	}
	_, err := fmt.Fprintf(a.out, "%s  every %s  %s\n", plainLine(followName(f)), every, plainLine(state))
	return err
}

// stamp is a time for a program, "" for the zero time; clock is one for
// people.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func clock(t time.Time) string {
	if t.IsZero() {
		return "once"
	}
	return t.Local().Format("2006-01-02 15:04")
}

// span is a duration without the units that are zero: 15m, 1h30m.
func span(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// withIndex opens the index for fn.
func (a *app) withIndex(ctx context.Context, open func(context.Context) (*index.Index, error), fn func(*index.Index) error) error {
	ix, err := open(ctx)
	if err != nil {
		return err
	}
	return errors.Join(fn(ix), ix.Close())
}
