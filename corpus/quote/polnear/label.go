package polnear

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"newsdesk/corpus"
)

// Key names a quotation: the byte of the article's text that it begins at,
// after its mark.
type Key struct {
	Article string
	Offset  int
}

// Label is who says the quotation at Key, as a person decided who read the
// article.
type Label struct {
	Key
	// Kind is "pronoun", where the text attributes it to "he" or "she", or
	// "bare", where its paragraph attributes it to nobody.
	Kind string
	// Speaker is the full name, as far as the article gives it, or empty where
	// it cannot be told. Several ways of writing are parted by "|".
	Speaker string
}

// labels.tsv is 99 and 74 quotations that the command draw chose.
//
//go:embed labels.tsv
var labelled string

// Labels are the quotations labelled by hand.
func Labels() ([]Label, error) {
	var out []Label
	n := 0
	for line := range strings.Lines(labelled) {
		n++
		line = strings.TrimRight(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 4 {
			return nil, fmt.Errorf("labels.tsv, line %d: want kind, article, offset and speaker with tabs between", n)
		}
		at, err := strconv.Atoi(f[2])
		if err != nil {
			return nil, fmt.Errorf("labels.tsv, line %d: the offset %q is not a number", n, f[2])
		}
		out = append(out, Label{Key{f[1], at}, f[0], f[3]})
	}
	return out, nil
}

// Pronouns are the annotated quotations, of five words and more, whose source
// is a pronoun.
func (s *Set) Pronouns() []Key {
	byID := map[string]*corpus.Article{}
	for _, a := range s.Articles {
		byID[a.ID] = a
	}
	var out []Key
	for _, q := range s.Quotes {
		if !q.Pronoun || q.Kind != "direct" {
			continue
		}
		a := byID[q.Doc]
		for key, id := range s.paras {
			if id != q.ParaID || key[0] != q.Doc {
				continue
			}
			at := strings.Index(a.Text, key[1])
			if in := strings.Index(key[1], q.Text); at >= 0 && in >= 0 {
				out = append(out, Key{a.ID, at + in})
			}
			break
		}
	}
	slices.SortFunc(out, compareKeys)
	return slices.Compact(out)
}

// Bare are the paragraphs that a quotation fills, marks aside.
func (s *Set) Bare() []Key {
	var out []Key
	for _, a := range s.Articles {
		at := 0
		for line := range strings.Lines(a.Text) {
			text := strings.TrimSpace(line)
			if w := fillsParagraph(text); w > 0 {
				out = append(out, Key{a.ID, at + strings.Index(line, text) + w})
			}
			at += len(line)
		}
	}
	return out
}

// MixedMarks reports whether the paragraph at k has both curly and straight
// marks: which of them closes what cannot be told without reading.
func (s *Set) MixedMarks(k Key) bool {
	for _, a := range s.Articles {
		if a.ID == k.Article {
			from := strings.LastIndexByte(a.Text[:k.Offset], '\n') + 1
			para, _, _ := strings.Cut(a.Text[from:], "\n")
			return strings.Contains(para, `"`) && strings.ContainsAny(para, "“”")
		}
	}
	return false
}

// fillsParagraph is the width of the mark that opens the paragraph p where no
// word of it stands outside marks, else 0. Five words are the least.
func fillsParagraph(p string) int {
	if len(strings.Fields(p)) < 5 {
		return 0
	}
	for _, m := range [][2]string{{"“", "”"}, {`"`, `"`}} {
		if !strings.HasPrefix(p, m[0]) {
			continue
		}
		for rest := p; rest != ""; {
			if !strings.HasPrefix(rest, m[0]) {
				return 0
			}
			_, after, _ := strings.Cut(rest[len(m[0]):], m[1])
			rest = strings.TrimSpace(after)
		}
		return len(m[0])
	}
	return 0
}

func compareKeys(a, b Key) int {
	if c := strings.Compare(a.Article, b.Article); c != 0 {
		return c
	}
	return a.Offset - b.Offset
}
