package interview

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// TestPinsAreRefusedWithAReason tries pins that none could be.
func TestPinsAreRefusedWithAReason(t *testing.T) {
	w := at(DeepDive, Peer)
	begun, now, ahead := w.state.StartedAt, w.now, w.state.BoardVersion+1
	for name, row := range map[string]struct {
		do   Action
		code Code
	}{
		"criterion":       {DropPin{ID: "pin-00001", Criterion: "charm", Sign: For}, Invalid},
		"sign":            {DropPin{ID: "pin-00001", Criterion: "reliability", Sign: "maybe"}, Invalid},
		"for nothing":     {DropPin{ID: "pin-00001", Sign: Against}, Invalid},
		"id":              {DropPin{ID: "pin", Sign: Later}, Invalid},
		"before start":    {DropPin{ID: "pin-00001", Sign: Later, At: begun - 1}, Invalid},
		"in the future":   {DropPin{ID: "pin-00001", Sign: Later, At: now + Time(Minute)}, Invalid},
		"board to come":   {DropPin{ID: "pin-00001", Sign: Later, Version: &ahead}, Invalid},
		"note of nothing": {NotePin{"pin-00001", "x"}, NotFound},
		"link of nothing": {LinkPin{"pin-00001", "reliability", ""}, NotFound},
	} {
		var refusal *Error
		if err := w.do(ben, row.do); !errors.As(err, &refusal) || refusal.Code != row.code {
			t.Errorf("%s: %v, not %s", name, err, row.code)
		}
	}
	for i := range MaxPins {
		if err := w.do(ben, DropPin{ID: fmt.Sprintf("pin-%05d", i), Criterion: "reliability", Sign: For, At: begun}); err != nil {
			t.Fatal(err)
		}
	}
	var refusal *Error
	if err := w.do(ben, DropPin{Sign: Later}); !errors.As(err, &refusal) || refusal.Code != TooLarge {
		t.Errorf("a pin too many: %v", err)
	}
	if err := w.do(ben, WithdrawPin{"pin-00000"}); err != nil {
		t.Fatal(err)
	}
	if err := w.do(ben, DropPin{ID: "pin-00001", Sign: Later}); !errors.As(err, &refusal) || refusal.Code != Conflict {
		t.Errorf("the same pin twice: %v", err)
	}
	if err := w.do(ana, WithdrawPin{"pin-00001"}); !errors.As(err, &refusal) || refusal.Code != NotFound {
		t.Errorf("somebody else's pin: %v", err)
	}
	if err := w.do(ben, LinkPin{"pin-00001", "reliability", "perhaps"}); !errors.As(err, &refusal) || refusal.Code != Invalid {
		t.Errorf("a link with no sign there is: %v", err)
	}
}

// TestPinIsSortedLater drops a pin without a criterion and gives it both afterwards.
func TestPinIsSortedLater(t *testing.T) {
	w := at(DeepDive, Peer)
	for _, a := range []Action{DropPin{ID: "pin-00001", Sign: Later}, LinkPin{"pin-00001", "scalability", Against}, NotePin{"pin-00001", "No figure for reads."}} {
		if err := w.do(ben, a); err != nil {
			t.Fatal(err)
		}
	}
	events := len(w.events)
	_ = w.do(ben, LinkPin{"pin-00001", "scalability", Against})
	_ = w.do(ben, NotePin{"pin-00001", "No figure for reads."})
	if len(w.events) != events {
		t.Error("what changes nothing was written")
	}
	p := w.state.Pins[ben][0]
	if p.Criterion != "scalability" || p.Sign != Against || p.Note != "No figure for reads." || p.InReplay || p.Moment != w.now {
		t.Errorf("the pin is %+v", p)
	}
}

// TestScoresRestOnPins locks cards with too few pins: the refusal names criterion and number, and
// the same card is taken once the pins are there.
func TestScoresRestOnPins(t *testing.T) {
	w := at(Scoring, Peer)
	card := wholeCard(0)
	card.Scores["reliability"], card.Scores["scalability"] = 3, 4
	if err := w.do(ben, SaveScorecard{card}); err != nil {
		t.Fatal(err)
	}
	pin := func(id string, c Criterion, s Sign) {
		t.Helper()
		if err := w.do(ben, DropPin{ID: id, Criterion: c, Sign: s, At: w.state.StartedAt}); err != nil {
			t.Fatal(err)
		}
	}
	refused := func(want string) {
		t.Helper()
		var refusal *Error
		if err := w.do(ben, LockScorecard{}); !errors.As(err, &refusal) || refusal.Code != Conflict || !strings.Contains(refusal.Message, want) {
			t.Errorf("the lock says %v, not %q", err, want)
		}
	}
	refused("Scalability needs two pins")
	pin("pin-00001", "scalability", For)
	refused("Scalability needs one more pin")
	pin("pin-00002", "scalability", Against)
	refused("Reliability needs a pin")
	pin("pin-00003", "", Later)
	refused("Reliability needs a pin")
	if err := w.do(ben, LinkPin{"pin-00003", "reliability", For}); err != nil {
		t.Fatal(err)
	}
	if err := w.do(ben, LockScorecard{}); err != nil {
		t.Fatal(err)
	}
	var refusal *Error
	if err := w.do(ben, LockScorecard{}); !errors.As(err, &refusal) || refusal.Code != Conflict {
		t.Errorf("locked twice: %v", err)
	}
}

// TestPinsOpenWithTheCards follows pins through lock and reveal: the pair's are read by both, a
// mentor reads them after the own lock, and its own pins join then.
func TestPinsOpenWithTheCards(t *testing.T) {
	w := at(FollowUp, Peer)
	for _, id := range []ParticipantID{ana, ben, mia} {
		if err := w.do(id, DropPin{ID: "pin-of-" + string(id), Criterion: "reliability", Sign: Against}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.do(ben, NextPhase{FollowUp}); err != nil || w.state.Phase != Scoring {
		t.Fatal(err, w.state.Phase)
	}
	if err := w.do(ben, DropPin{ID: "pin-later", Criterion: "scalability", Sign: For, At: w.state.StartedAt}); err != nil {
		t.Fatal(err)
	}
	if p := w.state.Pins[ben][1]; !p.InReplay || p.Moment != w.state.StartedAt {
		t.Errorf("a pin after the end is %+v", p)
	}
	reads := func(when string, want map[ParticipantID]int) {
		t.Helper()
		for viewer, n := range want {
			if got := len(w.state.Project(viewer).Pins); got != n {
				t.Errorf("%s: %s reads pins of %d, not %d", when, viewer, got, n)
			}
		}
	}
	reads("before", map[ParticipantID]int{ana: 1, ben: 1, mia: 1, oli: 0})
	lockAll(w, "")
	reads("locked", map[ParticipantID]int{ana: 1, ben: 1, mia: 1, oli: 0})
	if err := w.do(ben, DropPin{ID: "pin-too-late", Sign: Later}); err == nil {
		t.Error("a pin of a locked card was taken")
	}
	_ = w.do(ana, ReadyToReveal{})
	_ = w.do(ben, ReadyToReveal{})
	reads("revealed", map[ParticipantID]int{ana: 2, ben: 2, mia: 1, oli: 2})
	pinAll(w, mia)
	_ = w.do(mia, SaveScorecard{wholeCard(3)})
	if err := w.do(mia, LockScorecard{}); err != nil {
		t.Fatal(err)
	}
	reads("the mentor locked", map[ParticipantID]int{ana: 3, ben: 3, mia: 3, oli: 3})
}
