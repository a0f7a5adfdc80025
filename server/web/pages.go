package web

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"mockroom/problems"
	"mockroom/server/interview"
	"mockroom/server/markdown"
	"mockroom/server/review"
	"mockroom/server/room"
)

//go:embed templates/*.html
var templateFiles embed.FS

func parseTemplates() (*template.Template, error) {
	return template.New("").Funcs(template.FuncMap{
		"levelNumber": func(level string) int {
			return map[string]int{"beginner": 1, "intermediate": 2, "advanced": 3}[level]
		},
		"inline":  markdown.Inline,
		"title":   capital,
		"join":    strings.Join,
		"spaced":  func(ids string) string { return strings.ReplaceAll(ids, "-", " ") },
		"minutes": minutesSeconds,
	}).ParseFS(templateFiles, "templates/*.html")
}

// page is what every page needs.
type page struct {
	Title, Nonce string
	// Path is the page's own, Mentor whether the navigation leads to the mentors' page.
	Path   string
	Mentor bool
	// Preview says that a pack is shown while somebody writes it.
	Preview bool
	Script  string
	Body    any
}

func (s *Server) render(c echo.Context, status int, name string, p page) error {
	p.Nonce, _ = c.Get(nonceKey).(string)
	p.Path, p.Preview = c.Request().URL.Path, s.shown != nil
	if person, err := s.person(c); err == nil && person != "" {
		p.Mentor = s.registry.Index().Mentors(person)
	}
	var b bytes.Buffer
	if err := s.templates.ExecuteTemplate(&b, name, p); err != nil {
		return fmt.Errorf("rendering %s: %w", name, err)
	}
	return c.HTMLBlob(status, b.Bytes())
}

// homeSession is one line of "Still open" or of the past.
type homeSession struct {
	Title, With, State, Action, URL, Date, Session string
	Open                                           bool
}

type homeBody struct {
	Problems   []homeProblem
	Open, Past []homeSession
	Form       sessionRequest
	// AskKey says that the form asks for the server's key.
	AskKey bool
	Own    bool
	Alone  bool
	// Fixed says that the form is for one problem, on its own page.
	Fixed      bool
	PlanFields []planField
	Ruler      ruler
	Plans      map[string]map[int][4]int
	Error      string
}

type homeProblem struct {
	*problems.Problem
	You   string
	About []string
}

type planField struct {
	Name, Label, Range string
	Value              int
}

var usualRanges = map[interview.Phase]string{
	interview.Clarification: "5–10", interview.HighLevel: "15–20", interview.DeepDive: "15–20", interview.FollowUp: "5–10",
}

// home shows the form, this browser's sessions and the problems.
func (s *Server) home(c echo.Context) error {
	return s.renderHome(c, http.StatusOK, sessionRequest{Minutes: 45, Role: interview.Candidate, Pace: interview.Soft}, "")
}

func (s *Server) renderHome(c echo.Context, status int, form sessionRequest, fault string) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	body, err := s.homeBody(c, form, fault)
	if err != nil {
		return err
	}
	return s.render(c, status, "home.html", page{Title: "mockroom", Script: "/static/js/home/main.js", Body: body})
}

// homeBody gathers what the form and the lists show to this browser.
func (s *Server) homeBody(c echo.Context, form sessionRequest, fault string) (homeBody, error) {
	body := homeBody{Form: form, Error: fault, AskKey: !s.knowsCreateKey(c), Own: len(form.Plan) > 0, Alone: form.Mode == interview.Solo, Plans: map[string]map[int][4]int{}}
	person, err := s.person(c)
	if err != nil {
		return body, err
	}
	marks, err := s.problemMarks(c, person)
	if err != nil {
		return body, err
	}
	if person != "" {
		if body.Form.Name == "" {
			if body.Form.Name, err = s.registry.People.Name(c.Request().Context(), person); err != nil {
				return body, err
			}
		}
		for _, e := range s.entries(person) {
			h := s.homeSession(c, person, e)
			if h.Open {
				body.Open = append(body.Open, h)
			} else {
				body.Past = append(body.Past, h)
			}
		}
	}
	all := s.catalogue().All()
	for _, p := range all {
		body.Problems = append(body.Problems, homeProblem{p, marks[p.Slug], s.about(p)})
		body.Plans[p.Slug] = map[int][4]int{}
		for minutes, times := range p.Time {
			var plan [4]int
			for i, phase := range interview.TimedPhases() {
				plan[i] = times[phase.String()]
			}
			body.Plans[p.Slug][minutes] = plan
		}
	}
	if body.Form.Problem == "" && len(all) > 0 {
		body.Form.Problem = all[0].Slug
	}
	plan := s.formPlan(body.Form)
	body.Ruler = newRuler(plan, nil)
	for _, phase := range interview.TimedPhases() {
		body.PlanFields = append(body.PlanFields, planField{phase.String(), phase.Title(), usualRanges[phase], int(plan.Of(phase) / interview.Minute)})
	}
	return body, nil
}

// everywhere is a concept that every problem is about, and so tells none apart.
const everywhere = "back-of-envelope"

// about names the first three concepts that a problem is about.
func (s *Server) about(p *problems.Problem) []string {
	var titles []string
	for _, id := range p.Concepts {
		if id == everywhere || len(titles) == 3 {
			continue
		}
		title := strings.ReplaceAll(id, "-", " ")
		if card, ok := s.catalogue().Concept(id); ok {
			title = card.Title
		}
		titles = append(titles, title)
	}
	return titles
}

// problemMarks says of which problems a person knows the answers, and why: done, interviewed or studied.
func (s *Server) problemMarks(c echo.Context, person interview.PersonID) (map[string]string, error) {
	marks := map[string]string{}
	if person == "" {
		return marks, nil
	}
	studied, err := s.registry.People.Studied(c.Request().Context(), person)
	if err != nil {
		return nil, err
	}
	for problem := range studied {
		if _, slug, ok := strings.Cut(problem, "/"); ok {
			marks[slug] = "studied"
		}
	}
	for _, e := range s.entries(person) {
		mark := problemMark(e.State, person)
		if old := marks[e.State.Problem.Slug]; mark != "" && (old == "" || old == "studied") {
			marks[e.State.Problem.Slug] = mark
		}
	}
	return marks, nil
}

// formPlan is the plan that the form shows, the usual one where it holds none yet.
func (s *Server) formPlan(q sessionRequest) interview.Plan {
	if p, ok := s.catalogue().Find(q.Problem); ok {
		if plan, err := q.plan(p); err == nil {
			return plan
		}
		if plan, err := (sessionRequest{Minutes: 45}).plan(p); err == nil {
			return plan
		}
	}
	return interview.Plan{7 * interview.Minute, 16 * interview.Minute, 15 * interview.Minute, 7 * interview.Minute}
}

// homeSession puts a session into a person's words.
func (s *Server) homeSession(c echo.Context, person interview.PersonID, e room.Entry) homeSession {
	st := e.State
	me := partOf(st, person)
	role := st.Participants[me].Role
	h := homeSession{
		Title: st.Problem.Short, Session: e.Session, URL: "/s/" + e.Session + "/" + string(role),
		Date: date(st.CreatedAt), Open: st.Revealed == nil && st.Closed == "", Action: "Go back in",
	}
	for _, seat := range []interview.Role{interview.Interviewer, interview.Candidate} {
		if holder := st.Holder(seat); holder != "" && holder != me {
			if name, err := s.registry.People.Name(c.Request().Context(), st.Participants[holder].Person); err == nil {
				h.With = review.Isolated(name)
			}
			break
		}
	}
	clock := st.ClockAt(s.registry.Clock.Wall())
	switch {
	case swapAsked(st, me):
		h.State = suggested(h.With, st.Peers[interview.Interviewer] == me, st.Swap.Problem.Short, st.Plan)
		h.Action, h.URL, h.Open = "Answer", h.URL+"/review", true
	case st.Closed != "":
		h.State = "Nobody came back; closed."
	case role == interview.Mentor && st.Phase >= interview.Scoring && st.Cards[me].LockedAt == 0:
		h.State, h.Action, h.Open = "Your score is missing.", "Score", true
	case st.Revealed != nil:
		h.State, h.Action, h.URL = "Scored", "Review", h.URL+"/review"
		if h.With != "" && st.AsksConsent(me) {
			h.State = "Scored. " + h.With + " asks to let others see it."
		}
	case st.Phase == interview.Lobby:
		h.State = "Not started yet."
	case st.Phase == interview.Scoring:
		h.State, h.Action = "Your scores are missing.", "Score"
		if st.Cards[me].LockedAt != 0 {
			h.State, h.Action = "You have locked your scores.", "Go back in"
		}
	case clock.State == "paused":
		h.State = st.Phase.Title() + ". The clock stands."
	case clock.Left < 0:
		h.State = fmt.Sprintf("%s, over by %s. The clock is running.", st.Phase.Title(), minutesSeconds(-clock.Left))
	default:
		h.State = fmt.Sprintf("%s, %s left. The clock is running.", st.Phase.Title(), minutesSeconds(clock.Left))
	}
	return h
}

// problemMark is what a session did to what its person knows of the problem: "" while nothing was shown.
func problemMark(st *interview.State, person interview.PersonID) string {
	if st.Phase < interview.Clarification {
		return ""
	}
	switch st.Participants[partOf(st, person)].Role {
	case interview.Candidate:
		return "done " + time.UnixMilli(int64(st.StartedAt)).Format("2 Jan")
	case interview.Interviewer, interview.Mentor:
		return "interviewed"
	}
	return ""
}

func date(t interview.Time) string { return time.UnixMilli(int64(t)).Format("2 January 2006") }

// days says how long something is kept, "" for ever.
func days(keep interview.Duration) string {
	switch n := keep / (24 * 60 * interview.Minute); {
	case keep == 0:
		return ""
	case n == 1:
		return "1 day"
	default:
		return fmt.Sprintf("%d days", n)
	}
}

type sessionBody struct {
	ID, Role string
	Joined   bool
	// Returns says that this browser's person takes part already, and only lacks the key.
	Returns       bool
	ProblemTitle  string
	Prompt        template.HTML
	Board, Notice string
	OnlyHere      bool
	// Keep is how long the session is kept after its last event, "" for ever.
	Keep string
}

// sessionPage is the room's page for a role: a frame that is readable before script runs.
func (s *Server) sessionPage(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	role, err := interview.ParseRole(c.Param("role"))
	if err != nil || !room.ValidSession(c.Param("id")) {
		return interview.Errorf(interview.NotFound, "This link opens nothing. It may be incomplete or replaced by a newer one.")
	}
	body := sessionBody{ID: c.Param("id"), Role: string(role), OnlyHere: onlyHere(s.origin(c)), Keep: days(s.registry.Keep)}
	title := "mockroom"
	if k := cookieKey(c, string(role)); k != "" {
		snapshot, err := s.snapshotFor(c, k)
		if err != nil {
			return err
		}
		if snapshot.State != nil {
			body.Joined = true
			body.ProblemTitle = snapshot.State.Problem.Title
			title = snapshot.State.Problem.Short
			if snapshot.Prompt != nil {
				body.Prompt = template.HTML(snapshot.Prompt.HTML)
			}
			if snapshot.Board.Text != nil {
				body.Board = *snapshot.Board.Text
			}
		}
	}
	if !body.Joined {
		if body.Returns, err = s.returns(c, role); err != nil {
			return err
		}
	}
	return s.render(c, http.StatusOK, "session.html", page{Title: title, Script: "/static/js/session/main.js", Body: body})
}

// returns says whether this browser's person takes part in the session that the path names, and only
// lacks the key. Of a session that is not there, or was deleted, whoever opens the link is told so.
func (s *Server) returns(c echo.Context, role interview.Role) (bool, error) {
	person, err := s.person(c)
	if err != nil {
		return false, err
	}
	has, err := s.registry.HasPart(c.Request().Context(), c.Param("id"), person, role)
	var refusal *interview.Error
	if errors.As(err, &refusal) && (refusal.Code == interview.NotFound || refusal.Code == interview.Gone) {
		return false, nil
	}
	return has, err
}

// snapshotFor is what a cookie's key may see; empty where the key is no longer good, so that the
// page can take a link's key instead.
func (s *Server) snapshotFor(c echo.Context, key string) (room.Snapshot, error) {
	ctx, session := c.Request().Context(), c.Param("id")
	access, err := s.authenticate(c, session, key)
	if err == nil && access.Participant != "" {
		return s.registry.Snapshot(ctx, session, access.Participant)
	}
	if refusal, _ := s.refusal(err); err != nil && (refusal.Code != interview.Forbidden || errors.Is(err, interview.ErrTakenBack)) {
		return room.Snapshot{}, err
	}
	return room.Snapshot{}, nil
}

type errorBody struct {
	Heading, Message string
	Status           int
	// Retry is after how many seconds the page loads itself anew; 0 is never.
	Retry int
}

// renderError is the one layout of all error pages.
func (s *Server) renderError(c echo.Context, heading string, refusal *interview.Error, status int) error {
	return s.render(c, status, "error.html", page{Title: heading, Body: errorBody{heading, refusal.Message, status, retryAfter(c)}})
}

// boardHTML is the rendered board.
func boardHTML(text string) template.HTML { return template.HTML(markdown.Document(text)) }
