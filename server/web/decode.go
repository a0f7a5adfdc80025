package web

import (
	"encoding/json"

	"mockroom/server/board"
	"mockroom/server/interview"
	"mockroom/server/jsontext"
)

// frame is any frame of a client.
type frame struct {
	Type     string          `json:"type"`
	Protocol int             `json:"protocol"`
	Client   string          `json:"client"`
	Attempt  uint64          `json:"attempt"`
	Board    *uint64         `json:"board"`
	N        uint64          `json:"n"`
	Command  string          `json:"command"`
	Data     json.RawMessage `json:"data"`
	ID       uint64          `json:"id"`
	Version  uint64          `json:"version"`
	Anchor   *int            `json:"anchor"`
	Head     int             `json:"head"`

	// edit is Data where the quick reader has read it already.
	edit *interview.EditBoard
}

// decode reads a frame; unpaired surrogates are found before Go's decoder replaces them silently.
func decode(raw []byte, f *frame) error {
	if err := board.CheckSurrogates(raw); err != nil {
		return interview.Errorf(interview.Invalid, "The text is not valid Unicode: %s.", err)
	}
	if f.readEdit(raw) {
		return nil
	}
	*f = frame{}
	if err := json.Unmarshal(raw, f); err != nil {
		return interview.Errorf(interview.Invalid, "This frame cannot be read: %s.", clip(err.Error()))
	}
	return nil
}

// readEdit reads the frame of a keystroke without reflection; false for any other, and for one that is
// not written as clients write it.
func (f *frame) readEdit(raw []byte) bool {
	r := jsontext.NewReader(raw)
	var seen [4]bool
	r.Open('{')
	for r.More('}') {
		var i int
		switch string(r.Key()) {
		case "type":
			f.Type = "do"
			if t, _ := r.Raw(); string(t) != f.Type {
				r.Fail()
			}
		case "n":
			i = 1
			f.N = r.Uint()
		case "command":
			i = 2
			f.Command = "board.edit"
			if c, _ := r.Raw(); string(c) != f.Command {
				r.Fail()
			}
		case "data":
			i = 3
			// Only behind the command's name is it known how to read the data.
			if !seen[2] {
				return false
			}
			edit, _ := interview.ParseEdit(&r)
			f.edit = &edit
		default:
			return false
		}
		if seen[i] {
			return false
		}
		seen[i] = true
	}
	r.End()
	return !r.Failed() && seen == [4]bool{true, true, true, true}
}

// action is what the frame's command wishes for.
func (f *frame) action() (interview.Action, error) {
	if f.edit != nil {
		return *f.edit, nil
	}
	return interview.ParseAction(f.Command, f.Data)
}
