package room

import (
	"maps"

	"mockroom/server/interview"
	"mockroom/server/journal"
)

// opened are the problems, by slug, of which a person knows more than the prompt out of sessions:
// designed once the clock ran, asked, scored, or read the kit of. It shares the index's lock.
type opened map[interview.PersonID]map[string]bool

// note takes in an event that the session's state holds already.
func (o opened) note(s *interview.State, f interview.Fact) {
	switch f := f.(type) {
	case interview.PhaseStarted:
		for id := range s.Participants {
			o.look(s, id)
		}
	case interview.ParticipantJoined:
		o.look(s, f.Participant)
	case interview.ParticipantMerged:
		o.look(s, f.Participant)
	case interview.ContentSeen:
		o.look(s, f.Participant)
	}
}

func (o opened) look(s *interview.State, id interview.ParticipantID) {
	p := s.Participants[id]
	if p.Person == "" || !s.KitReaders[id] && (s.Phase == interview.Lobby || p.Role == interview.Observer) {
		return
	}
	if o[p.Person] == nil {
		o[p.Person] = map[string]bool{}
	}
	o[p.Person][s.Problem.Slug] = true
}

// Opened are the problems, by slug, of which a person knows more than the prompt out of sessions.
func (x *Index) Opened(person interview.PersonID) map[string]bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.opened[person] == nil {
		return map[string]bool{}
	}
	return maps.Clone(x.opened[person])
}

// Session is what is known of one session; false where it is not there.
func (x *Index) Session(session string) (Entry, bool) {
	list := x.entries([]journal.ID{SessionStream(session)})
	if len(list) == 0 {
		return Entry{}, false
	}
	return list[0], true
}
