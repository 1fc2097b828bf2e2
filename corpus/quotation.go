package corpus

// Quote is what somebody said, as it stands in an article.
type Quote struct {
	// Article is the ID of the article it stands in.
	Article string
	// Span covers the words between the marks (direct, mixed) or the clause
	// that reports what was said (indirect).
	Span
	// Speaker is the resolved name, "Vladimir Putin" for "he told
	// reporters", or empty where nobody can be named.
	Speaker string
	// SpeakerAsWritten is the words of the article that name the speaker.
	SpeakerAsWritten string
	// Via is the agency that relays the remark ("TASS quoted Putin as
	// saying"), or empty.
	Via string
	// Verb is the word that attributes: "said", "according to".
	Verb string
	Kind QuoteKind
	// Confidence is the attribution's estimated probability of being right,
	// 0 to 1.
	Confidence float64
}

// QuoteKind tells whole quotations from parts and from reported speech.
type QuoteKind uint8

// The kinds of quotation.
const (
	Direct   QuoteKind = iota // a whole remark between marks
	Mixed                     // a few words between marks in a sentence of the reporter's
	Indirect                  // reported without marks: "said that …"
)

// String is the kind as the JSON has it.
func (k QuoteKind) String() string { return [...]string{"direct", "mixed", "indirect"}[k] }
