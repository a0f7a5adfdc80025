package bolt

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"mockroom/server/journal"
)

// ErrInUse says that a running server has the file.
var ErrInUse = errors.New("in use by a running server")

// Finding is one thing that is wrong in a file.
type Finding struct {
	// Stream is whose it is, "" where that cannot be told.
	Stream journal.ID
	// Place says where in the file, and Words what is wrong.
	Place, Words string
}

func (f Finding) String() string {
	if f.Stream == "" {
		return f.Place + ": " + f.Words
	}
	return string(f.Stream) + ", " + f.Place + ": " + f.Words
}

// Check is what Verify is asked to do. All of it may be left out.
type Check struct {
	// Found is told everything that is wrong.
	Found func(Finding)
	// Fold gives the function that a stream's events go through in order, or nil for none; its
	// error is a finding. It is asked once for each stream.
	Fold func(journal.ID) func(journal.Event) error
	// Blob checks a kept file against its name.
	Blob func(name string, data []byte) error
}

// Report counts what was checked.
type Report struct {
	Streams, Erased, Commits, Events, Blobs int
	Pages                                   uint64
	Findings                                int
}

// lockWait is how long another process may take to let go of a file.
const lockWait = time.Second

// Verify checks a file that no server has open, and never changes it. The error says why it could not be
// checked at all; ErrInUse is among them.
func Verify(ctx context.Context, path string, c Check) (Report, error) {
	file, err := os.Open(path)
	if err != nil {
		return Report{}, fmt.Errorf("the database cannot be read: %w", err)
	}
	defer file.Close()
	unlock, err := lockShared(file, lockWait)
	if err != nil {
		return Report{}, fmt.Errorf("the database %s is %w; it is verified there", path, err)
	}
	defer unlock()
	v := &verifier{check: c}
	pages, err := openPages(file, v.lost)
	if err != nil {
		return Report{}, fmt.Errorf("%s cannot be verified: %w; restore a backup or name another file", path, err)
	}
	return v.run(ctx, pages)
}

// Verify checks the open file as of now, while the server goes on.
func (j *Journal) Verify(ctx context.Context, c Check) (Report, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	view, err := j.pin(cancel)
	if err != nil {
		return Report{}, err
	}
	defer view.release()
	v := &verifier{check: c}
	report, err := v.run(ctx, view.pages(v.lost))
	select {
	case <-j.closing:
		return report, fmt.Errorf("%w: it is closed", journal.ErrUnavailable)
	default:
		return report, err
	}
}

// verifier is one pass over a file.
type verifier struct {
	check   Check
	report  Report
	file    io.ReaderAt
	streams map[journal.ID]*found
	order   []journal.ID
}

// found is what the file holds of one stream: where its records lie, in commit order.
type found struct {
	records []recordAt
	erased  bool
}

type recordAt struct {
	key    uint64
	offset int64
	data   []byte // where the record lies within another page's value
	size   int
	page   uint64
}

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
		from := binary.BigEndian.Uint64(l.from)
		if len(l.to) == 8 {
			words += fmt.Sprintf(" (it is about commits %d to %d)", from, binary.BigEndian.Uint64(l.to)-1)
		} else {
			words += fmt.Sprintf(" (it is about commits from %d on)", from)
		}
	}
	place := fmt.Sprintf("page %d", l.page)
	if l.bucket != "" {
		place += " of " + l.bucket
	}
	v.find("", place, "%s", words)
}

func (v *verifier) run(ctx context.Context, f *pageFile) (Report, error) {
	v.file, v.streams, v.report.Pages = f.file, map[journal.ID]*found{}, f.high
	known := map[string]func(item) error{
		string(tailBucket): v.tailRecord, string(metaBucket): v.metaValue, string(blobBucket): v.blob,
	}
	there := map[string]bool{}
	err := f.buckets(func(i item) error {
		visit, ok := known[string(i.key)]
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
	for _, needed := range [][]byte{tailBucket, metaBucket} {
		if !there[string(needed)] {
			v.find("", "the first bucket", "%q is missing", needed)
		}
	}
	f.checkFree()
	for _, id := range v.order {
		if err := ctx.Err(); err != nil {
			return v.report, err
		}
		v.stream(id, v.streams[id])
	}
	return v.report, nil
}

func (v *verifier) metaValue(i item) error {
	value, err := i.value()
	switch {
	case err != nil:
		v.find("", i.place(), "%s: %v", i.key, err)
	case string(i.key) == string(formatKey) && (len(value) != 8 || binary.BigEndian.Uint64(value) > format || binary.BigEndian.Uint64(value) == 0):
		v.find("", i.place(), "the format %x is unknown here", value)
	case string(i.key) != string(formatKey):
		v.find("", i.place(), "the key %x is unknown here", i.key)
	}
	return nil
}

func (v *verifier) blob(i item) error {
	data, err := i.value()
	if err == nil && v.check.Blob != nil {
		err = v.check.Blob(string(i.key), data)
	}
	if err != nil {
		v.find("", i.place(), "the file %q: %v", i.key, err)
		return nil
	}
	v.report.Blobs++
	return nil
}

// tailRecord checks one record by itself and remembers where it lies.
func (v *verifier) tailRecord(i item) error {
	if len(i.key) != 8 {
		v.find("", i.place(), "the key %x is no commit", i.key)
		return nil
	}
	at := recordAt{key: binary.BigEndian.Uint64(i.key), offset: i.page.offset + int64(i.from), size: i.size, page: i.page.id}
	value, err := i.value()
	if err != nil {
		v.find("", at.place(), "%v", err)
		return nil
	}
	r, err := readRecord(value)
	if err == nil && journal.CheckID(r.stream) != nil {
		err = errDamaged
	}
	if err != nil {
		v.find(v.guess(value), at.place(), "%v", err)
		return nil
	}
	if i.page.inline {
		at.data = value
	}
	v.report.Commits++
	s := v.streams[r.stream]
	if s == nil {
		s = &found{}
		v.streams[r.stream] = s
		v.order = append(v.order, r.stream)
	}
	switch {
	case s.erased:
		v.find(r.stream, at.place(), "the stream was erased, and holds a record")
	case r.erased && len(s.records) > 0:
		v.find(r.stream, at.place(), "the stream was erased, and holds %d records before that", len(s.records))
		fallthrough
	case r.erased:
		s.erased = true
		v.report.Erased++
	default:
		s.records = append(s.records, at)
	}
	return nil
}

func (r recordAt) place() string { return fmt.Sprintf("commit %d on page %d", r.key, r.page) }

// guess is whose a damaged record is, as far as its head can still be read.
func (v *verifier) guess(b []byte) journal.ID {
	r, err := parseRecord(b)
	if err != nil || journal.CheckID(r.stream) != nil {
		return ""
	}
	return r.stream
}

// stream checks the numbering of one stream, and that its events can be read and folded.
func (v *verifier) stream(id journal.ID, s *found) {
	v.report.Streams++
	if s.erased {
		return
	}
	var fold func(journal.Event) error
	if v.check.Fold != nil {
		fold = v.check.Fold(id)
	}
	next := uint64(1)
	for _, at := range s.records {
		r, err := v.load(at)
		if err != nil {
			v.find(id, at.place(), "%v", err)
			return
		}
		switch {
		case r.first > next:
			v.find(id, at.place(), "events %d to %d are missing", next, r.first-1)
			fold = nil // what follows does not stand by itself
		case r.first < next:
			v.find(id, at.place(), "event %d is there a second time", r.first)
			fold = nil
		}
		next = r.first + uint64(r.count)
		events, err := r.events(0)
		if err != nil {
			v.find(id, at.place(), "%v", err)
			fold = nil
			continue
		}
		for i, e := range events {
			v.report.Events++
			if e.Number != r.first+uint64(i) {
				v.find(id, at.place(), "event %d says that it is %d", r.first+uint64(i), e.Number)
			}
			if fold == nil {
				continue
			}
			if err := fold(e); err != nil {
				v.find(id, at.place(), "%v", err)
				fold = nil
			}
		}
	}
}

// load reads a record again.
func (v *verifier) load(at recordAt) (record, error) {
	b := at.data
	if b == nil {
		b = make([]byte, at.size)
		if _, err := v.file.ReadAt(b, at.offset); err != nil {
			return record{}, fmt.Errorf("it cannot be read: %w", err)
		}
	}
	return readRecord(b)
}
