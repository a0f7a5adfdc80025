package web

import (
	"cmp"
	"slices"

	"mockroom/server/interview"
	"mockroom/server/review"
	"mockroom/server/room"
)

// asking is what one of the pair reads of whom outside they let see and score the session; nil for
// whoever has no say in it.
type asking struct {
	Alone bool
	// Asked are the circles that at least one of the pair has agreed to, Open those that may be asked.
	Asked []askedCircle
	Open  []askedCircle
}

// askedCircle is one circle of outsiders.
type askedCircle struct {
	To interview.Outsiders
	// Whom is the circle in words, "a mentor by a link".
	Whom string
	// By asked first; Waits has not agreed yet, "" for nobody. Mine says that the reader agreed.
	By, Waits   string
	Mine, Whole bool
	ByLink      bool
	// Came are those who came in under it, with what there is of their cards.
	Came []cameIn
}

type cameIn struct{ Name, State string }

const mentorByLink = "a mentor by a link"

func newAsking(snapshot room.Snapshot) *asking {
	st, you := snapshot.State, snapshot.You
	mine := false
	for _, id := range st.Peers {
		mine = mine || id == you
	}
	if !mine || st.Phase < interview.Scoring {
		return nil
	}
	name := func(id interview.ParticipantID) string {
		if n := snapshot.People[id]; n != "" {
			return review.Isolated(n)
		}
		return "somebody"
	}
	a := &asking{Alone: st.Mode == interview.Solo}
	for to, given := range st.Consents {
		c := askedCircle{To: to, Whom: mentorByLink, ByLink: to == interview.ByLink, Mine: given[you] != 0, Whole: st.Agreed(to)}
		first := interview.Time(0)
		for id, at := range given {
			if first == 0 || at < first {
				first, c.By = at, name(id)
			}
		}
		for _, id := range st.Lacking(to) {
			if id != you {
				c.Waits = name(id)
			}
		}
		for id, p := range st.Participants {
			if p.Through != to || st.Acts(id) == "" {
				continue
			}
			state := "has not locked a card yet"
			if st.Cards[id].LockedAt != 0 {
				state = "has locked a card"
			}
			c.Came = append(c.Came, cameIn{name(id), state})
		}
		slices.SortFunc(c.Came, func(x, y cameIn) int { return cmp.Compare(x.Name, y.Name) })
		a.Asked = append(a.Asked, c)
	}
	slices.SortFunc(a.Asked, func(x, y askedCircle) int { return cmp.Compare(x.To, y.To) })
	if _, asked := st.Consents[interview.ByLink]; !asked {
		a.Open = append(a.Open, askedCircle{To: interview.ByLink, Whom: mentorByLink, ByLink: true})
	}
	return a
}
