// Command wordnet derives the word lists of package verify from the database
// files of WordNet 3.0 (Debian: wordnet-base, in /usr/share/wordnet):
//
//	go run ./rag/verify/train/wordnet -dict /usr/share/wordnet -out rag/verify
//
// It writes antonyms.txt, pairs of single words that WordNet calls opposites,
// and common.txt, the stems of the words that WordNet writes in lower case:
// what is not there may be a name. Both keep only words that the built-in
// embedding table knows as one piece.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"newsdesk/rag/embed"
	"newsdesk/rag/terms"
)

func main() {
	dict := flag.String("dict", "/usr/share/wordnet", "folder of WordNet's data files")
	out := flag.String("out", "rag/verify", "folder to write to")
	flag.Parse()
	if err := run(*dict, *out); err != nil {
		fmt.Fprintln(os.Stderr, "wordnet:", err)
		os.Exit(1)
	}
}

// pointer leads from one word of a synset to one of another.
type pointer struct {
	from, to         string
	fromWord, toWord int
}

type lexicon struct {
	synsets map[string][]string // part of speech and offset → words as written
	opposed []pointer
}

func run(dict, out string) error {
	table, err := embed.Builtin()
	if err != nil {
		return err
	}
	lex := lexicon{synsets: map[string][]string{}}
	for pos, file := range map[string]string{"n": "noun", "v": "verb", "a": "adj", "r": "adv"} {
		if err := lex.read(filepath.Join(dict, "data."+file), pos); err != nil {
			return err
		}
	}
	pairs, common := map[string]bool{}, map[string]bool{}
	known := func(w string) bool { return len(w) > 1 && table.Rank(w) >= 0 && strings.ToLower(w) == w }
	for _, p := range lex.opposed {
		a, b := lex.word(p.from, p.fromWord), lex.word(p.to, p.toWord)
		if known(a) && known(b) && a < b {
			pairs[a+" "+b] = true
		}
	}
	for _, words := range lex.synsets {
		for _, w := range words {
			if known(w) {
				for _, s := range terms.Stems(w) {
					common[s] = true
				}
			}
		}
	}
	if err := write(filepath.Join(out, "antonyms.txt"), pairs); err != nil {
		return err
	}
	return write(filepath.Join(out, "common.txt"), common)
}

func (l *lexicon) word(synset string, n int) string {
	if words := l.synsets[synset]; n >= 1 && n <= len(words) {
		return words[n-1]
	}
	return ""
}

// read takes in one data file; wndb(5WN) describes its lines.
func (l *lexicon) read(path, pos string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("%w: install WordNet 3.0 (Debian: wordnet-base) or name its folder with -dict", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		if strings.HasPrefix(line, " ") {
			continue // the licence
		}
		data, _, _ := strings.Cut(line, "|")
		if err := l.synset(pos, strings.Fields(data)); err != nil {
			return fmt.Errorf("%s: %w in %.40q", path, err, line)
		}
	}
	return lines.Err()
}

func (l *lexicon) synset(pos string, x []string) error {
	if len(x) < 5 {
		return fmt.Errorf("too few fields")
	}
	n, err := strconv.ParseUint(x[3], 16, 8)
	if err != nil || len(x) < 5+2*int(n) {
		return fmt.Errorf("bad number of words")
	}
	key := pos + x[0]
	for i := range int(n) {
		w, _, _ := strings.Cut(x[4+2*i], "(")
		l.synsets[key] = append(l.synsets[key], w)
	}
	x = x[5+2*n:]
	for ; len(x) >= 4 && len(x[3]) == 4; x = x[4:] {
		if x[0] != "!" {
			continue
		}
		from, err1 := strconv.ParseUint(x[3][:2], 16, 8)
		to, err2 := strconv.ParseUint(x[3][2:], 16, 8)
		if err1 != nil || err2 != nil {
			return fmt.Errorf("bad pointer")
		}
		l.opposed = append(l.opposed, pointer{key, strings.Replace(x[2], "s", "a", 1) + x[1], int(from), int(to)})
	}
	return nil
}

func write(path string, set map[string]bool) error {
	lines := make([]string, 0, len(set))
	for s := range set {
		lines = append(lines, s)
	}
	slices.Sort(lines)
	return os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o644)
}
