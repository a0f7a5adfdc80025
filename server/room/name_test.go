package room_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"mockroom/server/room"
)

func TestNames(t *testing.T) {
	for name, want := range map[string]string{
		"Ana": "Ana", "  Ana   Maria ": "Ana Maria", "Zoë O’Brien-Łukasz 3rd": "Zoë O’Brien-Łukasz 3rd", "李小龍": "李小龍", "مریم\u200cسادات": "مریم\u200cسادات",
		"क्\u200dष": "क्\u200dष", "👩\u200d💻 Dev": "👩\u200d💻 Dev", "☺️": "☺️", "e\u0301lodie": "e\u0301lodie", "נועה": "נועה", "<b>Ana</b>": "<b>Ana</b>", "Ana\tB": "Ana B", "Ana\u2028x": "Ana x",
		strings.Repeat("x", 40): strings.Repeat("x", 40), "ผู้สมัคร": "ผู้สมัคร",
	} {
		if got, err := room.CheckName(name); err != nil || got != want {
			t.Errorf("%q: %q, %v", name, got, err)
		}
	}
	for name, words := range map[string]string{
		"": "Give a name", " \u00a0\t": "Give a name", strings.Repeat("x", 41): "at most 40", "\xff": "UTF-8",
		"Ana\x00": "hidden", "An\u200ba": "hidden", "An\u200da": "hidden", "An\u200ca": "hidden", "\u202eanA": "hidden", "Ana\u2066x\u2069": "hidden", "Ana\u200f": "hidden",
		"A\u00adna": "hidden", "\ufeffAna": "hidden", "Ana\u2060": "hidden", "\u3164": "hidden", "\u2800": "hidden", "\ufe0f": "hidden", "\u115f": "hidden", "Ana\U000E0041": "hidden", "Ana\ue000": "hidden",
		"Ana\ufffd": "hidden", "\x1b[31mAna": "hidden", "Ana\u034f": "hidden", "Z" + strings.Repeat("\u0300", 5): "accents", "\u0300Ana": "accents",
		"مریم\u200c": "ends with", "Ana\U000E0100": "hidden", "Ana\u180e": "hidden", "Ana\u061c": "hidden",
	} {
		if got, err := room.CheckName(name); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%q: %q, %v, want %q", name, got, err, words)
		}
	}
}

// FuzzNames holds what any accepted name is.
func FuzzNames(f *testing.F) {
	for _, s := range []string{"Ana", "An\u200da", "مریم\u200cسادات", "👩\u200d💻", "\u202eanA", "Z\u0300\u0300", "a\xffb", " a  b "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		name, err := room.CheckName(s)
		if err != nil {
			return
		}
		if !utf8.ValidString(name) || name == "" || utf8.RuneCountInString(name) > room.MaxName || name != strings.TrimSpace(name) {
			t.Fatalf("%q became %q", s, name)
		}
		ink := false
		for _, r := range name {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Co, unicode.Cs) {
				t.Fatalf("%q has %U", name, r)
			}
			ink = ink || unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S)
		}
		if !ink {
			t.Fatalf("%q cannot be seen", name)
		}
		if again, err := room.CheckName(name); err != nil || again != name {
			t.Fatalf("%q is not accepted again: %q, %v", name, again, err)
		}
	})
}
