package web

import (
	"crypto/subtle"

	"github.com/labstack/echo/v4"

	"mockroom/server/interview"
	"mockroom/server/room"
)

// createCookie remembers in a browser that it knew the key for opening sessions. It holds a hash,
// so that another key of the operator's ends it.
const createCookie = "mockroom_create"

// createHeader carries the key of a program that opens sessions.
const createHeader = "X-Create-Key"

func (s *Server) createProof() string { return room.Hash("create " + s.createKey) }

// knowsCreateKey says whether this browser has given the key before, or none is needed.
func (s *Server) knowsCreateKey(c echo.Context) bool {
	if s.createKey == "" {
		return true
	}
	proof, err := c.Cookie(s.cookieName(c, createCookie))
	return err == nil && subtle.ConstantTimeCompare([]byte(proof.Value), []byte(s.createProof())) == 1
}

// checkCreateKey refuses who may not open sessions on a server that is not everybody's. Wrong keys
// count like those of sessions.
func (s *Server) checkCreateKey(c echo.Context, given string) error {
	if header := c.Request().Header.Get(createHeader); header != "" {
		given = header
	}
	switch {
	case s.createKey == "" || given == "" && s.knowsCreateKey(c):
		return nil
	case given == "":
		return interview.Errorf(interview.Forbidden, "This server opens rooms for people who have its key. Enter it; whoever runs the server has it.")
	}
	err := s.tryKey(c, "create "+given, func() error {
		if !room.Matches(room.Hash(s.createKey), given) {
			return interview.Errorf(interview.Forbidden, "That is not this server's key. Ask whoever runs it.")
		}
		return nil
	})
	if err == nil {
		s.setCookie(c, s.cookieName(c, createCookie), s.createProof(), "/")
	}
	return err
}
