package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// replay answers GET /api/sessions/{id}/replay: everything that happened, as the caller may see it now.
func (s *Server) replay(c echo.Context) error {
	access, err := s.participant(c)
	if err != nil {
		return err
	}
	if err := s.mayAsk(c.Param("id"), access.Participant, 20); err != nil {
		return err
	}
	replay, err := s.registry.Replay(c.Request().Context(), c.Param("id"), access.Participant)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, replay)
}
