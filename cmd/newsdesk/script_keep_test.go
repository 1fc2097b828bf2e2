package main

import (
	"context"
	"encoding/json"
	"path/filepath"

	"github.com/rogpeppe/go-internal/testscript"

	"newsdesk/corpus"
	"newsdesk/rag"
)

func init() { scriptCommands["resolves"] = cmdResolves }

// cmdResolves checks that every citation of an Answer in a file opens in the
// library of the script's data folder, in the version that it names, or with
// ! that none does: resolves FILE.
func cmdResolves(ts *testscript.TestScript, neg bool, args []string) {
	var a rag.Answer
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &a))
	if len(a.Citations) == 0 {
		ts.Fatalf("the answer cites nothing")
	}
	ctx := context.Background()
	l, err := corpus.OpenLibrary(ctx, filepath.Join(ts.MkAbs(".user/data/newsdesk"), "library.db"))
	ts.Check(err)
	defer l.Close()
	for _, c := range a.Citations {
		ok, err := l.Cited(ctx, c.Doc, c.Version, corpus.Span{Start: c.Start, End: c.End}, c.Quote)
		ts.Check(err)
		if ok == neg {
			ts.Fatalf("citation %d of %s, version %s: resolves is %v", c.N, c.Doc, c.Version, ok)
		}
	}
}
