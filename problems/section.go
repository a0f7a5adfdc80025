package problems

import "strings"

// section is a "## Title `tag`" heading and the lines below it.
type section struct {
	title, tag string
	line       int      // of the heading, in the file
	body       []string // the line of body[i] is line+1+i
}

// text is the body without the empty lines around it.
func (s section) text() string { return strings.TrimSpace(strings.Join(s.body, "\n")) }

// readSections cuts a file's body, which begins below that many lines, at its level-2 headings. A # inside a fenced
// block is no heading.
func readSections(r *report, body string, above int) []section {
	var out []section
	fence := ""
	for i, text := range strings.Split(body, "\n") {
		line := above + 1 + i
		fence = nextFence(fence, text)
		title, heading := strings.CutPrefix(text, "## ")
		switch {
		case heading && fence == "":
			s := section{line: line, title: strings.TrimSpace(title)}
			if name, tag, ok := strings.Cut(s.title, "`"); ok && strings.HasSuffix(tag, "`") {
				s.title, s.tag = strings.TrimSpace(name), strings.TrimSuffix(tag, "`")
			}
			out = append(out, s)
		case len(out) > 0:
			last := &out[len(out)-1]
			last.body = append(last.body, text)
		case strings.TrimSpace(text) != "":
			r.add(line, "text above the first ## heading")
			return nil
		}
	}
	if fence != "" {
		r.add(above+1+strings.Count(body, "\n"), "a fenced block is not closed")
	}
	return out
}

// nextFence is the fence that is open after a line, "" when none is.
func nextFence(open, text string) string {
	text = strings.TrimSpace(text)
	for _, mark := range []string{"`", "~"} {
		run := text[:len(text)-len(strings.TrimLeft(text, mark))]
		if len(run) < 3 {
			continue
		}
		if open == "" && (mark == "~" || !strings.Contains(text[len(run):], "`")) {
			return run
		}
		if strings.HasPrefix(run, open) && open != "" && run == text {
			return ""
		}
	}
	return open
}
