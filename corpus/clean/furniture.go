package clean

import (
	"regexp"
	"strings"
	"unicode"
)

// longest is how long furniture gets, in bytes; what is longer is text.
const longest = 400

// labels are lines that are furniture when they are all there is, in small
// letters and without punctuation at the end.
var labels = wordSet(`comment|comments|leave a comment|post a comment|add a comment|join the conversation|join the discussion|show comments|view comments|
	view all comments|hide comments|share|share this|share this article|share this story|share this post|share this page|share article|tweet|
	email|e-mail|print|pin it|copy link|facebook|twitter|whatsapp|linkedin|instagram|youtube|telegram|reddit|
	advertisement|advertisements|advertising|ad|ads|sponsored|sponsored content|promoted|promoted content|paid content|
	logo|menu|main menu|search|home|homepage|sign up|sign in|log in|login|log out|register|subscribe|subscribe now|sign up now|sign up here|
	my account|read more|read more here|read next|read also|also read|more|see more|show more|load more|view more|learn more|find out more|
	related|related article|related articles|related story|related stories|related news|related topics|related content|related links|recommended|
	recommended for you|recommended stories|more stories|more news|more coverage|most read|most popular|most viewed|most shared|trending|trending now|
	up next|watch now|watch live|play video|watch video|video player is loading|loading|loading...|skip to content|skip to main content|
	skip to navigation|site map|sitemap|contact us|about us|privacy|privacy policy|terms of use|terms of service|terms and conditions|terms & conditions|
	cookie policy|cookie settings|cookie preferences|manage cookies|accept cookies|accept all|accept all cookies|reject all|all rights reserved|back to top|
	return to top|continue reading|click here|save|save article|listen to this article|download|download app|follow|follow us|newsletter|newsletters|
	close|open in app|print this page|text size|font size|tags|topics|previous article|next article|add to favorites|add to favourites|
	quick links|feedback|what do you think|breaking news alerts|got it|dismiss|no thanks|not now`)

// A pattern is furniture that a line begins with.
type pattern struct {
	*regexp.Regexp
	// words is the most words that such a line has; 0 for no limit.
	words int
}

// patterns are found by the first word of the line, in small letters.
var patterns = byFirstWord(map[string]pattern{
	"read see also more watch related recommended don't dont": {
		regexp.MustCompile(`(?i)^(?:read (?:more|also|next|the (?:full|rest of the|original) (?:story|article|transcript|report))|also read|see (?:also|more)|more|watch|related|recommended|don['’]?t miss)\s*:|^(?:read more (?:about|on|from|at|in)|read the (?:full|rest of the|original) (?:story|article|report)|more (?:coverage|news|stories) (?:from|on|about))\b[^.]*\.?$|^more .*https?://`), 25},
	"sign subscribe register enter please": {
		regexp.MustCompile(`(?i)^(?:please )?(?:sign up|subscribe|register|enter your e-?mail)\b.*(?:newsletter|inbox|e-?mail|alerts?\b|daily briefing|push notification|our app\b|free trial|unlimited access|to continue reading|for free\b|today\b|\bhere\b)`), 70},
	"follow like join find": {
		regexp.MustCompile(`(?i)^(?:follow|like|join|find)\b.*(?:\b(?:on|at|our)\b.*\b(?:twitter|facebook|instagram|youtube|telegram|whatsapp|linkedin|tiktok)\b|(?:^|\s)@\w)|^follow every \w+:`), 40},
	"please let log be comments commenting having to": {
		regexp.MustCompile(`(?i)^(?:please )?(?:let us know|tell us|contact us)\b.*\b(?:comment|comments|commenting|error|typo|feedback)\b|^having (?:issues|trouble|problems)\b.*\bcomment|^comment(?:s|ing) (?:is|are|has been|have been) (?:now )?(?:closed|disabled|moderated|turned off)(?: (?:for|on) this \w+)?\W*$|^(?:please )?(?:log|sign) in (?:to|or register)\b|^be the first to comment\b|^to (?:comment|leave a comment|post a comment)\b.*\b(?:log|sign|register)`), 30},
	"story article": {
		regexp.MustCompile(`(?i)^(?:story|article) continues\b`), 15},
	"advertisement ad sponsored": {
		regexp.MustCompile(`(?i)^(?:advertisement|ad|sponsored)\s*[-–—:|].*$|^advertisement (?:continues|scroll)`), 10},
	"share": {
		regexp.MustCompile(`(?i)^share (?:this|it|on|via|to|with)\b[^.!?]*(?:facebook|twitter|email|e-mail|whatsapp|linkedin|friends|social|article|story|page|post|link|x)\W*$`), 10},
	"copyright": {
		regexp.MustCompile(`(?i)^copyright\s*(?:©|\(c\)|\d{4}|notice)`), 70},
	"by we this our": {
		regexp.MustCompile(`(?i)^(?:we|this (?:web)?site|our (?:web)?site|our partners|by (?:continuing|using|clicking|browsing|accepting))\b.*\b(?:uses? cookies|cookies?\b.*\b(?:policy|consent|agree|accept|preferences|settings|experience))`), 80},
	"got have do": {
		regexp.MustCompile(`(?i)^(?:got|have|do you have) (?:a |any )?(?:news )?(?:tips?|story ideas?)\b.*\?`), 40},
	"contact email e-mail reach send": {
		// An office's address is news; a reporter's is not.
		regexp.MustCompile(`^(?i:contact|e-?mail|reach|send)\b(?:.*(?i:\b(?:reporter|columnist|writer|correspondent|tips)\b)|(?: \p{Lu}[\p{L}'’.-]+){2,4}(?: at|:| on)\b?).*\S@\S+\.\w`), 45},
	"click tap check": {
		regexp.MustCompile(`(?i)^(?:click|tap) (?:here|on the link|the link)\b|^check your local forecast here\b`), 20},
	"download get receive": {
		regexp.MustCompile(`(?i)^(?:download|get) (?:the|our) .*\bapp\b|^(?:get|receive)\b.*\b(?:in|to) your inbox\b`), 30},
	"support thank thanks": {
		regexp.MustCompile(`(?i)^support (?:our|independent|quality|local) (?:journalism|reporting)\b|^(?:thank you|thanks) for (?:reading|subscribing|signing up|visiting)\b`), 40},
	"for": {
		regexp.MustCompile(`(?i)^for (?:more (?:\w+ ){0,3}(?:news|stories|coverage|updates)|the latest|breaking)\b.*\b(?:visit|follow us|subscribe|sign up|click|download|newsletter)\b`), 30},
	"donate": {
		regexp.MustCompile(`(?i)^donate (?:now|here|today)\b`), 10},
	"please enable javascript your": {
		regexp.MustCompile(`(?i)^(?:please )?(?:enable javascript|javascript (?:is|must be))|^your browser (?:does not|doesn['’]t|is not)\b`), 40},
})

// byFirstWord opens the lists of words that lead to a pattern.
func byFirstWord(in map[string]pattern) map[string][]pattern {
	out := map[string][]pattern{}
	for words, p := range in {
		for w := range strings.FieldsSeq(words) {
			out[w] = append(out[w], p)
		}
	}
	return out
}

var (
	counted = regexp.MustCompile(`^(?:\d[\d,.]*k? (?:comments?|shares?|likes?|views?|retweets?|replies)|(?:comments?|shares?) ?\(\d+\)|\d+ min(?:ute)?s? read|min read)$`)
	logo    = regexp.MustCompile(`^(?:[\p{L}\d&.'-]+ ){1,4}logo$`)
	address = regexp.MustCompile(`^(?:https?://|pic\.twitter\.com/)\S+$`)
)

// isFurniture reports whether a line is the page's own. A line in which
// somebody speaks never is.
func isFurniture(s string) bool {
	if len(s) > 2*longest {
		return false
	}
	if !hasWords(s) {
		return true
	}
	if strings.HasPrefix(s, "©") || strings.HasPrefix(s, "(c) ") {
		return true
	}
	if len(s) <= 40 {
		low := strings.TrimLeft(fold(s), "•·|>»-* ")
		if labels[strings.TrimRight(low, "!?»>→|+ ")] || counted.MatchString(low) || logo.MatchString(low) {
			return true
		}
	}
	if address.MatchString(s) || bareDateline(s) || updateLine(s) {
		return true
	}
	if alt, ok := image(s); ok && alt == "" {
		return true
	}
	if rightsReserved(s) {
		return true
	}
	if speaks(s) {
		return false
	}
	if strings.HasSuffix(s, ">>") && wordCount(s) <= 15 {
		return true
	}
	for _, p := range patterns[strings.ToLower(leadingWord(s))] {
		if (p.words == 0 || wordCount(s) <= p.words) && p.MatchString(s) {
			return true
		}
	}
	return false
}

// leadingWord is the letters that s begins with.
func leadingWord(s string) string {
	for i, r := range s {
		if !unicode.IsLetter(r) && r != '\'' && r != '’' && r != '-' {
			return s[:i]
		}
	}
	return s
}

func rightsReserved(s string) bool {
	if !strings.HasSuffix(strings.ToLower(strings.TrimRight(s, ". ")), "all rights reserved") {
		return false
	}
	return wordCount(s) <= 40 && !speaks(s)
}

// bareDateline reports whether a line is a dateline and no more: "CNN —",
// "New York CNN Business —".
func bareDateline(s string) bool {
	rest := strings.TrimRight(s, "—–- ")
	return rest != s && rest != "" && len(s) <= 80 && wordCount(rest) <= 8 && capitalised(rest) &&
		strings.HasSuffix(strings.TrimSpace(s[len(rest):]), "—") && sourceAtEnd(rest) != ""
}

// sourceAtEnd is the agency or broadcaster that the last words of s name.
func sourceAtEnd(s string) string {
	words := strings.Fields(s)
	for n := min(3, len(words)); n > 0; n-- {
		tail := strings.Join(words[len(words)-n:], " ")
		if low := fold(tail); agencies[low] != "" || broadcasters[low] {
			return tail
		}
	}
	return ""
}
