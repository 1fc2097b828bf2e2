package copies

import (
	"strings"
	"testing"

	"newsdesk/corpus"
	"newsdesk/corpus/clean"
)

// The invented report that the others copy, or do not.
const (
	title  = "Harbour board picks northern quay for new ferry terminal"
	byline = "By Ann Moss, 12 May 2021"
	first  = `VELLMOUTH - The harbour board voted on Tuesday to build the new ferry terminal on the northern quay, ending a dispute that had divided the town for most of a decade and cost two chairmen their posts.

Seven of the nine members backed the plan, which the engineers had revised three times since the spring. It will cost 48 million crowns, of which the state pays a third, and the first ships are to dock there in four years.

"We have listened to everybody who wanted to be heard, and now the talking is over," said Ilse Harrow, who has led the board since last autumn. "The fishermen will keep their moorings, every single one of them, and nobody will have to leave."`
	second = `Fishermen had marched through the streets last month, fearing that the dredging would silt up the small basin where forty boats lie. Their spokesman, Per Lund, called the vote a defeat for common sense but ruled out going to court.

The old quay was built in 1911 and has been repaired twice. Inspectors found last year that its piles had rotted below the water line, and since then only ferries of less than 900 tonnes have been allowed to use it.

Shipping companies welcomed the decision. They expect the number of passengers to double within ten years once larger ships can call, and have promised to share the cost of a road around the old town.`
	appended = `In the neighbouring port of Sandhaven a similar project has been stalled since its council refused to sell the land. The mayor there said that she would study the decision before the summer recess.

Work on the foundations begins next winter, when the herring season is over. Until then divers will search the sea bed for mines left from the war, of which three were found off the lighthouse last year.`
	reworded = `Ferries will get a new home on the north side of the port, Vellmouth's port authority decided this week. Only two people on the nine-strong panel were against.

The building, priced at 48 million crowns, should open in about four years; a third of that sum comes from the government. Ilse Harrow, in charge since the autumn, said that all views had been taken into account and that no boat would lose its berth.

Protests had filled the town a month ago because the owners of some forty small craft worry about mud in their harbour. They will not sue, said Per Lund, who speaks for them, though he thinks the choice unwise.

Part of the present structure, which dates from 1911, is no longer sound: its wooden legs are decaying under water, so that big vessels were banned a year ago. Ship owners, who hope for twice as many travellers, are pleased and want to help pay for a bypass.`
	sameOfficial = `After ten years of quarrels the decision has fallen: ships to the islands will leave from the north of the port. Reporters who waited outside the customs house until late in the evening heard it from the chairwoman herself.

"We have listened to everybody who wanted to be heard, and now the talking is over," said Ilse Harrow. "The fishermen will keep their moorings, every single one of them, and nobody will have to leave."

She would not say who had voted against her. Two members left by the back door and drove off; the others went to dinner at the Anchor, where a table had been set for twelve since noon.`
	boilerplate = `The Vellmouth Courier is owned by its readers. If you value independent reporting from the coast, please consider becoming a member from four crowns a month. Members receive our weekly letter, an invitation to the annual meeting in the old customs house, and the knowledge that nobody but themselves decides what is printed here.`
	otherNews   = `The winter's first storm tore the roof off the school in Lower Vell on Monday night and left two thousand homes without power until the morning. Nobody was hurt, the fire brigade said.

Pupils will be taught in the parish hall until the new year. The insurers sent an assessor, who found that the beams had been weakened by damp, and the council has asked for money from the national fund for disasters.

Foresters counted more than three hundred fallen oaks along the coast road, among them the one under which, by local legend, the town's charter was signed.`
)

// page is an article as a file gives it.
func page(t testing.TB, head string, body ...string) *corpus.Article {
	t.Helper()
	text := strings.Join(body, "\n\n") + "\n"
	if head != "" {
		text = head + "\n\n" + text
	}
	a, err := clean.Text("page", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return &a
}

// everyFiftieth changes one word in fifty.
func everyFiftieth(text string) string {
	words := strings.Split(text, " ")
	for i := 25; i < len(words); i += 50 {
		words[i] = "meanwhile"
	}
	return strings.Join(words, " ")
}

func TestCopies(t *testing.T) {
	original := page(t, title+"\n\n"+byline, first, second)
	tests := []struct {
		name string
		with *corpus.Article
		// The bounds that the similarity and the greater containment must
		// keep to, and whether the two are copies.
		similarity, contained [2]float64
		copy                  bool
	}{
		{"the same", page(t, title+"\n\n"+byline, first, second), [2]float64{1, 1}, [2]float64{1, 1}, true},
		{"another headline and byline", page(t, "Ferries to leave from the north\n\nBy Tom Berg\n\nPublished: 13 May 2021", first, second), [2]float64{.97, 1}, [2]float64{.97, 1}, true},
		{"other typography", page(t, title, strings.NewReplacer(`"`, "”", "'", "’", "-", "—", " the ", "\u00a0the ").Replace(first), strings.ToUpper(second)), [2]float64{.97, 1}, [2]float64{.97, 1}, true},
		{"other paragraphs", page(t, title, strings.ReplaceAll(first+" "+second, "\n\n", " ")), [2]float64{.97, 1}, [2]float64{.97, 1}, true},
		{"cut to half", page(t, title, first), [2]float64{.35, .65}, [2]float64{.97, 1}, true},
		{"two paragraphs appended", page(t, title, first, second, appended), [2]float64{.6, .9}, [2]float64{.97, 1}, true},
		{"one word in fifty changed", page(t, title, everyFiftieth(first+"\n\n"+second)), [2]float64{.7, .96}, [2]float64{.85, .97}, true},
		{"reworded", page(t, title, reworded), [2]float64{0, .08}, [2]float64{0, .08}, false},
		{"the same official quoted", page(t, "Ferry dispute ends", sameOfficial), [2]float64{0, .3}, [2]float64{0, .4}, false},
		{"other news", page(t, "Storm hits school", otherNews), [2]float64{0, .04}, [2]float64{0, .02}, false},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			s, u := Sign(original), Sign(tc.with)
			if x := s.Similarity(u); x < tc.similarity[0] || x > tc.similarity[1] {
				t.Errorf("similarity is %.3f, want %.2f", x, tc.similarity)
			}
			if x := max(s.Containment(u), u.Containment(s)); x < tc.contained[0] || x > tc.contained[1] {
				t.Errorf("containment is %.3f, want %.2f", x, tc.contained)
			}
			if x := Overlap(original, tc.with); (x >= copied) != tc.copy {
				t.Errorf("overlap is %.3f", x)
			}
			if x, y := Overlap(original, tc.with), Overlap(tc.with, original); x != y {
				t.Errorf("overlap is %v one way and %v the other", x, y)
			}
			if n := len(Group([]*corpus.Article{original, tc.with})); (n == 1) != tc.copy {
				t.Errorf("%d groups", n)
			}
		})
	}
}

// TestBoilerplate: the closing lines of an outlet make no copies of its
// articles.
func TestBoilerplate(t *testing.T) {
	a := page(t, title, first, second, boilerplate)
	b := page(t, "Storm hits school", otherNews, boilerplate)
	if x := Sign(a).Similarity(Sign(b)); x == 0 || x > .35 {
		t.Errorf("similarity is %.3f", x)
	}
	if x := Overlap(a, b); x < .2 || x >= copied {
		t.Errorf("overlap is %.3f", x)
	}
	pairs := Shared(a, b)
	if len(pairs) != 1 || pairs[0].A.Of(a.Text) != boilerplate || pairs[0].B.Of(b.Text) != boilerplate {
		t.Errorf("shared: %+v", pairs)
	}
}

func TestGroup(t *testing.T) {
	whole := page(t, title, first, second)
	half := page(t, "Ferries", second)
	storm := page(t, "Storm hits school", otherNews)
	long := page(t, title, first, second, appended)
	empty := &corpus.Article{ID: "empty"}
	in := []*corpus.Article{storm, half, empty, long, whole, empty}
	check := func(t *testing.T, groups [][]*corpus.Article) {
		t.Helper()
		if len(groups) != 4 || len(groups[1]) != 3 || groups[0][0] != storm || groups[1][0] != half || groups[1][1] != long || groups[1][2] != whole {
			t.Errorf("groups: %v", groups)
		}
	}
	check(t, Group(in))
	t.Run("among many", func(t *testing.T) {
		// More than few articles go through a Set.
		many := in
		for i := range few {
			many = append(many, &corpus.Article{Text: randomText(uint64(i)+1000, 300)})
		}
		groups := Group(many)
		if len(groups) != 4+few {
			t.Fatalf("%d groups", len(groups))
		}
		check(t, groups[:4])
	})
	if got := Group(nil); got != nil {
		t.Errorf("of nothing: %v", got)
	}
}

// TestShortInLong: a brief is found in a long article, where a MinHash sees
// nothing.
func TestShortInLong(t *testing.T) {
	long := &corpus.Article{Text: randomText(1, 3000) + "\n\n" + first + "\n\n" + randomText(2, 3000)}
	brief := &corpus.Article{Text: first}
	if x := Sign(brief).Similarity(Sign(long)); x > .1 {
		t.Errorf("similarity is %.3f", x)
	}
	if x := Sign(brief).Containment(Sign(long)); x < .9 {
		t.Errorf("containment is %.3f", x)
	}
	if x := Overlap(brief, long); x < .99 {
		t.Errorf("overlap is %.3f", x)
	}
}
