package interview

import (
	"reflect"
	"testing"
)

// scored lets somebody pin, score and lock.
func scored(t *testing.T, w *walk, by ParticipantID, score int) {
	t.Helper()
	pinAll(w, by)
	for _, a := range []Action{SaveScorecard{wholeCard(score)}, LockScorecard{}} {
		if err := w.do(by, a); err != nil {
			t.Fatalf("%s: %v", by, err)
		}
	}
}

// TestASecondRoundLeavesTheFirstAsItWas scores twice and holds the first card, with what it rests on,
// through everything that is done to the second.
func TestASecondRoundLeavesTheFirstAsItWas(t *testing.T) {
	w := at(Review, Peer)
	if err := w.do(mia, ScoreAgain{}); refused(err) != Conflict {
		t.Errorf("a second round before the first: %v", err)
	}
	scored(t, w, mia, 2)
	first := w.state.Cards[mia]
	pins := w.state.Pins[mia]
	if first.NotBlind || first.Round() != 1 {
		t.Errorf("the first round is %+v", first)
	}
	for range 2 {
		if err := w.do(mia, ScoreAgain{}); err != nil {
			t.Fatal(err)
		}
	}
	c := w.state.Cards[mia]
	if c.Round() != 2 || c.LockedAt != 0 || c.Content != nil || len(w.state.Pins[mia]) != 0 {
		t.Fatalf("the second round begins with %+v", c)
	}
	same := func(when string) {
		t.Helper()
		kept := w.state.Cards[mia].Earlier[0]
		if kept.LockedAt != first.LockedAt || kept.NotBlind || !reflect.DeepEqual(kept.Content, first.Content) || !reflect.DeepEqual(kept.Pins, pins) {
			t.Errorf("%s the first card is %+v", when, kept)
		}
	}
	same("when the second begins")
	if err := w.do(mia, WithdrawPin{pins[0].ID}); refused(err) != NotFound {
		t.Errorf("a pin of the first card is taken back: %v", err)
	}
	if view := w.state.Project(ana).Cards[mia]; view.Content != nil || view.Scored != 0 || view.Earlier[0].Content == nil {
		t.Errorf("while the second is filled in, Ana reads %+v", view)
	}
	scored(t, w, mia, 4)
	same("when the second is locked")
	if c := w.state.Cards[mia]; !c.NotBlind {
		t.Error("the second is called blind: its rater had read the others")
	}
	if locked := w.state.Project(ben).Cards[mia].Locked(); len(locked) != 2 || locked[0].Content.Scores["reliability"] != 2 || locked[1].Content.Scores["reliability"] != 4 {
		t.Errorf("Ben reads %+v", locked)
	}
	for _, by := range []ParticipantID{ana, ben, oli, second} {
		if err := w.do(by, ScoreAgain{}); refused(err) != Forbidden {
			t.Errorf("%s scores again: %v", by, err)
		}
	}
	for range MaxRounds - 2 {
		if err := w.do(mia, ScoreAgain{}); err != nil {
			t.Fatal(err)
		}
		scored(t, w, mia, 3)
	}
	if err := w.do(mia, ScoreAgain{}); refused(err) != Conflict {
		t.Errorf("a round too many: %v", err)
	}
}

// TestASecondRoundBeforeTheRevealIsBlind scores twice while nobody sees anybody's card.
func TestASecondRoundBeforeTheRevealIsBlind(t *testing.T) {
	w := at(Scoring, Peer)
	scored(t, w, mia, 2)
	_ = w.do(mia, ScoreAgain{})
	scored(t, w, mia, 3)
	if c := w.state.Cards[mia]; c.NotBlind || c.Round() != 2 {
		t.Errorf("%+v", c)
	}
}

// TestAMentorWhoHasYetToScoreReadsNoJudgement holds chat and verdicts of after the interview, and other
// mentors' rounds, from a mentor until the own lock.
func TestAMentorWhoHasYetToScoreReadsNoJudgement(t *testing.T) {
	w := at(Review, Peer)
	for _, a := range []Action{GiveConsent{To: walkGroup, Member: true}, SayChat{"I gave you a two."}, RateInterviewer{InterviewerRated{1, 1, 1, false, "unfair"}}} {
		if err := w.do(ana, a); err != nil {
			t.Fatal(err)
		}
	}
	_ = w.do(ben, GiveConsent{To: walkGroup})
	for _, id := range []ParticipantID{"m-1", "m-2"} {
		w.must(Enter{id, PersonID("person-" + id), walkGroup, "token-" + string(id)})
	}
	scored(t, w, "m-1", 3)
	_ = w.do("m-1", ScoreAgain{})
	view := w.state.Project("m-2")
	if len(view.Chat) != 0 || view.Rating != nil || view.Cards["m-1"].Earlier[0].Content != nil || view.Cards[ana].Content != nil || len(view.Pins) != 0 {
		t.Errorf("blind, the second mentor reads %+v", view)
	}
	if err := w.do("m-2", SayChat{"Good evening."}); err != nil {
		t.Fatal(err)
	}
	if chat := w.state.Project("m-2").Chat; len(chat) != 1 {
		t.Errorf("the own line: %+v", chat)
	}
	scored(t, w, "m-2", 2)
	view = w.state.Project("m-2")
	if len(view.Chat) != 2 || view.Rating == nil || view.Cards["m-1"].Earlier[0].Content == nil || view.Cards[ana].Content == nil || len(view.Pins[ana]) == 0 {
		t.Errorf("locked, the second mentor reads %+v", view)
	}
	if w.state.Cards["m-2"].NotBlind {
		t.Error("the second mentor's card is not called blind")
	}
}

// TestMentorsOfAGroupComeAndGo enters through a group, is put out of it, and comes back.
func TestMentorsOfAGroupComeAndGo(t *testing.T) {
	w := at(Review, Peer)
	enter := Enter{"m-1", "person-1", walkGroup, "token"}
	if err := w.do("", enter); refused(err) != Forbidden {
		t.Errorf("without consent: %v", err)
	}
	_ = w.do(ana, GiveConsent{To: walkGroup, Member: true})
	if err := w.do("", enter); refused(err) != Forbidden {
		t.Errorf("with one consent: %v", err)
	}
	_ = w.do(ben, GiveConsent{To: walkGroup})
	for _, peer := range []ParticipantID{ana, ben} {
		if err := w.do("", Enter{"m-x", w.state.Participants[peer].Person, walkGroup, "t"}); refused(err) != Forbidden {
			t.Errorf("%s scores the own session: %v", peer, err)
		}
	}
	w.must(enter)
	scored(t, w, "m-1", 3)
	w.must(Remove{"person-other", walkGroup})
	if w.state.Acts("m-1") != Mentor {
		t.Fatal("somebody else was put out, and this one too")
	}
	w.must(Remove{"person-1", walkGroup})
	if w.state.Acts("m-1") != "" || w.state.Project(ana).Cards["m-1"].Content == nil {
		t.Error("put out: the access stays, or the card does not")
	}
	w.must(Enter{"m-9", "person-1", walkGroup, "token-2"})
	if w.state.Acts("m-1") != Mentor || w.state.Acts("m-9") != "" || w.state.Cards["m-1"].LockedAt == 0 {
		t.Error("back in the group, the mentor is somebody else")
	}
	// Who was there live stays by that right, whatever becomes of the group.
	w.must(Enter{"m-8", w.state.Participants[mia].Person, walkGroup, "token-3"})
	_ = w.do(ana, WithdrawConsent{walkGroup})
	if w.state.Acts(mia) != Mentor || w.state.Acts("m-1") != "" {
		t.Error("taken back, the wrong one is out")
	}
}
