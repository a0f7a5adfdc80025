package problems

import (
	"regexp"
	"slices"
	"strings"

	"mockroom/server/cue"
)

// reader holds the sections of one file while its rules are checked.
type reader struct {
	*report
	sections []*section
}

func newReader(r *report, source string) *reader {
	rd := &reader{r, readSections(r, source, 0)}
	for _, s := range rd.sections {
		rd.placeholders(s)
	}
	return rd
}

var placeholderForm = regexp.MustCompile(`\{\{\s*(\w*)\s*\}\}`)

// placeholders wants only what the program fills in.
func (rd *reader) placeholders(s *section) {
	inCode := ""
	for i, text := range s.body {
		inCode = nextFence(inCode, text)
		for _, m := range placeholderForm.FindAllStringSubmatchIndex(text, -1) {
			if name := text[m[2]:m[3]]; inCode == "" && name != "minutes" && name != "level" {
				rd.at(s.line+1+i, m[0]+1, "nothing fills in {{%s}}; there are {{minutes}} and {{level}}", name)
			}
		}
	}
}

// section finds a section by its title; a fault if it is not there, or twice.
func (rd *reader) section(title string) *section {
	var found *section
	for _, s := range rd.sections {
		if s.title != title {
			continue
		}
		if found != nil {
			rd.add(s.line, "section ## %s is already in line %d", title, found.line)
			continue
		}
		found = s
	}
	if found == nil {
		rd.add(1, "section ## %s is missing", title)
	}
	return found
}

// prose finds a section that has to say something.
func (rd *reader) prose(title string) string {
	s := rd.section(title)
	if s == nil {
		return ""
	}
	if s.text() == "" {
		rd.add(s.line, "section ## %s is empty", title)
	}
	return s.text()
}

// chapters are the sections whose titles are not among those read otherwise.
func (rd *reader) chapters(except ...string) []Chapter {
	var list []Chapter
	for _, s := range rd.sections {
		if !slices.Contains(except, s.title) {
			list = append(list, Chapter{s.title, s.text()})
		}
	}
	return list
}

// unique wants every id once, and in the form of a slug.
func (rd *reader) unique(items []item) {
	lines := map[string]int{}
	for _, it := range items {
		if !slugForm.MatchString(it.id) {
			rd.at(it.line, 4, "id %q must be lower-case words joined by -", it.id)
		}
		if line, twice := lines[it.id]; twice {
			rd.at(it.line, 4, "id %q is already used in line %d", it.id, line)
		}
		lines[it.id] = it.line
		if it.text == "" {
			rd.at(it.line, 3, "%s says nothing", it.id)
		}
	}
}

func (rd *reader) flags(it item, allowed ...string) {
	for _, f := range it.flags {
		if !slices.Contains(allowed, f) {
			rd.at(it.line, 4, "%s: unknown flag %q; the flags here are %s%s", it.id, f, strings.Join(allowed, ", "), nearest(f, allowed))
		}
	}
}

// known wants only fields of these names.
func (rd *reader) known(of string, fields []field, allowed ...string) {
	for _, f := range fields {
		if !slices.Contains(allowed, f.name) {
			rd.at(f.line, f.nameColumn, "%s: unknown field %q; the fields here are %s%s", of, f.name, strings.Join(allowed, ", "), nearest(f.name, allowed))
		} else if f.text == "" {
			rd.at(f.line, f.column, "%s: %s is empty", of, f.name)
		}
	}
}

// one is the text of a field that has to be there once; line and column are where its owner is.
func (rd *reader) one(of string, line int, fields []field, name string) string {
	found := words(fields, name)
	if len(found) != 1 {
		rd.at(line, 3, "%s: exactly one `- %s:` is needed, not %d", of, name, len(found))
		return ""
	}
	return found[0]
}

// cues compiles the cues of an item.
func (rd *reader) cues(of string, f field) *cue.Set {
	set, fault := cue.Compile(f.text)
	if fault != nil {
		rd.at(f.line, f.column+fault.At, "%s: %s", of, fault.Message)
	}
	return set
}

// levels reads the answers mid, senior and staff.
func (rd *reader) levels(s *section) Levels {
	var l Levels
	for _, it := range s.items {
		switch it.id {
		case "mid":
			l.Mid = it.text
		case "senior":
			l.Senior = it.text
		case "staff":
			l.Staff = it.text
		default:
			rd.at(it.line, 4, "%s: %q is no level; answers are given for mid, senior and staff", s.id(), it.id)
		}
	}
	for name, text := range map[string]string{"mid": l.Mid, "senior": l.Senior, "staff": l.Staff} {
		if text == "" {
			rd.add(s.line, "%s: what a `%s` answer contains is missing", s.id(), name)
		}
	}
	return l
}
