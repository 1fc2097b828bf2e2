package main

import (
	"fmt"
	"math"
	"sort"
	"strings"
)

// data is rows of features with labels and weights.
type data struct {
	x [][]float64
	y []bool
	w []float64
}

// The settings of the boosting: those of the study that this model continues.
const (
	rounds   = 100
	rate     = .08
	leaves   = 8
	minLeaf  = 60
	l2       = 2.
	maxBins  = 128
	infinity = 1e18
)

// tree is a regression tree; feature -1 is a leaf.
type tree struct {
	feature     int
	threshold   float64
	left, right *tree
	value       float64
}

func (t *tree) at(x []float64) float64 {
	for t.feature >= 0 {
		if x[t.feature] <= t.threshold {
			t = t.left
		} else {
			t = t.right
		}
	}
	return t.value
}

func (t *tree) write(b *strings.Builder) {
	if t.feature < 0 {
		fmt.Fprintf(b, "%.5g ", t.value)
		return
	}
	fmt.Fprintf(b, "%d<%.6g ", t.feature, t.threshold)
	t.left.write(b)
	t.right.write(b)
}

// model is what boost learns.
type model struct {
	base  float64
	trees []*tree
}

func (m *model) score(x []float64) float64 {
	s := m.base
	for _, t := range m.trees {
		s += t.at(x)
	}
	return s
}

func (m *model) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "base %.6g\n", m.base)
	for _, t := range m.trees {
		var line strings.Builder
		t.write(&line)
		b.WriteString(strings.TrimSpace(line.String()) + "\n")
	}
	return b.String()
}

// boost fits gradient-boosted trees to the logistic loss (Friedman 2001), over
// binned features, leaf by leaf, best gain first. sign holds +1 for features
// that may only raise the score, -1 for those that may only lower it: a split
// that breaks the sign is not made, and the values below a split stay on their
// side of its middle (as LightGBM's basic method does).
func boost(d data, sign []int) *model {
	bins := makeBins(d.x)
	codes := encode(d.x, bins)
	var pos, neg float64
	for i := range d.y {
		if d.y[i] {
			pos += d.w[i]
		} else {
			neg += d.w[i]
		}
	}
	m := &model{base: math.Log(pos / neg)}
	score := make([]float64, len(d.y))
	for i := range score {
		score[i] = m.base
	}
	g, h := make([]float64, len(d.y)), make([]float64, len(d.y))
	for range rounds {
		for i := range d.y {
			p := 1 / (1 + math.Exp(-score[i]))
			t := 0.
			if d.y[i] {
				t = 1
			}
			g[i], h[i] = d.w[i]*(p-t), d.w[i]*p*(1-p)
		}
		b := builder{codes: codes, bins: bins, sign: sign, g: g, h: h}
		t := b.build(len(d.y))
		for i := range d.x {
			score[i] += t.at(d.x[i])
		}
		m.trees = append(m.trees, t)
	}
	return m
}

// makeBins puts thresholds midway between values, at most maxBins a feature.
func makeBins(x [][]float64) [][]float64 {
	bins := make([][]float64, len(x[0]))
	for f := range bins {
		v := make([]float64, len(x))
		for i := range x {
			v[i] = x[i][f]
		}
		sort.Float64s(v)
		step := max(1, len(v)/maxBins)
		for i := step; i < len(v); i += step {
			// The next change of value at or after each quantile.
			for i < len(v) && v[i] == v[i-1] {
				i++
			}
			if i < len(v) {
				bins[f] = append(bins[f], (v[i]+v[i-1])/2)
			}
		}
	}
	return bins
}

func encode(x, bins [][]float64) [][]uint8 {
	codes := make([][]uint8, len(bins))
	for f := range bins {
		codes[f] = make([]uint8, len(x))
		for i := range x {
			codes[f][i] = uint8(sort.SearchFloat64s(bins[f], x[i][f]))
		}
	}
	return codes
}

type builder struct {
	codes [][]uint8
	bins  [][]float64
	sign  []int
	g, h  []float64
}

// leaf is a leaf that may yet be split.
type leaf struct {
	node      *tree
	rows      []int
	low, high float64
	// best split
	gain          float64
	feature, code int
}

func (b *builder) build(n int) *tree {
	root := &leaf{node: &tree{feature: -1}, low: -infinity, high: infinity}
	for i := range n {
		root.rows = append(root.rows, i)
	}
	b.settle(root)
	open := []*leaf{root}
	for count := 1; count < leaves; count++ {
		k := -1
		for i, l := range open {
			if l.gain > 1e-9 && (k < 0 || l.gain > open[k].gain) {
				k = i
			}
		}
		if k < 0 {
			break
		}
		left, right := b.split(open[k])
		open[k] = left
		open = append(open, right)
	}
	return root.node
}

func clamp(v, low, high float64) float64 { return max(low, min(high, v)) }

// settle gives a leaf its value and finds its best split.
func (b *builder) settle(l *leaf) {
	var g, h float64
	for _, i := range l.rows {
		g += b.g[i]
		h += b.h[i]
	}
	l.node.value = rate * clamp(-g/(h+l2), l.low, l.high)
	for f := range b.codes {
		b.best(l, f, g, h)
	}
}

func (b *builder) best(l *leaf, f int, g, h float64) {
	var sg, sh [256]float64
	var sn [256]int
	for _, i := range l.rows {
		c := b.codes[f][i]
		sg[c] += b.g[i]
		sh[c] += b.h[i]
		sn[c]++
	}
	loss := func(g, h float64) (value, gain float64) {
		value = clamp(-g/(h+l2), l.low, l.high)
		return value, -(g*value + (h+l2)*value*value/2)
	}
	_, whole := loss(g, h)
	var lg, lh float64
	ln := 0
	for c := range b.bins[f] {
		lg, lh, ln = lg+sg[c], lh+sh[c], ln+sn[c]
		if ln < minLeaf || len(l.rows)-ln < minLeaf {
			continue
		}
		lv, lgain := loss(lg, lh)
		rv, rgain := loss(g-lg, h-lh)
		if b.sign[f] > 0 && lv > rv || b.sign[f] < 0 && lv < rv {
			continue
		}
		if gain := lgain + rgain - whole; gain > l.gain {
			l.gain, l.feature, l.code = gain, f, c
		}
	}
}

func (b *builder) split(l *leaf) (left, right *leaf) {
	f := l.feature
	left = &leaf{node: &tree{feature: -1}, low: l.low, high: l.high}
	right = &leaf{node: &tree{feature: -1}, low: l.low, high: l.high}
	var v [2][2]float64
	for _, i := range l.rows {
		side, to := 0, left
		if int(b.codes[f][i]) > l.code {
			side, to = 1, right
		}
		to.rows = append(to.rows, i)
		v[side][0] += b.g[i]
		v[side][1] += b.h[i]
	}
	if b.sign[f] != 0 {
		middle := (clamp(-v[0][0]/(v[0][1]+l2), l.low, l.high) + clamp(-v[1][0]/(v[1][1]+l2), l.low, l.high)) / 2
		if b.sign[f] > 0 {
			left.high, right.low = middle, middle
		} else {
			left.low, right.high = middle, middle
		}
	}
	b.settle(left)
	b.settle(right)
	l.node.feature, l.node.threshold, l.node.left, l.node.right = f, b.bins[f][l.code], left.node, right.node
	return left, right
}
