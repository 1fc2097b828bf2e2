package clean

import (
	"regexp"
	"strings"
)

var (
	captionLabel  = regexp.MustCompile(`^(?:(?:FILE|File)(?: (?:PHOTO|photo|image|picture|pic))?\s*[:–—-]\s|(?:File|FILE) (?:photo|PHOTO|image|picture)\b(?: (?:of|by|shows)\b|$)|(?:Image|IMAGE|Photo|PHOTO|Picture|PICTURE|Photograph|Photos|Caption|Image caption|Image source|Image credit|Photo credit|Credit|Pictured)\s*:)`)
	captionTail   = regexp.MustCompile(`(?i)\((?:(?:ap|afp|reuters|epa|file|getty|handout|screenshot|image|photo|photos|picture|courtesy)\b[^()]{0,120}|[^()]{0,80}(?:/|via )(?:ap|afp|reuters|epa|getty images|getty|pool|bloomberg|file)(?: images| photo)?(?:, file)?)\)\s*\.?$`)
	courtesyTail  = regexp.MustCompile(`(?:^|[\s.])(?:[Cc]ourtesy(?: of)?|Photo by|Photos by|Photo:|Photograph by|Picture by) (?:the )?(?:\p{Lu}[\p{L}.'’&-]*[ /]?){1,5}$`)
	videoTail     = regexp.MustCompile(`\b\d{1,2}:\d{2} - Source: \S`)
	markdownImage = regexp.MustCompile(`^\[?!\[([^\]]*)\]\([^)]*\)(?:\]\([^)]*\))?$`)
)

// isCaption reports whether a line stands under a photo or video: it names
// itself so, or ends with a credit.
func isCaption(s string) bool {
	if alt, ok := image(s); ok {
		return alt != ""
	}
	if wordCount(s) > 90 {
		return false
	}
	// Each pattern is slow, and a look at the line's ends rules most out.
	switch {
	case strings.ContainsRune("FIPC", rune(s[0])) && captionLabel.MatchString(s):
		return true
	case strings.Contains(s, " - Source: ") && videoTail.MatchString(s):
		return true
	case strings.HasSuffix(strings.TrimRight(s, ". "), ")") && captionTail.MatchString(s):
		return true
	case (strings.Contains(s, "ourtesy") || strings.Contains(s, "hoto") || strings.Contains(s, "icture by")) && courtesyTail.MatchString(s):
		return true
	}
	return pictureCredit(s)
}

// image is the description of a Markdown image that is all of a line.
func image(s string) (alt string, ok bool) {
	if !strings.HasPrefix(s, "!") && !strings.HasPrefix(s, "[!") {
		return "", false
	}
	m := markdownImage.FindStringSubmatch(s)
	if m == nil {
		return "", false
	}
	return strings.TrimSpace(m[1]), true
}

// pictureCredit reports whether s ends as credits do: names parted by
// strokes, the last an agency: "… / Ann Moss / Getty Images",
// "… Ann Moss/AFP", "Wire Times via AP".
func pictureCredit(s string) bool {
	s = strings.TrimRight(s, ". ")
	low := strings.ToLower(s)
	if !creditEnd(low) {
		return false
	}
	// What stands after the last sentence is the credit; with strokes set
	// apart, so is all from the first of them on.
	tail, spaced := s, false
	if i := strings.Index(s, " / "); i >= 0 {
		tail, spaced = s[i+3:], true
	} else if i := strings.LastIndexAny(strings.TrimRight(s, ".)"), ".)!?”"); i >= 0 {
		tail = strings.TrimSpace(s[i:])
		tail = strings.TrimLeft(tail, ".)!?” ")
	}
	tail = strings.Replace(tail, " via ", "/", 1)
	tail = strings.Replace(tail, " for ", "/", 1)
	if !strings.Contains(tail, "/") && !spaced {
		return pictures[strings.ToLower(tail)] && tail != "File" && tail != "Pool"
	}
	if wordCount(tail) > 10 || !capitalised(strings.ReplaceAll(strings.ReplaceAll(tail, " / ", "/"), "/", " ")) {
		return false
	}
	return true
}

// creditEnd reports whether the last words of low are an agency's name.
func creditEnd(low string) bool {
	i := strings.LastIndexAny(low, "/ ")
	last := low[i+1:]
	if agencies[last] != "" && i >= 0 || pictures[last] {
		return true
	}
	if i <= 0 {
		return false
	}
	j := strings.LastIndexAny(low[:i], "/ ")
	two := low[j+1:]
	return agencies[two] != "" || pictures[two]
}
