package corpus

import "testing"

func TestViewMatch(t *testing.T) {
	article := func(outlet, agency string, collections ...string) *Article {
		return &Article{Outlet: outlet, Agency: agency, Collections: collections}
	}
	plain, city, sport := article("Gull", ""), article("Gull", "AFP", "City"), article("Dock", "", "Sport", "City")
	own, others, both, mixed := article("Gull", "", "server:1"), article("Gull", "", "Server:2"), article("Dock", "", "server:1", "server:2"), article("Gull", "", "City", "server:2")
	all := []*Article{plain, city, sport, own, others, both, mixed}
	for _, tt := range []struct {
		view View
		want []bool
	}{
		{View{}, []bool{false, false, false, false, false, false, false}},
		{View{All: true}, []bool{true, true, true, false, false, false, false}},
		{View{Own: "SERVER:1"}, []bool{false, false, false, true, false, true, false}},
		{View{Own: "server:1", Shared: []string{"city"}}, []bool{false, true, true, true, false, true, false}},
		{View{Own: "server:2", All: true}, []bool{true, true, true, false, true, true, true}},
		// A private collection cannot be shared, nor any other be somebody's own.
		{View{Shared: []string{"server:2", "Sport"}}, []bool{false, false, true, false, false, false, false}},
		{View{Own: "City"}, []bool{false, false, false, false, false, false, false}},
		{View{Own: "server:1", All: true, Outlets: []string{"afp", "DOCK"}}, []bool{false, true, true, false, false, true, false}},
		{View{All: true, Outlets: []string{""}}, []bool{false, false, false, false, false, false, false}},
	} {
		for i, a := range all {
			f := Filter{View: &tt.view}
			if got := f.Match(a); got != tt.want[i] || f.Zero() {
				t.Errorf("%+v: %v of %q in %q passes %v", tt.view, a.Outlet, a.Agency, a.Collections, got)
			}
		}
	}
	for name, want := range map[string]bool{"server:1": true, "SERVER:1": true, "server:": true, "server": false, "servers:1": false, "": false, "my server:1": false} {
		if PrivateCollection(name) != want {
			t.Errorf("%q is private: %v", name, !want)
		}
	}
	keys := map[string]View{}
	for _, v := range []View{{}, {All: true}, {Own: "a"}, {Shared: []string{"a"}}, {Shared: []string{"a", "b"}}, {Shared: []string{`a" "b`}}, {Outlets: []string{"a"}}} {
		if other, ok := keys[v.Key()]; ok {
			t.Errorf("%+v and %+v have one key", v, other)
		}
		keys[v.Key()] = v
	}
}
