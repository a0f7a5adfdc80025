package room

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"mockroom/problems"
	"mockroom/server/board"
	"mockroom/server/interview"
	"mockroom/server/journal"
	"mockroom/server/journal/bolt"
)

// storedSessions is how many sessions the large benchmark stores; make it 100000 for the figures in
// PERFORMANCE.md.
func storedSessions(b *testing.B) int {
	n, err := strconv.Atoi(os.Getenv("MOCKROOM_BENCH_SESSIONS"))
	if err != nil {
		n = 1000
	}
	return n
}

// editing makes n board edits of two characters, numbered from first on.
func editing(b testing.TB, first uint64, n int) []interview.Event {
	b.Helper()
	events := make([]interview.Event, n)
	for i := range events {
		length := 2 * i
		at := (i * 7919) % (length + 1)
		raw := `[[0,"ab"]`
		if at > 0 {
			raw = fmt.Sprintf(`[%d,[0,"ab"]`, at)
		}
		if rest := length - at; rest > 0 {
			raw += fmt.Sprintf(",%d", rest)
		}
		var changes board.ChangeSet
		if err := changes.UnmarshalJSON([]byte(raw + "]")); err != nil {
			b.Fatal(err)
		}
		number := first + uint64(i)
		events[i] = interview.Event{
			Number: number, At: 1_795_442_400_000 + interview.Time(number)*150, By: "p-abcdefghijkl",
			Command: interview.CommandID(fmt.Sprintf("client-abcdefghijkl/%d", number)), Audience: interview.ForAll,
			Fact: interview.BoardEdited{Updates: []board.Update{{Client: "editor-abcdefghijkl", K: uint64(i + 1), Changes: changes}}},
		}
	}
	return events
}

// interviewOf is a short closed interview of two people with some edits.
func interviewOf(b testing.TB, s, edits int) []interview.Event {
	b.Helper()
	person := func(n int) interview.PersonID { return interview.PersonID(fmt.Sprintf("person%020d", n)) }
	facts := []interview.Fact{
		interview.SessionCreated{
			Problem: interview.ProblemRef{Pack: "core", Slug: "tinyurl", Title: "Design TinyURL", Level: "easy"}, Mode: interview.Peer,
			Creator: "p-1", Invites: []interview.Invite{{ID: "i-1", Role: interview.Candidate, KeyHash: Hash("a")}, {ID: "i-2", Role: interview.Interviewer, KeyHash: Hash("b")}},
		},
		interview.ParticipantJoined{Participant: "p-1", Role: interview.Interviewer, Person: person(s / 10), Invite: "i-2", TokenHash: Hash("c")},
		interview.ParticipantJoined{Participant: "p-2", Role: interview.Candidate, Person: person(s), Invite: "i-1", TokenHash: Hash("d")},
		interview.SeatTaken{Role: interview.Interviewer, Participant: "p-1"}, interview.SeatTaken{Role: interview.Candidate, Participant: "p-2"},
		interview.ChatSaid{Text: "Where would you begin?"}, interview.SessionClosed{Reason: "done"},
		interview.ParticipantAway{Participant: "p-1"}, interview.ParticipantAway{Participant: "p-2"},
	}
	events := editing(b, 1, edits)
	for _, f := range facts {
		events = append(events, interview.Event{Audience: interview.ForAll, Fact: f})
	}
	// The session begins with what made it.
	events = append(events[edits:], events[:edits]...)
	for i := range events {
		events[i].Number, events[i].At = uint64(i+1), 1_795_442_400_000+interview.Time(i)*1000
	}
	return events
}

// stored makes a database with n sessions, sealed as they are some time after.
func stored(b *testing.B, n int) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "stored.db")
	store, err := bolt.Open(path, bolt.Options{NoSync: true, Pace: 1, Sealing: bolt.Sealing{Off: true, Quiet: 1}})
	if err != nil {
		b.Fatal(err)
	}
	var work sync.WaitGroup
	next := make(chan int)
	for range 256 {
		work.Go(func() {
			for s := range next {
				if err := store.Append(context.Background(), journal.ID(fmt.Sprintf("session:%026d", s)), 1, interviewOf(b, s, 40)); err != nil {
					b.Error(err)
				}
			}
		})
	}
	for s := range n {
		next <- s
	}
	close(next)
	work.Wait()
	if err := store.SealNow(context.Background()); err != nil {
		b.Fatal(err)
	}
	if err := store.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

// BenchmarkStart measures from opening the database to being ready, and tells beside it how long the
// index then takes in the background, and what it holds in memory.
func BenchmarkStart(b *testing.B) {
	for _, n := range []int{100, storedSessions(b)} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			path := stored(b, n)
			if info, err := os.Stat(path); err == nil {
				b.ReportMetric(float64(info.Size())/1e6, "file-MB")
			}
			catalogue, err := problems.Core()
			if err != nil {
				b.Fatal(err)
			}
			var indexed, listed time.Duration
			var heap uint64
			for b.Loop() {
				began := time.Now()
				store, err := bolt.Open(path, bolt.Options{})
				if err != nil {
					b.Fatal(err)
				}
				clock := NewSteppedClock(1_800_000_000_000)
				g, err := NewRegistry(context.Background(), Config{
					Journal: store, Clock: clock, Signals: NewLocalSignals(), People: &People{Journal: store, Clock: clock},
					Problems: &Library{Catalogue: func() *problems.Catalogue { return catalogue }, Blobs: store}, Log: slog.New(slog.DiscardHandler),
				})
				if err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				for g.index.Len() < n {
					time.Sleep(time.Millisecond)
				}
				indexed = time.Since(began)
				asked := time.Now()
				if got := len(g.index.Of("person00000000000000000003")); got < 10 {
					b.Fatalf("%d sessions are listed", got)
				}
				listed = time.Since(asked)
				runtime.GC()
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				heap = m.HeapAlloc
				g.Close()
				if err := store.Close(); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
			b.ReportMetric(indexed.Seconds()*1000, "indexed-ms")
			b.ReportMetric(float64(listed.Nanoseconds())/1000, "list-µs")
			b.ReportMetric(float64(heap)/1e6, "heap-MB")
		})
	}
}

// BenchmarkOpenSession folds a session of 20,000 edits from the journal, beside few and many others,
// from the tail and from chunks.
func BenchmarkOpenSession(b *testing.B) {
	for _, others := range []int{100, storedSessions(b)} {
		path := stored(b, others)
		store, err := bolt.Open(path, bolt.Options{Sealing: bolt.Sealing{Off: true, Quiet: 1}})
		if err != nil {
			b.Fatal(err)
		}
		events := editing(b, 1, 20_000)
		for len(events) > 0 {
			n := min(len(events), 1000)
			if err := store.Append(context.Background(), "session:long", events[0].Number, events[:n]); err != nil {
				b.Fatal(err)
			}
			events = events[n:]
		}
		for _, where := range []string{"tail", "chunks"} {
			b.Run(fmt.Sprintf("%d/%s", others, where), func(b *testing.B) {
				for b.Loop() {
					fold := interview.NewFold()
					for e, err := range store.Read(context.Background(), "session:long", 1) {
						if err != nil {
							b.Fatal(err)
						}
						if err := fold.Apply(e); err != nil {
							b.Fatal(err)
						}
					}
					if s := fold.State(); s.Number != 20_000 {
						b.Fatal(s.Number)
					}
				}
			})
			if err := store.SealNow(context.Background()); err != nil {
				b.Fatal(err)
			}
		}
		if err := store.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
