package room

import (
	"context"

	"mockroom/server/interview"
)

// Access is who a key makes somebody in a session.
type Access struct {
	Participant interview.ParticipantID
	Role        interview.Role
	// Invite is set, and Participant empty, where the key is a link's that has not been exchanged.
	Invite string
}

// Authenticate finds whose key this is. It asks the session's own events, never an index.
func (g *Registry) Authenticate(ctx context.Context, session, key string) (Access, error) {
	return g.authenticate(ctx, session, key, access)
}

// AuthenticateLink is Authenticate for a key that is to be exchanged: where a program takes part
// with a link's own key, it is still a link to everybody else.
func (g *Registry) AuthenticateLink(ctx context.Context, session, key string) (Access, error) {
	return g.authenticate(ctx, session, key, linkAccess)
}

func (g *Registry) authenticate(ctx context.Context, session, key string, find func(*interview.State, string) (Access, bool)) (Access, error) {
	var access Access
	if !ValidSession(session) || key == "" || len(key) > 200 {
		return access, errNoSession
	}
	if err := g.unopened(ctx, session, key); err != nil {
		return access, err
	}
	err := g.inspect(ctx, session, func(r *room) error {
		found, ok := find(r.state, key)
		access = found
		if !ok {
			return errNoKey
		}
		if found.Participant != "" {
			return r.state.Access(found.Participant)
		}
		return nil
	})
	return access, err
}

// Snapshot is what a participant may see of a session now, with the whole board.
func (g *Registry) Snapshot(ctx context.Context, session string, viewer interview.ParticipantID) (Snapshot, error) {
	var s Snapshot
	err := g.inspect(ctx, session, func(r *room) error {
		if err := r.state.Access(viewer); err != nil {
			return err
		}
		s = r.snapshot(viewer, nil)
		return nil
	})
	return s, err
}

// Attach lets a connection into its session; frames begin with the welcome. version is what the
// client's editor is at, or nil.
func (g *Registry) Attach(ctx context.Context, session string, c *Connection, version *uint64) error {
	return g.inspect(ctx, session, func(r *room) error {
		r.attach(c, version)
		return nil
	})
}

// Detach says that a connection has ended and when its client was last heard of, which is ago.
func (g *Registry) Detach(session string, c *Connection, ago interview.Duration) {
	c.Close(CloseGoingAway, "closed")
	_ = g.inspect(g.ctx, session, func(r *room) error {
		r.detach(c, r.now()-interview.Time(ago))
		return nil
	})
}

// MoveCursor says where a client's selection is, nil for nowhere.
func (g *Registry) MoveCursor(ctx context.Context, session string, c *Connection, cursor *Cursor) error {
	return g.inspect(ctx, session, func(r *room) error {
		r.moveCursor(c, cursor)
		return nil
	})
}

// Pong answers a ping in the room's own time, behind whatever is waiting there.
func (g *Registry) Pong(ctx context.Context, session string, c *Connection, id uint64) error {
	return g.inspect(ctx, session, func(r *room) error {
		c.Send(encode(pongFrame{"pong", id, r.now(), r.saving}))
		return nil
	})
}
