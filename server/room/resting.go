package room

import (
	"context"
	"log/slog"

	"mockroom/server/interview"
	"mockroom/server/journal"
)

// resting is what the index keeps in memory of a session that nothing is awaited of: its last event.
type resting struct {
	number uint64
	at     interview.Time
}

const (
	// restAfter is how long after its last event a session may be put to rest.
	restAfter = interview.Time(24 * interview.Hour)
	// restEvery is after how many commits the index looks for sessions to put to rest.
	restEvery = 4096
)

// rest forgets the states of sessions whose last event is older than a moment, of which the clock
// awaits nothing, and in which nobody is believed to be.
func (x *Index) rest(before interview.Time) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for id, s := range x.sessions {
		if s.At >= before || awaited(s) {
			continue
		}
		x.resting[id] = resting{s.Number, s.At}
		delete(x.sessions, id)
	}
}

func awaited(s *interview.State) bool {
	if _, due := s.NextDue(); due {
		return true
	}
	for p := range s.Participants {
		if s.Closed == "" && s.Present(p) {
			return true
		}
	}
	return false
}

// session gives a session's state, from the journal if it rests; nil if it is unknown or cannot be
// read. The caller holds mu.
func (x *Index) session(id journal.ID, log *slog.Logger) *interview.State {
	if s := x.sessions[id]; s != nil {
		return s
	}
	r, ok := x.resting[id]
	if !ok {
		return nil
	}
	s, err := x.read(id, r.number)
	if err != nil {
		log.Warn("the index cannot read a session", "error", err)
		return nil
	}
	x.sessions[id] = s
	delete(x.resting, id)
	return s
}

// read folds a session as the index does, up to an event.
func (x *Index) read(id journal.ID, number uint64) (*interview.State, error) {
	s := interview.NewState()
	for e, err := range x.journal.Read(context.Background(), id, 1) {
		if err != nil {
			return nil, err
		}
		if e.Number > number {
			break
		}
		if err := applyLight(s, e); err != nil {
			return nil, err
		}
	}
	return s, nil
}
