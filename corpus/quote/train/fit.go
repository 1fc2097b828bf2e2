package main

import (
	"maps"
	"math"
	"slices"

	"newsdesk/corpus/quote"
)

// problem is a conditional logit over binary features: the probability that
// one of the right options is chosen, with a Gaussian prior.
type problem struct {
	names   []string
	options [][]int32 // of each option, its features
	right   []bool
	ends    []int // of each choice, the end of its options
	l2      float64
}

// newProblem leaves out features seen in fewer than least options, and
// choices that teach nothing.
func newProblem(choices []quote.Choice, l2 float64, least int) *problem {
	count := map[string]int{}
	for _, c := range choices {
		for _, o := range c {
			for _, f := range o.Features {
				count[f]++
			}
		}
	}
	p := &problem{l2: l2}
	index := map[string]int32{}
	for _, f := range slices.Sorted(maps.Keys(count)) {
		if count[f] >= least {
			index[f] = int32(len(p.names))
			p.names = append(p.names, f)
		}
	}
	for _, c := range choices {
		if !slices.ContainsFunc(c, func(o quote.Option) bool { return o.Right }) {
			continue
		}
		for _, o := range c {
			var fs []int32
			for _, f := range o.Features {
				if i, ok := index[f]; ok {
					fs = append(fs, i)
				}
			}
			slices.Sort(fs)
			p.options = append(p.options, slices.Compact(fs))
			p.right = append(p.right, o.Right)
		}
		p.ends = append(p.ends, len(p.options))
	}
	return p
}

// loss is the negative log posterior of w; its gradient is left in g.
func (p *problem) loss(w, g []float64) float64 {
	loss := 0.0
	for i, x := range w {
		loss += .5 * p.l2 * x * x
		g[i] = p.l2 * x
	}
	from := 0
	var score []float64
	for _, end := range p.ends {
		score = score[:0]
		top := math.Inf(-1)
		for _, fs := range p.options[from:end] {
			s := 0.0
			for _, f := range fs {
				s += w[f]
			}
			score = append(score, s)
			top = max(top, s)
		}
		all, right := 0.0, 1e-12
		for i, s := range score {
			score[i] = math.Exp(s - top)
			all += score[i]
			if p.right[from+i] {
				right += score[i]
			}
		}
		loss += math.Log(all) - math.Log(right)
		for i, e := range score {
			d := e / all
			if p.right[from+i] {
				d -= e / right
			}
			for _, f := range p.options[from+i] {
				g[f] += d
			}
		}
		from = end
	}
	return loss
}

// fit minimises the loss by L-BFGS (Liu and Nocedal, 1989) with a memory of
// ten steps and a backtracking line search.
func (p *problem) fit() quote.Weights {
	const memory, iterations = 10, 150
	n := len(p.names)
	w, g := make([]float64, n), make([]float64, n)
	loss := p.loss(w, g)
	var steps, diffs [][]float64
	next, ng := make([]float64, n), make([]float64, n)
	for range iterations {
		dir := direction(g, steps, diffs)
		slope := dot(dir, g)
		t, nl := 1.0, 0.0
		if len(steps) == 0 {
			t = 1 / math.Sqrt(1+dot(g, g))
		}
		ok := false
		for range 30 {
			for i := range w {
				next[i] = w[i] + t*dir[i]
			}
			nl = p.loss(next, ng)
			if nl <= loss+1e-4*t*slope {
				ok = true
				break
			}
			t /= 2
		}
		if !ok || loss-nl < 1e-7*math.Abs(loss) {
			break
		}
		s, y := make([]float64, n), make([]float64, n)
		for i := range w {
			s[i], y[i] = next[i]-w[i], ng[i]-g[i]
		}
		if dot(s, y) > 1e-10 {
			steps, diffs = append(steps, s), append(diffs, y)
			if len(steps) > memory {
				steps, diffs = steps[1:], diffs[1:]
			}
		}
		copy(w, next)
		copy(g, ng)
		loss = nl
	}
	out := quote.Weights{}
	for i, f := range p.names {
		if math.Abs(w[i]) >= 5e-4 {
			out[f] = w[i]
		}
	}
	return out
}

// direction is the quasi-Newton step downhill.
func direction(g []float64, steps, diffs [][]float64) []float64 {
	d := make([]float64, len(g))
	for i := range g {
		d[i] = -g[i]
	}
	k := len(steps)
	alpha := make([]float64, k)
	for i := k - 1; i >= 0; i-- {
		alpha[i] = dot(steps[i], d) / dot(steps[i], diffs[i])
		axpy(-alpha[i], diffs[i], d)
	}
	if k > 0 {
		scale := dot(steps[k-1], diffs[k-1]) / dot(diffs[k-1], diffs[k-1])
		for i := range d {
			d[i] *= scale
		}
	}
	for i := range k {
		beta := dot(diffs[i], d) / dot(steps[i], diffs[i])
		axpy(alpha[i]-beta, steps[i], d)
	}
	return d
}

func dot(x, y []float64) float64 {
	s := 0.0
	for i := range x {
		s += x[i] * y[i]
	}
	return s
}

func axpy(a float64, x, y []float64) {
	for i := range x {
		y[i] += a * x[i]
	}
}
