package web

import (
	"errors"

	"github.com/labstack/echo/v4"

	"mockroom/server/group"
	"mockroom/server/interview"
	"mockroom/server/review"
	"mockroom/server/room"
)

// calibrate adds to the mentors' page how far the mentors of a group agree, of the one that is asked
// for or the reader's first, and that group's gold sessions.
func (s *Server) calibrate(c echo.Context, person interview.PersonID, sessions []room.Mentoring, body *mentoringBody) error {
	if len(body.Groups) == 0 {
		return nil
	}
	chosen := 0
	for i, g := range body.Groups {
		if g.ID == c.QueryParam("group") {
			chosen = i
		}
	}
	g := body.Groups[chosen]
	v, err := s.groupOf(c.Request().Context(), g.ID, person)
	if errors.Is(err, group.ErrNoGroup) {
		return nil // It went while the page was made.
	}
	if err != nil {
		return err
	}
	cal := newCalibration(s.agreementFor(v, person), c.QueryParam("with"))
	cal.Group = g
	for i, other := range body.Groups {
		if i != chosen {
			cal.Others = append(cal.Others, other)
		}
	}
	body.Calibration = cal
	body.findGold(sessions, interview.Outsiders(g.ID))
	return nil
}

// findGold looks through a mentor's sessions for those whose card a group has agreed on: the newest that
// the mentor scored without having agreed to it, and the newest that they have yet to score.
func (b *mentoringBody) findGold(sessions []room.Mentoring, to interview.Outsiders) {
	for _, e := range sessions {
		gold := e.State.Golds[to]
		if !gold.Settled() || !e.State.Agreed(to) {
			continue
		}
		if e.Me != "" && gold.Agreed[e.Me] == 0 && b.Gold == nil {
			if compared := review.GoldFor(e.State.Project(e.Me), e.Me, to); compared != nil {
				body := newGold(e.State, e.Session, interview.Mentor, compared)
				b.Gold = &body
			}
		}
		if b.NextGold == nil {
			b.NextGold = b.waitingFor(e.Session)
		}
	}
}

// waitingFor is the row of a session that waits for a first card, nil if it does not.
func (b *mentoringBody) waitingFor(session string) *mentorRow {
	for i := range b.Waiting {
		if r := &b.Waiting[i]; r.Session == session && r.Primary {
			return r
		}
	}
	return nil
}
