package board

import "mockroom/server/jsontext"

// ReadUpdates reads a list of updates. The reader fails at members that are unknown or there twice,
// for a slower reader to say what is wrong.
func ReadUpdates(r *jsontext.Reader) []Update {
	list := make([]Update, 0, 1)
	r.Open('[')
	for r.More(']') {
		var u Update
		seen := [3]bool{}
		r.Open('{')
		for r.More('}') {
			var i int
			switch string(r.Key()) {
			case "client":
				u.Client = r.String()
			case "k":
				i = 1
				u.K = r.Uint()
			case "changes":
				i = 2
				if err := u.Changes.Read(r); err != nil {
					r.Fail()
				}
			default:
				r.Fail()
			}
			if seen[i] {
				r.Fail()
			}
			seen[i] = true
		}
		list = append(list, u)
	}
	return list
}
