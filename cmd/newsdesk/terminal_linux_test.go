package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// console is newsdesk at a terminal of 72 columns.
type console struct {
	t    *testing.T
	cmd  *exec.Cmd
	user *os.File // what the person types and reads

	mu   sync.Mutex
	seen bytes.Buffer
}

func newConsole(t *testing.T, home string, env []string, args ...string) *console {
	t.Helper()
	user, terminal := openTerminal(t)
	c := &console{t: t, user: user, cmd: exec.Command("newsdesk", args...)}
	c.cmd.Dir = home
	c.cmd.Env = append([]string{"HOME=" + home, "TERM=xterm", "PATH=" + os.Getenv("PATH")}, env...)
	c.cmd.Stdin, c.cmd.Stdout, c.cmd.Stderr = terminal, terminal, terminal
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	terminal.Close()
	go func() {
		b := make([]byte, 4096)
		for {
			n, err := user.Read(b)
			c.mu.Lock()
			c.seen.Write(b[:n])
			c.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		c.cmd.Process.Kill()
		user.Close()
	})
	return c
}

// openTerminal makes a pseudo-terminal. See pts(4).
func openTerminal(t *testing.T) (user, terminal *os.File) {
	t.Helper()
	user, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("there are no pseudo-terminals here: %v", err)
	}
	var number, unlock int32
	size := struct{ rows, columns, x, y uint16 }{24, 72, 0, 0}
	for _, call := range []struct {
		request uintptr
		arg     unsafe.Pointer
	}{
		{syscall.TIOCSPTLCK, unsafe.Pointer(&unlock)},
		{syscall.TIOCGPTN, unsafe.Pointer(&number)},
		{syscall.TIOCSWINSZ, unsafe.Pointer(&size)},
	} {
		if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, user.Fd(), call.request, uintptr(call.arg)); errno != 0 {
			t.Skipf("pseudo-terminals do not work here: %v", errno)
		}
	}
	terminal, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("the pseudo-terminal cannot be opened: %v", err)
	}
	return user, terminal
}

// await waits until the terminal shows text after what was awaited before,
// and returns everything up to it.
func (c *console) await(text string) string {
	c.t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		c.mu.Lock()
		seen := c.seen.String()
		if i := strings.Index(seen, text); i >= 0 {
			c.seen.Next(i + len(text))
			c.mu.Unlock()
			return seen[:i]
		}
		c.mu.Unlock()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t.Fatalf("%q does not appear; the terminal shows %q", text, c.seen.String())
	return ""
}

// press types keys once the prompt is there.
func (c *console) press(keys string) {
	c.t.Helper()
	c.await("> ")
	if _, err := c.user.WriteString(keys); err != nil {
		c.t.Fatal(err)
	}
}

// status waits for the end of the program.
func (c *console) status() int {
	c.t.Helper()
	timer := time.AfterFunc(10*time.Second, func() { c.cmd.Process.Kill() })
	defer timer.Stop()
	_ = c.cmd.Wait()
	return c.cmd.ProcessState.ExitCode()
}

const question = "What did Putin say about security guarantees?\r"

func TestChatAtTerminal(t *testing.T) {
	home := t.TempDir()
	c := newConsole(t, home, nil, "chat")
	c.await(greeting)
	c.press(question)
	c.await("guarantees of its security")
	c.await("\x1b[36m") // a citation's marker in its colour
	c.press("/op\t 1\r")
	c.await("┃ ")
	// Ctrl-C gives up the line; so does the next for the conversation.
	c.press("half a quest\x03")
	c.await("Ctrl-C once more")
	c.press("/sources\r")
	c.await("[1]")
	c.press("\x03")
	c.await("Ctrl-C once more")
	c.press("\x03")
	if got := c.status(); got != exitOK {
		t.Errorf("exit status %d after Ctrl-C twice", got)
	}
	history := filepath.Join(home, ".cache", "newsdesk", "history")
	b, err := os.ReadFile(history)
	if err != nil || !strings.Contains(string(b), "security guarantees?\n/open  1\n") {
		t.Errorf("the history holds %q, %v", b, err)
	}
	if info, err := os.Stat(history); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the history's mode: %v, %v", info, err)
	}

	// The next conversation remembers: up, up, up is the question again.
	c = newConsole(t, home, []string{"NO_COLOR=1"}, "chat")
	c.press("\x1b[A\x1b[A\x1b[A\r")
	c.await("guarantees of its security")
	if before := c.await("\n> "); strings.Contains(before, "\x1b[36m") {
		t.Errorf("colours in spite of NO_COLOR: %q", before)
	}
	// SIGTERM ends a conversation that waits for a question.
	if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if got := c.status(); got != exitOK {
		t.Errorf("exit status %d after SIGTERM", got)
	}
}

func TestAskAtTerminal(t *testing.T) {
	c := newConsole(t, t.TempDir(), nil, "ask", strings.TrimSpace(question))
	c.await("guarantees of its security")
	c.await("\x1b[36m")
	c = newConsole(t, t.TempDir(), []string{"NO_COLOR=1"}, "ask", "--json", strings.TrimSpace(question))
	if before := c.await(`  "question": `); strings.Contains(before, "\x1b[36m") {
		t.Errorf("colours in JSON: %q", before)
	}
	if got := c.status(); got != exitOK {
		t.Errorf("exit status %d", got)
	}
}
