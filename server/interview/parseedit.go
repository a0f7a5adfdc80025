package interview

import (
	"mockroom/server/board"
	"mockroom/server/jsontext"
)

// ParseEdit reads a board.edit's data without reflection; false if it has to be read the general way.
func ParseEdit(r *jsontext.Reader) (EditBoard, bool) {
	var a EditBoard
	var seen [3]bool
	once := func(i int) {
		if seen[i] {
			r.Fail()
		}
		seen[i] = true
	}
	r.Open('{')
	for r.More('}') {
		switch string(r.Key()) {
		case "client":
			once(0)
			a.Client = r.String()
		case "version":
			once(1)
			a.Version = r.Uint()
		case "updates":
			once(2)
			a.Updates = board.ReadUpdates(r)
		default:
			r.Fail()
		}
	}
	return a, !r.Failed()
}
