package room

import (
	"context"

	"mockroom/server/interview"
)

// HasPart says whether a person takes part in a session in a role, so that another browser of theirs
// can be let in. Where consent was taken back, that is the error.
func (g *Registry) HasPart(ctx context.Context, session string, person interview.PersonID, role interview.Role) (bool, error) {
	if person == "" {
		return false, nil
	}
	if err := g.known(ctx, SessionStream(session), "session"); err != nil {
		return false, err
	}
	var has bool
	err := g.inspect(ctx, session, func(r *room) error {
		var id interview.ParticipantID
		if id, has = r.state.PartOf(person, role); has {
			return r.state.Access(id)
		}
		return nil
	})
	return has, err
}

// Return lets a person back into a session under a role that they have there, and gives the key of
// the browser that asks.
func (g *Registry) Return(ctx context.Context, session string, person interview.PersonID, role interview.Role) (string, error) {
	if err := g.known(ctx, SessionStream(session), "session"); err != nil {
		return "", err
	}
	token := NewSecret()
	return token, g.Do(ctx, session, interview.Command{Do: interview.Return{Role: role, Person: person, TokenHash: Hash(token)}})
}
