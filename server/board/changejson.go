package board

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"mockroom/server/jsontext"
)

// maxLength is the longest document that a set may be about, in units.
const maxLength = 1 << 24

// MarshalJSON writes the form of CodeMirror's ChangeSet.toJSON: a number for what is kept, an
// array for a replacement: how much goes, then the lines that come.
func (c ChangeSet) MarshalJSON() ([]byte, error) { return c.AppendJSON(nil), nil }

// AppendJSON is MarshalJSON into a buffer that is there already.
func (c ChangeSet) AppendJSON(b []byte) []byte {
	b = append(b, '[')
	for i, s := range c.sections {
		if i > 0 {
			b = append(b, ',')
		}
		if s.insert == keep {
			b = strconv.AppendInt(b, int64(s.length), 10)
			continue
		}
		b = append(b, '[')
		b = strconv.AppendInt(b, int64(s.length), 10)
		if s.insert > 0 {
			for line := range strings.SplitSeq(s.text, "\n") {
				b = append(b, ',')
				b = jsontext.AppendString(b, line)
			}
		}
		b = append(b, ']')
	}
	return append(b, ']')
}

// UnmarshalJSON reads that form and refuses what is none.
func (c *ChangeSet) UnmarshalJSON(b []byte) error {
	r := jsontext.NewReader(b)
	if err := c.Read(&r); err != nil {
		return err
	}
	if r.End(); r.Failed() {
		return errNoArray
	}
	return nil
}

var (
	errNoArray = errors.New("a change set is an array")
	errKept    = errors.New("what is kept is a count")
	errGoes    = errors.New("what goes is a count")
	errComes   = errors.New("what comes is lines of text")
)

// Read is UnmarshalJSON from the middle of a longer text.
func (c *ChangeSet) Read(r *jsontext.Reader) error {
	var out ChangeSet
	total := 0
	if r.Open('['); r.Failed() {
		return errNoArray
	}
	for i := 0; r.More(']'); i++ {
		s, err := readSection(r)
		if err != nil {
			return fmt.Errorf("part %d of the change set: %w", i, err)
		}
		if total += s.length + max(0, s.insert); total > maxLength {
			return errors.New("the change set is too long")
		}
		if out.sections == nil {
			// What a keystroke makes: kept, changed, kept.
			out.sections = make([]section, 0, 3)
		}
		out.add(s, false)
	}
	if r.Failed() {
		return errNoArray
	}
	*c = out
	return nil
}

func readSection(r *jsontext.Reader) (section, error) {
	if !r.Is('[') {
		n := r.Uint()
		if r.Failed() || n > maxLength {
			return section{}, errKept
		}
		return section{int(n), keep, ""}, nil
	}
	r.Open('[')
	if !r.More(']') {
		return section{}, errors.New("a replacement is an array with a count")
	}
	n := r.Uint()
	if r.Failed() || n > maxLength {
		return section{}, errGoes
	}
	text := ""
	for lines := 0; r.More(']'); lines++ {
		line := r.String()
		if r.Failed() {
			return section{}, errComes
		}
		if strings.ContainsAny(line, "\r\n") {
			return section{}, errors.New("a line holds a line break")
		}
		switch lines {
		case 0:
			text = line
		case 1:
			return readLines(r, int(n), text, line)
		}
	}
	if r.Failed() {
		return section{}, errComes
	}
	return section{int(n), unitsOf(text), text}, nil
}

// readLines reads the rest of a replacement that has several lines.
func readLines(r *jsontext.Reader, n int, lines ...string) (section, error) {
	for r.More(']') {
		line := r.String()
		if strings.ContainsAny(line, "\r\n") {
			return section{}, errors.New("a line holds a line break")
		}
		lines = append(lines, line)
	}
	if r.Failed() {
		return section{}, errComes
	}
	text := strings.Join(lines, "\n")
	return section{n, unitsOf(text), text}, nil
}
