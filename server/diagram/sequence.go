package diagram

import "regexp"

var (
	participant = regexp.MustCompile(`^(?:create\s+)?(participant|actor)\s+(\S+)(?:\s+as\s+(.+))?$`)
	message     = regexp.MustCompile(`^(.+?)\s*(?:<<-->>|<<->>|-->>|->>|--x|-x|--\)|-\)|-->|->)\s*[+-]?\s*(.+?)\s*:\s*(.*)$`)
	around      = regexp.MustCompile(`(?i)^(%%|(?:note|loop|alt|else|opt|par|and|end|activate|deactivate|autonumber|rect|critical|option|break|box|title|destroy)\b)`)
)

// sequenceLine reads one line of a sequence diagram.
func (r *reader) sequenceLine(text string, number int) bool {
	if around.MatchString(text) {
		return true
	}
	if m := participant.FindStringSubmatch(text); m != nil {
		name := m[3]
		if name == "" {
			name = m[2]
		}
		r.meet(m[2], plain(name), m[1], number)
		return true
	}
	m := message.FindStringSubmatch(text)
	if m == nil {
		return false
	}
	r.meet(m[1], "", "", number)
	r.meet(m[2], "", "", number)
	r.graph.Arrows = append(r.graph.Arrows, Arrow{m[1], m[2], plain(m[3]), number})
	return true
}
