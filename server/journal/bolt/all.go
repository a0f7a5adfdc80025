package bolt

import (
	"context"
	"encoding/binary"
	"fmt"
	"iter"
	"strconv"
	"strings"

	bbolt "go.etcd.io/bbolt"

	"mockroom/server/journal"
)

// position is how far a reader of All is: it has all chunks up to seal, and of the tail, as it was when
// no later chunk was there, all commits up to commit. So whatever lies in a later chunk and has a key
// up to commit was yielded from the tail.
type position struct{ seal, commit uint64 }

func (p position) cursor() journal.Cursor {
	return journal.Cursor(strconv.FormatUint(p.seal, 10) + "." + strconv.FormatUint(p.commit, 10))
}

func parseCursor(c journal.Cursor) (position, error) {
	if c == "" {
		return position{}, nil
	}
	seal, commit, ok := strings.Cut(string(c), ".")
	s, err1 := strconv.ParseUint(seal, 10, 64)
	k, err2 := strconv.ParseUint(commit, 10, 64)
	if !ok || err1 != nil || err2 != nil {
		return position{}, fmt.Errorf("%w: %q is no cursor of this database", journal.ErrInvalid, c)
	}
	return position{s, k}, nil
}

// All yields every commit after a cursor and goes on until ctx ends: chunks first, then the tail.
// A commit that is sealed meanwhile may come twice.
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
			steps, err := j.scan(at)
			if err != nil {
				yield(journal.Commit{}, err)
				return
			}
			for _, s := range steps {
				if s.Stream != "" && !yield(s.Commit, nil) {
					return
				}
				at = s.at
			}
			if len(steps) > 0 && ctx.Err() == nil {
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

// step is a commit with the position behind it; without a stream it only moves the position.
type step struct {
	journal.Commit
	at position
}

// raw is a chunk or a record as it lay in the file.
type raw struct {
	key   uint64
	value []byte
}

// scan reads one window after a position: of the chunks while there are any, else of the tail.
func (j *Journal) scan(at position) ([]step, error) {
	if steps, ok := j.recentSteps(at); ok {
		return steps, nil
	}
	j.mu.Lock()
	limit := j.census
	j.mu.Unlock()
	var chunks, records []raw
	err := j.view(func(tx *bbolt.Tx) error {
		chunks = collect(tx.Bucket(chunkBucket), at.seal, limit.seal)
		if len(chunks) == 0 {
			records = collect(tx.Bucket(tailBucket), at.commit, limit.last)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var steps []step
	for _, c := range chunks {
		steps = j.chunkSteps(steps, at, c)
		at.seal = c.key
	}
	for _, v := range records {
		at.commit = v.key
		c, err := commitOf(readRecord(v.key, v.value))
		if err != nil {
			j.log.Warn("a commit cannot be read", "commit", v.key, "error", err)
			c = journal.Commit{}
		}
		c.Cursor = at.cursor()
		steps = append(steps, step{c, at})
	}
	return steps, nil
}

// collect copies values after a key, up to and with another, until a window is full.
func collect(b *bbolt.Bucket, after, last uint64) (list []raw) {
	c, size := b.Cursor(), 0
	for k, v := c.Seek(bigEndian(after + 1)); len(k) == 8 && size < window; k, v = c.Next() {
		key := binary.BigEndian.Uint64(k)
		if key > last {
			break
		}
		list = append(list, raw{key, append([]byte(nil), v...)})
		size += len(v)
	}
	return list
}

// chunkSteps adds the commits of a chunk that were not yielded from the tail. All but the last lead
// back to the chunk's beginning.
func (j *Journal) chunkSteps(steps []step, at position, v raw) []step {
	done := position{v.key, at.commit}
	c, err := readChunk(v.key, v.value)
	if err != nil {
		j.log.Warn("a chunk cannot be read", "chunk", v.key, "error", err)
	}
	begun := len(steps)
	if c.erased {
		steps = append(steps, step{journal.Commit{Stream: c.stream, Erased: true}, at})
	}
	_ = c.records(func(key uint64, r record) error {
		if key <= at.commit {
			return nil
		}
		commit, err := commitOf(r, nil)
		if err != nil {
			j.log.Warn("a commit cannot be read", "commit", key, "error", err)
			return nil
		}
		steps = append(steps, step{commit, at})
		return nil
	})
	if len(steps) == begun {
		return append(steps, step{at: done})
	}
	steps[len(steps)-1].at = done
	for i := begun; i < len(steps); i++ {
		steps[i].Cursor = steps[i].at.cursor()
	}
	return steps
}

func commitOf(r record, err error) (journal.Commit, error) {
	if err != nil {
		return journal.Commit{}, err
	}
	events, err := r.events(0)
	return journal.Commit{Stream: r.stream, Events: events, Erased: r.erased}, err
}
