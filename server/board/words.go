package board

import (
	"slices"
	"unicode"
	"unicode/utf16"
)

// Words are what is to be found in texts: each as a word of its own, in capitals or not. The zero value
// finds nothing.
type Words struct {
	list    [][]uint16
	longest int
}

// NewWords takes words of two or more units; shorter ones stand in every text. What covers a word is none.
func NewWords(words []string) Words {
	var w Words
	for _, word := range words {
		units := utf16.Encode([]rune(word))
		if len(units) < 2 || slices.Contains(units, Covered) {
			continue
		}
		for i := range units {
			units[i] = folded(units[i])
		}
		w.list, w.longest = append(w.list, units), max(w.longest, len(units))
	}
	// The longest first: of two words that begin at one place, it covers the other.
	slices.SortStableFunc(w.list, func(a, b []uint16) int { return len(b) - len(a) })
	return w
}

func folded(u uint16) uint16 {
	if utf16.IsSurrogate(rune(u)) {
		return u
	}
	if l := unicode.ToLower(rune(u)); l <= 0xFFFF {
		return uint16(l)
	}
	return u
}

// joins says whether a unit before or behind another makes one word of both. Scripts that put no
// spaces between words have no such ends.
func joins(a, b uint16) bool {
	return inWord(a) && inWord(b)
}

func inWord(u uint16) bool {
	r := rune(u)
	return (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)) &&
		!unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// ends says whether what stands at from to to is a word of its own.
func (w Words) ends(text []uint16, from, to int) bool {
	return (from == 0 || !joins(text[from-1], text[from])) && (to == len(text) || !joins(text[to-1], text[to]))
}

// find lists the words that touch text[from:to], in order and apart.
func (w Words) find(text []uint16, from, to int) [][2]int {
	var found [][2]int
	for at := max(0, from-w.longest); at <= min(to, len(text)-1); at++ {
		for _, word := range w.list {
			if end := at + len(word); end <= len(text) && end >= from && equalFolded(text[at:end], word) && w.ends(text, at, end) {
				found = append(found, [2]int{at, end})
				at = end - 1
				break
			}
		}
	}
	return found
}

func equalFolded(text, word []uint16) bool {
	for i, u := range text {
		if folded(u) != word[i] {
			return false
		}
	}
	return true
}

// Replace puts other words into a text: what put gives for each that is found.
func (w Words) Replace(text string, put func(found string) string) string {
	if len(w.list) == 0 {
		return text
	}
	units := utf16.Encode([]rune(text))
	found := w.find(units, 0, len(units))
	if len(found) == 0 {
		return text
	}
	var out []uint16
	at := 0
	for _, f := range found {
		out = append(out, units[at:f[0]]...)
		out = append(out, utf16.Encode([]rune(put(string(utf16.Decode(units[f[0]:f[1]])))))...)
		at = f[1]
	}
	return string(utf16.Decode(append(out, units[at:]...)))
}
