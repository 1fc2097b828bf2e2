package discordtest

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// A foreign server speaks Discord's API and is not Discord: it lacks routes,
// its gateway is at an address of its own, and its events hold what Discord's
// may hold one day, or leave out what Discord's hold. See Options.Foreign.

// foreignLacks is the routes that a foreign server does not have.
var foreignLacks = map[string]bool{
	"GET /gateway/bot": true, "GET /users/@me": true, "GET /applications/@me": true, "GET /applications/{application}/commands": true,
}

// foreignQuery is what the gateway's address of a foreign server has to hold,
// and its path no more than it says.
const foreignQuery = "via=foreign"

// strays reports whether r asks for the gateway of a foreign server elsewhere
// than where it is.
func (s *Server) strays(r *http.Request) bool {
	return s.opt.Foreign && (r.URL.Path != gatewayPath || r.URL.Query().Get("via") != "foreign")
}

// numberPermissions reports whether a command's permissions are a number, as a
// foreign server wants them, and puts them as Discord's reference has them.
func numberPermissions(command map[string]any) bool {
	const name = "default_member_permissions"
	switch v := command[name].(type) {
	case float64:
		command[name] = strconv.FormatInt(int64(v), 10)
	case string:
		return false
	}
	return true
}

// foreign is an event of a foreign server.
func foreign(event string, data any) any {
	if event != "MESSAGE_CREATE" && event != "INTERACTION_CREATE" {
		return data
	}
	raw, err := json.Marshal(data)
	var o map[string]any
	if err != nil || json.Unmarshal(raw, &o) != nil {
		return data
	}
	strange(o)
	delete(o, "mentions")
	if member, ok := o["member"].(map[string]any); ok {
		member["joined_at"] = "yesterday"
	}
	for _, name := range []string{"referenced_message", "message"} {
		if m, ok := o[name].(map[string]any); ok {
			strange(m)
		}
	}
	if event == "MESSAGE_CREATE" {
		return o
	}
	o["entitlements"], o["app_permissions"] = []any{map[string]any{"id": 5, "starts_at": "soon"}}, 309237730304
	if given, ok := o["data"].(map[string]any); ok {
		if rows, ok := given["components"].([]any); ok {
			given["components"] = labelled(rows)
		}
		resolved, _ := given["resolved"].(map[string]any)
		messages, _ := resolved["messages"].(map[string]any)
		for _, m := range messages {
			if m, ok := m.(map[string]any); ok {
				strange(m)
			}
		}
	}
	return o
}

// strange is what a foreign server makes of a message, or of what is like one.
func strange(m map[string]any) {
	m["timestamp"], m["edited_timestamp"], m["poll"] = "2026-01-02T03:04:05", "", map[string]any{"expiry": "soon"}
	m["components"] = []any{map[string]any{"type": 99, "of": "a kind to come"}}
	if author, ok := m["author"].(map[string]any); ok {
		delete(author, "bot")
		author["public_flags"] = "0"
	}
}

// labelled is a form's rows as newer forms have them: each field in a label,
// below a text.
func labelled(rows []any) []any {
	out := []any{map[string]any{"type": 10, "id": 1}}
	for _, row := range rows {
		row, _ := row.(map[string]any)
		fields, _ := row["components"].([]any)
		for _, f := range fields {
			out = append(out, map[string]any{"type": 18, "id": len(out) + 1, "component": f})
		}
	}
	return out
}
