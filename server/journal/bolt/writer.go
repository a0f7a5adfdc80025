package bolt

import (
	"encoding/binary"
	"errors"
	"hash/crc32"

	bbolt "go.etcd.io/bbolt"

	"mockroom/server/journal"
)

// writer is one writing transaction; it keeps the census in step with what it writes.
type writer struct {
	j       *Journal
	tx      *bbolt.Tx
	tail    *bbolt.Bucket
	counted *census
}

func (w writer) put(p *pending) error {
	switch {
	case p.blob != nil:
		return w.putBlob(p.blob)
	case p.batch():
		if p.record.erased {
			if err := w.blank(p.record.stream); err != nil {
				return err
			}
		}
		w.counted.last++
		w.counted.tail++
		return w.tail.Put(bigEndian(w.counted.last), p.record.encode(w.counted.last))
	}
	for _, s := range p.seals {
		if err := w.seal(s); err != nil {
			return err
		}
	}
	for _, keys := range p.trim {
		if err := w.trim(keys); err != nil {
			return err
		}
	}
	return nil
}

// blank takes a stream's commits and chunks away, and leaves its name in the directory.
func (w writer) blank(id journal.ID) error {
	var keys []uint64
	w.j.mu.Lock()
	if s := w.j.streams[id]; s != nil {
		keys = append(keys, s.trash...)
		for _, p := range s.commits {
			keys = append(keys, p.key)
		}
	}
	w.j.mu.Unlock()
	if err := w.trim(keys); err != nil {
		return err
	}
	e, ok, err := lookUp(w.tx, id)
	if err != nil && !errors.Is(err, journal.ErrDamaged) {
		return err
	}
	for _, c := range e.chunks {
		if err := w.dropChunk(c.seal); err != nil {
			return err
		}
	}
	if !ok {
		w.counted.streams++
	}
	return w.tx.Bucket(streamBucket).Put([]byte(id), entry{erased: true, next: 1}.encode(id))
}

func (w writer) dropChunk(seal uint64) error {
	chunks := w.tx.Bucket(chunkBucket)
	if chunks.Get(bigEndian(seal)) == nil {
		return nil
	}
	w.counted.chunks--
	return chunks.Delete(bigEndian(seal))
}

// trim takes commits out of the tail.
func (w writer) trim(keys []uint64) error {
	for _, key := range keys {
		k := bigEndian(key)
		if w.tail.Get(k) == nil {
			continue
		}
		if err := w.tail.Delete(k); err != nil {
			return err
		}
		w.counted.tail--
	}
	return nil
}

// seal writes a chunk under the next seal number and brings the directory up to it. A chunk that
// the stream has outrun, by erasure, is left out.
func (w writer) seal(s *sealing) error {
	s.seal = 0
	id := s.chunk.stream
	e, ok, err := lookUp(w.tx, id)
	if err != nil {
		return err
	}
	if e.erased && !s.chunk.erased {
		return nil
	}
	if !s.chunk.erased {
		if e.next != s.from {
			return nil
		}
		if s.replaces != 0 {
			if err := w.dropChunk(s.replaces); err != nil {
				return err
			}
			e.chunks = e.chunks[:len(e.chunks)-1]
		}
	}
	w.counted.seal++
	w.counted.chunks++
	s.seal = w.counted.seal
	chunks := w.tx.Bucket(chunkBucket)
	chunks.FillPercent = 0.95
	if err := chunks.Put(bigEndian(s.seal), s.chunk.encode(s.seal)); err != nil {
		return err
	}
	if !ok {
		w.counted.streams++
	}
	if s.chunk.erased {
		e = entry{erased: true, next: 1}
		return w.tx.Bucket(streamBucket).Put([]byte(id), e.encode(id))
	}
	e.chunks = append(e.chunks, chunkAt{s.seal, s.chunk.first})
	e.next, e.open = s.chunk.next(), uint64(len(s.chunk.body))
	return w.tx.Bucket(streamBucket).Put([]byte(id), e.encode(id))
}

// putBlob writes a kept file and its checksum.
func (w writer) putBlob(b *blob) error {
	blobs := w.tx.Bucket(blobBucket)
	if blobs.Get([]byte(b.name)) == nil {
		w.counted.blobs++
	}
	if err := blobs.Put([]byte(b.name), b.data); err != nil {
		return err
	}
	sum := binary.BigEndian.AppendUint32(nil, crc32.Checksum(b.data, castagnoli))
	return w.tx.Bucket(sumBucket).Put([]byte(b.name), sum)
}
