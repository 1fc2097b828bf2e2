package index

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	bindex "github.com/blevesearch/bleve_index_api"

	"newsdesk/rag/terms"
)

// maxSimilar bounds how many indexed words may stand in for an unknown one.
const maxSimilar = 4

// similar are indexed stems that an unknown one may be another form of or, if
// it may be misspelt, a slip of the keyboard for: by distance, then by
// frequency. docs, if not nil, says which documents count.
func (l *lexical) similar(ctx context.Context, stem string, misspelt bool, docs []bool) ([]string, error) {
	if len(stem) < 4 || len(stem) > 40 || stem[0] >= '0' && stem[0] <= '9' {
		return nil, nil
	}
	type candidate struct {
		term     string
		distance int
		count    int
	}
	var found []candidate
	err := l.read(func(r bindex.IndexReader) error {
		fuzzy, ok := r.(bindex.IndexReaderFuzzy)
		if !ok {
			return fmt.Errorf("lexical index of type %T cannot match fuzzily", r)
		}
		collect := func(dict bindex.FieldDict) error {
			for {
				e, err := dict.Next()
				if err != nil || e == nil {
					return errors.Join(err, dict.Close())
				}
				if (terms.Akin(stem, e.Term) || misspelt && terms.Slip(stem, e.Term)) && !slices.ContainsFunc(found, func(c candidate) bool { return c.term == e.Term }) {
					count := int(e.Count)
					if docs != nil {
						seen, err := frequency(ctx, r, e.Term, docs)
						if err != nil {
							return errors.Join(err, dict.Close())
						}
						if seen == 0 {
							continue
						}
						count = min(count, seen) // a fuzzy dictionary does not count
					}
					found = append(found, candidate{e.Term, terms.Distance(stem, e.Term), count})
				}
			}
		}
		fuzziness := 1
		if len(stem) >= 8 {
			fuzziness = 2
		}
		_, first := utf8.DecodeRuneInString(stem)
		dict, err := fuzzy.FieldDictFuzzy(textField, stem, fuzziness, stem[:first])
		if err != nil {
			return err
		}
		if err := collect(dict); err != nil {
			return err
		}
		if len(stem) < 6 {
			return nil
		}
		prefix := []byte(stem[:max(5, len(stem)*7/10)])
		if dict, err = r.FieldDictPrefix(textField, prefix); err != nil {
			return err
		}
		return collect(dict)
	})
	slices.SortFunc(found, func(a, b candidate) int {
		if a.distance != b.distance {
			return a.distance - b.distance
		}
		if a.count != b.count {
			return b.count - a.count
		}
		return strings.Compare(a.term, b.term)
	})
	var out []string
	for i, c := range found {
		// Only the closest: a word two slips away is no reading where one
		// slip explains it.
		if i == maxSimilar || c.distance > found[0].distance {
			break
		}
		out = append(out, c.term)
	}
	return out, err
}
