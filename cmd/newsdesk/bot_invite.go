package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"newsdesk/bot/discord"
)

func (a *app) inviteCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "invite",
		Short: "Print the links that bring the bot to a server or a user, and what it may do there",
		Long: `Print the links that bring the bot to a server or a user, and the permissions
that it asks for, with the reason for each. Discord is asked which application
the token is of; where it cannot be reached, the token says.`,
		Example: `  newsdesk bot invite`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			id, err := a.applicationID(cmd.Context())
			if err != nil {
				return err
			}
			fmt.Fprintf(a.out, "For a server (you need Manage Server there):\n  %s\n", discord.InviteServer(id))
			fmt.Fprintf(a.out, "For yourself, in every server and direct message (answers are private there):\n  %s\n", discord.InviteUser(id))
			fmt.Fprintf(a.out, "\nPermissions in a server: %d\n", discord.PermissionBits())
			for _, p := range discord.Permissions {
				fmt.Fprintf(a.out, "  %-24s  %s\n", p.Name, p.Why)
			}
			return nil
		},
	}
}

// applicationID is the ID of the application that the token is of.
func (a *app) applicationID(ctx context.Context) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, discordTimeout)
	defer cancel()
	c, err := discord.New(a.settings.DiscordToken, a.settings.DiscordAPIBase, nil, nil)
	if err != nil {
		return "", err
	}
	defer c.Close()
	app, err := c.Application(ctx)
	var refused *discord.FatalError
	switch {
	case err == nil && app.ID != "":
		return app.ID, nil
	case errors.As(err, &refused):
		return "", err
	}
	id := discord.ApplicationOf(a.settings.DiscordToken)
	if id == "" {
		return "", errors.New("no application: Discord cannot be asked, and the token does not say which application it is of: check the network and DISCORD_API_BASE")
	}
	a.complain("Discord cannot be asked: the application's ID is the one that the token names (" + id + ")")
	return id, nil
}
