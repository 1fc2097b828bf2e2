package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCheckAtTerminal(t *testing.T) {
	home := t.TempDir()
	const claim = "The two leaders spent five hours together on Thursday."
	c := newConsole(t, home, nil, "check", claim)
	c.await("\x1b[1mAltered: “five hours” — the source has “three hours”\x1b[0m\x1b[36m [1]\x1b[0m")
	c = newConsole(t, home, []string{"NO_COLOR=1"}, "check", claim)
	c.await("Altered: ")
	if before := c.await("undated"); strings.Contains(before, "\x1b") {
		t.Errorf("colours in spite of NO_COLOR: %q", before)
	}

	claims := filepath.Join(home, "claims.jsonl")
	if err := os.WriteFile(claims, []byte(`{"id": "a", "claim": "`+claim+`"}`), 0o666); err != nil {
		t.Fatal(err)
	}
	c = newConsole(t, home, nil, "check", "--claims", claims, "--answers", filepath.Join(home, "out.jsonl"))
	c.await("\rchecked 1 of 1\r\x1b[K")
	c.await("1 claim: 0 supported, 1 altered")
	if got := c.status(); got != exitOK {
		t.Errorf("exit status %d", got)
	}
}
