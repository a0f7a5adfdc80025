package web

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"mockroom/server/archive"
	"mockroom/server/interview"
	"mockroom/server/room"
)

// OperatorHandler serves the operator's API to whoever reaches it, without a key: it is for the
// socket that only the server's own user can open.
func (s *Server) OperatorHandler() http.Handler {
	e := echo.New()
	e.HTTPErrorHandler = s.handleError
	e.Use(noStoreAPI)
	s.operatorRoutes(e.Group("/api/operator"), true)
	return e
}

// operatorRoutes are the same behind the key and on the socket. What names a file of this computer
// is taken from the socket only.
func (s *Server) operatorRoutes(g *echo.Group, local bool, before ...echo.MiddlewareFunc) {
	g.GET("", s.operatorStatus, before...)
	g.POST("/backup", func(c echo.Context) error { return s.operatorBackup(c, local) }, before...)
	g.POST("/verify", s.operatorVerify, before...)
	g.POST("/compact", s.operatorCompact, before...)
	g.POST("/erase", s.operatorErase, before...)
	g.GET("/sessions/:id/export", s.operatorExport, before...)
}

// requireOperator lets a bearer of the operator's key in.
func (s *Server) requireOperator(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if s.operatorKey == "" || s.operator == nil {
			return noOperator()
		}
		bearer, _ := strings.CutPrefix(c.Request().Header.Get("Authorization"), "Bearer ")
		if err := s.checkOperatorKey(c, strings.TrimSpace(bearer)); err != nil {
			return err
		}
		return next(c)
	}
}

func noOperator() error {
	return interview.Errorf(interview.NotFound, "There is no operator's page here. Whoever runs the server gets one by starting it with -operator-key; mockroom status works without.")
}

// checkOperatorKey compares in constant time; guesses are counted.
func (s *Server) checkOperatorKey(c echo.Context, key string) error {
	return s.tryKey(c, key, func() error {
		if !room.Matches(room.Hash(s.operatorKey), key) {
			return interview.Errorf(interview.Forbidden, "This is not the operator's key.")
		}
		return nil
	})
}

// longWork lets an answer take longer than a server's usual patience.
func longWork(c echo.Context) {
	_ = http.NewResponseController(c.Response()).SetWriteDeadline(time.Now().Add(time.Hour))
}

func (s *Server) operatorStatus(c echo.Context) error {
	return c.JSON(http.StatusOK, s.operator.Status(c.Request().Context()))
}

func (s *Server) operatorBackup(c echo.Context, local bool) error {
	var q struct {
		To string `json:"to"`
	}
	if err := readJSON(c, &q); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if q.To != "" && !local {
		return interview.Errorf(interview.Forbidden, "Over the network the server names its backups itself; leave \"to\" out.")
	}
	longWork(c)
	path, size, err := s.operator.Backup(c.Request().Context(), q.To)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]any{"path": path, "bytes": size})
}

func (s *Server) operatorVerify(c echo.Context) error {
	longWork(c)
	summary, wrong, err := s.operator.Check(c.Request().Context())
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]any{"summary": summary, "wrong": wrong})
}

func (s *Server) operatorCompact(c echo.Context) error {
	longWork(c)
	saved, err := s.operator.Compact(c.Request().Context())
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]any{"saved": saved})
}

func (s *Server) operatorErase(c echo.Context) error {
	var q struct {
		Session string `json:"session"`
		Person  string `json:"person"`
	}
	if err := readJSON(c, &q); err != nil {
		return err
	}
	message, err := s.operator.Erase(c.Request().Context(), q.Session, q.Person)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]any{"message": message})
}

func (s *Server) operatorExport(c echo.Context) error {
	if !room.ValidSession(c.Param("id")) {
		return interview.Errorf(interview.NotFound, "There is no session with this id here.")
	}
	as := interview.Role(c.QueryParam("as"))
	if as != "" {
		if _, err := interview.ParseRole(string(as)); err != nil {
			return err
		}
	}
	export, key, err := s.registry.Exporter().Export(c.Request().Context(), c.Param("id"), room.SeatOf(as), interview.Redaction{})
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := archive.Write(&b, export, key); err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "application/jsonl; charset=utf-8", b.Bytes())
}
