package follow

import (
	"errors"
	"fmt"
	"time"

	"newsdesk/corpus"
)

// Bounds of what an owner may have, who is not the operator.
const (
	// MinOwned is the least time between two visits.
	MinOwned = 15 * time.Minute
	// OwnedFollows is how many addresses are followed.
	OwnedFollows = 25
	// OwnedArticles is how many articles there may be before no more are read.
	OwnedArticles = 5000
	// OwnedBytes is how many bytes their texts, earlier versions and pages
	// take before no more are read.
	OwnedBytes = 256 << 20
	// OwnedPage is the largest page in bytes that is read.
	OwnedPage = 4 << 20
	// OwnedEntries is how many entries of a feed or site map are looked at in
	// one visit, the newest.
	OwnedEntries = 100
)

// Request asks for what lies at an address to be added to an owner's archive.
type Request struct {
	// Owner is whose archive it is, as corpus.ServerOwner names it.
	Owner string
	// Address is that of a page, feed or site map, http or https.
	Address string
	// Discover reads, of a home page, the feed that it names.
	Discover bool
	// Every, if not 0, follows it: it is visited as often from now on.
	Every time.Duration
	// Collections are further ones that the articles go into.
	Collections []string
}

// Check says what is wrong with a request, if anything is; its address is
// judged when it is read.
func (r Request) Check() error {
	if err := corpus.CheckOwner(r.Owner); err != nil {
		return err
	}
	if r.Every != 0 && r.Every < MinOwned {
		return fmt.Errorf("a visit every %d minutes is the most", int(MinOwned.Minutes()))
	}
	for _, name := range r.Collections {
		if err := corpus.CheckCollection(name); err != nil {
			return err
		}
		if corpus.PrivateCollection(name) {
			return errors.New("a collection's name does not begin with server: give it another")
		}
	}
	return nil
}

// Outcome is what came of a Request.
type Outcome struct {
	// Address is what was read, and is followed if Followed says so.
	Address  string
	Followed bool
	// Kind is what it is: "page", "feed", "site map" or "index of site maps".
	Kind string
	// Added, Updated and Unchanged count articles.
	Added, Updated, Unchanged int
	// Articles are the IDs of those added and updated, in their order.
	Articles []string
	// Skipped has a line for each page that gave no article.
	Skipped []string
	// Left counts entries that were not looked at; of what is followed, later
	// visits read more of them.
	Left int
}
