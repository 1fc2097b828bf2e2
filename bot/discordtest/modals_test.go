package discordtest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"newsdesk/bot/discordtest"
)

// What Discord takes as a modal, and what it refuses.
func TestModalRules(t *testing.T) {
	x := func(n int) string { return strings.Repeat("x", n) }
	modal := func(in string) string { return `"custom_id":"m","title":"t","components":[` + in + `]` }
	label := func(in string) string { return modal(`{"type":18,"label":"l","component":` + in + `}`) }
	input := func(rest string) string { return label(`{"type":4,"custom_id":"i","style":1` + rest + `}`) }
	const old = `{"type":1,"components":[{"type":4,"custom_id":"i#","style":2,"label":"l"}]}`
	for name, tc := range map[string]struct {
		data string
		ok   bool
	}{
		"rows":                   {modal(repeat(old, 5)), true},
		"six rows":               {modal(repeat(old, 6)), false},
		"none":                   {modal(""), false},
		"null":                   {modal("null"), false},
		"title of 45":            {strings.Replace(modal(old), `"t"`, `"`+x(45)+`"`, 1), true},
		"title of 46":            {strings.Replace(modal(old), `"t"`, `"`+x(46)+`"`, 1), false},
		"no title":               {strings.Replace(modal(old), `"t"`, `""`, 1), false},
		"no custom ID":           {strings.Replace(modal(old), `"m"`, `""`, 1), false},
		"custom ID of 101":       {strings.Replace(modal(old), `"m"`, `"`+x(101)+`"`, 1), false},
		"same custom ID":         {modal(strings.ReplaceAll(repeat(old, 2), "i1", "i0")), false},
		"button":                 {modal(row(`{"type":2,"style":1,"label":"l","custom_id":"b"}`)), false},
		"two in a row":           {modal(row(`{"type":4,"custom_id":"i","style":2,"label":"l"},{"type":4,"custom_id":"j","style":2,"label":"l"}`)), false},
		"row without label":      {modal(row(`{"type":4,"custom_id":"i","style":2}`)), false},
		"label":                  {input(""), true},
		"label of 46":            {strings.Replace(input(""), `"l"`, `"`+x(46)+`"`, 1), false},
		"label in a label":       {input(`,"label":"l"`), false},
		"empty label":            {modal(`{"type":18,"label":"l"}`), false},
		"description of 101":     {strings.Replace(input(""), `"label":"l"`, `"label":"l","description":"`+x(101)+`"`, 1), false},
		"style 3":                {label(`{"type":4,"custom_id":"i","style":3}`), false},
		"lengths":                {input(`,"min_length":0,"max_length":4000`), true},
		"length of 4001":         {input(`,"max_length":4001`), false},
		"length of 0":            {input(`,"max_length":0`), false},
		"crossed lengths":        {input(`,"min_length":5,"max_length":4`), false},
		"placeholder of 100":     {input(`,"placeholder":"` + x(100) + `"`), true},
		"placeholder of 101":     {input(`,"placeholder":"` + x(101) + `"`), false},
		"value too long":         {input(`,"max_length":2,"value":"abc"`), false},
		"value too short":        {input(`,"min_length":4,"value":"abc"`), false},
		"select":                 {label(`{"type":3,"custom_id":"i","options":[{"label":"a","value":"b"}]}`), true},
		"select without options": {label(`{"type":3,"custom_id":"i"}`), false},
		"disabled select":        {label(`{"type":5,"custom_id":"i","disabled":true}`), false},
		"required of none":       {label(`{"type":5,"custom_id":"i","min_values":0}`), false},
		"optional":               {label(`{"type":5,"custom_id":"i","min_values":0,"required":false}`), true},
		"text":                   {modal(`{"type":10,"content":"x"},` + old), true},
		"radio":                  {label(`{"type":21,"custom_id":"i","options":[` + repeat(`{"label":"l","value":"#"}`, 2) + `]}`), true},
		"one radio":              {label(`{"type":21,"custom_id":"i","options":[` + repeat(`{"label":"l","value":"#"}`, 1) + `]}`), false},
		"checkboxes":             {label(`{"type":22,"custom_id":"i","options":[` + repeat(`{"label":"l","value":"#"}`, 10) + `]}`), true},
		"11 checkboxes":          {label(`{"type":22,"custom_id":"i","options":[` + repeat(`{"label":"l","value":"#"}`, 11) + `]}`), false},
		"checkbox":               {label(`{"type":23,"custom_id":"i"}`), true},
		"file":                   {label(`{"type":19,"custom_id":"i"}`), true},
		"section":                {modal(`{"type":9,"components":[{"type":10,"content":"x"}]}`), false},
	} {
		c := serve(t, discordtest.Options{})
		token := c.Ask("q", discordtest.InteractionOptions{})
		want := 204
		if !tc.ok {
			want = 400
		}
		if status, _, _ := c.do("POST", c.callback(token), `{"type":9,"data":{`+tc.data+`}}`); status != want {
			t.Errorf("%s: got %d, want %d", name, status, want)
		}
	}
}

// A user fills a modal in as its fields demand; the bot gets every field.
func TestSubmit(t *testing.T) {
	const fields = `{"type":18,"label":"a","component":{"type":4,"custom_id":"text","style":1,"min_length":2,"max_length":5}},
		{"type":1,"components":[{"type":4,"custom_id":"note","style":2,"label":"l","required":false}]},
		{"type":18,"label":"b","component":{"type":3,"custom_id":"pick","min_values":1,"max_values":2,"options":[{"label":"x","value":"1"},{"label":"y","value":"2"},{"label":"z","value":"3"}]}},
		{"type":18,"label":"c","component":{"type":23,"custom_id":"box"}},
		{"type":10,"content":"x"}`
	type values = map[string]any
	for name, tc := range map[string]struct {
		values values
		ok     bool
	}{
		"all":       {values{"text": "abc", "note": "n", "pick": []string{"1", "2"}, "box": true}, true},
		"least":     {values{"text": "abc", "pick": []string{"3"}}, true},
		"no text":   {values{"pick": []string{"3"}}, false},
		"short":     {values{"text": "a", "pick": []string{"3"}}, false},
		"long":      {values{"text": "abcdef", "pick": []string{"3"}}, false},
		"no choice": {values{"text": "abc"}, false},
		"too many":  {values{"text": "abc", "pick": []string{"1", "2", "3"}}, false},
		"twice":     {values{"text": "abc", "pick": []string{"1", "1"}}, false},
		"unknown":   {values{"text": "abc", "pick": []string{"9"}}, false},
		"no bool":   {values{"text": "abc", "pick": []string{"1"}, "box": "yes"}, false},
		"no field":  {values{"text": "abc", "pick": []string{"1"}, "other": "x"}, false},
	} {
		c := serve(t, discordtest.Options{})
		token := c.Ask("q", discordtest.InteractionOptions{})
		c.get("POST", c.callback(token), `{"type":9,"data":{"custom_id":"m","title":"t","components":[`+fields+`]}}`)
		sent, err := c.Submit(token, tc.values)
		if (err == nil) != tc.ok {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil {
			continue
		}
		if _, err := c.Submit(token, tc.values); err == nil {
			t.Errorf("%s: sent twice", name)
		}
		var e struct {
			Type int
			Data struct {
				ID         string `json:"custom_id"`
				Components []struct {
					Component struct {
						Value  any
						Values []string
					}
				}
			}
		}
		if err := json.Unmarshal(c.Interaction(sent).Event, &e); err != nil {
			t.Fatal(err)
		}
		d := e.Data.Components
		if e.Type != 5 || e.Data.ID != "m" || len(d) != 5 || d[0].Component.Value != "abc" || len(d[2].Component.Values) == 0 || d[3].Component.Value == nil {
			t.Errorf("%s: the bot gets %s", name, c.Interaction(sent).Event)
		}
	}
}
