package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"mockroom/server/interview"
	"mockroom/server/room"
)

// goldRequest is what a mentor says of the agreed card.
type goldRequest struct {
	Group  interview.Outsiders                         `json:"group"`
	Scores map[interview.Criterion]interview.GoldScore `json:"scores"`
	// At is when the proposal was made that is agreed to.
	At interview.Time `json:"at"`
}

func (s *Server) goldAsks(c echo.Context) (access room.Access, q goldRequest, err error) {
	if access, err = s.participant(c); err == nil {
		err = readJSON(c, &q)
	}
	return access, q, err
}

func (s *Server) gild(c echo.Context, access room.Access, to interview.Outsiders, do interview.Action) error {
	if err := s.registry.Gild(c.Request().Context(), c.Param("id"), access.Participant, to, do); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// proposeGold answers POST /api/sessions/{id}/gold.
func (s *Server) proposeGold(c echo.Context) error {
	access, q, err := s.goldAsks(c)
	if err != nil {
		return err
	}
	return s.gild(c, access, q.Group, interview.ProposeGold{Group: q.Group, Scores: q.Scores})
}

// agreeGold answers POST /api/sessions/{id}/gold/agree.
func (s *Server) agreeGold(c echo.Context) error {
	access, q, err := s.goldAsks(c)
	if err != nil {
		return err
	}
	return s.gild(c, access, q.Group, interview.AgreeGold{Group: q.Group, At: q.At})
}

// withdrawGold answers DELETE /api/sessions/{id}/gold.
func (s *Server) withdrawGold(c echo.Context) error {
	access, q, err := s.goldAsks(c)
	if err != nil {
		return err
	}
	return s.gild(c, access, q.Group, interview.WithdrawGold{Group: q.Group})
}
