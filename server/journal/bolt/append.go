package bolt

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"mockroom/server/journal"
)

// Append commits events numbered next, next+1, … as one durable unit, or nothing.
func (j *Journal) Append(ctx context.Context, id journal.ID, next uint64, events []journal.Event) error {
	if err := check(id, next, events); err != nil {
		return err
	}
	body, err := encodeEvents(events)
	if err != nil {
		return fmt.Errorf("appending to %s: %w", kindOf(id), err)
	}
	// The outcome is known without the disk where the number is taken already.
	if err := j.expect(id, next); err != nil {
		return err
	}
	p := &pending{ctx: ctx, done: make(chan error, 1), events: slices.Clone(events), record: record{stream: id, first: next, count: len(events), body: body}}
	return j.submit(ctx, p)
}

// check refuses what is no batch.
func check(id journal.ID, next uint64, events []journal.Event) error {
	if err := journal.CheckID(id); err != nil {
		return err
	}
	if len(events) == 0 {
		return fmt.Errorf("%w: it is empty", journal.ErrInvalid)
	}
	for i, e := range events {
		if e.Number != next+uint64(i) || e.Number == 0 {
			return fmt.Errorf("%w: event %d is numbered %d, not %d", journal.ErrInvalid, i, e.Number, next+uint64(i))
		}
	}
	return nil
}

// kindOf is what errors say of a stream: its kind, never its name.
func kindOf(id journal.ID) string {
	for i, r := range id {
		if r == ':' {
			return "a " + string(id[:i]) + " stream"
		}
	}
	return "a stream"
}

// outlook is what is known of a stream: what is sealed, what comes next, and what is wrong.
type outlook struct {
	sealed, next uint64
	erased       bool
	damaged      string
}

// outlook asks the memory, and the directory for streams that have nothing in the tail.
func (j *Journal) outlook(id journal.ID) (outlook, error) {
	j.mu.Lock()
	s := j.streams[id]
	if s != nil {
		defer j.mu.Unlock()
		return outlook{s.sealed, s.next, s.erased, s.damaged}, nil
	}
	j.mu.Unlock()
	e, _, err := j.lookUp(id)
	return outlook{sealed: e.next, next: e.next, erased: e.erased}, err
}

// expect compares a batch's number with the stream's.
func (j *Journal) expect(id journal.ID, next uint64) error {
	o, err := j.outlook(id)
	switch {
	case err != nil:
		return err
	case o.erased:
		return journal.ErrErased
	case o.damaged != "":
		return damageError(id, o.next, o.damaged)
	case o.next != next:
		return fmt.Errorf("%w: the next event is %d, not %d", journal.ErrConflict, o.next, next)
	}
	return nil
}

// Erase removes a stream's events for good; its name stays taken.
func (j *Journal) Erase(ctx context.Context, id journal.ID) error {
	if err := journal.CheckID(id); err != nil {
		return err
	}
	if err := j.expect(id, 0); errors.Is(err, journal.ErrErased) {
		return nil
	}
	return j.submit(ctx, &pending{ctx: ctx, done: make(chan error, 1), record: record{stream: id, erased: true}})
}

// submit hands work to the committer and waits.
func (j *Journal) submit(ctx context.Context, p *pending) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%w: %w", journal.ErrUnavailable, err)
	}
	select {
	case <-j.closing:
		return fmt.Errorf("%w: it is closed", journal.ErrUnavailable)
	default:
	}
	select {
	case j.appends <- p:
	case <-j.closing:
		return fmt.Errorf("%w: it is closed", journal.ErrUnavailable)
	case <-ctx.Done():
		return fmt.Errorf("%w: %w", journal.ErrUnavailable, ctx.Err())
	}
	select {
	case err := <-p.done:
		return err
	case <-ctx.Done():
		return fmt.Errorf("%w: %w", journal.ErrUnknown, ctx.Err())
	case <-j.ended:
		select {
		case err := <-p.done:
			return err
		default:
			return fmt.Errorf("%w: it was closed", journal.ErrUnknown)
		}
	}
}
