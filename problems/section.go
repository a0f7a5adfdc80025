package problems

import (
	"regexp"
	"strconv"
	"strings"
)

// section is a "## Title `tag`" heading and what is below it.
type section struct {
	title string
	// tag is the code span at the heading's end: an id and flags.
	tag       []string
	line      int // of the heading, in the file
	tagColumn int
	body      []string // the line of body[i] is line+1+i
	fields    []field
	items     []item
	codes     []code
	tables    []string
	prose     []string // lines that are no field and no item
}

// item is a list entry that starts with a code span: "- `ratio must` text".
type item struct {
	id     string
	flags  []string
	text   string
	line   int
	fields []field
}

// field is a line "- name: text".
type field struct {
	name, text         string
	line               int
	nameColumn, column int // of the name and of the text
}

// code is a fenced block.
type code struct {
	language, text string
	line           int // of its first line
}

func (s *section) id() string {
	if len(s.tag) == 0 {
		return ""
	}
	return s.tag[0]
}

func (s *section) flags() []string {
	if len(s.tag) == 0 {
		return nil
	}
	return s.tag[1:]
}

// text is the body without the empty lines around it.
func (s *section) text() string { return strings.TrimSpace(strings.Join(s.body, "\n")) }

func (i item) has(flag string) bool {
	for _, f := range i.flags {
		if f == flag {
			return true
		}
	}
	return false
}

func named(fields []field, name string) []field {
	var found []field
	for _, f := range fields {
		if f.name == name {
			found = append(found, f)
		}
	}
	return found
}

// words are the texts of all fields of a name.
func words(fields []field, name string) []string {
	var found []string
	for _, f := range named(fields, name) {
		found = append(found, f.text)
	}
	return found
}

// minutes reads a flag like 8min; 0 if there is none.
func minutes(flags []string) int {
	for _, f := range flags {
		if m := minutesForm.FindStringSubmatch(f); m != nil {
			n, _ := strconv.Atoi(m[1])
			return n
		}
	}
	return 0
}

var (
	minutesForm   = regexp.MustCompile(`^([1-9][0-9]?)min$`)
	fieldForm     = regexp.MustCompile(`^( *)- ([a-z]+): *(.*)$`)
	itemForm      = regexp.MustCompile("^- `([^`]*)`(.*)$")
	headingForm   = regexp.MustCompile("^(.*?)`([^`]*)`$")
	brokenItem    = regexp.MustCompile("^- `[^`]*$")
	nestedAnyForm = regexp.MustCompile(`^ +- `)
)

// readSections cuts a file's body, which begins below that many lines, at its level-2 headings, and
// reads what is in them. A # inside a fenced block is no heading.
func readSections(r *report, body string, above int) []*section {
	var out []*section
	fence := ""
	for i, text := range strings.Split(body, "\n") {
		line := above + 1 + i
		fence = nextFence(fence, text)
		title, heading := strings.CutPrefix(text, "## ")
		switch {
		case heading && fence == "":
			out = append(out, newSection(title, line))
		case len(out) > 0:
			last := out[len(out)-1]
			last.body = append(last.body, text)
		case strings.TrimSpace(text) != "":
			r.add(line, "text above the first ## heading")
			return nil
		}
	}
	if fence != "" {
		r.add(above+1+strings.Count(body, "\n"), "a fenced block is not closed")
	}
	for _, s := range out {
		s.read(r)
	}
	return out
}

func newSection(title string, line int) *section {
	s := &section{line: line, title: strings.TrimSpace(title), tagColumn: 4}
	if m := headingForm.FindStringSubmatch(s.title); m != nil {
		s.tagColumn = 4 + len(m[1])
		s.title, s.tag = strings.TrimSpace(m[1]), strings.Fields(m[2])
	}
	return s
}

// read sorts the lines of a section into fields, items, blocks, tables and prose.
func (s *section) read(r *report) {
	fence := ""
	var block *code
	var last *string // what an indented line goes on
	for i, text := range s.body {
		line := s.line + 1 + i
		before := fence
		fence = nextFence(fence, text)
		switch {
		case before == "" && fence != "":
			block = &code{language: strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(text), "`~")), line: line + 1}
			s.prose = append(s.prose, text)
		case before != "" && fence == "":
			block.text = strings.TrimSuffix(block.text, "\n")
			s.codes = append(s.codes, *block)
			s.prose = append(s.prose, text)
		case fence != "":
			block.text += text + "\n"
			s.prose = append(s.prose, text)
		default:
			last = s.readLine(r, text, line, last)
		}
	}
}

// readLine reads one line outside of blocks and gives what a following indented line goes on.
func (s *section) readLine(r *report, text string, line int, last *string) *string {
	if m := itemForm.FindStringSubmatch(text); m != nil {
		ids := strings.Fields(m[1])
		if len(ids) == 0 {
			r.at(line, 3, "an item's code span holds its id, like - `ratio must` text")
			return nil
		}
		s.items = append(s.items, item{id: ids[0], flags: ids[1:], text: strings.TrimSpace(m[2]), line: line})
		return &s.items[len(s.items)-1].text
	}
	if brokenItem.MatchString(text) {
		r.at(line, 3, "this code span is not closed in its line")
		return nil
	}
	if m := fieldForm.FindStringSubmatch(text); m != nil {
		f := field{name: m[2], text: strings.TrimSpace(m[3]), line: line, nameColumn: len(m[1]) + 3, column: len(text) - len(m[3]) + 1}
		if m[1] == "" {
			s.fields = append(s.fields, f)
			return &s.fields[len(s.fields)-1].text
		}
		if len(s.items) > 0 {
			it := &s.items[len(s.items)-1]
			it.fields = append(it.fields, f)
			return &it.fields[len(it.fields)-1].text
		}
	}
	if last != nil && strings.HasPrefix(text, "  ") && strings.TrimSpace(text) != "" {
		if nestedAnyForm.MatchString(text) {
			r.at(line, len(text)-len(strings.TrimLeft(text, " "))+1, "a nested entry is a field, like - answer: text")
			return last
		}
		*last += " " + strings.TrimSpace(text)
		return last
	}
	if strings.HasPrefix(text, "|") {
		if n := len(s.prose); n > 0 && strings.HasPrefix(s.prose[n-1], "|") {
			s.tables[len(s.tables)-1] += "\n" + text
		} else {
			s.tables = append(s.tables, text)
		}
	}
	s.prose = append(s.prose, text)
	return nil
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
