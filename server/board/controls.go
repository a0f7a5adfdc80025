package board

// HasControls says whether a text holds control characters other than tab and line breaks: they
// cannot be seen, and in a terminal or a file they act.
func HasControls(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < 0x20 && c != '\t' && c != '\n' && c != '\r', c == 0x7F:
			return true
		case c == 0xC2 && i+1 < len(s) && s[i+1] >= 0x80 && s[i+1] < 0xA0:
			return true // U+0080 to U+009F
		}
	}
	return false
}

// HasControls says whether the set brings such characters along.
func (c ChangeSet) HasControls() bool {
	for _, s := range c.sections {
		if HasControls(s.text) {
			return true
		}
	}
	return false
}
