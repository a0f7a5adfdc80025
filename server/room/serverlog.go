package room

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
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
	// part counts the streams that were left because they were damaged.
	part int
	// lastBeat is when a process was last alive before this one started at startedAt.
	lastBeat, startedAt interview.Time
	// seed is the key that exports are signed with, once it is known.
	seed []byte
	// pending is what was erased since the file was last written anew, oldest first.
	pending  []Erasure
	backedUp Backup
	// host is the host's own clock at the last beat, at hostAt.
	host   interview.HostTime
	hostAt interview.Time
}

func (l *serverLog) start(ctx context.Context) error {
	if err := l.read(ctx); err != nil {
		return fmt.Errorf("reading the server's stream: %w", err)
	}
	l.goOnWithTime()
	l.startedAt = l.clock.Wall()
	if err := l.append(ctx, interview.ServerStarted{Version: "1"}); err != nil {
		return fmt.Errorf("the journal cannot be written: %w", err)
	}
	return nil
}

// maxSetBack is how far the host's clock may have been set between two processes and still not count.
// A day and more is a clock that was wrong before and is right now.
const maxSetBack = 24 * interview.Hour

// goOnWithTime keeps the time of day of the last process on this host, since the host has been up ever
// since: what is left of phases is the same wherever the host's clock was set meanwhile.
func (l *serverLog) goOnWithTime() {
	if l.host.BootID == "" || l.host.BootID != l.clock.BootID() {
		return
	}
	expected := l.hostAt + interview.Time(l.clock.Boot()-l.host.Boot)
	if set := interview.Duration(l.clock.Wall() - expected); set < maxSetBack && set > -maxSetBack {
		l.clock.Continue(l.hostAt, l.host.Boot)
	}
}

func (l *serverLog) read(ctx context.Context) error {
	for {
		err := l.readOn(ctx)
		if !errors.Is(err, journal.ErrDamaged) {
			return err
		}
		l.goOn()
	}
}

func (l *serverLog) readOn(ctx context.Context) error {
	for e, err := range l.journal.Read(ctx, l.stream(), l.number+1) {
		if err != nil {
			return err
		}
		l.fold(e)
	}
	return nil
}

// stream is the server's stream, or the one that goes on behind a damaged one.
func (l *serverLog) stream() journal.ID {
	if l.part == 0 {
		return serverStream
	}
	return journal.ID(fmt.Sprintf("%s-%d", serverStream, l.part+1))
}

// goOn leaves a stream that is damaged for a new one: the server is not to stop for that. What was
// pending still is, and is done with the next compaction.
func (l *serverLog) goOn() {
	l.part++
	l.number = 0
	for i := range l.pending {
		l.pending[i].number = 1
	}
}

// fold takes in an event of the stream. The caller holds mu, or is alone.
func (l *serverLog) fold(e interview.Event) {
	l.number = e.Number
	if l.startedAt == 0 {
		l.lastBeat = max(l.lastBeat, e.At)
	}
	switch f := e.Fact.(type) {
	case interview.ServerStarted:
		l.host, l.hostAt = f.HostTime, e.At
	case interview.ServerBeat:
		l.host, l.hostAt = f.HostTime, e.At
	case interview.ServerSigns:
		// Another process may have been first; what stands first in the stream counts.
		if l.seed == nil {
			l.seed = f.Seed
		}
	case interview.SessionErased:
		l.pending = append(l.pending, Erasure{At: e.At, By: f.By, Session: f.Session, number: e.Number})
	case interview.PersonErased:
		l.pending = append(l.pending, Erasure{At: e.At, By: f.By, Person: f.Person, sessions: f.Sessions, number: e.Number})
	case interview.GroupErased:
		l.pending = append(l.pending, Erasure{At: e.At, By: f.By, Group: f.Group, number: e.Number})
	case interview.ServerCompacted:
		l.pending = slices.DeleteFunc(slices.Clone(l.pending), func(p Erasure) bool { return p.number <= f.UpTo })
	case interview.ServerBackedUp:
		l.backedUp = Backup{At: e.At, Bytes: f.Bytes}
	}
}

// append adds a fact behind whatever other processes wrote.
func (l *serverLog) append(ctx context.Context, f interview.Fact) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		at := l.clock.Wall()
		host := interview.HostTime{BootID: l.clock.BootID(), Boot: l.clock.Boot()}
		switch started := f.(type) {
		case interview.ServerStarted:
			started.HostTime = host
			f = started
		case interview.ServerBeat:
			f = interview.ServerBeat{HostTime: host}
		}
		e := interview.Event{Number: l.number + 1, At: at, Audience: interview.ForNobody, Fact: f}
		err := l.journal.Append(ctx, l.stream(), e.Number, []interview.Event{e})
		switch {
		case err == nil:
			l.fold(e)
			return nil
		case errors.Is(err, journal.ErrConflict), errors.Is(err, journal.ErrUnknown), errors.Is(err, journal.ErrDamaged):
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

// signingKey is the key that this database's exports are signed with; it is made at the first need
// and is the same in every process.
func (l *serverLog) signingKey(ctx context.Context) (ed25519.PrivateKey, error) {
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
		seed = l.seed
		l.mu.Unlock()
	}
	return ed25519.NewKeyFromSeed(seed), nil
}
