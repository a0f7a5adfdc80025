package bolt

import (
	"context"
	"encoding/binary"
	"fmt"
	"iter"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

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
			next, more, ok := j.readSome(ctx, id, from, yield)
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
		from = max(from, 1)
		for {
			grown := j.watch(id)
			next, more, ok := j.readSome(ctx, id, from, yield)
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

// watch is closed at the stream's next commit; ask before reading, so that none is missed.
func (j *Journal) watch(id journal.ID) <-chan struct{} {
	j.mu.Lock()
	defer j.mu.Unlock()
	s := j.streams[id]
	if s == nil {
		// A stream that does not exist yet: any commit may be its first.
		return j.grown
	}
	if s.grown == nil {
		s.grown = make(chan struct{})
	}
	return s.grown
}

// readSome yields one window of a stream from a number on. more says that there may be further
// events now; ok is false when yielding has ended.
func (j *Journal) readSome(ctx context.Context, id journal.ID, from uint64, yield func(journal.Event, error) bool) (next uint64, more, ok bool) {
	stop := func(err error) (uint64, bool, bool) {
		yield(journal.Event{}, err)
		return 0, false, false
	}
	if err := ctx.Err(); err != nil {
		return stop(err)
	}
	places, erased := j.places(id, from)
	if erased {
		return stop(journal.ErrErased)
	}
	if len(places) == 0 {
		return from, false, true
	}
	keys := make([]uint64, len(places))
	for i, p := range places {
		keys[i] = p.key
	}
	values, err := j.copy(keys)
	if err != nil {
		return stop(err)
	}
	if len(values) == 0 {
		// Erased between looking and reading.
		return from, true, true
	}
	for _, v := range values {
		r, err := readRecord(v)
		if err != nil {
			return stop(fmt.Errorf("reading %s at %d: %w", kindOf(id), from, err))
		}
		events, err := r.events(from)
		if err != nil {
			return stop(fmt.Errorf("reading %s at %d: %w", kindOf(id), from, err))
		}
		for _, e := range events {
			if !yield(e, nil) {
				return 0, false, false
			}
		}
		from = r.first + uint64(r.count)
	}
	return from, true, true
}

// places are a stream's commits that hold events from a number on.
func (j *Journal) places(id journal.ID, from uint64) ([]place, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	s := j.streams[id]
	if s == nil || s.erased {
		return nil, s != nil
	}
	if from >= s.next {
		return nil, false
	}
	i, exact := slices.BinarySearchFunc(s.commits, from, func(p place, n uint64) int {
		return int(int64(p.first) - int64(n))
	})
	if !exact && i > 0 {
		i--
	}
	// Commits are only ever appended, so that this part may be read without the lock.
	return s.commits[i:len(s.commits):len(s.commits)], false
}

// copy reads records by key until a window is full, in one short transaction. It stops at a key
// that is gone.
func (j *Journal) copy(keys []uint64) (values [][]byte, err error) {
	j.swap.RLock()
	defer j.swap.RUnlock()
	// A damaged page is an error of this reader, not the end of the process.
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			values, err = nil, fmt.Errorf("%w: a page cannot be read: %v", journal.ErrUnavailable, r)
		}
	}()
	size := 0
	err = j.db.View(func(tx *bbolt.Tx) error {
		tail := tx.Bucket(tailBucket)
		for _, key := range keys {
			v := tail.Get(binary.BigEndian.AppendUint64(nil, key))
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
	if err != nil {
		return nil, fmt.Errorf("%w: %w", journal.ErrUnavailable, err)
	}
	return values, nil
}

// All yields every commit after a cursor and goes on until ctx ends.
func (j *Journal) All(ctx context.Context, after journal.Cursor) iter.Seq2[journal.Commit, error] {
	return func(yield func(journal.Commit, error) bool) {
		at, err := parseCursor(after)
		if err != nil {
			yield(journal.Commit{}, err)
			return
		}
		for {
			j.mu.Lock()
			grown := j.grown
			j.mu.Unlock()
			commits, err := j.scan(at)
			if err != nil {
				yield(journal.Commit{}, err)
				return
			}
			for _, c := range commits {
				if !yield(c.Commit, nil) {
					return
				}
				at = c.key
			}
			if len(commits) > 0 && ctx.Err() == nil {
				continue
			}
			select {
			case <-grown:
			case <-j.closing:
				yield(journal.Commit{}, fmt.Errorf("%w: it is closed", journal.ErrUnavailable))
				return
			case <-ctx.Done():
				return
			}
		}
	}
}

type keyedCommit struct {
	journal.Commit
	key uint64
}

// scan reads one window of the tail after a key.
func (j *Journal) scan(after uint64) (commits []keyedCommit, err error) {
	j.swap.RLock()
	defer j.swap.RUnlock()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			commits, err = nil, fmt.Errorf("%w: a page cannot be read: %v", journal.ErrUnavailable, r)
		}
	}()
	j.mu.Lock()
	last := j.last
	j.mu.Unlock()
	size := 0
	err = j.db.View(func(tx *bbolt.Tx) error {
		c := tx.Bucket(tailBucket).Cursor()
		for k, v := c.Seek(binary.BigEndian.AppendUint64(nil, after+1)); k != nil && size < window; k, v = c.Next() {
			key := binary.BigEndian.Uint64(k)
			if key > last {
				return nil
			}
			r, err := readRecord(v)
			if err != nil {
				return fmt.Errorf("commit %d: %w", key, err)
			}
			events, err := r.events(0)
			if err != nil {
				return fmt.Errorf("commit %d: %w", key, err)
			}
			size += len(v)
			commits = append(commits, keyedCommit{journal.Commit{Stream: r.stream, Events: events, Erased: r.erased, Cursor: cursorAt(key)}, key})
		}
		return nil
	})
	return commits, err
}

// cursorAt names a place as "seal.commit"; nothing is sealed yet, so that the seal is 0.
func cursorAt(key uint64) journal.Cursor {
	return journal.Cursor("0." + strconv.FormatUint(key, 10))
}

func parseCursor(c journal.Cursor) (uint64, error) {
	if c == "" {
		return 0, nil
	}
	seal, commit, ok := strings.Cut(string(c), ".")
	key, err := strconv.ParseUint(commit, 10, 64)
	if !ok || seal != "0" || err != nil {
		return 0, fmt.Errorf("%w: %q is no cursor of this database", journal.ErrInvalid, c)
	}
	return key, nil
}
