package room

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"mockroom/server/interview"
)

// MaxName is the longest name of a person, in characters.
const MaxName = 40

// maxMarks is how many accents may stand on one letter; more would climb over the lines around it.
const maxMarks = 4

// CheckName cleans a name, or says what is wrong with it. What cannot be seen, or turns the direction
// of what stands around it, is refused, so that nobody passes for somebody else.
func CheckName(name string) (string, error) {
	if !utf8.ValidString(name) {
		return "", interview.Errorf(interview.Invalid, "This name is not valid UTF-8.")
	}
	name = strings.Join(strings.Fields(name), " ")
	if name == "" {
		return "", interview.Errorf(interview.Invalid, "Give a name, so that the others know who is there.")
	}
	if utf8.RuneCountInString(name) > MaxName {
		return "", interview.Errorf(interview.Invalid, "A name has at most %d characters.", MaxName)
	}
	seen, marks, before := false, 0, rune(0)
	for _, r := range name {
		switch {
		case unicode.Is(unicode.M, r) && !hidden(r) && !unicode.Is(unicode.Variation_Selector, r):
			if marks++; marks > maxMarks || !seen {
				return "", interview.Errorf(interview.Invalid, "A name has letters with at most %d accents each.", maxMarks)
			}
		case isJoiner(r) && joins(before):
			marks = 0
		case hidden(r), isEmojiForm(r) && !seen:
			return "", interview.Errorf(interview.Invalid, "A name has letters, digits and signs that can be seen; this one has hidden or turning characters.")
		default:
			marks = 0
			seen = seen || r != ' '
		}
		before = r
	}
	if isJoiner(before) {
		return "", interview.Errorf(interview.Invalid, "A name ends with a letter, a digit or a sign.")
	}
	return name, nil
}

// hidden are characters that take no ink or steer the text around them.
func hidden(r rune) bool {
	switch r {
	case '\u034F', '\u115F', '\u1160', '\u17B4', '\u17B5', '\u2800', '\u3164', '\uFFA0', '\uFFFC', '\uFFFD':
		return true
	}
	return !isEmojiForm(r) && (unicode.In(r, unicode.C, unicode.Zl, unicode.Zp, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) || !unicode.IsGraphic(r))
}

// isEmojiForm says whether a character chooses between the two looks of the sign before it.
func isEmojiForm(r rune) bool { return r == '\uFE0E' || r == '\uFE0F' }

func isJoiner(r rune) bool { return r == '\u200C' || r == '\u200D' }

// joins says whether a joiner after a character means something: in scripts that write letters
// together, and in emoji.
func joins(before rune) bool {
	if unicode.In(before, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Han) {
		return false
	}
	return unicode.In(before, unicode.L, unicode.M, unicode.So, unicode.Sk)
}
