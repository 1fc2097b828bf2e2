package index

import (
	"context"
	"fmt"
	"slices"
)

// Verify accounts for everything: the library's own content, and that each of
// its passages has one entry in the lexical index and one vector in the dense
// one, and no other. It returns a line for each fault.
func (x *Index) Verify(ctx context.Context) ([]string, error) {
	faults, err := x.lib.Verify(ctx)
	if err != nil || len(faults) > 0 {
		return faults, err // indexes made from a faulty library prove nothing
	}
	if err := x.refresh(ctx); err != nil {
		return nil, err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	entries, err := x.lex.keys()
	if err != nil {
		return nil, err
	}
	for i, key := range entries {
		if _, ok := x.passages[key]; !ok {
			faults = append(faults, fmt.Sprintf("the lexical index has an entry for %s, which the library does not hold", showKey(key)))
		}
		if i > 0 && entries[i-1] == key {
			faults = append(faults, fmt.Sprintf("the lexical index has %s twice", showKey(key)))
		}
	}
	for key := range x.passages {
		if _, ok := slices.BinarySearch(entries, key); !ok {
			faults = append(faults, fmt.Sprintf("the lexical index lacks %s", showKey(key)))
		}
		if !x.dense.Has(ctx, key) {
			faults = append(faults, fmt.Sprintf("the dense index lacks %s", showKey(key)))
		}
	}
	if n := x.dense.Len(); n > len(x.passages) {
		faults = append(faults, fmt.Sprintf("the dense index holds %d passages, the library %d", n, len(x.passages)))
	}
	slices.Sort(faults)
	return faults, nil
}

func showKey(key string) string {
	article, n := splitKey(key)
	return fmt.Sprintf("passage %d of %s", n, article)
}
