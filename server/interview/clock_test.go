package interview

import (
	"errors"
	"strings"
	"testing"
)

// stage is a session with a candidate and an interviewer whose clock a test moves by hand.
type stage struct {
	*walk
	t *testing.T
}

const candidateID, interviewerID, mentorID, observerID = ParticipantID("p-0"), ParticipantID("p-1"), ParticipantID("p-2"), ParticipantID("p-3")

func newStage(t *testing.T, pace Pace) *stage {
	s := &stage{newWalk(1, Peer, pace), t}
	for _, id := range s.people {
		s.did("", MarkBack{id})
	}
	return s
}

func (s *stage) did(by ParticipantID, a Action) {
	s.t.Helper()
	if err := s.do(by, a); err != nil {
		s.t.Fatalf("%T by %s: %v", a, by, err)
	}
}

func (s *stage) refused(by ParticipantID, a Action, code Code, words string) {
	s.t.Helper()
	before := s.state.Number
	err := s.do(by, a)
	var refusal *Error
	if !errors.As(err, &refusal) || refusal.Code != code || !strings.Contains(refusal.Message, words) {
		s.t.Fatalf("%T by %s: %v, want %s with %q", a, by, err, code, words)
	}
	if s.state.Number != before {
		s.t.Fatalf("%T was refused and changed something", a)
	}
}

func (s *stage) after(d Duration) { s.now += Time(d) }

func (s *stage) left(want Duration) {
	s.t.Helper()
	if c := s.state.ClockAt(s.now); c.Left != want {
		s.t.Fatalf("%s has %d s left, want %d s (%+v)", c.Phase, c.Left/Second, want/Second, c)
	}
}

func (s *stage) start() {
	s.did(candidateID, SetReady{true})
	s.did(interviewerID, StartInterview{})
}

func TestReserveAndDebt(t *testing.T) {
	s := newStage(t, Soft)
	s.start()
	s.left(7 * Minute)
	s.after(6*Minute + 20*Second)
	s.did(interviewerID, NextPhase{Clarification}) // 0:40 in reserve
	s.left(16 * Minute)                            // reserve lengthens nothing by itself
	if c := s.state.ClockAt(s.now); c.Reserve != 40*Second {
		t.Fatalf("reserve %d", c.Reserve)
	}
	s.after(18 * Minute) // 2:00 over, 1:20 of it debt
	s.left(-2 * Minute)
	if c := s.state.ClockAt(s.now); c.NextBudget != 13*Minute+40*Second {
		t.Fatalf("next budget %d s", c.NextBudget/Second)
	}
	s.did(interviewerID, NextPhase{HighLevel})
	s.left(13*Minute + 40*Second)
	s.after(30 * Minute) // the debt is larger than the follow-up
	s.did(interviewerID, NextPhase{DeepDive})
	s.left(2 * Minute)
	s.did(interviewerID, NextPhase{FollowUp})
	if s.state.Phase != Scoring {
		t.Fatal(s.state.Phase)
	}
}

func TestExtension(t *testing.T) {
	s := newStage(t, Soft)
	s.start()
	s.after(6 * Minute)
	s.did(interviewerID, NextPhase{Clarification}) // 1:00 in reserve
	s.did(interviewerID, ExtendClock{})            // 1:00 of it, 1:00 off the follow-up
	s.left(18 * Minute)
	if got := s.state.Planned.Of(FollowUp); got != 6*Minute {
		t.Fatalf("follow-up has %d s", got/Second)
	}
	s.did(interviewerID, ExtendClock{})
	s.did(interviewerID, ExtendClock{})
	s.did(interviewerID, ExtendClock{}) // the follow-up is down to 2 minutes: longer session
	s.left(24 * Minute)
	if got := s.state.ClockAt(s.now); s.state.Planned.Of(FollowUp) != 2*Minute || got.SessionTotal != 47*Minute {
		t.Fatalf("follow-up %d s, session %d s", s.state.Planned.Of(FollowUp)/Second, got.SessionTotal/Second)
	}
}

func TestPause(t *testing.T) {
	s := newStage(t, Strict)
	s.start()
	s.after(2 * Minute)
	s.refused(candidateID, PauseClock{}, Forbidden, "Ask the interviewer")
	s.did(candidateID, AskPause{})
	s.did(interviewerID, PauseClock{})
	s.after(10 * Minute)
	s.did("", RunDue{})
	s.left(5 * Minute)
	s.did(interviewerID, ResumeClock{})
	s.left(5 * Minute)
	s.after(3 * Second)
	s.left(5 * Minute)
	s.after(Second)
	s.left(5*Minute - Second)
	s.did("", MarkAway{interviewerID, s.now})
	s.after(61 * Second)
	s.did(candidateID, PauseClock{})
	s.refused(observerID, ResumeClock{}, Forbidden, "Only candidate and interviewer")
	s.did(candidateID, ResumeClock{})
}

func TestStrictMovesOnByItself(t *testing.T) {
	s := newStage(t, Strict)
	s.start()
	began := s.state.PhaseStartedAt
	s.after(8 * Minute) // noticed a minute late: the moment that was due counts
	s.did("", RunDue{})
	if s.state.Phase != HighLevel || s.state.PhaseStartedAt != began+Time(7*Minute) {
		t.Fatalf("%s since %d", s.state.Phase, s.state.PhaseStartedAt-began)
	}
	s.left(15 * Minute)
	number := s.state.Number
	s.did("", RunDue{})
	if s.state.Number != number {
		t.Fatal("done twice")
	}
}

func TestServerAway(t *testing.T) {
	s := newStage(t, Soft)
	s.start()
	s.after(3 * Minute)
	away := s.now
	s.after(18 * Minute)
	s.did("", ServerReturned{away, s.now})
	s.did("", ServerReturned{away, s.now})
	s.left(4 * Minute)
	if p := s.state.OpenPause(); p == nil || p.Reason != PausedServerAway || len(s.state.Pauses) != 1 {
		t.Fatalf("%+v", s.state.Pauses)
	}
}

func TestNobodyAndAbandonment(t *testing.T) {
	s := newStage(t, Soft)
	s.start()
	s.after(5 * Minute)
	for _, id := range s.people {
		s.did("", MarkAway{id, s.now})
	}
	gone := s.now
	s.after(40 * Minute)
	s.did("", RunDue{})
	if p := s.state.OpenPause(); p == nil || p.From != gone {
		t.Fatalf("%+v", s.state.Pauses)
	}
	s.left(2 * Minute)
	s.after(14 * Day)
	s.did("", RunDue{})
	if s.state.Closed != "abandoned" {
		t.Fatal("still open")
	}
	s.refused(candidateID, SayChat{"hello"}, Gone, "over")
}

func TestSeats(t *testing.T) {
	s := newStage(t, Soft)
	second := ParticipantID("p-4") // came by the candidate's link
	if s.state.Acts(second) != Observer {
		t.Fatal("two candidates")
	}
	s.did(second, AskSeat{})
	s.did(candidateID, KeepSeat{})
	s.after(40 * Second)
	s.did("", RunDue{})
	if s.state.Holder(Candidate) != candidateID {
		t.Fatal("the no was not heard")
	}
	s.did(second, AskSeat{})
	s.after(SeatAnswer)
	s.did("", RunDue{})
	if s.state.Holder(Candidate) != second || s.state.Acts(candidateID) != Observer {
		t.Fatal("no answer keeps nothing")
	}
	s.did("", MarkAway{second, s.now})
	s.after(AwayAfter)
	s.did(candidateID, AskSeat{})
	if s.state.Holder(Candidate) != candidateID {
		t.Fatal("who is away for 15 s is taken over at once")
	}
	err := s.do("", Join{"p-9", Mentor, s.state.Participants[candidateID].Person, "i-mentor", "t"})
	if err == nil {
		t.Fatal("the candidate became a mentor")
	}
	s.did(candidateID, RevokeInvite{"i-interviewer"})
	if s.state.Holder(Interviewer) != "" || s.state.Acts(interviewerID) != "" {
		t.Fatal("revoking closes what the link opened")
	}
	s.refused(interviewerID, SayChat{"x"}, Forbidden, "no access")
}

// pinned lets somebody pin enough for any card.
func (s *stage) pinned(by ParticipantID) { pinAll(s.walk, by) }

func fullCard() Scorecard {
	c := Scorecard{Scores: map[Criterion]int{}, Recommendation: "hire", Confidence: "low", Level: "mid"}
	for _, k := range Criteria() {
		c.Scores[k] = 3
	}
	return c
}

func TestScoresAreBlindUntilBothHaveLooked(t *testing.T) {
	s := newStage(t, Soft)
	s.start()
	s.refused(candidateID, SaveScorecard{fullCard()}, Conflict, "after the follow-up")
	s.did(mentorID, SaveScorecard{fullCard()})
	s.did(interviewerID, EndInterview{})
	s.refused(interviewerID, LockScorecard{}, Conflict, "needs a score")
	for _, id := range []ParticipantID{candidateID, interviewerID} {
		s.did(id, SaveScorecard{fullCard()})
		s.pinned(id)
	}
	s.pinned(mentorID)
	s.did(candidateID, LockScorecard{})
	s.refused(candidateID, SaveScorecard{fullCard()}, Conflict, "locked")
	s.refused(candidateID, s.edit(), Conflict, "locked")
	s.refused(candidateID, ReadyToReveal{}, Conflict, "not locked")
	s.refused(candidateID, ShowScores{}, Conflict, "24 hours")
	if v := s.state.Project(interviewerID); v.Cards[candidateID].Content != nil || v.Cards[candidateID].Scored != 6 {
		t.Fatalf("%+v", v.Cards)
	}
	if v := s.state.Project(mentorID); len(v.Cards) != 2 || v.Cards[candidateID].Scored != 0 {
		t.Fatalf("the mentor sees %+v", v.Cards)
	}
	s.did(interviewerID, LockScorecard{})
	s.did(interviewerID, ReadyToReveal{})
	s.refused(interviewerID, ShowScores{}, Conflict, "two minutes")
	s.after(RevealPatience)
	s.did(interviewerID, ShowScores{})
	if s.state.Phase != Review || !s.state.Revealed.Unanswered || s.state.Project(candidateID).Cards[interviewerID].Content == nil {
		t.Fatal("not open")
	}
	if s.state.Project(mentorID).Cards[candidateID].Content != nil {
		t.Fatal("a mentor sees others' cards before locking")
	}
	s.did(mentorID, LockScorecard{})
	if s.state.Cards[mentorID].NotBlind || s.state.Project(mentorID).Cards[candidateID].Content == nil {
		t.Fatal("a mentor who locked blind sees them")
	}
}

func TestOneCardNeverLocked(t *testing.T) {
	s := newStage(t, Soft)
	s.start()
	s.did(interviewerID, EndInterview{})
	s.did(interviewerID, SaveScorecard{fullCard()})
	s.pinned(interviewerID)
	s.did(interviewerID, LockScorecard{})
	s.after(CardPatience)
	s.did(interviewerID, ShowScores{})
	if s.state.Revealed.Without != candidateID {
		t.Fatalf("%+v", s.state.Revealed)
	}
	s.did(candidateID, SaveScorecard{fullCard()})
	s.pinned(candidateID)
	s.did(candidateID, LockScorecard{})
	if !s.state.Cards[candidateID].NotBlind {
		t.Fatal("locked after seeing the other's, and called blind")
	}
}

func TestCommandsHappenOnce(t *testing.T) {
	s := newStage(t, Soft)
	c := Command{ID: "client-abc/5", By: candidateID, Do: SayChat{"once"}}
	for range 3 {
		events, err := Decide(s.state, s.now, c)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if err := s.state.Apply(e); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(s.state.Chat) != 1 {
		t.Fatalf("said %d times", len(s.state.Chat))
	}
}

func TestAFullSessionStillComesToItsEnd(t *testing.T) {
	s := newStage(t, Soft)
	s.start()
	s.state.Bytes = MaxBytes
	s.refused(candidateID, SayChat{"one more"}, TooLarge, "full")
	s.refused(candidateID, s.edit(), TooLarge, "full")
	s.did(interviewerID, EndInterview{})
	s.did(interviewerID, SaveScorecard{fullCard()})
	s.pinned(interviewerID)
	s.did(interviewerID, LockScorecard{})
}
