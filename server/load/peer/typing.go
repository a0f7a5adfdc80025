package peer

import (
	"math/rand/v2"
	"strings"

	"mockroom/server/board"
)

// Hand is how somebody types: mostly one character after the other, now and then a new line, a step
// back, a jump to another place, a pasted line. Two hands on one board jump into each other's lines,
// so that edits conflict.
type Hand struct {
	rand  *rand.Rand
	caret int
	words []rune
}

// NewHand makes a hand whose typing depends on the seed alone.
func NewHand(seed uint64) *Hand { return &Hand{rand: rand.New(rand.NewPCG(seed, 0x6d6f636b))} }

// vocabulary is what is typed, word by word; all of it is in the basic plane, so that no position is
// inside a character.
var vocabulary = strings.Fields(`the short link cache writes reads 100 million a month ≈ 40/s queue →
shard by key hash index base62 counter redirect 301 302 latency p99 replica Größe and then we could
consistent hashing TTL 日本 storage 500 bytes × 1.2 billion clicks analytics eventually rate limit`)

// Next is the next change to a document.
func (h *Hand) Next(doc board.Text) board.ChangeSet {
	n := doc.Len()
	h.caret = min(h.caret, n)
	switch dice := h.rand.IntN(100); {
	case dice < 3:
		h.caret = h.rand.IntN(n + 1)
	case dice < 12 && h.caret > 0:
		h.caret--
		return board.Replace(n, h.caret, h.caret+1, "")
	case dice < 14:
		return h.put(n, 0, "\n")
	case dice == 14:
		return h.put(n, min(10, n-h.caret), "- "+strings.Join(vocabulary[:6+h.rand.IntN(6)], " ")+"\n")
	}
	if len(h.words) == 0 {
		h.words = []rune(vocabulary[h.rand.IntN(len(vocabulary))] + " ")
	}
	r := h.words[0]
	h.words = h.words[1:]
	return h.put(n, 0, string(r))
}

// put replaces some units after the caret by text and goes behind it.
func (h *Hand) put(length, units int, text string) board.ChangeSet {
	at := h.caret
	h.caret += board.NewText(text).Len()
	return board.Replace(length, at, at+units, text)
}

// Line is a line of chat.
func (h *Hand) Line() string {
	from := h.rand.IntN(len(vocabulary) - 8)
	return strings.Join(vocabulary[from:from+3+h.rand.IntN(5)], " ")
}
