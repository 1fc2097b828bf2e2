package bot

import (
	"cmp"
	"strings"

	"github.com/bwmarrin/discordgo"

	"newsdesk/corpus"
)

// origin is who did something in Discord, and where.
type origin struct {
	user    string
	guild   string // the server, empty in direct messages
	channel string
	roles   []string // of the user in the server
	// permissions are the user's in the channel, as Discord's bits; 0 where it
	// does not say.
	permissions int64
	// guest is true where the bot is not a member of the place: somebody brought
	// it along who has installed it for themselves.
	guest bool
}

// someone begins the user where a server does not say who it was, before the
// channel: no user has such an ID.
const someone = "0:"

// unnamed reports whether o's user is whoever is in the channel.
func (o origin) unnamed() bool { return strings.HasPrefix(o.user, someone) }

// originOf is the origin of i.
func originOf(i *discordgo.Interaction) origin {
	o := origin{guild: i.GuildID, channel: i.ChannelID}
	switch {
	case i.Member != nil && i.Member.User != nil:
		o.user, o.roles, o.permissions = i.Member.User.ID, i.Member.Roles, i.Member.Permissions
	case i.User != nil:
		o.user = i.User.ID
	}
	o.user = cmp.Or(o.user, someone+o.channel)
	// In its own direct messages the bot is at home, whoever installed it.
	if owners := i.AuthorizingIntegrationOwners; len(owners) > 0 && i.Context != discordgo.InteractionContextBotDM {
		_, member := owners[discordgo.ApplicationIntegrationGuildInstall]
		o.guest = !member
	}
	return o
}

// originOfMessage is the origin of m, whose author is known.
func originOfMessage(m *discordgo.Message) origin {
	o := origin{user: m.Author.ID, guild: m.GuildID, channel: m.ChannelID}
	if m.Member != nil {
		o.roles = m.Member.Roles
	}
	return o
}

// Discord's bits for permissions.
const (
	permitAdministrator = 1 << 3
	permitManageServer  = 1 << 5
)

// manager reports whether the user may change the server's settings. Of who
// wrote a message Discord does not say it.
func (o origin) manager() bool {
	return o.guild != "" && !o.guest && o.permissions&(permitAdministrator|permitManageServer) != 0
}

// owner is who owns the records of what happens there: the server, or in
// direct messages, and where the bot is a guest, the user.
func (o origin) owner() string {
	if o.guild == "" || o.guest {
		return userOwner(o.user)
	}
	return corpus.ServerOwner(o.guild)
}

// userOwner is the owner of the records of what a user does outside of the
// bot's servers.
func userOwner(user string) string { return "user:" + user }
