package web

import (
	"net/url"
	"testing"
)

func TestIdentity(t *testing.T) {
	id := identity("https://www.example.org/2024/05/a-new-bridge.html")
	for address, same := range map[string]bool{
		"https://www.example.org/2024/05/a-new-bridge.html":   true,
		"http://example.org/2024/05/a-new-bridge.html":        true,
		"https://m.example.org/2024/05/a-new-bridge.html":     true,
		"https://www.example.org/2024/06/a-new-bridge.html":   false,
		"https://www.example.org/2024/05/a-new-bridge.html?2": false,
		"https://example.com/2024/05/a-new-bridge.html":       false,
	} {
		if got := identity(address); (got == id) != same {
			t.Errorf("%s is %s", address, got)
		}
	}
	if id[:27] != "example.org-a-new-bridge-"+id[25:27] || len(id) != len("example.org-a-new-bridge-")+10 {
		t.Errorf("the ID is %s", id)
	}
	for address, want := range map[string]string{
		"https://example.org/": "example.org-", "https://example.org/ü/Größe": "example.org-gr-e-",
		"https://example.org/a/" + "very-long-headline-that-goes-on-and-on-and-on-without-an-end": "example.org-very-long-headline-that-goes-on-and-on-and-on-",
	} {
		if got := identity(address); got[:len(got)-10] != want {
			t.Errorf("%s is %s, want %s…", address, got, want)
		}
	}
}

func TestCanonicalAddress(t *testing.T) {
	for in, want := range map[string]string{
		"http://example.org/a#b":                         "http://example.org/a",
		"http://example.org/a?utm_source=x&id=7&fbclid=": "http://example.org/a?id=7",
		"http://example.org/a?UTM_x=1":                   "http://example.org/a",
		"http://Example.org/a?":                          "http://example.org/a",
		"http://example.org/a?b=2&a=1":                   "http://example.org/a?b=2&a=1",
	} {
		u, err := url.Parse(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := Canonical(u); got != want {
			t.Errorf("%s is %s", in, got)
		}
	}
}
