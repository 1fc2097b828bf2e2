package discordtest_test

import (
	"fmt"
	"strings"
	"testing"

	"newsdesk/bot/discordtest"
)

// repeat is n elements of a JSON list, each with its number.
func repeat(format string, n int) string {
	var out []string
	for i := range n {
		out = append(out, strings.ReplaceAll(format, "#", fmt.Sprint(i)))
	}
	return strings.Join(out, ",")
}

func row(in string) string { return `{"type":1,"components":[` + in + `]}` }

// What Discord takes as a message's components, and what it refuses.
func TestComponents(t *testing.T) {
	c := serve(t, discordtest.Options{})
	const button = `{"type":2,"style":1,"label":"l","custom_id":"b#"}`
	x := func(n int) string { return strings.Repeat("x", n) }
	selection := func(rest string) string { return row(`{"type":3,"custom_id":"s"` + rest + `}`) }
	const options = `,"options":[{"label":"a","value":"1"},{"label":"b","value":"2"}]`
	for name, tc := range map[string]struct {
		components string
		ok         bool
	}{
		"five buttons":            {row(repeat(button, 5)), true},
		"six buttons":             {row(repeat(button, 6)), false},
		"no button":               {row(""), false},
		"null":                    {"null", false},
		"null in a row":           {row("null"), false},
		"five rows":               {repeat(row(button), 5), true},
		"six rows":                {repeat(row(button), 6), false},
		"button without a row":    {repeat(button, 1), false},
		"row in a row":            {row(row(button)), false},
		"text input":              {row(`{"type":4,"style":1,"label":"l","custom_id":"t"}`), false},
		"same custom ID":          {row(button + "," + button), false},
		"same in two rows":        {row(button) + "," + row(button), false},
		"custom ID of 100":        {row(`{"type":2,"style":1,"label":"l","custom_id":"` + x(100) + `"}`), true},
		"custom ID of 101":        {row(`{"type":2,"style":1,"label":"l","custom_id":"` + x(101) + `"}`), false},
		"custom ID in UTF-16":     {row(`{"type":2,"style":1,"label":"l","custom_id":"` + strings.Repeat("🙂", 51) + `"}`), false},
		"no custom ID":            {row(`{"type":2,"style":1,"label":"l"}`), false},
		"label of 80":             {row(`{"type":2,"style":1,"label":"` + x(80) + `","custom_id":"b"}`), true},
		"label of 81":             {row(`{"type":2,"style":1,"label":"` + x(81) + `","custom_id":"b"}`), false},
		"neither label nor emoji": {row(`{"type":2,"style":1,"custom_id":"b"}`), false},
		"emoji":                   {row(`{"type":2,"style":1,"custom_id":"b","emoji":{"name":"🔍"}}`), true},
		"style 0":                 {row(`{"type":2,"label":"l","custom_id":"b"}`), false},
		"style 7":                 {row(`{"type":2,"style":7,"label":"l","custom_id":"b"}`), false},
		"link":                    {row(`{"type":2,"style":5,"label":"l","url":"https://a.example/x"}`), true},
		"link to the app":         {row(`{"type":2,"style":5,"label":"l","url":"discord://a/x"}`), true},
		"link elsewhere":          {row(`{"type":2,"style":5,"label":"l","url":"javascript:alert(1)"}`), false},
		"link of 513":             {row(`{"type":2,"style":5,"label":"l","url":"https://a.example/` + x(513-18) + `"}`), false},
		"link with a custom ID":   {row(`{"type":2,"style":5,"label":"l","url":"https://a.example","custom_id":"b"}`), false},
		"URL without the style":   {row(`{"type":2,"style":1,"label":"l","url":"https://a.example","custom_id":"b"}`), false},
		"premium":                 {row(`{"type":2,"style":6,"sku_id":"100000000000000099"}`), true},
		"premium with a label":    {row(`{"type":2,"style":6,"sku_id":"100000000000000099","label":"l"}`), false},
		"select":                  {selection(options), true},
		"select of users":         {row(`{"type":5,"custom_id":"s"}`), true},
		"select of roles":         {row(`{"type":6,"custom_id":"s"}`), true},
		"select of both":          {row(`{"type":7,"custom_id":"s"}`), true},
		"select of channels":      {row(`{"type":8,"custom_id":"s","channel_types":[0,5]}`), true},
		"options of users":        {row(`{"type":5,"custom_id":"s"` + options + `}`), false},
		"select and button":       {row(`{"type":5,"custom_id":"s"},` + button), false},
		"two selects":             {row(`{"type":5,"custom_id":"s"},{"type":5,"custom_id":"u"}`), false},
		"no options":              {selection(""), false},
		"25 options":              {selection(`,"options":[` + repeat(`{"label":"l","value":"#"}`, 25) + `]`), true},
		"26 options":              {selection(`,"options":[` + repeat(`{"label":"l","value":"#"}`, 26) + `]`), false},
		"same value":              {selection(`,"options":[` + repeat(`{"label":"l","value":"v"}`, 2) + `]`), false},
		"option label of 101":     {selection(`,"options":[{"label":"` + x(101) + `","value":"v"}]`), false},
		"option value of 101":     {selection(`,"options":[{"label":"l","value":"` + x(101) + `"}]`), false},
		"option text of 101":      {selection(`,"options":[{"label":"l","value":"v","description":"` + x(101) + `"}]`), false},
		"empty option label":      {selection(`,"options":[{"label":"","value":"v"}]`), false},
		"placeholder of 151":      {selection(options + `,"placeholder":"` + x(151) + `"`), false},
		"range":                   {selection(options + `,"min_values":0,"max_values":2`), true},
		"max below min":           {selection(options + `,"min_values":2,"max_values":1`), false},
		"more than there are":     {selection(options + `,"max_values":3`), false},
		"two by default":          {selection(`,"options":[` + repeat(`{"label":"l","value":"#","default":true}`, 2) + `]`), false},
		"newer without the flag":  {`{"type":10,"content":"x"}`, false},
		"label":                   {`{"type":18,"label":"l","component":` + button + `}`, false},
	} {
		want, code := 200, 0
		if !tc.ok {
			want, code = 400, 50035
		}
		body := `{"content":"x","components":[` + tc.components + `]}`
		if status, got, _ := c.do("POST", general+"/messages", body); status != want || got != code {
			t.Errorf("%s: got %d %d, want %d %d", name, status, got, want, code)
		}
	}
}

// The newer layout has its own rules, and a message keeps to the one that it
// has.
func TestLayout(t *testing.T) {
	c := serve(t, discordtest.Options{})
	const text, button = `{"type":10,"content":"x#"}`, `{"type":2,"style":1,"label":"l","custom_id":"b"}`
	long := `{"type":10,"content":"` + strings.Repeat("x", 2000) + `"}`
	for name, tc := range map[string]struct {
		body string
		ok   bool
	}{
		"texts":             {`"components":[` + repeat(text, 40) + `]`, true},
		"41":                {`"components":[` + repeat(text, 41) + `]`, false},
		"nested ones count": {`"components":[{"type":17,"components":[` + repeat(text, 40) + `]}]`, false},
		"4000":              {`"components":[` + repeat(long, 2) + `]`, true},
		"4001":              {`"components":[` + repeat(long, 2) + `,{"type":10,"content":"x"}]`, false},
		"content beside":    {`"content":"x","components":[` + text + `]`, false},
		"embed beside":      {`"embeds":[{"title":"t"}],"components":[` + text + `]`, false},
		"empty text":        {`"components":[{"type":10,"content":""}]`, false},
		"section":           {`"components":[{"type":9,"components":[` + text + `],"accessory":` + button + `}]`, true},
		"section alone":     {`"components":[{"type":9,"components":[` + text + `]}]`, false},
		"four texts":        {`"components":[{"type":9,"components":[` + repeat(text, 4) + `],"accessory":` + button + `}]`, false},
		"container":         {`"components":[{"type":17,"components":[` + row(button) + `,{"type":14}]}]`, true},
		"empty container":   {`"components":[{"type":17,"components":[]}]`, false},
		"twice nested":      {`"components":[{"type":17,"components":[{"type":17,"components":[` + text + `]}]}]`, false},
		"button at the top": {`"components":[` + button + `]`, false},
		"row at the top":    {`"components":[` + row(button) + `]`, true},
	} {
		want := 200
		if !tc.ok {
			want = 400
		}
		if status, _, _ := c.do("POST", general+"/messages", `{"flags":32768,`+tc.body+`}`); status != want {
			t.Errorf("%s: got %d, want %d", name, status, want)
		}
	}
	old := c.get("POST", general+"/messages", `{"content":"x"}`)["id"].(string)
	if status, _, _ := c.do("PATCH", general+"/messages/"+old, `{"components":[{"type":10,"content":"x"}]}`); status != 400 {
		t.Errorf("a text added to an older message: %d", status)
	}
	if status, _, _ := c.do("PATCH", general+"/messages/"+old, `{"content":null,"flags":32768,"components":[{"type":10,"content":"x"}]}`); status != 200 {
		t.Errorf("made a newer one: %d", status)
	}
	if status, _, _ := c.do("PATCH", general+"/messages/"+old, `{"content":"x"}`); status != 400 {
		t.Errorf("content added to a newer message: %d", status)
	}
}

// Components get numbers, and are told as they came.
func TestComponentNumbers(t *testing.T) {
	c := serve(t, discordtest.Options{})
	id := c.get("POST", general+"/messages", `{"content":"x","components":[`+row(`{"type":2,"style":2,"label":"l","custom_id":"b","id":7},{"type":2,"style":5,"label":"m","url":"https://a.example"}`)+`]}`)["id"].(string)
	m, _ := c.Message(id)
	if len(m.Components) != 1 || m.Components[0].ID != 1 || m.Components[0].Components[0].ID != 7 || m.Components[0].Components[1].ID != 2 {
		t.Errorf("got %+v", m.Components[0])
	}
	if b := m.Find("b"); b == nil || b.Label != "l" || m.Find("") != nil || m.Find("c") != nil {
		t.Errorf("found %+v", b)
	}
}
