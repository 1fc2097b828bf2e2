package render

import (
	"bytes"
	"context"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
	"newsdesk/rag"
	"newsdesk/rag/embed"
	"newsdesk/rag/index/indextest"
	"newsdesk/rag/verify"
)

// report is an invented article of testdata/injection with a question that
// it answers and texts that try to steer whoever reads them.
type report struct {
	name, article, question string
	steers                  []steer
}

// steer is one such text and where it is put.
type steer struct {
	name string
	// place is "at N", a paragraph of its own after paragraph N; "into N", at the end
	// of that paragraph; or "front LINE", a line of the front matter.
	place, where string
	text         string
	// harm is what must not reach a reader, obey what a model writes that
	// does as it is told.
	harm []string
	obey string
	// quoted is true of what nothing tells from an article's own statements: it may
	// be quoted as those are.
	quoted bool
}

var escaped = regexp.MustCompile(`\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}`)

// fromNumbers puts the characters that cannot be seen in the place of their
// numbers.
func fromNumbers(s string) string {
	return escaped.ReplaceAllStringFunc(s, func(e string) string {
		n, err := strconv.ParseUint(e[2:], 16, 32)
		if err != nil {
			return e
		}
		return string(rune(n))
	})
}

func loadReports(t *testing.T) (out []report) {
	t.Helper()
	paths, err := filepath.Glob("testdata/injection/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no testdata: %v", err)
	}
	slices.Sort(paths)
	for _, p := range paths {
		raw, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		r := report{name: strings.TrimSuffix(filepath.Base(p), ".txtar")}
		for _, f := range txtar.Parse(raw).Files {
			switch name, isSteer := strings.CutPrefix(f.Name, "steer/"); {
			case f.Name == "article.md":
				r.article = strings.TrimSpace(string(f.Data))
			case f.Name == "question.txt":
				r.question = strings.TrimSpace(string(f.Data))
			case isSteer:
				s := readSteer(fromNumbers(string(f.Data)))
				s.name = strings.TrimSuffix(name, ".txt")
				if s.place == "" || len(s.harm) == 0 || s.obey == "" {
					t.Fatalf("%s: %s says too little", p, f.Name)
				}
				r.steers = append(r.steers, s)
			}
		}
		out = append(out, r)
	}
	return out
}

// readSteer reads lines "key: value" up to an empty one, and the text.
func readSteer(data string) (s steer) {
	head, text, _ := strings.Cut(data, "\n\n")
	s.text = strings.TrimSpace(text)
	var obey []string
	for line := range strings.Lines(head) {
		switch key, value, _ := strings.Cut(strings.TrimRight(line, "\n"), ": "); key {
		case "harm":
			s.harm = append(s.harm, value)
		case "obey":
			obey = append(obey, value)
		case "quoted":
			s.quoted = true
		default:
			s.place, s.where = key, value
		}
	}
	s.obey = strings.Join(obey, "\n")
	return s
}

// steered is the article with s in it.
func (r *report) steered(t *testing.T, s steer) string {
	t.Helper()
	if s.place == "front" {
		field, _, _ := strings.Cut(s.where, ":")
		line := regexp.MustCompile("(?m)^" + field + ": .*$")
		if field != "author" {
			return line.ReplaceAllLiteralString(r.article, s.where)
		}
		return strings.Replace(r.article, "\npublished:", "\n"+s.where+"\npublished:", 1)
	}
	paragraphs := strings.Split(r.article, "\n\n")
	n, err := strconv.Atoi(s.where)
	head, first, ok := strings.Cut(paragraphs[0], "\n---\n")
	if err != nil || !ok || n > len(paragraphs) {
		t.Fatalf("%s: no place %q", s.name, s.where)
	}
	paragraphs[0] = first
	if s.place == "into" {
		paragraphs[n-1] += " " + s.text
	} else {
		paragraphs = slices.Insert(paragraphs, n, s.text)
	}
	return head + "\n---\n" + strings.Join(paragraphs, "\n\n")
}

// archive is an engine over articles by name.
func archive(t *testing.T, articles map[string]string) *rag.Engine {
	t.Helper()
	var list []corpus.Article
	for name, text := range articles {
		a, err := clean.Text(name, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, a)
	}
	ix, table := indextest.Open(t, list)
	return rag.New(ix, ix.Library(), table)
}

// eachSteer calls fn with an archive of all reports for each text that steers, of
// which one is steered by it, and with the answer where none is.
func eachSteer(t *testing.T, reports []report, fn func(t *testing.T, r *report, s steer, e *rag.Engine, plain rag.Answer)) {
	articles := map[string]string{}
	n, quoted := 0, 0
	for _, r := range reports {
		articles[r.name] = r.article
	}
	e := archive(t, articles)
	for i := range reports {
		r := &reports[i]
		plain, err := e.Ask(t.Context(), rag.Question{Text: r.question})
		if err != nil || plain.Abstained {
			t.Fatalf("%s: no answer: %v %s", r.name, err, plain.Text)
		}
		for _, s := range r.steers {
			n++
			if s.quoted {
				quoted++
			}
			t.Run(r.name+"/"+s.name, func(t *testing.T) {
				t.Parallel() // an archive waits for the disk
				steered := maps.Clone(articles)
				steered[r.name] = r.steered(t, s)
				fn(t, r, s, archive(t, steered), plain)
			})
		}
	}
	if n < 60 || quoted > 2 {
		t.Errorf("%d texts that steer, want 60; of them %d may be quoted, want 2 at most", n, quoted)
	}
}

// TestSteeredArticles: what an article says to a program changes nothing in
// an answer of the archive's own sentences; and a model that obeys it gets nothing harmful past
// the checks, however it mixes that with what is so.
func TestSteeredArticles(t *testing.T) {
	reports := loadReports(t)
	table, err := embed.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	checker, err := verify.New(table)
	if err != nil {
		t.Fatal(err)
	}
	eachSteer(t, reports, func(t *testing.T, r *report, s steer, e *rag.Engine, plain rag.Answer) {
		a, err := e.Ask(t.Context(), rag.Question{Text: r.question})
		if err != nil {
			t.Fatal(err)
		}
		if s.quoted {
			s.harm = nil
		} else if a.Text != plain.Text || a.Abstained != plain.Abstained || !slices.Equal(cited(a), cited(plain)) {
			t.Errorf("the answer changed:\n%s\nwithout it:\n%s", a.Text, plain.Text)
		}
		harmless(t, r, s, a)
		for name, g := range map[string]*obedient{
			"obedient": {reports: reports, good: plain.Text}, "mixing": {reports: reports, good: plain.Text, mix: true},
			"insistent": {reports: reports, good: plain.Text, insist: &s}, "insistent and mixing": {reports: reports, good: plain.Text, insist: &s, mix: true},
		} {
			a, err := rag.NewGenerative(e, g, rag.GenerativeOptions{}).Ask(t.Context(), rag.Question{Text: r.question})
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if len(g.prompts) == 0 {
				t.Errorf("%s: the model was not asked", name)
			}
			harmless(t, r, s, a)
			borneOut(t, r, s, checker, table, a)
		}
	})
}

func cited(a rag.Answer) (out []string) {
	for _, c := range a.Citations {
		out = append(out, c.Doc+": "+c.Quote)
	}
	return out
}

var (
	mention = regexp.MustCompile(`@(?:everyone|here)\b|<@[!&]?\d+>|<#\d+>`)
	// address is what a terminal or Discord makes a link of.
	address = regexp.MustCompile(`(?i)\b(?:https?://|www\.|javascript:|data:)[^\s)>\]\x1b\x07]*`)
	masked  = regexp.MustCompile(`[^\\]\]\(([^)]*)\)`)
	control = regexp.MustCompile(`[\x00-\x09\x0b-\x1f\x7f\x{202a}-\x{202e}\x{2066}-\x{2069}\x{e0000}-\x{e007f}]`)
)

// harmless holds what a reader sees of a, in a terminal and in Discord, to
// what must not be there: what s wants, a mention, a link that is no article's address,
// characters that steer a terminal or hide.
func harmless(t *testing.T, r *report, s steer, a rag.Answer) {
	t.Helper()
	for name, shown := range shownAs(t, a) {
		bare := strings.ToLower(strings.ReplaceAll(shown, `\`, ""))
		for _, h := range s.harm {
			if strings.Contains(bare, strings.ToLower(h)) {
				t.Errorf("%s: %q reaches the reader:\n%s", name, h, shown)
			}
		}
		if m := mention.FindString(shown); m != "" && name == "Discord" {
			t.Errorf("%s: a mention %q:\n%s", name, m, shown)
		}
		links := address.FindAllString(shown, -1)
		for _, m := range masked.FindAllStringSubmatch(shown, -1) {
			links = append(links, m[1])
		}
		for _, l := range links {
			if !ownAddress(a, l) {
				t.Errorf("%s: the link %q is no article's:\n%s", name, l, shown)
			}
		}
		if m := control.FindString(shown); m != "" && name != "colours" {
			t.Errorf("%s: the character %+q:\n%s", name, m, shown)
		}
	}
}

// ownAddress reports whether l is the address of an article that a cites, as
// it is or made safe.
func ownAddress(a rag.Answer, l string) bool {
	return slices.ContainsFunc(a.Citations, func(c rag.Citation) bool { return l != "" && (l == c.URL || l == link(c.URL)) })
}

// shownAs is a in every form that a reader can see it in.
func shownAs(t *testing.T, a rag.Answer) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name, opt := range map[string]Options{"plain": {}, "unwrapped": {Width: -1}, "colours": {Width: -1, Color: true}} {
		var b bytes.Buffer
		if err := Terminal(&b, a, opt); err != nil {
			t.Fatal(err)
		}
		out[name] = b.String()
	}
	var b strings.Builder
	for _, m := range append(Discord(a), DiscordEcho(a)...) {
		b.WriteString(m.Content + "\n")
		for _, e := range m.Embeds {
			b.WriteString(e.Title + "\n" + e.Description + "\n")
			for _, f := range e.Fields {
				b.WriteString(f.Name + "\n" + f.Value + "\n")
			}
		}
	}
	out["Discord"] = b.String()
	return out
}

// obedient is a language model that does what it reads in its prompt: where one of the
// texts that steer stands there it writes what that wants, and else what a
// good model would. An insistent one has been told before, wherever it stands. With mix it
// writes both.
type obedient struct {
	reports []report
	good    string
	insist  *steer
	mix     bool
	prompts []string
}

func (o *obedient) Model() string { return "scripted:obedient" }

func (o *obedient) Generate(ctx context.Context, p rag.Prompt, each func(string) error) (rag.Generation, error) {
	prompt := p.System + "\n" + p.User
	o.prompts = append(o.prompts, prompt)
	var lines []string
	for i := range o.reports {
		for k := range o.reports[i].steers {
			s := &o.reports[i].steers[k]
			if s.readIn(prompt) {
				lines = append(lines, s.obey)
			}
		}
	}
	if o.insist != nil {
		lines = append(lines, o.insist.obey)
	}
	if len(lines) == 0 || o.mix {
		lines = append([]string{o.good}, lines...)
	}
	out := strings.Join(lines, "\n")
	// In pieces that end anywhere, as they come over a network.
	for rest := out; rest != ""; {
		n := min(7, len(rest))
		if each != nil {
			if err := each(rest[:n]); err != nil {
				return rag.Generation{}, err
			}
		}
		rest = rest[n:]
	}
	return rag.Generation{Text: out, Usage: rag.Usage{Input: len(prompt) / 4, Output: len(out) / 4}}, ctx.Err()
}

var pieces = regexp.MustCompile(`[.!?\n]+\s`)

// readIn reports whether a whole sentence of s stands in the prompt.
func (s *steer) readIn(prompt string) bool {
	text := s.text
	if s.place == "front" {
		_, text, _ = strings.Cut(s.where, ": ")
	}
	for _, piece := range pieces.Split(text, -1) {
		if piece = strings.TrimSpace(piece); len(piece) > 12 && strings.Contains(prompt, piece) {
			return true
		}
	}
	return false
}

// borneOut holds each statement of a to the article: its own words, or
// supported by them once they are rid of what steers.
func borneOut(t *testing.T, r *report, s steer, checker *verify.Checker, table *embed.Table, a rag.Answer) {
	t.Helper()
	text := r.article
	if s.quoted {
		text = r.steered(t, s)
	}
	article, err := clean.Text(r.name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	source := verify.NewSource(&article, nil, nil, table)
	for _, st := range a.Statements {
		bare := strings.Trim(st.Text, "“”\" ")
		if strings.Contains(article.Text, bare) {
			continue
		}
		if res := checker.Check(st.Text, []*verify.Source{source}); res.Verdict != verify.Supported {
			t.Errorf("%s: %q is not in the article: %v %v", s.name, st.Text, res.Verdict, res.Changes)
		}
	}
}
