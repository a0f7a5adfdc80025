package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"mockroom/problems"
)

// previewState answers GET /preview/state, which only the preview of a pack has: how often its files have
// been read, so that pages load again, and what is wrong in them.
func (s *Server) previewState(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	faults := s.shown.Faults()
	if faults == nil {
		faults = problems.Faults{}
	}
	return c.JSON(http.StatusOK, map[string]any{"generation": s.shown.Generation(), "faults": faults})
}
