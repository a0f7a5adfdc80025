package room

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"

	"mockroom/server/interview"
	"mockroom/server/journal"
)

// Config is what a Registry stands on.
type Config struct {
	Journal journal.Journal
	Clock   Clock
	Signals Signals
	People  *People
	// Problems finds the problem of each session.
	Problems *Library
	Log      *slog.Logger
	// Keep is how long a session is kept after its last event; 0 is until somebody deletes it.
	Keep interview.Duration
	// MaxRooms bounds the live sessions of this process; 0 means DefaultMaxRooms.
	MaxRooms int
}

// DefaultMaxRooms is how many sessions may be live in one process.
const DefaultMaxRooms = 20_000

// FullError says that no more sessions may be live in this process.
type FullError struct{ Rooms int }

func (e *FullError) Error() string { return e.refusal().Error() }

func (e *FullError) Unwrap() error { return e.refusal() }

func (e *FullError) refusal() *interview.Error {
	return interview.Errorf(interview.Unavailable, "The server is full right now. It runs %d interviews at once. Try again in a moment.", e.Rooms)
}

// Registry opens and finds the live rooms of this process. Its methods may be called from any
// goroutine.
type Registry struct {
	Config
	server *serverLog

	ctx    context.Context
	cancel context.CancelFunc
	work   sync.WaitGroup

	merging sync.Mutex

	mu     sync.Mutex
	rooms  map[journal.ID]*room
	closed bool
	index  *Index

	counters Counters
	// looks is held by whoever looks at a board for cues.
	looks chan struct{}
}

// NewRegistry starts a process's rooms: it notes in the server's stream that the process is alive,
// follows the journal for its index, and opens sessions that the clock waits for. Close ends it.
func NewRegistry(ctx context.Context, c Config) (*Registry, error) {
	if c.MaxRooms == 0 {
		c.MaxRooms = DefaultMaxRooms
	}
	g := &Registry{Config: c, rooms: map[journal.ID]*room{}, looks: make(chan struct{}, 1), index: newIndex(c.Journal)}
	g.ctx, g.cancel = context.WithCancel(context.WithoutCancel(ctx))
	g.server = &serverLog{journal: c.Journal, clock: c.Clock}
	switch err := g.server.start(ctx); {
	case errors.Is(err, journal.ErrUnavailable):
		// What was saved can be read, and the rest goes on by itself when the cause is gone.
		c.Log.Error("the server starts, and cannot save", "reason", journal.Reason(err), "error", err)
	case err != nil:
		g.cancel()
		return nil, err
	}
	g.index.onErased = func(id interview.PersonID) { g.work.Go(func() { g.forgetPerson(id) }) }
	g.work.Go(func() { g.index.follow(g.ctx, c.Clock, c.Log) })
	g.work.Go(g.sweep)
	g.work.Go(g.beatServer)
	if c.Keep > 0 {
		g.work.Go(g.retire)
	}
	return g, nil
}

// Index is what is known of all sessions; it may lag a moment behind.
func (g *Registry) Index() *Index { return g.index }

func (g *Registry) away() (from, to interview.Time) { return g.server.lastBeat, g.server.startedAt }

// SessionStream is the journal's name of a session.
func SessionStream(session string) journal.ID { return journal.ID("session:" + session) }

// sessionOf is the session that a stream is of.
func sessionOf(id journal.ID) (string, bool) { return strings.CutPrefix(string(id), "session:") }

// ValidSession says whether a string can be a session's id at all.
func ValidSession(session string) bool {
	if len(session) != 26 {
		return false
	}
	for _, r := range session {
		if !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9') {
			return false
		}
	}
	return true
}

// room finds the live room of a session, or opens it.
func (g *Registry) room(id journal.ID) (*room, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return nil, interview.Errorf(interview.Unavailable, "The server is stopping. Come back in a moment.")
	}
	if r, ok := g.rooms[id]; ok {
		return r, nil
	}
	if len(g.rooms) >= g.MaxRooms {
		return nil, &FullError{g.MaxRooms}
	}
	r := &room{
		registry: g, id: id, node: NewSecret(), inbox: make(chan request, inboxSize), ended: make(chan struct{}),
		connections: map[*Connection]bool{}, heard: map[interview.ParticipantID]interview.Time{},
		remote: map[interview.ParticipantID]remotePresence{}, names: map[interview.ParticipantID]string{},
	}
	r.ctx, r.cancel = context.WithCancel(g.ctx)
	g.rooms[id] = r
	g.work.Go(r.run)
	return r, nil
}

// forget takes an ended room out, unless a new one has its place.
func (g *Registry) forget(r *room) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.rooms[r.id] == r {
		delete(g.rooms, r.id)
	}
}

// release takes an idle room out, so that no request finds it any more; false if one is waiting.
func (g *Registry) release(r *room) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(r.inbox) > 0 {
		return false
	}
	delete(g.rooms, r.id)
	return true
}

// Live is how many rooms are open in this process.
func (g *Registry) Live() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.rooms)
}

// send hands a request to a session's room, opening it if need be.
func (g *Registry) send(ctx context.Context, id journal.ID, q request) error {
	for {
		r, err := g.room(id)
		if err != nil {
			return err
		}
		select {
		case r.inbox <- q:
		case <-r.ended:
			continue
		case <-ctx.Done():
			return interview.Errorf(interview.Unavailable, "The server is busy. Try again in a moment.")
		}
		select {
		case <-r.ended:
			// The room looked into its inbox for the last time before this came, perhaps.
			r.refuseAll(errRoomEnded)
		default:
		}
		return nil
	}
}

// Submit hands a command to its session; answer is called once, in the room's goroutine, when its
// effect is on disk or it is refused, and must not block.
func (g *Registry) Submit(ctx context.Context, session string, c interview.Command, answer func(error)) {
	g.submit(ctx, session, c, func(err error) {
		if errors.Is(err, errRoomEnded) {
			err = interview.Errorf(interview.Unavailable, "The room was just closed. Try again.")
		}
		answer(err)
	})
}

func (g *Registry) submit(ctx context.Context, session string, c interview.Command, answer func(error)) {
	if err := g.send(ctx, SessionStream(session), request{command: &c, answer: answer}); err != nil {
		answer(err)
	}
}

// Do is Submit that waits for the answer.
func (g *Registry) Do(ctx context.Context, session string, c interview.Command) error {
	for {
		done := make(chan error, 1)
		g.submit(ctx, session, c, func(err error) { done <- err })
		select {
		case err := <-done:
			if errors.Is(err, errRoomEnded) {
				continue
			}
			return err
		case <-ctx.Done():
			return interview.Errorf(interview.Unavailable, "The server is busy. Load the page to see whether it was done.")
		}
	}
}

// inspect runs f in a session's room and waits for it. A session that does not exist is an error.
func (g *Registry) inspect(ctx context.Context, session string, f func(*room) error) error {
	for {
		done := make(chan error, 1)
		err := g.send(ctx, SessionStream(session), request{
			answer: func(err error) { done <- err },
			inspect: func(r *room) {
				if r.state.Number == 0 {
					done <- errNoSession
					return
				}
				done <- f(r)
			},
		})
		if err != nil {
			return err
		}
		select {
		case err := <-done:
			if errors.Is(err, errRoomEnded) {
				continue
			}
			return err
		case <-ctx.Done():
			return interview.Errorf(interview.Unavailable, "The server is busy. Try again in a moment.")
		}
	}
}

// Close stops all rooms and waits for them; clients are told to come back.
func (g *Registry) Close() {
	g.mu.Lock()
	g.closed = true
	g.mu.Unlock()
	g.cancel()
	g.work.Wait()
}
