package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"mockroom/server/interview"
)

// me answers GET /api/me: the name that this browser goes by, and the id to quote to the operator.
func (s *Server) me(c echo.Context) error {
	id, err := s.person(c)
	if err != nil {
		return err
	}
	name := ""
	if id != "" {
		if name, err = s.registry.People.Name(c.Request().Context(), id); err != nil {
			return err
		}
	}
	return c.JSON(http.StatusOK, map[string]any{"name": name, "id": id})
}

// eraseMe answers DELETE /api/me: the person that this browser is goes for good.
func (s *Server) eraseMe(c echo.Context) error {
	gone, stay, err := s.erasePerson(c)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]any{"erased": gone, "shared": stay})
}

// eraseMeFromForm is the first page's form without script.
func (s *Server) eraseMeFromForm(c echo.Context) error {
	if _, _, err := s.erasePerson(c); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/")
}

func (s *Server) erasePerson(c echo.Context) (gone, stay int, err error) {
	id, err := s.person(c)
	if err != nil {
		return 0, 0, err
	}
	if id == "" {
		return 0, 0, interview.Errorf(interview.NotFound, "This browser is nobody here yet; there is nothing to erase.")
	}
	if gone, stay, err = s.registry.ErasePerson(c.Request().Context(), id, interview.ByPerson); err != nil {
		return 0, 0, err
	}
	c.SetCookie(&http.Cookie{Name: s.cookieName(c, personCookie), Path: "/", MaxAge: -1, HttpOnly: true, Secure: s.secure(c), SameSite: http.SameSiteLaxMode})
	return gone, stay, nil
}
