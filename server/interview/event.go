package interview

import (
	"encoding/json"
	"fmt"
)

// Time is room time in milliseconds since the Unix epoch. Room time never runs backwards within a
// session, also where the server's wall clock does.
type Time int64

// ParticipantID names somebody's part in one session, PersonID the browser identity behind it.
// Participants are shown to others; persons never are.
type (
	ParticipantID string
	PersonID      string
)

// Event is one fact that happened in a stream. Events are never changed.
type Event struct {
	// Number is the event's place in its stream, from 1. The journal is given it by Append and
	// clients never see it, so that gaps tell nothing.
	Number uint64
	// At is the room time at which the event was decided.
	At Time
	// By is the participant who caused it, empty for the server itself.
	By ParticipantID
	// Command is the id of the command that caused it, "client/n", or a derived id like
	// "due/deep-dive-end" for what the clock caused.
	Command CommandID
	// Audience says who may see it; View decides with it.
	Audience Audience
	// Fact is what happened.
	Fact Fact
}

// Fact is the data of one kind of event.
type Fact interface{ Kind() Kind }

// Audience is the widest circle of participants that an event is shown to.
type Audience string

const (
	// ForAll is for everybody in the session.
	ForAll Audience = "all"
	// ForSeats is for the candidate and the interviewer.
	ForSeats Audience = "seats"
	// ForKit is for those who have the interviewer's kit: interviewer and mentors, and everybody once
	// the review is open.
	ForKit Audience = "kit"
	// ForReview is for nobody before the review, and for everybody in it.
	ForReview Audience = "review"
	// ForOwn is for the participant who caused it alone.
	ForOwn Audience = "own"
	// ForSighted is for everybody but mentors who have not locked a card; see Blind.
	ForSighted Audience = "sighted"
	// ForPair is for the two who held the interview.
	ForPair Audience = "pair"
	// ForRaters is for mentors who have locked their own card and for the pair after the reveal, see
	// GoldProposed.
	ForRaters Audience = "raters"
	// ForNobody stays on the server.
	ForNobody Audience = "nobody"
)

type eventJSON struct {
	Number   uint64          `json:"n"`
	At       Time            `json:"at"`
	By       ParticipantID   `json:"by,omitempty"`
	Command  CommandID       `json:"cmd,omitempty"`
	Audience Audience        `json:"for"`
	Kind     Kind            `json:"kind"`
	Data     json.RawMessage `json:"data"`
}

// MarshalJSON writes the form that journals and exports keep.
func (e Event) MarshalJSON() ([]byte, error) {
	if e.Fact == nil {
		return nil, fmt.Errorf("event %d has no fact", e.Number)
	}
	data, err := json.Marshal(e.Fact)
	if err != nil {
		return nil, fmt.Errorf("event %d, %s: %w", e.Number, e.Fact.Kind(), err)
	}
	return json.Marshal(eventJSON{e.Number, e.At, e.By, e.Command, e.Audience, e.Fact.Kind(), data})
}

// UnmarshalJSON reads the form that journals and exports keep. A kind that this release does not
// know is an error: the stream was written by a newer one.
func (e *Event) UnmarshalJSON(b []byte) error {
	var j eventJSON
	if err := json.Unmarshal(b, &j); err != nil {
		return fmt.Errorf("event: %w", err)
	}
	fact, err := DecodeFact(j.Kind, j.Data)
	if err != nil {
		return fmt.Errorf("event %d: %w", j.Number, err)
	}
	*e = Event{j.Number, j.At, j.By, j.Command, j.Audience, fact}
	return nil
}
