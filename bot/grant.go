package bot

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"newsdesk/corpus"
)

// everybody owns the grant of those who have none of their own: of servers, and
// of direct messages.
const everybody = ""

// Grant is what the operator of the bot gives a server.
type Grant struct {
	// Collections are those of the shared archive that it may read; none means
	// the whole shared archive.
	Collections []string `json:"collections,omitempty"`
	// Tokens is the most that Settings.Tokens may be; 0 means the bot's own
	// limit, less than 0 no model.
	Tokens int `json:"tokens,omitempty"`
}

// errServerID says what the ID of a server looks like.
var errServerID = errors.New("a server's ID is a number of up to 20 digits: in Discord, Developer Mode shows it under Copy Server ID")

// CheckServer says what is wrong with the ID of a server, if anything is.
func CheckServer(id string) error {
	if !snowflake(id) {
		return errServerID
	}
	return nil
}

// Server is a server that the bot keeps something of.
type Server struct {
	// ID is Discord's, or "" for the grant to everybody who has none of their
	// own.
	ID       string
	Settings Settings
	// Grant is what the operator has given it, nil where nothing is said.
	Grant *Grant
}

// Give keeps what a server is given; nil takes the grant back, so that the one
// to everybody holds. An empty id is everybody.
func Give(ctx context.Context, s Store, id string, g *Grant) error {
	owner := everybody
	if id != "" {
		if err := CheckServer(id); err != nil {
			return err
		}
		owner = corpus.ServerOwner(id)
	}
	if g == nil {
		_, err := s.DeleteRecords(ctx, kindGrant, owner, "")
		return err
	}
	value, err := json.Marshal(g)
	if err != nil {
		return err
	}
	return s.PutRecords(ctx, corpus.Record{Kind: kindGrant, Owner: owner, Value: value})
}

// Servers lists the servers with settings of their own or a grant, ordered by
// ID, everybody first if there is a grant to them.
func Servers(ctx context.Context, s Store) ([]Server, error) {
	found := map[string]*Server{}
	of := func(owner string) *Server {
		id := strings.TrimPrefix(owner, corpus.ServerOwner(""))
		if found[id] == nil {
			found[id] = &Server{ID: id}
		}
		return found[id]
	}
	for r, err := range s.AllRecords(ctx, kindSettings) {
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(r.Value, &of(r.Owner).Settings); err != nil {
			return nil, err
		}
	}
	for r, err := range s.AllRecords(ctx, kindGrant) {
		if err != nil {
			return nil, err
		}
		g := new(Grant)
		if err := json.Unmarshal(r.Value, g); err != nil {
			return nil, err
		}
		of(r.Owner).Grant = g
	}
	out := make([]Server, 0, len(found))
	for _, one := range found {
		out = append(out, *one)
	}
	slices.SortFunc(out, func(a, b Server) int { return strings.Compare(a.ID, b.ID) })
	return out, nil
}

// ForgetServer deletes the records of a server and reports how many there were.
// Its grant stays, and what its language model has used: they are the
// operator's, and without them it could have more. So do its articles.
func ForgetServer(ctx context.Context, s Store, id string) (int, error) {
	owner, n := corpus.ServerOwner(id), 0
	for _, kind := range ownedKinds {
		var keys []string
		for r, err := range s.Records(ctx, kind, owner) {
			if err != nil {
				return n, err
			}
			keys = append(keys, r.Key)
		}
		deleted, err := s.DeleteRecords(ctx, kind, owner, keys...)
		n += deleted
		if err != nil {
			return n, err
		}
	}
	return n, nil
}
