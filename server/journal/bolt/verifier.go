package bolt

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"mockroom/server/journal"
)

// verifier is one pass over a file.
type verifier struct {
	check   Check
	report  Report
	file    io.ReaderAt
	census  *census
	counted census
	streams map[journal.ID]*found
	order   []journal.ID
	sums    map[string]uint32
}

// found is what the file holds of one stream: its place in the directory, and where its chunks and its
// commits in the tail lie.
type found struct {
	entry           *entry
	chunks, records []recordAt
	marked          bool // there is a record of its erasure
}

// recordAt is where a record or a chunk lies.
type recordAt struct {
	what   string
	key    uint64
	offset int64
	data   []byte // where it lies within another page's value
	size   int
	page   uint64
}

func (r recordAt) place() string { return fmt.Sprintf("%s %d on page %d", r.what, r.key, r.page) }

func (v *verifier) find(id journal.ID, place, words string, args ...any) {
	v.report.Findings++
	if v.check.Found != nil {
		v.check.Found(Finding{id, place, fmt.Sprintf(words, args...)})
	}
}

// lost is told of pages that are wrong.
func (v *verifier) lost(l lost) {
	words := l.words
	if l.bucket == string(tailBucket) && len(l.from) == 8 {
		words += " (it is about " + l.hole().String() + ")"
	}
	place := fmt.Sprintf("page %d", l.page)
	if l.bucket != "" {
		place += " of " + l.bucket
	}
	v.find("", place, "%s", words)
}

func (h hole) String() string {
	if h.to == ^uint64(0) {
		return fmt.Sprintf("commits from %d on", h.from)
	}
	return fmt.Sprintf("commits %d to %d", h.from, h.to-1)
}

func (v *verifier) run(ctx context.Context, f *pageFile) (Report, error) {
	v.file, v.streams, v.sums, v.report.Pages = f.file, map[journal.ID]*found{}, map[string]uint32{}, f.high
	visits := map[string]func(item) error{
		string(tailBucket): v.tailRecord, string(metaBucket): v.metaValue, string(blobBucket): v.blob, string(sumBucket): v.sum,
		string(chunkBucket): v.chunk, string(streamBucket): v.entry, string(damageBucket): v.damage,
	}
	there := map[string]bool{}
	err := f.buckets(func(i item) error {
		visit, ok := visits[string(i.key)]
		if !ok || !i.bucket {
			v.find("", i.place(), "%q does not belong in a database", i.key)
			visit = func(item) error { return nil }
		}
		if there[string(i.key)] = true; !i.bucket {
			return nil
		}
		return f.items(i, func(i item) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if i.bucket {
				v.find("", i.place(), "key %x is marked as a bucket", i.key)
				return nil
			}
			return visit(i)
		})
	})
	if err != nil {
		return v.report, err
	}
	f.checkFree()
	v.checkCensus(there)
	for _, id := range v.order {
		if err := ctx.Err(); err != nil {
			return v.report, err
		}
		v.stream(id, v.streams[id])
	}
	return v.report, nil
}

// checkCensus holds what was found against what the file says that it holds.
func (v *verifier) checkCensus(there map[string]bool) {
	for _, name := range neededBuckets {
		if !there[string(name)] && (v.census != nil || string(name) == string(tailBucket) || string(name) == string(metaBucket)) {
			v.find("", "the first bucket", "%q is missing", name)
		}
	}
	if v.census == nil {
		return
	}
	if v.counted.last > v.census.last || v.counted.seal > v.census.seal {
		v.find("", "the census", "commit %d and chunk %d are the last, not %d and %d", v.census.last, v.census.seal, v.counted.last, v.counted.seal)
	}
	want, got := *v.census, v.counted
	want.last, want.seal, got.last, got.seal = 0, 0, 0, 0
	if want != got {
		v.find("", "the census", "the file should hold %d commits, %d chunks, %d streams in its directory and %d kept files, and holds %d, %d, %d and %d",
			want.tail, want.chunks, want.streams, want.blobs, got.tail, got.chunks, got.streams, got.blobs)
	}
}

func (v *verifier) metaValue(i item) error {
	value, err := i.value()
	switch {
	case err != nil:
		v.find("", i.place(), "%s: %v", i.key, err)
	case string(i.key) == string(formatKey):
		if len(value) != 8 || binary.BigEndian.Uint64(value) > format || binary.BigEndian.Uint64(value) == 0 {
			v.find("", i.place(), "the format %x is unknown here", value)
		}
	case string(i.key) == string(censusKey):
		c, err := readCensus(value)
		if err != nil {
			v.find("", i.place(), "%v", err)
		}
		v.census = &c
	default:
		v.find("", i.place(), "the key %x is unknown here", i.key)
	}
	return nil
}

func (v *verifier) blob(i item) error {
	v.counted.blobs++
	data, err := i.value()
	if err == nil {
		v.sums[string(i.key)] = crc32.Checksum(data, castagnoli)
		if v.check.Blob != nil {
			err = v.check.Blob(string(i.key), data)
		}
	}
	if err != nil {
		v.find("", i.place(), "the file %q: %v", i.key, err)
		return nil
	}
	v.report.Blobs++
	return nil
}

func (v *verifier) sum(i item) error {
	value, err := i.value()
	sum, ok := v.sums[string(i.key)]
	if err != nil || !ok || len(value) != 4 || binary.BigEndian.Uint32(value) != sum {
		v.find("", i.place(), "the file %q is not what was written", i.key)
	}
	return nil
}

// damage is what was lost before.
func (v *verifier) damage(i item) error {
	value, err := i.value()
	if err != nil {
		v.find("", i.place(), "%v", err)
		return nil
	}
	for _, h := range readHoles(value) {
		v.find(h.stream, "a damaged file that this one was made from", "%v could not be read", h)
	}
	return nil
}

// of gives what is known of a stream.
func (v *verifier) of(id journal.ID) *found {
	s := v.streams[id]
	if s == nil {
		s = &found{}
		v.streams[id] = s
		v.order = append(v.order, id)
	}
	return s
}

// lies says where a numbered item lies, and reads it.
func (v *verifier) lies(what string, i item) (recordAt, []byte, bool) {
	if len(i.key) != 8 {
		v.find("", i.place(), "the key %x is no %s", i.key, what)
		return recordAt{}, nil, false
	}
	at := recordAt{what: what, key: binary.BigEndian.Uint64(i.key), offset: i.page.offset + int64(i.from), size: i.size, page: i.page.id}
	value, err := i.value()
	if err != nil {
		v.find("", at.place(), "%v", err)
		return at, nil, false
	}
	if i.page.inline {
		at.data = value
	}
	return at, value, true
}

func (v *verifier) chunk(i item) error {
	v.counted.chunks++
	at, value, ok := v.lies("chunk", i)
	if !ok {
		return nil
	}
	v.counted.seal = max(v.counted.seal, at.key)
	c, err := readChunk(at.key, value)
	if err != nil {
		guess, _, _ := parseChunk(value)
		v.find(guess.stream, at.place(), "%v", err)
		return nil
	}
	s := v.of(c.stream)
	if c.erased {
		s.marked = true
		return nil
	}
	v.report.Commits += len(c.commits)
	s.chunks = append(s.chunks, at)
	return nil
}

func (v *verifier) entry(i item) error {
	v.counted.streams++
	id := journal.ID(i.key)
	value, err := i.value()
	if err == nil {
		var e entry
		if e, err = readEntry(id, value); err == nil {
			v.of(id).entry = &e
			return nil
		}
	}
	v.find(id, i.place(), "%v", err)
	return nil
}

// tailRecord checks one record by itself and remembers where it lies.
func (v *verifier) tailRecord(i item) error {
	v.counted.tail++
	at, value, ok := v.lies("commit", i)
	if !ok {
		return nil
	}
	v.counted.last = max(v.counted.last, at.key)
	r, err := readRecord(at.key, value)
	if err != nil {
		guess, _ := parseRecord(value)
		v.find(guess.stream, at.place(), "%v", err)
		return nil
	}
	v.report.Commits++
	s := v.of(r.stream)
	switch {
	case !r.erased && s.marked:
		v.find(r.stream, at.place(), "the stream was erased, and holds a record")
	case !r.erased:
		s.records = append(s.records, at)
	case len(s.records) > 0:
		v.find(r.stream, at.place(), "the stream was erased, and holds %d records before that", len(s.records))
		s.marked = true
	default:
		s.marked = true
	}
	return nil
}

// bytes reads a record or a chunk again.
func (v *verifier) bytes(at recordAt) ([]byte, error) {
	if at.data != nil {
		return at.data, nil
	}
	b := make([]byte, at.size)
	if _, err := v.file.ReadAt(b, at.offset); err != nil {
		return nil, fmt.Errorf("it cannot be read: %w", err)
	}
	return b, nil
}

var errNotThere = errors.New("it is not there")
