package board

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxLength is the longest document that a set may be about, in units.
const maxLength = 1 << 24

// MarshalJSON writes the form of CodeMirror's ChangeSet.toJSON: a number for what is kept, an
// array for a replacement: how much goes, then the lines that come.
func (c ChangeSet) MarshalJSON() ([]byte, error) {
	parts := make([]any, len(c.sections))
	for i, s := range c.sections {
		switch {
		case s.insert == keep:
			parts[i] = s.length
		case s.insert == 0:
			parts[i] = []int{s.length}
		default:
			part := []any{s.length}
			for line := range strings.SplitSeq(s.text, "\n") {
				part = append(part, line)
			}
			parts[i] = part
		}
	}
	return json.Marshal(parts)
}

// UnmarshalJSON reads that form and refuses what is none.
func (c *ChangeSet) UnmarshalJSON(b []byte) error {
	var parts []json.RawMessage
	if err := json.Unmarshal(b, &parts); err != nil {
		return errors.New("a change set is an array")
	}
	var out ChangeSet
	total := 0
	for i, raw := range parts {
		s, err := parseSection(raw)
		if err != nil {
			return fmt.Errorf("part %d of the change set: %w", i, err)
		}
		if total += s.length + max(0, s.insert); total > maxLength {
			return errors.New("the change set is too long")
		}
		out.add(s, false)
	}
	*c = out
	return nil
}

func parseSection(raw json.RawMessage) (section, error) {
	var n int
	if len(raw) == 0 || raw[0] != '[' {
		if err := json.Unmarshal(raw, &n); err != nil || raw[0] == 'n' || n < 0 || n > maxLength {
			return section{}, errors.New("what is kept is a count")
		}
		return section{n, keep, ""}, nil
	}
	var part []json.RawMessage
	if err := json.Unmarshal(raw, &part); err != nil || len(part) == 0 {
		return section{}, errors.New("a replacement is an array with a count")
	}
	if err := json.Unmarshal(part[0], &n); err != nil || part[0][0] == 'n' || n < 0 || n > maxLength {
		return section{}, errors.New("what goes is a count")
	}
	lines := make([]string, len(part)-1)
	for i, p := range part[1:] {
		if len(p) == 0 || p[0] != '"' {
			return section{}, errors.New("what comes is lines of text")
		}
		if err := json.Unmarshal(p, &lines[i]); err != nil {
			return section{}, errors.New("what comes is lines of text")
		}
		if strings.ContainsAny(lines[i], "\r\n") {
			return section{}, errors.New("a line holds a line break")
		}
	}
	text := strings.Join(lines, "\n")
	return section{n, unitsOf(text), text}, nil
}

// CheckSurrogates refuses JSON in whose strings an escape stands for half of a surrogate pair, and
// bytes that are no UTF-8. Go's decoder turns both into U+FFFD without a word, which would make a
// change set lie about its length.
func CheckSurrogates(raw []byte) error {
	if !utf8.Valid(raw) {
		return errors.New("it is not UTF-8")
	}
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			continue
		}
		if i+1 < len(raw) && raw[i+1] != 'u' {
			i++
			continue
		}
		r, ok := escaped(raw[i:])
		if !ok {
			continue
		}
		i += 5
		if r < 0xD800 || r > 0xDFFF {
			continue
		}
		low, ok := escaped(raw[i+1:])
		if r >= 0xDC00 || !ok || low < 0xDC00 || low > 0xDFFF {
			return errors.New("it holds half a surrogate pair")
		}
		i += 6
	}
	return nil
}

// escaped reads \uXXXX.
func escaped(b []byte) (rune, bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	var r rune
	for _, d := range b[2:6] {
		switch {
		case d >= '0' && d <= '9':
			r = r<<4 | rune(d-'0')
		case d >= 'a' && d <= 'f':
			r = r<<4 | rune(d-'a'+10)
		case d >= 'A' && d <= 'F':
			r = r<<4 | rune(d-'A'+10)
		default:
			return 0, false
		}
	}
	return r, true
}
