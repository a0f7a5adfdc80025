package board

import (
	"errors"
	"fmt"
	"strings"
)

// ChangeSet describes how a document of one length becomes one of another. It is immutable and
// means the same as CodeMirror's ChangeSet of the same JSON; the zero value changes the empty
// document into itself.
type ChangeSet struct {
	sections []section
}

// section covers length units of the old document: kept where insert is keep, otherwise replaced
// by text, which has insert units.
type section struct {
	length, insert int
	text           string
}

const keep = -1

var errMismatch = errors.New("the change sets do not fit together")

// Replace is the set that puts text in place of what lies between two positions of a document of
// a length.
func Replace(length, from, to int, text string) ChangeSet {
	var c ChangeSet
	c.add(section{from, keep, ""}, false)
	c.add(section{to - from, unitsOf(text), text}, false)
	c.add(section{length - to, keep, ""}, false)
	return c
}

// OldLen is the length, in units, of the documents that the set applies to.
func (c ChangeSet) OldLen() int {
	n := 0
	for _, s := range c.sections {
		n += s.length
	}
	return n
}

// NewLen is the length, in units, of what it makes of them.
func (c ChangeSet) NewLen() int {
	n := 0
	for _, s := range c.sections {
		if s.insert == keep {
			n += s.length
		} else {
			n += s.insert
		}
	}
	return n
}

// Empty says that the set changes nothing.
func (c ChangeSet) Empty() bool {
	return len(c.sections) == 0 || len(c.sections) == 1 && c.sections[0].insert == keep
}

// Inserted is how many bytes of text the set brings along.
func (c ChangeSet) Inserted() int {
	n := 0
	for _, s := range c.sections {
		n += len(s.text)
	}
	return n
}

// Apply makes the new document. It refuses a set for another length, and one that would split a
// character beyond the basic plane.
func (c ChangeSet) Apply(t Text) (Text, error) {
	if c.OldLen() != t.units {
		return Text{}, fmt.Errorf("the change is for a document of %d units, this one has %d", c.OldLen(), t.units)
	}
	var b strings.Builder
	b.Grow(len(t.s) + c.Inserted())
	rest, ascii := t.s, len(t.s) == t.units
	for _, s := range c.sections {
		head, tail, err := cut(rest, s.length, ascii)
		if err != nil {
			return Text{}, err
		}
		rest = tail
		if s.insert == keep {
			b.WriteString(head)
		} else {
			b.WriteString(s.text)
		}
	}
	return Text{b.String(), c.NewLen()}, nil
}

// add appends a section and joins it to the last one where both are the same kind. With join set
// it becomes part of the last one whatever that is.
func (c *ChangeSet) add(s section, join bool) {
	if s.length == 0 && s.insert <= 0 {
		return
	}
	if n := len(c.sections); n > 0 {
		last := &c.sections[n-1]
		switch {
		case s.insert <= 0 && s.insert == last.insert:
			last.length += s.length
			return
		case s.length == 0 && last.length == 0, join:
			last.length += s.length
			last.insert += s.insert
			last.text += s.text
			return
		}
	}
	c.sections = append(c.sections, s)
}

// walker goes through a set's sections piece by piece.
type walker struct {
	sections []section
	next     int // the section after the current one
	section
	done bool
	off  int // how much of the current section was passed
}

func walk(c ChangeSet) *walker {
	w := &walker{sections: c.sections}
	w.advance()
	return w
}

func (w *walker) advance() {
	w.off = 0
	if w.next >= len(w.sections) {
		w.section, w.done = section{0, keep, ""}, true
		w.next = len(w.sections) + 1
		return
	}
	w.section = w.sections[w.next]
	w.next++
}

// changes says that the current section is a replacement.
func (w *walker) changes() bool { return !w.done && w.insert != keep }

// keeps says that the current section stays as it is.
func (w *walker) keeps() bool { return !w.done && w.insert == keep }

// forward passes units of the old document.
func (w *walker) forward(n int) {
	if n == w.length {
		w.advance()
		return
	}
	w.length -= n
	w.off += n
}

// newLength is what is left of the section in the new document.
func (w *walker) newLength() int {
	if w.insert == keep {
		return w.length
	}
	return w.insert
}

// forwardNew passes units of the new document.
func (w *walker) forwardNew(n int) {
	switch {
	case w.insert == keep:
		w.forward(n)
	case n == w.insert:
		w.advance()
	default:
		w.insert -= n
		w.off += n
	}
}
