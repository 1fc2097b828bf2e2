package clean

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// FrontMatterError says where a file's front matter is not YAML of the form
// "key: value".
type FrontMatterError struct {
	// Line counts from 1 at the top of the file.
	Line   int
	Detail string
}

func (e *FrontMatterError) Error() string {
	return fmt.Sprintf("the front matter does not parse at line %d: %s", e.Line, e.Detail)
}

const fence = "---\n"

// splitFrontMatter parts the front matter of a text from the rest. What
// follows a mere horizontal rule is text; keys that are never closed are an
// error, since nobody wants them read as news.
func splitFrontMatter(text string) (yaml, rest string, ok bool, err error) {
	body, ok := strings.CutPrefix(text, fence)
	if !ok {
		return "", text, false, nil
	}
	if rest, ok := strings.CutPrefix(body, fence); ok {
		return "", rest, true, nil
	}
	if yaml, rest, ok = strings.Cut(body, "\n"+fence); ok {
		return yaml, rest, true, nil
	}
	if yaml, ok = strings.CutSuffix(body, "\n---"); ok {
		return yaml, "", true, nil
	}
	if keyed(body) {
		return "", "", false, errUnclosed
	}
	return "", text, false, nil
}

var errUnclosed = &FrontMatterError{Line: 1, Detail: "it is never closed: put a line of exactly --- below its last line"}

// keyLine matches a line of front matter, in whatever capitals.
var keyLine = regexp.MustCompile(`(?i)^([a-z][a-z_-]*):(?:\s|$)`)

// keyed reports whether a text begins with lines of "key: value", one of
// which is a key of ours.
func keyed(text string) bool {
	for line := range strings.Lines(text) {
		m := keyLine.FindStringSubmatch(line)
		if m == nil {
			return false
		}
		switch strings.ToLower(m[1]) {
		case "id", "title", "outlet", "author", "published", "url":
			return true
		}
	}
	return false
}

// parse reads a flat mapping. Values keep the characters they are written
// with, so that the id 007 is not the number 7; a list is joined by commas.
func parse(text string) (map[string]string, error) {
	values := map[string]string{}
	if strings.TrimSpace(text) == "" {
		return values, nil
	}
	file, err := parser.ParseBytes([]byte(text), 0)
	if err != nil {
		return nil, located(err)
	}
	for _, doc := range file.Docs {
		var pairs []*ast.MappingValueNode
		switch body := doc.Body.(type) {
		case nil, *ast.CommentGroupNode, *ast.NullNode:
		case *ast.MappingNode:
			pairs = body.Values
		case *ast.MappingValueNode:
			pairs = []*ast.MappingValueNode{body}
		default:
			return nil, &FrontMatterError{Line: body.GetToken().Position.Line + 1, Detail: `there should be lines of "key: value"`}
		}
		for _, p := range pairs {
			values[strings.ToLower(scalar(p.Key))] = scalar(p.Value)
		}
	}
	return values, nil
}

// scalar is the text of a node.
func scalar(n ast.Node) string {
	switch n := n.(type) {
	case nil, *ast.NullNode, *ast.MappingNode, *ast.MappingValueNode:
		return ""
	case *ast.StringNode:
		return n.Value
	case *ast.LiteralNode:
		return strings.TrimSpace(n.Value.Value)
	case *ast.SequenceNode:
		var all []string
		for _, v := range n.Values {
			if s := scalar(v); s != "" {
				all = append(all, s)
			}
		}
		return strings.Join(all, ", ")
	case ast.Node:
		return n.GetToken().Value
	}
	return ""
}

// located turns the parser's error into ours, with the line in the file,
// whose first line is the fence.
func located(err error) error {
	e := &FrontMatterError{Line: 2, Detail: strings.TrimSpace(strings.SplitN(err.Error(), "\n", 2)[0])}
	var y yaml.Error
	if errors.As(err, &y) {
		e.Detail = y.GetMessage()
		if t := y.GetToken(); t != nil && t.Position != nil {
			e.Line = t.Position.Line + 1
		}
	}
	return e
}
