package pdf

import (
	"bytes"
	"maps"
	"slices"
)

// catalog is the root of a file whose trailer is lost.
func (f *file) catalog() dict {
	best, out := -1, dict(nil)
	look := func(num, at int) {
		if d := f.dictOf(ref{num}); at > best && d["Type"] == name("Catalog") && d["Pages"] != nil {
			best, out = at, d
		}
	}
	for _, num := range f.order {
		if at := f.offsets[num]; bytes.Contains(f.head(at), []byte("/Catalog")) {
			look(num, at)
		}
	}
	for _, num := range slices.Sorted(maps.Keys(f.packed)) {
		p := f.packed[num]
		if bytes.Contains(p.body[p.at:min(len(p.body), p.at+400)], []byte("/Catalog")) {
			look(num, num)
		}
	}
	return out
}

// page is one page, with what it inherits.
type page struct {
	dict      dict
	resources dict
	rotate    float64
}

// pages are the pages below a node of the tree of pages, in order.
func (f *file) pages(root any) []page {
	var out []page
	seen := map[int]bool{}
	var walk func(v any, p page, depth int)
	walk = func(v any, p page, depth int) {
		if r, ok := v.(ref); ok {
			if seen[r.num] {
				return
			}
			seen[r.num] = true
		}
		d := f.dictOf(v)
		if d == nil || depth > maxNesting || len(out) >= maxPages {
			return
		}
		if r := f.dictOf(d["Resources"]); r != nil {
			p.resources = r
		}
		if n, ok := f.resolve(d["Rotate"]).(float64); ok {
			p.rotate = n
		}
		if kids := f.arrayOf(d["Kids"]); kids != nil {
			for _, k := range kids {
				walk(k, p, depth+1)
			}
			return
		}
		p.dict = d
		out = append(out, p)
	}
	walk(root, page{}, 0)
	return out
}
