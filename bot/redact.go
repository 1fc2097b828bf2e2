package bot

import (
	"errors"
	"runtime/debug"
	"strings"
)

// redact is err without the token, should a library have put it there.
func (b *Bot) redact(err error) error {
	if err == nil || !strings.Contains(err.Error(), b.config.Token) {
		return err
	}
	return errors.New(strings.ReplaceAll(err.Error(), b.config.Token, "[token]"))
}

// stack is the stack of the caller, bounded for the log.
func stack() string {
	s := debug.Stack()
	return string(s[:min(len(s), 4096)])
}
