package web

import (
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

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
	interview.TooMany:     http.StatusTooManyRequests,
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
	case errors.Is(err, journal.ErrDamaged):
		s.log.Error("part of the database cannot be read", slog.Any("error", err))
		return interview.Errorf(interview.Unavailable, "Part of what the server keeps cannot be read. Its operator can say more: mockroom verify names what it is."), http.StatusServiceUnavailable
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
	case http.StatusUnsupportedMediaType:
		return interview.Errorf(interview.Invalid, "Send this uncompressed, without Content-Encoding.")
	}
	return interview.Errorf(interview.Invalid, "This request cannot be read.")
}

// fullRetry is how long whoever met a server without room waits before asking again.
const fullRetry = 15 * time.Second

// setRetryAfter says when asking again is of use, and counts what limits refused.
func (s *Server) setRetryAfter(c echo.Context, refusal *interview.Error, err error) {
	wait := time.Duration(0)
	var often *limited
	switch {
	case errors.As(err, &often):
		wait = often.wait
		s.registry.Counters().TooMany.Add(1)
	case refusal.Code == interview.Unavailable:
		wait = fullRetry
	}
	if wait > 0 {
		c.Response().Header().Set("Retry-After", strconv.Itoa(int((wait+time.Second-1)/time.Second)))
	}
}

// retryAfter is what setRetryAfter said.
func retryAfter(c echo.Context) int {
	seconds, err := strconv.Atoi(c.Response().Header().Get("Retry-After"))
	if err != nil {
		return 0
	}
	return seconds
}

// headings are what error pages begin with.
var headings = map[interview.Code]string{
	interview.NotFound: "This link opens nothing.", interview.Forbidden: "This link does not let you in.",
	interview.Gone: "This session is over.", interview.Unavailable: "The server is busy right now.",
	interview.Invalid: "This request cannot be read.", interview.TooLarge: "This is too large.", interview.Conflict: "That is not possible now.",
	interview.TooMany: "That was too often.",
}

// heading says in one sentence what went wrong.
func heading(refusal *interview.Error, err error) string {
	var full *room.FullError
	switch {
	case errors.Is(err, journal.ErrUnavailable):
		return "The server cannot save, so it starts nothing new."
	case errors.As(err, &full):
		return "The server is full right now."
	case errors.Is(err, interview.ErrTakenBack):
		return "Consent was taken back."
	}
	if h, ok := headings[refusal.Code]; ok {
		return h
	}
	return "That was our fault."
}

// capital begins a sentence.
func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// handleError answers a failed request: JSON under /api/, a page elsewhere.
func (s *Server) handleError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	refusal, status := s.refusal(err)
	c.Response().Header().Set("Cache-Control", "no-store")
	s.setRetryAfter(c, refusal, err)
	if strings.HasPrefix(c.Request().URL.Path, "/api/") {
		err = c.JSON(status, map[string]any{"error": refusal})
	} else {
		what := heading(refusal, err)
		if errors.Is(err, journal.ErrUnavailable) {
			refusal.Message = capital(journal.Reason(err)) + ". What was saved is not lost. Try again in a moment."
		}
		err = s.renderError(c, what, refusal, status)
	}
	if err != nil {
		s.log.Warn("an error could not be sent", slog.Any("error", err))
	}
}
