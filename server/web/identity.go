package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"mockroom/server/interview"
	"mockroom/server/room"
)

// personCookie holds "id.secret" of a person, and is set by acts, never by looking.
const personCookie = "mockroom_person"

// cookieAge is how long, in seconds, a browser keeps its identity.
const cookieAge = 400 * 24 * 3600

// person is who this browser is, "" for nobody yet.
func (s *Server) person(c echo.Context) (interview.PersonID, error) {
	cookie, err := c.Cookie(s.cookieName(c, personCookie))
	if err != nil {
		return "", nil
	}
	id, secret, _ := strings.Cut(cookie.Value, ".")
	var found interview.PersonID
	err = s.tryKey(c, cookie.Value, func() (err error) {
		if found, err = s.registry.People.Verify(c.Request().Context(), interview.PersonID(id), secret); err == nil && found == "" {
			err = interview.Errorf(interview.Forbidden, "Nobody here has this cookie.")
		}
		return err
	})
	var refusal *interview.Error
	if errors.As(err, &refusal) && refusal.Code == interview.Forbidden {
		return "", nil
	}
	return found, err
}

// personNamed is who this browser is from now on under a name; it makes a person at the first act.
func (s *Server) personNamed(c echo.Context, name string) (interview.PersonID, error) {
	name, err := room.CheckName(name)
	if err != nil {
		return "", err
	}
	ctx := c.Request().Context()
	id, err := s.person(c)
	if err != nil {
		return "", err
	}
	if id != "" {
		return id, s.registry.People.Rename(ctx, id, name)
	}
	return s.makePerson(c, name)
}

// makePerson makes this browser a person of its own, whose name may still be empty.
func (s *Server) makePerson(c echo.Context, name string) (interview.PersonID, error) {
	if err := s.newPerson(c); err != nil {
		return "", err
	}
	id, secret, err := s.registry.People.Create(c.Request().Context(), name)
	if err != nil {
		return "", err
	}
	s.setPerson(c, id, secret)
	return id, nil
}

// setPerson makes this browser a person.
func (s *Server) setPerson(c echo.Context, id interview.PersonID, secret string) {
	s.setCookie(c, s.cookieName(c, personCookie), string(id)+"."+secret, "/")
}

// cookieName is the name of a cookie for the whole site. Under https browsers then refuse it from
// anybody but this host, so that a neighbouring site cannot give somebody an identity of its own.
func (s *Server) cookieName(c echo.Context, name string) string {
	if s.secure(c) {
		return "__Host-" + name
	}
	return name
}

func (s *Server) setCookie(c echo.Context, name, value, path string) {
	c.SetCookie(&http.Cookie{
		Name: name, Value: value, Path: path, MaxAge: cookieAge,
		HttpOnly: true, Secure: s.secure(c), SameSite: http.SameSiteLaxMode,
	})
}

// seatCookie is the name of a session's cookie for a role; its path names the session.
func seatCookie(role interview.Role) string { return "mockroom_" + string(role) }

// setSeat lets this browser back in under a role of a session.
func (s *Server) setSeat(c echo.Context, session string, role interview.Role, key string) {
	s.setCookie(c, seatCookie(role), key, "/s/"+session+"/"+string(role))
	s.setCookie(c, seatCookie(role), key, "/api/sessions/"+session)
}

// key is what this request brings: a bearer's, or the cookie of the role that it names.
func key(c echo.Context, role string) string {
	if bearer, ok := strings.CutPrefix(c.Request().Header.Get("Authorization"), "Bearer "); ok {
		return strings.TrimSpace(bearer)
	}
	if role == "" {
		role = c.QueryParam("role")
	}
	if role != "" {
		return cookieKey(c, role)
	}
	for _, r := range interview.Roles() {
		if k := cookieKey(c, string(r)); k != "" {
			return k
		}
	}
	return ""
}

func cookieKey(c echo.Context, role string) string {
	cookie, err := c.Cookie(seatCookie(interview.Role(role)))
	if err != nil {
		return ""
	}
	return cookie.Value
}

// errNoKey is what a browser is told that brings nothing which opens the session.
var errNoKey = interview.Errorf(interview.Forbidden, "Open the link that you were sent; this browser has no key for this session.")

// seated is who asks for a page of a session in a role, by this browser's cookie, and that they may ask for
// so much.
func (s *Server) seated(c echo.Context, role string, cost int) (room.Access, error) {
	access, err := s.authenticate(c, c.Param("id"), cookieKey(c, role))
	if err != nil {
		return access, err
	}
	if access.Participant == "" {
		return access, errNoKey
	}
	return access, s.mayAsk(c.Param("id"), access.Participant, cost)
}

// do lets whoever asks act in the session that the path names; the answer has no content.
func (s *Server) do(c echo.Context, action interview.Action) error {
	access, err := s.participant(c)
	if err != nil {
		return err
	}
	if err := s.registry.Do(c.Request().Context(), c.Param("id"), interview.Command{By: access.Participant, Do: action}); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// participant is who asks, in the session that the path names. A link's own key may be used in
// place of a participant's: the first act with it takes part under the role's name.
func (s *Server) participant(c echo.Context) (room.Access, error) {
	session := c.Param("id")
	k := key(c, "")
	if k == "" && room.ValidSession(session) {
		return room.Access{}, errNoKey
	}
	access, err := s.authenticate(c, session, k)
	if err == nil && access.Participant == "" {
		access, err = s.joinByLink(c, session, access, k)
	}
	if err != nil {
		return access, err
	}
	return access, s.mayAsk(session, access.Participant, 1)
}

// joinByLink takes part with a link's own key, as programs do.
func (s *Server) joinByLink(c echo.Context, session string, access room.Access, key string) (room.Access, error) {
	if err := s.newPerson(c); err != nil {
		return access, err
	}
	ctx := c.Request().Context()
	name := strings.ToUpper(string(access.Role[:1])) + string(access.Role[1:])
	id, _, err := s.registry.People.Create(ctx, name)
	if err != nil {
		return access, err
	}
	err = s.registry.Do(ctx, session, interview.Command{Do: interview.Join{
		Participant: room.NewParticipant(), Role: access.Role, Person: id, Invite: access.Invite, TokenHash: room.Hash(key),
	}})
	if err != nil {
		return access, err
	}
	return s.registry.Authenticate(ctx, session, key)
}
