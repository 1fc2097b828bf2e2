package clean

import (
	"strings"
	"testing"

	"newsdesk/corpus"
)

// kindOf is the kind of a line that stands between paragraphs.
func kindOf(t *testing.T, line string) corpus.Kind {
	t.Helper()
	text := "The harbour of the town was closed on Monday after a storm, and no ship could leave it until the evening.\n\n" + line +
		"\n\nThe council will meet again on Friday.\n\nIt has not said where.\n"
	a, err := Text("name", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range a.Blocks {
		if b.Of(a.Text) == strings.TrimSpace(line) {
			return b.Kind
		}
	}
	t.Fatalf("no block is the line %q: %v", line, a.Blocks)
	return 0
}

func TestFurniture(t *testing.T) {
	for _, line := range []string{
		"COMMENTS", "Comments", "12 Comments", "Comments (3)", "Leave a comment", "View all comments",
		"Please let us know if you are having trouble with commenting.", "Comments are closed.", "Log in to comment on this story",
		"Newsroom logo", "Harbour Gazette logo", "Last update: 3 May 2022 10:15", "Updated May 3, 2022 at 4:00 PM ET", "Last modified on 2022-05-03",
		"Updated 5 hours ago", "This article was last updated on 3 May 2022.",
		"Read more", "READ MORE »", "Read more: Storm closes three harbours", "Related: What the council decided", "More:Why the harbour matters",
		"Sign up for our Morning Tide newsletter.", "Sign up to get the latest in your inbox every day.", "Subscribe now", "Subscribe to our newsletter and never miss a story",
		"Advertisement", "ADVERTISEMENT", "Advertisement - story continues below", "Story continues below advertisement", "Share this", "Share on Facebook", "Share this article with friends",
		"We use cookies to improve your experience. By continuing you accept our policy.", "This website uses cookies", "Accept all cookies",
		"Copyright © 2022 Harbour Gazette", "© 2022 Harbour Gazette", "Copyright 2022 Harbour Gazette. All rights reserved.", "All rights reserved.",
		"Follow us on Twitter", "Follow @harbourgazette on Instagram.", "Skip to main content", "Back to top", "* * *", "___", "CNN —", "London CNN —",
		"https://example.com/more", "Got a tip? Write to the desk.", "Contact Ann Moss at ann@example.com.", "Click here to read the report",
		"Support local journalism.", "Thank you for reading.", "Check your local forecast here>>>", "Your browser does not support video.", "![](spacer.gif)",
	} {
		if k := kindOf(t, line); k != corpus.Furniture {
			t.Errorf("%q is %v", line, k)
		}
	}
}

// TestNotFurniture holds sentences that begin or sound like furniture.
func TestNotFurniture(t *testing.T) {
	for _, line := range []string{
		"Share prices fell for a third day in Lisbon.", "Share this much is known: nobody was hurt.", "Shares in the port rose.",
		"The minister's comments angered the fishermen.", "Comments by the minister angered the fishermen.", "Comments are closed-door matters, the mayor wrote.",
		"Please let us know if you need help, the mayor wrote to the crews.", "Please let us go, the crews shouted.",
		"Updated vaccines will be available next month.", "Updated plans for the harbour were shown on 3 May 2022 to the council.", "Last updates from the ship came at noon.",
		"Read more slowly and you will understand, the poet advised.", "Related species live in the deep sea.", "More than 40 ships waited outside.", "More: that was all the crew wanted, he said.",
		"Sign language is taught in every school of the town.", "Sign up for the navy, they told him.", "Subscribers to the service paid twice.", "Subscribe to the view that taxes help and you vote for her.",
		"Advertisement spending fell by a third last year.", "Advertisements for the vote began on Monday.", "Story telling is an old craft here.",
		"Copyright law protects the songs of the crew.", "Cookies were served to the delegates.", "We use cookies as bait, the fisherman said.",
		"Follow the money, the judge wrote.", "Following the storm, the harbour closed.", "Join the queue on Monday, residents were told.",
		"Contact the clerk at clerk@example.com to pay a fine.", "Contact was lost with the ship at noon.", "Click beetles spread through the fields.",
		"Search teams left at dawn.", "Home prices rose by 4 percent.", "Print newspapers are selling fewer copies.", "Menu prices rose.", "Support grew for the plan.",
		"Thank you for your courage, the mayor wrote.", "Got there late, won anyway.", "For more than a year the harbour stood empty.", "By using cookies the thieves won over the dogs.",
		"Call the jury office at 555 0100.", "The logo of the Gazette was changed.",
	} {
		if k := kindOf(t, line); k != corpus.Body {
			t.Errorf("%q is %v", line, k)
		}
	}
}

func TestCaptions(t *testing.T) {
	for _, line := range []string{
		"The mayor on the quay in Lisbon. / Ana Silva / Getty Images", "Fans gather in Lisbon / Ana Silva / AFP", "Ships wait outside the harbour. Ana Silva/Reuters",
		"Ana Silva/AFP/Getty Images", "The mayor speaks on Monday. (AP Photo/Ana Silva)", "A ship at dusk (Photo by Ana Silva)", "The quay (Image credit: Getty Images)",
		"File photo", "FILE PHOTO: A ship waits outside the harbour.", "FILE - The mayor speaks to reporters on May 3, 2022.", "Image: the harbour at dusk", "Photo: Ana Silva",
		"A stork on the mast. Courtesy Ana Silva", "Storm closes the harbour 01:19 - Source: CNN", "![The mayor on the quay](quay.jpg)", "Getty Images",
	} {
		if k := kindOf(t, line); k != corpus.Caption {
			t.Errorf("%q is %v", line, k)
		}
	}
	for _, line := range []string{
		"The photographer sued Getty Images.", "She works for Reuters.", "He told AFP that the ship was safe.", "The report was first carried by Reuters", "The photo by the mayor was shown to the court.",
		"File photos with the court by Friday, the judge ordered.", "Imagery of the storm was taken down.", "The deal covers shipping/insurance.", "Pictured or not, the minister was there.",
	} {
		if k := kindOf(t, line); k == corpus.Caption {
			t.Errorf("%q is a caption", line)
		}
	}
}
