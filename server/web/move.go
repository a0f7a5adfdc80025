package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"mockroom/server/interview"
)

// keyURL is the link of a personal key; the key is in the fragment, which browsers send to nobody.
func (s *Server) keyURL(c echo.Context, key string) string {
	return s.origin(c) + "/practice/move#" + key
}

// newKey makes a personal key for this browser's person.
func (s *Server) newKey(c echo.Context) (string, error) {
	person, err := s.mustBe(c)
	if err != nil {
		return "", err
	}
	if err := s.mayAsk("me", interview.ParticipantID(person), 20); err != nil {
		return "", err
	}
	return s.registry.People.MakeKey(c.Request().Context(), person)
}

// makeKey answers POST /api/me/key.
func (s *Server) makeKey(c echo.Context) error {
	key, err := s.newKey(c)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusCreated, map[string]any{"key": key, "url": s.keyURL(c, key)})
}

// makeKeyFromForm is the page's button; the key stands in the answer and nowhere else.
func (s *Server) makeKeyFromForm(c echo.Context) error {
	key, err := s.newKey(c)
	if err != nil {
		return err
	}
	return s.renderPractice(c, practiceBody{Key: key})
}

func (s *Server) dropKey(c echo.Context) error {
	person, err := s.mustBe(c)
	if err != nil {
		return err
	}
	return s.registry.People.RevokeKey(c.Request().Context(), person)
}

// revokeKey answers DELETE /api/me/key.
func (s *Server) revokeKey(c echo.Context) error {
	if err := s.dropKey(c); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func (s *Server) revokeKeyFromForm(c echo.Context) error {
	if err := s.dropKey(c); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/practice#h-yours")
}

// keepOnlyThis makes this browser the only one that is the person.
func (s *Server) keepOnlyThis(c echo.Context) error {
	person, err := s.mustBe(c)
	if err != nil {
		return err
	}
	secret, err := s.registry.People.CloseBrowsers(c.Request().Context(), person)
	if err != nil {
		return err
	}
	s.setPerson(c, person, secret)
	return nil
}

// closeBrowsers answers DELETE /api/me/browsers.
func (s *Server) closeBrowsers(c echo.Context) error {
	if err := s.keepOnlyThis(c); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func (s *Server) closeBrowsersFromForm(c echo.Context) error {
	if err := s.keepOnlyThis(c); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/practice#h-yours")
}

type moveBody struct {
	// Key is what was typed, where it was refused.
	Key, Error string
	// Sessions is how many sessions this browser has of its own.
	Sessions int
}

// movePage asks for a personal key; a link brings it in its fragment, which script puts into the
// field.
func (s *Server) movePage(c echo.Context) error { return s.renderMove(c, http.StatusOK, "", "") }

func (s *Server) renderMove(c echo.Context, status int, key, fault string) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	person, err := s.person(c)
	if err != nil {
		return err
	}
	body := moveBody{Key: key, Error: fault}
	if person != "" {
		body.Sessions = len(s.registry.Index().Of(person))
	}
	return s.render(c, status, "move.html", page{Title: "Move your history – mockroom", Script: "/static/js/practice/move.js", Body: body})
}

// takeHistory makes this browser the person whose history a key opens. What the browser had of its
// own becomes part of it; it gives how many sessions that were.
func (s *Server) takeHistory(c echo.Context, key string) (merged int, err error) {
	var into interview.PersonID
	ctx := c.Request().Context()
	err = s.tryKey(c, key, func() (err error) {
		into, err = s.registry.People.KeyOpens(ctx, key)
		return err
	})
	if err != nil {
		return 0, err
	}
	own, err := s.person(c)
	if err != nil {
		return 0, err
	}
	if own != "" {
		if merged, err = s.registry.Merge(ctx, own, into); err != nil {
			return 0, err
		}
	}
	secret, err := s.registry.People.AddBrowser(ctx, into)
	if err != nil {
		return 0, err
	}
	s.setPerson(c, into, secret)
	return merged, nil
}

// move answers POST /api/me/move: {"key":"nine words"}.
func (s *Server) move(c echo.Context) error {
	var q struct {
		Key string `json:"key"`
	}
	if err := readJSON(c, &q); err != nil {
		return err
	}
	merged, err := s.takeHistory(c, q.Key)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]any{"merged": merged})
}

// moveFromForm is the page's form; what was typed stays in it where it is refused.
func (s *Server) moveFromForm(c echo.Context) error {
	key := c.FormValue("key")
	_, err := s.takeHistory(c, key)
	var refusal *interview.Error
	if errors.As(err, &refusal) && refusal.Code != interview.TooMany && refusal.Code != interview.Unavailable {
		return s.renderMove(c, statuses[refusal.Code], key, refusal.Message)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/practice")
}
