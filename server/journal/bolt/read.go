package bolt

import (
	"context"
	"fmt"
	"iter"
	"slices"

	bbolt "go.etcd.io/bbolt"

	"mockroom/server/journal"
)

// window is how much a reader copies in one transaction, in bytes.
const window = 256 << 10

// Read yields a stream's events from a number on.
func (j *Journal) Read(ctx context.Context, id journal.ID, from uint64) iter.Seq2[journal.Event, error] {
	return func(yield func(journal.Event, error) bool) {
		from = max(from, 1)
		for {
			next, more, ok := j.readSome(ctx, id, from, j.tailEvents, yield)
			if !ok || !more {
				return
			}
			from = next
		}
	}
}

// Follow is Read that goes on until ctx ends.
func (j *Journal) Follow(ctx context.Context, id journal.ID, from uint64) iter.Seq2[journal.Event, error] {
	return func(yield func(journal.Event, error) bool) {
		w := j.enter(id)
		defer j.leave(id, w)
		from = max(from, 1)
		for {
			grown := j.next(w)
			next, more, ok := j.readSome(ctx, id, from, j.newestEvents, yield)
			if !ok {
				return
			}
			from = next
			if more {
				continue
			}
			select {
			case <-grown:
			case <-j.closing:
				yield(journal.Event{}, fmt.Errorf("%w: it is closed", journal.ErrUnavailable))
				return
			case <-ctx.Done():
				return
			}
		}
	}
}

// readSome yields one window of a stream from a number on; read gives what is in the tail. more says that there may be further
// events now; ok is false when yielding has ended.
func (j *Journal) readSome(ctx context.Context, id journal.ID, from uint64, read func(journal.ID, uint64) ([]journal.Event, error), yield func(journal.Event, error) bool) (next uint64, more, ok bool) {
	stop := func(err error) (uint64, bool, bool) {
		yield(journal.Event{}, err)
		return 0, false, false
	}
	if err := ctx.Err(); err != nil {
		return stop(err)
	}
	o, err := j.outlook(id)
	switch {
	case err != nil:
		return stop(fmt.Errorf("reading %s: %w", kindOf(id), err))
	case o.erased:
		return stop(journal.ErrErased)
	case from >= o.next && o.damaged != "":
		return stop(damageError(id, o.next, o.damaged))
	case from >= o.next:
		return from, false, true
	}
	if from < o.sealed {
		read = j.chunkEvents
	}
	events, err := read(id, from)
	for _, e := range events {
		if !yield(e, nil) {
			return 0, false, false
		}
		from = e.Number + 1
	}
	if err != nil {
		return stop(fmt.Errorf("reading %s at %d: %w", kindOf(id), from, err))
	}
	// Where nothing was found, the stream was sealed or erased in between: look again.
	return from, true, true
}

// tailEvents reads one window of a stream's events in the tail.
func (j *Journal) tailEvents(id journal.ID, from uint64) (list []journal.Event, err error) {
	keys := j.keys(id, from)
	values, err := j.copy(keys)
	if err != nil {
		return nil, err
	}
	for i, v := range values {
		r, err := readRecord(keys[i], v)
		if err != nil {
			return list, err
		}
		events, err := r.events(from)
		if err != nil {
			return list, err
		}
		list = append(list, events...)
	}
	return list, nil
}

// keys are those of a stream's commits in the tail that hold events from a number on.
func (j *Journal) keys(id journal.ID, from uint64) []uint64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	s := j.streams[id]
	if s == nil || s.erased || from >= s.next {
		return nil
	}
	i, exact := slices.BinarySearchFunc(s.commits, from, func(p place, n uint64) int {
		return int(int64(p.first) - int64(n))
	})
	if !exact && i > 0 {
		i--
	}
	// A commit holds at least a few dozen bytes, so that more do not fit into a window.
	commits := s.commits[i:min(len(s.commits), i+window/32)]
	keys := make([]uint64, len(commits))
	for i, p := range commits {
		keys[i] = p.key
	}
	return keys
}

// copy reads records by key until a window is full, in one short transaction. It stops at a key
// that is gone.
func (j *Journal) copy(keys []uint64) (values [][]byte, err error) {
	size := 0
	err = j.view(func(tx *bbolt.Tx) error {
		tail := tx.Bucket(tailBucket)
		for _, key := range keys {
			v := tail.Get(bigEndian(key))
			if v == nil {
				return nil
			}
			values = append(values, slices.Clone(v))
			if size += len(v); size >= window {
				return nil
			}
		}
		return nil
	})
	return values, err
}

// chunkEvents reads a stream's events from a number on to the end of the chunk that holds it.
func (j *Journal) chunkEvents(id journal.ID, from uint64) ([]journal.Event, error) {
	var at chunkAt
	var packed []byte
	err := j.view(func(tx *bbolt.Tx) error {
		e, _, err := lookUp(tx, id)
		if err != nil || e.erased {
			return err
		}
		found, ok := e.find(from)
		if !ok {
			return fmt.Errorf("%w: no chunk holds event %d", journal.ErrDamaged, from)
		}
		at = found
		v := tx.Bucket(chunkBucket).Get(bigEndian(at.seal))
		if v == nil {
			return fmt.Errorf("%w: chunk %d is missing", journal.ErrDamaged, at.seal)
		}
		packed = slices.Clone(v)
		return nil
	})
	if err != nil || packed == nil {
		return nil, err
	}
	c, err := readChunk(at.seal, packed)
	if err != nil {
		return nil, err
	}
	if c.stream != id || from < c.first || from >= c.next() {
		return nil, fmt.Errorf("%w: chunk %d is not what the directory says", journal.ErrDamaged, at.seal)
	}
	return c.events(from)
}
