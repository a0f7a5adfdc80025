package diagram

import (
	"regexp"
	"strings"
)

var (
	ignored  = regexp.MustCompile(`^(%%|(?:direction|classDef|class|style|linkStyle|click|end|subgraph|accTitle|accDescr)\b)`)
	boxID    = regexp.MustCompile(`^\s*([\p{L}\p{N}_][\p{L}\p{N}_.]*)`)
	class    = regexp.MustCompile(`^:::[\w-]+`)
	and      = regexp.MustCompile(`^\s*&`)
	link     = regexp.MustCompile(`^\s*[<xo]?(?:-{2,}|-\.+-|={2,}|~{3,})[>xo]?`)
	worded   = regexp.MustCompile(`^\s*<?(?:--|-\.|==)\s+(.+?)\s+(?:-{2,}|\.+-|={2,})>?`)
	label    = regexp.MustCompile(`^\s*\|([^|]*)\|`)
	lineEnd  = regexp.MustCompile(`(?i)<br\s*/?>`)
	brackets = [][2]string{
		{"([", "])"}, {"[(", ")]"}, {"[[", "]]"}, {"((", "))"}, {"{{", "}}"}, {"[/", "/]"}, {"[", "]"}, {"(", ")"}, {"{", "}"}, {">", "]"},
	}
)

// plain is what a name says, without quotes, entities and breaks.
func plain(text string) string {
	text = strings.TrimSpace(text)
	if len(text) > 1 && text[0] == '"' && text[len(text)-1] == '"' {
		text = text[1 : len(text)-1]
	}
	text = strings.ReplaceAll(lineEnd.ReplaceAllString(text, " "), "#quot;", `"`)
	return strings.Join(strings.Fields(text), " ")
}

// flowLine reads one statement of a flowchart; a line whose chain breaks off adds nothing.
func (r *reader) flowLine(text string, number int) bool {
	if ignored.MatchString(text) {
		return true
	}
	left, rest, ok := readBoxes(text)
	if !ok {
		return false
	}
	met := left
	var arrows []Arrow
	for strings.TrimSpace(rest) != "" {
		words, after, ok := readLink(rest)
		if !ok {
			return false
		}
		right, after, ok := readBoxes(after)
		if !ok {
			return false
		}
		for _, a := range left {
			for _, b := range right {
				arrows = append(arrows, Arrow{a.ID, b.ID, words, number})
			}
		}
		met, left, rest = append(met, right...), right, after
	}
	for _, b := range met {
		r.meet(b.ID, b.Name, b.Shape, number)
	}
	r.graph.Arrows = append(r.graph.Arrows, arrows...)
	return true
}

// readBoxes reads "A[name] & B".
func readBoxes(text string) (boxes []Box, rest string, ok bool) {
	for {
		b, after, ok := readBox(text)
		if !ok {
			return nil, "", false
		}
		boxes = append(boxes, b)
		m := and.FindString(after)
		if m == "" {
			return boxes, after, true
		}
		text = after[len(m):]
	}
}

func readBox(text string) (b Box, rest string, ok bool) {
	m := boxID.FindStringSubmatch(text)
	if m == nil {
		return b, "", false
	}
	b.ID, rest = m[1], text[len(m[0]):]
	for _, s := range brackets {
		inner, found := strings.CutPrefix(rest, s[0])
		if !found {
			continue
		}
		from := 0
		if strings.HasPrefix(inner, `"`) {
			from = max(0, strings.Index(inner[1:], `"`)+1)
		}
		end := strings.Index(inner[from:], s[1])
		if end < 0 {
			return b, "", false
		}
		b.Name, b.Shape, rest = plain(inner[:from+end]), s[0], inner[from+end+len(s[1]):]
		break
	}
	return b, rest[len(class.FindString(rest)):], true
}

func readLink(text string) (words, rest string, ok bool) {
	if m := worded.FindStringSubmatch(text); m != nil {
		return plain(m[1]), text[len(m[0]):], true
	}
	m := link.FindString(text)
	if m == "" {
		return "", "", false
	}
	rest = text[len(m):]
	if l := label.FindStringSubmatch(rest); l != nil {
		return plain(l[1]), rest[len(l[0]):], true
	}
	return "", rest, true
}
