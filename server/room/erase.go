package room

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"mockroom/server/interview"
	"mockroom/server/journal"
)

// Delete erases a session for everybody. Candidate and creator may; whoever is connected is told.
func (g *Registry) Delete(ctx context.Context, session string, by interview.ParticipantID) error {
	var role interview.Role
	err := g.inspect(ctx, session, func(r *room) error {
		role = r.state.Acts(by)
		if role != interview.Candidate && by != r.state.Creator || role == "" {
			return interview.Errorf(interview.Forbidden, "Only the candidate and the person who opened the room can delete it.")
		}
		return nil
	})
	if err != nil {
		return err
	}
	return g.eraseSession(ctx, interview.SessionErased{Session: session, Role: role})
}

// EraseSession erases a session for everybody, whoever takes part in it.
func (g *Registry) EraseSession(ctx context.Context, session string, by interview.Eraser) error {
	if !ValidSession(session) {
		return interview.Errorf(interview.NotFound, "This is no session's id. It is the 26 characters after /s/ in the room's address.")
	}
	if err := g.known(ctx, SessionStream(session), "session"); err != nil {
		return err
	}
	return g.eraseSession(ctx, interview.SessionErased{Session: session, By: by})
}

// known says whether a stream has events; what is of that kind, for the person.
func (g *Registry) known(ctx context.Context, id journal.ID, what string) error {
	for _, err := range g.Journal.Read(ctx, id, 1) {
		if errors.Is(err, journal.ErrErased) {
			return interview.Errorf(interview.Gone, "This %s was erased before.", what)
		}
		return err
	}
	return interview.Errorf(interview.NotFound, "There is no %s with this id here.", what)
}

// eraseSession notes the erasure first, so that a server that stops in between goes on with it.
func (g *Registry) eraseSession(ctx context.Context, f interview.SessionErased) error {
	if err := g.server.append(ctx, f); err != nil {
		return fmt.Errorf("erasing a session: %w", err)
	}
	return g.dropSession(ctx, f.Session)
}

// dropSession takes a session's events away, and tells whoever is connected.
func (g *Registry) dropSession(ctx context.Context, session string) error {
	if err := g.Journal.Erase(ctx, SessionStream(session)); err != nil {
		return fmt.Errorf("erasing a session: %w", err)
	}
	return g.inspectLive(ctx, session, func(r *room) {
		r.closeAll(interview.Errorf(interview.Gone, "This session was deleted."))
		r.cancel()
	})
}

// inspectLive runs f in a session's room if that is open here.
func (g *Registry) inspectLive(ctx context.Context, session string, f func(*room)) error {
	g.mu.Lock()
	r := g.rooms[SessionStream(session)]
	g.mu.Unlock()
	if r == nil {
		return nil
	}
	done := make(chan struct{})
	select {
	case r.inbox <- request{answer: func(error) { close(done) }, inspect: func(r *room) { f(r); close(done) }}:
	case <-r.ended:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-done:
	case <-r.ended:
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// ErasePerson erases a person: their name and all that they did outside of sessions, their part in
// groups, and the sessions that were theirs alone. In sessions with others they are "somebody" from now on. It
// gives how many sessions went and how many stay.
func (g *Registry) ErasePerson(ctx context.Context, id interview.PersonID, by interview.Eraser) (gone, stay int, err error) {
	if journal.CheckID(personStream(id)) != nil || strings.ContainsRune(string(id), ':') || len(id) < 20 {
		return 0, 0, interview.Errorf(interview.NotFound, "This is no person's id. GET /api/me tells each browser its own.")
	}
	if err := g.known(ctx, personStream(id), "person"); err != nil {
		return 0, 0, err
	}
	found, err := g.People.read(ctx, id)
	if err != nil {
		return 0, 0, err
	}
	// Whoever moved into another browser's history is erased with it.
	if id, err = g.People.merged(ctx, id, found); err != nil {
		return 0, 0, err
	}
	if err := g.indexAll(ctx); err != nil {
		return 0, 0, fmt.Errorf("erasing a person: %w", err)
	}
	alone, shared := g.index.partedBy(id)
	f := interview.PersonErased{Person: id, Sessions: alone, By: by}
	if err := g.server.append(ctx, f); err != nil {
		return 0, 0, fmt.Errorf("erasing a person: %w", err)
	}
	return len(alone), len(shared), g.dropPerson(ctx, id, alone)
}

// indexAll waits until the index holds all that was committed before the call.
func (g *Registry) indexAll(ctx context.Context) error {
	if err := g.server.append(ctx, interview.ServerBeat{}); err != nil {
		return err
	}
	g.server.mu.Lock()
	stream, number := g.server.stream(), g.server.number
	g.server.mu.Unlock()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for g.index.serverNumber(stream) < number {
		select {
		case <-tick.C:
		case <-g.ctx.Done():
			return g.ctx.Err()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// dropPerson takes away what is to go of a person. Open rooms, here and in other processes, learn it
// from the journal and forget the name.
func (g *Registry) dropPerson(ctx context.Context, id interview.PersonID, sessions []string) error {
	if err := g.withdrawAll(ctx, id); err != nil {
		return err
	}
	if err := g.leaveGroups(ctx, id); err != nil {
		return err
	}
	if err := g.People.eraseTraces(ctx, id); err != nil {
		return err
	}
	if err := g.Journal.Erase(ctx, personStream(id)); err != nil {
		return fmt.Errorf("erasing a person: %w", err)
	}
	for _, session := range sessions {
		if err := g.dropSession(ctx, session); err != nil {
			return err
		}
	}
	return nil
}

// withdrawAll takes back what somebody who goes had agreed to, and the links that they made: they cannot
// do it later.
func (g *Registry) withdrawAll(ctx context.Context, id interview.PersonID) error {
	for _, e := range g.index.Of(id) {
		for _, share := range e.State.Shares {
			if e.State.Participants[share.By].Person != id || share.RevokedAt != 0 {
				continue
			}
			if err := g.Do(ctx, e.Session, interview.Command{By: share.By, Do: interview.RevokeShare{ID: share.ID}}); err != nil {
				return fmt.Errorf("taking links back: %w", err)
			}
		}
		for to, given := range e.State.Consents {
			for by := range given {
				if e.State.Participants[by].Person != id {
					continue
				}
				err := g.Do(ctx, e.Session, interview.Command{By: by, Do: interview.WithdrawConsent{To: to}})
				var refusal *interview.Error
				if err != nil && !(errors.As(err, &refusal) && refusal.Code == interview.Forbidden) {
					return fmt.Errorf("taking consents back: %w", err)
				}
			}
		}
	}
	return nil
}

// forgetPerson shows somebody who was erased under no name any more, in every room that is open here.
func (g *Registry) forgetPerson(id interview.PersonID) {
	_, shared := g.index.partedBy(id)
	for _, session := range shared {
		if err := g.inspectLive(g.ctx, session, func(r *room) { r.forget(id) }); err != nil {
			return
		}
	}
}

// forget takes a person's name out of a room, and shows everybody the room anew.
func (r *room) forget(id interview.PersonID) {
	for participant, p := range r.state.Participants {
		if p.Person == id {
			r.learnName(participant)
		}
	}
	for c := range r.connections {
		r.welcome(c, nil)
	}
}
