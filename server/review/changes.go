package review

import (
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"mockroom/server/interview"
)

// PhaseChange is what a phase changed on the board, line by line.
type PhaseChange struct {
	Phase          string
	Added, Removed int
	Lines          []ChangedLine
	// Href opens the replay at the phase's end.
	Href string
}

// ChangedLine is a line of a difference: added, removed, same for one beside it, or gap for those left out.
type ChangedLine struct {
	Kind, Text string
}

// AddBoards shows what each phase changed on the board, from the boards at the ends of the phases in their
// order. A phase that changed nothing says so by having no lines.
func (r *Report) AddBoards(view *interview.State, boards []interview.PhaseBoard) {
	before := ""
	for _, b := range boards {
		c := compareBoards(before, b.Text)
		c.Phase, c.Href = b.Phase.Title(), MomentHref(view, b.End)
		r.Changes = append(r.Changes, c)
		before = b.Text
	}
}

// compareBoards is an anchored difference: a line counts as kept where it is on both boards once.
func compareBoards(before, after string) PhaseChange {
	var c PhaseChange
	hunks := 0
	text := string(diff.Diff("before", closed(before), "after", closed(after)))
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		switch {
		case i < 3 || line == "":
			// The first three lines name the two texts.
		case strings.HasPrefix(line, "@@"):
			if hunks++; hunks > 1 {
				c.Lines = append(c.Lines, ChangedLine{Kind: "gap"})
			}
		case line[0] == '+':
			c.Added++
			c.Lines = append(c.Lines, ChangedLine{"added", line[1:]})
		case line[0] == '-':
			c.Removed++
			c.Lines = append(c.Lines, ChangedLine{"removed", line[1:]})
		default:
			c.Lines = append(c.Lines, ChangedLine{"same", line[1:]})
		}
	}
	return c
}

// closed ends a text with a line break, so that a missing one is no difference.
func closed(text string) []byte {
	if text == "" || strings.HasSuffix(text, "\n") {
		return []byte(text)
	}
	return []byte(text + "\n")
}
