package room

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"

	"mockroom/server/interview"
	"mockroom/server/journal"
)

// serverStream tells when some process was alive, and which sessions were deleted.
const serverStream journal.ID = "server:log"

// serverBeatEvery is how exactly a later process knows when this one stopped.
const serverBeatEvery = 30 * time.Second

// serverLog writes the server's stream.
type serverLog struct {
	journal journal.Journal
	clock   Clock
	mu      sync.Mutex
	number  uint64
	// lastBeat is when a process was last alive before this one started at startedAt.
	lastBeat, startedAt interview.Time
	// seed is the key that exports are signed with, once it is known.
	seed []byte
}

func (l *serverLog) start(ctx context.Context) error {
	if err := l.read(ctx); err != nil {
		return fmt.Errorf("reading the server's stream: %w", err)
	}
	l.startedAt = l.clock.Wall()
	if err := l.append(ctx, interview.ServerStarted{Version: "1"}); err != nil {
		return fmt.Errorf("the journal cannot be written: %w", err)
	}
	return nil
}

func (l *serverLog) read(ctx context.Context) error {
	for e, err := range l.journal.Read(ctx, serverStream, l.number+1) {
		if err != nil {
			return err
		}
		l.number = e.Number
		if f, ok := e.Fact.(interview.ServerSigns); ok && l.seed == nil {
			l.seed = f.Seed
		}
		if l.startedAt == 0 {
			l.lastBeat = max(l.lastBeat, e.At)
		}
	}
	return nil
}

// append adds a fact behind whatever other processes wrote.
func (l *serverLog) append(ctx context.Context, f interview.Fact) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		err := l.journal.Append(ctx, serverStream, l.number+1, []interview.Event{
			{Number: l.number + 1, At: l.clock.Wall(), Audience: interview.ForNobody, Fact: f},
		})
		switch {
		case err == nil:
			l.number++
			return nil
		case errors.Is(err, journal.ErrConflict), errors.Is(err, journal.ErrUnknown):
			if err := l.read(ctx); err != nil {
				return err
			}
		default:
			return err
		}
	}
}

// beatServer notes every half minute that this process is alive, while any room is live.
func (g *Registry) beatServer() {
	tick := time.NewTicker(serverBeatEvery)
	defer tick.Stop()
	for {
		select {
		case <-g.ctx.Done():
			return
		case <-tick.C:
		}
		if g.Live() == 0 {
			continue
		}
		if err := g.server.append(g.ctx, interview.ServerBeat{}); err != nil && g.ctx.Err() == nil {
			g.Log.Warn("the server's heartbeat was not saved", "error", err)
		}
	}
}

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
	if err := g.Journal.Erase(ctx, SessionStream(session)); err != nil {
		return fmt.Errorf("deleting a session: %w", err)
	}
	if err := g.server.append(ctx, interview.SessionErased{Session: session, Role: role}); err != nil {
		g.Log.Warn("a deletion was not noted", "error", err)
	}
	g.mu.Lock()
	r := g.rooms[SessionStream(session)]
	g.mu.Unlock()
	if r != nil {
		_ = g.inspect(ctx, session, func(r *room) error {
			r.closeAll(interview.Errorf(interview.Gone, "This session was deleted."))
			r.cancel()
			return nil
		})
	}
	return nil
}

// SigningKey is the key that this database's exports are signed with; it is made at the first need
// and is the same in every process.
func (g *Registry) SigningKey(ctx context.Context) (ed25519.PrivateKey, error) {
	l := g.server
	l.mu.Lock()
	err := l.read(ctx)
	seed := l.seed
	l.mu.Unlock()
	if err != nil {
		return nil, fmt.Errorf("reading the server's stream: %w", err)
	}
	if seed == nil {
		fresh := make([]byte, ed25519.SeedSize)
		if _, err := rand.Read(fresh); err != nil {
			return nil, fmt.Errorf("making a key: %w", err)
		}
		if err := l.append(ctx, interview.ServerSigns{Seed: fresh}); err != nil {
			return nil, fmt.Errorf("keeping the key of exports: %w", err)
		}
		l.mu.Lock()
		// Another process may have been first; what stands first in the stream counts.
		if l.seed == nil {
			l.seed = fresh
		}
		seed = l.seed
		l.mu.Unlock()
	}
	return ed25519.NewKeyFromSeed(seed), nil
}
