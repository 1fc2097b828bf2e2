package bot_test

import (
	"container/list"
	"reflect"
	"strings"
	"testing"

	"newsdesk/bot"
)

// sizesOf is the length of every map, list, slice and channel that b holds, by
// the names of the fields on the way there. What only some elements hold is
// not looked at, nor what stands for a part of the system.
func sizesOf(b *bot.Bot) map[string]int {
	s := sizes{found: map[string]int{}, seen: map[uintptr]bool{}}
	s.look("", reflect.ValueOf(b))
	return s.found
}

type sizes struct {
	found map[string]int
	seen  map[uintptr]bool
}

func (s *sizes) look(path string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() || s.seen[v.Pointer()] {
			return
		}
		s.seen[v.Pointer()] = true
		s.look(path, v.Elem())
	case reflect.Interface:
		if !v.IsNil() {
			s.look(path, v.Elem())
		}
	case reflect.Map, reflect.Slice, reflect.Chan:
		if n := v.Len(); n > 0 {
			s.found[path] = n
		}
	case reflect.Struct:
		t := v.Type()
		if t == reflect.TypeFor[list.List]() {
			s.found[path] = int(v.FieldByName("len").Int())
			return
		}
		if p := t.PkgPath(); !strings.HasPrefix(p, "newsdesk/bot") && !strings.Contains(p, "discordgo") && p != "net/http" {
			return
		}
		for i := range t.NumField() {
			s.look(strings.TrimPrefix(path+"."+t.Field(i).Name, "."), v.Field(i))
		}
	}
}

// The look at a bot's memory finds what a bot holds.
func TestSizes(t *testing.T) {
	b, err := bot.New(bot.Config{Token: token, Asker: &scribe{}, Parallel: 3})
	if err != nil {
		t.Fatal(err)
	}
	found := sizesOf(b)
	for _, path := range []string{"desk.seen.order", "memory.recent.order", "allowances.buckets.order", "places.known.order"} {
		if n, ok := found[path]; !ok || n != 0 {
			t.Errorf("%s: %d, %t of %v", path, n, ok, found)
		}
	}
}
