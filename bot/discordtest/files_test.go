package discordtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"newsdesk/bot/discordtest"
)

// part is one of a body's.
type part struct{ name, file, data string }

// upload sends parts as a browser would.
func (c *client) upload(method, path string, parts ...part) (status int, answer map[string]any) {
	c.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, p := range parts {
		disposition := fmt.Sprintf("form-data; name=%q", p.name)
		if p.file != "" {
			disposition += fmt.Sprintf("; filename=%q", p.file)
		}
		to, err := w.CreatePart(map[string][]string{"Content-Disposition": {disposition}})
		if err != nil {
			c.t.Fatal(err)
		}
		_, _ = io.WriteString(to, p.data) // into memory
	}
	_ = w.Close()
	r, err := http.NewRequest(method, c.APIBase()+path, &b)
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bot test-token")
	r.Header.Set("User-Agent", "DiscordBot (test, 1)")
	r.Header.Set("Content-Type", w.FormDataContentType())
	res, err := c.http.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		c.t.Fatal(err)
	}
	return res.StatusCode, answer
}

// Files come in parts beside the message, and are refused where they are not
// what Discord takes.
func TestFiles(t *testing.T) {
	c := serve(t, discordtest.Options{Document: specification})
	to := "channels/" + discordtest.General + "/messages"
	payload := part{name: "payload_json", data: `{"content":"here","attachments":[{"id":0,"filename":"a.txt"}]}`}
	status, m := c.upload("POST", to, payload, part{"files[0]", "a.txt", "null\x00"})
	list, _ := m["attachments"].([]any)
	if status != 200 || len(list) != 1 || list[0].(map[string]any)["filename"] != "a.txt" || list[0].(map[string]any)["size"] != 5.0 {
		t.Fatalf("%d %v", status, m)
	}
	got := c.Messages(discordtest.General)[0]
	if len(got.Files) != 1 || string(got.Files[0].Data) != "null\x00" || got.Content != "here" {
		t.Errorf("kept %+v", got)
	}
	if status, _ := c.upload("PATCH", to+"/"+got.ID, part{name: "payload_json", data: `{"attachments":[{"id":"` + list[0].(map[string]any)["id"].(string) + `"},{"id":1}]}`},
		part{"files[1]", "b.txt", "b"}); status != 200 {
		t.Errorf("an edit: %d", status)
	}
	if m, _ := c.Message(got.ID); len(m.Files) != 2 || m.Content != "here" {
		t.Errorf("after the edit %+v", m)
	}
	if status, _ := c.upload("POST", to, part{"files[3]", "alone.txt", "x"}); status != 200 {
		t.Errorf("a file alone: %d", status)
	}
	many := []part{payload}
	for n := range 11 {
		many = append(many, part{fmt.Sprintf("files[%d]", n), "x", "x"})
	}
	for name, parts := range map[string][]part{
		"unknown file":   {payload, {"files[1]", "a.txt", "a"}},
		"twice":          {payload, {"files[0]", "a.txt", "a"}, {"files[0]", "b.txt", "b"}},
		"no name":        {payload, {"files[0]", "", "a"}},
		"another part":   {payload, {"file", "a.txt", "a"}},
		"two messages":   {payload, {"files[0]", "a.txt", "a"}, payload},
		"too many":       many,
		"nothing at all": {{name: "payload_json", data: `{}`}},
		"no JSON":        {{name: "payload_json", data: `{`}, {"files[0]", "a.txt", "a"}},
	} {
		if status, m := c.upload("POST", to, parts...); status != 400 {
			t.Errorf("%s: %d %v", name, status, m)
		}
	}
	if status, m := c.upload("POST", to, part{"files[0]", "big", strings.Repeat("x", 10<<20+1)}); status != 413 || m["code"] != 40005.0 {
		t.Errorf("too large: %d %v", status, m)
	}
	c.Permit(discordtest.General, discordtest.BotID, 0, discordtest.AttachFiles)
	if status, m := c.upload("POST", to, part{"files[0]", "a", "x"}); status != 403 || m["code"] != 50013.0 {
		t.Errorf("without the permission: %d %v", status, m)
	}
}
