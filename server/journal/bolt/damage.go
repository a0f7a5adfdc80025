package bolt

import (
	"encoding/binary"
	"fmt"
	"slices"

	bbolt "go.etcd.io/bbolt"

	"mockroom/server/journal"
)

// judge brings what a survey found together with the directory: which commits are sealed already,
// and which streams are damaged: those with a hole between their commits, those that own a commit
// that cannot be read, and those that may own one in a hole whose owner is not known.
func (s *survey) judge(tx *bbolt.Tx) {
	for id, st := range s.streams {
		e, ok, err := lookUp(tx, id)
		if err != nil {
			st.commits, st.damaged = nil, "its place in the directory cannot be read"
			continue
		}
		if st.erased = st.erased || e.erased; st.erased {
			st.settle(^uint64(0)) // whatever the tail has of it is to go
		} else if ok {
			st.settle(e.next)
		} else {
			st.settle(1)
		}
	}
	for i := range s.holes {
		s.own(tx, &s.holes[i])
	}
	for _, st := range s.streams {
		if st.damaged != "" || st.erased || len(st.commits) == 0 {
			continue
		}
		last := st.commits[len(st.commits)-1].key
		if slices.ContainsFunc(s.holes, func(h hole) bool { return h.stream == "" && h.to > last }) {
			st.damaged = "its last commits may be among those that cannot be read"
		}
	}
}

// settle sets what is sealed of a stream, and finds the first gap behind it.
func (st *stream) settle(sealed uint64) {
	st.sealed, st.next = sealed, sealed
	commits := st.commits
	st.commits, st.trash = nil, nil
	for _, p := range commits {
		switch {
		case p.next <= sealed:
			st.trash = append(st.trash, p.key)
		case p.first == st.next:
			st.commits, st.next = append(st.commits, p), p.next
		default:
			st.damaged = fmt.Sprintf("event %d is missing", st.next)
			return
		}
	}
}

// own finds whose a hole is, and marks that stream.
func (s *survey) own(tx *bbolt.Tx, h *hole) {
	if h.stream == "" {
		return
	}
	st := s.streams[h.stream]
	if st == nil {
		e, ok, err := lookUp(tx, h.stream)
		if err == nil && !ok && h.first != 1 {
			// Its name is damaged too.
			h.stream = ""
			return
		}
		if e.erased {
			return
		}
		st = &stream{sealed: e.next, next: e.next}
		s.streams[h.stream] = st
	}
	if st.erased || h.next <= st.sealed && h.next > 0 {
		return
	}
	if i := slices.IndexFunc(st.commits, func(p place) bool { return p.key > h.from }); i >= 0 {
		st.commits = st.commits[:i]
		st.next = st.sealed
		if i > 0 {
			st.next = st.commits[i-1].next
		}
	}
	st.damaged = "one of its commits cannot be read"
}

// damageError is what readers and writers of a damaged stream are told.
func damageError(id journal.ID, next uint64, words string) error {
	return fmt.Errorf("%w: %s from event %d on: %s; verify says more, a backup may have it", journal.ErrDamaged, kindOf(id), next, words)
}

// encodeHoles is how a file that was made from a damaged one remembers what it lacks.
func encodeHoles(holes []hole) []byte {
	var b []byte
	for _, h := range holes {
		b = binary.AppendUvarint(b, h.from)
		b = binary.AppendUvarint(b, h.to)
		b = appendName(b, h.stream)
		b = binary.AppendUvarint(b, h.first)
		b = binary.AppendUvarint(b, h.next)
	}
	return b
}

func readHoles(b []byte) (holes []hole) {
	for f := (fields{b, true}); len(f.rest) > 0; {
		h := hole{from: f.number(), to: f.number(), stream: f.name(), first: f.number(), next: f.number()}
		if !f.ok {
			return holes
		}
		holes = append(holes, h)
	}
	return holes
}
