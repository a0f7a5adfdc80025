package problems

import (
	"slices"
	"strings"
)

// readAnchors reads rubric.md: the six criteria in their order, each with the items `1` to `4` in theirs.
func readAnchors(r *report, source string) map[string][4]string {
	anchors := map[string][4]string{}
	var found []string
	for _, s := range readSections(r, source, 0) {
		if !slices.Contains(criteria, s.tag) {
			r.add(s.line, "%q is no criterion; the tag must be one of %s", s.tag, strings.Join(criteria, ", "))
			continue
		}
		if slices.Contains(found, s.tag) {
			r.add(s.line, "%s is there twice", s.tag)
			continue
		}
		found = append(found, s.tag)
		anchors[s.tag] = readFour(r, s)
	}
	for _, criterion := range criteria {
		if !slices.Contains(found, criterion) {
			r.add(1, "criterion %s is missing", criterion)
		}
	}
	if len(found) == len(criteria) && !slices.Equal(found, criteria) {
		r.add(1, "the criteria must come in the order %s", strings.Join(criteria, ", "))
	}
	return anchors
}

// readFour reads the items of one criterion. An item goes on in the indented lines below it.
func readFour(r *report, s section) (four [4]string) {
	at := -1
	for i, text := range s.body {
		line := s.line + 1 + i
		item, ok := strings.CutPrefix(text, "- `")
		switch {
		case ok:
			score, words, _ := strings.Cut(item, "`")
			n := strings.Index("1234", score)
			if len(score) != 1 || n < 0 {
				r.add(line, "%s: %q is no score; anchors are `1` to `4`", s.tag, score)
				at = -1
			} else if n != at+1 {
				r.add(line, "%s: anchors must be `1` to `4`, each once and in order", s.tag)
				at = n
			} else {
				at = n
				four[n] = strings.TrimSpace(words)
			}
		case strings.TrimSpace(text) == "":
		case strings.HasPrefix(text, "  ") && at >= 0:
			four[at] = strings.TrimSpace(four[at] + " " + strings.TrimSpace(text))
		default:
			r.add(line, "%s: expected an anchor like - `1` text", s.tag)
		}
	}
	for i, text := range four {
		if text == "" {
			r.add(s.line, "%s: anchor `%d` is missing", s.tag, i+1)
		}
	}
	return four
}
