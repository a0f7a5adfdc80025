package bolt

import (
	"cmp"
	"context"
	"slices"
	"time"

	bbolt "go.etcd.io/bbolt"

	"mockroom/server/journal"
)

// Sealing says when streams leave the tail for compressed chunks; zero values are what production uses.
type Sealing struct {
	// Every is how often streams are looked for, 5 s.
	Every time.Duration
	// Quiet is how long a stream must have had no commit, 10 min.
	Quiet time.Duration
	// Old is how long a commit stays in the tail at most, also of a stream that is never quiet, 1 h.
	Old time.Duration
	// Long is how many bytes a stream may have in the tail, 256 KiB.
	Long int
	// Off leaves everything in the tail.
	Off bool
}

func (s Sealing) orDefault() Sealing {
	return Sealing{cmp.Or(s.Every, 5*time.Second), cmp.Or(s.Quiet, 10*time.Minute), cmp.Or(s.Old, time.Hour), cmp.Or(s.Long, maxChunk), s.Off}
}

// sealing is a chunk on its way to the committer.
type sealing struct {
	chunk chunk
	// from is what the directory must say that comes next; replaces is the seal number of the chunk
	// that this one goes on with, or 0.
	from, replaces uint64
	// keys are the commits that the chunk holds and that are still in the tail, size their bytes.
	keys []uint64
	size int
	// seal is the number that the chunk was given, 0 if it was left out.
	seal uint64
}

const (
	// sealStep bounds what is sealed in one transaction, in bytes.
	sealStep = 1 << 20
	// trimStep bounds how many commits are taken out of the tail in one.
	trimStep = 4096
	// sealRest is how long sealing rests between steps while there is more to do: commits go first.
	sealRest = 50 * time.Millisecond
)

// seal runs until the journal closes. It waits for nobody, and nobody for it.
func (j *Journal) seal() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		select {
		case <-j.closing:
			cancel()
		case <-ctx.Done():
		}
	}()
	tick := time.NewTicker(j.sealing.Every)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		if j.brokenNow() != nil {
			continue
		}
		if err := j.sweep(ctx, min(sealRest, j.sealing.Every)); err != nil && ctx.Err() == nil {
			j.log.Warn("streams were not sealed", "error", err)
		}
	}
}

// sweep seals every stream whose time has come, and takes out of the tail what lies in chunks.
func (j *Journal) sweep(ctx context.Context, rest time.Duration) error {
	pause := func() error {
		select {
		case <-time.After(rest):
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	var step []*sealing
	size := 0
	flush := func() error {
		if len(step) == 0 {
			return nil
		}
		err := j.submit(ctx, &pending{ctx: ctx, done: make(chan error, 1), seals: step})
		step, size = nil, 0
		if err != nil {
			return err
		}
		return pause()
	}
	for _, id := range j.due(time.Now()) {
		for {
			s, more, err := j.prepare(id)
			if err != nil {
				// What cannot be read stays where it is; verify names it.
				j.log.Warn("a stream was not sealed", "kind", kindOf(id), "error", err)
				break
			}
			if s != nil {
				step = append(step, s)
				size += s.size
			}
			if size >= sealStep || more {
				if err := flush(); err != nil {
					return err
				}
			}
			if !more {
				break
			}
		}
	}
	if err := flush(); err != nil {
		return err
	}
	for {
		trim := j.trash()
		if len(trim) == 0 {
			return nil
		}
		if err := j.submit(ctx, &pending{ctx: ctx, done: make(chan error, 1), trim: trim}); err != nil {
			return err
		}
		if err := pause(); err != nil {
			return err
		}
	}
}

// due lists the streams to seal, those with the oldest commits first.
func (j *Journal) due(now time.Time) []journal.ID {
	type candidate struct {
		id  journal.ID
		key uint64
	}
	var list []candidate
	j.mu.Lock()
	for id, s := range j.streams {
		switch {
		case s.damaged != "":
		case s.erased && s.marker != 0:
			list = append(list, candidate{id, s.marker})
		case len(s.commits) > 0 && (s.bytes >= j.sealing.Long || now.Sub(s.touched) >= j.sealing.Quiet || now.Sub(s.since) >= j.sealing.Old):
			list = append(list, candidate{id, s.commits[0].key})
		}
	}
	j.mu.Unlock()
	slices.SortFunc(list, func(a, b candidate) int { return cmp.Compare(a.key, b.key) })
	ids := make([]journal.ID, len(list))
	for i, c := range list {
		ids[i] = c.id
	}
	return ids
}

// prepare reads what a stream has in the tail, up to a chunk's size, and puts it into a chunk. more
// says that there is more to seal.
func (j *Journal) prepare(id journal.ID) (s *sealing, more bool, err error) {
	j.mu.Lock()
	st := j.streams[id]
	if st == nil || st.damaged != "" {
		j.mu.Unlock()
		return nil, false, nil
	}
	if st.erased {
		marker := st.marker
		j.mu.Unlock()
		if marker == 0 {
			return nil, false, nil
		}
		return &sealing{chunk: chunk{stream: id, erased: true}, keys: []uint64{marker}}, false, nil
	}
	places, from := st.commits[:len(st.commits):len(st.commits)], st.sealed
	j.mu.Unlock()
	if len(places) == 0 {
		return nil, false, nil
	}
	s = &sealing{chunk: chunk{stream: id, first: places[0].first}, from: from}
	if err := j.goOn(id, s); err != nil {
		return nil, false, err
	}
	keys := make([]uint64, len(places))
	for i, p := range places {
		keys[i] = p.key
	}
	for len(keys) > 0 && len(s.chunk.body) < maxChunk {
		values, err := j.copy(keys)
		if err != nil {
			return nil, false, err
		}
		if len(values) == 0 {
			return nil, false, nil // erased meanwhile
		}
		for _, v := range values {
			if len(s.chunk.body) >= maxChunk {
				break
			}
			r, err := readRecord(keys[0], v)
			if err != nil {
				return nil, false, err
			}
			s.chunk.commits = append(s.chunk.commits, sealed{keys[0], r.count, len(r.body)})
			s.chunk.body = append(s.chunk.body, r.body...)
			s.keys = append(s.keys, keys[0])
			s.size += len(r.body)
			keys = keys[1:]
		}
	}
	return s, len(keys) > 0, nil
}

// goOn begins a chunk with what the stream's last one holds, if that is small.
func (j *Journal) goOn(id journal.ID, s *sealing) error {
	return j.view(func(tx *bbolt.Tx) error {
		e, ok, err := lookUp(tx, id)
		if err != nil || !ok || len(e.chunks) == 0 || e.open >= openChunk {
			return err
		}
		last := e.chunks[len(e.chunks)-1]
		before, err := readChunk(last.seal, tx.Bucket(chunkBucket).Get(bigEndian(last.seal)))
		if err != nil {
			return err
		}
		s.chunk, s.replaces = before, last.seal
		return nil
	})
}

// noteSealed brings the memory in step with what was sealed and trimmed. The caller holds mu.
func (j *Journal) noteSealed(p *pending) {
	for _, s := range p.seals {
		st := j.streams[s.chunk.stream]
		switch {
		case s.seal == 0 || st == nil:
		case s.chunk.erased:
			st.trash, st.marker = s.keys, 0
		default:
			st.sealed = s.chunk.next()
			st.commits = st.commits[len(s.keys):]
			st.trash = append(st.trash, s.keys...)
			st.bytes -= s.size
			st.since = st.touched
			if len(st.commits) == 0 {
				st.commits, st.bytes = nil, 0
			}
		}
	}
	for id, keys := range p.trim {
		st := j.streams[id]
		if st == nil {
			continue
		}
		if st.erased && st.marker != 0 {
			continue // it was erased in the same group; its trash is another one's
		}
		st.trash = st.trash[min(len(keys), len(st.trash)):]
		if len(st.trash) == 0 && len(st.commits) == 0 && st.damaged == "" {
			// From now on the directory knows it.
			delete(j.streams, id)
		}
	}
}

// trash lists commits that lie in chunks and may leave the tail: those on its left, where nothing
// else lies any more, so that whole pages become free.
func (j *Journal) trash() map[journal.ID][]uint64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	left := ^uint64(0)
	for _, s := range j.streams {
		if len(s.commits) > 0 {
			left = min(left, s.commits[0].key)
		}
		if s.marker != 0 {
			left = min(left, s.marker)
		}
	}
	trim, n := map[journal.ID][]uint64{}, 0
	for id, s := range j.streams {
		i, _ := slices.BinarySearch(s.trash, left)
		if i = min(i, trimStep-n); i > 0 {
			trim[id] = s.trash[:i:i]
			n += i
		}
		if n >= trimStep {
			break
		}
	}
	return trim
}

// SealNow seals all whose time has come, and returns when it is on disk.
func (j *Journal) SealNow(ctx context.Context) error { return j.sweep(ctx, 0) }
