package room

import (
	"encoding/json"

	"mockroom/server/board"
	"mockroom/server/interview"
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

type doneFrame struct {
	Type string `json:"type"`
	N    uint64 `json:"n"`
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

// EncodeDone, EncodeRefused and EncodeError are the answers that a connection gives by itself.
func EncodeDone(n uint64) []byte { return encode(doneFrame{"done", n}) }

// EncodeRefused answers a command.
func EncodeRefused(n uint64, err *interview.Error) []byte {
	return encode(refusedFrame{"refused", n, err})
}

// EncodeError answers a frame that is no command.
func EncodeError(err *interview.Error) []byte { return encode(errorFrame{"error", err}) }
