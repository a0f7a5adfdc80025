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

	bbolt "go.etcd.io/bbolt"

	"mockroom/server/interview"
	"mockroom/server/journal"
)

// filled makes a file with some streams, one of them erased, and some blobs, and gives its path.
func filled(t testing.TB, commits int) string { return filledAndSealed(t, commits, commits) }

// filledAndSealed is filled where all streams are sealed once, with so many commits still to come.
func filledAndSealed(t testing.TB, commits, after int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "filled.db")
	j, err := Open(path, Options{Pace: 1, Sealing: Sealing{Off: true, Quiet: 1}})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	next := map[journal.ID]uint64{}
	for i := range commits {
		id := journal.ID(fmt.Sprintf("session:%c", 'a'+i%5))
		if err := j.Append(ctx, id, next[id]+1, chat(next[id]+1, fmt.Sprintf("%s %d %s", id, i, strings.Repeat("word ", i%40)))); err != nil {
			t.Fatal(err)
		}
		next[id]++
		if i == after {
			if err := j.sweep(ctx, 0); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := j.Erase(ctx, "session:c"); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if err := j.PutBlob(ctx, fmt.Sprintf("file/%d", i), bytes.Repeat([]byte{byte(i)}, 3000*i)); err != nil {
			t.Fatal(err)
		}
	}
	// A backup has no unused pages, so that a random place is seldom a harmless one.
	tight := path + ".tight"
	if err := errors.Join(j.Backup(ctx, tight), j.Close()); err != nil {
		t.Fatal(err)
	}
	return tight
}

// findings verifies a file.
func findings(t testing.TB, path string) (list []Finding, r Report) {
	t.Helper()
	r, err := Verify(context.Background(), path, Check{Found: func(f Finding) { list = append(list, f) }})
	if err != nil {
		list = append(list, Finding{Words: err.Error()})
	}
	return list, r
}

func TestVerifySaysWhatItChecked(t *testing.T) {
	path := filled(t, 300)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	list, r := findings(t, path)
	if len(list) > 0 || r.Streams != 5 || r.Erased != 1 || r.Events != 240 || r.Blobs != 3 {
		t.Errorf("%v, %+v", list, r)
	}
	after, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(before, after) {
		t.Error("the file was changed")
	}
}

func TestVerifyWhileTheServerRuns(t *testing.T) {
	path := filled(t, 300)
	j := open(t, path)
	if _, err := Verify(t.Context(), path, Check{}); !errors.Is(err, ErrInUse) {
		t.Errorf("from outside: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	writing := make(chan struct{})
	go func() {
		defer close(writing)
		for n := uint64(1); j.Append(ctx, "session:new", n, chat(n, strings.Repeat("more ", 50))) == nil; n++ {
			if n%50 == 0 {
				if err := j.Compact(ctx); err != nil && ctx.Err() == nil {
					t.Error(err)
				}
			}
		}
	}()
	for range 30 {
		r, err := j.Verify(t.Context(), Check{Found: func(f Finding) { t.Error(f) }})
		if err != nil || r.Streams < 5 {
			t.Fatalf("%+v %v", r, err)
		}
	}
	cancel()
	<-writing
}

// TestVerifyNamesTheStream breaks a file's records in ways that keep its pages whole.
func TestVerifyNamesTheStream(t *testing.T) {
	for name, c := range map[string]struct {
		damage func(tail *bbolt.Bucket) error
		words  string
	}{
		"flipped": {func(tail *bbolt.Bucket) error {
			k, v := tail.Cursor().First()
			v = bytes.Clone(v)
			v[len(v)-3] ^= 4
			return tail.Put(bytes.Clone(k), v)
		}, "damaged"},
		"gap": {func(tail *bbolt.Bucket) error {
			k, _ := tail.Cursor().First()
			return tail.Delete(bytes.Clone(k))
		}, "missing"},
		"twice": {func(tail *bbolt.Bucket) error {
			_, v := tail.Cursor().First()
			r, err := readRecord(1, v)
			if err != nil {
				return err
			}
			return tail.Put(bigEndian(1<<16), r.encode(1<<16))
		}, "second time"},
		"risen": {func(tail *bbolt.Bucket) error {
			return tail.Put([]byte{0, 0, 0, 0, 0, 0, 0, 0}, record{stream: "session:a", erased: true}.encode(0))
		}, "was erased"},
		"no event": {func(tail *bbolt.Bucket) error {
			k, _ := tail.Cursor().First()
			return tail.Put(bytes.Clone(k), record{stream: "session:a", first: 1, count: 1, body: []byte("\x02{}")}.encode(1))
		}, "kind"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filled(t, 60)
			db, err := bbolt.Open(path, 0o600, nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(db.Update(func(tx *bbolt.Tx) error { return c.damage(tx.Bucket(tailBucket)) }), db.Close()); err != nil {
				t.Fatal(err)
			}
			list, _ := findings(t, path)
			if !slices.ContainsFunc(list, func(f Finding) bool {
				return f.Stream == "session:a" && f.Place != "" && strings.Contains(f.Words, c.words)
			}) {
				t.Errorf("found %v", list)
			}
		})
	}
}

func TestVerifyAsksTheCaller(t *testing.T) {
	path := filled(t, 60)
	var list []Finding
	no := errors.New("no")
	_, err := Verify(t.Context(), path, Check{
		Found: func(f Finding) { list = append(list, f) },
		Fold: func(id journal.ID) func(journal.Event) error {
			if id != "session:d" {
				return nil
			}
			return func(e journal.Event) error {
				if e.Number == 3 {
					return no
				}
				return nil
			}
		},
		Blob: func(name string, data []byte) error {
			if name == "file/2" && len(data) == 6000 {
				return no
			}
			return nil
		},
	})
	if err != nil || len(list) != 2 || list[1].Stream != "session:d" || !strings.Contains(list[0].Words, "file/2") {
		t.Errorf("%v %v", list, err)
	}
}

// content is everything that a file gives to a reader.
func content(t testing.TB, path string) map[journal.ID][]string {
	t.Helper()
	j, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	all := map[journal.ID][]string{}
	for _, id := range []journal.ID{"session:a", "session:b", "session:c", "session:d", "session:e"} {
		for e, err := range j.Read(context.Background(), id, 1) {
			if err != nil {
				all[id] = append(all[id], err.Error())
				break
			}
			all[id] = append(all[id], e.Fact.(interview.ChatSaid).Text)
		}
	}
	return all
}

// TestEveryFlippedBitIsFoundOrHarmless flips bits anywhere in the file.
func TestEveryFlippedBitIsFoundOrHarmless(t *testing.T) {
	path := filledAndSealed(t, 200, 150)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := content(t, path)
	flips := 1000
	if testing.Short() {
		flips = 200
	}
	found, harmless := 0, 0
	flipped := filepath.Join(t.TempDir(), "flipped.db")
	for range flips {
		at, bit := rand.IntN(len(whole)), byte(1)<<rand.IntN(8)
		bad := bytes.Clone(whole)
		bad[at] ^= bit
		if err := os.WriteFile(flipped, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if list, _ := findings(t, flipped); len(list) > 0 {
			found++
			continue
		}
		harmless++
		if got := content(t, flipped); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("byte %d (page %d, %d) with %#x: not found, and it changes what is read", at, at/4096, at%4096, bit)
		}
	}
	t.Logf("%d flips found, %d harmless", found, harmless)
	if found == 0 {
		t.Error("nothing was found")
	}
}

func TestVerifyOfTruncatedFiles(t *testing.T) {
	whole, err := os.ReadFile(filledAndSealed(t, 200, 100))
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(t.TempDir(), "cut.db")
	for range 100 {
		n := rand.IntN(len(whole))
		if err := os.WriteFile(cut, whole[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		list, _ := findings(t, cut)
		if used := bytes.TrimRight(whole, "\x00"); n < len(used)-4096*4 && len(list) == 0 {
			t.Errorf("%d of %d bytes: nothing found", n, len(whole))
		}
	}
}
