package faultproxy_test

import (
	"math/rand/v2"
	"strings"

	"mockroom/server/board"
)

// alphabet has every kind of character that positions can go wrong at.
var alphabet = []string{"a", "b", " ", "word ", "é", "日本", "😀", "👩‍👩‍👧", "𝒳", "\n", "line\nline\n", "\n\n## ", "ö"}

// randomChange inserts, deletes or replaces at one or two random places. A long document shrinks.
func randomChange(r *rand.Rand, doc board.Text) (board.ChangeSet, error) {
	change := oneChange(r, doc)
	if r.IntN(5) > 0 {
		return change, nil
	}
	after, err := change.Apply(doc)
	if err != nil {
		return change, err
	}
	return change.Compose(oneChange(r, after))
}

func oneChange(r *rand.Rand, doc board.Text) board.ChangeSet {
	s := doc.String()
	from := boundary(r, s)
	to := from
	var text strings.Builder
	kind := r.IntN(5)
	if len(s) > 16<<10 {
		kind = r.IntN(3)
	}
	if kind < 3 { // delete or replace
		to = min(len(s), from+r.IntN(24))
		for to < len(s) && s[to]&0xC0 == 0x80 {
			to++
		}
	}
	if kind > 0 {
		for range 1 + r.IntN(4) {
			text.WriteString(alphabet[r.IntN(len(alphabet))])
		}
	}
	at := board.NewText(s[:from]).Len()
	return board.Replace(doc.Len(), at, at+board.NewText(s[from:to]).Len(), text.String())
}

// boundary is a random place between two characters.
func boundary(r *rand.Rand, s string) int {
	at := r.IntN(len(s) + 1)
	for at < len(s) && s[at]&0xC0 == 0x80 {
		at++
	}
	return at
}
