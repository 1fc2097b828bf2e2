package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"newsdesk/bot"
	"newsdesk/corpus"
)

// everybody stands for the servers, and the direct messages, that are given
// nothing of their own.
const everybody = "everybody"

// serversCommand is what the operator of the bot decides for servers, in the
// library that the bot keeps its records in.
func (a *app) serversCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "servers",
		Short: "The Discord servers of the bot: what each is given, and what it has chosen",
		Long: `List the Discord servers that are given something, or whose administrators have
chosen something with /newsdesk, and those who are given nothing of their own
as "everybody": they read the whole shared archive until you say otherwise. What
a server adds itself only that server reads. A change holds after a few seconds,
also in a bot that runs.`,
		Example: `  newsdesk servers
  newsdesk servers give everybody --collection City
  newsdesk servers give 123456789012345678 --collection City --collection Sport --tokens 100000
  newsdesk servers forget 123456789012345678`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			return a.withRecords(ctx, func(lib *corpus.Library) error {
				all, err := bot.Servers(ctx, lib)
				if err != nil {
					return err
				}
				if len(all) == 0 {
					a.complain("no server is given anything or has chosen anything: all read the whole shared archive")
				}
				for _, s := range all {
					if err := a.printServer(s, asJSON); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
	a.dataFlag(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print an object a line")
	cmd.AddCommand(a.serversGiveCommand(), a.serversTakeCommand(), a.serversForgetCommand())
	return cmd
}

// printServer prints a server on a line.
func (a *app) printServer(s bot.Server, asJSON bool) error {
	name := s.ID
	if name == "" {
		name = everybody
	}
	if asJSON {
		b, err := marshal(struct {
			ID       string       `json:"id"`
			Grant    *bot.Grant   `json:"grant,omitempty"`
			Settings bot.Settings `json:"settings"`
		}{name, s.Grant, s.Settings})
		if err != nil {
			return err
		}
		_, err = a.out.Write(b)
		return err
	}
	given := "what everybody is given"
	if s.Grant != nil {
		given = givenBy(s.Grant)
	}
	line := name + "  " + given
	if n := len(s.Settings.Outlets); n > 0 {
		line += ", of that " + count(n, "outlet") + " of its own choice"
	}
	_, err := fmt.Fprintln(a.out, line)
	return err
}

// givenBy is a grant in words.
func givenBy(g *bot.Grant) string {
	out := "the whole shared archive"
	if len(g.Collections) > 0 {
		out = plainLine(strings.Join(g.Collections, ", "))
	}
	switch {
	case g.Tokens > 0:
		out += ", " + count(g.Tokens, "token") + " a day"
	case g.Tokens < 0:
		out += ", no language model"
	}
	return out
}

// oneServer is the argument that names a server.
func oneServer(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usagef("give the ID of one server, or %s", everybody)
	}
	return nil
}

func (a *app) serversGiveCommand() *cobra.Command {
	var g bot.Grant
	cmd := &cobra.Command{
		Use:   "give ID|everybody",
		Short: "Give a server collections of the shared archive, and tokens of a language model",
		Long: `Give a server these collections of the shared archive, in place of what it was
given before; without --collection the whole shared archive. newsdesk
collections lists them.`,
		Example: `  newsdesk servers give everybody --collection City
  newsdesk servers give 123456789012345678 --collection City --tokens 100000`,
		Args: oneServer,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			if err := checkCollections(g.Collections); err != nil {
				return err
			}
			for _, name := range g.Collections {
				if corpus.PrivateCollection(name) {
					return usagef("--collection %q: what a server has added itself cannot be given to others", name)
				}
			}
			lib, err := a.makeRecords(ctx)
			if err != nil {
				return err
			}
			if err := errors.Join(a.give(ctx, lib, args[0], &g), lib.Close()); err != nil {
				return err
			}
			_, err = fmt.Fprintf(a.out, "%s: %s\n", plainLine(args[0]), givenBy(&g))
			return err
		},
	}
	a.dataFlag(cmd)
	f := cmd.Flags()
	f.StringArrayVar(&g.Collections, "collection", nil, "a collection of the shared archive, by its `name`; may be given again for more")
	f.Var((*tokenLimit)(&g.Tokens), "tokens", "how many `tokens` a language model may use for it in a day; -1: none (default: as newsdesk bot --tokens says)")
	return cmd
}

// give keeps a grant, or with nil takes it back, and warns of collections that
// there are not.
func (a *app) give(ctx context.Context, lib *corpus.Library, id string, g *bot.Grant) error {
	if id == everybody {
		id = ""
	}
	if g != nil {
		all, err := lib.Collections(ctx)
		if err != nil {
			return err
		}
		for _, name := range g.Collections {
			if !slices.ContainsFunc(all, func(c corpus.Collection) bool { return strings.EqualFold(c.Name, name) }) {
				a.complain(fmt.Sprintf("there is no collection %q yet: newsdesk collections lists those that there are", plainLine(name)))
			}
		}
	}
	return bot.Give(ctx, lib, id, g)
}

func (a *app) serversTakeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "take ID|everybody",
		Short:   "Take back what a server was given: what everybody is given holds for it",
		Example: `  newsdesk servers take 123456789012345678`,
		Args:    oneServer,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			return a.withRecords(ctx, func(lib *corpus.Library) error {
				if err := a.give(ctx, lib, args[0], nil); err != nil {
					return err
				}
				_, err := fmt.Fprintf(a.out, "%s: nothing of its own\n", plainLine(args[0]))
				return err
			})
		},
	}
	a.dataFlag(cmd)
	return cmd
}

func (a *app) serversForgetCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "forget ID",
		Short: "Delete what is kept of a server: its settings, answers, votes, and its own articles",
		Long: `Delete what is kept of a server: its settings, answers, conversations and votes,
what it follows and its own articles, as its administrators can with
/newsdesk data delete. What you have given it stays: newsdesk servers take.
A bot that runs may remember its last answers until it is restarted.`,
		Example: `  newsdesk servers forget 123456789012345678`,
		Args:    oneServer,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			if err := bot.CheckServer(args[0]); err != nil {
				return usageError{err}
			}
			owner := corpus.ServerOwner(args[0])
			return a.withRecords(ctx, func(lib *corpus.Library) error {
				removed, err := lib.RemoveOwner(ctx, owner, true)
				if err != nil {
					return err
				}
				records, err := bot.ForgetServer(ctx, lib, args[0])
				if err != nil {
					return err
				}
				if records+len(removed) == 0 {
					a.complain("nothing was kept of the server " + args[0] + ": check the ID")
				}
				_, err = fmt.Fprintf(a.out, "deleted %s and %s\n", count(records, "record"), count(len(removed), "article"))
				return err
			})
		},
	}
	a.dataFlag(cmd)
	return cmd
}
