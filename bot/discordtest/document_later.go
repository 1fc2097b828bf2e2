package discordtest

import (
	"encoding/json"
	"math/bits"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// maxShapes is how many shapes of requests wait to be held to the document.
const maxShapes = 5000

// waiting is a request to be held to the document later, without its body's
// reader.
type waiting struct {
	request *http.Request
	body    []byte
}

// examineLater keeps a request for examineShapes, unless one of its shape waits or
// was examined.
func (s *Server) examineLater(r *http.Request, body []byte) {
	shape := shapeOf(r.Pattern, body)
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.shapes) >= maxShapes || s.shapes[shape] {
		return
	}
	s.shapes[shape] = true
	u := *r.URL
	s.later = append(s.later, waiting{&http.Request{Method: r.Method, URL: &u, Header: r.Header.Clone()}, slices.Clone(body)})
}

// examineShapes holds to the document what waits for it.
func (s *Server) examineShapes() {
	s.mu.Lock()
	later := s.later
	s.later = nil
	s.mu.Unlock()
	for _, w := range later {
		if err := s.document.check(w.request, w.body); err != nil {
			s.violated(w.request.Method + " " + s.hide(w.request.URL.Path) + ": " + err.Error())
		}
	}
}

// shapeOf is what the document can tell of a request: its route, and of its
// body the names, kinds and numbers, and of texts about how long they are.
func shapeOf(route string, body []byte) string {
	var v any
	if len(body) > 0 && json.Unmarshal(body, &v) != nil {
		return route + " not JSON"
	}
	var b strings.Builder
	b.WriteString(route)
	writeShape(&b, v)
	return b.String()
}

func writeShape(b *strings.Builder, v any) {
	switch v := v.(type) {
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		b.WriteByte('{')
		for _, name := range names {
			b.WriteString(name + ":")
			writeShape(b, v[name])
		}
		b.WriteByte('}')
	case []any:
		b.WriteByte('[')
		for _, e := range v {
			writeShape(b, e)
		}
		b.WriteByte(']')
	case string:
		b.WriteString("s" + strconv.Itoa(bits.Len(uint(len(v)))) + ",")
	case float64:
		b.WriteString(strconv.FormatFloat(v, 'g', -1, 64) + ",")
	default: // true, false, null
		b.Write(encode(v))
		b.WriteByte(',')
	}
}
