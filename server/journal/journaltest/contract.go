// Package journaltest is the contract that every engine of the journal passes unchanged.
package journaltest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"mockroom/server/interview"
	"mockroom/server/journal"
)

// Engine is one journal with several handles, as several processes have them.
type Engine struct {
	Handles []journal.Journal
	// Reopen closes everything and opens it anew, as after a restart.
	Reopen func(t *testing.T) Engine
}

// said makes n events from a number on, with a text that tells the batch.
func said(from uint64, n int, text string) []journal.Event {
	events := make([]journal.Event, n)
	for i := range events {
		events[i] = journal.Event{
			Number: from + uint64(i), At: interview.Time(from) + interview.Time(i), By: "p-1", Command: "client-1/1",
			Audience: interview.ForAll, Fact: interview.ChatSaid{Text: fmt.Sprintf("%s %d", text, i)},
		}
	}
	return events
}

func texts(events []journal.Event) []string {
	list := make([]string, len(events))
	for i, e := range events {
		list[i] = e.Fact.(interview.ChatSaid).Text
	}
	return list
}

func read(t *testing.T, j journal.Journal, id journal.ID, from uint64) []journal.Event {
	t.Helper()
	var list []journal.Event
	for e, err := range j.Read(t.Context(), id, from) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, e)
	}
	return list
}

func appended(t *testing.T, j journal.Journal, id journal.ID, events []journal.Event) {
	t.Helper()
	if err := j.Append(t.Context(), id, events[0].Number, events); err != nil {
		t.Fatal(err)
	}
}

func wants(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error = %v, want %v", err, want)
	}
}

// Contract runs the whole contract against fresh engines.
func Contract(t *testing.T, open func(t *testing.T) Engine) {
	t.Run("read from every number", func(t *testing.T) { readEverywhere(t, open(t)) })
	t.Run("conflicts store nothing", func(t *testing.T) { conflicts(t, open(t)) })
	t.Run("bad batches store nothing", func(t *testing.T) { badBatches(t, open(t)) })
	t.Run("six writers, three followers", func(t *testing.T) { writersAndFollowers(t, open(t)) })
	t.Run("all", func(t *testing.T) { all(t, open(t)) })
	t.Run("contexts", func(t *testing.T) { contexts(t, open(t)) })
	t.Run("erase", func(t *testing.T) { erase(t, open(t)) })
	t.Run("reopen", func(t *testing.T) { reopen(t, open(t)) })
	t.Run("healthy", func(t *testing.T) {
		if err := open(t).Handles[0].Healthy(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}

func readEverywhere(t *testing.T, e Engine) {
	j := e.Handles[0]
	var want []string
	next := uint64(1)
	for i, n := range []int{1, 3, 2, 200, 1} {
		batch := said(next, n, fmt.Sprintf("batch %d", i))
		appended(t, j, "session:a", batch)
		want = append(want, texts(batch)...)
		next += uint64(n)
	}
	appended(t, j, "session:b", said(1, 2, "other"))
	for from := uint64(0); from < next+3; from++ {
		got := texts(read(t, e.Handles[len(e.Handles)-1], "session:a", from))
		expect := want[min(max(from, 1)-1, uint64(len(want))):]
		if !slices.Equal(got, expect) {
			t.Fatalf("from %d: %d events, want %d", from, len(got), len(expect))
		}
	}
	if got := read(t, j, "session:nobody", 1); len(got) != 0 {
		t.Fatalf("an unknown stream holds %v", got)
	}
}

func conflicts(t *testing.T, e Engine) {
	a, b := e.Handles[0], e.Handles[len(e.Handles)-1]
	ctx := t.Context()
	appended(t, a, "session:a", said(1, 3, "first"))
	for _, next := range []uint64{1, 2, 3, 5, 100} { // behind, inside a batch, ahead
		wants(t, b.Append(ctx, "session:a", next, said(next, 2, "late")), journal.ErrConflict)
	}
	wants(t, b.Append(ctx, "session:new", 2, said(2, 1, "ahead")), journal.ErrConflict)
	if got := read(t, b, "session:a", 1); len(got) != 3 {
		t.Fatalf("%d events", len(got))
	}
	appended(t, b, "session:a", said(4, 1, "next"))
	wants(t, a.Append(ctx, "session:a", 4, said(4, 1, "a stale writer")), journal.ErrConflict)
}

func badBatches(t *testing.T, e Engine) {
	j, ctx := e.Handles[0], t.Context()
	wants(t, j.Append(ctx, "session:a", 1, nil), journal.ErrInvalid)
	gap := said(1, 3, "gap")
	gap[2].Number = 9
	wants(t, j.Append(ctx, "session:a", 1, gap), journal.ErrInvalid)
	wants(t, j.Append(ctx, "session:a", 1, []journal.Event{{Number: 1}}), journal.ErrInvalid)
	for _, id := range []journal.ID{"", "Session:A", "a b", journal.ID(strings.Repeat("x", 97))} {
		wants(t, j.Append(ctx, id, 1, said(1, 1, "x")), journal.ErrInvalid)
	}
	wants(t, j.Append(ctx, "session:a", 1, said(1, 1, strings.Repeat("x", journal.MaxBatch))), journal.ErrTooLarge)
	if got := read(t, j, "session:a", 1); len(got) != 0 {
		t.Fatalf("stored %v", got)
	}
	appended(t, j, "session:a", said(1, 1, "good"))
}

func writersAndFollowers(t *testing.T, e Engine) {
	const writers, batches = 6, 30
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	total := 0
	for i := range batches {
		total += writers * (1 + i%3)
	}
	var work sync.WaitGroup
	orders := make([][]string, 3)
	for f := range orders {
		work.Go(func() {
			for ev, err := range e.Handles[f%len(e.Handles)].Follow(ctx, "session:a", 1) {
				if err != nil {
					t.Error(err)
					return
				}
				if ev.Number != uint64(len(orders[f])+1) {
					t.Errorf("follower %d got %d after %d", f, ev.Number, len(orders[f]))
					return
				}
				orders[f] = append(orders[f], ev.Fact.(interview.ChatSaid).Text)
				if len(orders[f]) == total {
					return
				}
			}
		})
	}
	for w := range writers {
		j := e.Handles[w%len(e.Handles)]
		work.Go(func() {
			for i := range batches {
				for {
					next := uint64(1)
					for ev, err := range j.Read(ctx, "session:a", 1) {
						if err != nil {
							t.Error(err)
							return
						}
						next = ev.Number + 1
					}
					err := j.Append(ctx, "session:a", next, said(next, 1+i%3, fmt.Sprintf("writer %d batch %d", w, i)))
					if err == nil {
						break
					}
					if !errors.Is(err, journal.ErrConflict) {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	work.Wait()
	got := texts(read(t, e.Handles[0], "session:a", 1))
	if len(got) != total {
		t.Fatalf("%d events, want %d", len(got), total)
	}
	for f := range orders {
		if !slices.Equal(orders[f], got) {
			t.Errorf("follower %d saw another order", f)
		}
	}
	for i := 0; i < len(got); { // each batch once and whole
		var w, b, n int
		if _, err := fmt.Sscanf(got[i], "writer %d batch %d %d", &w, &b, &n); err != nil || n != 0 {
			t.Fatalf("at %d: %q", i, got[i])
		}
		for k := range 1 + b%3 {
			if want := fmt.Sprintf("writer %d batch %d %d", w, b, k); got[i+k] != want {
				t.Fatalf("at %d: %q, want %q", i+k, got[i+k], want)
			}
		}
		i += 1 + b%3
	}
	sorted := slices.Sorted(slices.Values(got))
	if len(slices.Compact(sorted)) != total {
		t.Error("something is there twice")
	}
}

func all(t *testing.T, e Engine) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	j := e.Handles[0]
	for i := range 5 {
		for _, id := range []journal.ID{"session:a", "person:b", "session:c"} {
			appended(t, j, id, said(uint64(i*2+1), 2, fmt.Sprintf("%s %d", id, i)))
		}
	}
	next := map[journal.ID]uint64{"session:a": 1, "person:b": 1, "session:c": 1}
	var cursors []journal.Cursor
	var reached []map[journal.ID]uint64
	for c, err := range j.All(ctx, "") {
		if err != nil {
			t.Fatal(err)
		}
		if c.Events[0].Number < next[c.Stream] {
			continue // at least once
		}
		if c.Events[0].Number != next[c.Stream] {
			t.Fatalf("%s at %d, want %d", c.Stream, c.Events[0].Number, next[c.Stream])
		}
		next[c.Stream] += uint64(len(c.Events))
		cursors = append(cursors, c.Cursor)
		reached = append(reached, maps.Clone(next))
		if len(cursors) == 15 {
			break
		}
	}
	// Behind a cursor comes all that had not come before it; what had may come again.
	behind, left := reached[9], 5
	for c, err := range j.All(ctx, cursors[9]) {
		if err != nil {
			t.Fatal(err)
		}
		if c.Events[0].Number > behind[c.Stream] {
			t.Fatalf("%s at %d, want %d", c.Stream, c.Events[0].Number, behind[c.Stream])
		}
		if c.Events[0].Number == behind[c.Stream] {
			behind[c.Stream] += uint64(len(c.Events))
			left--
		}
		if left == 0 {
			break
		}
	}
	for _, err := range j.All(ctx, "nonsense") {
		wants(t, err, journal.ErrInvalid)
	}
	// It goes on with what is committed later.
	arrived := make(chan struct{})
	go func() {
		for c, err := range j.All(ctx, cursors[14]) {
			if err != nil {
				t.Error(err)
				break
			}
			if c.Stream == "session:late" {
				break
			}
		}
		close(arrived)
	}()
	appended(t, j, "session:late", said(1, 1, "late"))
	<-arrived
}

func contexts(t *testing.T, e Engine) {
	j := e.Handles[0]
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	wants(t, j.Append(ended, "session:a", 1, said(1, 1, "x")), journal.ErrUnavailable)
	appended(t, j, "session:a", said(1, 1, "x"))
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan int, 1)
	go func() {
		n := 0
		for _, err := range j.Follow(ctx, "session:a", 1) {
			if err != nil {
				break
			}
			n++
			cancel()
		}
		done <- n
	}()
	if n := <-done; n != 1 {
		t.Fatalf("followed %d events", n)
	}
}

func erase(t *testing.T, e Engine) {
	j, ctx := e.Handles[0], t.Context()
	appended(t, j, "session:a", said(1, 3, "secret"))
	appended(t, j, "session:b", said(1, 1, "kept"))
	for range 2 {
		if err := j.Erase(ctx, "session:a"); err != nil {
			t.Fatal(err)
		}
	}
	check := func(j journal.Journal) {
		t.Helper()
		for _, err := range j.Read(ctx, "session:a", 1) {
			wants(t, err, journal.ErrErased)
		}
		wants(t, j.Append(ctx, "session:a", 1, said(1, 1, "again")), journal.ErrErased)
		wants(t, j.Append(ctx, "session:a", 4, said(4, 1, "zombie")), journal.ErrErased)
		if len(read(t, j, "session:b", 1)) != 1 {
			t.Fatal("another stream is gone")
		}
		n := 0
		for c, err := range j.All(ctx, "") {
			if err != nil {
				t.Fatal(err)
			}
			if c.Stream == "session:a" && !c.Erased {
				t.Fatal("All still yields what was erased")
			}
			if n++; n == 2 {
				break
			}
		}
	}
	check(j)
	check(e.Reopen(t).Handles[0])
}

func reopen(t *testing.T, e Engine) {
	appended(t, e.Handles[0], "session:a", said(1, 3, "before"))
	again := e.Reopen(t)
	if got := read(t, again.Handles[0], "session:a", 1); len(got) != 3 {
		t.Fatalf("%d events", len(got))
	}
	wants(t, again.Handles[0].Append(t.Context(), "session:a", 2, said(2, 1, "x")), journal.ErrConflict)
	appended(t, again.Handles[0], "session:a", said(4, 1, "after"))
}
