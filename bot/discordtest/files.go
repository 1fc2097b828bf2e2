package discordtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"regexp"
	"strconv"
)

// Attachment is a file that is attached to a message.
type Attachment struct {
	Name string
	Data []byte
	slot int // of files[n]
}

// Limits of files: how many a message may have, and how large one may be.
const (
	maxFiles = 10
	maxFile  = 10 << 20
)

// filePart is the name of the part of a body that a file is in.
var filePart = regexp.MustCompile(`^files\[(0|[1-9]\d?)\]$`)

type filesKey struct{}

// unpack parts a body that has files into its JSON and them, which the request
// returned holds. A body of another kind is left as it is.
func unpack(r *http.Request, body []byte) (*http.Request, []byte, error) {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != mediaParts {
		return r, body, nil
	}
	var payload []byte
	var files []Attachment
	taken := map[int]bool{}
	for parts := multipart.NewReader(bytes.NewReader(body), params["boundary"]); ; {
		p, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return r, nil, badForm("", "the parts of the body cannot be told apart")
		}
		data, err := io.ReadAll(p)
		slot := filePart.FindStringSubmatch(p.FormName())
		switch {
		case err != nil:
			return r, nil, badForm("", "a part of the body is cut off")
		case p.FormName() == "payload_json" && payload == nil:
			payload = data
		case slot == nil || p.FileName() == "":
			return r, nil, badForm(p.FormName(), "neither payload_json nor a file")
		case len(data) > maxFile:
			return r, nil, refuse(413, 40005, "Request entity too large")
		default:
			n, _ := strconv.Atoi(slot[1]) // of one or two digits
			if taken[n] {
				return r, nil, badForm(p.FormName(), "is there twice")
			}
			taken[n] = true
			files = append(files, Attachment{p.FileName(), data, n})
		}
	}
	if len(files) > maxFiles {
		return r, nil, badForm("files", "there are more than 10")
	}
	if payload == nil {
		payload = []byte("{}")
	}
	r = r.WithContext(context.WithValue(r.Context(), filesKey{}, files))
	r.Header = r.Header.Clone()
	r.Header.Set("Content-Type", mediaJSON)
	return r, payload, nil
}

// filesOf is the files that came with a request.
func filesOf(r *http.Request) []Attachment {
	files, _ := r.Context().Value(filesKey{}).([]Attachment)
	return files
}

// checkFiles holds what a message says of its files to those that came with
// it. Of an edit, what is said of files that it has already is not looked at.
func (f *form) checkFiles(edit bool) error {
	for _, one := range f.Attach {
		about, _ := one.(map[string]any)
		id := fmt.Sprint(about["id"])
		known := edit && snowflake.MatchString(id)
		for _, file := range f.files {
			known = known || id == strconv.Itoa(file.slot)
		}
		if !known {
			return badForm("attachments", "there is no file "+id)
		}
	}
	return nil
}

// object is f as Discord's JSON has it, with the ID that it has of a message.
func (f *Attachment) object(message string) map[string]any {
	id := strconv.FormatUint(number(message)+uint64(f.slot)+1, 10)
	at := "https://cdn.example/attachments/" + id + "/" + f.Name
	return map[string]any{"id": id, "filename": f.Name, "size": len(f.Data), "url": at, "proxy_url": at}
}

// attachments is the files of m as Discord's JSON has them.
func (m *Message) attachments() []any {
	out := []any{}
	for i := range m.Files {
		out = append(out, m.Files[i].object(m.ID))
	}
	return out
}
