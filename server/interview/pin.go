package interview

import (
	"maps"
	"slices"
)

// Sign says which way a pinned moment points.
type Sign string

// Signs of a pin; Later leaves it to be sorted.
const (
	For     Sign = "for"
	Against Sign = "against"
	Later   Sign = "later"
)

// Limits of pins. MaxPins counts those of one rater that are not withdrawn.
const (
	MaxPins    = 500
	MaxPinNote = 2 << 10
)

// PinDropped marks a moment as evidence for its rater's card. It is the rater's alone until they may
// be read with the card; see SeesCard.
type PinDropped struct {
	Pin       string    `json:"pin"`
	Criterion Criterion `json:"criterion,omitempty"`
	Sign      Sign      `json:"sign"`
	// Version is the version of the board that the rater saw, Moment the room time meant.
	Version uint64 `json:"version"`
	Moment  Time   `json:"moment"`
	// InReplay marks a pin that came after the clock's end.
	InReplay bool `json:"in_replay,omitempty"`
}

// PinNoted gives a pin its note, whole.
type PinNoted struct {
	Pin  string `json:"pin"`
	Text string `json:"text"`
}

// PinLinked gives a pin its criterion, or takes it away with "". An empty Sign leaves the pin's as it is.
type PinLinked struct {
	Pin       string    `json:"pin"`
	Criterion Criterion `json:"criterion,omitempty"`
	Sign      Sign      `json:"sign,omitempty"`
}

// PinWithdrawn takes a pin back.
type PinWithdrawn struct {
	Pin string `json:"pin"`
}

func (PinDropped) Kind() Kind   { return "pin.dropped" }
func (PinNoted) Kind() Kind     { return "pin.noted" }
func (PinLinked) Kind() Kind    { return "pin.linked" }
func (PinWithdrawn) Kind() Kind { return "pin.withdrawn" }

// Pin is a moment that a rater rests a score on.
type Pin struct {
	ID string `json:"id"`
	// At is when it was dropped, Moment the room time that it points at.
	At        Time      `json:"at"`
	Moment    Time      `json:"moment"`
	Version   uint64    `json:"version"`
	Criterion Criterion `json:"criterion"`
	Sign      Sign      `json:"sign"`
	Note      string    `json:"note"`
	InReplay  bool      `json:"in_replay"`
}

// dropPin, changePin and withdrawPin never write into a list that a Clone may share.
func (s *State) dropPin(e Event, f PinDropped) {
	s.Pins[e.By] = append(slices.Clip(s.Pins[e.By]), Pin{f.Pin, e.At, f.Moment, f.Version, f.Criterion, f.Sign, "", f.InReplay})
	s.weigh(e, 100)
}

func (s *State) changePin(by ParticipantID, id string, with func(*Pin)) {
	list := slices.Clone(s.Pins[by])
	for i := range list {
		if list[i].ID == id {
			with(&list[i])
		}
	}
	if len(list) > 0 {
		s.Pins[by] = list
	}
}

func (s *State) withdrawPin(by ParticipantID, id string) {
	list := slices.DeleteFunc(slices.Clone(s.Pins[by]), func(p Pin) bool { return p.ID == id })
	if len(list) == 0 {
		delete(s.Pins, by)
		return
	}
	s.Pins[by] = list
}

// openedPins collects others' pins that a viewer may read now, of the raters asked for.
func (s *State) openedPins(viewer ParticipantID, of func(ParticipantID) bool) map[ParticipantID][]Pin {
	pins := map[ParticipantID][]Pin{}
	for rater, list := range s.Pins {
		if rater != viewer && of(rater) && s.SeesCard(viewer, rater) {
			pins[rater] = list
		}
	}
	if len(pins) == 0 {
		return nil
	}
	return pins
}

// readablePins are the pins of one's own and those that openedPins has opened.
func (s *State) readablePins(viewer ParticipantID) map[ParticipantID][]Pin {
	pins := map[ParticipantID][]Pin{}
	if own, ok := s.Pins[viewer]; ok {
		pins[viewer] = own
	}
	maps.Copy(pins, s.openedPins(viewer, func(ParticipantID) bool { return true }))
	return pins
}
