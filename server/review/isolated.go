package review

import "unicode"

// Isolated is a name as it stands within a sentence: one that is written from right to left is set
// apart, so that it doesn't turn the words around it.
func Isolated(name string) string {
	for _, r := range name {
		if unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Samaritan, unicode.Mandaic, unicode.Adlam, unicode.Hanifi_Rohingya) {
			return "\u2068" + name + "\u2069"
		}
	}
	return name
}
