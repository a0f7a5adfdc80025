package board

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"
)

// Text is an immutable document. The zero value is empty; equal texts are deeply equal.
type Text struct {
	s     string
	units int
}

// NewText makes a text of a string; what is not valid UTF-8 becomes U+FFFD, and each kind of line
// break one '\n'.
func NewText(s string) Text {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.Contains(s, "\r") {
		s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	}
	return Text{s, unitsOf(s)}
}

// String is the text in UTF-8.
func (t Text) String() string { return t.s }

// Len is the length in UTF-16 units.
func (t Text) Len() int { return t.units }

// Bytes is the length in UTF-8 bytes.
func (t Text) Bytes() int { return len(t.s) }

// MarshalJSON writes the text as a string.
func (t Text) MarshalJSON() ([]byte, error) { return json.Marshal(t.s) }

// UnmarshalJSON reads a string.
func (t *Text) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	*t = NewText(s)
	return nil
}

// unitsOf counts UTF-16 units: one for each rune, two for those beyond the basic plane.
func unitsOf(s string) int {
	n := utf8.RuneCountInString(s)
	if n == len(s) {
		return n
	}
	for i := 0; i < len(s); i++ {
		// A four-byte sequence is what needs a surrogate pair.
		if s[i] >= 0xF0 {
			n++
		}
	}
	return n
}

var errSplitPair = errors.New("a change splits a character in two")

// cut divides s after a number of UTF-16 units, which must be within it.
func cut(s string, units int, ascii bool) (head, tail string, err error) {
	if ascii {
		return s[:units], s[units:], nil
	}
	i := 0
	const wide = 0x8080808080808080
	for units > 0 {
		// Most of a text is ASCII, also where some of it is not: it is passed eight bytes at a time.
		if units >= 8 && len(s)-i >= 8 && binary.LittleEndian.Uint64([]byte(s[i:i+8]))&wide == 0 {
			i, units = i+8, units-8
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		units--
		if r > 0xFFFF {
			units--
		}
		i += size
	}
	if units < 0 {
		return "", "", errSplitPair
	}
	return s[:i], s[i:], nil
}
