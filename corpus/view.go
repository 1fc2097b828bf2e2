package corpus

import (
	"fmt"
	"slices"
	"strings"
)

// View is what one group of readers may see of an archive. The zero View shows
// nothing.
type View struct {
	// Own is the private collection of these readers, or "".
	Own string
	// Shared are the collections that they were given of what is in no private
	// one, and All says that they were given all of that.
	Shared []string
	All    bool
	// Outlets are the outlets and agencies whose articles they may see, of
	// their own collection too; empty for no bound.
	Outlets []string
}

// Match reports whether the readers may see a, whose collections must be
// known. Names are matched without regard to case.
func (v *View) Match(a *Article) bool {
	if len(v.Outlets) > 0 && !slices.ContainsFunc(v.Outlets, func(name string) bool {
		return name != "" && (strings.EqualFold(name, a.Outlet) || strings.EqualFold(name, a.Agency))
	}) {
		return false
	}
	private, shared := false, v.All
	for _, c := range a.Collections {
		switch {
		case PrivateCollection(c):
			if strings.EqualFold(c, v.Own) {
				return true
			}
			private = true
		case slices.ContainsFunc(v.Shared, func(name string) bool { return strings.EqualFold(name, c) }):
			shared = true
		}
	}
	return shared && !private
}

// Key names the view: two that differ have different keys.
func (v *View) Key() string { return fmt.Sprintf("%q %q %t %q", v.Own, v.Shared, v.All, v.Outlets) }
