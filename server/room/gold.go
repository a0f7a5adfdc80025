package room

import (
	"context"
	"errors"

	"mockroom/server/group"
	"mockroom/server/interview"
)

// Gild does something with the card that a group's mentors agree on; only they may.
func (g *Registry) Gild(ctx context.Context, session string, by interview.ParticipantID, to interview.Outsiders, do interview.Action) error {
	mentors, err := g.mentorsFor(ctx, session, by, to)
	if err != nil {
		return err
	}
	if !mentors {
		return interview.Errorf(interview.Forbidden, "The group's mentors who scored this session agree on its card.")
	}
	return g.Do(ctx, session, interview.Command{By: by, Do: do})
}

// mentorsFor says whether a participant is a mentor of a group.
func (g *Registry) mentorsFor(ctx context.Context, session string, by interview.ParticipantID, to interview.Outsiders) (bool, error) {
	var person interview.PersonID
	err := g.inspect(ctx, session, func(r *room) error {
		person = r.state.Participants[by].Person
		return r.state.Access(by)
	})
	if err != nil {
		return false, err
	}
	s, err := g.readGroup(ctx, string(to))
	if errors.Is(err, group.ErrNoGroup) {
		return false, nil
	}
	return err == nil && s.Mentors(person), err
}
