package clean

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const monthNames = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`

// datePattern matches the days that are written without ambiguity: ISO, and
// those that name the month. 04/05/2019 is two days, and so none.
var datePattern = regexp.MustCompile(`(?i)\b(?:(\d{4})-(\d{2})-(\d{2})(?:\b|T)` +
	`|(` + monthNames + `)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b` +
	`|(\d{1,2})(?:st|nd|rd|th)?(?: of)? (` + monthNames + `)\.?,? (\d{4})\b)`)

// dayIn is the first day that s names, as midnight UTC.
func dayIn(s string) (time.Time, bool) {
	// Most lines hold no date, and the pattern is slow.
	if !strings.ContainsAny(s, "0123456789") {
		return time.Time{}, false
	}
	for _, m := range datePattern.FindAllStringSubmatch(s, -1) {
		year, month, day := m[1]+m[6]+m[9], m[2], m[3]+m[5]+m[7]
		y, _ := strconv.Atoi(year)
		d, _ := strconv.Atoi(day)
		n, _ := strconv.Atoi(month)
		if name := strings.ToLower(m[4] + m[8]); name != "" {
			n = strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", name[:3])/3 + 1
		}
		t := time.Date(y, time.Month(n), d, 0, 0, 0, 0, time.UTC)
		if t.Year() == y && int(t.Month()) == n && t.Day() == d && y >= 1600 {
			return t, true
		}
	}
	return time.Time{}, false
}

// DateError is a date of publication in the front matter that cannot be read.
type DateError struct{ Value string }

func (e *DateError) Error() string {
	return fmt.Sprintf("the date of publication %.40q cannot be read: write it as YYYY-MM-DD, such as 2019-04-26", e.Value)
}

// partDate matches a month or a year alone, which are no day.
var partDate = regexp.MustCompile(`(?i)^(?:\d{4}(?:-(?:0[1-9]|1[0-2]))?|` + monthNames + `\.?,? \d{4})$`)

// published is the day that front matter gives, or the zero time where it
// gives less than a day or says that it is unknown.
func published(value string) (time.Time, error) {
	value = strings.TrimSpace(value)
	if day, ok := dayIn(value); ok {
		return day, nil
	}
	switch strings.ToLower(value) {
	case "", "unknown", "undated", "none", "null", "n/a", "n.d.", "-":
		return time.Time{}, nil
	}
	if partDate.MatchString(value) {
		return time.Time{}, nil
	}
	return time.Time{}, &DateError{value}
}

// datish is what may stand around a date in a line that is nothing else:
// weekdays, times of day, zones, and the words for publishing.
var datish = regexp.MustCompile(`(?i)\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|\d{1,2}[:.]\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?|\b[ap]\.?m\b\.?|\b(?:GMT|UTC|BST|[ECMP][SD]?T|CET|IST)\b|\b(?:first )?(?:published|posted|issued|created|date|publication|on|at|of)\b`)

// dateAlone reports whether a line says when the article was published and
// nothing else.
func dateAlone(line string) (time.Time, bool) {
	if len(line) > 100 {
		return time.Time{}, false
	}
	day, ok := dayIn(line)
	if !ok {
		return time.Time{}, false
	}
	rest := datish.ReplaceAllString(datePattern.ReplaceAllString(line, " "), " ")
	return day, strings.Trim(rest, " \u00a0,.;:|-–—•·()/T") == ""
}

// updated matches the line that says when the page was last touched, which
// is no date of publication.
var updated = regexp.MustCompile(`(?i)^\W*(?:(?:this (?:article|story|page|post) was )?(?:last |most recently )?(?:updated?|modified|edited|revised|reviewed)|last (?:update|change|modification))(?: on| at)?\s*[:\-–]?\s*(.*)$`)

// updateLine reports whether a line is such a one: what follows the words
// has to be a date or time, so that "Updated vaccines arrive" is news.
func updateLine(line string) bool {
	if len(line) > 120 || !touched(line) {
		return false
	}
	m := updated.FindStringSubmatch(line)
	if m == nil {
		return false
	}
	rest := datish.ReplaceAllString(datePattern.ReplaceAllString(m[1], " "), " ")
	rest = ago.ReplaceAllString(rest, " ")
	return rest != m[1] && strings.Trim(rest, " \u00a0,.;:|-–—•·()/T0123456789") == ""
}

// touched reports whether updated is worth trying on a line.
func touched(line string) bool {
	low := strings.ToLower(line)
	for _, w := range []string{"update", "modif", "edited", "revised", "reviewed", "change"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

var ago = regexp.MustCompile(`(?i)\b(?:\d+|an?|one|two|three|few) (?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?) ago\b|\b(?:today|yesterday|just now)\b|\b` + monthNames + `\b\.?`)
