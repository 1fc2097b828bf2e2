package verify_test

import (
	"slices"
	"testing"
	"time"

	"newsdesk/corpus"
	"newsdesk/rag/embed"
	"newsdesk/rag/verify"
)

func checkAgainst(t *testing.T, text, claim string) verify.Result {
	t.Helper()
	table, err := embed.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	c, err := verify.New(table)
	if err != nil {
		t.Fatal(err)
	}
	a := &corpus.Article{ID: "a", Text: text, Published: time.Date(2019, 4, 26, 0, 0, 0, 0, time.UTC)}
	return c.Check(claim, []*verify.Source{verify.NewSource(a, nil, nil, table)})
}

// TestRules has for each rule claims that it must find and claims that look
// alike and are right. want is the kind and the source's words, or empty where
// the claim is supported.
func TestRules(t *testing.T) {
	for _, tc := range []struct{ rule, source, claim, want string }{
		{"entity", "The mayor of Brenton, Anna Keller, opened the library on Monday.", "The mayor of Brenton, Paula Weber, opened the library on Monday.", "entity:Anna Keller"},
		{"entity", "Keller opened the library in Brenton on Monday. Anna Keller was elected in May.", "Anna Keller opened the library in Brenton on Monday.", ""},
		{"entity", "Anna Keller was elected in May. She opened the library in Brenton on Monday.", "Anna Keller opened the library in Brenton on Monday.", ""},
		{"entity", "Belmark sent two ships to Tressia after the storm.", "Tressia sent two ships to Belmark after the storm.", "entity:Belmark"},
		{"entity", "Belmark defeated Tressia in the final.", "Tressia was defeated by Belmark in the final.", ""},
		{"entity", "The Russian president arrived in Berlin on Tuesday with forty aides.", "Russia's president arrived in Berlin on Tuesday with forty aides.", ""},
		{"number", "The fire destroyed 30 homes and killed 12 people in the valley.", "The fire destroyed 50 homes and killed 12 people in the valley.", "number:30"},
		{"number", "The fire destroyed 30 homes and killed 12 people in the valley.", "The fire destroyed 12 homes and killed 30 people in the valley.", "number:30"},
		{"number", "The fire killed twelve people in the valley on Sunday.", "The fire killed 12 people in the valley on Sunday.", ""},
		{"number", "The fire cost the town $1,500,000 in lost trade.", "The fire cost the town $1.5 million in lost trade.", ""},
		{"number", "The march drew 9,870 people to the capital on Sunday.", "The march drew nearly 10,000 people to the capital on Sunday.", ""},
		{"number", "The march drew 9,870 people to the capital on Sunday.", "The march drew 15,000 people to the capital on Sunday.", "number:9,870"},
		{"number", "The council spent twenty-five thousand euros on the new playground.", "The council spent 25,000 euros on the new playground.", ""},
		{"number", "Her second victory, in 1983, was by nine seconds.", "Her first victory, in 1983, was by nine seconds.", "number:second"},
		{"number", "Her second victory, in 1983, was by nine seconds.", "Her second victory was by nine seconds.", ""},
		{"number", "He has sons by a first marriage; his second wife, Alma Sarp, is a judge in Brenton.", "His second wife, Alma Sarp, is a judge in Brenton.", ""},
		{"number", "The second performance of the opera was quiet; the first, in 1977, ended in a brawl.", "The first performance of the opera ended in a brawl.", ""},
		{"number", "The second performance of the opera in Brenton was quiet; the first, in 1977, ended in a brawl.", "The first performance of the opera in Brenton was quiet.", "number:second"},
		{"unit", "The talks in the capital lasted three hours and ended without a deal.", "The talks in the capital lasted three days and ended without a deal.", "unit:three hours"},
		{"unit", "The company lost $30 million last year.", "The company lost $30 billion last year.", "unit:30 million"},
		{"unit", "The company lost $30 million last year.", "The company lost €30 million last year.", "unit:$30 million"},
		{"unit", "Exports fell by 7 percent in the first quarter.", "Exports fell by 7% in the first quarter.", ""},
		{"date", "The bridge was closed in October 2018 after an inspection.", "The bridge was closed in November 2018 after an inspection.", "date:October"},
		{"date", "The bridge was closed in October 2018 after an inspection.", "The bridge was closed in October 2016 after an inspection.", "date:2018"},
		{"date", "The two leaders met in the port on Thursday for the first time.", "The two leaders met in the port on 25 April 2019 for the first time.", ""},
		{"date", "The two leaders met in the port on Thursday for the first time.", "The two leaders met in the port on 23 April 2019 for the first time.", "date:Thursday"},
		{"date", "The regulator approved the larger study last month.", "The regulator approved the larger study last week.", "date:last month"},
		{"negation", "The council has approved the money for the footpath.", "The council has not approved the money for the footpath.", "negation:approved"},
		{"negation", "The council has not approved the money for the footpath.", "The council has approved the money for the footpath.", "negation:not approved"},
		{"negation", "Keller and Weber, who had never met before, talked for two hours in Brenton.", "Keller met Weber in Brenton.", ""},
		{"negation", "Keller and Weber, who had never met before, talked for two hours in Brenton.", "Keller and Weber had never met before.", ""},
		{"negation", "Keller and Weber, who had never met before, talked for two hours in Brenton.", "Keller and Weber never met.", "negation:met"},
		{"negation", "Keller and Weber, who had never met before, talked for two hours in Brenton.", "Keller and Weber had met before.", "negation:never met"},
		{"role", "Former mayor Anna Keller opened the fair in Brenton on Monday.", "The former mayor Anna Keller opened the fair in Brenton.", ""},
		{"negation", "The council hasn't approved the money for the footpath.", "The council has not approved the money for the footpath.", ""},
		{"negation", "The minister denied that he had met the banker in Geneva.", "The minister said that he had met the banker in Geneva.", "negation:denied that"},
		{"negation", "The council, which has no lawyer, approved the money for the footpath.", "The council approved the money for the footpath.", ""},
		{"negation", "The fund paid not only the workers but also their families.", "The fund paid the workers and also their families.", ""},
		{"antonym", "Prices rose sharply in the capital during the summer.", "Prices fell sharply in the capital during the summer.", "antonym:rose"},
		{"antonym", "The jury found the former general guilty of fraud.", "The jury found the former general innocent of fraud.", "antonym:guilty"},
		{"antonym", "The jury found the former general innocent of fraud.", "The jury found the former general not guilty of fraud.", ""},
		{"antonym", "Many residents supported the new footpath at the meeting.", "Many residents opposed the new footpath at the meeting.", "antonym:supported"},
		{"modality", "The central bank may cut interest rates in July.", "The central bank will cut interest rates in July.", "modality:may cut"},
		{"modality", "The operator said it would consider closing the northern line.", "The operator said it will close the northern line.", "modality:consider closing"},
		{"modality", "The company planned to close the factory in the north.", "The company closed the factory in the north.", "modality:planned to close"},
		{"modality", "The minister allegedly insulted the judge during the trial.", "The minister insulted the judge during the trial.", "modality:allegedly insulted"},
		{"modality", "The harbour master is said to have been offered a post in the capital.", "The harbour master has been offered a post in the capital.", "modality:said to have"},
		{"modality", "Provided that the budget passes, the seats will be free from October.", "The seats will be free from October.", "modality:Provided that the budget passes"},
		{"modality", "Provided that the budget passes, the seats will be free from October.", "The seats will be free from October if the budget passes.", ""},
		{"modality", "The minister said he would visit the flooded villages.", "The minister said he will visit the flooded villages.", ""},
		{"modality", "The central bank may cut interest rates in July.", "The central bank might cut interest rates in July.", ""},
		{"modality", "The firm's plans for the harbour pleased residents of the old town.", "The firm's plans pleased residents of the old town.", ""},
		{"quantifier", "Some workers joined the strike at the northern plant.", "All workers joined the strike at the northern plant.", "quantifier:Some workers"},
		{"quantifier", "At least 30 workers joined the strike at the northern plant.", "At most 30 workers joined the strike at the northern plant.", "quantifier:At least 30"},
		{"quantifier", "Nearly all workers joined the strike at the plant.", "All workers joined the strike at the plant.", "quantifier:Nearly all workers"},
		{"quantifier", "Few experts agree with the new theory of the storm.", "Experts agree with the new theory of the storm.", "quantifier:Few experts"},
		{"quantifier", "Several workers joined the strike at the northern plant.", "Some workers joined the strike at the northern plant.", ""},
		{"speaker", "\"We will rebuild the bridge,\" Anna Keller said. Peter Lind said nothing.", "\"We will rebuild the bridge,\" Peter Lind said.", "speaker:Anna Keller"},
		{"speaker", "Anna Keller said that the bridge would be rebuilt by summer. Peter Lind disagreed.", "Peter Lind said that the bridge would be rebuilt by summer.", "speaker:Anna Keller"},
		{"speaker", "\"We will rebuild the bridge,\" Mayor Anna Keller said.", "\"We will rebuild the bridge,\" said Keller.", ""},
		{"quotation", "\"We will rebuild the bridge,\" Anna Keller said on Monday.", "\"We will destroy the bridge,\" Anna Keller said on Monday.", "quotation:We will rebuild the bridge"},
		{"quotation", "“We’ll rebuild – at any price – the bridge,” Anna Keller said.", "\"We'll rebuild - at any price - the bridge,\" Anna Keller said.", ""},
		{"quotation", "\"We will, if the state helps us, rebuild the bridge,\" Anna Keller said.", "\"We will ... rebuild the bridge,\" Anna Keller said.", ""},
		{"quotation", "\"We will rebuild the bridge,\" Anna Keller said on Monday.", "\"Nobody shall ever sleep hungry again,\" Anna Keller said on Monday.", "quotation:"},
	} {
		res := checkAgainst(t, tc.source, tc.claim)
		if tc.want == "" {
			if res.Verdict != verify.Supported || len(res.Changes) > 0 {
				t.Errorf("%s: %q beside %q: %v %v, want supported", tc.rule, tc.claim, tc.source, res.Verdict, res.Changes)
			}
			continue
		}
		found := ""
		for _, c := range res.Changes {
			if s := c.Kind.String() + ":" + c.Source; s == tc.want {
				found = s
			}
		}
		wrong := res.Verdict != verify.Altered && res.Verdict != verify.Contradicted
		if opposed := tc.rule == "negation" || tc.rule == "antonym"; found == "" || wrong || opposed != (res.Verdict == verify.Contradicted) {
			t.Errorf("%s: %q beside %q: %v %v, want %s", tc.rule, tc.claim, tc.source, res.Verdict, res.Changes, tc.want)
		}
	}
}

// What a source does not tell is neither supported nor called changed.
func TestNotTold(t *testing.T) {
	for _, tc := range [...]struct{ source, claim string }{
		{"Keller and Weber met in Brenton on Monday.", "Keller and Weber had met in Brenton before."},
		{"Keller visited Brenton on Tuesday with a large delegation of ministers.", "Keller had never before visited Brenton with a large delegation of ministers."},
		{"The former mayor of Brenton, Anna Keller, opened the fair on Monday.", "Anna Keller is the mayor of Brenton."},
		{"The company paid a dividend of 3 crowns in May.", "The company never before paid a dividend of 3 crowns."},
		{"Weber opened his first talks with Keller, in the Tressian port of Lorn, with a joke about ships.", "Keller met Weber in Paris."},
	} {
		res := checkAgainst(t, tc.source, tc.claim)
		altered := slices.ContainsFunc(res.Changes, func(c verify.Change) bool { return c.Kind != verify.Addition })
		if res.Verdict != verify.Unverified || altered {
			t.Errorf("%q beside %q: %v %v, want unverified", tc.claim, tc.source, res.Verdict, res.Changes)
		}
	}
}

// Speech reported in the past takes its tenses along.
func TestReportedSpeech(t *testing.T) {
	for _, tc := range [...]struct{ source, claim string }{
		{"Anna Keller said the bridge is safe for lorries.", "Anna Keller said the bridge was safe for lorries."},
		{"Anna Keller says that the bridge will close in May.", "Anna Keller said that the bridge would close in May."},
		{"Anna Keller said the council has approved the loan.", "Anna Keller said the council had approved the loan."},
		{"Anna Keller said the firm may close two plants.", "Anna Keller said the firm might close two plants."},
		{"Anna Keller said the firm can deliver 40 buses.", "Anna Keller said the firm could deliver 40 buses."},
		{"Anna Keller said residents must leave by Friday.", "Anna Keller said residents had to leave by Friday."},
		{"Anna Keller said the plant won't reopen before June.", "Anna Keller said the plant would not reopen before June."},
		{"\"We do not trust the figures,\" Anna Keller said.", "Anna Keller said they did not trust the figures."},
		{"\"I will resign in May,\" Anna Keller said.", "Anna Keller said she would resign in May."},
		{"\"Our plant is safe,\" Anna Keller said.", "Anna Keller said their plant was safe."},
		{"The bridge is closing for repairs, Anna Keller said.", "Anna Keller said the bridge was closing for repairs."},
		{"Meteorologist Ines Falk said the storm was weakening.", "Ines Falk said the storm was weakening."},
		{"Ines Falk said the storm was weakening.", "Meteorologist Ines Falk said the storm was weakening."},
	} {
		if res := checkAgainst(t, tc.source, tc.claim); res.Verdict == verify.Altered || res.Verdict == verify.Contradicted {
			t.Errorf("%q beside %q: %v %v", tc.claim, tc.source, res.Verdict, res.Changes)
		}
	}
	for _, tc := range [...]struct{ source, claim string }{
		{"Anna Keller warned that the dam could burst.", "Anna Keller warned that the dam would burst."},
		{"Anna Keller said the plant could close.", "Anna Keller said the plant had closed."},
		{"Anna Keller said the plant will close in May.", "Anna Keller said the plant had closed in May."},
		{"Anna Keller said the plant will probably close in May.", "Anna Keller said the plant will close in May."},
		{"Clerks must tell callers that the bridge is safe for lorries.", "The bridge is safe for lorries."},
		{"Anna Keller ordered her spokesman to say that the plant was profitable.", "The plant was profitable."},
		{"Anna Keller said the plant would probably close in May.", "Anna Keller said the plant would close in May."},
	} {
		if res := checkAgainst(t, tc.source, tc.claim); res.Verdict != verify.Altered {
			t.Errorf("%q beside %q: %v %v, want altered", tc.claim, tc.source, res.Verdict, res.Changes)
		}
	}
}

// What is said of one person is not said of another in the next sentence.
func TestTwoSentences(t *testing.T) {
	const report = "Karin Lind won the run-off for mayor of Sandholm on Sunday with 53.1 percent of the vote. Her rival, Jens Toft, got 46.9 percent.\n\n" +
		"Rescue teams from Oxley reached the eastern town of Palmera after 36 hours. They found 140 survivors in a church."
	for claim, want := range map[string]bool{
		"Jens Toft won the run-off.":                                       false,
		"Jens Toft won the run-off for mayor of Sandholm.":                 false,
		"Karin Lind got 46.9 percent.":                                     false,
		"Jens Toft got 46.9 percent of the vote.":                          true,
		"Rescue teams from Oxley found 140 survivors in a church.":         true,
		"Rescue teams found 140 survivors in a church in the eastern town": true,
		"Karin Lind won the run-off for mayor, and got 46.9 percent.":      false,
	} {
		if res := checkAgainst(t, report, claim); (res.Verdict == verify.Supported) != want {
			t.Errorf("%q: %v %.2f %v", claim, res.Verdict, res.Score, res.Changes)
		}
	}
}
