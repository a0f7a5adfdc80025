package web

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"mockroom/problems"
	"mockroom/server/interview"
	"mockroom/server/room"
)

// sessionRequest is what a person asks for when they open a room.
type sessionRequest struct {
	Problem string         `json:"problem"`
	Mode    interview.Mode `json:"mode"`
	Minutes int            `json:"minutes"`
	Name    string         `json:"name"`
	Role    interview.Role `json:"role"`
	Pace    interview.Pace `json:"pace"`
	Help    interview.Help `json:"help"`
	// CreateKey is the server's key for opening sessions, where it has one.
	CreateKey string `json:"create_key"`
	// Plan has the minutes of each timed phase, in place of Minutes.
	Plan map[string]int `json:"plan"`
}

// openedSession is the answer to the one who opened the room; the only place where all links are.
type openedSession struct {
	ID          string                    `json:"id"`
	Key         string                    `json:"key"`
	Role        interview.Role            `json:"role"`
	Participant interview.ParticipantID   `json:"participant"`
	URL         string                    `json:"url"`
	Invites     map[interview.Role]string `json:"invites"`
	inviteIDs   map[interview.Role]string
}

// plan reads the minutes that were asked for.
func (q sessionRequest) plan(p *problems.Problem) (interview.Plan, error) {
	var plan interview.Plan
	if len(q.Plan) > 0 {
		for name := range q.Plan {
			if !slices.ContainsFunc(interview.TimedPhases(), func(p interview.Phase) bool { return p.String() == name }) {
				return plan, interview.Errorf(interview.Invalid, "%q is no phase of a plan; use clarification, high-level, deep-dive and follow-up.", name)
			}
		}
		for i, phase := range interview.TimedPhases() {
			minutes := q.Plan[phase.String()]
			if minutes < 1 || minutes > 60 {
				return plan, interview.Errorf(interview.Invalid, "%s needs between 1 and 60 minutes.", phase.Title())
			}
			plan[i] = interview.Duration(minutes) * interview.Minute
		}
		return plan, nil
	}
	times, ok := p.Time[q.Minutes]
	if !ok {
		return plan, interview.Errorf(interview.Invalid, "An interview has 45 or 60 minutes, or a plan of its own.")
	}
	for i, phase := range interview.TimedPhases() {
		plan[i] = interview.Duration(times[phase.String()]) * interview.Minute
	}
	return plan, nil
}

// settle fills in what was left open and refuses what is none.
func (q *sessionRequest) settle() error {
	if q.Mode == "" {
		q.Mode = interview.Peer
	}
	if q.Pace == "" {
		q.Pace = interview.Soft
		if q.Mode == interview.Solo {
			q.Pace = interview.Strict
		}
	}
	if q.Help == "" {
		q.Help = interview.Normal
	}
	if q.Role == "" {
		q.Role = interview.Candidate
	}
	switch {
	case q.Mode != interview.Peer && q.Mode != interview.Solo:
		return interview.Errorf(interview.Invalid, "%q is no mode; use peer or solo.", q.Mode)
	case q.Pace != interview.Soft && q.Pace != interview.Strict:
		return interview.Errorf(interview.Invalid, "%q is no pace; use soft or strict.", q.Pace)
	case q.Help != interview.Guided && q.Help != interview.Normal && q.Help != interview.Exam:
		return interview.Errorf(interview.Invalid, "%q is no help; use guided, normal or exam.", q.Help)
	case q.Role != interview.Candidate && q.Role != interview.Interviewer:
		return interview.Errorf(interview.Invalid, "Open the room as candidate or as interviewer.")
	case q.Mode == interview.Solo && q.Role != interview.Candidate:
		return interview.Errorf(interview.Invalid, "Alone you are the candidate.")
	}
	return nil
}

// open makes the session, and lets this browser in.
func (s *Server) open(c echo.Context, q sessionRequest) (openedSession, error) {
	var opened openedSession
	if err := q.settle(); err != nil {
		return opened, err
	}
	problem, ok := s.catalogue().Find(q.Problem)
	if !ok {
		return opened, interview.Errorf(interview.Invalid, "There is no problem %q here. GET /api/problems lists them.", clip(q.Problem))
	}
	plan, err := q.plan(problem)
	if err != nil {
		return opened, err
	}
	if err := s.checkCreateKey(c, q.CreateKey); err != nil {
		return opened, err
	}
	if err := s.mayCreate(c); err != nil {
		return opened, err
	}
	person, err := s.personNamed(c, q.Name)
	if err != nil {
		return opened, err
	}
	opened = openedSession{
		ID: room.NewSecret(), Key: room.NewSecret(), Role: q.Role, Participant: room.NewParticipant(),
		Invites: map[interview.Role]string{}, inviteIDs: map[interview.Role]string{},
	}
	created := interview.SessionCreated{
		Problem: problemRef(problem), Mode: q.Mode, Help: q.Help, Pace: q.Pace, Plan: plan, Creator: opened.Participant,
	}
	for _, role := range interview.Roles() {
		if q.Mode == interview.Solo && role == interview.Interviewer {
			continue
		}
		secret := room.NewSecret()
		id := "i-" + room.NewSecret()[:12]
		created.Invites = append(created.Invites, interview.Invite{ID: id, Role: role, KeyHash: room.Hash(secret)})
		opened.Invites[role] = s.link(c, opened.ID, role, secret)
		opened.inviteIDs[role] = id
	}
	if err := s.registry.Problems.Pin(c.Request().Context(), problem); err != nil {
		s.log.Error("a problem's files cannot be kept", "error", err)
		return opened, interview.Errorf(interview.Unavailable, "The server cannot save, so it starts nothing new. Your form is kept; try again in a moment.")
	}
	err = s.registry.Do(c.Request().Context(), opened.ID, interview.Command{Do: interview.Create{
		Session: created,
		Joined:  interview.ParticipantJoined{Participant: opened.Participant, Role: q.Role, Person: person, TokenHash: room.Hash(opened.Key)},
	}})
	if err != nil {
		return opened, err
	}
	opened.URL = s.origin(c) + "/s/" + opened.ID + "/" + string(q.Role)
	s.setSeat(c, opened.ID, q.Role, opened.Key)
	return opened, nil
}

func problemRef(p *problems.Problem) interview.ProblemRef {
	return interview.ProblemRef{
		Pack: p.Pack, Slug: p.Slug, Title: p.Title, Short: p.ShortName, Level: p.Level,
		Version: p.Version, Language: p.Language, Hash: p.Hash,
	}
}

// link is what is sent to somebody: the key is in the fragment, which browsers keep to themselves.
func (s *Server) link(c echo.Context, session string, role interview.Role, secret string) string {
	return s.origin(c) + "/s/" + session + "/" + string(role) + "#" + secret
}

// createSession answers POST /api/sessions.
func (s *Server) createSession(c echo.Context) error {
	var q sessionRequest
	if err := readJSON(c, &q); err != nil {
		return err
	}
	opened, err := s.open(c, q)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusCreated, opened)
}

// openFromForm is the first page's form without script.
func (s *Server) openFromForm(c echo.Context) error {
	q := sessionRequest{
		Problem: c.FormValue("problem"), Name: c.FormValue("name"), Pace: interview.Pace(c.FormValue("pace")),
		Role: interview.Role(c.FormValue("role")), Mode: interview.Peer, Help: interview.Help(c.FormValue("help")),
		CreateKey: c.FormValue("create_key"),
	}
	if q.Role == "alone" {
		q.Role, q.Mode = interview.Candidate, interview.Solo
	}
	if minutes := c.FormValue("minutes"); minutes == "own" {
		q.Plan = map[string]int{}
		for _, p := range interview.TimedPhases() {
			q.Plan[p.String()], _ = strconv.Atoi(c.FormValue("plan-" + p.String()))
		}
	} else {
		q.Minutes, _ = strconv.Atoi(minutes)
	}
	opened, err := s.open(c, q)
	if err != nil {
		refusal, status := s.refusal(err)
		s.setRetryAfter(c, refusal, err)
		return s.renderHome(c, status, q, refusal.Message)
	}
	return c.Redirect(http.StatusSeeOther, "/s/"+opened.ID+"/"+string(opened.Role))
}

// readJSON reads a request's body; unknown fields are passed over, so that newer clients work.
func readJSON(c echo.Context, into any) error {
	decoder := json.NewDecoder(c.Request().Body)
	if err := decoder.Decode(into); err != nil {
		if he, ok := err.(*echo.HTTPError); ok {
			return he
		}
		return interview.Errorf(interview.Invalid, "The body is not the JSON that this address takes: %s.", clip(err.Error()))
	}
	if _, err := decoder.Token(); err != io.EOF {
		return interview.Errorf(interview.Invalid, "The body has something behind its JSON.")
	}
	return nil
}

// clip shortens what a stranger wrote before it is said back.
func clip(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}
