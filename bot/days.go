package bot

import (
	"strings"

	"newsdesk/corpus"
	"newsdesk/corpus/dates"
)

// What is said to days that cannot be read.
const (
	sayNoDay    = "I cannot read that date: please write it like 2019-04-25, 2019-04 or 2019."
	sayBackward = "The first day comes after the last one, so there is nothing between them."
)

// spanOf reads what was typed as the first and the last day into f, either of
// which may be blank, or says what is wrong with it.
func spanOf(since, until string, f *corpus.Filter) (no string) {
	since, until = strings.TrimSpace(since), strings.TrimSpace(until)
	if since != "" {
		d, err := dates.Parse(since)
		if err != nil {
			return sayNoDay
		}
		f.Since = d.From
	}
	if until != "" {
		d, err := dates.Parse(until)
		if err != nil {
			return sayNoDay
		}
		f.Until = d.To
	}
	if !f.Since.IsZero() && !f.Until.IsZero() && f.Until.Before(f.Since) {
		return sayBackward
	}
	return ""
}
