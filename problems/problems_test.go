package problems

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

func TestCoreLoads(t *testing.T) {
	c, err := Core()
	if err != nil {
		t.Fatal(err)
	}
	p, ok := c.Find("tinyurl")
	if !ok || p.ShortName != "TinyURL" || !strings.Contains(p.Prompt, "shortens web addresses") || len(p.Hash) != 64 {
		t.Fatalf("tinyurl = %+v, %v", p, ok)
	}
	if got := p.Time[45]; got["clarification"] != 7 || got["high-level"] != 16 {
		t.Errorf("time.45 = %v", got)
	}
}

func TestFaultsNameFileAndLine(t *testing.T) {
	whole := map[string]string{}
	for _, name := range fileNames {
		b, err := fs.ReadFile(coreFiles, "tinyurl/"+name)
		if err != nil {
			t.Fatal(err)
		}
		whole[name] = string(b)
	}
	for _, test := range []struct{ name, from, to, want string }{
		{"level", "level: beginner", "level: easy", "tinyurl/problem.md:5:8: level:"},
		{"slug", "slug: tinyurl", "slug: tiny", "tinyurl/problem.md:3:7: slug is"},
		{"unknown key", "level: beginner", "level: beginner\nlevle: x", `problem.md:6:1: unknown key "levle"`},
		{"sum", "clarification: 7, high-level: 16", "clarification: 7, high-level: 17", "problem.md:14:1: time 45: the phases sum to 46"},
		{"range", "clarification: 7, high-level: 16", "clarification: 12, high-level: 16", "clarification has 12 minutes; it needs 5 to 10"},
		{"prompt", "## Prompt", "## Promt", "holds one ## Prompt only"},
	} {
		t.Run(test.name, func(t *testing.T) {
			pack, err := fs.ReadFile(coreFiles, "pack.yaml")
			if err != nil {
				t.Fatal(err)
			}
			files := fstest.MapFS{"pack.yaml": {Data: pack}}
			for name, text := range whole {
				files["tinyurl/"+name] = &fstest.MapFile{Data: []byte(text)}
			}
			files["tinyurl/problem.md"].Data = []byte(strings.Replace(whole["problem.md"], test.from, test.to, 1))
			_, err = Load(files, "core")
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error = %v, want %q", err, test.want)
			}
		})
	}
	if _, err := Load(fstest.MapFS{"x/problem.md": {Data: []byte("---\n")}}, "core"); err == nil || !strings.Contains(err.Error(), "x/capacity.md:1:1: file is missing") {
		t.Errorf("missing file: %v", err)
	}
}
