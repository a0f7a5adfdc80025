package web

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"mockroom/server/interview"
	"mockroom/server/journal"
	"mockroom/server/room"
)

// statuses maps the codes of errors to HTTP; the websocket sends the codes as they are.
var statuses = map[interview.Code]int{
	interview.Invalid:     http.StatusBadRequest,
	interview.Forbidden:   http.StatusForbidden,
	interview.NotFound:    http.StatusNotFound,
	interview.Conflict:    http.StatusConflict,
	interview.TooLarge:    http.StatusRequestEntityTooLarge,
	interview.Unavailable: http.StatusServiceUnavailable,
	interview.Gone:        http.StatusGone,
}

// refusal turns any error into one that a person can read; number is what they may quote of a
// defect, which is then logged.
func (s *Server) refusal(err error) (*interview.Error, int) {
	var known *interview.Error
	var framework *echo.HTTPError
	switch {
	case errors.As(err, &known):
		return known, statuses[known.Code]
	case errors.Is(err, journal.ErrErased):
		return interview.Errorf(interview.Gone, "This session was deleted."), http.StatusGone
	case errors.Is(err, journal.ErrUnavailable):
		s.log.Error("the journal cannot commit", slog.Any("error", err))
		return interview.Errorf(interview.Unavailable, "The server cannot save, so it starts nothing new: %s. What was saved is not lost. Try again in a moment.", journal.Reason(err)), http.StatusServiceUnavailable
	case errors.As(err, &framework):
		return frameworkRefusal(framework), framework.Code
	}
	number := room.NewSecret()[:8]
	s.log.Error("a request failed", "number", number, slog.Any("error", err))
	return interview.Errorf("internal", "That was our fault. What you typed is kept in this browser; load the page again. Quote %s if it stays.", number), http.StatusInternalServerError
}

func frameworkRefusal(e *echo.HTTPError) *interview.Error {
	switch e.Code {
	case http.StatusNotFound:
		return interview.Errorf(interview.NotFound, "There is nothing at this address.")
	case http.StatusMethodNotAllowed:
		return interview.Errorf(interview.Invalid, "This address does not take that method.")
	case http.StatusRequestEntityTooLarge:
		return interview.Errorf(interview.TooLarge, "This request is too large.")
	}
	return interview.Errorf(interview.Invalid, "This request cannot be read.")
}

// headings are what error pages begin with.
var headings = map[interview.Code]string{
	interview.NotFound: "This link opens nothing.", interview.Forbidden: "This link does not let you in.",
	interview.Gone: "This session is over.", interview.Unavailable: "The server is busy right now.",
	interview.Invalid: "This request cannot be read.", interview.TooLarge: "This is too large.", interview.Conflict: "That is not possible now.",
}

// heading says in one sentence what went wrong.
func heading(refusal *interview.Error, err error) string {
	if errors.Is(err, journal.ErrUnavailable) {
		return "The server cannot save."
	}
	if h, ok := headings[refusal.Code]; ok {
		return h
	}
	return "That was our fault."
}

// handleError answers a failed request: JSON under /api/, a page elsewhere.
func (s *Server) handleError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	refusal, status := s.refusal(err)
	c.Response().Header().Set("Cache-Control", "no-store")
	if strings.HasPrefix(c.Request().URL.Path, "/api/") {
		err = c.JSON(status, map[string]any{"error": refusal})
	} else {
		err = s.renderError(c, heading(refusal, err), refusal, status)
	}
	if err != nil {
		s.log.Warn("an error could not be sent", slog.Any("error", err))
	}
}
