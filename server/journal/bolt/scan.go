package bolt

import (
	"encoding/binary"
	"fmt"
	"os"

	"mockroom/server/journal"
)

// survey is what a pass over a file's pages finds before the file is used: whether its trees are
// whole, the places of all commits in the tail, and what cannot be read there.
type survey struct {
	census  census
	format  uint64
	counted census
	streams map[journal.ID]*stream
	// broken are the faults of the trees; bbolt is not to follow such a file.
	broken []lost
	// heads are faults of the two first pages, which bbolt gets along with.
	heads []lost
	// holes are commits that cannot be read, or may be missing.
	holes []hole
	// buckets are the names that the file has.
	buckets map[string]bool
}

// hole is a range of commits that cannot be read, to is excluded. Whose they were is not known where
// stream is "".
type hole struct {
	from, to uint64
	stream   journal.ID
	// first and next are the numbers of its events, as far as its head can be trusted.
	first, next uint64
}

func newSurvey() *survey {
	return &survey{streams: map[journal.ID]*stream{}, buckets: map[string]bool{}}
}

// survey reads the structure of all trees, the whole tail, and nothing else.
func (f *pageFile) survey() *survey {
	s := newSurvey()
	f.lost = func(l lost) {
		if l.bucket == "" && l.page < 2 {
			s.heads = append(s.heads, l)
			return
		}
		s.broken = append(s.broken, l)
		if l.bucket == string(tailBucket) {
			s.holes = append(s.holes, l.hole())
		}
	}
	_ = f.buckets(func(i item) error {
		name := string(i.key)
		s.buckets[name] = i.bucket
		if !i.bucket {
			return nil
		}
		return f.items(i, func(i item) error {
			switch name {
			case string(tailBucket):
				s.record(i)
			case string(chunkBucket):
				s.counted.chunks++
				if len(i.key) == 8 {
					s.counted.seal = max(s.counted.seal, binary.BigEndian.Uint64(i.key))
				}
			case string(streamBucket):
				s.counted.streams++
			case string(blobBucket):
				s.counted.blobs++
			case string(damageBucket):
				if v, err := i.value(); err == nil {
					s.holes = append(s.holes, readHoles(v)...)
				}
			case string(metaBucket):
				s.meta(i)
			}
			return nil
		})
	})
	f.checkFree()
	if s.format >= 2 && s.census.last > s.counted.last {
		s.holes = append(s.holes, hole{from: s.counted.last + 1, to: s.census.last + 1})
	}
	return s
}

// hole is what a lost part of the tail may have held.
func (l lost) hole() hole {
	h := hole{to: ^uint64(0)}
	if len(l.from) == 8 {
		h.from = binary.BigEndian.Uint64(l.from)
	}
	if len(l.to) == 8 {
		h.to = binary.BigEndian.Uint64(l.to)
	}
	return h
}

func (s *survey) meta(i item) {
	v, err := i.value()
	if err != nil {
		return
	}
	switch string(i.key) {
	case string(formatKey):
		if len(v) == 8 {
			s.format = binary.BigEndian.Uint64(v)
		}
	case string(censusKey):
		if c, err := readCensus(v); err == nil {
			s.census = c
		}
	}
}

// record notes one commit of the tail.
func (s *survey) record(i item) {
	if len(i.key) != 8 {
		return
	}
	key := binary.BigEndian.Uint64(i.key)
	s.counted.tail++
	s.counted.last = max(s.counted.last, key)
	v, err := i.value()
	if err == nil {
		var r record
		if r, err = readRecord(key, v); err == nil {
			note(s.streams, key, r)
			return
		}
	}
	h := hole{from: key, to: key + 1}
	if r, err := parseRecord(v); err == nil {
		h.stream, h.first, h.next = r.stream, r.first, r.first+uint64(r.count)
	}
	s.holes = append(s.holes, h)
}

// surveyFile reads a file that nobody has open.
func surveyFile(path string) (*survey, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("the database %s cannot be read: %w", path, err)
	}
	defer file.Close()
	unlock, err := lockShared(file, lockWait)
	if err != nil {
		return nil, inUse(path)
	}
	defer unlock()
	var heads []lost
	pages, err := openPages(file, func(l lost) { heads = append(heads, l) })
	if err != nil {
		return nil, fmt.Errorf("%s is damaged or not a mockroom database; restore a backup or name another file: %w", path, err)
	}
	s := pages.survey()
	s.heads = heads
	return s, nil
}
