package bolt

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	bbolt "go.etcd.io/bbolt"

	"mockroom/server/journal"
)

// pending is work for the committer: a batch, an erasure, a blob, or a probe of the disk.
type pending struct {
	ctx    context.Context
	record record
	probe  bool
	blob   *blob
	done   chan error
}

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
	p := &pending{ctx: ctx, done: make(chan error, 1), record: record{stream: id, first: next, count: len(events), body: body}}
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

// expect compares a batch's number with the stream's.
func (j *Journal) expect(id journal.ID, next uint64) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	s := j.streams[id]
	switch {
	case s == nil && next == 1:
		return nil
	case s == nil:
		return fmt.Errorf("%w: the stream begins at 1, not %d", journal.ErrConflict, next)
	case s.erased:
		return journal.ErrErased
	case s.next != next:
		return fmt.Errorf("%w: the next event is %d, not %d", journal.ErrConflict, s.next, next)
	}
	return nil
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

// Waiting is how many batches wait for the disk.
func (j *Journal) Waiting() int { return len(j.appends) }

// maxTransaction bounds the bytes of one transaction, so that one is never slow.
const maxTransaction = 4 << 20

// run is the committer's goroutine.
func (j *Journal) run() {
	defer close(j.ended)
	var last time.Time
	for {
		var first *pending
		select {
		case first = <-j.appends:
		case <-j.closing:
			j.refuseRest()
			return
		}
		if wait := j.pace - time.Since(last); wait > 0 {
			timer := time.NewTimer(wait)
			select {
			case <-timer.C:
			case <-j.closing:
				timer.Stop()
			}
		}
		last = time.Now()
		j.commit(j.gather(first))
	}
}

func (p *pending) size() int {
	if p.blob != nil {
		return len(p.blob.data)
	}
	return len(p.record.body)
}

// gather takes what is waiting, up to one transaction's size.
func (j *Journal) gather(first *pending) []*pending {
	group, size := []*pending{first}, first.size()
	for size < maxTransaction {
		select {
		case p := <-j.appends:
			group = append(group, p)
			size += p.size()
		default:
			return group
		}
	}
	return group
}

func (j *Journal) refuseRest() {
	for {
		select {
		case p := <-j.appends:
			p.done <- fmt.Errorf("%w: it is closed", journal.ErrUnavailable)
		default:
			return
		}
	}
}

// commit writes a group in one transaction. Each member stands or falls alone by its number; all
// fall together if the disk fails.
func (j *Journal) commit(group []*pending) {
	j.mu.Lock()
	broken, key := j.broken, j.last
	j.mu.Unlock()
	if broken != nil {
		broken = j.recover(broken)
		j.mu.Lock()
		key = j.last
		j.mu.Unlock()
	}
	if broken != nil {
		answer(group, fmt.Errorf("%w: %w", journal.ErrUnavailable, broken))
		return
	}
	good, behind := j.admit(group)
	// Who was second within this group is told when the first can be read, or it would read on,
	// find nothing, and be second again.
	defer func() {
		for _, r := range behind {
			r.p.done <- r.err
		}
	}()
	if len(good) == 0 {
		return
	}
	err := j.write(good, key)
	if err != nil {
		j.mu.Lock()
		j.broken = err
		j.mu.Unlock()
		// Whether the last write reached the disk is not known until the file is read anew.
		answer(good, fmt.Errorf("%w: %w", journal.ErrUnknown, err))
		return
	}
	j.mu.Lock()
	for _, p := range good {
		if p.probe || p.blob != nil {
			continue
		}
		key++
		j.note(key, p.record)
	}
	close(j.grown)
	j.grown = make(chan struct{})
	j.mu.Unlock()
	answer(good, nil)
}

// recoverEvery is how often a file that could not be written is tried again.
const recoverEvery = 5 * time.Second

// recover writes the journal into a new file, as soon as that is possible again; until then it
// gives the reason why commits are refused. It runs in the committer's goroutine.
func (j *Journal) recover(broken error) error {
	if time.Since(j.tried) < j.patience {
		return broken
	}
	j.tried = time.Now()
	if err := j.Compact(context.Background()); err != nil {
		return errors.Join(broken, err)
	}
	return nil
}

// refused is a member of a group whose number another member has taken.
type refused struct {
	p   *pending
	err error
}

// admit answers those of a group whose number was taken before, and gives those that stand, and
// those that come second within the group.
func (j *Journal) admit(group []*pending) (good []*pending, behind []refused) {
	ahead := map[journal.ID]uint64{}
	for _, p := range group {
		if !p.probe && p.blob == nil && !p.record.erased {
			err := j.expect(p.record.stream, p.record.first)
			if next, ok := ahead[p.record.stream]; ok {
				err = nil
				if next != p.record.first {
					err = fmt.Errorf("%w: the next event is %d, not %d", journal.ErrConflict, next, p.record.first)
					behind = append(behind, refused{p, err})
					continue
				}
			}
			if err != nil {
				p.done <- err
				continue
			}
			ahead[p.record.stream] = p.record.first + uint64(p.record.count)
		}
		if p.record.erased {
			ahead[p.record.stream] = 0 // no batch begins there
		}
		good = append(good, p)
	}
	return good, behind
}

func (j *Journal) write(group []*pending, key uint64) (err error) {
	j.swap.RLock()
	defer j.swap.RUnlock()
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the database is damaged: %v", r)
		}
	}()
	if j.fail != nil {
		if err := j.fail(); err != nil {
			return err
		}
	}
	return j.db.Update(func(tx *bbolt.Tx) error {
		tail := tx.Bucket(tailBucket)
		tail.FillPercent = 0.95
		for _, p := range group {
			if p.probe {
				continue
			}
			if p.blob != nil {
				if err := putBlob(tx, p.blob); err != nil {
					return err
				}
				continue
			}
			if p.record.erased {
				if err := j.blank(tail, p.record.stream); err != nil {
					return err
				}
			}
			key++
			if err := tail.Put(binary.BigEndian.AppendUint64(nil, key), p.record.encode()); err != nil {
				return err
			}
		}
		return nil
	})
}

func answer(group []*pending, err error) {
	for _, p := range group {
		p.done <- err
	}
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

// blank takes a stream's commits out of the tail.
func (j *Journal) blank(tail *bbolt.Bucket, id journal.ID) error {
	j.mu.Lock()
	var places []place
	if s := j.streams[id]; s != nil {
		places = s.commits
	}
	j.mu.Unlock()
	for _, p := range places {
		if err := tail.Delete(binary.BigEndian.AppendUint64(nil, p.key)); err != nil {
			return err
		}
	}
	return nil
}
