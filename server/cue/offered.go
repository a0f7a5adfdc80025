package cue

import "strings"

// offered are the lines that the program itself puts on a board: the outline's headings and the
// placeholders of the palette's entries. They say nothing about the one who took them.
var offered = map[string]bool{
	"## scope": true, "## numbers": true, "## api": true, "## picture": true,
	"| | | |": true, "| --- | --- | --- |": true, "| --- | --- | --- | --- |": true,
	"| option | gain | price | right when |": true,
	"| option a | | | |":                     true, "| option b | | | |": true,
	"- `get /path` → 200, what comes back": true,
	"- [ ] to do":                          true,
	"reads = 100 m / day":                  true, "reads_peak = reads * 5": true,
}

// WithoutOffered leaves out of a board what the program offered and nobody has changed.
func WithoutOffered(board string) string {
	var b strings.Builder
	for line := range strings.Lines(board) {
		if !offered[strings.ToLower(strings.TrimSpace(line))] {
			b.WriteString(line)
		}
	}
	return b.String()
}
