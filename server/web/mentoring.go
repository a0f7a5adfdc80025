package web

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"mockroom/server/interview"
	"mockroom/server/room"
)

// mentorState is how far a mentor is with a session.
type mentorState string

// States of a session at a mentor's.
const (
	// waitsForConsent: one of the pair has not agreed; nothing of the session opens.
	waitsForConsent mentorState = "waits"
	// takenBack: the mentor was in it, and consent was taken back.
	takenBack mentorState = "taken-back"
	toScore   mentorState = "asked"
	begun     mentorState = "begun"
	// nextRound: a card is locked, and another begun.
	nextRound mentorState = "round"
	locked    mentorState = "locked"
)

// mentored is a session as its mentor's list has it. Of others' cards it says no more than how many are
// locked.
type mentored struct {
	Session string `json:"session"`
	// Group is through which the mentor may come in, or came.
	Group       string             `json:"group,omitempty"`
	Problem     string             `json:"problem"`
	Candidate   string             `json:"candidate"`
	Interviewer string             `json:"interviewer,omitempty"`
	CreatedAt   interview.Time     `json:"created_at"`
	Length      interview.Duration `json:"length_ms"`
	State       mentorState        `json:"state"`
	// Lacking are those whose consent is missing.
	Lacking []string `json:"lacking"`
	// Entered says that the mentor takes part already. Round counts their cards, Scored the criteria of
	// the one that is open; LockedAt is when they locked the last one.
	Entered  bool           `json:"entered"`
	Round    int            `json:"round"`
	Scored   int            `json:"scored"`
	LockedAt interview.Time `json:"locked_at"`
	// Others is how many other cards are locked.
	Others int `json:"others_locked"`
	// asked says that the pair asked for it; who was there live was not asked.
	asked bool
}

// mentoredOf puts a person's sessions as a mentor into a list.
func (s *Server) mentoredOf(ctx context.Context, sessions []room.Mentoring) ([]mentored, error) {
	list := []mentored{}
	for _, e := range sessions {
		m, ok, err := s.mentored(ctx, e)
		if err != nil {
			return nil, err
		}
		if ok {
			list = append(list, m)
		}
	}
	return list, nil
}

// mentored says how far a mentor is with a session; false where there is nothing to say.
func (s *Server) mentored(ctx context.Context, e room.Mentoring) (mentored, bool, error) {
	st := e.State
	through := interview.Outsiders(e.Group)
	if e.Me != "" {
		through = st.Participants[e.Me].Through
	}
	m := mentored{
		Session: e.Session, Group: e.Group, Problem: st.Problem.Short, CreatedAt: st.CreatedAt, Lacking: []string{},
		Entered: e.Me != "" && st.Acts(e.Me) != "", asked: through != "", Round: 1, State: toScore,
	}
	var err error
	if m.Candidate, err = s.nameIn(ctx, st, st.Peers[interview.Candidate]); err != nil {
		return m, false, err
	}
	if id := st.Peers[interview.Interviewer]; id != "" {
		if m.Interviewer, err = s.nameIn(ctx, st, id); err != nil {
			return m, false, err
		}
	}
	card := st.Cards[e.Me]
	m.Round = card.Round()
	if rounds := card.Locked(); len(rounds) > 0 {
		m.LockedAt = rounds[len(rounds)-1].LockedAt
	}
	if through != "" && !st.Agreed(through) {
		for _, id := range st.Lacking(through) {
			name, err := s.nameIn(ctx, st, id)
			if err != nil {
				return m, false, err
			}
			m.Lacking = append(m.Lacking, name)
		}
		m.State = waitsForConsent
		if e.Me != "" {
			m.State = takenBack
		}
		return m, true, nil
	}
	if e.Me != "" && !m.Entered {
		return m, false, nil
	}
	m.Length = st.ClockAt(st.At).SessionUsed
	for id := range st.Cards {
		if id != e.Me && len(st.LockedCards(id)) > 0 {
			m.Others++
		}
	}
	switch {
	case card.LockedAt != 0:
		m.State = locked
		return m, true, nil
	case m.Round > 1:
		m.State = nextRound
	case card.Content != nil || len(st.Pins[e.Me]) > 0:
		m.State = begun
	}
	m.Scored = card.Scored
	return m, st.Closed == "", nil
}

// nameIn is what a participant goes by; "somebody" for one who is not there.
func (s *Server) nameIn(ctx context.Context, st *interview.State, id interview.ParticipantID) (string, error) {
	if st.Participants[id].Person == "" {
		return "somebody", nil
	}
	return s.registry.People.Name(ctx, st.Participants[id].Person)
}

// getMentoring answers GET /api/mentoring: what this browser's person has scored or may score.
func (s *Server) getMentoring(c echo.Context) error {
	person, err := s.person(c)
	if err != nil {
		return err
	}
	list := []mentored{}
	if person != "" {
		if err := s.mayAsk("me", interview.ParticipantID(person), wholeSession); err != nil {
			return err
		}
		if list, err = s.mentoredOf(c.Request().Context(), s.registry.Index().Mentoring(person)); err != nil {
			return err
		}
	}
	return c.JSON(http.StatusOK, map[string]any{"sessions": list})
}

// enterAsMentor lets this browser into a session as a mentor of a group, and gives the key.
func (s *Server) enterAsMentor(c echo.Context, session, group string) (string, error) {
	person, err := s.mustBe(c)
	if err != nil {
		return "", err
	}
	if !room.ValidSession(session) {
		return "", interview.Errorf(interview.NotFound, "There is no such session.")
	}
	if err := s.mayAsk(session, interview.ParticipantID(person), wholeSession); err != nil {
		return "", err
	}
	token, err := s.registry.Enter(c.Request().Context(), session, group, person, room.NewParticipant())
	if err == nil {
		s.setSeat(c, session, interview.Mentor, token)
	}
	return token, err
}

// enterSession answers POST /api/sessions/{id}/enter: a mentor of a group comes in.
func (s *Server) enterSession(c echo.Context) error {
	var q struct {
		Group string `json:"group"`
	}
	if err := readJSON(c, &q); err != nil {
		return err
	}
	token, err := s.enterAsMentor(c, c.Param("id"), q.Group)
	if err != nil {
		return err
	}
	access, err := s.registry.Authenticate(c.Request().Context(), c.Param("id"), token)
	if err != nil {
		return err
	}
	return s.answerJoined(c, access, token)
}
