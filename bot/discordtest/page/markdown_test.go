package page

import (
	"strings"
	"testing"
)

var names = text{user: func(string) string { return "ann" }, channel: func(string) string { return "news" }}

func TestMarkdown(t *testing.T) {
	for in, want := range map[string]string{
		`plain <b> & "x"`:                   `<div class="line">plain &lt;b&gt; &amp; &#34;x&#34;</div>`,
		`**[1]** a *b* __c__ ~~d~~`:         `<div class="line"><strong>[1]</strong> a <em>b</em> <u>c</u> <s>d</s></div>`,
		`\*\*no\*\* 2 ** 3`:                 `<div class="line">**no** 2 ** 3</div>`,
		"> a\n> b\nc":                       "<blockquote><div class=\"line\">a</div>\n<div class=\"line\">b</div>\n</blockquote>\n<div class=\"line\">c</div>",
		"-# small **x**":                    "<small>small <strong>x</strong></small>",
		"# Head\n\\# none":                  "<h1>Head</h1>\n<div class=\"line\"># none</div>",
		"[t \\[1\\]](https://e.example/a)":  `<div class="line"><a href="https://e.example/a">t [1]</a></div>`,
		"[t](<https://e.example/>) x":       `<div class="line"><a href="https://e.example/">t</a> x</div>`,
		"see https://e.example/a?b=1&c now": `<div class="line">see <a href="https://e.example/a?b=1&amp;c">https://e.example/a?b=1&amp;c</a> now</div>`,
		`\[t](javascript:x)`:                `<div class="line">[t](javascript:x)</div>`,
		"[t](javascript:x)":                 `<div class="line">[t](javascript:x)</div>`,
		"<@12> <#3> @everyone":              `<div class="line"><span class="mention">@ann</span> <span class="mention">#news</span> <span class="mention">@everyone</span></div>`,
		"@\u200beveryone":                   "<div class=\"line\">@\u200beveryone</div>",
		"||x|| `a*b*` é":                    `<div class="line"><span class="spoiler">x</span> <code>a*b*</code> é</div>`,
		"```\na **b**\n```":                 "<pre>a **b**\n</pre>",
		">>> a\nb":                          "<blockquote><div class=\"line\">a</div>\n<div class=\"line\">b</div>\n</blockquote>",
		"- a\n  - b\n- c\nd":                "<ul><li>a<ul><li>b</li></ul></li>\n<li>c</li></ul>\n<div class=\"line\">d</div>",
		"• a\n\nb":                          "<div class=\"line\">• a</div>\n<div class=\"line\"></div>\n<div class=\"line\">b</div>",
	} {
		if got := strings.TrimSuffix(string(names.html(in)), "\n"); got != want {
			t.Errorf("%q:\ngot  %s\nwant %s", in, got, want)
		}
	}
	if got := names.plain("> a **b**\n\\<c\\>"); got != "a b <c>" {
		t.Errorf("plain: %q", got)
	}
}

// Whatever stands in a message, nothing of it becomes markup of the page.
func FuzzMarkdown(f *testing.F) {
	f.Add("<script>**[x](https://e.example/\"onclick=)** `</pre>` ||<@1>||")
	f.Fuzz(func(t *testing.T, in string) {
		shown := string(names.html(in))
		for _, tag := range tags.FindAllString(shown, -1) {
			name := strings.Trim(strings.SplitN(strings.Trim(tag, "</>"), " ", 2)[0], "/")
			if !strings.Contains(" div blockquote pre small h1 h2 h3 ul li strong u s em code span a ", " "+name+" ") {
				t.Errorf("%q became %q", in, tag)
			}
		}
		if strings.Count(shown, "<") != len(tags.FindAllString(shown, -1)) {
			t.Errorf("%q has a loose bracket: %q", in, shown)
		}
	})
}
