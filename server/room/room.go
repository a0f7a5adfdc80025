package room

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"mockroom/problems"
	"mockroom/server/interview"
	"mockroom/server/journal"
)

// room is one live session. All fields belong to its goroutine, run.
type room struct {
	registry *Registry
	id       journal.ID
	node     string
	inbox    chan request
	// ctx ends when the room is to stop.
	ctx    context.Context
	cancel context.CancelFunc
	ended  chan struct{}

	state *interview.State
	// known is the number up to which Follow need not tell: the room has or appends those events itself.
	known atomic.Uint64
	// problem is nil where its files cannot be read; the interview goes on without the kit.
	problem *problems.Problem
	prompt  *Prompt
	marks   marks
	anchor  interview.Time
	opened  interview.Duration
	saving  bool

	connections map[*Connection]bool
	// heard is when each participant was last heard of, here or in another process.
	heard  map[interview.ParticipantID]interview.Time
	remote map[interview.ParticipantID]remotePresence
	names  map[interview.ParticipantID]string
	// presenceDue says that connections or cursors changed since presence was last told.
	presenceDue bool
}

// request is work for the room's goroutine: a command with its answer, or a function.
type request struct {
	command *interview.Command
	answer  func(error)
	inspect func(*room)
}

// inboxSize bounds what may wait for a room; who finds it full is told to come back.
const inboxSize = 256

var errRoomEnded = errors.New("the room has ended")

// open folds the session from its journal. It is called in the room's own goroutine.
func (r *room) open() error {
	r.state = interview.NewState()
	fold := interview.NewFold()
	for e, err := range r.registry.Journal.Read(r.ctx, r.id, 1) {
		if err != nil {
			return err
		}
		if err := fold.Apply(e); err != nil {
			return fmt.Errorf("session %s: %w", r.id, err)
		}
	}
	r.state = fold.State()
	r.readProblem()
	r.anchor = max(r.registry.Clock.Wall(), r.state.At)
	r.opened = r.registry.Clock.Boot()
	r.saving = true
	now := r.now()
	for id := range r.state.Participants {
		r.heard[id] = now
		r.learnName(id)
	}
	return nil
}

// now is room time.
func (r *room) now() interview.Time {
	t := r.anchor + interview.Time(r.registry.Clock.Boot()-r.opened)
	return max(t, r.state.At)
}

func (r *room) learnName(id interview.ParticipantID) {
	p := r.state.Participants[id]
	if p.Person == "" {
		return
	}
	name, err := r.registry.People.Name(r.ctx, p.Person)
	if err != nil {
		r.registry.Log.Warn("a name could not be read", "session", r.logName(), "error", err)
		name = "somebody"
	}
	r.names[id] = name
}

// logName is the session in log lines: enough to tell sessions apart, too little to find one.
func (r *room) logName() string { return Hash(string(r.id))[:8] }

// run is the room's goroutine.
func (r *room) run() {
	defer func() {
		close(r.ended)
		// What came meanwhile is answered here; what comes now, by whoever sent it.
		r.refuseAll(errRoomEnded)
	}()
	defer r.registry.forget(r)
	defer r.cancel()
	if err := r.open(); err != nil {
		r.refuseAll(r.openError(err))
		return
	}
	signals, unsubscribe := r.registry.Signals.Subscribe(r.id)
	defer unsubscribe()
	leap := make(chan struct{}, 1)
	defer r.registry.Clock.OnLeap(func() {
		select {
		case leap <- struct{}{}:
		default:
		}
	})()
	committed := make(chan interview.Event, 8)
	lost := make(chan error, 1)
	go r.follow(r.state.Number+1, committed, lost)
	r.welcomeBackServer()
	beat := time.NewTicker(beatEvery)
	defer beat.Stop()
	var presence <-chan time.Time
	idle := time.NewTimer(idleAfter)
	defer idle.Stop()
	alarm := alarm{clock: r.registry.Clock}
	defer alarm.stop()
	for {
		alarm.set(r.nextAlarm(), r.now())
		select {
		case q := <-r.inbox:
			r.handle(r.drain(q))
			idle.Reset(idleAfter)
			// A session that does not exist leaves nothing behind, however many are guessed at.
			if r.state.Number == 0 && r.registry.release(r) {
				r.refuseAll(errRoomEnded)
				return
			}
		case e := <-committed:
			r.catchUp(e)
		case err := <-lost:
			r.closeAll(r.openError(err))
			return
		case s := <-signals:
			r.hear(s)
		case <-leap:
			r.leap()
		case <-alarm.fires:
			alarm.fires = nil
		case <-r.marks.due:
			r.lookAtBoard()
		case seen := <-r.marks.seen:
			r.markSeen(seen)
		case <-presence:
			presence = nil
			r.tellPresence()
		case <-beat.C:
			r.lookForSpace()
			r.beat()
		case <-idle.C:
			if r.idle() && r.registry.release(r) {
				r.refuseAll(errRoomEnded)
				return
			}
			idle.Reset(idleAfter)
		case <-r.ctx.Done():
			r.closeAll(nil)
			return
		}
		r.due()
		if r.presenceDue && presence == nil {
			presence = time.After(presencePace)
		}
	}
}

const (
	// presencePace is the least time between two words on presence.
	presencePace = 100 * time.Millisecond
	// beatEvery is how often other processes are told who is connected here.
	beatEvery = 2 * time.Second
	// idleAfter is how long a room that nobody needs stays in memory.
	idleAfter = 20 * time.Second
)

// idle says that nothing here needs this room: nobody is connected, and everybody is noted as away.
func (r *room) idle() bool {
	if len(r.connections) > 0 || len(r.inbox) > 0 {
		return false
	}
	for id := range r.state.Participants {
		if r.state.Present(id) {
			return false
		}
	}
	return true
}

// follow brings what any process commits, from an event on.
func (r *room) follow(from uint64, committed chan<- interview.Event, lost chan<- error) {
	for e, err := range r.registry.Journal.Follow(r.ctx, r.id, from) {
		if err != nil {
			if r.ctx.Err() == nil {
				lost <- err
			}
			return
		}
		if e.Number <= r.known.Load() {
			continue
		}
		select {
		case committed <- e:
		case <-r.ctx.Done():
			return
		}
	}
}

// drain collects what is waiting behind q, up to a batch.
func (r *room) drain(q request) []request {
	batch := []request{q}
	for len(batch) < maxBatch {
		select {
		case more := <-r.inbox:
			batch = append(batch, more)
		default:
			return batch
		}
	}
	return batch
}

// maxBatch is how many commands are decided and committed together at most.
const maxBatch = 64

func (r *room) handle(batch []request) {
	var commands []request
	for _, q := range batch {
		if q.command != nil {
			commands = append(commands, q)
			continue
		}
		r.commit(commands)
		commands = nil
		q.inspect(r)
	}
	r.commit(commands)
}

// nextAlarm is when the clock makes something happen next, as far as is known now; 0 for never.
func (r *room) nextAlarm() interview.Time {
	at, _ := r.state.NextDue()
	if away, ok := r.nextAway(); ok && (at == 0 || away < at) {
		at = away
	}
	return at
}

// due does what the clock has made due.
func (r *room) due() {
	now := r.now()
	var commands []request
	for _, a := range r.departures(now) {
		commands = append(commands, own(a))
	}
	if at, ok := r.state.NextDue(); ok && at <= now {
		commands = append(commands, own(interview.RunDue{}))
	}
	if len(commands) > 0 && !r.commit(commands) {
		// The journal cannot commit: let it breathe before the clock tries again.
		select {
		case <-time.After(time.Second):
		case <-r.ctx.Done():
		}
	}
}

// own is a command of the room itself; nobody waits for its answer.
func own(a interview.Action) request {
	return request{command: &interview.Command{Do: a}, answer: func(error) {}}
}

// welcomeBackServer tells the session of the server's own absence, if there was one.
func (r *room) welcomeBackServer() {
	from, to := r.registry.away()
	if from == 0 || r.state.At >= to {
		return
	}
	r.commit([]request{own(interview.ServerReturned{From: max(from, r.state.At), To: to})})
}

// leap tells every client to measure the clock anew.
func (r *room) leap() {
	now := r.now()
	for c := range r.connections {
		r.heard[c.Participant] = now
	}
	r.due()
	frame := encode(clockFrame{"clock", now, r.state.ClockAt(now)})
	for c := range r.connections {
		c.Send(frame)
	}
}

// openError is what a client is told when a session cannot be opened.
func (r *room) openError(err error) error {
	if errors.Is(err, journal.ErrErased) {
		return interview.Errorf(interview.Gone, "This session was deleted.")
	}
	if errors.Is(err, journal.ErrDamaged) {
		r.registry.Log.Error("a session is damaged", "session", r.logName(), "error", err)
		return interview.Errorf(interview.Unavailable, "Part of this session cannot be read from the server's disk any more. Whoever runs the server can say more with `mockroom verify`, and may have a backup.")
	}
	if r.ctx.Err() != nil {
		return interview.Errorf(interview.Unavailable, "The server is stopping. Come back in a moment.")
	}
	r.registry.Log.Error("a session cannot be read", "session", r.logName(), slog.Any("error", err))
	return interview.Errorf(interview.Unavailable, "This session cannot be read right now. Nothing is lost; try again in a moment.")
}

// refuseAll answers what is still waiting.
func (r *room) refuseAll(err error) {
	for {
		select {
		case q := <-r.inbox:
			if q.answer != nil {
				q.answer(err)
			}
		default:
			return
		}
	}
}

// closeAll ends every connection: for a deleted session for good, otherwise to come back.
func (r *room) closeAll(err error) {
	var refusal *interview.Error
	code, reason := CloseGoingAway, "the server is stopping; come back in a moment"
	if errors.As(err, &refusal) && refusal.Code == interview.Gone {
		code, reason = CloseDeleted, "this session was deleted"
	}
	for c := range r.connections {
		c.Close(code, reason)
	}
	if err == nil {
		err = interview.Errorf(interview.Unavailable, "The server is stopping. Come back in a moment.")
	}
	r.refuseAll(err)
}
