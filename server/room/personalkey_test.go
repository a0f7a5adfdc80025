package room

import (
	"strings"
	"testing"
)

// TestProquints holds the spelling against the examples of the article.
func TestProquints(t *testing.T) {
	for words, b := range map[string][]byte{
		"lusab-babad": {127, 0, 0, 1}, "gutih-tugad": {63, 84, 220, 193}, "mudof-sakat": {140, 98, 193, 141},
	} {
		if got := spell(b); got != words {
			t.Errorf("%v is %s, want %s", b, got, words)
		}
		for i, word := range strings.Split(words, "-") {
			if n, ok := unspell(word); !ok || byte(n>>8) != b[2*i] || byte(n) != b[2*i+1] {
				t.Errorf("%s is read as %d", word, n)
			}
		}
	}
}

func TestPersonalKeysAreReadAsPeopleTypeThem(t *testing.T) {
	key := newPersonalKey()
	if newPersonalKey() == key {
		t.Fatal("two keys are equal")
	}
	for _, typed := range []string{key, " " + strings.ToUpper(key) + "\n", strings.ReplaceAll(key, "-", " "), strings.ReplaceAll(key, "-", ", ")} {
		if got, err := ParsePersonalKey(typed); err != nil || got != key {
			t.Errorf("%q: %q %v", typed, got, err)
		}
	}
	words := strings.Split(key, "-")
	swapped := append([]string{words[1], words[0]}, words[2:]...)
	for typed, want := range map[string]string{
		"":                                      "these are 0",
		strings.Join(words[:8], "-"):            "these are 8",
		strings.Join(swapped, "-"):              "typing mistake",
		"quick " + strings.Join(words[1:], " "): "Word 1, “quick”",
		"lusa " + strings.Join(words[1:], " "):  "Word 1, “lusa”",
		strings.Repeat("lusab ", 500):           "far more",
	} {
		if _, err := ParsePersonalKey(typed); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", typed, err, want)
		}
	}
}
