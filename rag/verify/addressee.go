package verify

import "newsdesk/rag/terms"

// addressing verbs are followed by whom the words are said to.
var addressing = terms.Set(`tell tells told telling inform informs informed informing assure assures assured remind reminds reminded
	warn warns warned urge urges urged ask asks asked write writes wrote`)

// addressee is the name right after an addressing verb at v, or empty.
func (s *Source) addressee(text string, ts []token, v int) run {
	for k := v + 1; k < min(len(ts), v+5) && !ts[k].broken; k++ {
		if s.named(text, ts, k) {
			return s.nameAt(text, ts, k)
		}
		if w := ts[k].lower; w != "to" && w != "the" && w != "his" && w != "her" && w != "president" && w != "minister" {
			break
		}
	}
	return run{}
}

// addressed finds words that the claim has said to somebody, and the source to others
// or to nobody: what is told to reporters is not told to a president.
func (l *layout) addressed() {
	for v := range l.tokens {
		if !addressing[l.tokens[v].lower] {
			continue
		}
		to := l.src.addressee(l.text, l.tokens, v)
		if to.empty() || l.anyTaken(to) || l.told(to) {
			continue
		}
		if j := l.otherwiseTold(); j >= 0 {
			l.found.add(Entity, l.said(v, to.to), l.source(j, min(j+2, l.sentenceEnd(j))), span(to.from, to.to)...)
		} else if !l.present(to) {
			l.found.add(Entity, l.said(v, to.to), "", span(to.from, to.to)...)
		}
	}
}

// told reports whether the source has anything said to the claim's name to, or to a
// pronoun that may mean it.
func (l *layout) told(to run) bool {
	text := l.src.article.Text
	for j := range l.src.flat {
		if !addressing[l.src.flat[j].lower] {
			continue
		}
		if r := l.src.addressee(text, l.src.flat, j); !r.empty() && sameRun(l.tokens, to, l.src.flat, r) {
			return true
		}
	}
	for j := range l.windowWords {
		if addressing[l.windowWords[j].lower] && j+1 < len(l.windowWords) && pronouns[l.windowWords[j+1].lower] {
			return true
		}
	}
	return false
}

// otherwiseTold is an addressing verb of the window with an addressee of its own, or -1.
func (l *layout) otherwiseTold() int {
	for j := range l.windowWords {
		if w := &l.windowWords[j]; (w.lower == "told" || w.lower == "tells") && j+1 < len(l.windowWords) && !l.windowWords[j+1].broken && !l.windowWords[j+1].stop {
			return j
		}
	}
	return -1
}

// present reports whether the name to stands in the sentences of the window, or of
// the quotation, or beside them: it may be spoken to there.
func (l *layout) present(to run) bool {
	first, last := l.src.at[l.window[0]], l.src.at[l.window[len(l.window)-1]]
	for _, standing := range l.standing {
		if len(standing) > 0 {
			first, last = l.src.sentencesOf(standing[0])
			break
		}
	}
	for j := range l.src.flat {
		if s := l.src.at[j]; s >= first-1 && s <= last+1 && sameRun(l.tokens, to, l.src.flat, run{j, j + 1}) {
			return true
		}
	}
	return false
}
