package board

import (
	"slices"
	"unicode/utf16"
)

// Covered stands for each unit of a covered word. It is one unit, so that positions stay.
const Covered = '•'

// coverer follows a text through its changes, each unit under a number of its own: that of its
// insertion among all.
type coverer struct {
	words Words
	text  []uint16
	ids   []int32
	// spareText and spareIDs are the last version's room, for the next one.
	spareText []uint16
	spareIDs  []int32
	covered   []bool
	// waiting are words of this version; whether they are words or only beginnings of longer ones
	// shows the next one.
	waiting []found
}

// found is a word at a place of the text, by its units.
type found struct {
	from int
	ids  []int32
}

// Cover takes words out of every version of a text at once: in each unit of a word that was there, in
// whatever version, Covered was typed from the first. "An" on the way to "Ana" gives nothing away then,
// and "Ana" on the way to "Analysis" stays. The changes keep their lengths.
func Cover(changes []ChangeSet, words Words) []ChangeSet {
	for more := len(words.list) > 0; more; {
		changes, more = coverOnce(changes, words)
	}
	return changes
}

// coverOnce covers what it finds; what was part of a longer word can be one of its own beside what is
// covered, so that more may be found in what comes out.
func coverOnce(changes []ChangeSet, words Words) ([]ChangeSet, bool) {
	c := &coverer{words: words}
	for _, set := range changes {
		c.apply(set)
	}
	for _, w := range c.waiting {
		c.cover(w.ids)
	}
	if !slices.Contains(c.covered, true) {
		return changes, false
	}
	out := make([]ChangeSet, len(changes))
	next := 0
	for i, set := range changes {
		out[i] = ChangeSet{slices.Clone(set.sections)}
		for j := range out[i].sections {
			s := &out[i].sections[j]
			if s.insert <= 0 {
				continue
			}
			units := utf16.Encode([]rune(s.text))
			for k := range units {
				if c.covered[next+k] {
					units[k] = Covered
				}
			}
			next += len(units)
			s.text = string(utf16.Decode(units))
		}
	}
	return out, true
}

func (c *coverer) cover(ids []int32) {
	for _, id := range ids {
		c.covered[id] = true
	}
}

// apply takes the text to its next version, and decides on the words of this one.
func (c *coverer) apply(set ChangeSet) {
	text, ids := c.spareText[:0], c.spareIDs[:0]
	var touched [][2]int
	at := 0
	for _, s := range set.sections {
		if s.insert == keep {
			text, ids = append(text, c.text[at:at+s.length]...), append(ids, c.ids[at:at+s.length]...)
			at += s.length
			continue
		}
		from := len(text)
		for _, u := range utf16.Encode([]rune(s.text)) {
			text, ids = append(text, u), append(ids, int32(len(c.covered)))
			c.covered = append(c.covered, false)
		}
		touched = append(touched, [2]int{from, len(text)})
		at += s.length
	}
	before := c.waiting
	c.text, c.spareText, c.ids, c.spareIDs, c.waiting = text, c.text, ids, c.ids, nil
	for _, w := range before {
		if !c.grown(w) {
			c.cover(w.ids)
		}
	}
	for _, t := range touched {
		for _, f := range c.words.find(text, t[0], t[1]) {
			c.waiting = append(c.waiting, found{f[0], slices.Clone(ids[f[0]:f[1]])})
		}
	}
}

// grown says whether a word of the version before is whole in this one and part of a longer one.
func (c *coverer) grown(w found) bool {
	from := slices.Index(c.ids, w.ids[0])
	to := from + len(w.ids)
	return from >= 0 && to <= len(c.ids) && slices.Equal(c.ids[from:to], w.ids) && !c.words.ends(c.text, from, to)
}
