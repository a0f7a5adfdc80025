package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"mockroom/problems"
	"mockroom/server/interview"
	"mockroom/server/operator"
)

// operatorCookie holds until when a browser is the operator's, and a proof that the server said so.
const operatorCookie = "mockroom_operator"

// operatorStays is how long a browser stays the operator's.
const operatorStays = 12 * time.Hour

// operatorProof signs a moment with the operator's key, so that every process knows its own word and
// another key ends all of them.
func (s *Server) operatorProof(until string) string {
	secret := sha256.Sum256([]byte("mockroom operator cookie " + s.operatorKey))
	mac := hmac.New(sha256.New, secret[:])
	mac.Write([]byte(until))
	return hex.EncodeToString(mac.Sum(nil))
}

func (s *Server) setOperator(c echo.Context) {
	until := strconv.FormatInt(time.Now().Add(operatorStays).Unix(), 10)
	c.SetCookie(&http.Cookie{
		Name: operatorCookie, Value: until + "." + s.operatorProof(until), Path: "/operator", MaxAge: int(operatorStays / time.Second),
		HttpOnly: true, Secure: s.secure(c), SameSite: http.SameSiteStrictMode,
	})
}

// isOperator says whether this browser has given the key, and not too long ago.
func (s *Server) isOperator(c echo.Context) bool {
	cookie, err := c.Cookie(operatorCookie)
	if err != nil {
		return false
	}
	until, proof, _ := strings.Cut(cookie.Value, ".")
	seconds, err := strconv.ParseInt(until, 10, 64)
	return hmac.Equal([]byte(proof), []byte(s.operatorProof(until))) && err == nil && time.Now().Unix() < seconds
}

// operatorPages are the page and its forms. Without a key there are none.
func (s *Server) operatorPages(e *echo.Echo) {
	there := func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if s.operatorKey == "" || s.operator == nil {
				return noOperator()
			}
			c.Response().Header().Set("Cache-Control", "no-store")
			return next(c)
		}
	}
	known := func(next echo.HandlerFunc) echo.HandlerFunc {
		return there(func(c echo.Context) error {
			if !s.isOperator(c) {
				return s.renderEnter(c, http.StatusForbidden, "Give the key again; this browser was let in too long ago, or never.")
			}
			return next(c)
		})
	}
	e.GET("/operator", s.operatorPage, there)
	e.POST("/operator/enter", s.operatorEnter, there)
	e.POST("/operator/leave", s.operatorLeave, there)
	e.POST("/operator/backup", s.backupFromForm, known)
	e.POST("/operator/compact", s.compactFromForm, known)
	e.POST("/operator/verify", s.verifyFromForm, known)
	e.POST("/operator/erase", s.eraseFromForm, known)
}

// enterBody is the form that asks for the key.
type enterBody struct{ Error string }

func (s *Server) renderEnter(c echo.Context, status int, fault string) error {
	return s.render(c, status, "operator-enter.html", page{Title: "Operator – mockroom", Body: enterBody{fault}})
}

func (s *Server) operatorEnter(c echo.Context) error {
	err := s.checkOperatorKey(c, c.FormValue("key"))
	if err != nil {
		refusal, status := s.refusal(err)
		s.setRetryAfter(c, refusal, err)
		return s.renderEnter(c, status, refusal.Message)
	}
	s.setOperator(c)
	return c.Redirect(http.StatusSeeOther, "/operator")
}

func (s *Server) operatorLeave(c echo.Context) error {
	c.SetCookie(&http.Cookie{Name: operatorCookie, Path: "/operator", MaxAge: -1, HttpOnly: true, Secure: s.secure(c), SameSite: http.SameSiteStrictMode})
	return s.renderEnter(c, http.StatusOK, "")
}

// operatorBody is what the operator's page shows.
type operatorBody struct {
	operator.Status
	File, Size, Since, Keep string
	LastBackup, BackupSize  string
	Erased                  []erasedRow
	// Done and Fault answer what was asked for last; Wrong lists what a check found.
	Done, Fault string
	Wrong       []string
	// Packs is what is wrong in packs of problems.
	Packs problems.Faults
	// Session or Person is to be confirmed before it is erased.
	Session, Person string
}

// erasedRow is something erased whose bytes are still in the file.
type erasedRow struct{ What, ID, By, At string }

var erasers = map[interview.Eraser]string{
	interview.ByParticipant: "somebody in it", interview.ByPerson: "the person", interview.ByOperator: "the operator", interview.ByRetention: "its age",
}

// done are the answers to forms that redirect, so that loading the page again does nothing twice.
var done = map[string]string{
	"backup": "The backup is written.", "compact": "The file is written anew. What was erased is gone from it.",
	"erase": "It is erased. Its bytes leave the file within a day, or when you compact it.",
}

func (s *Server) operatorPage(c echo.Context) error {
	if !s.isOperator(c) {
		return s.renderEnter(c, http.StatusOK, "")
	}
	return s.renderOperator(c, http.StatusOK, operatorBody{Done: done[c.QueryParam("did")]})
}

// renderOperator completes a body with how the server is.
func (s *Server) renderOperator(c echo.Context, code int, body operatorBody) error {
	status := s.operator.Status(c.Request().Context())
	body.Status = status
	body.File, body.Size = filepath.Base(s.operator.Data), inBytes(status.Bytes)
	body.Since, body.Keep = moment(status.StartedAt), days(s.registry.Keep)
	if status.Backup.At != 0 {
		body.LastBackup, body.BackupSize = moment(status.Backup.At), inBytes(status.Backup.Bytes)
	}
	if s.packFaults != nil {
		body.Packs = s.packFaults()
	}
	for _, p := range status.Pending {
		row := erasedRow{"Session", p.Session, erasers[p.By], moment(p.At)}
		if p.Person != "" {
			row.What, row.ID = "Person", string(p.Person)
		}
		if p.Group != "" {
			row.What, row.ID = "Group", p.Group
		}
		body.Erased = append(body.Erased, row)
	}
	return s.render(c, code, "operator.html", page{Title: "Operator – mockroom", Body: body})
}

// answerForm goes back to the page after a form: with what was done, or with why not.
func (s *Server) answerForm(c echo.Context, did string, err error) error {
	if err == nil {
		return c.Redirect(http.StatusSeeOther, "/operator?did="+did)
	}
	refusal, status := s.refusal(err)
	return s.renderOperator(c, status, operatorBody{Fault: refusal.Message})
}

func (s *Server) backupFromForm(c echo.Context) error {
	longWork(c)
	_, _, err := s.operator.Backup(c.Request().Context(), "")
	return s.answerForm(c, "backup", err)
}

func (s *Server) compactFromForm(c echo.Context) error {
	longWork(c)
	_, err := s.operator.Compact(c.Request().Context())
	return s.answerForm(c, "compact", err)
}

// verifyFromForm shows its findings at once: checking again does no harm.
func (s *Server) verifyFromForm(c echo.Context) error {
	longWork(c)
	summary, wrong, err := s.operator.Check(c.Request().Context())
	if err != nil {
		return s.answerForm(c, "", err)
	}
	body := operatorBody{Wrong: wrong}
	if len(wrong) > 0 {
		body.Fault = summary + "."
	} else {
		body.Done = summary + "."
	}
	return s.renderOperator(c, http.StatusOK, body)
}

// eraseFromForm asks once more before it erases.
func (s *Server) eraseFromForm(c echo.Context) error {
	session, person := strings.TrimSpace(c.FormValue("session")), strings.TrimSpace(c.FormValue("person"))
	if (session == "") == (person == "") {
		return s.answerForm(c, "", interview.Errorf(interview.Invalid, "Give the id of a session or of a person."))
	}
	if c.FormValue("sure") != "yes" {
		return s.renderOperator(c, http.StatusOK, operatorBody{Session: session, Person: person})
	}
	_, err := s.operator.Erase(c.Request().Context(), session, person)
	return s.answerForm(c, "erase", err)
}

// moment is a time as the operator reads it, in the server's zone.
func moment(t interview.Time) string {
	return time.UnixMilli(int64(t)).Format("2 January 2006, 15:04")
}

// inBytes is a size in the largest unit that leaves a figure of one to three digits.
func inBytes(n int64) string {
	units := []string{"bytes", "KiB", "MiB", "GiB", "TiB"}
	size, unit := float64(n), 0
	for size >= 1000 && unit < len(units)-1 {
		size /= 1024
		unit++
	}
	if unit == 0 || size >= 100 {
		return fmt.Sprintf("%.0f %s", size, units[unit])
	}
	return fmt.Sprintf("%.1f %s", size, units[unit])
}
