package jsontext

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// Reader walks JSON text from left to right. The first thing that it does not understand makes it
// fail for good: methods then yield zero values, and More is false. What it yields as bytes still
// lies in the text.
type Reader struct {
	text   []byte
	at     int
	first  bool
	failed bool
}

// NewReader reads text.
func NewReader(text []byte) Reader { return Reader{text: text} }

// Failed says that something was not understood.
func (r *Reader) Failed() bool { return r.failed }

// Fail makes the reader fail: the caller does not understand what it was given.
func (r *Reader) Fail() { r.failed = true }

// End fails unless the text ends here.
func (r *Reader) End() {
	if r.peek() != 0 || r.at < len(r.text) {
		r.failed = true
	}
}

// peek is the next byte that is no white space, 0 at the end or after a failure.
func (r *Reader) peek() byte {
	if r.failed {
		return 0
	}
	for r.at < len(r.text) {
		switch c := r.text[r.at]; c {
		case ' ', '\t', '\n', '\r':
			r.at++
		default:
			return c
		}
	}
	return 0
}

// Is says what kind of value comes next, by its first byte: '{', '[', '"', a digit, and so on.
func (r *Reader) Is(c byte) bool { return c != 0 && r.peek() == c }

// Open begins an object with '{' or an array with '['.
func (r *Reader) Open(c byte) {
	if r.peek() != c || c == 0 {
		r.failed = true
		return
	}
	r.at++
	r.first = true
}

// More says whether another member comes before the closing '}' or ']', which it then passes.
func (r *Reader) More(closing byte) bool {
	first := r.first
	r.first = false
	switch c := r.peek(); {
	case c == 0:
		r.failed = true
		return false
	case c == closing:
		r.at++
		return false
	case first:
		return true
	case c == ',':
		r.at++
		if r.peek() == closing {
			r.failed = true
			return false
		}
		return true
	}
	r.failed = true
	return false
}

// Key reads a member's name and the colon; names with escapes fail.
func (r *Reader) Key() []byte {
	name, escaped := r.Raw()
	if escaped || r.peek() != ':' {
		r.failed = true
		return nil
	}
	r.at++
	return name
}

// Uint reads a whole number from 0 to 2⁵³.
func (r *Reader) Uint() uint64 {
	c := r.peek()
	if c < '0' || c > '9' {
		r.failed = true
		return 0
	}
	start := r.at
	var n uint64
	for r.at < len(r.text) && r.text[r.at] >= '0' && r.text[r.at] <= '9' {
		n = n*10 + uint64(r.text[r.at]-'0')
		r.at++
		if n > 1<<53 {
			r.failed = true
			return 0
		}
	}
	if c == '0' && r.at > start+1 {
		r.failed = true
		return 0
	}
	if r.at < len(r.text) {
		switch r.text[r.at] {
		case '.', 'e', 'E':
			r.failed = true
			return 0
		}
	}
	return n
}

// Raw reads a string and gives what stands between the quotes, escapes and all.
func (r *Reader) Raw() (raw []byte, escaped bool) {
	if r.peek() != '"' {
		r.failed = true
		return nil, false
	}
	start := r.at + 1
	for i := start; i < len(r.text); i++ {
		switch c := r.text[i]; {
		case c == '"':
			r.at = i + 1
			return r.text[start:i], escaped
		case c == '\\':
			escaped = true
			i++
		case c < ' ':
			r.failed = true
			return nil, false
		}
	}
	r.failed = true
	return nil, false
}

// String reads a string; what is no UTF-8 in it becomes U+FFFD.
func (r *Reader) String() string {
	raw, escaped := r.Raw()
	if !escaped && utf8.Valid(raw) {
		return string(raw)
	}
	var s string
	start := r.at - len(raw) - 2
	if json.Unmarshal(r.text[start:r.at], &s) != nil {
		r.failed = true
	}
	return s
}

// Skip passes one value, whatever it is, and gives its text. It checks no more of it than it needs
// to find its end.
func (r *Reader) Skip() []byte {
	c := r.peek()
	start := r.at
	switch {
	case c == '"':
		r.Raw()
	case c == '{' || c == '[':
		r.skipNested()
	case c != 0:
		for r.at < len(r.text) && bytes.IndexByte([]byte(",]} \t\n\r"), r.text[r.at]) < 0 {
			r.at++
		}
	}
	if r.failed || r.at == start {
		r.failed = true
		return nil
	}
	return r.text[start:r.at]
}

func (r *Reader) skipNested() {
	depth := 0
	for !r.failed && r.at < len(r.text) {
		switch r.text[r.at] {
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				r.at++
				return
			}
		case '"':
			r.Raw()
			continue
		}
		r.at++
	}
	r.failed = true
}
