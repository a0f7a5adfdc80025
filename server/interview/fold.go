package interview

import "mockroom/server/board"

// Fold folds many events in a row, such as a whole session from the journal: it is NewState and Apply,
// without a copy of the board for each edit. It belongs to one goroutine.
type Fold struct{ state *State }

// NewFold begins before the first event.
func NewFold() *Fold {
	s := NewState()
	s.draft = &board.Draft{}
	return &Fold{s}
}

// Apply folds one event; see State.Apply.
func (f *Fold) Apply(e Event) error { return f.state.Apply(e) }

// State is the result. The Fold is not to be used any more.
func (f *Fold) State() *State {
	f.state.Board, f.state.draft = f.state.draft.Text(), nil
	return f.state
}
