package discord

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// Servers that speak Discord's API, and a Discord that is newer than this
// program, send what discordgo cannot read: a component of a new kind, a date
// without a zone, an ID as a number. discordgo then gives up on the whole event,
// and whoever wrote gets no answer, though the bot has no use for that field. So
// it is passed the fields that the bot reads, each of its type, and no others.

// shape makes of a JSON value what discordgo can read, nil where there is
// nothing in it that it could.
type shape func(raw json.RawMessage) json.RawMessage

// object is the fields of an object that have one of these names.
func object(fields map[string]shape) shape {
	return func(raw json.RawMessage) json.RawMessage {
		var given map[string]json.RawMessage
		if json.Unmarshal(raw, &given) != nil || given == nil {
			return nil
		}
		return shaped(given, fields)
	}
}

// shaped is the fields of given that have one of these names.
func shaped(given map[string]json.RawMessage, fields map[string]shape) json.RawMessage {
	out := make(map[string]json.RawMessage, len(fields))
	for name, of := range fields {
		if v, ok := given[name]; ok {
			if v = of(v); v != nil {
				out[name] = v
			}
		}
	}
	return encoded(out)
}

// keyed is an object whose names are IDs or numbers, and its values of one shape.
func keyed(of shape) shape {
	return func(raw json.RawMessage) json.RawMessage {
		var given map[string]json.RawMessage
		if json.Unmarshal(raw, &given) != nil || given == nil {
			return nil
		}
		for name, v := range given {
			_, err := strconv.ParseUint(name, 10, 64)
			if v = of(v); v == nil || err != nil {
				delete(given, name)
				continue
			}
			given[name] = v
		}
		return encoded(given)
	}
}

// list is the elements of an array that are of one shape.
func list(of shape) shape {
	return func(raw json.RawMessage) json.RawMessage {
		var given []json.RawMessage
		if json.Unmarshal(raw, &given) != nil || given == nil {
			return nil
		}
		out := make([]json.RawMessage, 0, len(given))
		for _, v := range given {
			if v = of(v); v != nil {
				out = append(out, v)
			}
		}
		return encoded(out)
	}
}

// encoded is v as JSON, v being made of JSON.
func encoded(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return raw
}

// textValue is a string.
func textValue(raw json.RawMessage) json.RawMessage {
	if trimmed := bytes.TrimSpace(raw); len(trimmed) > 0 && trimmed[0] == '"' {
		return raw
	}
	return nil
}

// idValue is a string, or a whole number as one.
func idValue(raw json.RawMessage) json.RawMessage {
	if _, err := strconv.ParseUint(string(bytes.TrimSpace(raw)), 10, 64); err == nil {
		return encoded(string(bytes.TrimSpace(raw)))
	}
	return textValue(raw)
}

// bitsValue is a number of 63 bits in a string, which may have come without one.
func bitsValue(raw json.RawMessage) json.RawMessage {
	n, err := strconv.ParseUint(strings.Trim(string(raw), "\" "), 10, 63)
	if err != nil {
		return nil
	}
	return encoded(strconv.FormatUint(n, 10))
}

// smallValue is a number of eight bits, as every type of Discord's is.
func smallValue(raw json.RawMessage) json.RawMessage {
	n, err := strconv.ParseUint(strings.Trim(string(raw), "\" "), 10, 8)
	if err != nil {
		return nil
	}
	return encoded(n)
}

// countValue is a whole number from 0 to a thousand million, which may have come
// with a fraction.
func countValue(raw json.RawMessage) json.RawMessage {
	n, err := strconv.ParseFloat(strings.Trim(string(raw), "\" "), 64)
	if err != nil || !(n >= 0 && n <= 1e9) {
		return nil
	}
	return encoded(int64(n))
}

// truthValue is true or false.
func truthValue(raw json.RawMessage) json.RawMessage {
	switch string(bytes.TrimSpace(raw)) {
	case "true", "false":
		return raw
	}
	return nil
}

// anyValue is any value but null.
func anyValue(raw json.RawMessage) json.RawMessage {
	if string(bytes.TrimSpace(raw)) == "null" {
		return nil
	}
	return raw
}

// What the bot reads of each thing.
var (
	userShape   = object(map[string]shape{"id": idValue, "username": textValue, "global_name": textValue, "bot": truthValue})
	memberShape = object(map[string]shape{"user": userShape, "roles": list(idValue), "permissions": bitsValue})
	readyShape  = object(map[string]shape{"v": smallValue, "user": userShape, "session_id": textValue, "application": object(map[string]shape{"id": idValue})})

	embedShape = object(map[string]shape{
		"title": textValue, "description": textValue, "fields": list(object(map[string]shape{"name": textValue, "value": textValue})),
	})
	plainMessage = map[string]shape{
		"id": idValue, "channel_id": idValue, "guild_id": idValue, "type": smallValue, "webhook_id": idValue, "author": userShape, "member": memberShape,
		"content": textValue, "embeds": list(embedShape), "attachments": list(object(map[string]shape{"id": idValue})), "mentions": list(userShape),
		"message_reference": object(map[string]shape{"message_id": idValue, "channel_id": idValue, "guild_id": idValue}),
	}
	messageShape = object(with(plainMessage, "referenced_message", object(plainMessage)))

	optionFields  = map[string]shape{"name": textValue, "type": smallValue, "value": anyValue, "focused": truthValue}
	optionShape   = object(with(optionFields, "options", list(object(with(optionFields, "options", list(object(optionFields)))))))
	resolvedShape = object(map[string]shape{
		"messages": keyed(object(plainMessage)),
		"users":    keyed(userShape),
		"roles":    keyed(object(map[string]shape{"id": idValue, "name": textValue})),
		"channels": keyed(object(map[string]shape{"id": idValue, "name": textValue, "type": smallValue, "parent_id": idValue})),
	})
	commandShape = object(map[string]shape{
		"id": idValue, "name": textValue, "type": smallValue, "target_id": idValue, "options": list(optionShape), "resolved": resolvedShape,
	})
	componentShape = object(map[string]shape{"custom_id": textValue, "component_type": smallValue, "values": list(textValue)})
	formShape      = object(map[string]shape{"custom_id": textValue, "components": inputs})

	interactionFields = map[string]shape{
		"id": idValue, "application_id": idValue, "type": smallValue, "token": textValue, "guild_id": idValue, "channel_id": idValue,
		"context": smallValue, "app_permissions": bitsValue, "authorizing_integration_owners": keyed(idValue),
		"user": userShape, "member": memberShape, "message": object(plainMessage),
	}
	// interactionData is by the interaction's type. Others have no data that
	// discordgo knows.
	interactionData = map[string]shape{"2": commandShape, "3": componentShape, "4": commandShape, "5": formShape}
)

// with is fields and one more.
func with(fields map[string]shape, name string, of shape) map[string]shape {
	out := map[string]shape{name: of}
	for n, f := range fields {
		out[n] = f
	}
	return out
}

// interactionShape is an interaction. Its channel may be said in either of two
// ways.
func interactionShape(raw json.RawMessage) json.RawMessage {
	var given map[string]json.RawMessage
	if json.Unmarshal(raw, &given) != nil || given == nil {
		return nil
	}
	var channel map[string]json.RawMessage
	if given["channel_id"] == nil && json.Unmarshal(given["channel"], &channel) == nil && channel["id"] != nil {
		given["channel_id"] = channel["id"]
	}
	fields := interactionFields
	if of := interactionData[string(smallValue(given["type"]))]; of != nil {
		fields = with(fields, "data", of)
	}
	return shaped(given, fields)
}

// inputs is the texts typed into a form, each in a row, which is how discordgo
// knows them. Newer forms have them in labels, among other things.
func inputs(raw json.RawMessage) json.RawMessage {
	type input struct {
		Type     int    `json:"type"`
		CustomID string `json:"custom_id"`
		Value    string `json:"value"`
	}
	type row struct {
		Type       int     `json:"type"`
		Components []input `json:"components"`
	}
	rows := []row{}
	var walk func(raw json.RawMessage, depth int)
	walk = func(raw json.RawMessage, depth int) {
		var list []json.RawMessage
		if depth == 0 || json.Unmarshal(raw, &list) != nil {
			return
		}
		for _, one := range list {
			var c struct {
				Type       json.RawMessage `json:"type"`
				CustomID   string          `json:"custom_id"`
				Value      string          `json:"value"`
				Component  json.RawMessage `json:"component"`
				Components json.RawMessage `json:"components"`
			}
			if json.Unmarshal(one, &c) != nil {
				continue
			}
			if string(c.Type) == "4" {
				rows = append(rows, row{Type: 1, Components: []input{{Type: 4, CustomID: c.CustomID, Value: c.Value}}})
			}
			walk(c.Components, depth-1)
			if c.Component != nil {
				walk(encoded([]json.RawMessage{c.Component}), depth-1)
			}
		}
	}
	walk(raw, maxNested)
	return encoded(rows)
}

// maxNested is how deep a form's parts are looked for.
const maxNested = 4
