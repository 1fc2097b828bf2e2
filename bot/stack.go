package bot

import "runtime/debug"

// stack is the stack of the caller, bounded for the log.
func stack() string {
	s := debug.Stack()
	return string(s[:min(len(s), 4096)])
}
