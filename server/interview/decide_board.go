package interview

import "mockroom/server/board"

// Limits of the board, in UTF-8 bytes of text and updates a push.
const (
	MaxBoard   = 256 << 10
	MaxUpdate  = 64 << 10
	MaxUpdates = 200
)

func (a EditBoard) decide(d *decision) error {
	if err := d.editor(); err != nil {
		return err
	}
	if err := CheckClient(a.Client); err != nil {
		return err
	}
	if len(a.Updates) == 0 || len(a.Updates) > MaxUpdates {
		return Errorf(Invalid, "A push has 1 to %d updates.", MaxUpdates)
	}
	if a.Version > d.BoardVersion {
		return Errorf(Invalid, "The board has no version %d yet; load it again.", a.Version)
	}
	if d.editors() >= maxEditors && d.Editors[a.Client] == 0 {
		return Errorf(TooLarge, "This session has had too many editors.")
	}
	updates, err := a.fresh(d.Editors[a.Client])
	if err != nil || len(updates) == 0 {
		return err
	}
	over, err := d.over(a)
	if err != nil {
		return err
	}
	for _, u := range over {
		if u.Client == a.Client && u.K < a.Updates[0].K {
			return Errorf(Invalid, "These updates were made behind others of version %d; send those with them.", a.Version)
		}
	}
	rebased, err := board.Rebase(a.Updates, over)
	if err != nil {
		return Errorf(Invalid, "These edits do not fit version %d of the board: %s.", a.Version, shorten(err.Error()))
	}
	if len(rebased) > len(updates) {
		rebased = rebased[len(rebased)-len(updates):]
	}
	text := d.Board
	for _, u := range rebased {
		if text, err = u.Changes.Apply(text); err != nil {
			return Errorf(Invalid, "These edits do not fit the board: %s.", shorten(err.Error()))
		}
		if text.Bytes() > MaxBoard {
			return Errorf(TooLarge, "The board is full: it holds 256 KiB. Delete something first.")
		}
	}
	d.emit(ForAll, BoardEdited{Updates: rebased, Late: d.Phase >= Scoring})
	return nil
}

const maxEditors = 2000

func (d *decision) editors() int { return len(d.Editors) }

// editor refuses who may not write on the board now.
func (d *decision) editor() error {
	switch {
	case !d.seated(d.by()):
		return Errorf(Forbidden, "Only candidate and interviewer write on the board.")
	case d.Phase == Lobby:
		return Errorf(Conflict, "The board opens when the clock starts.")
	case d.AnyLocked() || d.Phase == Review:
		return Errorf(Conflict, "The board is closed, because a scorecard is locked.")
	}
	return nil
}

// fresh drops updates that have had their effect, and refuses gaps, other clients and sizes.
func (a EditBoard) fresh(last uint64) ([]board.Update, error) {
	for i, u := range a.Updates {
		switch {
		case u.Client != a.Client:
			return nil, Errorf(Invalid, "A push holds one client's updates only.")
		case u.K != a.Updates[0].K+uint64(i) || u.K == 0:
			return nil, Errorf(Invalid, "The updates' k has a gap.")
		case u.Changes.Inserted() > MaxUpdate:
			return nil, Errorf(TooLarge, "One edit inserts over 64 KiB; split it.")
		case u.Changes.HasControls():
			return nil, Errorf(Invalid, "The text has control characters, which cannot be seen; take them out.")
		}
	}
	first := a.Updates[0].K
	if first > last+1 {
		return nil, Errorf(Invalid, "The next update of this client has k %d, not %d.", last+1, first)
	}
	if done := last + 1 - first; done < uint64(len(a.Updates)) {
		return a.Updates[done:], nil
	}
	return nil, nil
}

// over is what was accepted since the version that a push is based on.
func (d *decision) over(a EditBoard) ([]board.Update, error) {
	missing := d.BoardVersion - a.Version
	if missing <= uint64(len(d.Recent)) {
		return d.Recent[uint64(len(d.Recent))-missing:], nil
	}
	if uint64(len(a.Over)) == missing {
		return a.Over, nil
	}
	return nil, Errorf(Unavailable, "The board's history is needed for these edits; send them again.")
}

// NeedsHistory says that a push is based on a version that the state no longer remembers: the room
// then reads the updates since a.Version and sets Over.
func (a EditBoard) NeedsHistory(s *State) bool {
	return a.Version <= s.BoardVersion && s.BoardVersion-a.Version > uint64(len(s.Recent))
}
