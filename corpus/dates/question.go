package dates

import "time"

// InQuestion is the date expressions of a question, resolved against the
// reader's day; the zero time leaves relative ones unresolved. Small letters
// do for months and weekdays ("in march"), and each mention's Bound says how
// it limits what is asked: "since March 2018", "before 2011", "between Monday
// and Wednesday". [Mention.Window] turns that into days. What is no date,
// such as "before the summit", yields nothing.
func InQuestion(question string, today time.Time) []Mention {
	return newScan(question, today, true).find()
}
