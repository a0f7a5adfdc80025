package room

import (
	"mockroom/server/interview"
)

// Redacted is a snapshot without what is left out.
func (s Snapshot) Redacted(r interview.Redaction) Snapshot {
	d := interview.NewRedactor(r, s.State, s.People)
	d.View(s.State)
	s.People, s.Presence = d.People(), nil
	if s.Board.Text != nil {
		text := d.Board(*s.Board.Text)
		s.Board = BoardView{Version: s.Board.Version, Text: &text}
	}
	return s
}

// Redacted is a replay without what is left out.
func (r Replay) Redacted(redaction interview.Redaction) Replay {
	d := interview.NewRedactor(redaction, r.State, r.People)
	d.View(r.State)
	r.People = d.People()
	var edits []interview.BoardEdited
	for _, item := range r.Items {
		if f, ok := item.Data.(interview.BoardEdited); ok {
			edits = append(edits, f)
		}
	}
	edits = d.Boards(edits)
	items := []Item{}
	for _, item := range r.Items {
		var shown bool
		if _, ok := item.Data.(interview.BoardEdited); ok {
			item.Data, shown = edits[0], true
			edits = edits[1:]
		} else {
			item.Data, shown = d.Fact(item.Data)
		}
		if shown {
			item.Position = uint64(len(items) + 1)
			items = append(items, item)
		}
	}
	r.Items = items
	return r
}
