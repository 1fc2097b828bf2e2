package discord

import (
	"net/url"
	"testing"
)

func TestInvite(t *testing.T) {
	if got := PermissionBits(); got != 309237730304 {
		t.Errorf("the permissions are %d", got)
	}
	u, err := url.Parse(InviteServer("123"))
	if err != nil {
		t.Fatal(err)
	}
	if q := u.Query(); q.Get("client_id") != "123" || q.Get("permissions") != "309237730304" || q.Get("scope") != "bot applications.commands" || q.Get("integration_type") != "0" {
		t.Errorf("got %s", u)
	}
	if u, err = url.Parse(InviteUser("123")); err != nil || u.Query().Get("scope") != "applications.commands" || u.Query().Has("permissions") {
		t.Errorf("got %s, %v", u, err)
	}
}

func TestApplicationOf(t *testing.T) {
	for token, want := range map[string]string{
		"MTAwMDAwMDAwMDAwMDAwMDAx.Gabcde.signature":     "100000000000000001",
		"Bot MTAwMDAwMDAwMDAwMDAwMDAx.Gabcde.signature": "100000000000000001",
		"MTAwMDAwMDAwMDAwMDAwMDAwMA==.x.y":              "1000000000000000000",
		"good-token":                                    "",
		"aGVsbG8.x.y":                                   "", // no number
		"":                                              "",
	} {
		if got := ApplicationOf(token); got != want {
			t.Errorf("%s: got %q, want %q", token, got, want)
		}
	}
}
