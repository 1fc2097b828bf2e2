package clean

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// months are their names in the languages of the news, whole and as they are
// shortened, in small letters.
var months = byMonth(
	`january jan januar jänner janvier janv enero ene janeiro gennaio gen januari stycznia styczeń января янв січня ledna leden ocak tammikuuta ianuarie ιανουαρίου يناير`,
	`february feb februar feber février févr fév febrero fevereiro fev febbraio februari lutego luty февраля фев лютого února únor şubat helmikuuta februarie φεβρουαρίου فبراير`,
	`march mar märz mär mars marzo março maart mrt marca marzec марта мар березня března březen mart maaliskuuta martie μαρτίου مارس`,
	`april apr avril avr abril abr aprile kwietnia kwiecień апреля апр квітня dubna duben nisan huhtikuuta aprilie απριλίου أبريل`,
	`may mai mayo maio maggio mag mei maja maj мая травня května květen mayıs toukokuuta μαΐου مايو`,
	`june jun juni juin junio junho giugno giu czerwca czerwiec июня июн червня června červen haziran kesäkuuta iunie ιουνίου يونيو`,
	`july jul juli juillet juil julio julho luglio lug lipca lipiec июля июл липня července červenec temmuz heinäkuuta iulie ιουλίου يوليو`,
	`august aug août agosto ago augustus sierpnia sierpień августа авг серпня srpna srpen ağustos elokuuta augusti αυγούστου أغسطس`,
	`september sep sept septembre septiembre setembro set settembre września wrzesień сентября сен сент вересня září eylül syyskuuta septembrie σεπτεμβρίου سبتمبر`,
	`october oct oktober okt octobre octubre outubro out ottobre ott października październik октября окт жовтня října říjen ekim lokakuuta octombrie οκτωβρίου أكتوبر`,
	`november nov novembre noviembre novembro listopada listopad ноября ноя листопада listopadu kasım marraskuuta noiembrie νοεμβρίου نوفمبر`,
	`december dec dezember dez décembre déc diciembre dic dezembro dicembre grudnia grudzień декабря дек грудня prosince prosinec aralık joulukuuta decembrie desember des δεκεμβρίου ديسمبر`,
)

func byMonth(names ...string) map[string]int {
	out := map[string]int{}
	for i, list := range names {
		for name := range strings.FieldsSeq(list) {
			if out[name] == 0 {
				out[name] = i + 1
			}
		}
	}
	return out
}

var (
	isoDay     = regexp.MustCompile(`(?:^|[^\d])(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[^\d]|$)`)
	packedDay  = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?$`)
	asianDay   = regexp.MustCompile(`(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]`)
	dayFirst   = regexp.MustCompile(`(?:^|[^\d.:])(\d{1,2})(?:st|nd|rd|th|er|º|ª)?[.,]?[\s\-]+(?:(?:de|of)\s+|d['’])?(\pL{3,})\.?,?[\s\-]+(?:(?:de|del)\s+)?(\d{4})(?:[^\d]|$)`)
	monthFirst = regexp.MustCompile(`(?:^|[^\pL])(\pL{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:[^\d]|$)`)
	numberDay  = regexp.MustCompile(`(?:^|[^\d])(\d{1,2})([./-])\s?(\d{1,2})[./-]\s?(\d{4})(?:[^\d]|$)`)
	addressDay = regexp.MustCompile(`/((?:19|20)\d{2})[/-]?(\d{2})[/-]?(\d{2})(?:[/_-]|$)`)
	seconds    = regexp.MustCompile(`^(\d{10})(\d{3})?$`)
)

// pageDay is the day that s names, as midnight UTC and as it is written: no
// time zone changes it. Months may be written in any of some twenty
// languages. Of numbers alone, 3.5.2024 is 3 May, and 3/5/2024 what the
// page's language makes of it, or nothing if that is English of no country.
// "3 hours ago" counts from fetched, and is nothing where that is unknown.
func pageDay(s, lang string, fetched time.Time) (time.Time, bool) {
	s = strings.ToLower(flat(s[:min(len(s), 300)]))
	if s == "" {
		return time.Time{}, false
	}
	if m := seconds.FindStringSubmatch(s); m != nil {
		n, _ := strconv.ParseInt(m[1], 10, 64)
		return midnight(time.Unix(n, 0).UTC()), true
	}
	for _, re := range []*regexp.Regexp{packedDay, isoDay, asianDay} {
		if m := re.FindStringSubmatch(s); m != nil {
			return calendarDay(m[1], atoi(m[2]), m[3])
		}
	}
	for _, m := range dayFirst.FindAllStringSubmatch(s, 4) {
		if month := months[m[2]]; month > 0 {
			return calendarDay(m[3], month, m[1])
		}
	}
	for _, m := range monthFirst.FindAllStringSubmatch(s, 4) {
		if month := months[m[1]]; month > 0 {
			return calendarDay(m[3], month, m[2])
		}
	}
	if m := numberDay.FindStringSubmatch(s); m != nil {
		a, b := atoi(m[1]), atoi(m[3])
		switch low := strings.ToLower(lang); {
		case a > 12 || a == b || m[2] == ".":
			return calendarDay(m[4], b, m[1])
		case b > 12 || low == "en-us":
			return calendarDay(m[4], a, m[3])
		case low != "" && low != "en":
			return calendarDay(m[4], b, m[1])
		}
		return time.Time{}, false
	}
	return relativeDay(s, fetched)
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// calendarDay is a day that is in the calendar.
func calendarDay(year string, month int, day string) (time.Time, bool) {
	y, d := atoi(year), atoi(day)
	t := time.Date(y, time.Month(month), d, 0, 0, 0, 0, time.UTC)
	return t, t.Year() == y && int(t.Month()) == month && t.Day() == d
}

var (
	agoPattern = regexp.MustCompile(`(?:^|\s)(?:vor |il y a |hace |há |ha )?(\d{1,3}|an?|one|einer|einem|une?|una?|um|uma) ?(s|secs?|seconds?|sekunden?|m|mins?|minutes?|minuten?|minutos?|minuti|h|hrs?|hours?|stunden?|heures?|horas?|ore|d|days?|tage?n?|jours?|d[ií]as?|giorn[oi]|w|weeks?|wochen?|semaines?|semanas?|settiman[ae])(?: ago| fa| atrás)?(?:\s|$|[.,])`)
	agoWords   = regexp.MustCompile(`(?:^|\s)(?:ago|fa|atrás|vor|il y a|hace|há)(?:\s|$|[.,])`)
	yesterdays = wordSet(`yesterday|gestern|hier|ayer|ontem|ieri|gisteren|вчера|wczoraj`)
	todays     = wordSet(`today|heute|aujourd'hui|hoy|hoje|oggi|vandaag|сегодня|dzisiaj|just now|now`)
)

// relativeDay is the day of "3 hours ago" or "yesterday".
func relativeDay(s string, fetched time.Time) (time.Time, bool) {
	if fetched.IsZero() || len(s) > 60 {
		return time.Time{}, false
	}
	if agoWords.MatchString(s) {
		if m := agoPattern.FindStringSubmatch(s); m != nil {
			n := max(1, atoi(m[1]))
			unit := map[byte]time.Duration{'h': time.Hour, 'o': time.Hour, 'w': 7 * 24 * time.Hour, 'd': 24 * time.Hour, 't': 24 * time.Hour, 'j': 24 * time.Hour, 'g': 24 * time.Hour}[m[2][0]]
			switch {
			case strings.HasPrefix(m[2], "st"):
				unit = time.Hour
			case strings.HasPrefix(m[2], "sema"), strings.HasPrefix(m[2], "setti"):
				unit = 7 * 24 * time.Hour
			case m[2][0] == 's', m[2][0] == 'm':
				unit = time.Minute
			}
			return midnight(fetched.Add(-time.Duration(n) * unit)), true
		}
	}
	first := strings.Trim(firstWord(s), ",")
	switch {
	case yesterdays[first]:
		return midnight(fetched.AddDate(0, 0, -1)), true
	case todays[first], todays[s]:
		return midnight(fetched), true
	}
	return time.Time{}, false
}
