package problems

import (
	"slices"
	"strings"
)

// readAnchors reads rubric.md: the six criteria in their order, each with the items `1` to `4` in theirs.
func readAnchors(r *report, source string) map[string][4]string {
	rd := newReader(r, source)
	anchors := map[string][4]string{}
	var order []string
	for _, s := range rd.sections {
		if !slices.Contains(criteria, s.id()) {
			rd.at(s.line, s.tagColumn, "%q is no criterion; the tag must be one of %s%s", s.id(), strings.Join(criteria, ", "), nearest(s.id(), criteria))
			continue
		}
		order = append(order, s.id())
		anchors[s.id()] = rd.four(s)
	}
	if !slices.Equal(order, criteria) {
		rd.add(1, "the criteria must be %s, each once and in this order", strings.Join(criteria, ", "))
	}
	return anchors
}

// four reads the anchors of one criterion.
func (rd *reader) four(s *section) (four [4]string) {
	for i, it := range s.items {
		if i >= len(four) || it.id != "1234"[i:i+1] {
			rd.at(it.line, 4, "%s: anchors must be `1` to `4`, each once and in order", s.id())
			return four
		}
		four[i] = it.text
	}
	for i, text := range four {
		if text == "" {
			rd.add(s.line, "%s: anchor `%d` is missing", s.id(), i+1)
		}
	}
	return four
}
