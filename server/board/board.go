// Package board is the whiteboard authority: CodeMirror's change sets in Go, and the text they
// change. It is pure: no I/O, no clock, no goroutine.
//
// All positions and lengths are UTF-16 code units, a line break is one unit ('\n'), as in
// CodeMirror's ChangeSet JSON.
package board

// Update is one accepted or offered change of one editor.
type Update struct {
	// Client names the life of one editor: a new one for every load of a page.
	Client string `json:"client"`
	// K counts the updates of that client from 1, without gaps.
	K uint64 `json:"k"`
	// Changes is what the update does, against the document just before it.
	Changes ChangeSet `json:"changes"`
}
