package web

import (
	"cmp"
	"maps"
	"slices"

	"github.com/labstack/echo/v4"

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

// asking says whom a participant and the other let see their session; nil where they have no say.
func (s *Server) asking(c echo.Context, snapshot room.Snapshot) (*asking, error) {
	if snapshot.State.Phase < interview.Scoring {
		return nil, nil
	}
	person, err := s.person(c)
	if err != nil {
		return nil, err
	}
	own := map[interview.Outsiders]string{}
	for _, g := range s.ownGroups(person) {
		own[interview.Outsiders(g.ID)] = g.Name
	}
	names := maps.Clone(own)
	for to := range snapshot.State.Consents {
		id, isGroup := to.Group()
		if _, known := names[to]; known || !isGroup {
			continue
		}
		name, err := s.registry.GroupName(c.Request().Context(), id)
		if err != nil {
			return nil, err
		}
		names[to] = review.Isolated(name)
	}
	a := newAsking(snapshot, names)
	if a == nil {
		return nil, nil
	}
	for _, to := range slices.SortedFunc(maps.Keys(own), func(x, y interview.Outsiders) int {
		return cmp.Or(cmp.Compare(own[x], own[y]), cmp.Compare(x, y))
	}) {
		if _, asked := snapshot.State.Consents[to]; !asked {
			a.Open = append(a.Open, askedCircle{To: to, Whom: mentorsOf(own[to])})
		}
	}
	return a, nil
}

func mentorsOf(group string) string {
	if group == "" {
		return "the mentors of a group that is no more"
	}
	return "the mentors of " + group
}

func newAsking(snapshot room.Snapshot, groups map[interview.Outsiders]string) *asking {
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
		if to == interview.ByShare {
			continue // That is with the links that share it.
		}
		c := askedCircle{To: to, Whom: mentorByLink, ByLink: to == interview.ByLink, Mine: given[you] != 0, Whole: st.Agreed(to)}
		if !c.ByLink {
			c.Whom = mentorsOf(groups[to])
		}
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
			switch {
			case p.Role == interview.Observer:
				state = "watches"
			case len(st.LockedCards(id)) > 0:
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
