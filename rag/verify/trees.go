package verify

import (
	"fmt"
	"strconv"
	"strings"
)

// Trees is a sum of regression trees over features: gradient boosting's
// model (Friedman 2001). It is read only and safe for concurrent use.
type Trees struct {
	base  float64
	nodes []node
	roots []int32
}

// node asks whether a feature is at most a threshold; a leaf has feature -1
// and adds value.
type node struct {
	feature     int16
	left, right int32
	value       float64
}

// ReadTrees reads the text form of a model: a line "base V", then a line a
// tree, its nodes in preorder: "F<T" for an inner node (column F of
// FeatureNames at most T goes left), a number for a leaf.
func ReadTrees(text string) (*Trees, error) {
	t := new(Trees)
	for n, line := range strings.Split(strings.TrimSpace(text), "\n") {
		fields := strings.Fields(line)
		if n == 0 {
			if len(fields) != 2 || fields[0] != "base" {
				return nil, fmt.Errorf("claim model: line 1 is %q, want \"base V\"; write it anew with rag/verify/train", line)
			}
			v, err := strconv.ParseFloat(fields[1], 64)
			if err != nil {
				return nil, fmt.Errorf("claim model: line 1: %w", err)
			}
			t.base = v
			continue
		}
		t.roots = append(t.roots, int32(len(t.nodes)))
		rest, err := t.read(fields, 0)
		if err == nil && len(rest) > 0 {
			err = fmt.Errorf("%d nodes too many", len(rest))
		}
		if err != nil {
			return nil, fmt.Errorf("claim model: line %d: %w; write it anew with rag/verify/train", n+1, err)
		}
	}
	return t, nil
}

// maxDepth bounds the recursion over a damaged model.
const maxDepth = 64

func (t *Trees) read(fields []string, depth int) ([]string, error) {
	if len(fields) == 0 || depth > maxDepth {
		return nil, fmt.Errorf("a tree is cut short")
	}
	at := len(t.nodes)
	f, threshold, inner := strings.Cut(fields[0], "<")
	if !inner {
		v, err := strconv.ParseFloat(f, 64)
		t.nodes = append(t.nodes, node{feature: -1, value: v})
		return fields[1:], err
	}
	column, err := strconv.Atoi(f)
	if err != nil || column < 0 || column >= featureCount {
		return nil, fmt.Errorf("no feature %q", f)
	}
	v, err := strconv.ParseFloat(threshold, 64)
	if err != nil {
		return nil, err
	}
	t.nodes = append(t.nodes, node{feature: int16(column), value: v, left: int32(at + 1)})
	rest, err := t.read(fields[1:], depth+1)
	if err != nil {
		return nil, err
	}
	t.nodes[at].right = int32(len(t.nodes))
	return t.read(rest, depth+1)
}

// Score is the sum over all trees, a log-odds of support. v has a value for
// each of FeatureNames.
func (t *Trees) Score(v []float64) float64 {
	sum := t.base
	for _, at := range t.roots {
		n := &t.nodes[at]
		for n.feature >= 0 {
			if v[n.feature] <= n.value {
				n = &t.nodes[n.left]
			} else {
				n = &t.nodes[n.right]
			}
		}
		sum += n.value
	}
	return sum
}
