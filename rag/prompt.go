package rag

import (
	"embed"
	"hash/fnv"
	"strings"
	"text/template"
)

//go:embed prompt/*.tmpl
var promptFiles embed.FS

// prompts are the templates of package rag's prompts, each with its "system"
// and its "user" part.
var prompts = func() map[string]*template.Template {
	out := make(map[string]*template.Template)
	for _, name := range []string{"answer", "repair", "rewrite", "translate"} {
		t := template.New(name).Funcs(template.FuncMap{"add": func(a, b int) int { return a + b }})
		out[name] = template.Must(t.ParseFS(promptFiles, "prompt/"+name+".tmpl"))
	}
	return out
}()

// promptVersion changes with every template.
var promptVersion = func() uint64 {
	h := fnv.New64a()
	for _, name := range []string{"answer", "repair", "rewrite", "translate"} {
		b, err := promptFiles.ReadFile("prompt/" + name + ".tmpl")
		if err != nil {
			panic(err) // the file is embedded
		}
		_, _ = h.Write(b) // a hash takes everything
	}
	return h.Sum64()
}()

// newPrompt fills in a template.
func newPrompt(name string, data any, maxTokens int) (Prompt, error) {
	p := Prompt{MaxTokens: maxTokens}
	for part, to := range map[string]*string{"system": &p.System, "user": &p.User} {
		var b strings.Builder
		if err := prompts[name].ExecuteTemplate(&b, part, data); err != nil {
			return p, err
		}
		*to = strings.TrimSpace(b.String())
	}
	return p, nil
}
