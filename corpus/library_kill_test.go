package corpus

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// childEnv tells a re-executed test binary which library to add to.
const childEnv = "NEWSDESK_TEST_LIBRARY"

func TestMain(m *testing.M) {
	if path := os.Getenv(childEnv); path != "" {
		if err := addForEver(path, os.Args[1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// addForEver puts articles and acknowledges each with a line, until killed.
// Every third is put again in a changed form, so that kills fall on
// replacements too.
func addForEver(path, run string) error {
	ctx := context.Background()
	l, err := OpenLibrary(ctx, path)
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		id := fmt.Sprintf("%s-%d", run, i)
		for _, text := range []string{"A first sentence.", "A sentence that was corrected."}[:1+(i%3)/2] {
			if _, _, _, err := l.Put(ctx, []Item{testItem(id, text, 40)}); err != nil {
				return err
			}
		}
		fmt.Println(id)
	}
}

// TestKill kills a process that adds, at random moments, and expects every
// acknowledged article and nothing that is half there.
func TestKill(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "library.db")
	rng := rand.New(rand.NewPCG(1, 2))
	acknowledged := map[string]bool{}
	for run := range 15 {
		cmd := exec.Command(self, fmt.Sprint("run", run))
		cmd.Env = append(os.Environ(), childEnv+"="+path)
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		if lines.Scan() {
			acknowledged[lines.Text()] = true
		}
		timer := time.AfterFunc(time.Duration(rng.IntN(20_000))*time.Microsecond, func() { cmd.Process.Kill() })
		for lines.Scan() {
			acknowledged[lines.Text()] = true
		}
		timer.Stop()
		if err := cmd.Wait(); err == nil || cmd.ProcessState.ExitCode() == 1 {
			t.Fatalf("the child was not killed: %v", err)
		}
		l := openTest(t, path)
		sound(t, l)
		for id := range acknowledged {
			if it, err := l.Item(t.Context(), id); err != nil || len(it.Passages) != 40 || len(it.Vectors) != 40 {
				t.Errorf("run %d: article %s, which was acknowledged: %v, %d passages", run, id, err, len(it.Passages))
			}
		}
		l.Close()
	}
	if len(acknowledged) < 15 {
		t.Errorf("only %d articles were acknowledged: the test killed too early to show anything", len(acknowledged))
	}
}
