package web

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"mockroom/problems"
	"mockroom/server/interview"
	"mockroom/server/markdown"
)

// kitAnswer is what of a problem may be read, with its Markdown parts rendered by name.
type kitAnswer struct {
	interview.ProblemView
	HTML map[string]string `json:"html"`
}

// readProblem answers GET /api/sessions/{id}/problem: what of the problem the caller may read now.
func (s *Server) readProblem(c echo.Context) error {
	access, err := s.participant(c)
	if err != nil {
		return err
	}
	view, err := s.registry.ReadProblem(c.Request().Context(), c.Param("id"), access.Participant)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, kitAnswer{view, renderKit(view)})
}

// renderKit renders the parts of a problem that are Markdown; what the view lacks is not there.
func renderKit(view interview.ProblemView) map[string]string {
	parts := map[string]string{}
	add := func(name, text string) {
		if text != "" {
			parts[name] = markdown.Document(text)
		}
	}
	chapters := func(name string, list []problems.Chapter) {
		for i, c := range list {
			add(fmt.Sprintf("%s/%d", name, i), c.Text)
		}
	}
	add("brief", view.Brief)
	add("opening", view.Opening)
	chapters("guide", view.Guide)
	if view.Worksheet != "" {
		add("worksheet", "```calc\n"+view.Worksheet+"\n```")
	}
	chapters("capacity", view.Capacity)
	chapters("design", view.Design)
	for _, d := range view.Dives {
		add("dive/"+d.ID, d.Table)
	}
	return parts
}
