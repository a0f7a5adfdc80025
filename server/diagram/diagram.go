// Package diagram reads as much of Mermaid's flowcharts and sequence diagrams as people usually draw into
// a graph of boxes and arrows. It reads line by line, so that one it does not understand hides no other;
// those are named. static/js/diagram/graph.js reads the same subset in the browser. Pure.
package diagram

import (
	"regexp"
	"slices"
	"strings"
)

// Box is a box of a flowchart, or a participant of a sequence. Name is what it says, its ID where it
// says nothing.
type Box struct {
	ID, Name, Shape string
	// Line counts from 1 within the source.
	Line int
}

// Arrow leads from one box to another, by id.
type Arrow struct {
	From, To, Words string
	Line            int
}

// Graph is what one diagram shows.
type Graph struct {
	Boxes  []Box
	Arrows []Arrow
	// Unread are the lines that were not understood.
	Unread []int
}

// Sources are the mermaid blocks of a Markdown text, without their fences, in order.
func Sources(markdown string) []string {
	var list []string
	var open []string
	fence, mermaid := "", false
	for line := range strings.Lines(markdown) {
		line = strings.TrimRight(line, "\r\n")
		mark := fenceLine.FindStringSubmatch(line)
		switch {
		case mark != nil && fence == "":
			fence = mark[1]
			info, _, _ := strings.Cut(strings.TrimSpace(mark[2]), " ")
			mermaid, open = info == "mermaid", nil
		case mark != nil && strings.HasPrefix(mark[1], fence) && strings.TrimSpace(mark[2]) == "":
			if mermaid {
				list = append(list, strings.Join(open, "\n"))
			}
			fence, mermaid = "", false
		case mermaid:
			open = append(open, line)
		}
	}
	if mermaid {
		list = append(list, strings.Join(open, "\n"))
	}
	return list
}

var (
	fenceLine = regexp.MustCompile("^ {0,3}(`{3,}|~{3,})(.*)$")
	flow      = regexp.MustCompile(`^\s*(?:flowchart|graph)\b`)
	sequence  = regexp.MustCompile(`^\s*sequenceDiagram\b`)
	entity    = regexp.MustCompile(`#\w{2,8};`)
)

// Read reads one diagram's source. A kind that is neither flowchart nor sequence has no boxes.
func Read(source string) Graph {
	var g Graph
	lines := strings.Split(source, "\n")
	first := slices.IndexFunc(lines, func(l string) bool {
		l = strings.TrimSpace(l)
		return l != "" && !strings.HasPrefix(l, "%%")
	})
	if first < 0 {
		return g
	}
	r := reader{graph: &g, at: map[string]int{}}
	switch {
	case flow.MatchString(lines[first]):
		_, rest, _ := strings.Cut(lines[first], ";")
		r.read(append([]string{rest}, lines[first+1:]...), first, statements, r.flowLine)
	case sequence.MatchString(lines[first]):
		r.read(append([]string{""}, lines[first+1:]...), first, func(l string) []string { return []string{l} }, r.sequenceLine)
	}
	return g
}

type reader struct {
	graph *Graph
	// at is where a box stands in the graph, by id.
	at map[string]int
}

func (r *reader) read(lines []string, skipped int, split func(string) []string, line func(text string, number int) bool) {
	for i, text := range lines {
		number := skipped + i + 1
		understood := true
		for _, part := range split(text) {
			if part = strings.TrimSpace(part); part != "" && !line(part, number) {
				understood = false
			}
		}
		if !understood {
			r.graph.Unread = append(r.graph.Unread, number)
		}
	}
}

// statements splits a line at semicolons; that of an entity like #quot; ends none.
func statements(line string) []string {
	hidden := entity.ReplaceAllStringFunc(line, func(e string) string { return strings.ReplaceAll(e, ";", "\x00") })
	parts := strings.Split(hidden, ";")
	for i := range parts {
		parts[i] = strings.ReplaceAll(parts[i], "\x00", ";")
	}
	return parts
}

// meet notes a box; a later line may give it its name.
func (r *reader) meet(id, name, shape string, line int) {
	i, known := r.at[id]
	switch {
	case !known:
		r.at[id] = len(r.graph.Boxes)
		if name == "" {
			name = id
		}
		r.graph.Boxes = append(r.graph.Boxes, Box{id, name, shape, line})
	case name != "":
		r.graph.Boxes[i].Name, r.graph.Boxes[i].Shape = name, shape
	}
}
