package polnear

import "testing"

// TestLabelsRead sees that every label has its fields, and that none is there
// twice.
func TestLabelsRead(t *testing.T) {
	labels, err := Labels()
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	seen := map[Label]bool{}
	for _, l := range labels {
		count[l.Kind]++
		key := Label{Key: l.Key, Kind: l.Kind}
		if seen[key] || l.Article == "" || l.Offset <= 0 {
			t.Errorf("%+v is there twice or without its key", l)
		}
		seen[key] = true
	}
	if count["pronoun"] < 90 || count["bare"] < 45 || len(count) != 2 {
		t.Errorf("the labels are %v", count)
	}
}

func TestFillsParagraph(t *testing.T) {
	for p, want := range map[string]int{
		`"We will open in May, whatever comes."`:       1,
		`“We will open in May, whatever comes.”`:       3,
		`“We will open in May, and there is no`:        3,
		`"We will open," she said. "In May, I think."`: 0,
		`"We will open it now," he said.`:              0,
		`"We will open."`:                              0,
		`We will open in May, whatever comes.`:         0,
	} {
		if got := fillsParagraph(p); got != want {
			t.Errorf("fillsParagraph(%s) = %d, want %d", p, got, want)
		}
	}
}
