package room

import (
	"context"
	"fmt"
	"slices"

	"mockroom/server/interview"
)

// Erasure is a session, a person or a group that was erased, and whose bytes are in the file until it is
// written anew.
type Erasure struct {
	At interview.Time   `json:"at"`
	By interview.Eraser `json:"by"`
	// One of the three is set.
	Session string             `json:"session,omitempty"`
	Person  interview.PersonID `json:"person,omitempty"`
	Group   string             `json:"group,omitempty"`

	sessions []string
	number   uint64
}

// Backup is when a backup was last written, and its size; zero if never.
type Backup struct {
	At    interview.Time `json:"at"`
	Bytes int64          `json:"bytes"`
}

// Pending lists what was erased and whose bytes may still be in the file, oldest first.
func (g *Registry) Pending(ctx context.Context) ([]Erasure, error) {
	g.server.mu.Lock()
	defer g.server.mu.Unlock()
	if err := g.server.read(ctx); err != nil {
		return nil, fmt.Errorf("reading the server's stream: %w", err)
	}
	return slices.Clone(g.server.pending), nil
}

// LastBackup is when a backup was last written.
func (g *Registry) LastBackup(ctx context.Context) (Backup, error) {
	g.server.mu.Lock()
	defer g.server.mu.Unlock()
	err := g.server.read(ctx)
	return g.server.backedUp, err
}

// NoteBackup remembers that a backup was written.
func (g *Registry) NoteBackup(ctx context.Context, bytes int64) error {
	return g.server.append(ctx, interview.ServerBackedUp{Bytes: bytes})
}

// Compacting finishes what was begun to be erased, runs compact, and remembers that the bytes are
// gone.
func (g *Registry) Compacting(ctx context.Context, compact func() error) error {
	pending, err := g.Pending(ctx)
	if err != nil {
		return err
	}
	var upTo uint64
	for _, p := range pending {
		upTo = p.number
		switch {
		case p.Session != "":
			err = g.dropSession(ctx, p.Session)
		case p.Group != "":
			err = g.dropGroup(ctx, p.Group)
		default:
			// What the index did not know of yet when the person went.
			alone, _ := g.index.partedBy(p.Person)
			err = g.dropPerson(ctx, p.Person, append(alone, p.sessions...))
		}
		if err != nil {
			return err
		}
	}
	if err := compact(); err != nil {
		return err
	}
	if upTo == 0 {
		return nil
	}
	return g.server.append(ctx, interview.ServerCompacted{UpTo: upTo})
}
