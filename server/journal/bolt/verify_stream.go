package bolt

import "mockroom/server/journal"

// stream checks that the directory, the chunks and the tail agree on a stream, that it is numbered
// without gap or overlap, and that its events can be read and folded.
func (v *verifier) stream(id journal.ID, s *found) {
	v.report.Streams++
	if s.marked || s.entry != nil && s.entry.erased {
		v.report.Erased++
		if s.entry != nil && !s.entry.erased || len(s.chunks) > 0 || s.entry != nil && len(s.records) > 0 {
			v.find(id, "the directory", "the stream was erased, and holds %d chunks and %d records", len(s.chunks), len(s.records))
		}
		return
	}
	r := &reading{v: v, id: id, next: 1}
	if v.check.Fold != nil {
		r.fold = v.check.Fold(id)
	}
	r.chunks(s)
	for _, at := range s.records {
		b, err := v.bytes(at)
		if err != nil {
			r.wrong(at.place(), err)
			continue
		}
		rec, err := readRecord(at.key, b)
		switch {
		case err != nil:
			r.wrong(at.place(), err)
		case s.entry != nil && rec.first+uint64(rec.count) <= s.entry.next:
			// It lies in a chunk too, and is to leave the tail.
		default:
			r.record(at.place(), rec)
		}
	}
}

// reading is the pass over one stream.
type reading struct {
	v    *verifier
	id   journal.ID
	next uint64
	fold func(journal.Event) error
}

// wrong reports a fault; what follows it does not stand by itself.
func (r *reading) wrong(place string, err error) {
	r.v.find(r.id, place, "%v", err)
	r.fold = nil
}

// chunks holds a stream's chunks against the directory and reads them.
func (r *reading) chunks(s *found) {
	if s.entry == nil {
		for _, at := range s.chunks {
			r.v.find(r.id, at.place(), "the directory does not know the stream")
		}
		return
	}
	lies := map[uint64]recordAt{}
	for _, at := range s.chunks {
		lies[at.key] = at
	}
	for _, want := range s.entry.chunks {
		at, ok := lies[want.seal]
		if !ok {
			at = recordAt{what: "chunk", key: want.seal}
			r.wrong(at.place(), errNotThere)
			continue
		}
		delete(lies, want.seal)
		b, err := r.v.bytes(at)
		if err == nil {
			var c chunk
			if c, err = readChunk(at.key, b); err == nil {
				err = c.records(func(_ uint64, rec record) error {
					r.record(at.place(), rec)
					return nil
				})
			}
		}
		if err != nil {
			r.wrong(at.place(), err)
		}
	}
	for _, at := range lies {
		r.v.find(r.id, at.place(), "the directory does not know the chunk")
	}
	if r.next != s.entry.next {
		r.v.find(r.id, "the directory", "the chunks end at event %d, not %d", r.next-1, s.entry.next-1)
		r.next, r.fold = s.entry.next, nil
	}
}

// record checks the numbers and events of one commit.
func (r *reading) record(place string, rec record) {
	switch {
	case rec.first > r.next:
		r.v.find(r.id, place, "events %d to %d are missing", r.next, rec.first-1)
		r.fold = nil
	case rec.first < r.next:
		r.v.find(r.id, place, "event %d is there a second time", rec.first)
		r.fold = nil
	}
	r.next = rec.first + uint64(rec.count)
	events, err := rec.events(0)
	if err != nil {
		r.wrong(place, err)
		return
	}
	for i, e := range events {
		r.v.report.Events++
		if e.Number != rec.first+uint64(i) {
			r.v.find(r.id, place, "event %d says that it is %d", rec.first+uint64(i), e.Number)
		}
		if r.fold == nil {
			continue
		}
		if err := r.fold(e); err != nil {
			r.wrong(place, err)
		}
	}
}
