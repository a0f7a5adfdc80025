package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"mockroom/server/agreement"
	"mockroom/server/interview"
)

// agreementView is how far the mentors of a group agree, as one of them may know: from the cards that
// they may read, which are those of sessions that they have scored themselves.
type agreementView struct {
	Pairs []pairAgreement `json:"pairs"`
	// All is over all mentors of the group together.
	All    []agreement.Row `json:"all"`
	Raters []raterView     `json:"raters"`
}

// pairAgreement is the reader's with another mentor.
type pairAgreement struct {
	Member interview.MemberID `json:"member"`
	Name   string             `json:"name"`
	Rows   []agreement.Row    `json:"rows"`
}

// raterView says how mild a mentor is, the reader first.
type raterView struct {
	Member interview.MemberID `json:"member"`
	Name   string             `json:"name"`
	You    bool               `json:"you"`
	agreement.Rater
}

// locked gathers the cards that a person may read, by who locked them. What they may not read is not
// in it: it goes through their view of each session.
func (s *Server) locked(person interview.PersonID) []agreement.Card {
	var cards []agreement.Card
	for _, e := range s.entries(person) {
		view := e.State.Project(partOf(e.State, person))
		for id := range view.Cards {
			for round, c := range view.LockedCards(id) {
				if c.Content == nil {
					continue
				}
				cards = append(cards, agreement.Card{
					Session: e.Session, Rater: e.State.Participants[id].Person, LockedAt: c.LockedAt, Again: round > 0,
					Self: view.Participants[id].Role == interview.Candidate, NotBlind: c.NotBlind, Scores: c.Content.Scores,
				})
			}
		}
	}
	return cards
}

// agreementFor is what a mentor of a group may know.
func (s *Server) agreementFor(v groupView, person interview.PersonID) agreementView {
	answer := agreementView{Pairs: []pairAgreement{}, Raters: []raterView{}}
	var mentors []interview.PersonID
	who := map[interview.PersonID]memberView{}
	for _, m := range v.Members {
		if m.Role == interview.GroupMentor {
			id := v.state.Members[m.ID].Person
			mentors, who[id] = append(mentors, id), m
		}
	}
	var cards []agreement.Card
	for _, c := range s.locked(person) {
		if _, mentor := who[c.Rater]; mentor {
			cards = append(cards, c)
		}
	}
	rated := map[interview.PersonID]agreement.Rater{}
	for _, r := range agreement.Leniencies(cards) {
		rated[r.Rater] = r
	}
	answer.All = agreement.Between(cards, mentors...)
	for _, id := range mentors {
		r, ok := rated[id]
		if !ok {
			r = agreement.NoSessions(id)
		}
		view := raterView{who[id].ID, who[id].Name, id == person, r}
		if view.You {
			answer.Raters = append([]raterView{view}, answer.Raters...)
			continue
		}
		answer.Raters = append(answer.Raters, view)
		answer.Pairs = append(answer.Pairs, pairAgreement{view.Member, view.Name, agreement.Between(cards, person, id)})
	}
	return answer
}

// mentoredGroup is the group that the path names, for its mentors.
func (s *Server) mentoredGroup(c echo.Context) (groupView, interview.PersonID, error) {
	v, person, err := s.groupFor(c)
	if err == nil && v.Role != interview.GroupMentor {
		err = interview.Errorf(interview.Forbidden, "Only the mentors of a group see how far they agree.")
	}
	if err == nil {
		err = s.mayAsk("group", interview.ParticipantID(person), wholeSession)
	}
	return v, person, err
}

// getAgreement answers GET /api/groups/{group}/agreement.
func (s *Server) getAgreement(c echo.Context) error {
	v, person, err := s.mentoredGroup(c)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, s.agreementFor(v, person))
}
