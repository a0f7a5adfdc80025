package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mockroom/server/interview"
	"mockroom/server/journal"
)

var filledStreams = []journal.ID{"session:a", "session:b", "session:c", "session:d", "session:e"}

// readAll is what a stream yields, and the error at its end.
func readAll(j *Journal, id journal.ID) (texts []string, err error) {
	for e, err := range j.Read(context.Background(), id, 1) {
		if err != nil {
			return texts, err
		}
		texts = append(texts, e.Fact.(interview.ChatSaid).Text)
	}
	return texts, nil
}

// survives opens a damaged file: what every stream yields is right as far as it goes, what is missing
// is said, and the journal goes on with new streams. It gives how many streams are whole.
func survives(t *testing.T, path, what string, want map[journal.ID][]string) (whole int) {
	t.Helper()
	j, err := Open(path, Options{Pace: 1})
	if err != nil {
		if !strings.Contains(err.Error(), "damaged") && !strings.Contains(err.Error(), "newer release") {
			t.Errorf("%s: opening says %v", what, err)
		}
		return -1
	}
	defer func() {
		if err := j.Close(); err != nil {
			t.Errorf("%s: closing: %v", what, err)
		}
	}()
	for _, id := range filledStreams {
		got, err := readAll(j, id)
		switch {
		case err == nil && !slices.Equal(got, want[id]):
			t.Errorf("%s: %s silently lost or changed something: %d of %d", what, id, len(got), len(want[id]))
		case errors.Is(err, journal.ErrErased) && id != "session:c":
			t.Errorf("%s: %s counts as erased", what, id)
		case err != nil && !errors.Is(err, journal.ErrDamaged) && !errors.Is(err, journal.ErrErased):
			t.Errorf("%s: %s yields %v", what, id, err)
		case len(got) > len(want[id]) || !slices.Equal(got, want[id][:len(got)]):
			t.Errorf("%s: %s yields what was never written", what, id)
		}
		next := uint64(len(got)) + 1
		appendErr := j.Append(t.Context(), id, next, chat(next, "more"))
		switch {
		case err == nil:
			if appendErr != nil && !errors.Is(appendErr, journal.ErrDamaged) {
				t.Errorf("%s: %s cannot go on: %v", what, id, appendErr)
			}
			whole++
		case appendErr == nil:
			t.Errorf("%s: %s goes on behind a hole", what, id)
		}
	}
	if err := j.Append(t.Context(), "session:new", 1, chat(1, "new")); err != nil {
		t.Errorf("%s: a new session: %v", what, err)
	}
	return whole
}

func intact(t *testing.T, path string) map[journal.ID][]string {
	t.Helper()
	j, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	want := map[journal.ID][]string{}
	for _, id := range filledStreams {
		want[id], err = readAll(j, id)
		if err != nil && !errors.Is(err, journal.ErrErased) {
			t.Fatal(err)
		}
	}
	return want
}

// damaged writes a changed copy into a folder of its own.
func damaged(t *testing.T, b []byte) string {
	t.Helper()
	dir, err := os.MkdirTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "damaged.db")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestOpeningSurvivesFlippedBits flips one bit of a file and opens it.
func TestOpeningSurvivesFlippedBits(t *testing.T) {
	path := filledAndSealed(t, 200, 150)
	original, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := intact(t, path)
	flips := 60
	if testing.Short() {
		flips = 20
	}
	refused, hurt := 0, 0
	for range flips {
		at, bit := rand.IntN(len(original)), byte(1)<<rand.IntN(8)
		b := bytes.Clone(original)
		b[at] ^= bit
		switch survives(t, damaged(t, b), fmt.Sprintf("byte %d ^ %#x (page %d, %d)", at, bit, at/4096, at%4096), want) {
		case -1:
			refused++
		case 4:
		default:
			hurt++
		}
	}
	t.Logf("%d flips: %d files refused, %d with streams that are damaged", flips, refused, hurt)
}

// TestOpeningSurvivesDamagedPages fills whole pages with zeros or noise, and cuts the file.
func TestOpeningSurvivesDamagedPages(t *testing.T) {
	path := filledAndSealed(t, 400, 300)
	original, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := intact(t, path)
	for page := range len(original) / 4096 {
		b := bytes.Clone(original)
		at := b[page*4096 : page*4096+4096]
		clear(at)
		if page%2 == 0 {
			for i := range at {
				at[i] = byte(rand.Int())
			}
		}
		survives(t, damaged(t, b), fmt.Sprintf("page %d", page), want)
	}
	for range 10 {
		n := rand.IntN(len(original))
		survives(t, damaged(t, original[:n]), fmt.Sprintf("cut at %d of %d", n, len(original)), want)
	}
}

// TestDamagedRecordHurtsItsStreamOnly flips a bit within one event: the other streams go on, verify names
// the stream, and so does it after everything was written to a new file.
func TestDamagedRecordHurtsItsStreamOnly(t *testing.T) {
	for name, after := range map[string]int{"in the tail": 1000, "in a chunk": 199} {
		t.Run(name, func(t *testing.T) {
			path := filledAndSealed(t, 200, after)
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			want := intact(t, path)
			at := bytes.LastIndex(b, []byte("session:b")) + 30
			if name == "in a chunk" {
				at = bytes.Index(b, []byte("session:b")) + 100
			}
			b[at] ^= 8
			bad := damaged(t, b)
			check := func(path string) {
				list, _ := findings(t, path)
				if !slices.ContainsFunc(list, func(f Finding) bool { return f.Stream == "session:b" }) {
					t.Errorf("verify says %v", list)
				}
				for _, f := range list {
					if f.Stream != "session:b" && f.Stream != "" {
						t.Errorf("verify says %v", f)
					}
				}
			}
			check(bad)
			if whole := survives(t, bad, name, want); whole != 3 {
				t.Errorf("%d streams are whole", whole)
			}
			j := open(t, bad)
			if err := j.Compact(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := j.Append(t.Context(), "session:new", 2, chat(2, "new")); err != nil {
				t.Error(err)
			}
			if _, err := readAll(j, "session:b"); !errors.Is(err, journal.ErrDamaged) {
				t.Errorf("after a compaction it yields %v", err)
			}
			if err := j.Close(); err != nil {
				t.Fatal(err)
			}
			check(bad)
		})
	}
}

// TestAfterAFailedSyncItReadsUpToTheLastAcknowledged: the commit is in the file, and nobody was told.
func TestAfterAFailedSyncItReadsUpToTheLastAcknowledged(t *testing.T) {
	j := open(t, filepath.Join(t.TempDir(), "test.db"))
	ctx := t.Context()
	if err := j.Append(ctx, "session:a", 1, chat(1, "good")); err != nil {
		t.Fatal(err)
	}
	failed := errors.New("input/output error")
	j.fail = func(written bool) error {
		if written {
			return failed
		}
		return nil
	}
	j.patience, j.tried = time.Hour, time.Now()
	if err := j.Append(ctx, "session:a", 2, chat(2, "unsure")); !errors.Is(err, journal.ErrUnknown) {
		t.Fatal(err)
	}
	j.fail = nil
	for _, id := range []journal.ID{"session:a", "session:b"} {
		if err := j.Append(ctx, id, 2, chat(2, "next")); !errors.Is(err, journal.ErrUnavailable) && !errors.Is(err, journal.ErrConflict) {
			t.Errorf("%s: %v", id, err)
		}
	}
	if err := j.PutBlob(ctx, "file", []byte("x")); !errors.Is(err, journal.ErrUnavailable) {
		t.Error(err)
	}
	if got, err := readAll(j, "session:a"); len(got) != 1 || err != nil {
		t.Errorf("it reads %v, %v", got, err)
	}
	steps, err := j.scan(position{})
	if err != nil || len(steps) != 1 {
		t.Errorf("All has %d commits, %v", len(steps), err)
	}
	before, err := os.Stat(j.path)
	if err != nil {
		t.Fatal(err)
	}
	j.patience = 0
	// The unknown commit was in the file: it counts now, once, and whoever decides anew is told so.
	if err := j.Append(ctx, "session:a", 2, chat(2, "again")); !errors.Is(err, journal.ErrUnavailable) && !errors.Is(err, journal.ErrConflict) {
		t.Errorf("the first after recovery: %v", err)
	}
	if err := j.Append(ctx, "session:a", 3, chat(3, "third")); err != nil {
		t.Error(err)
	}
	after, err := os.Stat(j.path)
	if err != nil || os.SameFile(before, after) {
		t.Errorf("it is still the same file, %v", err)
	}
	if got, err := readAll(j, "session:a"); !slices.Equal(got, []string{"good", "unsure", "third"}) || err != nil {
		t.Errorf("it reads %v, %v", got, err)
	}
}
