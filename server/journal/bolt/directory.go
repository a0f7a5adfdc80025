package bolt

import (
	"encoding/binary"
	"fmt"
	"slices"

	bbolt "go.etcd.io/bbolt"

	"mockroom/server/journal"
)

// entry is what the directory says of a stream that has sealed chunks, or was erased. Streams that
// lie in the tail alone have none.
type entry struct {
	erased bool
	// next is the number of the first event behind the chunks.
	next uint64
	// open is how many bytes the last chunk holds, unpacked; a small one is sealed again with more.
	open   uint64
	chunks []chunkAt
}

// chunkAt is one chunk: its seal number and the number of its first event. Both rise.
type chunkAt struct{ seal, first uint64 }

func (e entry) encode(id journal.ID) []byte {
	b := make([]byte, 4, 32+4*len(e.chunks))
	flag := byte(0)
	if e.erased {
		flag = flagErased
	}
	b = append(b, flag)
	b = binary.AppendUvarint(b, e.next)
	b = binary.AppendUvarint(b, e.open)
	b = binary.AppendUvarint(b, uint64(len(e.chunks)))
	var before chunkAt
	for _, c := range e.chunks {
		b = binary.AppendUvarint(b, c.seal-before.seal)
		b = binary.AppendUvarint(b, c.first-before.first)
		before = c
	}
	binary.BigEndian.PutUint32(b, keyedSum([]byte(id), b[4:]))
	return b
}

func readEntry(id journal.ID, b []byte) (entry, error) {
	if len(b) < 5 || keyedSum([]byte(id), b[4:]) != binary.BigEndian.Uint32(b) {
		return entry{}, fmt.Errorf("%w: its place in the directory cannot be read", journal.ErrDamaged)
	}
	f := fields{b[5:], true}
	e := entry{erased: b[4]&flagErased != 0, next: f.number(), open: f.number()}
	n := f.number()
	var at chunkAt
	for range min(n, uint64(len(b))) {
		at.seal += f.number()
		at.first += f.number()
		e.chunks = append(e.chunks, at)
	}
	if !f.ok || len(f.rest) > 0 {
		return entry{}, fmt.Errorf("%w: its place in the directory cannot be read", journal.ErrDamaged)
	}
	return e, nil
}

// find is the chunk that holds a number below next.
func (e entry) find(number uint64) (chunkAt, bool) {
	i, exact := slices.BinarySearchFunc(e.chunks, number, func(c chunkAt, n uint64) int {
		return int(int64(c.first) - int64(n))
	})
	if !exact {
		i--
	}
	if i < 0 || number >= e.next {
		return chunkAt{}, false
	}
	return e.chunks[i], true
}

// lookUp reads a stream's entry within a transaction; ok is false where it has none.
func lookUp(tx *bbolt.Tx, id journal.ID) (e entry, ok bool, err error) {
	b := tx.Bucket(streamBucket).Get([]byte(id))
	if b == nil {
		return entry{next: 1}, false, nil
	}
	e, err = readEntry(id, b)
	return e, true, err
}

// lookUp reads a stream's entry.
func (j *Journal) lookUp(id journal.ID) (e entry, ok bool, err error) {
	err = j.view(func(tx *bbolt.Tx) error {
		e, ok, err = lookUp(tx, id)
		return err
	})
	return e, ok, err
}
