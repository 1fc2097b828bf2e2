package pdf

import (
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestLarge reads large files that are made to cost time or memory.
func TestLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes some seconds")
	}
	const size = 2 << 20
	long := func(s string) string { return strings.Repeat(s, size/len(s)) }
	for name, s := range map[string]string{
		"one array":       "1 0 obj [" + long("1 ") + "/XRef",
		"open arrays":     long("1 0 obj [1 /XRef "),
		"many objects":    numbered("%d 0 obj [/XRef /Catalog 1 ", size),
		"open strings":    numbered("%d 0 obj (/XRef /ObjStm ", size),
		"trailers":        long("trailer << /A "),
		"streams":         numbered("%d 0 obj <</Type/ObjStm/N 9>>stream ", size),
		"dictionaries":    "1 0 obj " + long("<</A 1 "),
		"operators":       string(simple(long("q "))),
		"shown letters":   string(simple("BT /F 9 Tf " + long("(x) Tj 0 -10 Td "))),
		"one long string": string(simple("BT /F 9 Tf (" + long("x") + ") Tj")),
	} {
		if !strings.HasPrefix(s, "%PDF-") {
			s = "%PDF-1.4\n" + s + "\ntrailer <</Root 1 0 R>>"
		}
		raw := []byte(s)
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		start := time.Now()
		d, err := Read(raw)
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		t.Logf("%s: %v, %d paragraphs, %v, %d MB made", name, took.Round(time.Millisecond), len(d.Paragraphs), err, (after.TotalAlloc-before.TotalAlloc)>>20)
		if took > maxTime+2*time.Second {
			t.Errorf("%s took %v", name, took)
		}
		if mb := (after.HeapSys - before.HeapSys) >> 20; after.HeapSys > before.HeapSys && mb > 600 {
			t.Errorf("%s took %d MB", name, mb)
		}
	}
}

// numbered is a format over and over with a number that grows.
func numbered(format string, size int) string {
	var b strings.Builder
	for i := 1; b.Len() < size; i++ {
		b.WriteString(strings.Replace(format, "%d", strconv.Itoa(i), 1))
	}
	return b.String()
}
