package interview

import (
	"encoding/json"
	"fmt"
	"strconv"

	"mockroom/server/board"
	"mockroom/server/jsontext"
)

// AppendJSON is MarshalJSON into a buffer that is there already, byte for byte. Board edits, of which
// journals are made, are written without reflection.
func (e Event) AppendJSON(b []byte) ([]byte, error) {
	if e.Fact == nil {
		return b, fmt.Errorf("event %d has no fact", e.Number)
	}
	b = append(b, `{"n":`...)
	b = strconv.AppendUint(b, e.Number, 10)
	b = append(b, `,"at":`...)
	b = strconv.AppendInt(b, int64(e.At), 10)
	if e.By != "" {
		b = append(b, `,"by":`...)
		b = jsontext.AppendString(b, string(e.By))
	}
	if e.Command != "" {
		b = append(b, `,"cmd":`...)
		b = jsontext.AppendString(b, string(e.Command))
	}
	b = append(b, `,"for":`...)
	b = jsontext.AppendString(b, string(e.Audience))
	b = append(b, `,"kind":`...)
	b = jsontext.AppendString(b, string(e.Fact.Kind()))
	b = append(b, `,"data":`...)
	b, err := AppendFact(b, e.Fact)
	if err != nil {
		return b, fmt.Errorf("event %d, %s: %w", e.Number, e.Fact.Kind(), err)
	}
	return append(b, '}'), nil
}

// AppendFact writes a fact's data.
func AppendFact(b []byte, f Fact) ([]byte, error) {
	if f, ok := f.(BoardEdited); ok && f.Updates != nil {
		return f.appendJSON(b), nil
	}
	data, err := json.Marshal(f)
	return append(b, data...), err
}

func (f BoardEdited) appendJSON(b []byte) []byte {
	b = append(b, `{"updates":[`...)
	for i, u := range f.Updates {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"client":`...)
		b = jsontext.AppendString(b, u.Client)
		b = append(b, `,"k":`...)
		b = strconv.AppendUint(b, u.K, 10)
		b = append(b, `,"changes":`...)
		b = u.Changes.AppendJSON(b)
		b = append(b, '}')
	}
	b = append(b, ']')
	if f.Late {
		b = append(b, `,"late":true`...)
	}
	return append(b, '}')
}

// EventReader reads the events of one stream one after the other: as UnmarshalJSON does, and several
// times faster where they look as AppendJSON writes them. The zero value is ready.
type EventReader struct {
	// Most events repeat the one before in these.
	by     ParticipantID
	client string
}

// Read reads one event.
func (x *EventReader) Read(text []byte) (Event, error) {
	if e, ok := x.fast(text); ok {
		return e, nil
	}
	var e Event
	err := e.UnmarshalJSON(text)
	return e, err
}

// fast reads what it knows; anything else is left to UnmarshalJSON, which also says what is wrong.
func (x *EventReader) fast(text []byte) (e Event, ok bool) {
	r := jsontext.NewReader(text)
	var kind Kind
	var data []byte
	var once once
	for r.Open('{'); r.More('}'); {
		switch once.key(&r, "n", "at", "by", "cmd", "for", "kind", "data") {
		case "n":
			e.Number = r.Uint()
		case "at":
			e.At = Time(r.Uint())
		case "by":
			e.By = ParticipantID(again(&r, string(x.by)))
			x.by = e.By
		case "cmd":
			e.Command = CommandID(r.String())
		case "for":
			e.Audience = knownAudience(&r)
		case "kind":
			raw, escaped := r.Raw()
			if _, known := decoders[Kind(raw)]; !known || escaped {
				return e, false
			}
			if string(raw) == string(boardEdited) {
				kind = boardEdited
			} else {
				kind = Kind(raw)
			}
		case "data":
			if kind == boardEdited {
				e.Fact = x.boardEdited(&r)
			} else {
				data = r.Skip()
			}
		default:
			return e, false
		}
	}
	if r.End(); r.Failed() || kind == "" {
		return e, false
	}
	if e.Fact != nil {
		return e, true
	}
	fact, err := DecodeFact(kind, data)
	e.Fact = fact
	return e, err == nil
}

// once makes a reader fail at a member that comes a second time, or that is none of those known.
type once uint8

func (o *once) key(r *jsontext.Reader, known ...string) string {
	name := r.Key()
	for i, k := range known {
		if string(name) == k && *o&(1<<i) == 0 {
			*o |= 1 << i
			return k
		}
	}
	r.Fail()
	return ""
}

var boardEdited = BoardEdited{}.Kind()

// again reads a string, and gives the one before where it is the same.
func again(r *jsontext.Reader, before string) string {
	raw, escaped := r.Raw()
	if escaped {
		r.Fail()
	}
	if string(raw) == before {
		return before
	}
	for _, c := range raw {
		if c >= 0x80 {
			r.Fail()
		}
	}
	return string(raw)
}

func knownAudience(r *jsontext.Reader) Audience {
	raw, _ := r.Raw()
	for _, a := range []Audience{ForAll, ForSeats, ForKit, ForReview, ForSighted, ForPair, ForRaters, ForOwn, ForNobody} {
		if string(raw) == string(a) {
			return a
		}
	}
	r.Fail()
	return ""
}

func (x *EventReader) boardEdited(r *jsontext.Reader) Fact {
	var f BoardEdited
	var once once
	for r.Open('{'); r.More('}'); {
		switch once.key(r, "updates", "late") {
		case "updates":
			if f.Updates == nil {
				f.Updates = make([]board.Update, 0, 1)
			}
			for r.Open('['); r.More(']'); {
				f.Updates = append(f.Updates, x.update(r))
			}
		case "late":
			f.Late = string(r.Skip()) == "true"
			if !f.Late {
				r.Fail()
			}
		default:
			r.Fail()
		}
	}
	return f
}

func (x *EventReader) update(r *jsontext.Reader) (u board.Update) {
	var once once
	for r.Open('{'); r.More('}'); {
		switch once.key(r, "client", "k", "changes") {
		case "client":
			u.Client = again(r, x.client)
			x.client = u.Client
		case "k":
			u.K = r.Uint()
		case "changes":
			if u.Changes.Read(r) != nil {
				r.Fail()
			}
		default:
			r.Fail()
		}
	}
	return u
}
