package web

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"mockroom/server/interview"
	"mockroom/server/review"
)

type mentoringBody struct {
	Groups []ownGroup
	// Scored is how many sessions have a locked card of this person.
	Scored  int
	Waiting []mentorRow
	Locked  []mentorRow
	// Taken are the sentences on consents that were taken back.
	Taken []string
	// Mentor says that there is anything to do here at all.
	Mentor bool
	// Calibration says how far the mentors of one of the groups agree. Gold is a card of theirs beside the
	// reader's own, NextGold a session with one that the reader has not scored.
	Calibration *calibration
	Gold        *goldBody
	NextGold    *mentorRow
}

// mentorRow is a session in the words of the page. Action is "" where there is none; Enter says that the
// mentor comes in with it, Again that another round can be begun.
type mentorRow struct {
	Session, Group, Title, Who, When, State, Action, URL string
	Enter, Primary, Again                                bool
}

// mentoringPage shows a mentor what waits for their score, and what they have scored.
func (s *Server) mentoringPage(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	person, err := s.person(c)
	if err != nil {
		return err
	}
	body := mentoringBody{Mentor: s.registry.Index().Mentors(person)}
	if person != "" {
		if err := s.mayAsk("me", interview.ParticipantID(person), 5); err != nil {
			return err
		}
		for _, g := range s.ownGroups(person) {
			if g.Role == string(interview.GroupMentor) {
				body.Groups = append(body.Groups, g)
			}
		}
		sessions := s.registry.Index().Mentoring(person)
		list, err := s.mentoredOf(c.Request().Context(), sessions)
		if err != nil {
			return err
		}
		for _, m := range list {
			body.add(m)
		}
		if err := s.calibrate(c, person, sessions, &body); err != nil {
			return err
		}
	}
	return s.render(c, http.StatusOK, "mentoring.html", page{Title: "Mentoring – mockroom", Body: body})
}

// add puts a session where it belongs.
func (b *mentoringBody) add(m mentored) {
	if m.LockedAt != 0 {
		b.Scored++
	}
	row := m.row()
	switch m.State {
	case takenBack:
		b.Taken = append(b.Taken, m.taken())
	case locked:
		b.Locked = append(b.Locked, row)
	default:
		b.Waiting = append(b.Waiting, row)
	}
}

func shortDate(t interview.Time) string { return time.UnixMilli(int64(t)).Format("2 Jan") }

// row puts a session into words.
func (m mentored) row() mentorRow {
	r := mentorRow{
		Session: m.Session, Group: m.Group, Title: m.Problem, URL: "/s/" + m.Session + "/mentor",
		Who:  review.Isolated(m.Candidate) + ", alone",
		When: shortDate(m.CreatedAt) + " · " + minutesSeconds(m.Length), Enter: !m.Entered,
	}
	if m.Interviewer != "" {
		r.Who = review.Isolated(m.Candidate) + " with " + review.Isolated(m.Interviewer)
	}
	switch m.State {
	case waitsForConsent:
		r.When = shortDate(m.CreatedAt) + " · –"
		r.State = names(m.Lacking) + " agreed yet. Nothing of it opens before."
	case toScore:
		r.State, r.Action, r.Primary = sentences(m.askedBy(), m.othersWords()), "Score", true
	case begun:
		r.State, r.Action = sentences(m.askedBy(), fmt.Sprintf("You have %d of 6.", m.Scored)), "Go on"
	case nextRound:
		r.State, r.Action = fmt.Sprintf("Round %d: what you locked before stays beside it. You have %d of 6.", m.Round, m.Scored), "Go on"
		if m.Round == 2 {
			r.State = fmt.Sprintf("Second round: your first card stays locked beside it. You have %d of 6.", m.Scored)
		}
	case locked:
		r.State, r.Action, r.URL = "You locked it on "+date(m.LockedAt)+".", "Review", r.URL+"/review"
		r.Again = m.Round < interview.MaxRounds
	}
	return r
}

// names says of whom it is that they have not.
func names(who []string) string {
	list := make([]string, len(who))
	for i, n := range who {
		list[i] = review.Isolated(n)
	}
	if len(list) == 1 {
		return list[0] + " has not"
	}
	return strings.Join(list, " and ") + " have not"
}

func sentences(list ...string) string {
	kept := []string{}
	for _, s := range list {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return strings.Join(kept, " ")
}

func (m mentored) askedBy() string {
	switch {
	case !m.asked:
		return "You were there."
	case m.Interviewer == "":
		return review.Isolated(m.Candidate) + " asked you."
	}
	return "Both asked you."
}

func (m mentored) othersWords() string {
	counts := []string{"", "One card is", "Two cards are", "Three cards are", "Four cards are"}
	switch {
	case m.Others == 0:
		return ""
	case m.Others == 1:
		return "One card is locked; you see it when yours is."
	case m.Others < len(counts):
		return counts[m.Others] + " locked; you see them when yours is."
	}
	return fmt.Sprintf("%d cards are locked; you see them when yours is.", m.Others)
}

// taken says whose consent is missing now.
func (m mentored) taken() string {
	kept := ""
	if m.LockedAt != 0 {
		kept = "; your locked card stays with the pair"
	}
	who := strings.TrimSuffix(strings.TrimSuffix(names(m.Lacking), " has not"), " have not")
	have := "has"
	if len(m.Lacking) > 1 {
		have = "have"
	}
	return fmt.Sprintf("%s %s taken back consent for %s, %s. It is closed for you%s.", who, have, m.Problem, date(m.CreatedAt), kept)
}

// scoreFromForm is a button of the page: a mentor comes in, or begins another round, and goes to the
// card.
func (s *Server) scoreFromForm(c echo.Context) error {
	session := c.FormValue("session")
	if c.FormValue("again") != "" {
		person, err := s.mustBe(c)
		if err != nil {
			return err
		}
		if !interview.ValidID(session) {
			return interview.Errorf(interview.NotFound, "There is no such session.")
		}
		if err := s.registry.ScoreAgain(c.Request().Context(), session, person); err != nil {
			return err
		}
	} else if _, err := s.enterAsMentor(c, session, c.FormValue("group")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/s/"+session+"/mentor")
}
