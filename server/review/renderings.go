package review

import (
	"encoding/json"
	"fmt"

	"mockroom/server/board"
	"mockroom/server/interview"
	"mockroom/server/markdown"
)

// Edit is an accepted update of the board, and when it was made.
type Edit struct {
	At      interview.Time
	Changes board.ChangeSet
}

// Rendering is the board as it reads at a version, as a change of the rendering before: from block
// Start on Gone blocks went and Come came.
type Rendering struct {
	Version, Start, Gone int
	Come                 []string
}

// MarshalJSON writes [version, start, gone, come].
func (r Rendering) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{r.Version, r.Start, r.Gone, r.Come})
}

// What one session's renderings may cost, in bytes of text that is rendered, and what one of them costs
// at the least. A session that would cost more is rendered less often.
const (
	maxRendered = 16 << 20
	oneRendered = 1 << 10
)

// Renderings are what a replay without a server shows: the board as it reads at every full second since
// a moment in which something was typed. What is drawn for a moment in between is that of the second
// before; the text itself is exact.
func Renderings(edits []Edit, since interview.Time) ([]Rendering, error) {
	list := []Rendering{}
	every := interview.Time(interview.Second)
	// last says whether an edit is the last of its second.
	last := func(i int) bool {
		return i+1 == len(edits) || (edits[i].At-since)/every != (edits[i+1].At-since)/every
	}
	cost := func() int {
		sum := 0
		for i, e := range edits {
			if last(i) {
				sum += oneRendered + e.Changes.NewLen()
			}
		}
		return sum
	}
	for cost() > maxRendered && every < 1<<40 {
		every *= 2
	}
	var text board.Text
	var rendered markdown.Versions
	var before []string
	for i, e := range edits {
		var err error
		if text, err = e.Changes.Apply(text); err != nil {
			return nil, fmt.Errorf("edit %d of a board: %w", i+1, err)
		}
		if !last(i) {
			continue
		}
		var now []string
		for _, b := range rendered.Blocks(text.String()) {
			now = append(now, b.HTML)
		}
		if r, changed := changeOf(before, now); changed {
			r.Version = i + 1
			list = append(list, r)
		}
		before = now
	}
	return list, nil
}

// changeOf is what leads from some blocks to others; false where nothing has to.
func changeOf(before, now []string) (Rendering, bool) {
	head := 0
	for head < len(before) && head < len(now) && before[head] == now[head] {
		head++
	}
	tail := 0
	for tail < len(before)-head && tail < len(now)-head && before[len(before)-1-tail] == now[len(now)-1-tail] {
		tail++
	}
	come := append([]string{}, now[head:len(now)-tail]...)
	gone := len(before) - tail - head
	return Rendering{Start: head, Gone: gone, Come: come}, gone > 0 || len(come) > 0
}
