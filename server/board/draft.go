package board

import (
	"fmt"
	"slices"
)

// Draft is a document that many change sets are applied to in a row, in place: folding a long session
// would otherwise copy the whole document for each keystroke. The zero value is empty. A Draft
// belongs to one goroutine.
type Draft struct {
	// plain holds the document while it is ASCII, so that units are bytes; text holds it from then on.
	plain []byte
	text  Text
	wide  bool
}

// Apply changes the draft as ChangeSet.Apply makes a new document. After an error it is as before.
func (d *Draft) Apply(c ChangeSet) error {
	if !d.wide && !c.ascii() {
		d.text, d.plain, d.wide = d.Text(), nil, true
	}
	if d.wide {
		t, err := c.Apply(d.text)
		if err == nil {
			d.text = t
		}
		return err
	}
	if c.OldLen() != len(d.plain) {
		return fmt.Errorf("the change is for a document of %d units, this one has %d", c.OldLen(), len(d.plain))
	}
	at := 0
	for _, s := range c.sections {
		if s.insert == keep {
			at += s.length
			continue
		}
		d.plain = slices.Replace(d.plain, at, at+s.length, []byte(s.text)...)
		at += len(s.text)
	}
	return nil
}

// Text is the document.
func (d *Draft) Text() Text {
	if d.wide {
		return d.text
	}
	return Text{string(d.plain), len(d.plain)}
}

// ascii says that the set brings nothing but ASCII along.
func (c ChangeSet) ascii() bool {
	for _, s := range c.sections {
		if s.insert > 0 && s.insert != len(s.text) {
			return false
		}
		for i := range len(s.text) {
			if s.text[i] >= 0x80 {
				return false
			}
		}
	}
	return true
}
