package room

import (
	"sync"

	"mockroom/server/interview"
	"mockroom/server/journal"
)

// Cursor is where somebody's selection is, in UTF-16 units of a version of the board.
type Cursor struct {
	Version uint64 `json:"version"`
	Anchor  int    `json:"anchor"`
	Head    int    `json:"head"`
}

// Signal is presence: it is not kept, and may be lost.
type Signal struct {
	// From names the room that sent it, so that it can pass over its own.
	From        string
	Participant interview.ParticipantID
	Connected   bool
	Cursor      *Cursor
}

// Signals carries presence between the rooms of one session in several processes.
type Signals interface {
	// Publish never blocks.
	Publish(session journal.ID, s Signal)
	// Subscribe yields signals until cancel is called; a slow reader loses some.
	Subscribe(session journal.ID) (signals <-chan Signal, cancel func())
}

// LocalSignals carries presence within one process.
type LocalSignals struct {
	mu   sync.Mutex
	subs map[journal.ID]map[chan Signal]bool
}

// NewLocalSignals makes a hub.
func NewLocalSignals() *LocalSignals {
	return &LocalSignals{subs: map[journal.ID]map[chan Signal]bool{}}
}

// Publish hands s to every subscriber that has room for it.
func (l *LocalSignals) Publish(session journal.ID, s Signal) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for ch := range l.subs[session] {
		select {
		case ch <- s:
		default:
		}
	}
}

// Subscribe registers a reader.
func (l *LocalSignals) Subscribe(session journal.ID) (<-chan Signal, func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	ch := make(chan Signal, 64)
	if l.subs[session] == nil {
		l.subs[session] = map[chan Signal]bool{}
	}
	l.subs[session][ch] = true
	return ch, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.subs[session], ch)
		if len(l.subs[session]) == 0 {
			delete(l.subs, session)
		}
	}
}
