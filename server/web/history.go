package web

import (
	"archive/zip"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"mockroom/server/interview"
	"mockroom/server/review"
	"mockroom/server/room"
)

// historyRow is one session as a person's history shows it.
type historyRow struct {
	homeSession
	Role, Minutes, Verdict string
	// ReturnOf names the problem of the session that this one is the return of.
	ReturnOf string
}

type practiceBody struct {
	Name string
	Rows []historyRow
	// Key is a personal key that was made just now, QR the picture of its link; both are shown once.
	Key, KeyURL string
	QR          qrPicture
	Moves       room.Moves
	Known       bool
	Groups      []ownGroup
	// GroupName is what was typed for a new group, GroupFault why it was refused.
	GroupName, GroupFault string
}

// practicePage shows a person's sessions, and what can be done with all of them.
func (s *Server) practicePage(c echo.Context) error { return s.renderPractice(c, practiceBody{}) }

// renderPractice completes a body that may hold what a form has just brought.
func (s *Server) renderPractice(c echo.Context, body practiceBody) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	person, err := s.person(c)
	if err != nil {
		return err
	}
	body.Known = person != ""
	if person != "" {
		body.Groups = s.ownGroups(person)
		ctx := c.Request().Context()
		if body.Name, err = s.registry.People.Name(ctx, person); err != nil {
			return err
		}
		if body.Moves, err = s.registry.People.Moves(ctx, person); err != nil {
			return err
		}
		for _, e := range s.entries(person) {
			body.Rows = append(body.Rows, s.historyRow(c, person, e))
		}
	}
	if body.Key != "" {
		body.KeyURL = s.keyURL(c, body.Key)
		if body.QR, err = newQR(body.KeyURL); err != nil {
			return fmt.Errorf("drawing a personal key: %w", err)
		}
	}
	status := http.StatusOK
	if body.GroupFault != "" {
		status = http.StatusBadRequest
	}
	return s.render(c, status, "practice.html", page{Title: "My practice – mockroom", Script: "/static/js/practice/main.js", Body: body})
}

func (s *Server) historyRow(c echo.Context, person interview.PersonID, e room.Entry) historyRow {
	h := s.homeSession(c, person, e)
	me := partOf(e.State, person)
	role := e.State.Participants[me].Role
	row := historyRow{homeSession: h, Role: string(role), Verdict: review.VerdictFor(e.State.Project(me), me)}
	if l := e.State.ReturnOf(); l != nil {
		row.ReturnOf = l.Problem.Short
	}
	if e.State.Mode == interview.Solo {
		row.Role = "alone"
	}
	if e.State.StartedAt > 0 {
		row.Minutes = minutesSeconds(e.State.ClockAt(s.registry.Clock.Wall()).SessionUsed)
	}
	return row
}

// entries are the sessions of a person that they have access to, newest first.
func (s *Server) entries(person interview.PersonID) []room.Entry {
	return slices.DeleteFunc(s.registry.Index().Of(person), func(e room.Entry) bool { return partOf(e.State, person) == "" })
}

// partOf is the participant that a person is in a session: who has the seat, if there are several; ""
// for whoever has no access to it any more.
func partOf(st *interview.State, person interview.PersonID) interview.ParticipantID {
	var mine []interview.ParticipantID
	for id, p := range st.Participants {
		if p.Person == person && st.Acts(id) != "" {
			mine = append(mine, id)
		}
	}
	slices.SortFunc(mine, func(a, b interview.ParticipantID) int {
		seated := func(id interview.ParticipantID) int {
			if st.Seats[st.Participants[id].Role] == id {
				return 0
			}
			return 1
		}
		return cmp.Or(cmp.Compare(seated(a), seated(b)), cmp.Compare(a, b))
	})
	if len(mine) == 0 {
		return ""
	}
	return mine[0]
}

// exportMe answers GET /api/me/export: all that there is of a person, as a zip file with a session's
// JSON lines and report each, as far as the person may see it.
func (s *Server) exportMe(c echo.Context) error {
	person, err := s.mustBe(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	name, err := s.registry.People.Name(ctx, person)
	if err != nil {
		return err
	}
	studied, err := s.registry.People.Studied(ctx, person)
	if err != nil {
		return err
	}
	if err := s.mayAsk("me", interview.ParticipantID(person), 50); err != nil {
		return err
	}
	type listed struct {
		Session string `json:"session"`
		Problem string `json:"problem"`
		Role    string `json:"role"`
		Date    string `json:"date"`
	}
	type member struct {
		Group string `json:"group"`
		Name  string `json:"name"`
		Role  string `json:"role"`
		Runs  bool   `json:"runs"`
		Since string `json:"since"`
	}
	about := struct {
		Name     string   `json:"name"`
		Studied  []string `json:"studied"`
		Sessions []listed `json:"sessions"`
		Groups   []member `json:"groups"`
	}{Name: name, Studied: []string{}, Sessions: []listed{}, Groups: []member{}}
	for _, e := range s.registry.Index().GroupsOf(person) {
		id, _ := e.State.PartOf(person)
		m := e.State.Members[id]
		about.Groups = append(about.Groups, member{e.Group, e.State.Name, string(m.Role), e.State.Runner == id, date(m.Since)})
	}
	for problem := range studied {
		about.Studied = append(about.Studied, problem)
	}
	slices.Sort(about.Studied)
	h := c.Response().Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="mockroom-history.zip"`)
	c.Response().WriteHeader(http.StatusOK)
	z := zip.NewWriter(c.Response())
	put := func(file string, b []byte) error {
		w, err := z.Create(file)
		if err != nil {
			return err
		}
		_, err = w.Write(b)
		return err
	}
	for _, e := range s.entries(person) {
		me := partOf(e.State, person)
		role := string(e.State.Participants[me].Role)
		lines, err := s.jsonLines(ctx, e.Session, me, interview.Redaction{})
		if err != nil {
			return fmt.Errorf("exporting a history: %w", err)
		}
		report, err := s.markdownOf(ctx, e.Session, me, interview.Redaction{})
		if err != nil {
			return fmt.Errorf("exporting a history: %w", err)
		}
		file := "sessions/" + e.Session + "-" + role
		if err := put(file+".jsonl", lines); err != nil {
			return fmt.Errorf("exporting a history: %w", err)
		}
		if err := put(file+".md", report); err != nil {
			return fmt.Errorf("exporting a history: %w", err)
		}
		about.Sessions = append(about.Sessions, listed{e.Session, e.State.Problem.Slug, role, date(e.State.CreatedAt)})
	}
	b, err := json.MarshalIndent(about, "", "  ")
	if err != nil {
		return fmt.Errorf("exporting a history: %w", err)
	}
	if err := put("history.json", append(b, '\n')); err != nil {
		return fmt.Errorf("exporting a history: %w", err)
	}
	return z.Close()
}

// mustBe is who this browser is; a browser that is nobody is refused.
func (s *Server) mustBe(c echo.Context) (interview.PersonID, error) {
	person, err := s.person(c)
	if err == nil && person == "" {
		err = interview.Errorf(interview.NotFound, "This browser has no history here yet.")
	}
	return person, err
}
