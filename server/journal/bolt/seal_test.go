package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	bbolt "go.etcd.io/bbolt"

	"mockroom/server/journal"
)

// model is what a journal should hold.
type model struct {
	texts  map[journal.ID][]string
	erased map[journal.ID]bool
}

func (m model) check(t *testing.T, j *Journal, when string) {
	t.Helper()
	for id, want := range m.texts {
		got, err := readAll(j, id)
		if m.erased[id] {
			if !errors.Is(err, journal.ErrErased) || len(got) > 0 {
				t.Fatalf("%s: %s is erased, and yields %d events, %v", when, id, len(got), err)
			}
			continue
		}
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("%s: %s yields %d events of %d, %v", when, id, len(got), len(want), err)
		}
		from := uint64(1 + rand.IntN(len(want)+2))
		n := 0
		for e, err := range j.Read(t.Context(), id, from) {
			if err != nil || e.Number != from+uint64(n) {
				t.Fatalf("%s: %s from %d yields %d, %v", when, id, from, e.Number, err)
			}
			n++
		}
		if n != max(0, len(want)-int(from)+1) {
			t.Fatalf("%s: %s from %d yields %d events", when, id, from, n)
		}
	}
}

// TestSealingChangesNothingThatIsRead appends, erases, seals, reopens, compacts and restores at random, and
// holds the journal against a model.
func TestSealingChangesNothingThatIsRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	options := Options{Pace: 1, Sealing: Sealing{Off: true, Quiet: 1}}
	j, err := Open(path, options)
	if err != nil {
		t.Fatal(err)
	}
	m := model{map[journal.ID][]string{}, map[journal.ID]bool{}}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	steps := 600
	if testing.Short() {
		steps = 150
	}
	for i := range steps {
		id := journal.ID(fmt.Sprintf("session:%d", rand.IntN(12)))
		switch rand.IntN(20) {
		case 0:
			err = j.sweep(ctx, 0)
		case 1:
			err = j.Close()
			if err == nil {
				j, err = Open(path, options)
			}
		case 2:
			err = j.Compact(ctx)
		case 3:
			if rand.IntN(4) > 0 || m.texts[id] == nil {
				continue
			}
			err = j.Erase(ctx, id)
			m.erased[id] = true
		default:
			next := uint64(len(m.texts[id])) + 1
			var batch []journal.Event
			var texts []string
			for n := range 1 + rand.IntN(20) {
				texts = append(texts, fmt.Sprintf("%d/%d %s", i, n, strings.Repeat("word ", rand.IntN(200))))
				batch = append(batch, chat(next+uint64(n), texts[n])...)
			}
			err = j.Append(ctx, id, next, batch)
			if m.erased[id] && errors.Is(err, journal.ErrErased) {
				err = nil
			} else {
				m.texts[id] = append(m.texts[id], texts...)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		if i%10 == 0 {
			m.check(t, j, fmt.Sprint("step ", i))
		}
	}
	if _, err := j.Verify(ctx, Check{Found: func(f Finding) { t.Error(f) }}); err != nil {
		t.Error(err)
	}
	if err := errors.Join(j.sweep(ctx, 0), j.sweep(ctx, 0)); err != nil {
		t.Fatal(err)
	}
	m.check(t, j, "at the end")
	if j.census.tail != 0 || len(j.streams) != 0 {
		t.Errorf("the tail still has %d commits of %d streams", j.census.tail, len(j.streams))
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if list, r := findings(t, path); len(list) > 0 || r.Erased != len(m.erased) {
		t.Errorf("verify says %v, %+v", list, r)
	}
}

// TestAllWhileSealing follows everything from the start, and again and again from a cursor, while streams are
// written and sealed: each commit arrives, in order within its stream.
func TestAllWhileSealing(t *testing.T) {
	j, err := Open(filepath.Join(t.TempDir(), "test.db"), Options{Pace: 1, Sealing: Sealing{Every: 1, Quiet: 1, Old: 1, Long: 1}})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	const streams, events = 6, 120
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var work sync.WaitGroup
	for s := range streams {
		work.Go(func() {
			id := journal.ID(fmt.Sprintf("session:%d", s))
			for n := uint64(1); n <= events; n++ {
				if err := j.Append(ctx, id, n, chat(n, strings.Repeat("word ", rand.IntN(300)))); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for _, hops := range []int{0, 1, 7} {
		work.Go(func() {
			at, got, total := journal.Cursor(""), map[journal.ID]uint64{}, 0
			for total < streams*events {
				seen := 0
				for c, err := range j.All(ctx, at) {
					if err != nil {
						t.Error(err)
						return
					}
					first := c.Events[0].Number
					if first > got[c.Stream]+1 {
						t.Errorf("%s at %d after %d", c.Stream, first, got[c.Stream])
						return
					}
					if first == got[c.Stream]+1 {
						got[c.Stream] += uint64(len(c.Events))
						total += len(c.Events)
					}
					at = c.Cursor
					if seen++; total == streams*events || hops > 0 && seen >= hops*10 {
						break
					}
				}
			}
		})
	}
	work.Wait()
}

// TestErasedChunksLeaveTheFile: what was packed is gone from the bytes too, unpacked or not.
func TestErasedChunksLeaveTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	j, err := Open(path, Options{Sealing: Sealing{Off: true, Quiet: 1}})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	ctx := t.Context()
	for _, id := range []journal.ID{"session:a", "session:b"} {
		if err := j.Append(ctx, id, 1, chat(1, "canary of "+string(id))); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(j.sweep(ctx, 0), j.Erase(ctx, "session:a"), j.sweep(ctx, 0), j.Compact(ctx)); err != nil {
		t.Fatal(err)
	}
	var kept []string
	err = j.db.View(func(tx *bbolt.Tx) error {
		return tx.Bucket(chunkBucket).ForEach(func(k, v []byte) error {
			c, err := readChunk(binary.BigEndian.Uint64(k), v)
			kept = append(kept, string(c.body))
			return err
		})
	})
	if err != nil || strings.Contains(strings.Join(kept, ""), "canary of session:a") || !strings.Contains(strings.Join(kept, ""), "canary of session:b") {
		t.Errorf("the chunks hold %q, %v", kept, err)
	}
	b, err := os.ReadFile(path)
	if err != nil || bytes.Contains(b, []byte("canary of session:a")) {
		t.Errorf("the file holds what was erased, %v", err)
	}
}

// TestFilesOfTheFirstFormatOpen makes a file as the first release did.
func TestFilesOfTheFirstFormatOpen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.db")
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		tail, err := tx.CreateBucket(tailBucket)
		if err != nil {
			return err
		}
		meta, err := tx.CreateBucket(metaBucket)
		if err != nil {
			return err
		}
		blobs, err := tx.CreateBucket(blobBucket)
		if err != nil {
			return err
		}
		for n := uint64(1); n <= 3; n++ {
			body, err := encodeEvents(chat(n, fmt.Sprint("old ", n)))
			if err != nil {
				return err
			}
			if err := tail.Put(bigEndian(n), firstFormat(record{stream: "session:a", first: n, count: 1, body: body})); err != nil {
				return err
			}
		}
		return errors.Join(
			tail.Put(bigEndian(4), firstFormat(record{stream: "session:gone", erased: true})),
			meta.Put(formatKey, bigEndian(1)), blobs.Put([]byte("file"), []byte("kept")))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if list, r := findings(t, path); len(list) > 0 || r.Events != 3 || r.Erased != 1 {
		t.Fatalf("before: %v, %+v", list, r)
	}
	j, err := Open(path, Options{Pace: 1, Sealing: Sealing{Off: true, Quiet: 1}})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	for _, when := range []string{"opened", "sealed"} {
		got, err := readAll(j, "session:a")
		if err != nil || !slices.Equal(got, []string{"old 1", "old 2", "old 3"}) {
			t.Errorf("%s: %v, %v", when, got, err)
		}
		if err := j.Append(t.Context(), "session:gone", 1, chat(1, "x")); !errors.Is(err, journal.ErrErased) {
			t.Errorf("%s: %v", when, err)
		}
		if data, err := j.Blob(t.Context(), "file"); err != nil || string(data) != "kept" {
			t.Errorf("%s: %q, %v", when, data, err)
		}
		if _, err := j.Verify(t.Context(), Check{Found: func(f Finding) { t.Error(when, f) }}); err != nil {
			t.Error(err)
		}
		if err := j.sweep(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
	}
}

// firstFormat is how the first release wrote a record: its checksum does not cover the key.
func firstFormat(r record) []byte {
	b := r.encode(0)
	b[4] &^= flagKeyed
	binary.BigEndian.PutUint32(b, crc32.Checksum(b[4:], castagnoli))
	return b
}
