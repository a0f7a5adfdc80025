package room

import (
	"encoding/json"
	"strconv"

	"mockroom/server/board"
	"mockroom/server/interview"
	"mockroom/server/jsontext"
)

// Prompt is the problem as a participant may read it.
type Prompt struct {
	HTML  string `json:"html"`
	Text  string `json:"text"`
	Level string `json:"level"`
}

// BoardView is the board for one client: Updates since the version it named, or else Text.
type BoardView struct {
	Version uint64         `json:"version"`
	Text    *string        `json:"text,omitempty"`
	Updates []board.Update `json:"updates"`
}

// Snapshot is everything that a participant may see of a session at one moment.
type Snapshot struct {
	You      interview.ParticipantID            `json:"you"`
	Role     interview.Role                     `json:"role"`
	Now      interview.Time                     `json:"now"`
	Position uint64                             `json:"position"`
	State    *interview.State                   `json:"state"`
	Clock    interview.Clock                    `json:"clock"`
	People   map[interview.ParticipantID]string `json:"people"`
	Prompt   *Prompt                            `json:"prompt"`
	Board    BoardView                          `json:"board"`
	Presence []PresenceEntry                    `json:"presence"`
}

// PresenceEntry says whether a participant is connected and where their selection is.
type PresenceEntry struct {
	Participant interview.ParticipantID `json:"participant"`
	Connected   bool                    `json:"connected"`
	Cursor      *Cursor                 `json:"cursor"`
}

// Item is an event as a participant sees it.
type Item struct {
	Position uint64                  `json:"position"`
	At       interview.Time          `json:"at"`
	By       interview.ParticipantID `json:"by"`
	Kind     interview.Kind          `json:"kind"`
	Data     interview.Fact          `json:"data"`
}

type welcomeFrame struct {
	Type     string `json:"type"`
	Protocol int    `json:"protocol"`
	Last     uint64 `json:"last"`
	Snapshot
}

type eventsFrame struct {
	Type     string                             `json:"type"`
	Now      interview.Time                     `json:"now"`
	Position uint64                             `json:"position"`
	Items    []Item                             `json:"items"`
	Clock    *interview.Clock                   `json:"clock,omitempty"`
	People   map[interview.ParticipantID]string `json:"people,omitempty"`
	Prompt   *Prompt                            `json:"prompt,omitempty"`
}

type refusedFrame struct {
	Type  string           `json:"type"`
	N     uint64           `json:"n"`
	Error *interview.Error `json:"error"`
}

type errorFrame struct {
	Type  string           `json:"type"`
	Error *interview.Error `json:"error"`
}

type pongFrame struct {
	Type   string         `json:"type"`
	ID     uint64         `json:"id"`
	Now    interview.Time `json:"now"`
	Saving bool           `json:"saving"`
}

type presenceFrame struct {
	Type   string          `json:"type"`
	People []PresenceEntry `json:"people"`
}

type clockFrame struct {
	Type  string          `json:"type"`
	Now   interview.Time  `json:"now"`
	Clock interview.Clock `json:"clock"`
}

// Protocol is the version of the wire protocol.
const Protocol = 1

// encode writes a frame; all frames are plain data, so that failing is a defect of this package.
func encode(frame any) []byte {
	b, err := json.Marshal(frame)
	if err != nil {
		panic("room: a frame cannot be encoded: " + err.Error())
	}
	return b
}

// encodePlain writes the frame of events that everybody sees alike, as encode does an eventsFrame.
func encodePlain(now interview.Time, position uint64, events []interview.Event) []byte {
	b := make([]byte, 0, 256*len(events))
	b = append(b, `{"type":"events","now":`...)
	b = strconv.AppendInt(b, int64(now), 10)
	b = append(b, `,"position":`...)
	b = strconv.AppendUint(b, position+uint64(len(events)), 10)
	b = append(b, `,"items":[`...)
	for i, e := range events {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"position":`...)
		b = strconv.AppendUint(b, position+uint64(i)+1, 10)
		b = append(b, `,"at":`...)
		b = strconv.AppendInt(b, int64(e.At), 10)
		b = append(b, `,"by":`...)
		b = jsontext.AppendString(b, string(e.By))
		b = append(b, `,"kind":`...)
		b = jsontext.AppendString(b, string(e.Fact.Kind()))
		b = append(b, `,"data":`...)
		var err error
		if b, err = interview.AppendFact(b, e.Fact); err != nil {
			panic("room: a fact cannot be encoded: " + err.Error())
		}
		b = append(b, '}')
	}
	return append(b, "]}"...)
}

// EncodeDone, EncodeRefused and EncodeError are the answers that a connection gives by itself.
func EncodeDone(n uint64) []byte {
	b := append(make([]byte, 0, 32), `{"type":"done","n":`...)
	return append(strconv.AppendUint(b, n, 10), '}')
}

// EncodeRefused answers a command.
func EncodeRefused(n uint64, err *interview.Error) []byte {
	return encode(refusedFrame{"refused", n, err})
}

// EncodeError answers a frame that is no command.
func EncodeError(err *interview.Error) []byte { return encode(errorFrame{"error", err}) }
