package problems

import (
	"fmt"
	"path"
	"strings"

	"mockroom/server/cue"
)

// passage is a paragraph, an item, a field or a row of a table, and where it begins.
type passage struct {
	problem, file string
	line          int
	section, text string
	words         []string
}

func (p passage) place() string {
	return fmt.Sprintf("%s:%d", path.Join("problems", p.problem, p.file), p.line)
}

// start is enough of a passage to know it again.
func (p passage) start() string { return p.text[:min(len(p.text), 90)] }

// answer is what a passage says without its mark: the id of an item, the name of a field.
func (p passage) answer() string {
	text := strings.TrimPrefix(p.text, "- ")
	if strings.HasPrefix(text, "`") {
		_, text, _ = strings.Cut(text[1:], "`")
	} else if name, rest, ok := strings.Cut(text, ": "); ok && !strings.Contains(name, " ") {
		text = rest
	}
	return text
}

// passages cuts a problem's texts. Front matter, worksheets, diagrams, cues and the heads of tables are
// data, not prose.
func passages(p *Problem) []passage {
	var list []passage
	for _, file := range fileNames {
		list = append(list, passagesOf(p.Slug, file, unixLines(p.Files[file]))...)
	}
	return list
}

func passagesOf(problem, file, source string) []passage {
	var list []passage
	fence, section, matter, open := "", "", false, false
	lines := strings.Split(source, "\n")
	for i, line := range lines {
		text := strings.TrimSpace(line)
		before := fence
		fence = nextFence(fence, text)
		if file == "problem.md" && text == "---" {
			matter = !matter
			continue
		}
		row := strings.HasPrefix(text, "|")
		head := row && i+1 < len(lines) && isRule(lines[i+1])
		if title, ok := strings.CutPrefix(text, "## "); ok && fence == "" {
			section, open = title, false
			continue
		}
		switch {
		case matter, before != "", fence != "", text == "", head, isRule(text), strings.HasPrefix(text, "- cues:"):
			open = false
		case open && !row && !strings.HasPrefix(text, "- "):
			list[len(list)-1].text += " " + text
		default:
			list = append(list, passage{problem: problem, file: file, line: i + 1, section: section, text: text})
			open = !row
		}
	}
	for i := range list {
		list[i].words = strings.Fields(cue.Normalise(list[i].answer()))
	}
	return list
}

// isRule says whether a line is what separates a table's head from its rows.
func isRule(line string) bool {
	line = strings.TrimSpace(line)
	return strings.HasPrefix(line, "|") && strings.Trim(line, "|-: ") == ""
}
