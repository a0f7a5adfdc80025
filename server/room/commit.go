package room

import (
	"context"
	"errors"
	"slices"
	"time"

	"mockroom/server/board"
	"mockroom/server/interview"
	"mockroom/server/journal"
)

// maxRetries is how often a batch is decided again behind another process before its senders are
// asked to try again.
const maxRetries = 50

// commit decides commands, appends their events as one batch, and answers. It returns false if the
// journal could not commit.
func (r *room) commit(commands []request) bool {
	if len(commands) == 0 {
		return true
	}
	for range maxRetries {
		next, events, outcomes := r.decide(commands)
		if len(events) == 0 {
			r.registry.counters.decided(nil, outcomes)
			answer(commands, outcomes)
			return true
		}
		// What is appended here need not come back by Follow; where it fails, readOn brings what did.
		r.known.Store(r.state.Number + uint64(len(events)))
		ctx, cancel := context.WithTimeout(context.WithoutCancel(r.ctx), 10*time.Second)
		err := r.registry.Journal.Append(ctx, r.id, r.state.Number+1, events)
		cancel()
		if err != nil {
			r.known.Store(r.state.Number)
		}
		switch {
		case err == nil:
			r.saved(true)
			r.registry.counters.decided(events, outcomes)
			r.holdPositions()
			if next != nil {
				r.state = next
			} else if err := r.state.Apply(events[0]); err != nil {
				// Decide has tried the same change on the same board.
				r.registry.Log.Error("a committed edit does not apply", "session", r.logName(), "error", err)
			}
			r.fanOut(events)
			answer(commands, outcomes)
			return true
		case errors.Is(err, journal.ErrConflict), errors.Is(err, journal.ErrUnknown):
			if err := r.readOn(); err != nil {
				r.fail(commands, err)
				return false
			}
		case errors.Is(err, journal.ErrTooLarge) && len(commands) > 1:
			half := len(commands) / 2
			return r.commit(commands[:half]) && r.commit(commands[half:])
		case errors.Is(err, journal.ErrTooLarge):
			answer(commands, []error{interview.Errorf(interview.TooLarge, "This is too much at once; send it in smaller parts.")})
			return true
		default:
			_ = r.readOn()
			r.fail(commands, err)
			return false
		}
	}
	r.fail(commands, errors.New("other processes were always first"))
	return false
}

// decide runs the commands one after the other against a copy of the state. A single edit needs none:
// the state is then nil, and the one event is to be applied to the room's own.
func (r *room) decide(commands []request) (*interview.State, []interview.Event, []error) {
	if len(commands) == 1 {
		if edit, ok := commands[0].command.Do.(interview.EditBoard); ok && !edit.NeedsHistory(r.state) {
			events, err := interview.Decide(r.state, r.now(), *commands[0].command)
			return nil, events, []error{err}
		}
	}
	next := r.state.Clone()
	var events []interview.Event
	outcomes := make([]error, len(commands))
	now := r.now()
	for i, q := range commands {
		c := *q.command
		if r.problem != nil {
			c.Kit = &r.problem.Kit
		}
		if edit, ok := c.Do.(interview.EditBoard); ok && edit.NeedsHistory(next) {
			over, err := r.history(edit.Version, events)
			if err != nil {
				outcomes[i] = interview.Errorf(interview.Unavailable, "The board's history cannot be read right now. Nothing is lost; try again.")
				continue
			}
			edit.Over = over
			c.Do = edit
		}
		if give, ok := c.Do.(interview.GiveConsent); ok {
			if id, group := give.To.Group(); group {
				give.Member = r.inGroup(c.By, id)
				c.Do = give
			}
		}
		decided, err := interview.Decide(next, now, c)
		if err != nil {
			outcomes[i] = err
			continue
		}
		for _, e := range decided {
			if err := next.Apply(e); err != nil {
				r.registry.Log.Error("a decided event does not apply", "session", r.logName(), "error", err)
				outcomes[i] = interview.Errorf(interview.Invalid, "The server could not do that; load the page again.")
				return r.decideWithout(commands, i, outcomes[i])
			}
		}
		events = append(events, decided...)
	}
	return next, events, outcomes
}

// decideWithout decides the batch again without one command whose events broke the copy.
func (r *room) decideWithout(commands []request, i int, outcome error) (*interview.State, []interview.Event, []error) {
	rest := slices.Delete(slices.Clone(commands), i, i+1)
	next, events, outcomes := r.decide(rest)
	return next, events, slices.Insert(outcomes, i, outcome)
}

// history reads the accepted updates after a version that the state no longer remembers. decided are
// the events behind the room's state that its batch holds already.
func (r *room) history(version uint64, decided []interview.Event) ([]board.Update, error) {
	var over []board.Update
	var at uint64
	take := func(e interview.Event) {
		if f, ok := e.Fact.(interview.BoardEdited); ok {
			for _, u := range f.Updates {
				if at++; at > version {
					over = append(over, u)
				}
			}
		}
	}
	for e, err := range r.registry.Journal.Read(r.ctx, r.id, 1) {
		if err != nil {
			return nil, err
		}
		if e.Number > r.state.Number {
			break
		}
		take(e)
	}
	for _, e := range decided {
		take(e)
	}
	return over, nil
}

func answer(commands []request, outcomes []error) {
	for i, q := range commands {
		q.answer(outcomes[i])
	}
}

// fail tells the senders that nothing was saved.
func (r *room) fail(commands []request, err error) {
	if errors.Is(err, journal.ErrErased) || errors.Is(err, journal.ErrDamaged) {
		answer(commands, slices.Repeat([]error{r.openError(err)}, len(commands)))
		return
	}
	r.registry.counters.Unsaved.Add(1)
	if r.saved(false) {
		r.registry.Log.Error("the journal cannot commit", "session", r.logName(), "error", err)
	}
	refusal := interview.Errorf(interview.Unavailable, "The server cannot save right now. What you typed is kept in this browser.")
	answer(commands, slices.Repeat([]error{error(refusal)}, len(commands)))
}

// saved notes whether the last commit went well; true if that changed.
func (r *room) saved(ok bool) bool {
	changed := r.saving != ok
	r.saving = ok
	return changed
}

// lookForSpace asks, while the last commit failed, whether one would do now: where nobody sends
// anything, nobody would find out.
func (r *room) lookForSpace() {
	if r.saving {
		return
	}
	ctx, cancel := context.WithTimeout(r.ctx, time.Second)
	defer cancel()
	r.saved(r.registry.Journal.Healthy(ctx) == nil)
}

// readOn applies what others have committed, before deciding again.
func (r *room) readOn() error {
	var events []interview.Event
	for e, err := range r.registry.Journal.Read(r.ctx, r.id, r.state.Number+1) {
		if err != nil {
			return err
		}
		events = append(events, e)
	}
	return r.absorb(events)
}

// catchUp applies an event that Follow brought, unless the room already has it.
func (r *room) catchUp(e interview.Event) {
	if e.Number <= r.state.Number {
		return
	}
	if err := r.absorb([]interview.Event{e}); err != nil {
		r.registry.Log.Error("a followed event does not apply", "session", r.logName(), "error", err)
	}
}

// absorb applies committed events of other processes and shows them.
func (r *room) absorb(events []interview.Event) error {
	if len(events) == 0 {
		return nil
	}
	next := r.state.Clone()
	for _, e := range events {
		if err := next.Apply(e); err != nil {
			return err
		}
	}
	r.holdPositions()
	r.state = next
	r.fanOut(events)
	return nil
}
