package interview

import (
	"fmt"
	"testing"

	"mockroom/server/board"
)

// typing is a session in its first phase with a board of 4 KB, and the next edit of its candidate.
func typing(b *testing.B) (*State, Command) {
	b.Helper()
	s := NewState()
	apply := func(at Time, f Fact, audience Audience) {
		if err := s.Apply(Event{Number: s.Number + 1, At: at, Audience: audience, Fact: f}); err != nil {
			b.Fatal(err)
		}
	}
	plan := Plan{10 * Minute, 10 * Minute, 10 * Minute, 10 * Minute}
	apply(1000, SessionCreated{Mode: Peer, Help: Normal, Pace: Soft, Plan: plan, Creator: "p-ana"}, ForAll)
	apply(1000, ParticipantJoined{Participant: "p-ana", Role: Candidate}, ForAll)
	apply(1000, SeatTaken{Role: Candidate, Participant: "p-ana"}, ForAll)
	apply(1000, PhaseStarted{Phase: Clarification, Budget: 10 * Minute}, ForAll)
	text := fmt.Sprintf("%04000d", 1)
	apply(1000, BoardEdited{Updates: []board.Update{{Client: "editor-1", K: 1, Changes: board.Replace(0, 0, 0, text)}}}, ForAll)
	edit := EditBoard{Client: "editor-1", Version: 1, Updates: []board.Update{{Client: "editor-1", K: 2, Changes: board.Replace(4000, 2000, 2000, "x")}}}
	return s, Command{ID: "client-1/9", By: "p-ana", Do: edit}
}

func BenchmarkDecideEdit(b *testing.B) {
	s, c := typing(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decide(s, 2000, c); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncodeEvent(b *testing.B) {
	s, c := typing(b)
	events, err := Decide(s, 2000, c)
	if err != nil || len(events) != 1 {
		b.Fatal(events, err)
	}
	buf := make([]byte, 0, 512)
	b.ReportAllocs()
	for b.Loop() {
		if buf, err = events[0].AppendJSON(buf[:0]); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkProject(b *testing.B) {
	s, _ := typing(b)
	b.ReportAllocs()
	for b.Loop() {
		s.Project("p-ana")
	}
}

func BenchmarkClone(b *testing.B) {
	s, _ := typing(b)
	b.ReportAllocs()
	for b.Loop() {
		s.Clone()
	}
}
