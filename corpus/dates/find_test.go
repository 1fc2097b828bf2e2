package dates

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// friday is the anchor of the tables: Friday, 26 April 2019.
var friday = time.Date(2019, 4, 26, 0, 0, 0, 0, time.UTC)

// row is a sentence with each expected mention in square brackets, and what
// these mean, joined by "; ". "?" is a mention that stays unresolved.
type row struct{ text, want string }

func check(t *testing.T, anchor time.Time, rows []row) {
	t.Helper()
	for _, r := range rows {
		plain := strings.NewReplacer("[", "", "]", "").Replace(r.text)
		var marked strings.Builder
		var meant []string
		at := 0
		for _, m := range Find(plain, anchor) {
			fmt.Fprintf(&marked, "%s[%s]", plain[at:m.Start], plain[m.Start:m.End])
			at = m.End
			if m.Resolved {
				meant = append(meant, m.Date.String())
			} else {
				meant = append(meant, "?")
			}
		}
		marked.WriteString(plain[at:])
		if got := marked.String(); got != r.text {
			t.Errorf("found %q\n want %q", got, r.text)
		}
		if got := strings.Join(meant, "; "); got != r.want {
			t.Errorf("%q\n means %s\n want  %s", r.text, got, r.want)
		}
	}
}

func TestWrittenDates(t *testing.T) {
	check(t, friday, []row{
		{"The log entry of [2019-04-25] is torn.", "25 April 2019"},
		{"Stamp: [2019-04-25]T10:30:00Z.", "25 April 2019"},
		{"Filed [2019/04/25] by the clerk.", "25 April 2019"},
		{"Filed on [25.4.2019] by the clerk.", "25 April 2019"},
		{"Filed on [25/04/2019] by the clerk.", "25 April 2019"},
		{"Filed on [04/25/2019] by the clerk.", "25 April 2019"},
		{"Filed on [04/05/2019] by the clerk.", "?"},
		{"Filed on [04/04/2019] by the clerk.", "4 April 2019"},
		{"The archive for [2019-03] is closed.", "March 2019"},
		{"They met on [25 April 2019] at noon.", "25 April 2019"},
		{"They met on the [25th of April, 2019], at noon.", "25 April 2019"},
		{"They met on [April 25, 2019], at noon.", "25 April 2019"},
		{"They met on [April 25th 2019].", "25 April 2019"},
		{"They met on [Apr. 25, 2019].", "25 April 2019"},
		{"They met on [25 Apr 2019].", "25 April 2019"},
		{"They met on [APRIL 25, 2019], AT NOON.", "25 April 2019"},
		{"They met on [25\u00a0April\u00a02019].", "25 April 2019"},
		{"They met on [Thursday, April 25, 2019].", "25 April 2019"},
		{"They met on [Thursday 25 April 2019].", "25 April 2019"},
		{"They met on [Thu, 25 Apr 2019], he wrote.", "25 April 2019"},
		{"They met on [Monday, April 25, 2019], the minutes say.", "25 April 2019"},
		{"The [first of May 2018] was a holiday.", "1 May 2018"},
		{"It was [May 5, 2018]—or later.", "5 May 2018"},
		{"It reopened on [Nov. 12, 2012]–six weeks late.", "12 November 2012"},
		{"It reopened in [April 2018] after repairs.", "April 2018"},
		{"It reopened in [Sept. 2018] after repairs.", "September 2018"},
		{"It reopened in [april of 2018] after repairs.", "April 2018"},
		{"It reopened in [May 2018] after repairs.", "May 2018"},
		{"It closed on 29 [February 2019], he claimed.", "February 2019"},
		{"It opened on [29 February 2016].", "29 February 2016"},
		{"The [winter of 2018–19] was mild.", "winter 2018–19"},
		{"Sales rose in the [first quarter of 2018].", "the first quarter of 2018"},
		{"Sales rose in [Q3 2018].", "the third quarter of 2018"},
		{"The [summer of 2016] was dry.", "summer 2016"},
		{"The [first week of March 2018] was cold.", "around 1–7 March 2018"},
		{"The [last week of March 2018] was cold.", "around 25–31 March 2018"},
		{"On the [last day of March 2018] it snowed.", "31 March 2018"},
		{"The vote fell on the [first Tuesday of November 2018].", "6 November 2018"},
		{"In the [first month of 2018] it rained.", "January 2018"},
	})
}

func TestYears(t *testing.T) {
	check(t, friday, []row{
		{"The bridge fell in [2011].", "2011"},
		{"The bridge, built in [1889], fell.", "1889"},
		{"The [2002] meeting was the last.", "2002"},
		{"A [2002] law forbids it.", "2002"},
		{"Her [2016] campaign failed.", "2016"},
		{"Norway's [2016] vote was close.", "2016"},
		{"The painter ([1853–1890]) sold one picture.", "1853–1890"},
		{"It stood empty from [2011 to 2013].", "2011–2013"},
		{"It stood empty in [2011-13].", "2011–2013"},
		{"In the [2018/19] season it paid.", "2018–2019"},
		{"It stood empty between [2011 and 2013].", "2011–2013"},
		{"It rose in [2008] and [2009].", "2008; 2009"},
		{"It was found [around 2010].", "around 2010"},
		{"The fashion of the [1990s] is back.", "the 1990s"},
		{"The fashion of the '[90s] is back.", "the 1990s"},
		{"The fashion of the [nineties] is back.", "the 1990s"},
		{"The port of the [early 1990s] is gone.", "the early 1990s"},
		{"The port of the [mid-1960s] is gone.", "the mid-1960s"},
		{"A [19th-century] mill burnt down.", "the 19th century"},
		{"Trade in the [twentieth century] grew.", "the 20th century"},
		{"It grew in the [late 20th century].", "the late 20th century"},
		{"By [mid-2018] it was over.", "mid-2018"},
		{"By [late 2018] it was over.", "late 2018"},
		{"By the [end of 2018] it was over.", "the end of 2018"},
		{"It slowed in the [second half of 2018].", "the second half of 2018"},
		{"The elections of [2000] were close; in [2000] the firm closed.", "2000; 2000"},
	})
	check(t, friday, []row{
		{"About 2000 people came.", ""},
		{"More than 2000 people came.", ""},
		{"In all, 1984 homes were flooded.", ""},
		{"They counted 1,984 homes.", ""},
		{"They paid $2018 for it.", ""},
		{"They paid €2,018 for it.", ""},
		{"The sale starts at 1900 GMT.", ""},
		{"He ran 2010 metres.", ""},
		{"It weighs 2015 kg.", ""},
		{"Version 2018 is slower.", ""},
		{"He flew on flight 2018.", ""},
		{"The virus, Covid-2019, spread.", ""},
		{"It printed 1999 copies.", ""},
		{"Order no. 2018 was lost.", ""},
		{"See example.org/2018/notes for more.", ""},
		{"The tag #2018 trended.", ""},
		{"It drove 1986 miles.", ""},
		{"They rehoused some 1950 families.", ""},
		{"Release 1.2.2019 is out.", ""},
		{"The address 10.4.2019.7 answers.", ""},
		{"Code A2018B was used.", ""},
		{"He is in his 90s.", ""},
	})
}

func TestUnwrittenYear(t *testing.T) {
	check(t, friday, []row{
		{"They met on [April 25].", "25 April 2019"},
		{"They met on [25 April].", "25 April 2019"},
		{"They met on [Apr. 25th].", "25 April 2019"},
		{"They met on [December 3].", "3 December 2018"},
		{"They will meet on [December 3].", "3 December 2019"},
		{"They will meet on [3 January].", "3 January 2020"},
		{"They met on [29 February].", "29 February 2016"},
		{"The rally was planned before the [June 7] primary.", "7 June 2019"},
		{"The shop shut on [Thursday, April 25].", "25 April 2019"},
		{"The fair was on [Monday, December 3].", "3 December 2018"},
		{"They met on [April 24-26].", "24–26 April 2019"},
		{"They met from [24 to 26 April].", "24–26 April 2019"},
		{"They met on [24 and 25 April].", "24–25 April 2019"},
		{"They met from [April 30 to May 2, 2018].", "30 April – 2 May 2018"},
		{"It ran from [December 28 to January 3], they said.", "28 December 2018 – 3 January 2019"},
		{"They met in [February].", "February 2019"},
		{"They met in [June].", "June 2018"},
		{"They will meet in [June].", "June 2019"},
		{"The permit is due to expire in [February].", "February 2020"},
		{"They met in [last September], of all months.", "September 2018"},
		{"They meet [next September].", "September 2019"},
		{"They met in [September last year].", "September 2018"},
		{"They meet in [March next year].", "March 2020"},
		{"He takes over on [January 20 next year].", "20 January 2020"},
		{"The talks broke down in [late February].", "late February 2019"},
		{"The talks broke down in [mid-February].", "mid-February 2019"},
		{"It lasted from [March to May 2018].", "March–May 2018"},
		{"Flights were stopped until [late May].", "late May 2019"},
		{"They had raised a million by the [end of January].", "the end of January 2019"},
		{"It rose in [January 2016] $2 above the mark.", "January 2016"},
		{"It rained in the [spring].", "spring 2019"},
		{"It rained [last summer].", "summer 2018"},
		{"It will open [this summer].", "summer 2019"},
		{"It opens [next spring].", "spring 2020"},
		{"The rent was paid on the [25th of last month].", "25 March 2019"},
		{"The rent was paid on the [15th].", "15 April 2019"},
	})
}

func TestWeekdays(t *testing.T) {
	check(t, friday, []row{
		{"Kim met Putin for three hours [Thursday].", "25 April 2019"},
		{"State media said [Friday] that it went well.", "26 April 2019"},
		{"It began on [Saturday].", "20 April 2019"},
		{"On [Thursday], the envoy left.", "25 April 2019"},
		{"[Thursday]’s meeting was short.", "25 April 2019"},
		{"[Monday]'s meeting will be short.", "29 April 2019"},
		{"They will meet on [Thursday].", "2 May 2019"},
		{"She is due to speak on [Tuesday].", "30 April 2019"},
		{"He said he would resign on [Wednesday].", "1 May 2019"},
		{"He was expected to stay until [Friday].", "26 April 2019"},
		{"We'll see on [Monday].", "29 April 2019"},
		{"They meet [next Thursday].", "2 May 2019"},
		{"They met [last Thursday].", "25 April 2019"},
		{"They met [last Friday].", "19 April 2019"},
		{"They met [this Wednesday].", "24 April 2019"},
		{"It was agreed on [Tuesday last week].", "16 April 2019"},
		{"It was agreed on [Tuesday of this week].", "23 April 2019"},
		{"Worshippers left after [Friday] prayers.", "26 April 2019"},
		{"It was cold on [Thursday] night.", "25 April 2019"},
		{"It lasted from [Monday to Wednesday].", "22–24 April 2019"},
		{"It lasted from [Thursday to Monday].", "18–22 April 2019"},
		{"A rally was held ahead of [Monday]'s vote.", "29 April 2019"},
		{"A rally was held ahead of [Thursday]'s vote.", "25 April 2019"},
		{"They were told to wait until [Monday].", "29 April 2019"},
		{"By [Thursday] the toll had risen.", "25 April 2019"},
		{"The boat sank on [Tues]. night.", "23 April 2019"},
		{"The [week of 22 April] is busy.", "22–28 April 2019"},
		{"Black Friday is busy.", ""},
		{"He writes for the Sunday Times.", ""},
		{"The choir sings every Thursday.", ""},
		{"The choir sings on Thursdays.", ""},
		{"The sun rose and the cat sat by mon ami, wed at last.", ""},
		{"Easter Sunday was quiet.", ""},
		{"The Mail on Sunday asked.", ""},
	})
}

func TestMonthsThatAreNone(t *testing.T) {
	check(t, friday, []row{
		{"They may leave.", ""},
		{"It may 5 times fail.", ""},
		{"May the best boat win.", ""},
		{"They march on.", ""},
		{"March on, he cried.", ""},
		{"The March for Peace was long.", ""},
		{"Theresa May said so.", ""},
		{"Mrs May left and April laughed.", ""},
		{"A speech delivered by May moved them.", ""},
		{"Their trust in May is gone.", ""},
		{"April Stone won, June Carter sang.", ""},
		{"It was an august body.", ""},
		{"A decade of mar and dec, of jan and jun.", ""},
		{"We marched; the Mayor mayhap decided.", ""},
		{"In [May], the mayor left.", "May 2018"},
		{"In [May], the mayor may leave.", "May 2019"},
		{"By [March] it was over.", "March 2019"},
		{"In [March] they marched.", "March 2019"},
		{"The [April] sun was pale.", "April 2019"},
		{"They march [25 March], rain or shine.", "25 March 2019"},
	})
}

func TestRelative(t *testing.T) {
	check(t, friday, []row{
		{"He spoke [today] and [yesterday].", "26 April 2019; 25 April 2019"},
		{"He speaks [tomorrow].", "27 April 2019"},
		{"He spoke [last night].", "25 April 2019"},
		{"He spoke [this morning].", "26 April 2019"},
		{"He left the [day before yesterday].", "24 April 2019"},
		{"He leaves the [day after tomorrow].", "28 April 2019"},
		{"It was quiet [this week].", "22–28 April 2019"},
		{"It was quiet [last week].", "15–21 April 2019"},
		{"It will be quiet [next week].", "29 April – 5 May 2019"},
		{"It was quiet [last month].", "March 2019"},
		{"It was quiet [this year].", "2019"},
		{"It was quiet [last year].", "2018"},
		{"It was quiet [last weekend].", "20–21 April 2019"},
		{"It was quiet over the [weekend].", "20–21 April 2019"},
		{"Sales fell [last quarter].", "the first quarter of 2019"},
		{"Most died [last century].", "the 20th century"},
		{"It opened [early last year].", "early 2018"},
		{"It opened [earlier this year].", "1 January – 26 April 2019"},
		{"It opened [earlier this week].", "22–26 April 2019"},
		{"It opens [later this year].", "26 April – 31 December 2019"},
		{"They leave by the [end of this year].", "the end of 2019"},
		{"They leave by the [end of the month].", "the end of April 2019"},
		{"They leave by [year-end].", "the end of 2019"},
		{"It fell over the [past two weeks].", "13–26 April 2019"},
		{"It fell in the [last year].", "27 April 2018 – 26 April 2019"},
		{"It will grow over the [next two years].", "27 April 2019 – 26 April 2021"},
		{"Just [a week ago], they quarrelled.", "15–21 April 2019"},
		{"[Three days ago] they quarrelled.", "23 April 2019"},
		{"[Two months ago] they quarrelled.", "February 2019"},
		{"[Nearly two months ago] they quarrelled.", "around February 2019"},
		{"[More than 20 years ago] they quarrelled.", "around 1999"},
		{"[A couple of years ago] they quarrelled.", "around 2017"},
		{"[Twenty-five years ago] they quarrelled.", "1994"},
		{"[A decade ago] they quarrelled.", "around 2009"},
		{"[Several years ago] they quarrelled.", "?"},
		{"It opens in [two weeks' time].", "6–12 May 2019"},
		{"It opens [two years from now].", "2021"},
		{"It will open in [three days].", "29 April 2019"},
		{"It was the first time in five years that it opened.", ""},
		{"It took two weeks of work, twice a week.", ""},
		{"USA Today and Russia Today reported it.", ""},
		{"She told ‘Today’ on the radio.", ""},
		{"A spring in the yard ran dry after the fall of the wall.", ""},
		{"The second boat came first and the third last.", ""},
		{"The first quarter of the field and the first half were dull.", ""},
		{"The past is past, and the last of them left last.", ""},
		{"The strike would last three days, and the snow may last weeks.", ""},
	})
}

func TestDistances(t *testing.T) {
	check(t, friday, []row{
		{"The trip comes [nearly two months after] a failed summit.", "?"},
		{"[Two days later] he left.", "?"},
		{"He came on [9 May 2018]. [Two days later] he left.", "9 May 2018; 11 May 2018"},
		{"He came on [9 May 2018], [a week earlier] than she.", "9 May 2018; 30 April – 6 May 2018"},
		{"He came on [Thursday], a day earlier than planned.", "25 April 2019"},
		{"He came on [Thursday] and left the [next day].", "25 April 2019; 26 April 2019"},
		{"He came in [2011]; [two days later] he left.", "2011; ?"},
		{"He left [two days after April 25, 2018].", "27 April 2018"},
		{"He left [two months after the February] talks.", "April 2019"},
		{"He left [a day before Thursday]'s talks.", "24 April 2019"},
		{"In [2011], [a year after] leaving, he wrote.", "2011; ?"},
		{"The [day before] the talks, he rested.", "?"},
		{"He came on [9 May 2018].\nThe [next day] he left.", "9 May 2018; ?"},
		{"He rests on the [following Monday].", "?"},
	})
}

func TestUnknownAnchor(t *testing.T) {
	check(t, time.Time{}, []row{
		{"They met on [Thursday].", "?"},
		{"They met on [April 25].", "?"},
		{"They met [last year], in [2018].", "?; 2018"},
		{"They met in [late February].", "?"},
		{"They met in [late February 2019].", "late February 2019"},
	})
	for text, want := range map[string]Mention{
		"on Thursday":            {Relative: true, Weekday: "Thursday"},
		"on 25 April":            {Relative: true, Month: time.April, Day: 25},
		"on Thursday, April 25":  {Relative: true, Month: time.April, Day: 25, Weekday: "Thursday"},
		"in late February":       {Relative: true, Month: time.February, Part: Late},
		"in the last two months": {Relative: true, Offset: Offset{-2, Month}},
		"it was last week":       {Relative: true, Offset: Offset{-1, Week}},
		"it was three days ago":  {Relative: true, Offset: Offset{-3, Day}},
		"it was a day later":     {Relative: true, Offset: Offset{1, Day}},
		"on 04/05/2019":          {Year: 2019},
		"on Monday, 25.4.2019":   {Weekday: "Monday", Year: 2019, Month: time.April, Day: 25, Resolved: true},
	} {
		ms := Find(text, time.Time{})
		if len(ms) != 1 {
			t.Errorf("%q: %d mentions", text, len(ms))
			continue
		}
		got := ms[0]
		got.Span, got.Text, got.Date = want.Span, "", Date{}
		if got != want {
			t.Errorf("%q\n got  %+v\n want %+v", text, got, want)
		}
	}
}

func TestHostileTextTakesLinearTime(t *testing.T) {
	const n = 10_000
	for _, part := range []string{"2 days before ", "last week of the ", "early ", "the first week of ", "Thursday, ", "2011-",
		"about ", "24 and ", "' ", "week of ", "April to ", "a day after the day before ", "in 3 days "} {
		began := time.Now()
		Find(strings.Repeat(part, n), friday)
		if d := time.Since(began); d > 5*time.Second {
			t.Errorf("%d times %q took %s", n, part, d)
		}
	}
}
