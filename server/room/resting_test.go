package room

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"reflect"
	"testing"

	"mockroom/server/interview"
	"mockroom/server/journal"
	"mockroom/server/journal/bolt"
)

// TestRestingSessionsAreStillKnown puts all sessions to rest: everything that the index is asked has the same answer.
func TestRestingSessionsAreStillKnown(t *testing.T) {
	store, err := bolt.Open(filepath.Join(t.TempDir(), "test.db"), bolt.Options{Pace: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	x, log := newIndex(store), slog.New(slog.DiscardHandler)
	id := func(s int) journal.ID { return journal.ID(fmt.Sprintf("session:%026d", s)) }
	add := func(s int, events []interview.Event) {
		t.Helper()
		if err := store.Append(t.Context(), id(s), events[0].Number, events); err != nil {
			t.Fatal(err)
		}
		x.apply(journal.Commit{Stream: id(s), Events: events}, log)
	}
	for s := range 25 {
		add(s, interviewOf(t, s, 5))
	}
	person := interview.PersonID(fmt.Sprintf("person%020d", 1))
	type answers struct {
		of            []Entry
		alone, shared []string
		quiet         map[journal.ID]uint64
		known         uint64
		opens         bool
		waiting       []journal.ID
		n             int
	}
	ask := func() (a answers) {
		a.of, a.quiet, a.waiting, a.n = x.Of(person), x.quietSince(1<<60), x.waiting(1<<60), x.Len()
		a.alone, a.shared = x.partedBy(person)
		a.known, a.opens = x.opens(id(7), "a")
		return a
	}
	before := ask()
	if len(before.of) != 11 || !before.opens || before.n != 25 {
		t.Fatalf("%d sessions of the person, %v, %d", len(before.of), before.opens, before.n)
	}
	x.rest(1 << 60)
	if len(x.sessions) != 0 || len(x.resting) != 25 {
		t.Fatalf("%d sessions are awake", len(x.sessions))
	}
	if got := x.Of(person); !reflect.DeepEqual(got, before.of) || len(x.sessions) != 0 {
		t.Error("a list of resting sessions differs")
	}
	if after := ask(); !reflect.DeepEqual(after, before) {
		t.Errorf("%+v\nbecame\n%+v", before, after)
	}
	x.rest(1 << 60)
	next := before.known + 1
	add(7, []interview.Event{{Number: next, At: 1_795_442_500_000, Audience: interview.ForAll, Fact: interview.ParticipantBack{Participant: "p-2"}}})
	if s := x.sessions[id(7)]; s == nil || s.Number != next || len(s.Participants) != 2 {
		t.Errorf("the session that goes on is %+v", s)
	}
	x.apply(journal.Commit{Stream: id(8), Erased: true}, log)
	if x.Len() != 24 {
		t.Errorf("%d sessions are left", x.Len())
	}
}
