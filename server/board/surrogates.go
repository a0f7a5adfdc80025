package board

import (
	"bytes"
	"errors"
	"unicode/utf8"
)

// CheckSurrogates refuses JSON in whose strings an escape stands for half of a surrogate pair, and
// bytes that are no UTF-8. Go's decoder turns both into U+FFFD without a word, which would make a
// change set lie about its length.
func CheckSurrogates(raw []byte) error {
	if !utf8.Valid(raw) {
		return errors.New("it is not UTF-8")
	}
	for i := 0; i < len(raw); i++ {
		next := bytes.IndexByte(raw[i:], '\\')
		if next < 0 {
			return nil
		}
		i += next
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
