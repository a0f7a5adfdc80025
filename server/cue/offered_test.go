package cue

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestWhatThePaletteWritesIsOffered reads the palette's own lines and the outline's headings: they
// count for nobody until somebody changes them.
func TestWhatThePaletteWritesIsOffered(t *testing.T) {
	entries, err := os.ReadFile("../../static/js/palette/entries.js")
	if err != nil {
		t.Fatal(err)
	}
	outline, err := os.ReadFile("../../static/js/palette/outline.js")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, block := range regexp.MustCompile(`(?s)lines: \[(.*?)\],\n`).FindAllSubmatch(entries, -1) {
		for _, quoted := range regexp.MustCompile(`"(?:[^"\\]|\\.)*"`).FindAll(block[1], -1) {
			line, err := strconv.Unquote(string(quoted))
			if err != nil {
				t.Fatal(err)
			}
			lines = append(lines, line)
		}
	}
	headings := regexp.MustCompile(`HEADINGS = \[(.*?)\]`).FindSubmatch(outline)
	for _, quoted := range regexp.MustCompile(`"(\w+)"`).FindAllSubmatch(headings[1], -1) {
		lines = append(lines, "## "+string(quoted[1]))
	}
	if len(lines) < 15 {
		t.Fatalf("only %d lines were found", len(lines))
	}
	for _, line := range lines {
		if strings.HasPrefix(line, "```") {
			continue
		}
		if got := WithoutOffered(line + "\n"); got != "" {
			t.Errorf("%q is the program's own and counts", line)
		}
	}
	if got := WithoutOffered("## Scope\nlinks: 40/s\n"); got != "links: 40/s\n" {
		t.Errorf("left is %q", got)
	}
}
