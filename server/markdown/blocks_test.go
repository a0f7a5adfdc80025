package markdown

import (
	"strings"
	"testing"
)

func TestBlocks(t *testing.T) {
	source := "## Numbers\n\n```calc\nlinks = 100 M / month\nbad = nope\nbytes = links * 500 B * 10 years\n```\n\nSame.\n\nSame.\n\n```mermaid\nA --> B[\"<img src=x onerror=alert(1)>\"]\n```\n\n- one\n- two\n"
	blocks := Blocks(source)
	lines := []int{1, 4, 9, 11, 14, 17}
	if len(blocks) != len(lines) {
		t.Fatalf("%d blocks: %+v", len(blocks), blocks)
	}
	for i, b := range blocks {
		if b.Line != lines[i] {
			t.Errorf("block %d begins at line %d, not %d: %s", i, b.Line, lines[i], b.HTML)
		}
	}
	for _, want := range []string{`<td>38.6/s</td>`, `? unknown name &#34;nope&#34;`, `<td>6.08 TB</td>`, `class="in"`} {
		if !strings.Contains(blocks[1].HTML, want) {
			t.Errorf("the worksheet lacks %s: %s", want, blocks[1].HTML)
		}
	}
	if blocks[2].Key == blocks[3].Key {
		t.Error("two places have one key")
	}
	if strings.Contains(blocks[4].HTML, "<img") || !strings.Contains(blocks[4].HTML, "&lt;img") {
		t.Error(blocks[4].HTML)
	}
	again := Blocks("Before.\n\n" + source)
	if again[1].Key != blocks[0].Key || again[5].Key != blocks[4].Key || again[5].Line != 16 {
		t.Error("what did not change has another key")
	}
}

func TestEveryBlockIsHarmless(t *testing.T) {
	for _, source := range []string{
		"<script>alert(1)</script>", "[x](javascript:alert(1))", "```mermaid\n</code></pre></figure><script>\n```",
		"```calc\n<b> = 1\nx = 1 # <script>\n```", "~~~calc\na = 1\n", "```mermaid", "![x](https://evil.example/x.png)",
	} {
		html := Document(source)
		for _, bad := range []string{"<script", "javascript:", "<img", "<b>"} {
			if strings.Contains(html, bad) {
				t.Errorf("%q becomes %s", source, html)
			}
		}
	}
}

func FuzzBlocks(f *testing.F) {
	f.Add("# a\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```calc\na = 1\n```")
	f.Fuzz(func(t *testing.T, source string) {
		for _, b := range Blocks(source) {
			if b.Line < 1 || b.Line > strings.Count(source, "\n")+1 || strings.Contains(b.HTML, "<script") {
				t.Errorf("%+v", b)
			}
		}
	})
}

func BenchmarkBlocks60KiB(b *testing.B) {
	section := "## Numbers\n\n```calc\nlinks = 100 M / month\nbytes = links * 500 B * 10 years\n```\n\nSome words about it, `code` and **more**.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```mermaid\nflowchart LR\n A --> B\n```\n\n"
	source := strings.Repeat(section, 60<<10/len(section))
	for b.Loop() {
		Blocks(source)
	}
}
