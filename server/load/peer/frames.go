package peer

import (
	"strconv"

	"mockroom/server/board"
	"mockroom/server/jsontext"
)

// AppendHello writes the first frame; attempt counts the sockets of this client from 1, version is
// what the editor is at, or nil.
func AppendHello(b []byte, client string, attempt uint64, version *uint64) []byte {
	b = append(b, `{"type":"hello","protocol":1,"client":`...)
	b = jsontext.AppendString(b, client)
	b = append(b, `,"attempt":`...)
	b = strconv.AppendUint(b, attempt, 10)
	if version != nil {
		b = append(b, `,"board":`...)
		b = strconv.AppendUint(b, *version, 10)
	}
	return append(b, '}')
}

// AppendDo writes a command with its data, which is JSON.
func AppendDo(b []byte, n uint64, command, data string) []byte {
	b = append(b, `{"type":"do","n":`...)
	b = strconv.AppendUint(b, n, 10)
	b = append(b, `,"command":"`...)
	b = append(b, command...)
	b = append(b, `","data":`...)
	b = append(b, data...)
	return append(b, '}')
}

// AppendPush writes a push of an editor's updates.
func AppendPush(b []byte, n uint64, client string, version uint64, updates []board.Update) []byte {
	b = append(b, `{"type":"do","n":`...)
	b = strconv.AppendUint(b, n, 10)
	b = append(b, `,"command":"board.edit","data":{"client":"`...)
	b = append(b, client...)
	b = append(b, `","version":`...)
	b = strconv.AppendUint(b, version, 10)
	b = append(b, `,"updates":[`...)
	for i, u := range updates {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"client":"`...)
		b = append(b, u.Client...)
		b = append(b, `","k":`...)
		b = strconv.AppendUint(b, u.K, 10)
		b = append(b, `,"changes":`...)
		b = u.Changes.AppendJSON(b)
		b = append(b, '}')
	}
	return append(b, "]}}"...)
}

// AppendPing writes the heartbeat.
func AppendPing(b []byte, id uint64) []byte {
	b = append(b, `{"type":"ping","id":`...)
	b = strconv.AppendUint(b, id, 10)
	return append(b, '}')
}

// AppendCursor writes where the selection is.
func AppendCursor(b []byte, version uint64, anchor, head int) []byte {
	b = append(b, `{"type":"cursor","version":`...)
	b = strconv.AppendUint(b, version, 10)
	b = append(b, `,"anchor":`...)
	b = strconv.AppendInt(b, int64(anchor), 10)
	b = append(b, `,"head":`...)
	b = strconv.AppendInt(b, int64(head), 10)
	return append(b, '}')
}

// Item is one event as the view shows it. Data lies in the frame that it was read from.
type Item struct {
	Position, At uint64
	By, Kind     string
	Data         []byte
}

// Frame is a frame of the server, as far as this program minds it. It can be read into again.
type Frame struct {
	Type string
	// N is the command that done and refused answer, or the id of a pong.
	N uint64
	// Code and Message are of refused and error.
	Code, Message string
	Items         []Item

	// Of a welcome: who this is, the highest n that had effect, and the board: its text, or the
	// updates since the version that hello named.
	You     string
	Last    uint64
	Version uint64
	Text    *string
	Updates []byte
}

// Read reads a frame; false if it cannot be made out.
func (f *Frame) Read(raw []byte) bool {
	*f = Frame{Items: f.Items[:0]}
	r := jsontext.NewReader(raw)
	r.Open('{')
	for r.More('}') {
		switch string(r.Key()) {
		case "type":
			f.Type = kindOf(&r)
		case "n", "id":
			f.N = r.Uint()
		case "last":
			f.Last = r.Uint()
		case "you":
			f.You = r.String()
		case "items":
			f.readItems(&r)
		case "board":
			f.readBoard(&r)
		case "error":
			f.readError(&r)
		default:
			r.Skip()
		}
	}
	r.End()
	return !r.Failed()
}

// kindOf reads a short name without making a new string of the common ones.
func kindOf(r *jsontext.Reader) string {
	raw, _ := r.Raw()
	switch string(raw) {
	case "events":
		return "events"
	case "done":
		return "done"
	case "presence":
		return "presence"
	case "board.edited":
		return "board.edited"
	}
	return string(raw)
}

func (f *Frame) readItems(r *jsontext.Reader) {
	r.Open('[')
	for r.More(']') {
		var i Item
		r.Open('{')
		for r.More('}') {
			switch string(r.Key()) {
			case "position":
				i.Position = r.Uint()
			case "at":
				i.At = r.Uint()
			case "by":
				i.By = r.String()
			case "kind":
				i.Kind = kindOf(r)
			case "data":
				i.Data = r.Skip()
			default:
				r.Skip()
			}
		}
		f.Items = append(f.Items, i)
	}
}

func (f *Frame) readBoard(r *jsontext.Reader) {
	r.Open('{')
	for r.More('}') {
		switch string(r.Key()) {
		case "version":
			f.Version = r.Uint()
		case "text":
			text := r.String()
			f.Text = &text
		case "updates":
			f.Updates = r.Skip()
		default:
			r.Skip()
		}
	}
}

func (f *Frame) readError(r *jsontext.Reader) {
	r.Open('{')
	for r.More('}') {
		switch string(r.Key()) {
		case "code":
			f.Code = r.String()
		case "message":
			f.Message = r.String()
		default:
			r.Skip()
		}
	}
}

// Edited visits the updates of a board.edited's data.
func Edited(data []byte, visit func(client string, k uint64, changes board.ChangeSet) error) error {
	r := jsontext.NewReader(data)
	r.Open('{')
	for r.More('}') {
		if string(r.Key()) != "updates" {
			r.Skip()
			continue
		}
		if err := readUpdates(&r, visit); err != nil {
			return err
		}
	}
	if r.Failed() {
		return errUnreadable
	}
	return nil
}

// Updates visits a list of updates, as a welcome's board has it.
func Updates(list []byte, visit func(client string, k uint64, changes board.ChangeSet) error) error {
	r := jsontext.NewReader(list)
	if err := readUpdates(&r, visit); err != nil {
		return err
	}
	if r.Failed() {
		return errUnreadable
	}
	return nil
}

func readUpdates(r *jsontext.Reader, visit func(client string, k uint64, changes board.ChangeSet) error) error {
	if r.Is('n') {
		r.Skip() // null: there are none
		return nil
	}
	r.Open('[')
	for r.More(']') {
		var client string
		var k uint64
		var changes board.ChangeSet
		r.Open('{')
		for r.More('}') {
			switch string(r.Key()) {
			case "client":
				client = r.String()
			case "k":
				k = r.Uint()
			case "changes":
				if err := changes.Read(r); err != nil {
					return err
				}
			default:
				r.Skip()
			}
		}
		if r.Failed() {
			return errUnreadable
		}
		if err := visit(client, k, changes); err != nil {
			return err
		}
	}
	return nil
}
