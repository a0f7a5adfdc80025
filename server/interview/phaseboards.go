package interview

import (
	"fmt"

	"mockroom/server/board"
)

// PhaseBoard is the board as it stood when a timed phase ended, at End.
type PhaseBoard struct {
	Phase Phase
	End   Time
	Text  string
}

// PhaseBoards folds a session's events into the boards at the ends of its timed phases. The zero value
// is before the first event; it belongs to one goroutine.
type PhaseBoards struct {
	phase Phase
	draft board.Draft
	list  []PhaseBoard
}

// Apply folds one event.
func (b *PhaseBoards) Apply(e Event) error {
	switch f := e.Fact.(type) {
	case BoardEdited:
		for _, u := range f.Updates {
			if err := b.draft.Apply(u.Changes); err != nil {
				return fmt.Errorf("update %d of %s: %w", u.K, u.Client, err)
			}
		}
	case PhaseStarted:
		if b.phase.Timed() {
			end := e.At
			if f.Due > 0 {
				end = f.Due
			}
			b.list = append(b.list, PhaseBoard{b.phase, end, b.draft.Text().String()})
		}
		b.phase = f.Phase
	}
	return nil
}

// List is the ended phases in their order.
func (b *PhaseBoards) List() []PhaseBoard { return b.list }
