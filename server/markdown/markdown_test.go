package markdown

import (
	"regexp"
	"strings"
	"testing"
)

func TestRender(t *testing.T) {
	for _, test := range []struct{ name, source, want string }{
		{"heading", "## Numbers", "<h2>Numbers</h2>"},
		{"table", "|a|b|\n|---|---|\n|1|2|", "<td>1</td>"},
		{"task", "- [x] done", `<input checked="" disabled="" type="checkbox"`},
		{"diagram stays source", "```mermaid\nflowchart LR\n```", `<code class="language-mermaid">`},
		{"image is a link", "![a cat](https://x.test/c.png)", ">image: a cat</a>"},
		{"link", "[x](https://x.test)", `rel="nofollow noreferrer noopener"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := string(Render(test.source)); !strings.Contains(got, test.want) {
				t.Errorf("Render = %s, want %s", got, test.want)
			}
		})
	}
}

var dangerous = regexp.MustCompile(`(?i)<(script|img|svg|iframe|style|object|embed|link|meta|base|form|video|audio)|<[^>]*\s(on\w+|style|src|srcset)\s*=|href="\s*(javascript|data|vbscript)`)

func TestNothingDangerousPasses(t *testing.T) {
	for _, source := range []string{
		"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "[x](data:text/html,hi)",
		"![x](javascript:alert(1))", "<svg onload=alert(1)>", "<a href=\"https://a\" style=\"x\" onclick=\"y\">z</a>",
		"[![a](https://x.test/i.png)](https://x.test)", "<style>*{}</style>", "`<script>`", "[a]: javascript:x\n\n[a]",
		"<javascript:alert(1)>", "```\"><script>\nx\n```", strings.Repeat("> ", 500) + "x",
	} {
		if got := string(Render(source)); dangerous.MatchString(got) {
			t.Errorf("Render(%q) = %s", source, got)
		}
	}
}

func FuzzRender(f *testing.F) {
	f.Add("# a\n![b](c)<script>")
	f.Fuzz(func(t *testing.T, source string) {
		if got := Render(source); dangerous.Match(got) {
			t.Errorf("Render(%q) = %s", source, got)
		}
	})
}

func TestLongTextIsCut(t *testing.T) {
	if got := string(Render(strings.Repeat("a ", MaxSource))); !strings.Contains(got, "too long to be shown") {
		t.Error("nothing says that the text was cut")
	}
}
