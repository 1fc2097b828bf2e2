package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// layers, from the bottom up: a package imports from its own layer and those
// below.
var layers = []string{"corpus", "rag", "bot", "cmd"}

// homes says in which folder alone a library is imported, so that replacing
// it is the matter of one package. Libraries of the Go project itself
// (golang.org/x) may be used everywhere unless they stand here.
var homes = map[string]string{
	"codeberg.org/readeck/go-readability":    "corpus/clean",
	"github.com/goccy/go-yaml":               "corpus/clean",
	"github.com/mmcdole/gofeed":              "corpus/web",
	"modernc.org/sqlite":                     "corpus",
	"github.com/blevesearch/bleve":           "rag/index",
	"github.com/blevesearch/bleve_index_api": "rag/index",
	"github.com/blevesearch/snowballstem":    "rag/terms",
	"go.etcd.io/bbolt":                       "rag/index",
	"github.com/hashicorp/golang-lru":        "rag",
	"github.com/philippgille/chromem-go":     "rag/index",
	"github.com/tmc/langchaingo":             "rag/llm",
	"go.opentelemetry.io/otel":               "rag",
	"github.com/bwmarrin/discordgo":          "bot",
	"github.com/gorilla/websocket":           "bot",
	"github.com/santhosh-tekuri/jsonschema":  "bot/discordtest",
	"github.com/prometheus/client_golang":    "bot/metrics",
	"github.com/rivo/uniseg":                 "bot/render",
	"github.com/joho/godotenv":               "cmd/newsdesk",
	"github.com/peterh/liner":                "cmd/newsdesk",
	"github.com/spf13/cobra":                 "cmd/newsdesk",
	"golang.org/x/term":                      "cmd/newsdesk",
	"golang.org/x/net":                       "",
	"golang.org/x/text":                      "",
	"golang.org/x/sync":                      "",
	"golang.org/x/time":                      "",
}

// listed is what go list says of a package.
type listed struct {
	ImportPath string
	Imports    []string
}

func TestLayers(t *testing.T) {
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("there is no go command here to list the packages with")
	}
	cmd := exec.Command(goTool, "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	packages := 0
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; packages++ {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		for _, fault := range p.faults() {
			t.Error(fault)
		}
	}
	if packages < 10 {
		t.Errorf("go list found %d packages", packages)
	}
}

// faults is a line for each rule that p breaks.
func (p listed) faults() (out []string) {
	dir := strings.TrimPrefix(p.ImportPath, "newsdesk/")
	layer := slices.Index(layers, firstElement(dir))
	if layer < 0 {
		out = append(out, p.ImportPath+" is in none of the layers "+strings.Join(layers, ", "))
	}
	for _, name := range strings.Split(dir, "/") {
		if slices.Contains([]string{"util", "utils", "common", "helpers", "internal", "misc"}, name) {
			out = append(out, p.ImportPath+" does not say what it is about")
		}
	}
	for _, imported := range p.Imports {
		if below, ok := strings.CutPrefix(imported, "newsdesk/"); ok {
			if slices.Index(layers, firstElement(below)) > layer {
				out = append(out, p.ImportPath+" imports "+imported+" from a layer above")
			}
			continue
		}
		if !strings.Contains(firstElement(imported), ".") {
			continue // the standard library
		}
		home, known := homeOf(imported)
		switch {
		case !known:
			out = append(out, p.ImportPath+" imports "+imported+", which has no home yet: give it one in homes")
		case home != "" && dir != home && !strings.HasPrefix(dir, home+"/"):
			out = append(out, p.ImportPath+" imports "+imported+", whose home is "+home)
		}
	}
	return out
}

func firstElement(path string) string {
	first, _, _ := strings.Cut(path, "/")
	return first
}

// homeOf is the home of the library that a package belongs to.
func homeOf(imported string) (home string, known bool) {
	for library, home := range homes {
		if imported == library || strings.HasPrefix(imported, library+"/") {
			return home, true
		}
	}
	return "", false
}

// TestLayerFaults holds the rules to packages that break them.
func TestLayerFaults(t *testing.T) {
	for _, tt := range []struct {
		name  string
		p     listed
		fault string
	}{
		{"all is well", listed{"newsdesk/rag/index", []string{"fmt", "newsdesk/corpus", "github.com/philippgille/chromem-go", "golang.org/x/text/unicode/norm"}}, ""},
		{"up", listed{"newsdesk/corpus/source", []string{"newsdesk/rag"}}, "from a layer above"},
		{"no layer", listed{"newsdesk/server", nil}, "in none of the layers"},
		{"a grab-bag", listed{"newsdesk/rag/util", nil}, "does not say"},
		{"a library abroad", listed{"newsdesk/rag", []string{"modernc.org/sqlite"}}, "whose home is corpus"},
		{"a library without a home", listed{"newsdesk/rag", []string{"example.org/new/thing"}}, "no home yet"},
	} {
		got := strings.Join(tt.p.faults(), "\n")
		if tt.fault == "" && got != "" || !strings.Contains(got, tt.fault) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.fault)
		}
	}
}
