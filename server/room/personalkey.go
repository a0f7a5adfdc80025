package room

import (
	"crypto/rand"
	"encoding/binary"
	"hash/crc32"
	"strings"

	"mockroom/server/interview"
)

// A personal key is 128 random bits and a check of 16, spelt as nine words that can be said and
// typed: proquints, five letters for 16 bits (D. S. Wilkerson, arXiv 0901.4016).
const (
	keyWords   = 9
	consonants = "bdfghjklmnprstvz"
	vowels     = "aiou"
)

// newPersonalKey is a fresh key in its written form.
func newPersonalKey() string {
	var b [16]byte
	// crypto/rand never fails; see its documentation.
	_, _ = rand.Read(b[:])
	return spell(binary.BigEndian.AppendUint16(b[:], keyCheck(b[:])))
}

func keyCheck(b []byte) uint16 { return uint16(crc32.ChecksumIEEE(b)) }

func spell(b []byte) string {
	var words []string
	for ; len(b) >= 2; b = b[2:] {
		n := binary.BigEndian.Uint16(b)
		words = append(words, string([]byte{
			consonants[n>>12], vowels[n>>10&3], consonants[n>>6&15], vowels[n>>4&3], consonants[n&15],
		}))
	}
	return strings.Join(words, "-")
}

// ParsePersonalKey reads a key as people type it, and gives its written form; it says which word is
// wrong.
func ParsePersonalKey(text string) (string, error) {
	if len(text) > 1000 {
		return "", interview.Errorf(interview.Invalid, "A personal key has nine short words; this is far more.")
	}
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r < 'a' || r > 'z' })
	var b []byte
	for i, word := range words {
		n, ok := unspell(word)
		if !ok {
			return "", interview.Errorf(interview.Invalid, "Word %d, “%s”, is none of a personal key. Each has five letters, like “lusab”.", i+1, shortenWord(word))
		}
		b = binary.BigEndian.AppendUint16(b, n)
	}
	if len(words) != keyWords {
		return "", interview.Errorf(interview.Invalid, "A personal key has nine words; these are %d.", len(words))
	}
	if binary.BigEndian.Uint16(b[16:]) != keyCheck(b[:16]) {
		return "", interview.Errorf(interview.Invalid, "One of the words has a typing mistake. Compare them with the key once more.")
	}
	return spell(b), nil
}

func unspell(word string) (uint16, bool) {
	if len(word) != 5 {
		return 0, false
	}
	var n uint16
	for i := range 5 {
		alphabet, bits := consonants, 4
		if i%2 == 1 {
			alphabet, bits = vowels, 2
		}
		at := strings.IndexByte(alphabet, word[i])
		if at < 0 {
			return 0, false
		}
		n = n<<bits | uint16(at)
	}
	return n, true
}

func shortenWord(word string) string {
	if len(word) > 20 {
		return word[:20] + "…"
	}
	return word
}
