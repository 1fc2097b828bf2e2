package clean

import (
	"os"
	"strings"
	"testing"

	"newsdesk/corpus"
)

const report = "The harbour of the town was closed on Monday after a storm, and no ship could leave it until late in the evening.\n\nThe council will meet again on Friday to hear the captain."

func TestHead(t *testing.T) {
	for _, tt := range []struct {
		name, text                                         string
		title, author, outlet, agency, dateline, published string
		kinds                                              string // the first letters of the blocks' kinds
	}{
		{"nothing", report, "", "", "", "", "", "", "bb"},
		{"title and byline", "Storm closes the harbour\n\nBy Ann Moss May 3, 2022\n\n" + report,
			"Storm closes the harbour", "Ann Moss", "", "", "", "2022-05-03", "tybb"},
		{"two authors and an outlet", "Storm closes the harbour\nBy Ann Moss and Jo de Wit | The Daily Post\nPublished: 3 May 2022, 10:15\n" + report,
			"Storm closes the harbour", "Ann Moss, Jo de Wit", "The Daily Post", "", "", "2022-05-03", "tyybb"},
		{"last update is no date", "Last update: June 5, 2023\nStorm closes the harbour\n" + report,
			"Storm closes the harbour", "", "", "", "", "", "ftbb"},
		{"published and updated", "Storm closes the harbour\nPublished May 3, 2022\nUpdated May 5, 2022\n" + report,
			"Storm closes the harbour", "", "", "", "", "2022-05-03", "tyfbb"},
		{"wire", "Storm closes the harbour\n\nBay News\n\nA storm kept all ships in on Monday.\n\nLISBON (AFP) - " + report,
			"Storm closes the harbour", "", "Bay News", "AFP", "LISBON", "", "tyhbb"},
		{"dated wire", "LISBON, May 3, 2022 (Reuters) – " + report, "", "", "", "Reuters", "LISBON", "2022-05-03", "bb"},
		{"undated wire", "PORTLAND, Maine, May 3 (Reuters) - " + report, "", "", "", "Reuters", "PORTLAND, Maine", "", "bb"},
		{"place alone", "Storm closes the harbour\n\nPORTLAND, Maine — " + report, "Storm closes the harbour", "", "", "", "PORTLAND, Maine", "", "tbb"},
		{"agency byline", "Storm closes the harbour\nBy AFP\n2022-05-03\n" + report, "Storm closes the harbour", "", "", "AFP", "", "2022-05-03", "tyybb"},
		{"name, then agency", "Storm closes the harbour\n\nAnn Moss\n\nAssociated Press\n\n" + report, "Storm closes the harbour", "Ann Moss", "", "AP", "", "", "tyybb"},
		{"bare dateline", "Storm closes the harbour\n\nLisbon CNN —\n\n" + report, "Storm closes the harbour", "", "", "", "Lisbon", "", "tfbb"},
		{"markdown", "# Storm: two ships lost\n\n" + report + "\n\n## What next\n\nNobody knows.", "Storm: two ships lost", "", "", "", "", "", "tbbhb"},
		{"front matter's title", "---\ntitle: Storm closes harbour; two ships are lost\n---\nStorm closes harbour;\nTwo ships are lost.\n\n" + report,
			"Storm closes harbour; two ships are lost", "", "", "", "", "", "ttbb"},
		{"a headline with a stop in it", "Storm Hits U.S. For The Third Time\n\n" + report, "Storm Hits U.S. For The Third Time", "", "", "", "", "", "tbb"},
		{"by what is no byline", "By Monday evening the storm had passed and the ships could leave the harbour, one after another, for the open sea.\n" + report, "", "", "", "", "", "", "bbb"},
		{"a year within the text is no date", "Storm closes the harbour\n\nOn May 3, 2022 the harbour of the town was closed for the whole day.\n\n" + report,
			"Storm closes the harbour", "", "", "", "", "", "tbbb"},
		{"an ambiguous date", "Storm closes the harbour\nPublished 04/05/2022\n" + report, "Storm closes the harbour", "", "", "", "", "", ""},
		{"credits", report + "\n\nContributing: Ann Moss\n(Reporting by Ann Moss; editing by Jo Lee)\nAnn Moss contributed to this report.", "", "", "", "", "", "", "bbyyy"},
		{"one line", "Storm closes the harbour", "", "", "", "", "", "", "b"},
	} {
		a, err := Text("name", []byte(tt.text))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		got := [...]string{a.Title, a.Author, a.Outlet, a.Agency, a.Dateline, a.Date()}
		if want := [...]string{tt.title, tt.author, tt.outlet, tt.agency, tt.dateline, tt.published}; got != want {
			t.Errorf("%s:\ngot  %q\nwant %q", tt.name, got, want)
		}
		if k := kinds(&a); tt.kinds != "" && k != tt.kinds {
			t.Errorf("%s: blocks %s, want %s", tt.name, k, tt.kinds)
		}
		for name, value := range map[string]string{"author": a.Author, "outlet": a.Outlet, "agency": a.Agency, "dateline": a.Dateline, "published": a.Date()} {
			if want := map[bool]string{true: "text"}[value != ""]; a.Provenance[name] != want {
				t.Errorf("%s: %s comes from %q", tt.name, name, a.Provenance[name])
			}
		}
	}
}

// kinds is a letter a block: body, title, bYline, heading, caption, furniture.
func kinds(a *corpus.Article) string {
	var s []byte
	for _, b := range a.Blocks {
		s = append(s, "btyhcf"[b.Kind])
	}
	return string(s)
}

func TestParagraphs(t *testing.T) {
	wrapped := "The harbour of the town was closed on Monday after a storm, and\nno ship could leave it until late in the evening. The council will\n" +
		"meet again on Friday to hear the captain of the lost ship, who was\nfound on the beach."
	for _, tt := range []struct {
		name, text string
		want       int
	}{
		{"a line is a paragraph", "The first is whole.\nThe second is whole.\nThe third is whole.", 3},
		{"hard-wrapped", wrapped + "\n\n" + wrapped, 2},
		{"a sentence that goes on", "The harbour was closed because of the storm that had come,\nand nobody knew when it would open.", 1},
		{"a list", "- the first thing that was said on Monday by the mayor\n- the second thing that was said\n- the third thing", 3},
		{"headings of one width", "What the mayor said on Monday\nWhat the harbour will do now\nWhat the council is to hear", 3},
	} {
		a, err := Text("name", []byte(tt.text))
		if err != nil || len(a.Blocks) != tt.want {
			t.Errorf("%s: %d blocks, %v, want %d", tt.name, len(a.Blocks), err, tt.want)
		}
	}
}

func TestHeadings(t *testing.T) {
	for line, want := range map[string]corpus.Kind{
		"What the mayor knew": corpus.Heading, "Why did the ship leave?": corpus.Heading, "## Next steps": corpus.Heading,
		"He knew.": corpus.Body, "The mayor said nothing": corpus.Body, "it was late": corpus.Body, "Ships:": corpus.Body,
	} {
		text := report + "\n\n" + line + "\n\n" + report
		a, err := Text("name", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if got := a.Blocks[2]; got.Of(a.Text) != line || got.Kind != want {
			t.Errorf("%q is %v, want %v", line, got.Kind, want)
		}
	}
}

// TestSharedArticles reads the three articles that everything began with.
func TestSharedArticles(t *testing.T) {
	for _, tt := range []struct{ name, title, author, outlet, agency, published string }{
		{"000_052d6e52126913e0", "", "", "", "", ""},
		{"001_8f0599a95280b94f", "N.Korea's Kim to Putin", "", "Dunya News", "AFP", ""},
		{"003_ba96ceda7b8636f1", "Kim Jong Un Meets Vladimir Putin For 1st Time,", "Vusala Abbasova", "", "", "2019-04-26"},
	} {
		raw, err := os.ReadFile("../../../shared/corpus/" + tt.name + ".txt")
		if err != nil {
			t.Skip("the three articles are not here")
		}
		a, err := Text(tt.name, raw)
		if err != nil || a.Text != string(raw) || a.ID != tt.name || a.Label() == "" {
			t.Errorf("%s: %v, id %q", tt.name, err, a.ID)
		}
		got := [...]string{a.Author, a.Outlet, a.Agency, a.Date()}
		if want := [...]string{tt.author, tt.outlet, tt.agency, tt.published}; got != want || !strings.HasPrefix(a.Title, tt.title) || (tt.title == "") != (a.Title == "") {
			t.Errorf("%s: %q %q", tt.name, a.Title, got)
		}
	}
}
