package bolt

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	bbolt "go.etcd.io/bbolt"
	"go.uber.org/goleak"

	"mockroom/server/interview"
	"mockroom/server/journal"
	"mockroom/server/journal/journaltest"
)

func TestMain(m *testing.M) {
	if path := os.Getenv("JOURNAL_CHILD"); path != "" {
		child(path)
		return
	}
	goleak.VerifyTestMain(m)
}

func open(t *testing.T, path string) *Journal {
	t.Helper()
	j, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	return j
}

func TestContract(t *testing.T) { contract(t, Options{Sealing: Sealing{Off: true}}) }

// TestContractWhileSealing seals every stream all the time, in chunks of a few commits.
func TestContractWhileSealing(t *testing.T) {
	contract(t, Options{Pace: 1, Sealing: Sealing{Every: 1, Quiet: 1, Old: 1, Long: 1}})
}

func contract(t *testing.T, o Options) {
	var engine func(t *testing.T, path string) journaltest.Engine
	engine = func(t *testing.T, path string) journaltest.Engine {
		j, err := Open(path, o)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = j.Close() })
		return journaltest.Engine{
			Handles: []journal.Journal{j, j, j},
			Reopen: func(t *testing.T) journaltest.Engine {
				if err := j.Close(); err != nil {
					t.Fatal(err)
				}
				return engine(t, path)
			},
		}
	}
	journaltest.Contract(t, func(t *testing.T) journaltest.Engine {
		return engine(t, filepath.Join(t.TempDir(), "test.db"))
	})
}

func chat(n uint64, text string) []journal.Event {
	return []journal.Event{{Number: n, At: 1, Audience: interview.ForAll, Fact: interview.ChatSaid{Text: text}}}
}

// child appends to several streams at once and says each acknowledged event, until it is killed.
func child(path string) {
	j, err := Open(path, Options{})
	if err != nil {
		fmt.Println("failed", err)
		os.Exit(1)
	}
	out := bufio.NewWriter(os.Stdout)
	var mu sync.Mutex
	var work sync.WaitGroup
	for w := range 8 {
		work.Go(func() {
			id := journal.ID(fmt.Sprintf("session:%d", w))
			next := uint64(1)
			for e, err := range j.Read(context.Background(), id, 1) {
				if err != nil {
					os.Exit(1)
				}
				next = e.Number + 1
			}
			for ; ; next++ {
				if err := j.Append(context.Background(), id, next, chat(next, fmt.Sprintf("%d/%d", w, next))); err != nil {
					os.Exit(1)
				}
				mu.Lock()
				fmt.Fprintf(out, "%d %d\n", w, next)
				_ = out.Flush()
				mu.Unlock()
			}
		})
	}
	work.Wait()
}

func TestKilledWriterLosesNothingAcknowledged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	acknowledged := map[int]uint64{}
	for range 20 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "JOURNAL_CHILD="+path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines, kill := bufio.NewScanner(out), 1+rand.IntN(200)
		for n := 0; lines.Scan(); n++ {
			var w int
			var number uint64
			if _, err := fmt.Sscan(lines.Text(), &w, &number); err != nil {
				t.Fatalf("%q: %v", lines.Text(), err)
			}
			acknowledged[w] = max(acknowledged[w], number)
			if n == kill {
				_ = cmd.Process.Kill()
			}
		}
		_ = cmd.Wait()
		j, err := Open(path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for w, last := range acknowledged {
			want := uint64(1)
			for e, err := range j.Read(t.Context(), journal.ID(fmt.Sprintf("session:%d", w)), 1) {
				if err != nil {
					t.Fatal(err)
				}
				if text := e.Fact.(interview.ChatSaid).Text; e.Number != want || text != fmt.Sprintf("%d/%d", w, want) {
					t.Fatalf("stream %d has %q at %d, want %d", w, text, e.Number, want)
				}
				want++
			}
			if want <= last {
				t.Fatalf("stream %d lost %d to %d", w, want, last)
			}
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, b []byte, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b, mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	newer := filepath.Join(dir, "newer.db")
	j, err := Open(newer, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := j.db.Update(func(tx *bbolt.Tx) error {
		return tx.Bucket(metaBucket).Put(formatKey, bigEndian(format+1))
	}); err != nil {
		t.Fatal(err)
	}
	_ = j.Close()
	held := open(t, filepath.Join(dir, "held.db"))
	for path, want := range map[string]string{
		held.path: "in use by a running server", newer: "newer release", dir: "is a directory",
		filepath.Join(dir, "nowhere", "x.db"):                         "does not exist",
		write("text.db", bytes.Repeat([]byte("hello "), 9000), 0o600): "not a mockroom database",
	} {
		j, err := Open(path, Options{})
		if err == nil {
			_ = j.Close()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Open(%s): %v, want %q", path, err, want)
		}
	}
	if os.Geteuid() != 0 {
		if _, err := Open(write("readonly.db", nil, 0o400), Options{}); err == nil || !strings.Contains(err.Error(), "cannot be written") {
			t.Errorf("read-only: %v", err)
		}
	}
}

func TestAfterAFailedWriteItReadsOnAndRefuses(t *testing.T) {
	j := open(t, filepath.Join(t.TempDir(), "test.db"))
	ctx := t.Context()
	if err := j.Append(ctx, "session:a", 1, chat(1, "good")); err != nil {
		t.Fatal(err)
	}
	full := errors.New("no space left on device")
	j.patience, j.tried = time.Hour, time.Now()
	j.fail = func(bool) error { return full }
	if err := j.Append(ctx, "session:a", 2, chat(2, "lost")); !errors.Is(err, journal.ErrUnknown) {
		t.Fatalf("the write that failed: %v", err)
	}
	j.fail = nil
	if err := j.Append(ctx, "session:a", 2, chat(2, "later")); !errors.Is(err, journal.ErrUnavailable) || !errors.Is(err, full) {
		t.Fatalf("the next one: %v", err)
	}
	if err := j.Healthy(ctx); !errors.Is(err, journal.ErrUnavailable) {
		t.Fatalf("healthy: %v", err)
	}
	count := func() (n int) {
		for _, err := range j.Read(ctx, "session:a", 1) {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		return n
	}
	if count() != 1 {
		t.Fatal("reads only up to the last acknowledged commit")
	}
	followed := make(chan uint64, 8)
	following, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		for e, err := range j.Follow(following, "session:a", 1) {
			if err != nil {
				return
			}
			followed <- e.Number
		}
	}()
	if n := <-followed; n != 1 {
		t.Fatal(n)
	}
	j.patience = 0 // there is space again: the next commit finds it
	if err := j.Append(ctx, "session:a", 2, chat(2, "after")); err != nil || count() != 2 {
		t.Fatalf("after recovery: %v, %d events", err, count())
	}
	if n := <-followed; n != 2 {
		t.Fatalf("the follower went on with %d", n)
	}
}

func TestErasedBytesLeaveTheFileByCompaction(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	j := open(t, path)
	ctx := t.Context()
	if err := j.Append(ctx, "session:a", 1, chat(1, "canary-in-the-file")); err != nil {
		t.Fatal(err)
	}
	if err := j.Append(ctx, "session:b", 1, chat(1, "kept")); err != nil {
		t.Fatal(err)
	}
	if err := j.Erase(ctx, "session:a"); err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(t.TempDir(), "backup.db")
	if err := j.Backup(ctx, backup); err != nil {
		t.Fatal(err)
	}
	if err := j.Compact(ctx); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{path, backup} {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b, []byte("canary-in-the-file")) || !bytes.Contains(b, []byte("kept")) {
			t.Errorf("%s holds what was erased, or not what was kept", p)
		}
	}
}

func TestDamagedRecordIsAnError(t *testing.T) {
	j := open(t, filepath.Join(t.TempDir(), "test.db"))
	if err := j.Append(t.Context(), "session:a", 1, chat(1, "x")); err != nil {
		t.Fatal(err)
	}
	if err := j.db.Update(func(tx *bbolt.Tx) error {
		k, v := tx.Bucket(tailBucket).Cursor().Last()
		bad := bytes.Clone(v)
		bad[len(bad)-2] ^= 1
		return tx.Bucket(tailBucket).Put(bytes.Clone(k), bad)
	}); err != nil {
		t.Fatal(err)
	}
	for _, err := range j.Read(t.Context(), "session:a", 1) {
		if !errors.Is(err, errDamaged) {
			t.Fatalf("error = %v", err)
		}
	}
}

func TestReadCostsWhatItYields(t *testing.T) {
	j := open(t, filepath.Join(t.TempDir(), "test.db"))
	var batch []journal.Event
	for n := uint64(1); n <= 20_000; n++ {
		batch = append(batch, chat(n, "x")...)
		if len(batch) == 2000 {
			if err := j.Append(t.Context(), "session:a", batch[0].Number, batch); err != nil {
				t.Fatal(err)
			}
			batch = nil
		}
	}
	if keys := j.keys("session:a", 19_999); len(keys) != 1 {
		t.Fatalf("the last two events cost %d records", len(keys))
	}
	for i := 0; ; i++ {
		s, more, err := j.prepare("session:a")
		if err != nil {
			t.Fatal(err)
		}
		if err := j.submit(t.Context(), &pending{ctx: t.Context(), done: make(chan error, 1), seals: []*sealing{s}}); err != nil {
			t.Fatal(err)
		}
		if !more {
			break
		}
	}
	events, err := j.chunkEvents("session:a", 19_999)
	if err != nil || len(events) != 2 {
		t.Fatalf("the last two events of a chunk are %d, %v", len(events), err)
	}
}

func BenchmarkAppend(b *testing.B) {
	for name, sealing := range map[string]Sealing{"": {Off: true}, "/sealing": {Every: 50 * time.Millisecond, Quiet: time.Second, Long: 4 << 10}} {
		for _, streams := range []int{64, 512} {
			benchmarkAppend(b, fmt.Sprint(streams, name), streams, Options{Sealing: sealing})
		}
	}
}

func benchmarkAppend(b *testing.B, name string, streams int, o Options) {
	b.Run(name, func(b *testing.B) {
		j, err := Open(filepath.Join(b.TempDir(), "bench.db"), o)
		if err != nil {
			b.Fatal(err)
		}
		defer j.Close()
		var work sync.WaitGroup
		started := time.Now()
		for s := range streams {
			work.Go(func() {
				id := journal.ID(fmt.Sprintf("session:%d", s))
				for n := uint64(1); n <= uint64(b.N/streams+1); n++ {
					if err := j.Append(context.Background(), id, n, chat(n, "typed")); err != nil {
						b.Error(err)
						return
					}
				}
			})
		}
		work.Wait()
		b.ReportMetric(float64(b.N)/time.Since(started).Seconds(), "appends/s")
	})
}
