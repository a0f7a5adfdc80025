package room

import (
	"context"
	"errors"
	"strings"

	"mockroom/problems"
	"mockroom/server/interview"
)

// A return is written in two streams: first that the pair agreed on it, with the new session's id and
// all that it consists of, then the new session. What breaks off in between is finished by whoever
// enters it next.

// SwapPerson is who one of the pair is, for the other or for themselves.
func (g *Registry) SwapPerson(ctx context.Context, session string, by, of interview.ParticipantID) (interview.PersonID, error) {
	var person interview.PersonID
	err := g.inspect(ctx, session, func(r *room) error {
		partner, err := r.state.SwapPartner(by)
		if err == nil && of != by && of != partner {
			err = interview.Errorf(interview.Forbidden, "Only the two who held the interview change seats.")
		}
		person = r.state.Participants[of].Person
		return err
	})
	return person, err
}

// mayChange refuses whoever cannot change seats, also because the other was erased.
func (g *Registry) mayChange(ctx context.Context, session string, by interview.ParticipantID) error {
	var partner interview.PersonID
	err := g.inspect(ctx, session, func(r *room) error {
		id, err := r.state.SwapPartner(by)
		partner = r.state.Participants[id].Person
		return err
	})
	if err != nil {
		return err
	}
	return g.stillHere(ctx, partner)
}

func (g *Registry) stillHere(ctx context.Context, person interview.PersonID) error {
	found, err := g.People.read(ctx, person)
	if err == nil && found.number == 0 {
		err = interview.Errorf(interview.Gone, "The other of you was erased from this server. There is nobody to change seats with.")
	}
	return err
}

// SuggestSwap suggests a problem for the return. Its files are kept first, in this wording.
func (g *Registry) SuggestSwap(ctx context.Context, session string, by interview.ParticipantID, p *problems.Problem, ref interview.ProblemRef) error {
	if err := g.mayChange(ctx, session, by); err != nil {
		return err
	}
	if err := g.Problems.Pin(ctx, p); err != nil {
		return err
	}
	return g.Do(ctx, session, interview.Command{By: by, Do: interview.SuggestSwap{Problem: ref}})
}

// AcceptSwap agrees on the return, opens it and lets who accepted in.
func (g *Registry) AcceptSwap(ctx context.Context, session string, by interview.ParticipantID, problem string) (Entered, error) {
	if err := g.mayChange(ctx, session, by); err != nil {
		return Entered{}, err
	}
	err := g.Do(ctx, session, interview.Command{By: by, Do: interview.AcceptSwap{Problem: problem, Session: NewSecret()}})
	if err != nil {
		return Entered{}, err
	}
	return g.EnterReturn(ctx, session, by)
}

// Entered is a seat in another session, with its key.
type Entered struct {
	Session string
	Role    interview.Role
	Key     string
}

// EnterReturn lets one of the pair into the session in which they change seats. It opens that session
// where it is missing, because a server stopped between the two.
func (g *Registry) EnterReturn(ctx context.Context, session string, by interview.ParticipantID) (Entered, error) {
	var entered Entered
	var person interview.PersonID
	var open *interview.OpenReturn
	err := g.inspect(ctx, session, func(r *room) error {
		if _, err := r.state.SwapPartner(by); err != nil {
			return err
		}
		l := r.state.Returned()
		if l == nil {
			return interview.Errorf(interview.Conflict, "You have not agreed on a return yet.")
		}
		entered.Session, entered.Role = l.Session, interview.Interviewer
		if l.Candidate == by {
			entered.Role = interview.Candidate
		}
		person = r.state.Participants[by].Person
		open = r.state.OpenReturn(session, NewParticipant)
		return nil
	})
	if err != nil {
		return entered, err
	}
	if err := g.openReturn(ctx, entered.Session, open); err != nil {
		return entered, err
	}
	entered.Key, err = g.Return(ctx, entered.Session, person, entered.Role)
	return entered, err
}

// openReturn opens a session that was agreed on, unless it is there.
func (g *Registry) openReturn(ctx context.Context, session string, open *interview.OpenReturn) error {
	var refusal *interview.Error
	err := g.known(ctx, SessionStream(session), "session")
	if !errors.As(err, &refusal) || refusal.Code != interview.NotFound {
		return err
	}
	if open == nil {
		return interview.Errorf(interview.NotFound, "The return was agreed on at another server. It is not here.")
	}
	for _, p := range []interview.ParticipantJoined{open.Candidate, open.Interviewer} {
		if err := g.stillHere(ctx, p.Person); err != nil {
			return err
		}
	}
	err = g.Do(ctx, session, interview.Command{Do: *open})
	if errors.As(err, &refusal) && refusal.Code == interview.Conflict {
		return nil // The other of the two came first.
	}
	return err
}

// Opened are the problems, by slug, of which a person knows more than the prompt, in sessions or by
// studying them.
func (g *Registry) Opened(ctx context.Context, person interview.PersonID) (map[string]bool, error) {
	studied, err := g.People.Studied(ctx, person)
	if err != nil {
		return nil, err
	}
	opened := g.index.Opened(person)
	for name := range studied {
		if _, slug, ok := strings.Cut(name, "/"); ok {
			opened[slug] = true
		}
	}
	return opened, nil
}
