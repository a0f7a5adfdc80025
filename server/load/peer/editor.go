package peer

import (
	"fmt"

	"mockroom/server/board"
)

// Editor is the client's side of the board, as CodeMirror's collab extension keeps it: a document,
// and what of it the server has not confirmed. It is pure, and not safe for concurrent use.
type Editor struct {
	// Client names this life of the editor.
	Client string

	doc         board.Text
	version     uint64
	made        uint64
	unconfirmed []board.Update
}

// NewEditor begins at a board as a welcome brings it.
func NewEditor(client, text string, version uint64) *Editor {
	return &Editor{Client: client, doc: board.NewText(text), version: version}
}

// Doc is the document with everything typed here.
func (e *Editor) Doc() board.Text { return e.doc }

// Version is how many accepted updates the editor has received.
func (e *Editor) Version() uint64 { return e.version }

// Made is how many updates were made here, Confirmed how many of them came back accepted.
func (e *Editor) Made() uint64      { return e.made }
func (e *Editor) Confirmed() uint64 { return e.made - uint64(len(e.unconfirmed)) }

// Unconfirmed are the updates to push, based on Version. It is valid until the next call.
func (e *Editor) Unconfirmed() []board.Update { return e.unconfirmed }

// Edit makes a change to the document.
func (e *Editor) Edit(c board.ChangeSet) error {
	doc, err := c.Apply(e.doc)
	if err != nil {
		return fmt.Errorf("an edit does not fit: %w", err)
	}
	e.made++
	e.doc = doc
	e.unconfirmed = append(e.unconfirmed, board.Update{Client: e.Client, K: e.made, Changes: c})
	return nil
}

// Receive takes an accepted update: an own one is confirmed, another's is mapped over what is not.
func (e *Editor) Receive(client string, k uint64, changes board.ChangeSet) error {
	e.version++
	if client == e.Client {
		if len(e.unconfirmed) == 0 || e.unconfirmed[0].K != k {
			return fmt.Errorf("own update %d came back out of turn, %d are confirmed of %d", k, e.Confirmed(), e.made)
		}
		if e.unconfirmed = e.unconfirmed[1:]; len(e.unconfirmed) == 0 {
			e.unconfirmed = nil
		}
		return nil
	}
	theirs := changes
	for i, mine := range e.unconfirmed {
		mapped, err := mine.Changes.Map(theirs, false)
		if err != nil {
			return fmt.Errorf("update %d of %s does not fit: %w", k, client, err)
		}
		if theirs, err = theirs.Map(mine.Changes, true); err != nil {
			return fmt.Errorf("update %d of %s does not fit: %w", k, client, err)
		}
		e.unconfirmed[i].Changes = mapped
	}
	doc, err := theirs.Apply(e.doc)
	if err != nil {
		return fmt.Errorf("update %d of %s does not fit: %w", k, client, err)
	}
	e.doc = doc
	return nil
}
